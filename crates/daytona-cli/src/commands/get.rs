//! `get`: one snapshot with all its fields.

use crate::app::Session;
use crate::cli::SnapshotArg;
use crate::failure::Failure;
use crate::output;

pub(super) async fn run(target: &SnapshotArg, session: &Session) -> Result<(), Failure> {
    let snapshot = session.snapshots.get(&target.snapshot).await?;
    output::snapshot(session.format, &snapshot)
}
