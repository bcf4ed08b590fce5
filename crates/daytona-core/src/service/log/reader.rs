//! Reads the bytes of one build's log, over as many connections as it takes.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use futures_util::{StreamExt, stream};
use tokio::sync::Notify;
use tokio::time::Instant;

use crate::service::retrying::Retrying;
use crate::stub::{LogChunks, LogMode, Snapshots as _};
use crate::{Error, Result};

/// The first pause before a log that is not there, or broke, is asked for again; it doubles.
const FIRST_PAUSE: Duration = Duration::from_millis(100);

/// The longest pause between two attempts.
const LONGEST_PAUSE: Duration = Duration::from_secs(20);

/// The first pause after a log that ended in good order while the build goes on; it doubles.
const FIRST_PAUSE_AFTER_END: Duration = Duration::from_secs(2);

/// The longest pause after such an end.
const LONGEST_PAUSE_AFTER_END: Duration = Duration::from_secs(60);

/// How many connections in a row may bring nothing new before a log that nobody follows to the end
/// of its build is given up.
const MAX_FAILURES: u32 = 8;

/// How many times a log of a build that is over may not be there.
const MAX_ABSENCES: u32 = 5;

/// What comes out of a log.
#[derive(Debug)]
pub(in crate::service) enum LogItem {
    /// A connection is there, and what comes on it will be new.
    Opened,
    /// The next bytes.
    Chunk(Bytes),
    /// There is no connection, or it broke; another one will be made. With when the attempt began.
    Broken(Instant),
    /// The server closed the stream in good order, and not within a line.
    Ended,
    /// The log is not to be had. Nothing follows.
    Refused(Error),
}

/// How long to go on trying.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::service) enum Persistence {
    /// For as long as the build is followed; also after an end, which may have come too early.
    Build,
    /// To the end of the stream, or until it seems of no use. A log that is absent may still come.
    Stream,
    /// To the end of the stream. A log that is absent is an error at once.
    Existing,
}

/// The items of a log.
pub(in crate::service) type LogItems = Pin<Box<dyn Stream<Item = LogItem> + Send>>;

/// Reads a log. A log that is not there yet is asked for again. A broken connection is opened anew,
/// and since the file is append-only, the bytes that were handed on before are skipped.
pub(in crate::service) struct LogReader {
    snapshots: Retrying,
    id: String,
    mode: LogMode,
    persistence: Persistence,
    /// Cuts pauses short.
    hurry: Arc<Notify>,
    connection: Option<Connection>,
    /// When the last attempt to connect began.
    attempt_began: Instant,
    /// Bytes of the log that have been taken, over all connections.
    read_bytes: u64,
    is_within_line: bool,
    /// Where a stream ended within a line: ending there once more, that is the end.
    ended_within_line_at: Option<u64>,
    failures: u32,
    absences: u32,
    ends: u32,
    pause: Option<Duration>,
    is_over: bool,
}

struct Connection {
    chunks: LogChunks,
    /// Bytes that an earlier connection brought already.
    to_skip: u64,
}

impl LogReader {
    pub(in crate::service) fn new(
        snapshots: Retrying,
        id: String,
        mode: LogMode,
        persistence: Persistence,
    ) -> Self {
        Self {
            snapshots,
            id,
            mode,
            persistence,
            hurry: Arc::default(),
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

    /// Returns what cuts a pause between two attempts short.
    pub(in crate::service) fn hurry(&self) -> Arc<Notify> {
        self.hurry.clone()
    }

    /// Makes the items a stream. Dropping one of its futures loses nothing.
    pub(in crate::service) fn into_items(self) -> LogItems {
        Box::pin(stream::unfold(self, |mut reader| async {
            reader.next().await.map(|item| (item, reader))
        }))
    }

    /// Opens the first connection; waits where the log is still to come.
    ///
    /// # Errors
    ///
    /// The reason for which the log is not to be had.
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
                    if let Some(fresh) = self.take(chunk) {
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
            // Whoever is in a hurry does not wait; what is not there yet is only asked for sooner.
            let _ = tokio::time::timeout(pause, self.hurry.notified()).await;
        }
        self.attempt_began = Instant::now();
        match self.snapshots.build_logs(&self.id, self.mode).await {
            Ok(chunks) => {
                self.connection = Some(Connection { chunks, to_skip: self.read_bytes });
                LogItem::Opened
            }
            Err(error) => self.judge(error).await,
        }
    }

    /// Judges an attempt that brought no connection.
    async fn judge(&mut self, error: Error) -> LogItem {
        // A name may stop resolving for a while during a build; before the first byte it is wrong.
        let is_unreachable =
            error.is_permanent() && (!error.is_transient() || self.read_bytes == 0);
        if is_final(&error) || is_unreachable {
            return self.refuse(error);
        }
        if self.persistence == Persistence::Build {
            return self.disconnect(error);
        }
        self.absences += 1;
        let may_come = error.is_not_found()
            && self.persistence == Persistence::Stream
            && log_may_come(self.snapshots.clone(), self.id.clone(), self.absences).await;
        // The calls of this reader have been repeated already, but for what is not found.
        match may_come {
            true => self.disconnect(error),
            false => self.refuse(error),
        }
    }

    /// Takes a chunk and returns what is new of it.
    fn take(&mut self, mut chunk: Bytes) -> Option<Bytes> {
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
        if self.persistence != Persistence::Build && self.failures >= MAX_FAILURES {
            return self.refuse(error);
        }
        tracing::debug!(%error, "build log not available");
        self.connection = None;
        self.pause = Some(doubled(FIRST_PAUSE, self.failures, LONGEST_PAUSE));
        self.failures += 1;
        LogItem::Broken(self.attempt_began)
    }

    /// Judges the end of a stream. A line that ended early is asked for once more.
    fn end(&mut self) -> Option<LogItem> {
        self.connection = None;
        let is_cut = self.mode == LogMode::Follow
            && self.is_within_line
            && self.ended_within_line_at.replace(self.read_bytes) != Some(self.read_bytes);
        if is_cut {
            self.pause = Some(FIRST_PAUSE);
            return Some(LogItem::Broken(self.attempt_began));
        }
        if self.persistence != Persistence::Build {
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

/// Tells whether a log that was not there so many times may still come.
async fn log_may_come(snapshots: Retrying, id: String, absences: u32) -> bool {
    let Ok(snapshot) = snapshots.get(&id).await else { return false };
    let is_built = snapshot.build_info.is_some();
    is_built && (snapshot.state.is_in_progress() || absences < MAX_ABSENCES)
}

fn doubled(first: Duration, times: u32, longest: Duration) -> Duration {
    first.saturating_mul(2_u32.saturating_pow(times)).min(longest)
}

/// Tells whether asking for the log again is of no use.
fn is_final(error: &Error) -> bool {
    error.is_unauthorized()
        || error.is_forbidden()
        || error.is_unsupported()
        || error.is_invalid_input()
        || error.is_config()
}
