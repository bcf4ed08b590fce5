//! `logs`: the log of a build, as far as it goes or to its end.

use daytona_core::Snapshot;
use futures_util::TryStreamExt;
use serde::{Serialize, Serializer};

use crate::app::Session;
use crate::cli::LogsArgs;
use crate::failure::{Exit, Failure};
use crate::output::{self, Format};

/// The size of the text that a document of a log may have, in MiB.
const DOCUMENT_LIMIT_MIB: usize = 64;

/// The document of a log.
#[derive(Serialize)]
struct Log {
    #[serde(serialize_with = "lines")]
    lines: String,
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
        session.journal.answered();
        printed.line(&line)?;
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
    let (failed, failure) = tokio::sync::oneshot::channel();
    let mut failed = Some(failed);
    let wait = session.snapshots.wait(snapshot).on_logs(|line| {
        session.journal.answered();
        if let Err(failure) = printed.line(line)
            && let Some(failed) = failed.take()
        {
            // The other end waits as long as the build is followed.
            let _ = failed.send(failure);
        }
    });
    let outcome = tokio::select! {
        biased;
        Ok(failure) = failure => return Err(failure),
        outcome = wait => outcome,
    };
    printed.end()?;
    outcome.map(drop).map_err(|error| session.failed_to_follow(error))
}

/// Lines on their way to standard output: at once, or kept for the document.
struct Printed {
    format: Format,
    /// The lines of the document, each with its end.
    kept: String,
}

impl Printed {
    fn new(format: Format) -> Self {
        Self { format, kept: String::new() }
    }

    fn line(&mut self, line: &str) -> Result<(), Failure> {
        match self.format {
            Format::Table => output::log_line(line),
            Format::Json | Format::Yaml => {
                if self.kept.len() + line.len() >= DOCUMENT_LIMIT_MIB << 20 {
                    return Err(too_long());
                }
                self.kept.push_str(line);
                self.kept.push('\n');
            }
        }
        Ok(())
    }

    fn end(self) -> Result<(), Failure> {
        match self.format {
            Format::Table => Ok(()),
            format => output::document(format, &Log { lines: self.kept }),
        }
    }
}

fn too_long() -> Failure {
    let message = format!(
        "cannot print the log as one document: it is longer than {DOCUMENT_LIMIT_MIB} MiB of text"
    );
    Failure::new(Exit::Other, "output", message)
        .with_hint("use `--format table`, which prints each line as it comes, without a limit")
}

/// Writes a text as the array of its lines.
fn lines<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(text.split_terminator('\n'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_kept_up_to_the_limit_and_printed_without_one() {
        let line = "x".repeat((1 << 20) - 1);
        for format in [Format::Json, Format::Yaml] {
            let mut printed = Printed::new(format);
            for _ in 0..DOCUMENT_LIMIT_MIB {
                printed.line(&line).unwrap();
            }
            let failure = format!("{:?}", printed.line("").unwrap_err());
            assert!(failure.contains("64 MiB") && failure.contains("--format table"), "{failure}");
        }
    }

    #[test]
    fn document_has_the_lines_as_they_are() {
        for (kept, lines) in [("", "[]"), ("\n", r#"[""]"#), ("a\n\n b\n", r#"["a",""," b"]"#)] {
            let log = serde_json::to_string(&Log { lines: kept.to_owned() }).unwrap();
            assert_eq!(log, format!(r#"{{"lines":{lines}}}"#));
        }
    }
}
