//! The log of a build that is followed. Hands on lines and bytes in order, and keeps the last lines.

pub(super) mod line_decoder;
pub(super) mod reader;
pub(super) mod until_failed;

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::StreamExt;
use tokio::sync::Notify;
use tokio::time::{Instant, timeout};

use super::retrying::RetryingSnapshots;
use crate::Snapshot;
use crate::stub::LogMode;
use line_decoder::LineDecoder;
use reader::{LogItem, LogItems, LogReader, ReadMode};

/// How many of the last lines are kept for the error of a failed build.
const TAIL_LINES: usize = 50;

/// How long to wait for the next line of an open log after the end of the build.
const QUIET_TIMEOUT: Duration = Duration::from_millis(50);

/// How long after the state the last lines of a failed build may arrive: a second, and a little for
/// the network.
const LATE_LINES_TIMEOUT: Duration = Duration::from_millis(1050);

/// How long to wait after the end of the build for a log that is not open or has brought nothing yet.
const REOPEN_TIMEOUT: Duration = Duration::from_millis(700);

/// How long opening the log of a finished build may take.
const OPEN_TIMEOUT: Duration = Duration::from_secs(10);

/// How long to read the rest of a log after the end of the build, and how long to wait for each part
/// of the log of a finished build.
const REST_TIMEOUT: Duration = Duration::from_secs(2);

/// The line at the start of the export.
const EXPORT_TEXT: &str = "exporting to image";

/// Text of the last line of a failed build. No later line is waited for.
const LAST_LINE_TEXTS: [&str; 2] = ["did not complete successfully", "failed to solve"];

/// A piece of a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum LogPiece {
    /// Bytes as received.
    Chunk(Bytes),
    /// A line without its line end.
    Line(String),
}

/// A change of a log.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum LogUpdate {
    /// A connection was opened, or has brought something to take.
    Received,
    /// The server closed the stream without an error. The build is probably over.
    Ended,
    /// There is no connection at the moment, or no further one.
    Disconnected,
}

/// The log of a build, or nothing if it is not read.
pub(super) struct BuildLog {
    items: Option<LogItems>,
    mode: LogMode,
    is_read: bool,
    reconnect: Arc<Notify>,
    decoder: LineDecoder,
    ready: VecDeque<LogPiece>,
    tail: VecDeque<String>,
    is_open: bool,
    was_open: bool,
    /// `true` if the last line says why the build failed.
    has_last_line: bool,
    /// `true` if the builder has begun to export the image, after its last step.
    has_export_line: bool,
    /// The start of the last failed attempt to connect.
    failed_attempt: Option<Instant>,
    /// `true` if the current connection has brought something.
    has_received: bool,
    /// `true` if the stream has ended without an error.
    is_complete: bool,
    /// The start of reading the rest, after the end of the build.
    rest_since: Option<Instant>,
}

impl BuildLog {
    /// Creates a log that is not read.
    pub(super) fn none() -> Self {
        Self {
            items: None,
            mode: LogMode::Follow,
            is_read: false,
            reconnect: Arc::default(),
            decoder: LineDecoder::default(),
            ready: VecDeque::new(),
            tail: VecDeque::new(),
            is_open: false,
            was_open: false,
            has_last_line: false,
            has_export_line: false,
            failed_attempt: None,
            has_received: false,
            is_complete: false,
            rest_since: None,
        }
    }

    /// Starts to read the log of a build, and follows it unless the build is over.
    pub(super) fn follow(snapshots: &RetryingSnapshots, snapshot: &Snapshot) -> Self {
        // The log of a finished build is complete. It is read once, and therefore with retries.
        let (mode, snapshots) = match snapshot.state.is_terminal() {
            true => (LogMode::Snapshot, snapshots.clone()),
            false => (LogMode::Follow, snapshots.once()),
        };
        Self::read(snapshots, snapshot, mode)
    }

    fn read(snapshots: RetryingSnapshots, snapshot: &Snapshot, mode: LogMode) -> Self {
        let reader = LogReader::new(snapshots, snapshot.id.clone(), mode, ReadMode::Build);
        let reconnect = reader.reconnect_signal();
        let items = Some(reader.into_items());
        Self { items, mode, is_read: true, reconnect, ..Self::none() }
    }

    /// Returns `true` if the log is or was read.
    pub(super) fn is_read(&self) -> bool {
        self.is_read
    }

    /// Returns `true` if there was a connection.
    pub(super) fn was_open(&self) -> bool {
        self.was_open
    }

    /// Ends the current pause between two attempts to connect.
    pub(super) fn reconnect_now(&self) {
        self.reconnect.notify_waiters();
    }

    /// Takes the next piece that has arrived.
    pub(super) fn take(&mut self) -> Option<LogPiece> {
        self.ready.pop_front()
    }

    /// Returns the last lines, at most 50.
    pub(super) fn into_tail(self) -> VecDeque<String> {
        self.tail
    }

    /// Waits for the next change of the log. If it is not read, waits forever.
    pub(super) async fn next(&mut self) -> LogUpdate {
        let Some(items) = &mut self.items else { return std::future::pending().await };
        match items.next().await {
            Some(LogItem::Opened) => {
                (self.is_open, self.has_received, self.is_complete) = (true, false, false);
                self.was_open = true;
                LogUpdate::Received
            }
            Some(LogItem::Chunk(chunk)) => {
                self.has_received = true;
                self.push(chunk);
                LogUpdate::Received
            }
            Some(LogItem::Ended) => {
                (self.is_open, self.is_complete) = (false, true);
                if let Some(line) = self.decoder.finish() {
                    self.push_line(line);
                }
                if self.has_export_line {
                    // Nothing more is written: the rest of the build is silent.
                    self.items = None;
                }
                LogUpdate::Ended
            }
            Some(LogItem::Broken(attempt_began)) => {
                self.is_open = false;
                self.failed_attempt = Some(attempt_began);
                LogUpdate::Disconnected
            }
            Some(LogItem::Refused(error)) => {
                tracing::debug!(%error, "build log refused");
                self.close()
            }
            None => self.close(),
        }
    }

    /// Waits for the next part of the rest of the log after the build has ended. Returns `true` if
    /// there may be more. Does not depend on the end of the stream, which never comes after a failed
    /// build.
    pub(super) async fn next_of_rest(&mut self, ended: &Snapshot) -> bool {
        if self.items.is_none() || self.is_complete {
            return false;
        }
        let now = Instant::now();
        let since = *self.rest_since.get_or_insert_with(|| {
            self.reconnect.notify_one();
            now
        });
        let limit = self.rest_timeout(ended, now.duration_since(since));
        let limit = match self.mode {
            LogMode::Follow => limit.min((since + REST_TIMEOUT).duration_since(now)),
            LogMode::Snapshot => limit,
        };
        match timeout(limit, self.next()).await {
            Ok(LogUpdate::Received) => true,
            // If the log was never open, one attempt after the end is enough.
            Ok(LogUpdate::Disconnected) => {
                self.was_open || self.failed_attempt.is_some_and(|at| at < since)
            }
            Ok(LogUpdate::Ended) | Err(_) => false,
        }
    }

    /// Returns how long to wait for the next piece, `elapsed` after the end of the build.
    fn rest_timeout(&self, ended: &Snapshot, elapsed: Duration) -> Duration {
        // Without a runner there is no log, and the server would take 30 s to report that.
        let has_runner = ended.initial_runner_id.is_some();
        match (self.mode, self.was_open) {
            (LogMode::Snapshot, true) => return REST_TIMEOUT,
            (LogMode::Snapshot, false) => {
                return if has_runner { OPEN_TIMEOUT } else { REOPEN_TIMEOUT };
            }
            (LogMode::Follow, false) => {
                return match has_runner {
                    true if ended.state.is_failed() => REST_TIMEOUT,
                    true => REOPEN_TIMEOUT,
                    false => Duration::ZERO,
                };
            }
            (LogMode::Follow, true) => {}
        }
        if ended.state.is_failed() && !self.has_last_line {
            return LATE_LINES_TIMEOUT.saturating_sub(elapsed).max(QUIET_TIMEOUT);
        }
        if self.has_received && self.is_open { QUIET_TIMEOUT } else { REOPEN_TIMEOUT }
    }

    fn push(&mut self, chunk: Bytes) {
        self.ready.push_back(LogPiece::Chunk(chunk.clone()));
        for line in self.decoder.push(&chunk) {
            self.push_line(line);
        }
    }

    fn push_line(&mut self, line: String) {
        if self.tail.len() == TAIL_LINES {
            self.tail.pop_front();
        }
        if !line.trim().is_empty() {
            self.has_last_line = is_last_of_failed_build(&line);
        }
        self.has_export_line |= builder_message(&line) == EXPORT_TEXT;
        self.tail.push_back(line.clone());
        self.ready.push_back(LogPiece::Line(line));
    }

    fn close(&mut self) -> LogUpdate {
        self.items = None;
        self.is_open = false;
        LogUpdate::Disconnected
    }
}

/// Returns `true` if a line is the builder's last line about a failed build. The output of a step has
/// a time in front and does not count.
fn is_last_of_failed_build(line: &str) -> bool {
    let message = builder_message(line);
    message.starts_with("ERROR:") && LAST_LINE_TEXTS.iter().any(|words| message.contains(words))
}

/// Returns a line of the builder without the number of its step.
fn builder_message(line: &str) -> &str {
    match line.strip_prefix('#').and_then(|step| step.split_once(' ')) {
        Some((number, message)) if number.bytes().all(|b| b.is_ascii_digit()) => message,
        _ => line,
    }
}

/// Returns `true` if a snapshot shares the build of an earlier one: it was built, but not by a runner.
/// The server has no log for it, and takes 30 s to report that.
pub(super) fn shares_build(snapshot: &Snapshot) -> bool {
    let Snapshot { build_info, initial_runner_id, state, .. } = snapshot;
    let is_finished = state.is_terminal() && !state.is_failed();
    is_finished && build_info.is_some() && initial_runner_id.is_none()
}

/// Reads the last lines of the log of a failed build, also those that arrive a little later.
pub(super) async fn last_lines(
    snapshots: &RetryingSnapshots,
    failed: &Snapshot,
) -> VecDeque<String> {
    let mut log = BuildLog::read(snapshots.once(), failed, LogMode::Follow);
    while log.next_of_rest(failed).await {
        log.ready.clear();
    }
    log.into_tail()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_error_of_the_builder_as_the_last_line_ends_the_log() {
        let cases = [
            ("ERROR: failed to solve: process did not complete successfully: exit code: 1", true),
            (
                "#5 ERROR: process \"/bin/sh -c x\" did not complete successfully: exit code: 2",
                true,
            ),
            ("#5 0.312 ERROR: failed to solve the puzzle", false),
            ("#5 0.1 retry: the job did not complete successfully", false),
            ("echo failed to solve", false),
            ("ERROR: something else", false),
        ];
        for (line, expected) in cases {
            let mut log = BuildLog::none();
            log.push_line(line.to_owned());
            assert_eq!(log.has_last_line, expected, "{line}");
            log.push_line(String::new());
            assert_eq!(log.has_last_line, expected, "{line}");
            log.push_line("------".to_owned());
            assert!(!log.has_last_line, "{line}");
        }
    }
}
