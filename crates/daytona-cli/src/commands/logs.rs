//! `logs`: the log of a build, as far as it goes or to its end.

use daytona_core::Snapshot;
use futures_util::TryStreamExt;
use serde::Serialize;

use crate::app::Session;
use crate::cli::LogsArgs;
use crate::failure::Failure;
use crate::output::{self, Format};

/// The document of a log.
#[derive(Serialize)]
struct Log {
    lines: Vec<String>,
}

pub(super) async fn run(arguments: &LogsArgs, session: &Session) -> Result<(), Failure> {
    let name = &arguments.target.snapshot;
    let mut printed = Printed::new(session.format);
    if arguments.follow {
        let snapshot = session.snapshots.get(name).await?;
        // A build that has failed ends as one that fails while it is followed.
        if !snapshot.state.is_terminal() || snapshot.state.is_failed() {
            return follow(&snapshot, session, printed).await;
        }
    }
    let mut lines = session.snapshots.build_logs(name).await?;
    while let Some(line) = lines.try_next().await? {
        printed.line(&line);
    }
    printed.end()
}

/// Prints what comes until the build has ended. The stream's own end will not do: after a failed
/// build it never comes.
async fn follow(
    snapshot: &Snapshot,
    session: &Session,
    mut printed: Printed,
) -> Result<(), Failure> {
    session.journal.following(&snapshot.id);
    let outcome = session.snapshots.wait(snapshot).on_logs(|line| printed.line(line)).await;
    printed.end()?;
    outcome.map(drop).map_err(|error| session.failed_to_follow(error))
}

/// Lines on their way to standard output: at once, or kept for the document.
struct Printed {
    format: Format,
    kept: Vec<String>,
}

impl Printed {
    fn new(format: Format) -> Self {
        Self { format, kept: Vec::new() }
    }

    fn line(&mut self, line: &str) {
        match self.format {
            Format::Table => output::log_line(line),
            Format::Json | Format::Yaml => self.kept.push(line.to_owned()),
        }
    }

    fn end(self) -> Result<(), Failure> {
        match self.format {
            Format::Table => Ok(()),
            format => output::document(format, &Log { lines: self.kept }),
        }
    }
}
