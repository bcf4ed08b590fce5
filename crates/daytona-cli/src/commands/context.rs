//! `context`: the files of a build by themselves.

use daytona_core::{Image, Warning};
use serde::Serialize;

use super::lint;
use crate::app::Session;
use crate::cli::ContextCommand;
use crate::failure::Failure;
use crate::output::{self, Format};

/// The document of an uploaded context.
#[derive(Serialize)]
struct Uploaded {
    hashes: Vec<String>,
    warnings: Vec<Warning>,
}

pub(super) async fn run(command: &ContextCommand, session: &Session) -> Result<(), Failure> {
    let ContextCommand::Upload { dockerfile, .. } = command;
    session.journal.preparing();
    let image = Image::from_dockerfile(dockerfile);
    let warnings = lint::warnings(&image).await;
    output::warnings(&warnings);
    let hashes = session.snapshots.process_image_context(&image).await?;
    match session.format {
        Format::Table => {
            output::text(&hashes.iter().map(|hash| format!("{hash}\n")).collect::<String>());
            Ok(())
        }
        format => output::document(format, &Uploaded { hashes, warnings }),
    }
}
