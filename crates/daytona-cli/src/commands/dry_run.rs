//! The description of a build that is not started: its Dockerfile, its files, and its upload.

use daytona_core::{ImagePlan, PlannedArchive, Warning};
use serde::Serialize;

use crate::failure::Failure;
use crate::output::{self, Format};

/// The document of a dry run.
#[derive(Serialize)]
struct DryRun<'a> {
    dockerfile: &'a str,
    archives: Vec<Archive<'a>>,
    /// The maximum size of the archives that the object storage lacks, if it was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    max_upload_bytes: Option<u64>,
    warnings: &'a [Warning],
}

#[derive(Serialize)]
struct Archive<'a> {
    hash: &'a str,
    max_bytes: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_present: Option<bool>,
    files: Vec<File<'a>>,
}

#[derive(Serialize)]
struct File<'a> {
    path: &'a str,
    bytes: u64,
    /// Octal digits, such as `0644`.
    mode: String,
}

/// Writes a dry run.
pub(super) fn report(
    format: Format,
    plan: &ImagePlan,
    warnings: &[Warning],
) -> Result<(), Failure> {
    let ImagePlan { dockerfile, archives, .. } = plan;
    let is_missing = |archive: &&PlannedArchive| archive.is_present == Some(false);
    let missing: Vec<_> = archives.iter().filter(is_missing).collect();
    let is_known = archives.iter().all(|archive| archive.is_present.is_some());
    let max_upload_bytes =
        is_known.then(|| missing.iter().map(|archive| archive.max_bytes).sum::<u64>());
    if format != Format::Table {
        let archives = archives.iter().map(Archive::of).collect();
        output::document(format, &DryRun { dockerfile, archives, max_upload_bytes, warnings })?;
        return Ok(());
    }
    output::warnings(warnings);
    output::text("Dockerfile:\n");
    output::text(&dockerfile.lines().map(|line| format!("  {line}\n")).collect::<String>());
    let files: Vec<_> = archives.iter().flat_map(|archive| &archive.files).collect();
    if files.is_empty() {
        output::text("Files: none\n");
        return Ok(());
    }
    output::text("Files:\n");
    output::files(files.iter().map(|file| (file.mode, file.bytes, file.path.as_str())));
    let bytes = files.iter().map(|file| file.bytes).sum();
    output::upload_summary(files.len(), bytes, archives.len(), missing.len(), max_upload_bytes);
    Ok(())
}

impl<'a> Archive<'a> {
    fn of(archive: &'a PlannedArchive) -> Self {
        let PlannedArchive { hash, max_bytes, is_present, files, .. } = archive;
        let files = files.iter().map(|file| File {
            path: &file.path,
            bytes: file.bytes,
            mode: format!("{:04o}", file.mode),
        });
        Self { hash, max_bytes: *max_bytes, is_present: *is_present, files: files.collect() }
    }
}
