//! The log of a build, beside the snapshot that is followed: what comes is handed on in order, and
//! its last lines are kept.

pub(super) mod followed;
pub(super) mod line_decoder;
pub(super) mod reader;

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::StreamExt;
use tokio::sync::{Notify, OwnedSemaphorePermit};
use tokio::time::{Instant, timeout};

use super::retrying::Retrying;
use crate::Snapshot;
use crate::stub::{LogMode, Snapshots as _};
use line_decoder::LineDecoder;
use reader::{LogItem, LogItems, LogReader, Persistence};

/// How many of the last lines the error of a failed build carries.
const TAIL_LINES: usize = 50;

/// How long an open log may keep silent once the build is over.
const SILENCE: Duration = Duration::from_millis(50);

/// How much later than the state the last lines of a failed build may come: a second, and a little
/// for their way.
const LATENESS: Duration = Duration::from_millis(1050);

/// How long a log that is not open, or has brought nothing yet, may take once the build is over.
const REOPENING: Duration = Duration::from_millis(700);

/// How long opening the log may take of a build that was over before.
const OPENING: Duration = Duration::from_secs(10);

/// How long the rest of a log may take in all, and the next piece of the log of a build that was
/// over before.
const LONGEST_REST: Duration = Duration::from_secs(2);

/// What the builder writes last when a build fails: nothing later is waited for.
const LAST_WORDS: [&str; 2] = ["did not complete successfully", "failed to solve"];

/// The next piece of a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Bytes as they came.
    Chunk(Bytes),
    /// A line, without its end.
    Line(String),
}

/// What has happened to a log.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum LogNews {
    /// Something new is there to be taken; or nothing more than that a connection is.
    Some,
    /// The server closed the stream in good order: most likely the build is over.
    Ended,
    /// There is no connection for the moment, or for good.
    Away,
}

/// The log of a build, when it is read.
pub(super) struct Log {
    items: Option<LogItems>,
    mode: LogMode,
    /// Whether it has been read at all.
    is_read: bool,
    hurry: Arc<Notify>,
    decoder: LineDecoder,
    ready: VecDeque<Piece>,
    tail: VecDeque<String>,
    is_open: bool,
    was_open: bool,
    /// `true` if the last line says why the build failed.
    has_last_words: bool,
    /// When the last attempt to connect began that has failed.
    failed_attempt: Option<Instant>,
    /// Whether the present connection has brought something.
    is_flowing: bool,
    /// Whether the stream has ended in good order, with everything handed on.
    is_complete: bool,
    /// Since when the rest is read, once the build is over.
    rest_since: Option<Instant>,
    /// Held for as long as a log is read that nobody wants to see.
    _turn: Option<OwnedSemaphorePermit>,
}

impl Log {
    /// Makes a log that is not read.
    pub(super) fn none() -> Self {
        Self {
            items: None,
            mode: LogMode::Follow,
            is_read: false,
            hurry: Arc::default(),
            decoder: LineDecoder::default(),
            ready: VecDeque::new(),
            tail: VecDeque::new(),
            is_open: false,
            was_open: false,
            has_last_words: false,
            failed_attempt: None,
            is_flowing: false,
            is_complete: false,
            rest_since: None,
            _turn: None,
        }
    }

    /// Begins to read the log of a build: as it grows, or, of a build that is over, to its end.
    pub(super) fn of_build(
        snapshots: &Retrying,
        snapshot: &Snapshot,
        turn: Option<OwnedSemaphorePermit>,
    ) -> Self {
        let id = snapshot.id.clone();
        // A build that is over has its whole log: it is read once, and so with the retry policy.
        let (mode, snapshots) = match snapshot.state.is_terminal() {
            true => (LogMode::Snapshot, snapshots.clone()),
            false => (LogMode::Follow, snapshots.once()),
        };
        let reader = LogReader::new(snapshots, id, mode, Persistence::Build);
        let hurry = reader.hurry();
        let items = Some(reader.into_items());
        Self { items, mode, is_read: true, hurry, _turn: turn, ..Self::none() }
    }

    /// Returns `true` if the log is or was read.
    pub(super) fn is_read(&self) -> bool {
        self.is_read
    }

    pub(super) fn is_open(&self) -> bool {
        self.is_open
    }

    /// Returns `true` if there has been a connection.
    pub(super) fn was_open(&self) -> bool {
        self.was_open
    }

    /// Lets a log that was not there be asked for at once.
    pub(super) fn hurry(&self) {
        self.hurry.notify_waiters();
    }

    /// Takes the next piece that has arrived.
    pub(super) fn take(&mut self) -> Option<Piece> {
        self.ready.pop_front()
    }

    /// Returns the last lines.
    pub(super) fn into_tail(self) -> VecDeque<String> {
        self.tail
    }

    /// Returns the lines that have arrived and were not taken yet.
    pub(super) fn new_lines(&self) -> impl Iterator<Item = &str> {
        self.ready.iter().filter_map(|piece| match piece {
            Piece::Line(line) => Some(line.as_str()),
            Piece::Chunk(_) => None,
        })
    }

    /// Waits for something to happen to the log, forever when it is not read.
    pub(super) async fn next(&mut self) -> LogNews {
        let Some(items) = &mut self.items else { return std::future::pending().await };
        match items.next().await {
            Some(LogItem::Opened) => {
                (self.is_open, self.is_flowing, self.is_complete) = (true, false, false);
                self.was_open = true;
                LogNews::Some
            }
            Some(LogItem::Chunk(chunk)) => {
                self.is_flowing = true;
                self.push(chunk);
                LogNews::Some
            }
            Some(LogItem::Ended) => {
                (self.is_open, self.is_complete) = (false, true);
                if let Some(line) = self.decoder.finish() {
                    self.push_line(line);
                }
                LogNews::Ended
            }
            Some(LogItem::Broken(attempt_began)) => {
                self.is_open = false;
                self.failed_attempt = Some(attempt_began);
                LogNews::Away
            }
            Some(LogItem::Refused(error)) => {
                tracing::debug!(%error, "build log refused");
                self.close()
            }
            None => self.close(),
        }
    }

    /// Waits for what the build wrote before it came to be like `ended`; returns `true` if more is
    /// to be waited for. The end of the stream is no condition: after a failed build it never comes.
    pub(super) async fn next_of_rest(&mut self, ended: &Snapshot) -> bool {
        if self.items.is_none() || self.is_complete {
            return false;
        }
        let now = Instant::now();
        let since = *self.rest_since.get_or_insert_with(|| {
            self.hurry.notify_one();
            now
        });
        let patience = self.patience(ended, now.duration_since(since));
        let patience = match self.mode {
            LogMode::Follow => patience.min((since + LONGEST_REST).duration_since(now)),
            LogMode::Snapshot => patience,
        };
        match timeout(patience, self.next()).await {
            Ok(LogNews::Some) => true,
            // Where no log has ever been, one attempt since the end is enough.
            Ok(LogNews::Away) => self.was_open || self.failed_attempt.is_some_and(|at| at < since),
            Ok(LogNews::Ended) | Err(_) => false,
        }
    }

    /// Returns how long to wait for the next piece, `elapsed` after the end of the build.
    fn patience(&self, ended: &Snapshot, elapsed: Duration) -> Duration {
        // Without a runner there is no log, and the server would take 30 s to say so.
        let has_runner = ended.initial_runner_id.is_some();
        match (self.mode, self.was_open) {
            (LogMode::Snapshot, true) => return LONGEST_REST,
            (LogMode::Snapshot, false) => return if has_runner { OPENING } else { REOPENING },
            (LogMode::Follow, false) => return if has_runner { REOPENING } else { Duration::ZERO },
            (LogMode::Follow, true) => {}
        }
        if ended.state.is_failed() && !self.has_last_words {
            return LATENESS.saturating_sub(elapsed).max(SILENCE);
        }
        if self.is_flowing && self.is_open { SILENCE } else { REOPENING }
    }

    fn push(&mut self, chunk: Bytes) {
        self.ready.push_back(Piece::Chunk(chunk.clone()));
        for line in self.decoder.push(&chunk) {
            self.push_line(line);
        }
    }

    fn push_line(&mut self, line: String) {
        if self.tail.len() == TAIL_LINES {
            self.tail.pop_front();
        }
        if !line.trim().is_empty() {
            self.has_last_words = is_last(&line);
        }
        self.tail.push_back(line.clone());
        self.ready.push_back(Piece::Line(line));
    }

    fn close(&mut self) -> LogNews {
        self.items = None;
        self.is_open = false;
        LogNews::Away
    }
}

/// Returns `true` for the builder's line about a failed build. The output of a step is not one: it
/// has a time in front.
fn is_last(line: &str) -> bool {
    let message = match line.strip_prefix('#').and_then(|step| step.split_once(' ')) {
        Some((number, message)) if number.bytes().all(|b| b.is_ascii_digit()) => message,
        _ => line,
    };
    message.starts_with("ERROR:") && LAST_WORDS.iter().any(|words| message.contains(words))
}

/// Returns `true` if a snapshot shares the build of an earlier one: it was built, and no runner has
/// had to do with it. The server has no log for it, and takes 30 s to say so.
pub(super) fn shares_build(snapshot: &Snapshot) -> bool {
    let Snapshot { build_info, initial_runner_id, state, .. } = snapshot;
    let is_made = state.is_terminal() && !state.is_failed();
    is_made && build_info.is_some() && initial_runner_id.is_none()
}

/// Reads the last lines of the log of a build that has failed, as far as that is quickly done.
pub(super) async fn last_lines(snapshots: &Retrying, failed: &Snapshot) -> VecDeque<String> {
    let has_runner = failed.initial_runner_id.is_some();
    let limit = if has_runner { LONGEST_REST } else { REOPENING };
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
            let mut log = Log::none();
            log.push_line(line.to_owned());
            assert_eq!(log.has_last_words, expected, "{line}");
            log.push_line(String::new());
            assert_eq!(log.has_last_words, expected, "{line}");
            log.push_line("------".to_owned());
            assert!(!log.has_last_words, "{line}");
        }
    }
}
