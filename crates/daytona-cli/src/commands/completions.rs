//! `completions`: prints completion scripts for shells.

use clap::CommandFactory;

use crate::cli::{Cli, CompletionsArgs};
use crate::output;

pub(crate) fn run(arguments: &CompletionsArgs) {
    let mut script = Vec::new();
    let mut command = Cli::command();
    let name = command.get_name().to_owned();
    clap_complete::generate(arguments.shell, &mut command, name, &mut script);
    output::text(&String::from_utf8_lossy(&script));
}
