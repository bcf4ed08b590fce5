//! `activate`: brings a snapshot back into use.

use crate::app::Session;
use crate::cli::SnapshotArg;
use crate::failure::Failure;
use crate::output;

pub(super) async fn run(target: &SnapshotArg, session: &Session) -> Result<(), Failure> {
    session.journal.asked(&target.snapshot);
    let accepted = session.snapshots.activate(&target.snapshot).await?;
    session.journal.exists(&accepted);
    output::snapshot(session.format, &accepted)?;
    if !accepted.state.is_active() {
        let wait = session.command_line.with(&["wait", &accepted.id]);
        output::note(&format!("`{wait}` returns once it is active"));
    }
    Ok(())
}
