//! `image`: shows the Dockerfile and the build context that a build would receive.

use std::path::Path;

use daytona_core::{ContextFile, ContextFilter, Image, ResolvedImage, Warning};
use serde::Serialize;

use super::lint::run_blocking;
use crate::cli::ImageArgs;
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
    let image = image(arguments)?;
    let (resolved, warnings) = run_blocking(move || {
        let resolved = image.resolve()?;
        Ok::<_, daytona_core::Error>((resolved, image.lint()?))
    })
    .await??;
    match format {
        Format::Table => {
            print(&resolved, &warnings);
        }
        Format::Json | Format::Yaml => {
            output::document(format, &document(&resolved, &warnings))?;
        }
    }
    Ok(())
}

fn image(arguments: &ImageArgs) -> Result<Image, Failure> {
    let image = Image::from_dockerfile(&arguments.dockerfile);
    Ok(match arguments.entrypoint.command()? {
        Some(command) => image.entrypoint(command),
        None => image,
    })
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
