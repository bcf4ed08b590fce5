//! `context`: uploads build contexts.

use daytona_core::Warning;
use serde::Serialize;

use super::{image, lint};
use crate::cli::ContextCommand;
use crate::failure::Failure;
use crate::output::{self, Format};
use crate::session::Session;

/// The document of an uploaded context.
#[derive(Serialize)]
struct UploadedContext {
    /// The text that the hashes go with.
    dockerfile: String,
    hashes: Vec<String>,
    warnings: Vec<Warning>,
}

pub(super) async fn run(command: &ContextCommand, session: &Session) -> Result<(), Failure> {
    let ContextCommand::Upload(arguments) = command;
    session.status.uploading();
    let image = image::with_entrypoint(arguments.build.image().await?, &arguments.build)?;
    let warnings = lint::warnings(&image).await;
    let progress = &session.progress;
    warnings.iter().for_each(|warning| progress.warning(warning));
    let upload = session.snapshots.process_packed_image(&image).timeout(session.timeout);
    let packed = upload.on_event(|event| progress.event(event)).await?;
    progress.finish();
    let dockerfile = packed.dockerfile;
    let hashes: Vec<String> = packed.archives.into_iter().map(|archive| archive.hash).collect();
    match session.format {
        Format::Table => {
            output::text(&hashes.iter().map(|hash| format!("{hash}\n")).collect::<String>());
        }
        format => output::document(format, &UploadedContext { dockerfile, hashes, warnings })?,
    }
    Ok(())
}
