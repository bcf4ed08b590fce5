//! `image`: shows the Dockerfile and the build context that a build would receive.

use std::path::Path;

use daytona_core::{ContextFile, ContextFilter, Image, ResolvedImage, Warning};
use serde::Serialize;

use super::dry_run;
use super::lint::run_blocking;
use crate::cli::{BuildArgs, ImageArgs};
use crate::failure::Failure;
use crate::output::{self, Format};

/// The document of an image.
#[derive(Serialize)]
struct ImageDocument<'a> {
    dockerfile: &'a str,
    context: Vec<ContextSource<'a>>,
    warnings: &'a [Warning],
}

/// A file of the context, or a directory with its content.
#[derive(Serialize)]
struct ContextSource<'a> {
    archive_path: &'a str,
    /// Absent if the image itself has the content.
    #[serde(skip_serializing_if = "Option::is_none")]
    local: Option<&'a Path>,
    /// The files of the directory that are left out, as patterns of `.dockerignore`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    without: Vec<String>,
}

impl<'a> ContextSource<'a> {
    fn of(file: &'a ContextFile) -> Self {
        let local = file.content.is_none().then_some(file.local.as_path());
        let filter = file.filter.as_ref().filter(|_| file.local.is_dir());
        let without = filter.map(ContextFilter::patterns).unwrap_or_default();
        Self { archive_path: &file.archive_path, local, without }
    }
}

pub(crate) async fn run(arguments: &ImageArgs, format: Format) -> Result<(), Failure> {
    let image = with_entrypoint(arguments.build.image().await?, &arguments.build)?;
    if arguments.dry_run {
        return plan(image, format).await;
    }
    let (resolved, warnings) = run_blocking(move || {
        let resolved = image.resolve()?;
        Ok::<_, daytona_core::Error>((resolved, image.lint()?))
    })
    .await??;
    match format {
        Format::Table => {
            print(&resolved, &warnings);
        }
        Format::Json | Format::Jsonl | Format::Yaml => {
            output::document(format, &document(&resolved, &warnings))?;
        }
    }
    Ok(())
}

/// Adds the entrypoint of the options to an image.
pub(super) fn with_entrypoint(image: Image, build: &BuildArgs) -> Result<Image, Failure> {
    Ok(match build.entrypoint.command()? {
        Some(command) => image.entrypoint(command),
        None => image,
    })
}

/// Writes the files of the context, without a server.
async fn plan(image: Image, format: Format) -> Result<(), Failure> {
    let (resolved, warnings) =
        run_blocking(move || Ok::<_, daytona_core::Error>((image.resolve()?, image.lint()?)))
            .await??;
    dry_run::report(format, &resolved.plan().await?, &warnings)
}

fn document<'a>(resolved: &'a ResolvedImage, warnings: &'a [Warning]) -> ImageDocument<'a> {
    let context = resolved.context.iter().map(ContextSource::of).collect();
    ImageDocument { dockerfile: &resolved.dockerfile, context, warnings }
}

/// Prints the Dockerfile unchanged to standard output, and the context to standard error.
fn print(resolved: &ResolvedImage, warnings: &[Warning]) {
    output::file(&resolved.dockerfile);
    output::warnings(warnings);
    if resolved.context.is_empty() {
        output::note("build context: no files");
    }
    for source in resolved.context.iter().map(ContextSource::of) {
        let ContextSource { archive_path, local, without } = source;
        let origin = match local {
            Some(local) => format!("{archive_path} from {}", local.display()),
            None => format!("{archive_path}, from the image itself"),
        };
        let without = match without.as_slice() {
            [] => String::new(),
            patterns => format!(", without `{}`", patterns.join("`, `")),
        };
        output::note(&format!("build context: {origin}{without}"));
    }
}
