//! The archive of a context, as a stream.

use std::fs::File;
use std::io::Read;
use std::sync::Arc;
use std::thread;

use bytes::Bytes;
use futures_core::Stream;
use futures_util::{StreamExt, stream};
use tokio::sync::mpsc;

use crate::error::Kind;
use crate::manifest::{Entry, Manifest};
use crate::{Error, stamp, tar_entry};

/// The size of the pieces an archive is streamed in.
const CHUNK_BYTES: usize = 256 * 1024;

/// How many pieces may wait to be taken; with the one being filled, all that is held in memory.
const CHUNKS_WAITING: usize = 4;

/// Streams the archive of a context: a tar of regular files, the same bytes for the same manifest.
///
/// The stream yields exactly [`Manifest::archive_len`] bytes and holds about 1 MiB at a time,
/// however large the files are. Nothing is read before the stream is first polled, and dropping it
/// ends the reading.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use std::sync::Arc;
///
/// use daytona_objstore::{Limits, Progress, Source, archive, scan};
/// use futures_util::TryStreamExt;
///
/// let sources = vec![Source::new("src", "src")];
/// let manifest = Arc::new(scan(sources, Limits::default(), &Progress::new()).await?);
///
/// let chunks: Vec<_> = archive(Arc::clone(&manifest)).try_collect().await?;
/// let sent: usize = chunks.iter().map(|chunk| chunk.len()).sum();
/// assert_eq!(sent as u64, manifest.archive_len());
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// The stream ends with an error when a file cannot be read, or when its content is no longer what
/// the scan saw ([`Error::is_changed_while_reading`]): each content is digested again on its way.
pub fn archive(
    manifest: Arc<Manifest>,
) -> impl Stream<Item = Result<Bytes, Error>> + Send + 'static {
    stream::once(async move { start(manifest) }).flatten()
}

fn start(manifest: Arc<Manifest>) -> impl Stream<Item = Result<Bytes, Error>> + Send + 'static {
    let (sender, mut receiver) = mpsc::channel(CHUNKS_WAITING);
    let failure = sender.clone();
    let started = thread::Builder::new().name("context-archive".into()).spawn(move || {
        let mut writer = Writer { sender, chunk: Vec::new() };
        if let Err(Ended::Failed(error)) = write(&manifest, &mut writer) {
            // A receiver that is gone has no use for the error.
            let _ = writer.sender.blocking_send(Err(error));
        }
    });
    if let Err(source) = started {
        // The channel is empty, and its receiver is right here.
        let _ =
            failure.try_send(Err(Kind::Thread { action: "archive the context", source }.into()));
    }
    drop(failure);
    stream::poll_fn(move |context| receiver.poll_recv(context))
}

/// Why writing stopped early.
enum Ended {
    Failed(Error),
    NobodyListens,
}

impl From<Error> for Ended {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

fn write(manifest: &Manifest, writer: &mut Writer) -> Result<(), Ended> {
    for entry in manifest.entries() {
        writer.bytes(&tar_entry::head(entry))?;
        writer.content(entry)?;
        writer.zeros(tar_entry::padding(entry.size))?;
    }
    writer.bytes(&tar_entry::TRAILER)?;
    writer.flush()
}

/// Gathers what is written into chunks of one size, so that small files do not mean small chunks.
struct Writer {
    sender: mpsc::Sender<Result<Bytes, Error>>,
    chunk: Vec<u8>,
}

impl Writer {
    /// Returns how much the chunk can still take, which is never nothing.
    fn room(&mut self) -> Result<usize, Ended> {
        if self.chunk.len() == CHUNK_BYTES {
            self.flush()?;
        }
        if self.chunk.capacity() == 0 {
            self.chunk.reserve_exact(CHUNK_BYTES);
        }
        Ok(CHUNK_BYTES - self.chunk.len())
    }

    fn flush(&mut self) -> Result<(), Ended> {
        let chunk = std::mem::take(&mut self.chunk);
        self.sender.blocking_send(Ok(chunk.into())).map_err(|_| Ended::NobodyListens)
    }

    fn bytes(&mut self, mut bytes: &[u8]) -> Result<(), Ended> {
        while !bytes.is_empty() {
            let count = self.room()?.min(bytes.len());
            let (now, later) = bytes.split_at(count);
            self.chunk.extend(now);
            bytes = later;
        }
        Ok(())
    }

    fn zeros(&mut self, count: u64) -> Result<(), Ended> {
        const ZEROS: [u8; 512] = [0; 512];
        self.bytes(&ZEROS[..count as usize])
    }

    /// Writes the content of an entry, and makes sure that it is the one the manifest names.
    fn content(&mut self, entry: &Entry) -> Result<(), Ended> {
        let file = stamp::open(&entry.local)?;
        let mut hasher = blake3::Hasher::new();
        while hasher.count() < entry.size {
            let wanted = (self.room()? as u64).min(entry.size - hasher.count());
            let start = self.chunk.len();
            let count = append_up_to(wanted, &file, &mut self.chunk, entry)?;
            if (count as u64) < wanted {
                return Err(Error::changed(&entry.local).into());
            }
            hasher.update(&self.chunk[start..]);
        }
        if entry.digest != hasher.finalize().into() {
            return Err(Error::changed(&entry.local).into());
        }
        let beyond = append_up_to(1, &file, &mut Vec::new(), entry)?;
        if beyond > 0 { Err(Error::changed(&entry.local).into()) } else { Ok(()) }
    }
}

/// Appends the next `wanted` bytes of the file to `chunk`, or fewer when it ends before.
fn append_up_to(
    wanted: u64,
    file: &File,
    chunk: &mut Vec<u8>,
    entry: &Entry,
) -> Result<usize, Error> {
    file.take(wanted).read_to_end(chunk).map_err(|error| Error::io("read", &entry.local, error))
}
