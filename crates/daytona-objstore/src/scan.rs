//! From sources to a manifest: find the files, read each once, and name what was found.

use std::collections::HashMap;
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use tokio::sync::oneshot;

use crate::error::Kind;
use crate::manifest::{Entry, Manifest};
use crate::reading::digest_all;
use crate::walk::{self, Candidate, Survey};
use crate::{Error, Progress, ScanOptions, Source};

/// What stops when nobody wants the manifest any more.
pub(crate) const ACTION: &str = "scan the context";

/// Reads the sources and returns the manifest of the context they make.
///
/// Every file is read once, on as many threads as the machine has cores, or not at all when a
/// [`DigestCache`](crate::DigestCache) knows it; a small one that changed in the last three seconds
/// is read twice. Symbolic links become the files they lead to, hard links become plain files.
/// Dropping the future stops the scan.
///
/// The options are [`ScanOptions`], or [`Limits`](crate::Limits) alone.
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
/// and differ; when an archive path is not valid; and when the context exceeds its limits.
pub async fn scan(
    sources: Vec<Source>,
    options: impl Into<ScanOptions>,
    progress: &Progress,
) -> Result<Manifest, Error> {
    let (options, progress) = (options.into(), progress.clone());
    // A thread of its own rather than the runtime's pool: a scan may take minutes.
    let (sender, receiver) = oneshot::channel();
    thread::Builder::new()
        .name("context-scan".into())
        .spawn(move || {
            let result =
                scan_now(&sources, &options, SystemTime::now(), &progress, &|| sender.is_closed());
            // Nobody is left to tell when the future was dropped.
            let _ = sender.send(result);
        })
        .map_err(|source| Kind::Thread { action: ACTION, source })?;
    receiver.await.unwrap_or_else(|_| Err(Kind::Stopped { action: ACTION }.into()))
}

pub(crate) fn scan_now(
    sources: &[Source],
    options: &ScanOptions,
    started: SystemTime,
    progress: &Progress,
    is_stopped: &(dyn Fn() -> bool + Sync),
) -> Result<Manifest, Error> {
    let memory = options.cache.as_ref().map(|cache| cache.recall(started));
    let began = started.duration_since(UNIX_EPOCH).unwrap_or_default();
    let survey = Survey { began, memory, progress, is_stopped };
    let mut found = walk::walk(sources, options.limits, &survey)?;
    // They are almost sorted already, which this kind of sorting makes use of.
    found.files.sort_by(|one, other| {
        let by_archive_path = one.archive_path.cmp(&other.archive_path);
        by_archive_path.then_with(|| one.local().cmp(&other.local()))
    });
    found.files.dedup_by(|one, other| {
        one.archive_path == other.archive_path && one.local() == other.local()
    });

    found.empty_directories.sort();
    found.empty_directories.dedup();

    digest_all(&mut found.files, &survey)?;
    if let Some(memory) = survey.memory {
        memory.keep(&found.files);
    }
    let entries: Option<Vec<Entry>> = found.files.into_iter().map(entry).collect();
    // A thread that was stopped, or has panicked, leaves files without a digest.
    let mut entries = entries.ok_or(Kind::Stopped { action: ACTION })?;
    // They may have been put in the place of what was larger.
    entries.shrink_to_fit();
    if !found.in_memory.is_empty() {
        entries.extend(found.in_memory);
        entries.sort_by(|one, other| one.path.cmp(&other.path));
    }
    unite_duplicates(&mut entries)?;
    if sources.len() > 1 {
        check_no_file_is_a_directory(&entries)?;
    }
    Ok(Manifest::new(entries, found.empty_directories))
}

/// Returns the entry of a file, if it is known what that holds.
fn entry(file: Candidate) -> Option<Entry> {
    let Candidate { archive_path, content, stamp, known } = file;
    let (digest, size) = (known?.digest, stamp.size());
    Some(Entry { path: archive_path, mode: stamp.mode, size, digest, content })
}

/// Lets files that claim the same archive path be one when there is no telling them apart.
fn unite_duplicates(entries: &mut Vec<Entry>) -> Result<(), Error> {
    let mut differ = None;
    entries.dedup_by(|entry, last| {
        let is_same_path = entry.path == last.path;
        if is_same_path && (entry.mode, entry.digest) != (last.mode, last.digest) {
            differ.get_or_insert_with(|| Kind::Duplicate {
                archive_path: entry.path.to_string(),
                first: last.place(),
                second: entry.place(),
            });
        }
        is_same_path
    });
    differ.map_or(Ok(()), |differ| Err(differ.into()))
}

/// Refuses a file where another entry needs a directory, which only several sources can cause.
fn check_no_file_is_a_directory(entries: &[Entry]) -> Result<(), Error> {
    let by_path: HashMap<&str, &Entry> =
        entries.iter().map(|entry| (entry.path(), entry)).collect();
    for entry in entries {
        for (slash, _) in entry.path.match_indices('/') {
            if let Some(file) = by_path.get(&entry.path[..slash]) {
                return Err(Kind::FileIsDirectory {
                    archive_path: file.path.to_string(),
                    file: file.place(),
                    below: entry.place(),
                }
                .into());
            }
        }
    }
    Ok(())
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    use std::path::Path;

    use tempfile::TempDir;

    use super::*;
    use crate::Limits;

    fn tree(files: &[(&str, &str)]) -> TempDir {
        let tree = tempfile::tempdir().unwrap();
        for (name, content) in files {
            let path = tree.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, content).unwrap();
            set_mode(&path, 0o644);
        }
        tree
    }

    fn set_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    async fn scanned(sources: Vec<Source>) -> Result<Manifest, Error> {
        scan(sources, Limits::default(), &Progress::new()).await
    }

    async fn manifest_of(tree: &TempDir) -> Manifest {
        scanned(vec![Source::new(tree.path(), "")]).await.unwrap()
    }

    #[tokio::test]
    async fn digest_does_not_depend_on_the_machine() {
        let here = tree(&[("run.sh", "one"), ("src/main.py", "two")]);
        let there = tempfile::tempdir().unwrap();
        let copy = there.path().join("somewhere/else");
        fs::create_dir_all(copy.join("src")).unwrap();
        // Another order, another time, another umask.
        fs::write(copy.join("src/main.py"), "two").unwrap();
        fs::write(copy.join("run.sh"), "one").unwrap();
        let file = fs::File::options().write(true).open(copy.join("run.sh")).unwrap();
        file.set_modified(std::time::SystemTime::UNIX_EPOCH).unwrap();
        set_mode(&copy.join("run.sh"), 0o664);
        set_mode(&copy.join("src/main.py"), 0o644);

        let one = manifest_of(&here).await;
        let other = scanned(vec![Source::new(copy, "")]).await.unwrap();

        assert_eq!(one.digest(), other.digest());
        assert_eq!(one.entries()[0].mode(), 0o644);
    }

    /// The value was computed from the documented encoding by another implementation.
    #[tokio::test]
    async fn digest_of_a_known_tree_is_pinned() {
        let tree = tree(&[
            ("app/main.py", "print('hello')\n"),
            ("app/run.sh", "#!/bin/sh\n"),
            ("app/ü", ""),
        ]);
        set_mode(&tree.path().join("app/run.sh"), 0o755);
        assert_eq!(
            manifest_of(&tree).await.digest().to_string(),
            "60e08a999efebad9cd373897dbda032bed77db6cdcfcca91491de71d53240b07"
        );
    }

    #[tokio::test]
    async fn digest_depends_on_names_contents_and_the_executable_bit() {
        let tree = tree(&[("file", "content")]);
        let file = tree.path().join("file");
        let original = manifest_of(&tree).await;

        set_mode(&file, 0o755);
        assert_ne!(manifest_of(&tree).await.digest(), original.digest());
        set_mode(&file, 0o644);
        fs::write(&file, "Content").unwrap();
        assert_ne!(manifest_of(&tree).await.digest(), original.digest());
        fs::write(&file, "content").unwrap();
        assert_eq!(manifest_of(&tree).await.digest(), original.digest());
        fs::rename(&file, tree.path().join("file2")).unwrap();
        assert_ne!(manifest_of(&tree).await.digest(), original.digest());
    }

    #[tokio::test]
    async fn bits_beyond_the_permissions_are_dropped() {
        let tree = tree(&[("file", "")]);
        set_mode(&tree.path().join("file"), 0o6777);
        assert_eq!(manifest_of(&tree).await.entries()[0].mode(), 0o755);
    }

    #[tokio::test]
    async fn entries_are_in_the_order_of_their_bytes() {
        let tree = tree(&[("a/b", ""), ("a-b", ""), ("a.b", ""), ("é", ""), ("z", "")]);
        let manifest = manifest_of(&tree).await;
        let paths: Vec<_> = manifest.entries().iter().map(Entry::path).collect();
        assert_eq!(paths, ["a-b", "a.b", "a/b", "z", "é"]);
    }

    #[tokio::test]
    async fn hard_links_are_plain_files() {
        let tree = tree(&[("one", "content")]);
        fs::hard_link(tree.path().join("one"), tree.path().join("two")).unwrap();
        let manifest = manifest_of(&tree).await;
        assert_eq!(manifest.entries().len(), 2);
        assert_eq!(manifest.entries()[0].digest(), manifest.entries()[1].digest());
        assert_eq!(manifest.total_bytes(), 14);
    }

    #[tokio::test]
    async fn nothing_at_all_is_an_empty_context() {
        let tree = tree(&[]);
        let manifest = manifest_of(&tree).await;
        assert!(manifest.is_empty());
        assert_eq!(manifest.empty_directories(), [tree.path()]);
        assert!(scanned(Vec::new()).await.unwrap().is_empty());
    }

    #[tokio::test]
    async fn one_path_from_two_sources_needs_one_content() {
        let tree = tree(&[("one", "same"), ("two", "same"), ("three", "other")]);
        let source = |name| Source::new(tree.path().join(name), "target");

        let manifest = scanned(vec![source("one"), source("two"), source("one")]).await.unwrap();
        assert_eq!(manifest.entries().len(), 1);

        let error = scanned(vec![source("one"), source("three")]).await.unwrap_err().to_string();
        for name in ["/one\"", "/three\"", "\"target\""] {
            assert!(error.contains(name), "{error}");
        }
        set_mode(&tree.path().join("two"), 0o755);
        assert!(scanned(vec![source("one"), source("two")]).await.is_err());
    }

    #[tokio::test]
    async fn content_in_memory_stands_in_order_and_meets_the_same_rules() {
        let tree = tree(&[("a", "1"), ("c", "3")]);
        let disk = || Source::new(tree.path(), "");
        let manifest = scanned(vec![disk(), Source::content("2", "b")]).await.unwrap();
        let paths: Vec<_> = manifest.entries().iter().map(Entry::path).collect();
        assert_eq!(paths, ["a", "b", "c"]);
        assert_eq!(manifest.total_bytes(), 3);

        assert!(scanned(vec![disk(), Source::content("1", "a")]).await.is_ok());
        let error = scanned(vec![disk(), Source::content("2", "a")]).await.unwrap_err();
        assert!(error.to_string().ends_with("would become \"a\" in the context, and they differ"));
        let error = scanned(vec![disk(), Source::content("2", "a/b")]).await.unwrap_err();
        assert!(error.to_string().ends_with("and \"a/b\" needs a directory of that name"));
        assert!(scanned(vec![Source::content("2", "../b")]).await.is_err());

        let limits = Limits::default().max_bytes(1);
        let sources = vec![Source::content("2", "b"), Source::content("3", "c")];
        let error = scan(sources, limits, &Progress::new()).await.unwrap_err();
        assert!(error.is_limit_exceeded());
        assert_eq!(error.path(), Some(Path::new("c")));
    }

    #[tokio::test]
    async fn overlapping_sources_are_read_once() {
        let tree = tree(&[("src/a", "12345")]);
        let progress = Progress::new();
        let sources =
            vec![Source::new(tree.path(), ""), Source::new(tree.path().join("src"), "src")];
        let manifest = scan(sources, Limits::default(), &progress).await.unwrap();
        assert_eq!(manifest.entries().len(), 1);
        assert_eq!(progress.snapshot().files_scanned, 1);
        assert_eq!(progress.snapshot().bytes_scanned, 5);
    }

    #[tokio::test]
    async fn path_cannot_be_both_file_and_directory() {
        let tree = tree(&[("one", ""), ("two/x", ""), ("beside", "")]);
        let source = |name, target| Source::new(tree.path().join(name), target);
        let sources = vec![source("one", "a"), source("two", "a"), source("beside", "a-b")];
        let error = scanned(sources).await.unwrap_err();
        assert_eq!(error.path(), Some(tree.path().join("one").as_path()));
        assert!(error.to_string().contains("/two/x\" needs a directory"), "{error}");
    }

    #[tokio::test]
    #[cfg(target_os = "linux")]
    async fn file_that_cannot_be_read_is_named_with_the_reason() {
        // Reading it from the start fails for everybody, root included.
        let error = scanned(vec![Source::new("/proc/self/mem", "mem")]).await.unwrap_err();
        assert!(error.to_string().starts_with("cannot read \"/proc/"), "{error}");
        assert!(error.path().unwrap().ends_with("mem"));
        let cause = std::error::Error::source(&error).unwrap().to_string();
        assert!(error.to_string().ends_with(&format!("\": {cause}")), "{error}");
    }

    #[test]
    fn scan_that_nobody_waits_for_stops() {
        let tree = tree(&[("a/b", "one"), ("a-b", "two")]);
        let sources = [Source::new(tree.path(), "")];
        let error = scan_now(
            &sources,
            &ScanOptions::default(),
            SystemTime::now(),
            &Progress::new(),
            &|| true,
        )
        .unwrap_err();
        assert_eq!(error.to_string(), "stopped before it was possible to scan the context");
    }
}
