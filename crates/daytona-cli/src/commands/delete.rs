//! `delete`: removes a snapshot.

use serde::Serialize;

use crate::app::Session;
use crate::cli::DeleteArgs;
use crate::failure::Failure;
use crate::output;

/// What is known of the snapshot.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Deletion<'a> {
    DeletionRequested(&'a str),
    Deleted(&'a str),
}

pub(super) async fn run(arguments: &DeleteArgs, session: &Session) -> Result<(), Failure> {
    let name = &arguments.target.snapshot;
    if arguments.wait {
        delete_until_gone(arguments, session).await?;
        let sentence = format!("deleted `{name}`: the snapshot is gone and its name is free");
        return output::acknowledgement(session.format, &Deletion::Deleted(name), &sentence);
    }
    session.journal.asked(name);
    let mut delete = session.snapshots.delete(name);
    if let Some(timeout) = arguments.target.time_limit.timeout {
        delete = delete.timeout(timeout);
    }
    delete.await?;
    output::acknowledgement(
        session.format,
        &Deletion::DeletionRequested(name),
        &format!(
            "deletion of `{name}` requested; `--wait` returns once the snapshot is gone and its name is free"
        ),
    )
}

/// Deletes a snapshot whose id is known from the start, so that a wait that ends early can name it.
async fn delete_until_gone(arguments: &DeleteArgs, session: &Session) -> Result<(), Failure> {
    let mut get = session.snapshots.get(&arguments.target.snapshot);
    if let Some(timeout) = arguments.target.time_limit.timeout {
        get = get.timeout(timeout);
    }
    let snapshot = get.await?;
    session.journal.deleting(&snapshot);
    let mut delete = session.snapshots.delete(snapshot).wait();
    if let Some(timeout) = arguments.target.time_limit.timeout {
        delete = delete.timeout(timeout);
    }
    delete.await.map_err(|error| session.failed_to_follow(error))
}
