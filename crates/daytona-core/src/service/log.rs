//! The log of a build that is followed. Hands on lines and bytes in order, and keeps the last lines.

pub(super) mod line_decoder;
pub(super) mod reader;
pub(super) mod until_failed;

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::StreamExt;
use tokio::sync::{Notify, OwnedSemaphorePermit};
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
    /// The start of the last failed attempt to connect.
    failed_attempt: Option<Instant>,
    /// `true` if the current connection has brought something.
    has_received: bool,
    /// `true` if the stream has ended without an error.
    is_complete: bool,
    /// The start of reading the rest, after the end of the build.
    rest_since: Option<Instant>,
    /// Limits the number of logs that only the library reads.
    _permit: Option<OwnedSemaphorePermit>,
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
            failed_attempt: None,
            has_received: false,
            is_complete: false,
            rest_since: None,
            _permit: None,
        }
    }

    /// Starts to read the log of a build, and follows it unless the build is over.
    pub(super) fn follow(
        snapshots: &RetryingSnapshots,
        snapshot: &Snapshot,
        permit: Option<OwnedSemaphorePermit>,
    ) -> Self {
        let id = snapshot.id.clone();
        // The log of a finished build is complete. It is read once, and therefore with retries.
        let (mode, snapshots) = match snapshot.state.is_terminal() {
            true => (LogMode::Snapshot, snapshots.clone()),
            false => (LogMode::Follow, snapshots.once()),
        };
        let reader = LogReader::new(snapshots, id, mode, ReadMode::Build);
        let reconnect = reader.reconnect_signal();
        let items = Some(reader.into_items());
        Self { items, mode, is_read: true, reconnect, _permit: permit, ..Self::none() }
    }

    /// Returns `true` if the log is or was read.
    pub(super) fn is_read(&self) -> bool {
        self.is_read
    }

    pub(super) fn is_open(&self) -> bool {
        self.is_open
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

    /// Returns the lines that have arrived and are not taken yet.
    pub(super) fn new_lines(&self) -> impl Iterator<Item = &str> {
        self.ready.iter().filter_map(|piece| match piece {
            LogPiece::Line(line) => Some(line.as_str()),
            LogPiece::Chunk(_) => None,
        })
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
                return if has_runner { REOPEN_TIMEOUT } else { Duration::ZERO };
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
    let message = match line.strip_prefix('#').and_then(|step| step.split_once(' ')) {
        Some((number, message)) if number.bytes().all(|b| b.is_ascii_digit()) => message,
        _ => line,
    };
    message.starts_with("ERROR:") && LAST_LINE_TEXTS.iter().any(|words| message.contains(words))
}

/// Returns `true` if a snapshot shares the build of an earlier one: it was built, but not by a runner.
/// The server has no log for it, and takes 30 s to report that.
pub(super) fn shares_build(snapshot: &Snapshot) -> bool {
    let Snapshot { build_info, initial_runner_id, state, .. } = snapshot;
    let is_finished = state.is_terminal() && !state.is_failed();
    is_finished && build_info.is_some() && initial_runner_id.is_none()
}

/// Reads the last lines of the log of a failed build. Returns what has arrived within a short limit.
pub(super) async fn last_lines(
    snapshots: &RetryingSnapshots,
    failed: &Snapshot,
) -> VecDeque<String> {
    let has_runner = failed.initial_runner_id.is_some();
    let limit = if has_runner { REST_TIMEOUT } else { REOPEN_TIMEOUT };
    let mut tail = VecDeque::new();
    let mut decoder = LineDecoder::default();
    let mut keep = |lines: Vec<String>| {
        tail.extend(lines);
        tail.drain(..tail.len().saturating_sub(TAIL_LINES));
    };
    let snapshots = snapshots.once();
    let read = async {
        let mut chunks = snapshots.build_logs(&failed.id, LogMode::Snapshot).await?;
        while let Some(chunk) = chunks.next().await {
            keep(decoder.push(&chunk?));
        }
        Ok::<(), crate::Error>(())
    };
    match timeout(limit, read).await {
        Ok(Ok(())) => keep(decoder.finish().into_iter().collect()),
        Ok(Err(error)) => tracing::debug!(%error, "the log of the failed build is not available"),
        Err(_) => tracing::debug!("the log of the failed build takes too long"),
    }
    tail
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
