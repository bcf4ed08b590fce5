//! `logs`: prints the build log of a snapshot, and follows it on request.

use daytona_core::Snapshot;
use futures_util::TryStreamExt;
use serde::{Serialize, Serializer};

use crate::cli::LogsArgs;
use crate::failure::{Exit, Failure};
use crate::output::{self, Format};
use crate::session::Session;

/// The maximum size of the text in a document of a log, in MiB.
const DOCUMENT_LIMIT_MIB: usize = 64;

/// The document of a log.
#[derive(Serialize)]
struct Log {
    #[serde(serialize_with = "lines")]
    lines: String,
}

/// A line of a log that is written line by line.
#[derive(Serialize)]
struct LogLine<'l> {
    line: &'l str,
}

pub(super) async fn run(arguments: &LogsArgs, session: &Session) -> Result<(), Failure> {
    let name = &arguments.target.snapshot;
    let mut printer = LogPrinter::new(session.format);
    if arguments.follow {
        let snapshot = session.snapshots.get(name).await?;
        // A build that has failed already ends like one that fails while it is followed.
        if !snapshot.state.is_terminal() || snapshot.state.is_failed() {
            return follow(&snapshot, session, printer).await;
        }
    }
    let mut lines = session.snapshots.build_logs(name).await?;
    while let Some(line) = lines.try_next().await? {
        session.status.attempt_succeeded();
        printer.line(&line)?;
    }
    printer.finish()
}

/// Prints new lines until the build ends. The end of the stream does not work as the signal: after
/// a failed build, the stream stays open.
async fn follow(
    snapshot: &Snapshot,
    session: &Session,
    mut printer: LogPrinter,
) -> Result<(), Failure> {
    session.status.following(&snapshot.id);
    let (sender, failure) = tokio::sync::oneshot::channel();
    let mut sender = Some(sender);
    let wait = session.snapshots.wait(snapshot).on_logs(|line| {
        session.status.attempt_succeeded();
        if let Err(failure) = printer.line(line)
            && let Some(sender) = sender.take()
        {
            // The receiver lives as long as the build is followed.
            let _ = sender.send(failure);
        }
    });
    let outcome = tokio::select! {
        biased;
        Ok(failure) = failure => return Err(failure),
        outcome = wait => outcome,
    };
    printer.finish()?;
    outcome.map(drop).map_err(|error| session.follow_failure(error))
}

/// Prints lines at once, or collects them for a document.
struct LogPrinter {
    format: Format,
    /// The lines of the document, each with a newline.
    collected: String,
}

impl LogPrinter {
    fn new(format: Format) -> Self {
        Self { format, collected: String::new() }
    }

    fn line(&mut self, line: &str) -> Result<(), Failure> {
        match self.format {
            Format::Table => output::log_line(line),
            Format::Jsonl => output::document(self.format, &LogLine { line })?,
            Format::Json | Format::Yaml => {
                if self.collected.len() + line.len() >= DOCUMENT_LIMIT_MIB << 20 {
                    return Err(too_long());
                }
                self.collected.push_str(line);
                self.collected.push('\n');
            }
        }
        Ok(())
    }

    fn finish(self) -> Result<(), Failure> {
        match self.format {
            Format::Table | Format::Jsonl => {}
            format => output::document(format, &Log { lines: self.collected })?,
        }
        Ok(())
    }
}

fn too_long() -> Failure {
    let message = format!(
        "cannot print the log as one document: it is longer than {DOCUMENT_LIMIT_MIB} MiB of text"
    );
    Failure::new(Exit::Other, "output", message).with_hint(
        "use `--format jsonl` or `table`, which print each line immediately and have no limit",
    )
}

/// Serializes a text as the array of its lines.
fn lines<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(text.split_terminator('\n'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_collected_up_to_the_limit() {
        let line = "x".repeat((1 << 20) - 1);
        for format in [Format::Json, Format::Yaml] {
            let mut printer = LogPrinter::new(format);
            for _ in 0..DOCUMENT_LIMIT_MIB {
                printer.line(&line).unwrap();
            }
            let failure = format!("{:?}", printer.line("").unwrap_err());
            assert!(failure.contains("64 MiB") && failure.contains("table"), "{failure}");
        }
    }

    #[test]
    fn document_has_the_lines_unchanged() {
        for (collected, lines) in [("", "[]"), ("\n", r#"[""]"#), ("a\n\n b\n", r#"["a",""," b"]"#)]
        {
            let log = serde_json::to_string(&Log { lines: collected.to_owned() }).unwrap();
            assert_eq!(log, format!(r#"{{"lines":{lines}}}"#));
        }
    }
}
