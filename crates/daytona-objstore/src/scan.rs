//! From sources to a manifest: find the files, read each once, and name what was found.

use std::collections::HashMap;
use std::io::{self, Read};
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use tokio::sync::oneshot;

use crate::error::Kind;
use crate::manifest::{Entry, Manifest};
use crate::stamp::{self, Stamp};
use crate::walk::{self, Candidate};
use crate::{Digest, Error, Limits, Progress, Source};

const ACTION: &str = "scan the context";

/// How much of a file is read at once; enough for BLAKE3 to use its widest instructions.
const READ_BUFFER_BYTES: usize = 128 * 1024;

/// Reads the sources and returns the manifest of the context they make.
///
/// Every file is read once, on as many threads as the machine has cores. Symbolic links become the
/// files they lead to, hard links become plain files. Dropping the future stops the scan.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use daytona_objstore::{Limits, Progress, Source, scan};
///
/// let tree = tempfile::tempdir()?;
/// std::fs::write(tree.path().join("main.py"), "print('hello')\n")?;
///
/// let sources = vec![Source::new(tree.path(), "app")];
/// let manifest = scan(sources, Limits::default(), &Progress::new()).await?;
/// assert_eq!(manifest.entries()[0].path(), "app/main.py");
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// Fails, naming the path, when a source or a file in it cannot be read, has a name that is not
/// UTF-8, is a FIFO, socket or device, or changes while it is read; when a link is dangling, leads
/// back to a directory that contains it, or leaves its root; when two files claim one archive path
/// and differ; when an archive path is not valid; and when the context exceeds `limits`.
pub async fn scan(
    sources: Vec<Source>,
    limits: Limits,
    progress: &Progress,
) -> Result<Manifest, Error> {
    let progress = progress.clone();
    // A thread of its own rather than the runtime's pool: a scan may take minutes.
    let (sender, receiver) = oneshot::channel();
    thread::Builder::new()
        .name("context-scan".into())
        .spawn(move || {
            let result = scan_now(&sources, limits, &progress, &|| sender.is_closed());
            // Nobody is left to tell when the future was dropped.
            let _ = sender.send(result);
        })
        .map_err(|source| Kind::Thread { action: ACTION, source })?;
    receiver.await.unwrap_or_else(|_| Err(Kind::Stopped { action: ACTION }.into()))
}

fn scan_now(
    sources: &[Source],
    limits: Limits,
    progress: &Progress,
    is_stopped: &(dyn Fn() -> bool + Sync),
) -> Result<Manifest, Error> {
    let mut found = walk::walk(sources, limits, is_stopped)?;
    found.files.sort_by(|one, other| {
        (&one.archive_path, &one.local).cmp(&(&other.archive_path, &other.local))
    });
    found
        .files
        .dedup_by(|one, other| one.archive_path == other.archive_path && one.local == other.local);

    found.empty_directories.sort();
    found.empty_directories.dedup();

    let digests = digest_all(&found.files, progress, is_stopped)?;
    let entries = found.files.into_iter().zip(digests).map(|(file, digest)| entry(file, digest));
    let entries = unite_duplicates(entries)?;
    if sources.len() > 1 {
        check_no_file_is_a_directory(&entries)?;
    }
    Ok(Manifest::new(entries, found.empty_directories))
}

fn entry(file: Candidate, digest: Digest) -> Entry {
    let Candidate { archive_path, local, stamp } = file;
    Entry { path: archive_path, mode: stamp.mode, size: stamp.size, digest, local }
}

/// Reads all files, on several threads, and returns their digests in the order of the files.
fn digest_all(
    files: &[Candidate],
    progress: &Progress,
    is_stopped: &(dyn Fn() -> bool + Sync),
) -> Result<Vec<Digest>, Error> {
    let work = Work {
        files,
        next: AtomicUsize::new(0),
        digests: Mutex::new(vec![None; files.len()]),
        failure: Mutex::new(None),
    };
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(files.len());
    thread::scope(|scope| {
        for _ in 1..threads {
            // This thread does all the work that others cannot be started for.
            let _ = thread::Builder::new().spawn_scoped(scope, || work.run(progress, is_stopped));
        }
        work.run(progress, is_stopped);
    });
    work.finish()
}

/// The files to be read, handed out one by one.
struct Work<'a> {
    files: &'a [Candidate],
    next: AtomicUsize,
    digests: Mutex<Vec<Option<Digest>>>,
    failure: Mutex<Option<(usize, Error)>>,
}

impl Work<'_> {
    fn run(&self, progress: &Progress, is_stopped: &dyn Fn() -> bool) {
        let mut buffer = vec![0; READ_BUFFER_BYTES];
        while !is_stopped() {
            let index = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(file) = self.files.get(index) else { return };
            match digest_of(file, &mut buffer) {
                Ok(digest) => {
                    lock(&self.digests)[index] = Some(digest);
                    progress.update(|now| {
                        now.files_scanned += 1;
                        now.bytes_scanned += file.stamp.size;
                    });
                }
                Err(error) => return self.fail(index, error),
            }
        }
    }

    /// Keeps the error of the first file in order, whichever thread was faster.
    ///
    /// Files are handed out in order, so that those before a failed one are all being read.
    fn fail(&self, index: usize, error: Error) {
        self.next.store(self.files.len(), Ordering::Relaxed);
        let mut failure = lock(&self.failure);
        if failure.as_ref().is_none_or(|(first, _)| index < *first) {
            *failure = Some((index, error));
        }
    }

    fn finish(self) -> Result<Vec<Digest>, Error> {
        if let Some((_, error)) = lock(&self.failure).take() {
            return Err(error);
        }
        let digests = std::mem::take(&mut *lock(&self.digests));
        let complete: Option<Vec<Digest>> = digests.into_iter().collect();
        complete.ok_or_else(|| Kind::Stopped { action: ACTION }.into())
    }
}

/// Locks what no thread can leave half-changed, so that a poisoned lock says nothing.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Reads a file once, and makes sure that it was the same file from the walk to the last byte.
fn digest_of(file: &Candidate, buffer: &mut [u8]) -> Result<Digest, Error> {
    let opened = stamp::open(&file.local)?;
    // One byte more than expected is enough to see that a file has grown.
    let mut content = (&opened).take(file.stamp.size.saturating_add(1));
    let mut hasher = blake3::Hasher::new();
    loop {
        match content.read(buffer) {
            Ok(0) => break,
            Ok(count) => hasher.update(&buffer[..count]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(Error::io("read", &file.local, error)),
        };
    }

    let after =
        opened.metadata().map_err(|error| Error::io("read the metadata of", &file.local, error))?;
    if hasher.count() != file.stamp.size || Stamp::of(&after) != file.stamp {
        return Err(Error::changed(&file.local));
    }
    Ok(hasher.finalize().into())
}

/// Lets files that claim the same archive path be one when there is no telling them apart.
fn unite_duplicates(entries: impl Iterator<Item = Entry>) -> Result<Vec<Entry>, Error> {
    let mut united: Vec<Entry> = Vec::with_capacity(entries.size_hint().0);
    for entry in entries {
        match united.last() {
            Some(last) if last.path == entry.path => {
                if (last.mode, last.digest) != (entry.mode, entry.digest) {
                    let (first, second) = (last.local.clone(), entry.local);
                    return Err(Kind::Duplicate { archive_path: entry.path, first, second }.into());
                }
            }
            _ => united.push(entry),
        }
    }
    Ok(united)
}

/// Refuses a file where another entry needs a directory, which only several sources can cause.
fn check_no_file_is_a_directory(entries: &[Entry]) -> Result<(), Error> {
    let by_path: HashMap<&str, &Entry> =
        entries.iter().map(|entry| (entry.path(), entry)).collect();
    for entry in entries {
        for (slash, _) in entry.path.match_indices('/') {
            if let Some(file) = by_path.get(&entry.path[..slash]) {
                return Err(Kind::FileIsDirectory {
                    archive_path: file.path.clone(),
                    file: file.local.clone(),
                    below: entry.local.clone(),
                }
                .into());
            }
        }
    }
    Ok(())
}
