//! The content of the files that a walk has found: their digests, from memory or from the disk.

use std::io::{self, Read};
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use crate::cache::Memory;
use crate::error::Kind;
use crate::scan::ACTION;
use crate::stamp::{self, Stamp};
use crate::walk::Candidate;
use crate::{Digest, Error, Progress};

/// How much of a file is read at once; enough for BLAKE3 to use its widest instructions.
const READ_BUFFER_BYTES: usize = 128 * 1024;

/// Returns the digests in the order of the files, from memory or by reading, on several threads.
pub(crate) fn digest_all(
    files: &[Candidate],
    memory: Option<Memory<'_>>,
    progress: &Progress,
    is_stopped: &(dyn Fn() -> bool + Sync),
) -> Result<Vec<Digest>, Error> {
    let work =
        Work { files, memory, next: AtomicUsize::new(0), failure: Mutex::new(None), progress };
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(files.len());
    let (origins, digests) = thread::scope(|scope| {
        // This thread does all the work that others cannot be started for.
        let start = |_| thread::Builder::new().spawn_scoped(scope, || work.run(is_stopped)).ok();
        let others: Vec<_> = (1..threads).filter_map(start).collect();
        let mut done = work.run(is_stopped);
        // A thread that panicked leaves files without a digest.
        done.extend(others.into_iter().flat_map(|other| other.join().unwrap_or_default()));
        sorted(done, files.len())
    });
    if let Some((_, error)) = lock(&work.failure).take() {
        return Err(error);
    }
    let digests: Option<Vec<Digest>> = digests.into_iter().collect();
    let digests = digests.ok_or(Kind::Stopped { action: ACTION })?;
    if let Some(memory) = work.memory {
        keep(memory, files, &origins, &digests);
    }
    Ok(digests)
}

/// The digest of a file, by its index.
struct Digested {
    index: usize,
    digest: Digest,
    origin: Origin,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    Memory,
    Disk,
}

/// Returns where each digest comes from, and the digest, in the order of the files.
fn sorted(done: Vec<Digested>, count: usize) -> (Vec<Origin>, Vec<Option<Digest>>) {
    let (mut origins, mut digests) = (vec![Origin::Disk; count], vec![None; count]);
    for Digested { index, digest, origin } in done {
        (origins[index], digests[index]) = (origin, Some(digest));
    }
    (origins, digests)
}

/// Lets the memory know what was read, and what it was good for.
fn keep(memory: Memory<'_>, files: &[Candidate], origins: &[Origin], digests: &[Digest]) {
    let of = |wanted| {
        let all = files.iter().zip(origins).zip(digests);
        all.filter(move |((_, origin), _)| **origin == wanted)
    };
    let read =
        of(Origin::Disk).map(|((file, _), digest)| (file.local.as_path(), &file.stamp, *digest));
    let recalled = of(Origin::Memory).map(|((file, _), _)| file.local.as_path());
    memory.keep(read, recalled);
}

/// The files to be digested, handed out one by one.
struct Work<'a> {
    files: &'a [Candidate],
    memory: Option<Memory<'a>>,
    next: AtomicUsize,
    failure: Mutex<Option<(usize, Error)>>,
    progress: &'a Progress,
}

impl Work<'_> {
    fn run(&self, is_stopped: &dyn Fn() -> bool) -> Vec<Digested> {
        let mut done = Vec::new();
        let mut recalled = 0;
        let mut buffer = Vec::new();
        while !is_stopped() {
            let index = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(file) = self.files.get(index) else { break };
            let memory = self.memory.as_ref();
            if let Some(digest) = memory.and_then(|it| it.digest(&file.local, &file.stamp)) {
                recalled += 1;
                done.push(Digested { index, digest, origin: Origin::Memory });
                continue;
            }
            buffer.resize(READ_BUFFER_BYTES, 0);
            match digest_of(file, &mut buffer) {
                Ok(digest) => {
                    done.push(Digested { index, digest, origin: Origin::Disk });
                    self.progress.update(|now| {
                        now.files_scanned += 1;
                        now.bytes_scanned += file.stamp.size;
                    });
                }
                Err(error) => {
                    self.fail(index, error);
                    break;
                }
            }
        }
        if recalled > 0 {
            self.progress.update(|now| now.files_recalled += recalled);
        }
        done
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
}

/// Locks what no thread can leave half-changed, so that a poisoned lock says nothing.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Reads a file once, and makes sure that it was the same file from the walk to the last byte.
fn digest_of(file: &Candidate, buffer: &mut [u8]) -> Result<Digest, Error> {
    let opened = stamp::open(&file.local)?;
    // That the file has not grown is told by its metadata, except where it claims to be empty, as
    // those in /proc do.
    let expected = file.stamp.size.max(1);
    let mut content = (&opened).take(expected);
    let mut hasher = blake3::Hasher::new();
    while hasher.count() < expected {
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

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    use std::path::Path;
    use std::process::Command;

    use tempfile::TempDir;

    use super::*;
    use crate::{Limits, Source, walk};

    fn tree(files: &[&str]) -> TempDir {
        let tree = tempfile::tempdir().unwrap();
        for name in files {
            let path = tree.path().join(name);
            fs::write(&path, "content").unwrap();
            set_mode(&path, 0o644);
        }
        tree
    }

    fn set_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    fn found_in(tree: &TempDir) -> Vec<Candidate> {
        let sources = [Source::new(tree.path(), "")];
        walk::walk(&sources, Limits::default(), &|| false).unwrap().files
    }

    fn read(files: &[Candidate]) -> Result<Vec<Digest>, Error> {
        digest_all(files, None, &Progress::new(), &|| false)
    }

    #[test]
    fn file_that_changes_before_it_is_read_is_named() {
        let changes: [fn(&Path); 7] = [
            |file| fs::write(file, "longer than it was").unwrap(),
            |file| fs::write(file, "").unwrap(),
            |file| fs::remove_file(file).unwrap(),
            |file| set_mode(file, 0o755),
            |file| {
                // Opening it would wait for a writer, reading the next one would never end.
                fs::remove_file(file).unwrap();
                assert!(Command::new("mkfifo").arg(file).status().unwrap().success());
            },
            |file| {
                fs::remove_file(file).unwrap();
                std::os::unix::fs::symlink("/dev/zero", file).unwrap();
            },
            |file| {
                // Another file of the same size and time.
                let modified = fs::metadata(file).unwrap().modified().unwrap();
                let other = file.with_extension("new");
                fs::write(&other, "CONTENT").unwrap();
                let opened = fs::File::options().write(true).open(&other).unwrap();
                opened.set_modified(modified).unwrap();
                fs::rename(other, file).unwrap();
            },
        ];
        for change in changes {
            let tree = tree(&["file", "other"]);
            let found = found_in(&tree);
            let file = tree.path().join("file");
            change(&file);

            let error = read(&found).unwrap_err();

            assert!(error.is_changed_while_reading(), "{error}");
            assert_eq!(error.path(), Some(file.as_path()));
        }
    }

    #[test]
    fn first_file_in_order_is_the_one_reported() {
        let names: Vec<_> = (10..90).map(|index| index.to_string()).collect();
        let files: Vec<_> = names.iter().map(String::as_str).collect();
        let tree = tree(&files);
        let found = found_in(&tree);
        for name in &names[30..] {
            fs::remove_file(tree.path().join(name)).unwrap();
        }
        let error = read(&found).unwrap_err();
        assert_eq!(error.path(), Some(tree.path().join("40").as_path()));
    }

    #[test]
    fn reading_that_nobody_waits_for_stops() {
        let tree = tree(&["one", "two"]);
        let found = found_in(&tree);
        let progress = Progress::new();
        assert!(digest_all(&found, None, &progress, &|| true).is_err());
        assert_eq!(progress.snapshot().files_scanned, 0);
    }
}
