//! `man`: writes the manual pages, for packages.

use std::fs;
use std::path::Path;

use crate::cli::Cli;
use crate::failure::{Exit, Failure};
use crate::output;

/// Writes one page for the program and one for each verb.
pub(crate) fn run(folder: &Path) -> Result<(), Failure> {
    let written = fs::create_dir_all(folder)
        .and_then(|()| clap_mangen::generate_to(Cli::for_manual(), folder));
    written.map_err(|error| {
        let message = format!("cannot write the manual pages to {}: {error}", folder.display());
        Failure::new(Exit::Other, "files", message)
    })?;
    output::note(&format!("wrote the manual pages to {}", folder.display()));
    Ok(())
}
