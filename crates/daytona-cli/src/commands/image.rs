//! `image`: what a build would receive, found out without a server.

use std::path::Path;

use daytona_core::{Image, ResolvedImage};
use serde::Serialize;

use crate::cli::BuildArgs;
use crate::failure::Failure;
use crate::output::{self, Format};

/// The document of an image.
#[derive(Serialize)]
struct Build<'a> {
    dockerfile: &'a str,
    context: Vec<ContextSource<'a>>,
}

/// A file of the context, or a directory with all that is in it.
#[derive(Serialize)]
struct ContextSource<'a> {
    archive_path: &'a str,
    local: &'a Path,
}

pub(crate) fn run(arguments: &BuildArgs, format: Format) -> Result<(), Failure> {
    let resolved = resolve(arguments)?;
    match format {
        Format::Table => print(&resolved),
        Format::Json | Format::Yaml => output::document(format, &document(&resolved)),
    }
}

fn resolve(arguments: &BuildArgs) -> Result<ResolvedImage, Failure> {
    let command = arguments.entrypoint.command()?;
    let resolved = Image::from_dockerfile(&arguments.dockerfile).resolve()?;
    Ok(match command {
        Some(command) => resolved.with_entrypoint(&command),
        None => resolved,
    })
}

fn document(resolved: &ResolvedImage) -> Build<'_> {
    let context = resolved
        .context
        .iter()
        .map(|file| ContextSource { archive_path: &file.archive_path, local: &file.local })
        .collect();
    Build { dockerfile: &resolved.dockerfile, context }
}

/// Prints the Dockerfile as it is, ready for another program, and the context beside it.
fn print(resolved: &ResolvedImage) -> Result<(), Failure> {
    output::text(&resolved.dockerfile)?;
    if resolved.context.is_empty() {
        output::note("build context: no files");
    }
    for file in &resolved.context {
        output::note(&format!(
            "build context: {} from {}",
            file.archive_path,
            file.local.display()
        ));
    }
    Ok(())
}
