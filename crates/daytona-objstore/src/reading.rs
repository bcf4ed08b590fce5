//! The content of the files that a walk has found: their digests, from memory or from the disk.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::cache::PathHash;
use crate::stamp::{FileKind, Seen, Stamp};
use crate::threads::{lock, together};
use crate::walk::{Candidate, Survey};
use crate::{Digest, Error, Progress, disk};

/// How much of a file is read at once; enough for BLAKE3 to use its widest instructions.
const READ_BUFFER_BYTES: usize = 128 * 1024;

/// What a file holds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Known {
    pub(crate) digest: Digest,
    pub(crate) origin: Origin,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    Memory,
    Disk,
}

impl Known {
    pub(crate) fn remembered(digest: Digest) -> Self {
        Self { digest, origin: Origin::Memory }
    }

    pub(crate) fn read(digest: Digest) -> Self {
        Self { digest, origin: Origin::Disk }
    }
}

/// Finds out what those files hold of which it is not known yet, from memory or by reading, on
/// several threads.
pub(crate) fn digest_all(files: &mut [Candidate], survey: &Survey<'_>) -> Result<(), Error> {
    let unknown: Vec<_> = (0..files.len()).filter(|&index| files[index].known.is_none()).collect();
    if unknown.is_empty() {
        return Ok(());
    }
    let (next, failure) = (AtomicUsize::new(0), Mutex::new(None));
    let work = Work { files, unknown: &unknown, next, failure, survey };
    let done = together(unknown.len(), || work.run());
    if let Some((_, error)) = lock(&work.failure).take() {
        return Err(error);
    }
    for (index, known) in done.into_iter().flatten() {
        files[index].known = Some(known);
    }
    Ok(())
}

/// The files to be digested, handed out one by one.
struct Work<'a> {
    files: &'a [Candidate],
    unknown: &'a [usize],
    next: AtomicUsize,
    failure: Mutex<Option<(usize, Error)>>,
    survey: &'a Survey<'a>,
}

impl Work<'_> {
    /// Returns what it found out about files, by their index.
    fn run(&self) -> Vec<(usize, Known)> {
        let mut done = Vec::new();
        let mut buffer = Vec::new();
        while !(self.survey.is_stopped)() {
            let next = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(&index) = self.unknown.get(next) else { break };
            match self.find_out(&self.files[index], &mut buffer) {
                Ok(known) => done.push((index, known)),
                Err(error) => {
                    self.fail(index, error);
                    break;
                }
            }
        }
        done
    }

    fn find_out(&self, file: &Candidate, buffer: &mut Vec<u8>) -> Result<Known, Error> {
        let (local, stamp) = (&file.local(), &file.stamp);
        let memory = self.survey.memory.as_ref();
        let known = match memory.and_then(|it| it.digest(PathHash::of(local), stamp)) {
            Some(digest) => Known::remembered(digest),
            None => Known::read(digest_of(&disk::open(local)?, stamp, local, buffer)?),
        };
        count([(stamp, known)], self.survey.progress);
        Ok(known)
    }

    /// Keeps the error of the first file in order, whichever thread was faster.
    ///
    /// Files are handed out in order, so that those before a failed one are all being read.
    fn fail(&self, index: usize, error: Error) {
        self.next.store(self.unknown.len(), Ordering::Relaxed);
        let mut failure = lock(&self.failure);
        if failure.as_ref().is_none_or(|(first, _)| index < *first) {
            *failure = Some((index, error));
        }
    }
}

/// Tells how many files have become known, and how.
pub(crate) fn count<'f>(files: impl IntoIterator<Item = (&'f Stamp, Known)>, progress: &Progress) {
    let (mut read, mut bytes, mut recalled) = (0, 0, 0);
    for (stamp, known) in files {
        match known.origin {
            Origin::Memory => recalled += 1,
            Origin::Disk => {
                read += 1;
                bytes += stamp.size();
            }
        }
    }
    if read + recalled > 0 {
        progress.update(|now| {
            now.files_scanned += read;
            now.bytes_scanned += bytes;
            now.files_recalled += recalled;
        });
    }
}

/// Reads an open file once, and makes sure that it was the same from its stamp to the last byte.
pub(crate) fn digest_of(
    file: &File,
    stamp: &Stamp,
    local: &Path,
    buffer: &mut Vec<u8>,
) -> Result<Digest, Error> {
    buffer.resize(READ_BUFFER_BYTES, 0);
    // That the file has not grown is told by its metadata, except where it claims to be empty, as
    // those in /proc do.
    let content = file.take(stamp.size().max(1));
    let (size, hash) = hash(content, buffer).map_err(|error| Error::io("read", local, error))?;
    let after =
        disk::seen_open(file).map_err(|error| Error::io("read the metadata of", local, error))?;
    if size != stamp.size() || after.stamp != *stamp {
        return Err(Error::changed(local));
    }
    Ok(hash.into())
}

/// Reads a small file and looks at it afterwards, which spares a look before: nobody has written to
/// it in between if its last change lies behind. Returns nothing where that is not so, or where the
/// file is not a small one.
pub(crate) fn digest_of_settled(
    mut file: &File,
    is_settled: impl Fn(&Stamp) -> bool,
    buffer: &mut Vec<u8>,
) -> Option<(Stamp, Digest)> {
    buffer.resize(READ_BUFFER_BYTES, 0);
    let count = file.read(buffer).ok().filter(|count| *count < READ_BUFFER_BYTES)?;
    let Seen { kind: FileKind::File, stamp } = disk::seen_open(file).ok()? else { return None };
    let is_whole = stamp.size() == count as u64;
    (is_whole && is_settled(&stamp)).then(|| (stamp, blake3::hash(&buffer[..count]).into()))
}

/// Returns how much there was to be read, and its hash.
fn hash(mut content: impl Read, buffer: &mut [u8]) -> io::Result<(u64, blake3::Hash)> {
    let mut count = fill(buffer, &mut content)?;
    if count < buffer.len() {
        // Much faster than piece by piece.
        return Ok((count as u64, blake3::hash(&buffer[..count])));
    }
    let mut hasher = blake3::Hasher::new();
    while count > 0 {
        hasher.update(&buffer[..count]);
        count = fill(buffer, &mut content)?;
    }
    Ok((hasher.count(), hasher.finalize()))
}

/// Reads until the buffer is full, or there is no more, and returns how much that was.
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
    use std::path::Path;
    use std::process::Command;

    use tempfile::TempDir;

    use super::*;
    use crate::walk::tests::survey;
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

    /// Returns what a walk finds, which leaves all reading for later: a file is in two sources.
    fn found_in(tree: &TempDir) -> Vec<Candidate> {
        let sources = [Source::new(tree.path(), ""), Source::new(tree.path(), "again")];
        let progress = Progress::new();
        let found = walk::walk(&sources, Limits::default(), &survey(&progress));
        let mut files = found.unwrap().files;
        files.retain(|file| !file.archive_path.starts_with("again"));
        assert!(files.iter().all(|file| file.known.is_none()));
        files
    }

    fn read(files: &mut [Candidate]) -> Result<(), Error> {
        let progress = Progress::new();
        digest_all(files, &survey(&progress))
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
            let mut found = found_in(&tree);
            let file = tree.path().join("file");
            change(&file);

            let error = read(&mut found).unwrap_err();

            assert!(error.is_changed_while_reading(), "{error}");
            assert_eq!(error.path(), Some(file.as_path()));
        }
    }

    #[test]
    fn first_file_in_order_is_the_one_reported() {
        let names: Vec<_> = (10..90).map(|index| index.to_string()).collect();
        let files: Vec<_> = names.iter().map(String::as_str).collect();
        let tree = tree(&files);
        let mut found = found_in(&tree);
        for name in &names[30..] {
            fs::remove_file(tree.path().join(name)).unwrap();
        }
        let error = read(&mut found).unwrap_err();
        assert_eq!(error.path(), Some(tree.path().join("40").as_path()));
    }

    #[test]
    fn reading_that_nobody_waits_for_stops() {
        let tree = tree(&["one", "two"]);
        let mut found = found_in(&tree);
        let progress = Progress::new();
        let survey = Survey { is_stopped: &|| true, ..survey(&progress) };
        digest_all(&mut found, &survey).unwrap();
        assert!(found.iter().all(|file| file.known.is_none()));
        assert_eq!(progress.snapshot().files_scanned, 0);
    }

    #[test]
    fn one_look_is_enough_for_a_small_file_that_lies_still() {
        let tree = tree(&["file"]);
        fs::write(tree.path().join("empty"), "").unwrap();
        fs::write(tree.path().join("large"), vec![0; READ_BUFFER_BYTES]).unwrap();
        let looked_at = |path: &Path, is_settled: bool| {
            let file = File::open(path).unwrap();
            let digest = digest_of_settled(&file, |_| is_settled, &mut Vec::new());
            digest.map(|(stamp, digest)| (stamp.size(), digest))
        };
        let digest = |content: &[u8]| (content.len() as u64, blake3::hash(content).into());
        let of = |name| looked_at(&tree.path().join(name), true);
        assert_eq!(of("file"), Some(digest(b"content")));
        assert_eq!(of("empty"), Some(digest(b"")));
        assert_eq!(of("large"), None);
        assert_eq!(of("."), None);
        assert_eq!(looked_at(&tree.path().join("file"), false), None);
        // It claims to be empty.
        #[cfg(target_os = "linux")]
        assert_eq!(looked_at(Path::new("/proc/self/status"), true), None);
    }
}
