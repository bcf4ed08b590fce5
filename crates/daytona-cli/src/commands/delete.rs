//! `delete`: deletes snapshots.

use daytona_core::{Snapshot, SnapshotRef};
use futures_util::TryStreamExt;
use serde::Serialize;

use super::confirm;
use crate::cli::DeleteArgs;
use crate::failure::Failure;
use crate::output;
use crate::session::Session;

/// The document of a deletion: one snapshot as a text, several as an array.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Deletion<'a> {
    DeletionRequested(Names<'a>),
    Deleted(Names<'a>),
}

#[derive(Serialize)]
#[serde(untagged)]
enum Names<'a> {
    One(&'a str),
    Several(&'a [&'a str]),
}

pub(super) async fn run(arguments: &DeleteArgs, session: &Session) -> Result<(), Failure> {
    if arguments.all {
        let own = own_snapshots(session).await?;
        let names: Vec<&str> = own.iter().map(|snapshot| snapshot.name.as_str()).collect();
        confirm::bulk_deletion(arguments.deletion.confirmation, &names).await?;
        if own.is_empty() {
            output::note("there are no snapshots to delete");
        }
        let targets = own.iter().map(|snapshot| (snapshot.name.as_str(), snapshot.into()));
        delete_each(targets.collect(), arguments.deletion.wait, session).await?;
        return report(Names::Several(&names), &names, arguments.deletion.wait, session);
    }
    let names: Vec<&str> = arguments.snapshots.iter().map(String::as_str).collect();
    confirm::deletion(arguments.deletion.confirmation, &names).await?;
    let targets = names.iter().map(|name| (*name, SnapshotRef::from(*name)));
    delete_each(targets.collect(), arguments.deletion.wait, session).await?;
    let document = match names.as_slice() {
        [name] => Names::One(name),
        names => Names::Several(names),
    };
    report(document, &names, arguments.deletion.wait, session)
}

/// Returns the snapshots of the organization that are not being removed. General ones belong to
/// nobody.
pub(super) async fn own_snapshots(session: &Session) -> Result<Vec<Snapshot>, Failure> {
    let mut own = Vec::new();
    let mut pages = session
        .snapshots
        .list()
        .sort(daytona_core::SnapshotSort::CreatedAt, daytona_core::SortOrder::Descending)
        .pages();
    while let Some(page) = pages.try_next().await? {
        let is_own = |snapshot: &Snapshot| {
            !snapshot.general && snapshot.state != daytona_core::SnapshotState::Removing
        };
        own.extend(page.items.into_iter().filter(is_own));
    }
    Ok(own)
}

/// Deletes snapshots one after the other, and goes on after a failure. Returns the first failure,
/// with the names of the others.
pub(super) async fn delete_each(
    targets: Vec<(&str, SnapshotRef)>,
    waits: bool,
    session: &Session,
) -> Result<(), Failure> {
    let (mut deleted, mut failed, mut first) = (Vec::new(), Vec::new(), None);
    let is_single = targets.len() == 1;
    for (name, target) in targets {
        match delete(name, target, waits, session).await {
            Ok(()) => deleted.push(name),
            Err(failure) if is_single => return Err(failure),
            Err(failure) => {
                failed.push(name);
                first.get_or_insert(failure);
            }
        }
    }
    let Some(failure) = first else { return Ok(()) };
    let failure = match &failed[1..] {
        [] => failure,
        others => failure.with_message_end(&format!("also not deleted: {}", quoted(others))),
    };
    Err(match deleted.as_slice() {
        [] => failure,
        names => failure.with_message_end(&format!("deleted: {}", quoted(names))),
    })
}

/// Deletes a snapshot. Before a wait, looks its id up, so that the failure of a wait that is stopped
/// can name it.
async fn delete(
    name: &str,
    target: SnapshotRef,
    waits: bool,
    session: &Session,
) -> Result<(), Failure> {
    if !waits {
        session.status.requested(name);
        return Ok(session.snapshots.delete(target).timeout(session.timeout).await?);
    }
    let snapshot = session.snapshots.get(target).timeout(session.timeout).await?;
    session.status.deleting(&snapshot);
    let delete = session.snapshots.delete(snapshot).wait().timeout(session.timeout);
    delete.await.map_err(|error| session.follow_failure(error))
}

fn report(
    document: Names<'_>,
    names: &[&str],
    has_waited: bool,
    session: &Session,
) -> Result<(), Failure> {
    if names.is_empty() && session.format == output::Format::Table {
        return Ok(());
    }
    let document = match has_waited {
        true => Deletion::Deleted(document),
        false => Deletion::DeletionRequested(document),
    };
    output::acknowledgement(session.format, &document, &sentence(names, has_waited))?;
    Ok(())
}

/// Describes a deletion.
pub(super) fn sentence(names: &[&str], has_waited: bool) -> String {
    let free = if names.len() == 1 { "its name is free" } else { "their names are free" };
    match has_waited {
        true => format!("deleted {}; {free}", quoted(names)),
        false => {
            format!("deletion of {} requested; `--wait` returns once {free}", quoted(names))
        }
    }
}

fn quoted(names: &[&str]) -> String {
    format!("`{}`", names.join("`, `"))
}
