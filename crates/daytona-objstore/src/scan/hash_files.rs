//! The digests of files, from the cache or from the disk.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::run::ScanRun;
use crate::cache::PathHash;
use crate::found_file::{FileDigest, FoundFile};
use crate::metadata::{FileKind, FileStat, Metadata};
use crate::threads::{lock, run_parallel};
use crate::{Digest, Error, disk};

/// The size of a read. BLAKE3 needs this much for its widest instructions.
const READ_BUFFER_BYTES: usize = 128 * 1024;

/// Sets the digests of all files that have none, on several threads.
pub(super) fn hash_all(files: &mut [FoundFile], run: &ScanRun<'_>) -> Result<(), Error> {
    let remaining: Vec<_> =
        (0..files.len()).filter(|&index| files[index].digest.is_none()).collect();
    if remaining.is_empty() {
        return Ok(());
    }
    let (next, failure) = (AtomicUsize::new(0), Mutex::new(None));
    let work = Work { files, remaining: &remaining, next, failure, run };
    let digests = run_parallel(remaining.len(), || work.hash_next());
    if let Some((_, error)) = lock(&work.failure).take() {
        return Err(error);
    }
    for (index, digest) in digests.into_iter().flatten() {
        files[index].digest = Some(digest);
    }
    Ok(())
}

/// The files to hash. Each thread takes one after the other.
struct Work<'a> {
    files: &'a [FoundFile],
    remaining: &'a [usize],
    next: AtomicUsize,
    failure: Mutex<Option<(usize, Error)>>,
    run: &'a ScanRun<'a>,
}

impl Work<'_> {
    /// Hashes files until none remains, and returns their digests by index.
    fn hash_next(&self) -> Vec<(usize, FileDigest)> {
        let mut digests = Vec::new();
        let mut buffer = Vec::new();
        while !(self.run.is_cancelled)() {
            let next = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(&index) = self.remaining.get(next) else { break };
            match self.digest(&self.files[index], &mut buffer) {
                Ok(digest) => digests.push((index, digest)),
                Err(error) => {
                    self.fail(index, error);
                    break;
                }
            }
        }
        digests
    }

    fn digest(&self, file: &FoundFile, buffer: &mut Vec<u8>) -> Result<FileDigest, Error> {
        let (local, stat) = (&file.local(), &file.stat);
        let digest = match self.run.cached(|| PathHash::of(local), stat) {
            Some(digest) => digest,
            None => FileDigest::from_disk(hash_file(&disk::open(local)?, stat, local, buffer)?),
        };
        self.run.count([(stat, digest)]);
        Ok(digest)
    }

    /// Keeps the error of the first file in order, independent of the timing of the threads.
    ///
    /// Threads take files in order, so all files before a failed one are already being read.
    fn fail(&self, index: usize, error: Error) {
        self.next.store(self.remaining.len(), Ordering::Relaxed);
        let mut failure = lock(&self.failure);
        if failure.as_ref().is_none_or(|(first, _)| index < *first) {
            *failure = Some((index, error));
        }
    }
}

/// Hashes an open file. Fails if the file differs from `stat` at any time until the last read.
pub(super) fn hash_file(
    file: &File,
    stat: &FileStat,
    local: &Path,
    buffer: &mut Vec<u8>,
) -> Result<Digest, Error> {
    buffer.resize(READ_BUFFER_BYTES, 0);
    // The metadata reveals growth, except for files that report size 0, as those in /proc do.
    let content = file.take(stat.size().max(1));
    let (size, hash) = hash(content, buffer).map_err(|error| Error::io("read", local, error))?;
    let after =
        disk::metadata_of(file).map_err(|error| Error::io("read the metadata of", local, error))?;
    if size != stat.size() || after.stat != *stat {
        return Err(Error::changed(local));
    }
    Ok(hash.into())
}

/// Hashes a small file and reads its metadata afterwards, which saves reading it before.
///
/// The file did not change in between if its last change is old enough. Returns `None` if the last
/// change is recent, or if the file is not small.
pub(super) fn hash_settled_file(
    mut file: &File,
    is_settled: impl Fn(&FileStat) -> bool,
    buffer: &mut Vec<u8>,
) -> Option<(FileStat, Digest)> {
    buffer.resize(READ_BUFFER_BYTES, 0);
    let count = file.read(buffer).ok().filter(|count| *count < READ_BUFFER_BYTES)?;
    let metadata = disk::metadata_of(file).ok()?;
    let Metadata { kind: FileKind::File, stat } = metadata else { return None };
    let is_whole = stat.size() == count as u64;
    (is_whole && is_settled(&stat)).then(|| (stat, blake3::hash(&buffer[..count]).into()))
}

/// Returns the length and the hash of the content.
fn hash(mut content: impl Read, buffer: &mut [u8]) -> io::Result<(u64, blake3::Hash)> {
    let mut count = fill(buffer, &mut content)?;
    if count < buffer.len() {
        // Much faster than a hasher that is updated.
        return Ok((count as u64, blake3::hash(&buffer[..count])));
    }
    let mut hasher = blake3::Hasher::new();
    while count > 0 {
        hasher.update(&buffer[..count]);
        count = fill(buffer, &mut content)?;
    }
    Ok((hasher.count(), hasher.finalize()))
}

/// Reads until the buffer is full or the content ends, and returns the number of bytes.
fn fill(buffer: &mut [u8], content: &mut impl Read) -> io::Result<usize> {
    let mut count = 0;
    while count < buffer.len() {
        match content.read(&mut buffer[count..]) {
            Ok(0) => break,
            Ok(more) => count += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(count)
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    use std::process::Command;
    use std::sync::Arc;

    use tempfile::TempDir;

    use super::*;
    use crate::Progress;
    use crate::content::Content;

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

    /// Returns the files of a directory, in order and without digests.
    fn found_in(tree: &TempDir) -> Vec<FoundFile> {
        let content = Arc::new(Content::Directory(tree.path().canonicalize().unwrap()));
        let mut names: Vec<_> = fs::read_dir(tree.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        let file = |name: String| FoundFile {
            stat: disk::metadata(&tree.path().join(&name)).unwrap().stat,
            archive_path: name.into(),
            content: content.clone(),
            modes: None,
            digest: None,
        };
        names.into_iter().map(file).collect()
    }

    fn hash_found(files: &mut [FoundFile]) -> Result<(), Error> {
        hash_all(files, &ScanRun::without_cache(&Progress::new()))
    }

    #[test]
    fn file_that_changes_before_it_is_read_is_named() {
        let changes: [fn(&Path); 7] = [
            |file| fs::write(file, "longer than it was").unwrap(),
            |file| fs::write(file, "").unwrap(),
            |file| fs::remove_file(file).unwrap(),
            |file| set_mode(file, 0o755),
            |file| {
                // Opening a FIFO could wait for a writer.
                fs::remove_file(file).unwrap();
                assert!(Command::new("mkfifo").arg(file).status().unwrap().success());
            },
            |file| {
                // Reading /dev/zero could never end.
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
            let mut found = found_in(&tree);
            let file = tree.path().join("file");
            change(&file);

            let error = hash_found(&mut found).unwrap_err();

            assert!(error.is_changed_while_reading(), "{error}");
            assert_eq!(error.path(), Some(file.as_path()));
        }
    }

    #[test]
    fn first_failed_file_in_order_is_reported() {
        let names: Vec<_> = (10..90).map(|index| index.to_string()).collect();
        let files: Vec<_> = names.iter().map(String::as_str).collect();
        let tree = tree(&files);
        let mut found = found_in(&tree);
        for name in &names[30..] {
            fs::remove_file(tree.path().join(name)).unwrap();
        }
        let error = hash_found(&mut found).unwrap_err();
        assert_eq!(error.path(), Some(tree.path().join("40").as_path()));
    }

    #[test]
    fn cancelled_scan_reads_no_file() {
        let tree = tree(&["one", "two"]);
        let mut found = found_in(&tree);
        let progress = Progress::new();
        let run = ScanRun { is_cancelled: &|| true, ..ScanRun::without_cache(&progress) };
        hash_all(&mut found, &run).unwrap();
        assert!(found.iter().all(|file| file.digest.is_none()));
        assert_eq!(progress.snapshot().files_scanned, 0);
    }

    #[test]
    fn settled_small_file_is_hashed_without_metadata_before() {
        let tree = tree(&["file"]);
        fs::write(tree.path().join("empty"), "").unwrap();
        fs::write(tree.path().join("large"), vec![0; READ_BUFFER_BYTES]).unwrap();
        let hashed = |path: &Path, is_settled: bool| {
            let file = File::open(path).unwrap();
            let digest = hash_settled_file(&file, |_| is_settled, &mut Vec::new());
            digest.map(|(stat, digest)| (stat.size(), digest))
        };
        let digest = |content: &[u8]| (content.len() as u64, blake3::hash(content).into());
        let of = |name| hashed(&tree.path().join(name), true);
        assert_eq!(of("file"), Some(digest(b"content")));
        assert_eq!(of("empty"), Some(digest(b"")));
        assert_eq!(of("large"), None);
        assert_eq!(of("."), None);
        assert_eq!(hashed(&tree.path().join("file"), false), None);
        // It reports size 0.
        #[cfg(target_os = "linux")]
        assert_eq!(hashed(Path::new("/proc/self/status"), true), None);
    }
}
