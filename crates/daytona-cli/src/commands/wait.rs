//! `wait`: follows a snapshot that exists until it is active.

use crate::app::Session;
use crate::cli::WaitArgs;
use crate::failure::Failure;
use crate::output::{self, Progress, ProgressStyle};

pub(super) async fn run(arguments: &WaitArgs, session: &Session) -> Result<(), Failure> {
    let name = &arguments.target.snapshot;
    let progress = Progress::new(arguments.following.progress);
    session.journal.following(name);
    let mut wait = session.snapshots.wait(name).on_event(|event| {
        session.journal.step(event, name);
        progress.event(event);
    });
    if arguments.following.progress != ProgressStyle::None {
        wait = wait.on_logs(|line| progress.log(line));
    }
    if let Some(timeout) = arguments.target.time_limit.timeout {
        wait = wait.timeout(timeout);
    }
    let snapshot = wait.await.map_err(|error| session.failed_to_follow(error))?;
    output::snapshot(session.format, &snapshot)
}
