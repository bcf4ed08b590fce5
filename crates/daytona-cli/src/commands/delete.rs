//! `delete`: deletes a snapshot.

use serde::Serialize;

use crate::cli::DeleteArgs;
use crate::failure::Failure;
use crate::output;
use crate::session::Session;

/// The document of a deletion.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Deletion<'a> {
    DeletionRequested(&'a str),
    Deleted(&'a str),
}

pub(super) async fn run(arguments: &DeleteArgs, session: &Session) -> Result<(), Failure> {
    let name = &arguments.target.snapshot;
    let (document, sentence) = if arguments.wait {
        delete_and_wait(arguments, session).await?;
        (Deletion::Deleted(name), format!("deleted `{name}`: its name is free"))
    } else {
        session.status.requested(name);
        session.snapshots.delete(name).timeout(arguments.target.timeout.get()).await?;
        let sentence = format!(
            "deletion of `{name}` requested; `--wait` waits until the snapshot is deleted and its name is free"
        );
        (Deletion::DeletionRequested(name), sentence)
    };
    output::acknowledgement(session.format, &document, &sentence)?;
    Ok(())
}

/// Deletes a snapshot, and waits for the removal. Looks the id up first, so that the failure of a
/// wait that is stopped can name it.
async fn delete_and_wait(arguments: &DeleteArgs, session: &Session) -> Result<(), Failure> {
    let timeout = arguments.target.timeout.get();
    let snapshot = session.snapshots.get(&arguments.target.snapshot).timeout(timeout).await?;
    session.status.deleting(&snapshot);
    let delete = session.snapshots.delete(snapshot).wait().timeout(timeout);
    delete.await.map_err(|error| session.follow_failure(error))
}
