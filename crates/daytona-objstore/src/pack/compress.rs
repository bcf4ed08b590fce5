//! The compression of an archive: independent zstd frames, on several threads.
//!
//! Decoders read consecutive frames as one stream. A frame has one buffer of the tar archive, so that
//! threads share an archive and no frame needs much memory. The first frames are short.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use bytes::Bytes;
use futures_core::Stream;
use futures_util::{StreamExt, stream};

use super::archive::PackedArchive;
use super::frame::{FRAME_BYTES, Frame, FrameEncoder, input_len};
use super::manifest::PackShard;
use super::tar_reader::TarReader;
use crate::buffer_pool::{Buffer, BufferPool};
use crate::chunk_writer::{ACTION, ChunkWriter, WriteError, chunks};
use crate::error::Kind;
use crate::threads::{lock, run_parallel};
use crate::{Error, Progress};

/// The maximum number of threads for one archive. Several archives are read at the same time.
///
/// Each thread needs two buffers, for the input and the output of a frame, and the compressor.
const MAX_THREADS: usize = 2;

/// Returns the compressed archive of a shard as a stream of buffers from a pool.
///
/// The stream ends with an error if it is not complete. Every frame changes
/// [`bytes_to_upload`](crate::ProgressSnapshot::bytes_to_upload) from its plain length to its length.
pub(crate) fn compress(
    archive: &PackedArchive,
    pool: Arc<BufferPool>,
    progress: Progress,
) -> impl Stream<Item = Result<Bytes, Error>> + Send + 'static + use<> {
    let shard = archive.shard().clone();
    let is_complete = Arc::new(AtomicBool::new(false));
    let was_completed = Arc::clone(&is_complete);
    let start = move || {
        chunks(Arc::clone(&pool), move |writer| {
            let frames = shard.tar_len().div_ceil(FRAME_BYTES as u64);
            let threads = MAX_THREADS.min(usize::try_from(frames).unwrap_or(MAX_THREADS));
            let work = Work::new(shard, writer, pool, progress);
            run_parallel(threads, || work.run());
            work.finish()?;
            is_complete.store(true, Ordering::Release);
            Ok(())
        })
    };
    // A thread that has panicked ends the stream early.
    let end = stream::once(async move {
        let is_complete = was_completed.load(Ordering::Acquire);
        (!is_complete).then(|| Err(Kind::Stopped { action: ACTION }.into()))
    });
    let chunks = stream::once(async move { start() }).flatten();
    chunks.chain(end.filter_map(|end| async { end }))
}

/// The work that the threads of one archive share.
struct Work<'a> {
    input: Mutex<Input>,
    output: Mutex<Output<'a>>,
    /// Notified when the next frame can be written, and when the work stops.
    written: Condvar,
    pool: Arc<BufferPool>,
    progress: Progress,
}

struct Input {
    tar: TarReader,
    /// The number of the next frame.
    next: u64,
    is_finished: bool,
}

struct Output<'a> {
    writer: &'a mut ChunkWriter,
    /// The number of the next frame.
    next: u64,
    stopped: Option<WriteError>,
}

impl<'a> Work<'a> {
    fn new(
        shard: PackShard,
        writer: &'a mut ChunkWriter,
        pool: Arc<BufferPool>,
        progress: Progress,
    ) -> Self {
        let input = Input { tar: TarReader::new(shard), next: 0, is_finished: false };
        let output = Output { writer, next: 0, stopped: None };
        let (input, output) = (Mutex::new(input), Mutex::new(output));
        Self { input, output, written: Condvar::new(), pool, progress }
    }

    /// Compresses frames until none remains.
    fn run(&self) {
        let stop_on_panic = StopOnPanic(self);
        if let Err(reason) = self.compress_all() {
            self.stop(reason);
        }
        std::mem::forget(stop_on_panic);
    }

    fn compress_all(&self) -> Result<(), WriteError> {
        let mut encoder = FrameEncoder::new().map_err(error)?;
        while let Some((number, block)) = self.read()? {
            let plain = block.bytes.len() as u64;
            let frame = encoder.encode(block, self.pool.take());
            let compressed = frame.len() as u64;
            if !self.write(number, frame)? {
                break;
            }
            self.progress.update(|now| {
                now.bytes_to_upload = (now.bytes_to_upload + compressed).saturating_sub(plain);
            });
        }
        Ok(())
    }

    /// Reads the input of the next frame, and returns its number and the input.
    fn read(&self) -> Result<Option<(u64, Buffer)>, Error> {
        let mut input = lock(&self.input);
        if input.is_finished {
            return Ok(None);
        }
        let mut block = self.pool.take();
        let max_len = input_len(input.next);
        let result = input.tar.read(&mut block.bytes, max_len);
        if result.is_err() || block.bytes.is_empty() {
            input.is_finished = true;
            return result.map(|()| None);
        }
        let number = input.next;
        input.next += 1;
        Ok(Some((number, block)))
    }

    /// Waits until all frames before this one are written, and writes it. Returns `false` if the
    /// work has stopped.
    fn write(&self, number: u64, frame: Frame) -> Result<bool, WriteError> {
        let output = lock(&self.output);
        let is_waiting =
            |output: &mut Output<'_>| output.stopped.is_none() && output.next != number;
        let mut output =
            self.written.wait_while(output, is_waiting).unwrap_or_else(PoisonError::into_inner);
        if output.stopped.is_some() {
            return Ok(false);
        }
        frame.write(output.writer)?;
        output.next += 1;
        drop(output);
        self.written.notify_all();
        Ok(true)
    }

    /// Sends the last bytes, or returns the reason why the work has stopped.
    fn finish(self) -> Result<(), WriteError> {
        let output = self.output.into_inner().unwrap_or_else(PoisonError::into_inner);
        output.stopped.map_or_else(|| output.writer.flush(), Err)
    }

    /// Stops all threads. Keeps the first reason.
    fn stop(&self, reason: WriteError) {
        lock(&self.input).is_finished = true;
        lock(&self.output).stopped.get_or_insert(reason);
        self.written.notify_all();
    }
}

/// Stops the other threads, which would wait for the frame of a thread that has panicked.
struct StopOnPanic<'a, 'w>(&'a Work<'w>);

impl Drop for StopOnPanic<'_, '_> {
    fn drop(&mut self) {
        self.0.stop(WriteError::Failed(Kind::Stopped { action: ACTION }.into()));
    }
}

fn error(source: io::Error) -> WriteError {
    WriteError::Failed(Kind::Compression { source }.into())
}

#[cfg(test)]
mod tests {
    use std::thread;

    use futures_util::TryStreamExt;

    use super::*;
    use crate::{Limits, Pack, Source, scan_pack};

    async fn packed(content: Vec<u8>) -> PackedArchive {
        let pack = Pack::new(vec![Source::content(content, "file")]);
        let manifest = scan_pack(pack, Limits::default(), &Progress::new()).await.unwrap();
        PackedArchive::new(manifest.shards().remove(0), "p")
    }

    #[tokio::test]
    async fn frames_are_in_order_and_decode_to_the_archive() {
        let content: Vec<u8> = (0..9 * FRAME_BYTES).map(|index| (index / 4096) as u8).collect();
        let archive = packed(content.clone()).await;
        let chunks: Vec<_> =
            compress(&archive, Arc::default(), Progress::new()).try_collect().await.unwrap();
        let plain = zstd::decode_all(&chunks.concat()[..]).unwrap();
        assert_eq!(plain.len() as u64, archive.tar_len());
        assert!(plain[512..][..content.len()] == content);
    }

    /// A decoder that reads a few blocks ahead needs no more than the first 32 KiB for the first entry.
    #[tokio::test]
    async fn first_frames_are_short() {
        let mut content = vec![0; 2 * FRAME_BYTES];
        blake3::Hasher::new().finalize_xof().fill(&mut content);
        let archive = packed(content).await;
        let chunks: Vec<_> =
            compress(&archive, Arc::default(), Progress::new()).try_collect().await.unwrap();
        let mut rest = &chunks.concat()[..];
        let mut lengths = Vec::new();
        while !rest.is_empty() {
            let frame = zstd::zstd_safe::find_frame_compressed_size(rest).unwrap();
            lengths.push(zstd::decode_all(&rest[..frame]).unwrap().len());
            rest = &rest[frame..];
        }
        assert_eq!(lengths[..8], [1024; 8]);
        assert_eq!(lengths[8], FRAME_BYTES);
    }

    /// A thread that panics has the number of a frame, for which other threads would wait.
    #[tokio::test]
    async fn frame_that_panics_stops_all_threads() {
        let archive = packed(vec![0; 4 * FRAME_BYTES]).await;
        let pool = Arc::<BufferPool>::default();
        let chunks = chunks(Arc::clone(&pool), move |writer| {
            let work = Work::new(archive.shard().clone(), writer, pool, Progress::new());
            let first = work.read()?.map(|(number, _)| number);
            assert_eq!(first, Some(0));
            thread::scope(|scope| {
                let waiting = scope.spawn(|| work.run());
                let panicking = scope.spawn(|| {
                    let _stop_on_panic = StopOnPanic(&work);
                    panic!("the thread of frame 0");
                });
                assert!(panicking.join().is_err());
                waiting.join().unwrap();
            });
            Err(work.finish().err().unwrap_or(WriteError::ReceiverDropped))
        });
        let error = chunks.try_collect::<Vec<_>>().await.unwrap_err();
        assert_eq!(error.to_string(), "stopped before it was possible to archive the context");
    }
}
