//! Reads the bytes of a build log, and reconnects where a connection breaks.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use futures_util::{StreamExt, stream};
use tokio::sync::Notify;
use tokio::time::Instant;

use crate::service::retrying::RetryingSnapshots;
use crate::stub::{LogChunks, LogMode};
use crate::{Error, Result};

/// The first pause after a failed or broken connection. It doubles.
const FIRST_PAUSE: Duration = Duration::from_millis(100);

/// The longest pause between two attempts.
const LONGEST_PAUSE: Duration = Duration::from_secs(20);

/// The first pause after a stream that ended without an error during the build. It doubles.
const FIRST_PAUSE_AFTER_END: Duration = Duration::from_secs(2);

/// The longest pause after such an end.
const LONGEST_PAUSE_AFTER_END: Duration = Duration::from_secs(60);

/// How many connections in a row may bring nothing new, unless the log is read until the build ends.
const MAX_FAILURES: u32 = 8;

/// How often the log of a finished build may be missing.
const MAX_ABSENCES: u32 = 5;

/// An item of a log.
#[derive(Debug)]
pub(in crate::service) enum LogItem {
    /// A connection is open.
    Opened,
    /// The next bytes.
    Chunk(Bytes),
    /// The attempt to connect failed, or the connection broke. Another attempt follows. Holds the start
    /// of the attempt.
    Broken(Instant),
    /// The server closed the stream without an error, and not within a line.
    Ended,
    /// The log cannot be read. The last item.
    Refused(Error),
}

/// How long to keep reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::service) enum ReadMode {
    /// As long as the build is followed, also after the stream has ended, possibly too early.
    Build,
    /// Until the stream ends or fails too often. A missing log may still appear.
    Stream,
    /// Until the stream ends. A missing log is an error at once.
    Existing,
}

/// The items of a log.
pub(in crate::service) type LogItems = Pin<Box<dyn Stream<Item = LogItem> + Send>>;

/// Reads a log. A missing log is requested again, and a broken connection is opened again. The file is
/// append-only, so bytes that were received before are skipped.
pub(in crate::service) struct LogReader {
    snapshots: RetryingSnapshots,
    id: String,
    mode: LogMode,
    read_mode: ReadMode,
    /// Ends a pause early.
    reconnect: Arc<Notify>,
    connection: Option<Connection>,
    /// The start of the last attempt to connect.
    attempt_began: Instant,
    /// Bytes of the log that were received, over all connections.
    read_bytes: u64,
    is_within_line: bool,
    /// Where a stream has ended within a line. A second end at the same place is final.
    ended_within_line_at: Option<u64>,
    failures: u32,
    absences: u32,
    ends: u32,
    pause: Option<Duration>,
    is_over: bool,
}

struct Connection {
    chunks: LogChunks,
    /// Bytes that an earlier connection has brought.
    to_skip: u64,
}

impl LogReader {
    pub(in crate::service) fn new(
        snapshots: RetryingSnapshots,
        id: String,
        mode: LogMode,
        read_mode: ReadMode,
    ) -> Self {
        Self {
            snapshots,
            id,
            mode,
            read_mode,
            reconnect: Arc::default(),
            connection: None,
            attempt_began: Instant::now(),
            read_bytes: 0,
            is_within_line: false,
            ended_within_line_at: None,
            failures: 0,
            absences: 0,
            ends: 0,
            pause: None,
            is_over: false,
        }
    }

    /// Returns the signal that ends a pause between two attempts early.
    pub(in crate::service) fn reconnect_signal(&self) -> Arc<Notify> {
        self.reconnect.clone()
    }

    /// Returns the items as a stream. Dropping one of its futures loses no item.
    pub(in crate::service) fn into_items(self) -> LogItems {
        Box::pin(stream::unfold(self, |mut reader| async {
            reader.next().await.map(|item| (item, reader))
        }))
    }

    /// Opens the first connection. Waits for a log that may still appear.
    pub(in crate::service) async fn open(&mut self) -> Result<()> {
        loop {
            match self.next().await {
                Some(LogItem::Opened) => return Ok(()),
                Some(LogItem::Refused(error)) => return Err(error),
                _ => {}
            }
        }
    }

    async fn next(&mut self) -> Option<LogItem> {
        if self.is_over {
            return None;
        }
        loop {
            let Some(connection) = &mut self.connection else {
                return Some(self.connect().await);
            };
            match connection.chunks.next().await {
                Some(Ok(chunk)) => {
                    if let Some(fresh) = self.skip_known(chunk) {
                        return Some(LogItem::Chunk(fresh));
                    }
                }
                Some(Err(error)) => return Some(self.disconnect(error)),
                None => return self.end(),
            }
        }
    }

    async fn connect(&mut self) -> LogItem {
        if let Some(pause) = self.pause.take() {
            let _ = tokio::time::timeout(pause, self.reconnect.notified()).await;
        }
        self.attempt_began = Instant::now();
        match self.snapshots.build_logs(&self.id, self.mode).await {
            Ok(chunks) => {
                self.connection = Some(Connection { chunks, to_skip: self.read_bytes });
                LogItem::Opened
            }
            Err(error) => self.handle_failed_attempt(error).await,
        }
    }

    async fn handle_failed_attempt(&mut self, error: Error) -> LogItem {
        // A host name may stop resolving for a while during a build. Before the first byte it is wrong.
        let is_unreachable =
            error.is_permanent() && (!error.is_transient() || self.read_bytes == 0);
        if is_final(&error) || is_unreachable {
            return self.refuse(error);
        }
        if self.read_mode == ReadMode::Build {
            return self.disconnect(error);
        }
        self.absences += 1;
        let may_appear = error.is_not_found()
            && self.read_mode == ReadMode::Stream
            && log_may_appear(self.snapshots.clone(), self.id.clone(), self.absences).await;
        // The retry policy has repeated the call already, except for "not found".
        match may_appear {
            true => self.disconnect(error),
            false => self.refuse(error),
        }
    }

    /// Returns the part of a chunk that no earlier connection has brought.
    fn skip_known(&mut self, mut chunk: Bytes) -> Option<Bytes> {
        let connection = self.connection.as_mut()?;
        let skipped = connection.to_skip.min(chunk.len() as u64);
        connection.to_skip -= skipped;
        let fresh = chunk.split_off(usize::try_from(skipped).unwrap_or(chunk.len()));
        let last = *fresh.last()?;
        self.is_within_line = last != b'\n';
        self.read_bytes += fresh.len() as u64;
        (self.failures, self.ends) = (0, 0);
        Some(fresh)
    }

    fn disconnect(&mut self, error: Error) -> LogItem {
        if self.read_mode != ReadMode::Build && self.failures >= MAX_FAILURES {
            return self.refuse(error);
        }
        tracing::debug!(%error, "build log not available");
        self.connection = None;
        self.pause = Some(doubled(FIRST_PAUSE, self.failures, LONGEST_PAUSE));
        self.failures += 1;
        LogItem::Broken(self.attempt_began)
    }

    /// Handles the end of a stream. A stream that ends within a line is requested once more.
    fn end(&mut self) -> Option<LogItem> {
        self.connection = None;
        let is_cut = self.mode == LogMode::Follow
            && self.is_within_line
            && self.ended_within_line_at.replace(self.read_bytes) != Some(self.read_bytes);
        if is_cut {
            self.pause = Some(FIRST_PAUSE);
            return Some(LogItem::Broken(self.attempt_began));
        }
        if self.read_mode != ReadMode::Build {
            self.is_over = true;
            return Some(LogItem::Ended);
        }
        self.pause = Some(doubled(FIRST_PAUSE_AFTER_END, self.ends, LONGEST_PAUSE_AFTER_END));
        self.ends += 1;
        Some(LogItem::Ended)
    }

    fn refuse(&mut self, error: Error) -> LogItem {
        self.is_over = true;
        LogItem::Refused(error)
    }
}

/// Returns `true` if a log that was missing `absences` times may still appear.
async fn log_may_appear(snapshots: RetryingSnapshots, id: String, absences: u32) -> bool {
    let Ok(snapshot) = snapshots.get(&id).await else { return false };
    let is_built = snapshot.build_info.is_some();
    is_built && (snapshot.state.is_in_progress() || absences < MAX_ABSENCES)
}

fn doubled(first: Duration, times: u32, longest: Duration) -> Duration {
    first.saturating_mul(2_u32.saturating_pow(times)).min(longest)
}

/// Returns `true` if another request for the log would fail in the same way.
fn is_final(error: &Error) -> bool {
    error.is_unauthorized()
        || error.is_forbidden()
        || error.is_unsupported()
        || error.is_invalid_input()
        || error.is_config()
}
