//! `deactivate`: deactivates a snapshot.

use serde::Serialize;

use crate::cli::SnapshotArgs;
use crate::failure::Failure;
use crate::output;
use crate::session::Session;

#[derive(Serialize)]
struct Deactivated<'a> {
    deactivated: &'a str,
}

pub(super) async fn run(target: &SnapshotArgs, session: &Session) -> Result<(), Failure> {
    let name = &target.snapshot;
    session.status.requested(name);
    session.snapshots.deactivate(name).timeout(target.timeout.get()).await?;
    output::acknowledgement(
        session.format,
        &Deactivated { deactivated: name },
        &format!("deactivated `{name}`; no sandbox starts from it until it is activated"),
    )?;
    Ok(())
}
