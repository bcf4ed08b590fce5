//! `image`: what a build would receive, found out without a server.

use std::path::Path;

use daytona_core::{Image, ResolvedImage, Warning};
use serde::Serialize;

use crate::cli::BuildArgs;
use crate::failure::Failure;
use crate::output::{self, Format};

/// The document of an image.
#[derive(Serialize)]
struct Build<'a> {
    dockerfile: &'a str,
    context: Vec<ContextSource<'a>>,
    warnings: &'a [Warning],
}

/// A file of the context, or a directory with all that is in it.
#[derive(Serialize)]
struct ContextSource<'a> {
    archive_path: &'a str,
    local: &'a Path,
}

pub(crate) fn run(arguments: &BuildArgs, format: Format) -> Result<(), Failure> {
    let image = image(arguments)?;
    let resolved = image.resolve()?;
    let warnings = image.lint()?;
    match format {
        Format::Table => print(&resolved, &warnings),
        Format::Json | Format::Yaml => output::document(format, &document(&resolved, &warnings)),
    }
}

fn image(arguments: &BuildArgs) -> Result<Image, Failure> {
    let image = Image::from_dockerfile(&arguments.dockerfile);
    Ok(match arguments.entrypoint.command()? {
        Some(command) => image.entrypoint(command),
        None => image,
    })
}

fn document<'a>(resolved: &'a ResolvedImage, warnings: &'a [Warning]) -> Build<'a> {
    let context = resolved
        .context
        .iter()
        .map(|file| ContextSource { archive_path: &file.archive_path, local: &file.local })
        .collect();
    Build { dockerfile: &resolved.dockerfile, context, warnings }
}

/// Prints the Dockerfile as it is, ready for another program, and the context beside it.
fn print(resolved: &ResolvedImage, warnings: &[Warning]) -> Result<(), Failure> {
    output::text(&resolved.dockerfile)?;
    output::warnings(warnings);
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
