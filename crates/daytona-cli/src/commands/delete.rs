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
    session.journal.asked(name);
    let mut delete = session.snapshots.delete(name);
    if let Some(timeout) = arguments.target.time_limit.timeout {
        delete = delete.timeout(timeout);
    }
    if arguments.wait {
        delete.wait().await?;
        let sentence = format!("deleted `{name}`: the snapshot is gone and its name is free");
        return output::acknowledgement(session.format, &Deletion::Deleted(name), &sentence);
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
