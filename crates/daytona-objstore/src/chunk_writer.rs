//! A thread that writes an archive as a stream of chunks.

use std::sync::Arc;
use std::thread;

use bytes::Bytes;
use futures_core::Stream;
use futures_util::stream;
use tokio::sync::mpsc;

use crate::Error;
use crate::buffer_pool::{BUFFER_BYTES, Buffer, BufferPool};
use crate::error::Kind;

/// The capacity of the channel. With the chunk being filled, it bounds the memory of an archive.
const CHUNKS_QUEUED: usize = 4;

/// The action that errors of an archive name.
pub(crate) const ACTION: &str = "archive the context";

/// Runs `write` on a thread, and returns the chunks that it writes.
///
/// The thread ends when the stream is dropped. A stream that ends early, because the thread has
/// panicked, has no error. So the reader must know the length, or recognize the end.
pub(crate) fn chunks(
    pool: Arc<BufferPool>,
    write: impl FnOnce(&mut ChunkWriter) -> Result<(), WriteError> + Send + 'static,
) -> impl Stream<Item = Result<Bytes, Error>> + Send + 'static {
    let (sender, mut receiver) = mpsc::channel(CHUNKS_QUEUED);
    let failure = sender.clone();
    let started = thread::Builder::new().name("context-archive".into()).spawn(move || {
        let mut writer = ChunkWriter { sender, chunk: pool.take(), pool };
        if let Err(WriteError::Failed(error)) = write(&mut writer) {
            // The receiver may have been dropped.
            let _ = writer.sender.blocking_send(Err(error));
        }
    });
    if let Err(source) = started {
        // The channel is empty and open.
        let _ = failure.try_send(Err(Kind::Thread { action: ACTION, source }.into()));
    }
    drop(failure);
    stream::poll_fn(move |context| receiver.poll_recv(context))
}

/// The reason why the writing of an archive has stopped.
pub(crate) enum WriteError {
    Failed(Error),
    ReceiverDropped,
}

impl From<Error> for WriteError {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

/// Writes chunks of one size, so that small files do not cause small chunks. Whole buffers of others are
/// not copied.
pub(crate) struct ChunkWriter {
    sender: mpsc::Sender<Result<Bytes, Error>>,
    chunk: Buffer,
    pool: Arc<BufferPool>,
}

impl ChunkWriter {
    /// Returns the chunk, which has at least one free byte. Sends a full chunk first.
    pub(crate) fn chunk(&mut self) -> Result<&mut Vec<u8>, WriteError> {
        if self.chunk.bytes.len() == BUFFER_BYTES {
            self.flush()?;
        }
        Ok(&mut self.chunk.bytes)
    }

    pub(crate) fn flush(&mut self) -> Result<(), WriteError> {
        let chunk = std::mem::replace(&mut self.chunk, self.pool.take());
        self.send(Bytes::from_owner(chunk))
    }

    pub(crate) fn bytes(&mut self, mut bytes: &[u8]) -> Result<(), WriteError> {
        while !bytes.is_empty() {
            let chunk = self.chunk()?;
            let count = (BUFFER_BYTES - chunk.len()).min(bytes.len());
            let (now, later) = bytes.split_at(count);
            chunk.extend(now);
            bytes = later;
        }
        Ok(())
    }

    /// Writes a buffer. Copies it only if it is small.
    pub(crate) fn buffer(&mut self, buffer: Buffer) -> Result<(), WriteError> {
        if buffer.bytes.len() < BUFFER_BYTES / 2 {
            return self.bytes(&buffer.bytes);
        }
        self.shared(Bytes::from_owner(buffer))
    }

    /// Writes bytes without a copy of them.
    pub(crate) fn shared(&mut self, bytes: Bytes) -> Result<(), WriteError> {
        self.flush_copy()?;
        self.send(bytes)
    }

    /// Sends the chunk. A small one is sent as a copy, so that no buffer is kept for a few bytes.
    fn flush_copy(&mut self) -> Result<(), WriteError> {
        if self.chunk.bytes.len() >= BUFFER_BYTES / 2 {
            return self.flush();
        }
        if self.chunk.bytes.is_empty() {
            return Ok(());
        }
        let copy = Bytes::copy_from_slice(&self.chunk.bytes);
        self.chunk.bytes.clear();
        self.send(copy)
    }

    fn send(&self, chunk: Bytes) -> Result<(), WriteError> {
        self.sender.blocking_send(Ok(chunk)).map_err(|_| WriteError::ReceiverDropped)
    }

    pub(crate) fn zeros(&mut self, count: u64) -> Result<(), WriteError> {
        const ZEROS: [u8; 512] = [0; 512];
        self.bytes(&ZEROS[..count as usize])
    }
}
