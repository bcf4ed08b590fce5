//! `activate`: brings a snapshot back into use.

use crate::app::Session;
use crate::cli::SnapshotArg;
use crate::failure::Failure;
use crate::output;

pub(super) async fn run(target: &SnapshotArg, session: &Session) -> Result<(), Failure> {
    session.journal.asked(&target.snapshot);
    let mut activate = session.snapshots.activate(&target.snapshot);
    if let Some(timeout) = target.time_limit.timeout {
        activate = activate.timeout(timeout);
    }
    let accepted = activate.await?;
    session.journal.exists(&accepted);
    output::snapshot(session.format, &accepted)?;
    if !accepted.state.is_active() {
        let wait = session.command_line.with(&["wait", &accepted.id]);
        output::note(&format!("`{wait}` returns once it is active"));
    }
    Ok(())
}
