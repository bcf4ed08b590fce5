//! The log of a build, beside the snapshot that is followed: what comes is handed on in order, and
//! its last lines are kept.

pub(super) mod line_decoder;
pub(super) mod reader;

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::StreamExt;
use tokio::sync::{Notify, OwnedSemaphorePermit};
use tokio::time::{Instant, timeout, timeout_at};

use super::retrying::Retrying;
use crate::stub::{LogMode, Snapshots as _};
use line_decoder::LineDecoder;
use reader::{LogItem, LogItems, LogReader, Persistence};

/// How many of the last lines the error of a failed build carries.
const TAIL_LINES: usize = 50;

/// How long an open log may keep silent once the build is over.
const SILENCE: Duration = Duration::from_millis(50);

/// How long a log that is not open, or has brought nothing yet, may take once the build is over.
const REOPENING: Duration = Duration::from_millis(700);

/// How long the rest of a log may take in all.
const LONGEST_REST: Duration = Duration::from_secs(2);

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
    hurry: Arc<Notify>,
    decoder: LineDecoder,
    ready: VecDeque<Piece>,
    tail: VecDeque<String>,
    is_open: bool,
    /// Whether the present connection has brought something.
    is_flowing: bool,
    /// Whether the stream has ended in good order, with everything handed on.
    is_complete: bool,
    /// Until when the rest may take, once the build is over.
    rest_until: Option<Instant>,
    /// Held for as long as a log is read that nobody wants to see.
    _turn: Option<OwnedSemaphorePermit>,
}

impl Log {
    /// Makes a log that is not read.
    pub(super) fn none() -> Self {
        Self {
            items: None,
            hurry: Arc::default(),
            decoder: LineDecoder::default(),
            ready: VecDeque::new(),
            tail: VecDeque::new(),
            is_open: false,
            is_flowing: false,
            is_complete: false,
            rest_until: None,
            _turn: None,
        }
    }

    /// Begins to read the log of a build.
    pub(super) fn follow(
        snapshots: &Retrying,
        id: String,
        turn: Option<OwnedSemaphorePermit>,
    ) -> Self {
        let reader = LogReader::new(snapshots.once(), id, LogMode::Follow, Persistence::OfBuild);
        let hurry = reader.hurry();
        Self { items: Some(reader.into_items()), hurry, _turn: turn, ..Self::none() }
    }

    pub(super) fn is_read(&self) -> bool {
        self.items.is_some()
    }

    pub(super) fn is_open(&self) -> bool {
        self.is_open
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
            Some(LogItem::Broken) => {
                self.is_open = false;
                LogNews::Away
            }
            Some(LogItem::Refused(error)) => {
                tracing::debug!(%error, "build log refused");
                self.close()
            }
            None => self.close(),
        }
    }

    /// Waits for what the build wrote before its end and has not arrived yet; tells whether more is
    /// to be waited for. The end of the stream is no condition: after a failed build it never comes.
    pub(super) async fn next_of_rest(&mut self) -> bool {
        if self.items.is_none() || self.is_complete {
            return false;
        }
        let limit = *self.rest_until.get_or_insert_with(|| {
            self.hurry.notify_one();
            Instant::now() + LONGEST_REST
        });
        let patience = if self.is_flowing && self.is_open { SILENCE } else { REOPENING };
        let next = timeout_at(limit, timeout(patience, self.next()));
        matches!(next.await, Ok(Ok(LogNews::Some | LogNews::Away)))
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
        self.tail.push_back(line.clone());
        self.ready.push_back(Piece::Line(line));
    }

    fn close(&mut self) -> LogNews {
        self.items = None;
        self.is_open = false;
        LogNews::Away
    }
}

/// Reads the last lines of the log of a build that is over, as far as that is quickly done.
pub(super) async fn last_lines(snapshots: &Retrying, id: &str) -> VecDeque<String> {
    let mut tail = VecDeque::new();
    let mut decoder = LineDecoder::default();
    let mut keep = |lines: Vec<String>| {
        tail.extend(lines);
        tail.drain(..tail.len().saturating_sub(TAIL_LINES));
    };
    let snapshots = snapshots.once();
    let read = async {
        let mut chunks = snapshots.build_logs(id, LogMode::Snapshot).await?;
        while let Some(chunk) = chunks.next().await {
            keep(decoder.push(&chunk?));
        }
        Ok::<(), crate::Error>(())
    };
    match timeout(LONGEST_REST, read).await {
        Ok(Ok(())) => keep(decoder.finish().into_iter().collect()),
        Ok(Err(error)) => tracing::debug!(%error, "the log of the failed build is not available"),
        Err(_) => tracing::debug!("the log of the failed build takes too long"),
    }
    tail
}
