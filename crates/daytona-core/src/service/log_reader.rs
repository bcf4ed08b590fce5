//! Reads the log of one build to wherever it goes, over as many connections as it takes.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use futures_core::Stream;
use futures_util::{StreamExt, stream};

use super::line_decoder::LineDecoder;
use crate::Error;
use crate::stub::{self, LogChunks, LogMode};

/// The first pause before a log that is not there yet is asked for again; it doubles from there.
const FIRST_PAUSE: Duration = Duration::from_millis(100);

/// The longest pause between two attempts.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// What comes out of a log.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum LogItem {
    /// A line, without its end.
    Line(String),
    /// The server closed the stream in good order: most likely the build is over.
    Ended,
}

/// Reads the log of a build on as it grows.
///
/// A log that is not there yet is asked for again. A broken connection is opened anew, and since
/// the file is append-only, the bytes that were handed on before are skipped. The stream never
/// fails; it ends when the server refuses for good.
pub(super) fn read(
    snapshots: Arc<dyn stub::Snapshots>,
    id: String,
) -> Pin<Box<dyn Stream<Item = LogItem> + Send>> {
    let reader = LogReader {
        snapshots,
        id,
        connection: None,
        decoder: LineDecoder::default(),
        ready: VecDeque::new(),
        read_bytes: 0,
        failures: 0,
    };
    Box::pin(stream::unfold(reader, |mut reader| async {
        reader.next().await.map(|item| (item, reader))
    }))
}

struct LogReader {
    snapshots: Arc<dyn stub::Snapshots>,
    id: String,
    connection: Option<Connection>,
    decoder: LineDecoder,
    ready: VecDeque<LogItem>,
    /// Bytes of the log that have been taken, over all connections.
    read_bytes: u64,
    failures: u32,
}

struct Connection {
    chunks: LogChunks,
    /// Bytes that an earlier connection brought already.
    to_skip: u64,
}

impl LogReader {
    async fn next(&mut self) -> Option<LogItem> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Some(item);
            }
            match self.connection.as_mut() {
                None => self.connect().await?,
                Some(connection) => match connection.chunks.next().await {
                    Some(Ok(chunk)) => self.take(&chunk),
                    Some(Err(error)) => self.disconnect(&error),
                    None => self.end(),
                },
            }
        }
    }

    /// Opens a connection, or counts a failure; `None` when asking again is of no use.
    async fn connect(&mut self) -> Option<()> {
        if let Some(retry) = self.failures.checked_sub(1) {
            let pause = FIRST_PAUSE.saturating_mul(2_u32.saturating_pow(retry)).min(LONGEST_PAUSE);
            tokio::time::sleep(pause).await;
        }
        match self.snapshots.build_logs(&self.id, LogMode::Follow).await {
            Ok(chunks) => self.connection = Some(Connection { chunks, to_skip: self.read_bytes }),
            Err(error) if is_final(&error) => {
                tracing::debug!(%error, "build log refused");
                return None;
            }
            Err(error) => self.disconnect(&error),
        }
        Some(())
    }

    fn take(&mut self, chunk: &[u8]) {
        let Some(connection) = self.connection.as_mut() else { return };
        let skipped = connection.to_skip.min(chunk.len() as u64);
        connection.to_skip -= skipped;
        let fresh =
            chunk.get(usize::try_from(skipped).unwrap_or(chunk.len())..).unwrap_or_default();
        if !fresh.is_empty() {
            self.failures = 0;
            self.read_bytes += fresh.len() as u64;
            self.ready.extend(self.decoder.push(fresh).into_iter().map(LogItem::Line));
        }
    }

    fn disconnect(&mut self, error: &Error) {
        tracing::debug!(%error, "build log not available");
        self.connection = None;
        self.failures += 1;
    }

    fn end(&mut self) {
        self.connection = None;
        self.failures += 1;
        self.ready.extend(self.decoder.finish().map(LogItem::Line));
        self.ready.push_back(LogItem::Ended);
    }
}

/// Tells whether asking for the log again is of no use.
fn is_final(error: &Error) -> bool {
    error.is_unauthorized()
        || error.is_forbidden()
        || error.is_unsupported()
        || error.is_invalid_input()
}
