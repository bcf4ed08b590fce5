//! `local status`, `local prune` and `local reset`: the state of the emulator.

use std::collections::BTreeMap;
use std::path::Path;

use daytona_testkit::{StartError, StateSummary, StoredObject};
use serde::Serialize;

use crate::cli::Confirmation;
use crate::commands::confirm;
use crate::failure::Failure;
use crate::local::{self, Access};
use crate::output::{self, Format};

/// The document of a status.
#[derive(Serialize)]
struct Status<'a> {
    path: &'a str,
    snapshots: &'a BTreeMap<String, usize>,
    objects: usize,
    bytes: u64,
    unneeded_objects: usize,
    unneeded_bytes: u64,
}

/// The document of a prune.
#[derive(Serialize)]
struct Pruned {
    dry_run: bool,
    objects: usize,
    bytes: u64,
}

/// The document of a reset.
#[derive(Serialize)]
struct Reset<'a> {
    path: &'a str,
    files: usize,
    bytes: u64,
}

pub(super) async fn status(folder: &Path, path: &str, format: Format) -> Result<(), Failure> {
    if local::summary(folder).map_err(local::failure)?.is_some() {
        // A start ends the work that is due, as every other command does.
        local::start(folder, Access::Read).await?.stop().await;
    }
    let summary = local::summary(folder).map_err(local::failure)?.unwrap_or_default();
    let StateSummary { snapshots, objects, unneeded_objects, .. } = &summary;
    let status = Status {
        path,
        snapshots,
        objects: objects.len(),
        bytes: size(objects),
        unneeded_objects: unneeded_objects.len(),
        unneeded_bytes: size(unneeded_objects),
    };
    match format {
        Format::Table => output::lines(lines(&status).iter().map(String::as_str)),
        Format::Json | Format::Jsonl | Format::Yaml => output::document(format, &status)?,
    }
    Ok(())
}

fn lines(status: &Status<'_>) -> [String; 4] {
    let states = status.snapshots.iter().map(|(state, count)| format!("{count} {state}"));
    let states = states.collect::<Vec<_>>().join(", ");
    [
        format!("Path       {}", status.path),
        format!("Snapshots  {}", if states.is_empty() { "none" } else { &states }),
        format!("Objects    {}", sized(status.objects, status.bytes)),
        match status.unneeded_objects {
            0 => "Unneeded   none".to_owned(),
            count => format!(
                "Unneeded   {}; remove with `local prune`",
                sized(count, status.unneeded_bytes)
            ),
        },
    ]
}

pub(super) fn plan_prune(folder: &Path, format: Format) -> Result<(), Failure> {
    let summary = local::summary(folder).map_err(local::failure)?.unwrap_or_default();
    report_prune(true, &summary.unneeded_objects, format)
}

pub(super) async fn prune(folder: &Path, format: Format) -> Result<(), Failure> {
    let removed = local::change(folder, |state| state.remove_unneeded_objects()).await?;
    report_prune(false, &removed, format)
}

fn report_prune(dry_run: bool, objects: &[StoredObject], format: Format) -> Result<(), Failure> {
    let pruned = Pruned { dry_run, objects: objects.len(), bytes: size(objects) };
    let sentence = match (pruned.objects, dry_run) {
        (0, _) => "nothing to remove: snapshots need all objects".to_owned(),
        (count, true) => format!("would remove {}", sized(count, pruned.bytes)),
        (count, false) => format!("removed {}", sized(count, pruned.bytes)),
    };
    output::acknowledgement(format, &pruned, &sentence)?;
    Ok(())
}

pub(super) async fn reset(
    folder: &Path,
    path: &str,
    confirmation: Confirmation,
    format: Format,
) -> Result<(), Failure> {
    let content = match local::summary(folder) {
        Ok(Some(summary)) => {
            let snapshots =
                output::count(summary.snapshots.values().sum::<usize>() as u64, "snapshot");
            let objects = output::count(summary.objects.len() as u64, "object");
            format!(" ({snapshots}, {objects}, {})", output::bytes(size(&summary.objects)))
        }
        Ok(None) => {
            let document = Reset { path, files: 0, bytes: 0 };
            let sentence = format!("there is no state in {path}");
            output::acknowledgement(format, &document, &sentence)?;
            return Ok(());
        }
        Err(error @ StartError::StateForeign { .. }) => return Err(local::failure(error)),
        Err(_) => ", which cannot be read".to_owned(),
    };
    confirm::state_deletion(confirmation, &format!("the state in {path}{content}")).await?;
    let removed = local::change(folder, |state| state.clear()).await?;
    let document = Reset { path, files: removed.files, bytes: removed.bytes };
    output::acknowledgement(format, &document, &format!("deleted the state in {path}"))?;
    Ok(())
}

fn size(objects: &[StoredObject]) -> u64 {
    objects.iter().map(|object| object.size_bytes).sum()
}

/// Formats a number of objects and their size.
fn sized(objects: usize, bytes: u64) -> String {
    match objects {
        0 => "none".to_owned(),
        _ => format!("{}, {}", output::count(objects as u64, "object"), output::bytes(bytes)),
    }
}
