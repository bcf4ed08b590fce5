//! `activate`: activates an inactive snapshot.

use crate::cli::ActivateArgs;
use crate::failure::Failure;
use crate::output;
use crate::session::Session;

pub(super) async fn run(arguments: &ActivateArgs, session: &Session) -> Result<(), Failure> {
    let target = &arguments.target;
    session.status.requested(&target.snapshot);
    let activate = session.snapshots.activate(&target.snapshot).timeout(target.timeout.get());
    let accepted = activate.await?;
    session.status.exists(&accepted);
    if arguments.wait {
        let active =
            super::wait::until_active(&accepted, arguments.progress.style, session).await?;
        output::changed(session.format, &active)?;
        return Ok(());
    }
    output::changed(session.format, &accepted)?;
    if !accepted.state.is_active() {
        let wait = session.command_line.with(&["wait", &accepted.id]);
        output::note(&format!("`{wait}` returns once it is active"));
    }
    Ok(())
}
