//! `get`: shows one snapshot with all its fields.

use crate::cli::SnapshotArgs;
use crate::failure::Failure;
use crate::output;
use crate::session::Session;

pub(super) async fn run(target: &SnapshotArgs, session: &Session) -> Result<(), Failure> {
    let get = session.snapshots.get(&target.snapshot).timeout(target.timeout.get());
    output::snapshot(session.format, &get.await?)?;
    Ok(())
}
