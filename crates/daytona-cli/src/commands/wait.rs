//! `wait`: waits until a snapshot is active.

use crate::cli::WaitArgs;
use crate::failure::Failure;
use crate::output::{self, Progress, ProgressStyle};
use crate::session::Session;

pub(super) async fn run(arguments: &WaitArgs, session: &Session) -> Result<(), Failure> {
    let name = &arguments.target.snapshot;
    let progress = Progress::new(arguments.progress.style);
    session.status.following(name);
    let wait = session.snapshots.wait(name).timeout(arguments.target.timeout.get());
    let mut wait = wait.on_event(|event| {
        session.status.event(event, name);
        progress.event(event);
    });
    if arguments.progress.style != ProgressStyle::None {
        wait = wait.on_logs(|line| progress.log(line));
    }
    let snapshot = wait.await.map_err(|error| session.follow_failure(error))?;
    output::snapshot(session.format, &snapshot)?;
    Ok(())
}
