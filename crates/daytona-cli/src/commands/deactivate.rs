//! `deactivate`: sets a snapshot aside.

use serde::Serialize;

use crate::app::Session;
use crate::cli::SnapshotArg;
use crate::failure::Failure;
use crate::output;

#[derive(Serialize)]
struct Deactivated<'a> {
    deactivated: &'a str,
}

pub(super) async fn run(target: &SnapshotArg, session: &Session) -> Result<(), Failure> {
    let name = &target.snapshot;
    session.journal.asked(name);
    let mut deactivate = session.snapshots.deactivate(name);
    if let Some(timeout) = target.time_limit.timeout {
        deactivate = deactivate.timeout(timeout);
    }
    deactivate.await?;
    output::acknowledgement(
        session.format,
        &Deactivated { deactivated: name },
        &format!("deactivated `{name}`; no sandbox starts from it until it is activated"),
    )
}
