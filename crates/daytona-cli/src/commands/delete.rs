//! `delete`: removes a snapshot.

use serde::Serialize;

use crate::app::Session;
use crate::cli::SnapshotArg;
use crate::failure::Failure;
use crate::output;

#[derive(Serialize)]
struct Deleted<'a> {
    deleted: &'a str,
}

pub(super) async fn run(target: &SnapshotArg, session: &Session) -> Result<(), Failure> {
    let name = &target.snapshot;
    session.journal.asked(name);
    session.snapshots.delete(name).await?;
    output::acknowledgement(
        session.format,
        &Deleted { deleted: name },
        &format!("deleted `{name}`; a name stays taken for about ten seconds"),
    )
}
