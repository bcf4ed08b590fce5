//! `get`: one snapshot with all its fields.

use crate::app::Session;
use crate::cli::SnapshotArg;
use crate::failure::Failure;
use crate::output;

pub(super) async fn run(target: &SnapshotArg, session: &Session) -> Result<(), Failure> {
    let mut get = session.snapshots.get(&target.snapshot);
    if let Some(timeout) = target.time_limit.timeout {
        get = get.timeout(timeout);
    }
    let snapshot = get.await?;
    output::snapshot(session.format, &snapshot)
}
