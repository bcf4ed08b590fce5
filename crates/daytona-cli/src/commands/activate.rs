//! `activate`: activates an inactive snapshot.

use crate::cli::SnapshotArgs;
use crate::failure::Failure;
use crate::output;
use crate::session::Session;

pub(super) async fn run(target: &SnapshotArgs, session: &Session) -> Result<(), Failure> {
    session.status.requested(&target.snapshot);
    let activate = session.snapshots.activate(&target.snapshot).timeout(target.timeout.get());
    let accepted = activate.await?;
    session.status.exists(&accepted);
    output::snapshot(session.format, &accepted)?;
    if !accepted.state.is_active() {
        let wait = session.command_line.with(&["wait", &accepted.id]);
        output::note(&format!("`{wait}` returns once it is active"));
    }
    Ok(())
}
