//! The task of listing a directory: its files, with the digests of small ones, and its directories.

use std::ffi::OsStr;
use std::iter;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::hash_files::{hash_file, hash_settled_file};
use super::read_ahead::Task;
use super::resolve::{metadata_error, regular_file, source_kind};
use super::run::{ScanRun, WalkMode, stopped};
use super::source_root::SourceRoot;
use crate::cache::DirectoryHash;
use crate::content::{self, Content};
use crate::error::Kind;
use crate::filter::Selection;
use crate::found_file::{FileDigest, FoundFile};
use crate::metadata::{DirEntry, FileKind, FileStat, Metadata};
use crate::{Error, disk, source};

/// The maximum size of files that are read with their directory. Opening such a file costs more than
/// reading it.
pub(super) const SMALL_BYTES: u64 = 128 << 10;

/// The maximum number of members for one task, so that threads share a large directory.
const BATCH: usize = 256;

/// A directory that the walk has found.
pub(super) struct FoundDirectory {
    pub(super) archive_path: String,
    /// The path for messages, with links.
    pub(super) local: PathBuf,
    /// The path with all links resolved.
    pub(super) real: PathBuf,
    pub(super) selection: Selection,
    /// `None` if directories have no entries.
    pub(super) entry: Option<DirectoryEntry>,
}

/// The entry of a directory.
#[derive(Debug, Clone)]
pub(super) struct DirectoryEntry {
    pub(super) stat: FileStat,
    /// `false` if the directory has an entry only if it has included members.
    pub(super) is_included: bool,
}

/// A link that is kept.
#[derive(Debug)]
pub(super) struct FoundLink {
    pub(super) archive_path: String,
    pub(super) content: Arc<Content>,
    pub(super) stat: FileStat,
    pub(super) target: Box<[u8]>,
}

/// A directory on the path of the walk. The parents are kept to detect cycles of links.
pub(super) struct DirectoryNode {
    pub(super) directory: FoundDirectory,
    pub(super) root: Arc<SourceRoot>,
    pub(super) parent: Option<Arc<DirectoryNode>>,
}

/// Lists a directory, or examines some of its members.
pub(super) struct ListDirectory<'a> {
    pub(super) run: &'a ScanRun<'a>,
    pub(super) reads_small_files: bool,
    pub(super) node: Arc<DirectoryNode>,
    /// `None` to list the directory.
    pub(super) members: Option<Vec<DirEntry>>,
}

/// The output of [`ListDirectory`].
pub(super) enum Listing {
    /// The directory has no members.
    Empty,
    /// The directory has too many members for one task.
    Batches(Vec<Vec<DirEntry>>),
    /// The included members, in the order of their names, up to the first error.
    Members(Vec<FoundMember>, Option<Error>),
}

/// An included member of a directory.
pub(super) enum FoundMember {
    File(FoundFile),
    Link(FoundLink),
    Directory(FoundDirectory),
}

impl Task for ListDirectory<'_> {
    /// The buffer for reading files.
    type Scratch = Vec<u8>;
    type Output = Result<Listing, Error>;

    fn run(self, buffer: &mut Vec<u8>) -> Self::Output {
        let FoundDirectory { local, real, .. } = &self.node.directory;
        let list_error = |error| Error::io("list the directory", local, error);
        let mut open = disk::Directory::open(real).map_err(list_error)?;
        let members = match self.members {
            Some(members) => members,
            None => {
                let mut members = open.entries().map_err(list_error)?;
                members.sort_unstable_by(|one, other| one.name.cmp(&other.name));
                if members.is_empty() {
                    return Ok(Listing::Empty);
                }
                if members.len() > BATCH {
                    return Ok(Listing::Batches(batches(members)));
                }
                members
            }
        };
        let Self { run, reads_small_files, ref node, .. } = self;
        let (open, path_hash) = (&open, DirectoryHash::of(real));
        let content = Arc::new(Content::Directory(real.clone()));
        let mut examiner =
            Examiner { run, reads_small_files, node, open, path_hash, content, buffer };
        Ok(examiner.examine_all(members))
    }
}

fn batches(members: Vec<DirEntry>) -> Vec<Vec<DirEntry>> {
    let mut members = members.into_iter().peekable();
    let mut batches = Vec::new();
    while members.peek().is_some() {
        batches.push(members.by_ref().take(BATCH).collect());
    }
    batches
}

/// Examines the members of one directory.
struct Examiner<'a> {
    run: &'a ScanRun<'a>,
    reads_small_files: bool,
    node: &'a DirectoryNode,
    open: &'a disk::Directory,
    path_hash: DirectoryHash,
    /// The content of all files of the directory.
    content: Arc<Content>,
    buffer: &'a mut Vec<u8>,
}

impl Examiner<'_> {
    fn examine_all(&mut self, members: Vec<DirEntry>) -> Listing {
        let mut found = Vec::with_capacity(members.len());
        let mut failure = None;
        for member in members {
            if (self.run.is_cancelled)() {
                failure = Some(stopped());
                break;
            }
            match self.examine(member) {
                Ok(member) => found.extend(member),
                Err(error) => {
                    failure = Some(error);
                    break;
                }
            }
        }
        self.run.count(found.iter().filter_map(|member| match member {
            FoundMember::File(file) => file.digest.map(|digest| (&file.stat, digest)),
            FoundMember::Link(_) | FoundMember::Directory(_) => None,
        }));
        Listing::Members(found, failure)
    }

    /// Returns the member, or `None` if it is excluded.
    fn examine(&mut self, entry: DirEntry) -> Result<Option<FoundMember>, Error> {
        let DirEntry { name, kind } = entry;
        let kind = match kind {
            Some(kind) => kind,
            None => self.metadata(&name)?.kind,
        };
        let selection = self.node.directory.select_by_name(&name, kind);
        if selection.is_nothing() {
            return Ok(None);
        }
        let Some(text) = name.to_str() else {
            return Err(Kind::NotUtf8 { path: self.path(&name) }.into());
        };
        match kind {
            FileKind::File => self.file(text).map(|file| Some(FoundMember::File(file))),
            FileKind::Directory => {
                let real = content::join(&self.node.directory.real, &name);
                self.directory(text, real, selection).map(Some)
            }
            FileKind::Link if self.run.mode == WalkMode::Keep => self.kept_link(text).map(Some),
            FileKind::Link => self.link(text),
            FileKind::Special(_) if self.node.root.omits_special_files() => Ok(None),
            FileKind::Special(what) => {
                Err(Kind::SpecialFile { path: self.path(&name), what }.into())
            }
        }
    }

    /// Returns a file. It has a digest if the cache has one, or if the file is read now.
    fn file(&mut self, name: &str) -> Result<FoundFile, Error> {
        let real = || content::join(&self.node.directory.real, name.as_ref());
        let mut known_stat = None;
        if !self.reads_small_files || self.run.cache.is_some() {
            let stat = regular_file(self.metadata(name.as_ref())?, real)?;
            let digest = self.run.cached(|| self.path_hash.member(name.as_ref()), &stat);
            if digest.is_some() || !self.is_read_now(&stat) {
                return Ok(self.found_file(name, stat, digest));
            }
            known_stat = Some(stat);
        }
        let real = real();
        let open = || disk::open_result(&real, self.open.open_file(name.as_ref()));
        let file = open()?;
        let (file, stat) = match known_stat {
            Some(stat) => (file, stat),
            None => {
                let is_settled = |stat: &FileStat| stat.is_settled(self.run.started);
                if let Some((stat, digest)) = hash_settled_file(&file, is_settled, self.buffer) {
                    return Ok(self.found_file(name, stat, Some(FileDigest::from_disk(digest))));
                }
                let file = open()?;
                let metadata =
                    disk::metadata_of(&file).map_err(|error| metadata_error(&real, error))?;
                (file, regular_file(metadata, || real.clone())?)
            }
        };
        let digest = match self.is_read_now(&stat) {
            true => Some(FileDigest::from_disk(hash_file(&file, &stat, &real, self.buffer)?)),
            false => None,
        };
        Ok(self.found_file(name, stat, digest))
    }

    fn found_file(&self, name: &str, stat: FileStat, digest: Option<FileDigest>) -> FoundFile {
        let archive_path = self.archive_path(name).into_boxed_str();
        let (content, modes) = (self.content.clone(), self.node.root.modes);
        FoundFile { archive_path, content, stat, modes, digest }
    }

    fn is_read_now(&self, stat: &FileStat) -> bool {
        self.reads_small_files && stat.size() <= SMALL_BYTES
    }

    fn kept_link(&self, name: &str) -> Result<FoundMember, Error> {
        let target = disk::read_link(&content::join(&self.node.directory.real, name.as_ref()))?;
        let stat = self.metadata(name.as_ref())?.stat;
        let (archive_path, content) = (self.archive_path(name), self.content.clone());
        Ok(FoundMember::Link(FoundLink { archive_path, content, stat, target }))
    }

    fn link(&self, name: &str) -> Result<Option<FoundMember>, Error> {
        let DirectoryNode { directory, root, .. } = self.node;
        let path = self.path(name.as_ref());
        let real = content::join(&directory.real, name.as_ref());
        let Some((target, metadata)) = root.target(&path, &real)? else { return Ok(None) };
        let is_directory = metadata.kind == FileKind::Directory;
        if is_directory && root.omits_broken_links() && self.node.is_below(&target) {
            return Ok(None);
        }
        let kind = source_kind(&metadata);
        let selection = root.select_target(&target, kind, &directory.selection, name);
        if selection.is_nothing() {
            return Ok(None);
        }
        if is_directory {
            return self.directory(name, target, selection).map(Some);
        }
        if matches!(metadata.kind, FileKind::Special(_)) && root.omits_special_files() {
            return Ok(None);
        }
        let stat = regular_file(metadata, || path.clone())?;
        let archive_path = self.archive_path(name).into_boxed_str();
        let content = Arc::new(Content::File(target));
        let file = FoundFile { archive_path, content, stat, modes: root.modes, digest: None };
        Ok(Some(FoundMember::File(file)))
    }

    fn directory(
        &self,
        name: &str,
        real: PathBuf,
        selection: Selection,
    ) -> Result<FoundMember, Error> {
        let local = self.path(name.as_ref());
        self.node.check_no_cycle(&local, &real)?;
        let archive_path = self.archive_path(name);
        let entry = match self.run.mode {
            WalkMode::Follow => None,
            WalkMode::Keep => {
                let is_included = !self.node.directory.selection.file(name).is_nothing();
                Some(DirectoryEntry { stat: self.metadata(name.as_ref())?.stat, is_included })
            }
        };
        Ok(FoundMember::Directory(FoundDirectory { archive_path, local, real, selection, entry }))
    }

    fn metadata(&self, name: &OsStr) -> Result<Metadata, Error> {
        self.open.metadata(name).map_err(|error| metadata_error(&self.path(name), error))
    }

    fn archive_path(&self, name: &str) -> String {
        source::join(&self.node.directory.archive_path, name)
    }

    /// Returns the path of a member for messages.
    fn path(&self, name: &OsStr) -> PathBuf {
        self.node.directory.local.join(name)
    }
}

impl FoundDirectory {
    /// Returns the selection of a member by its own name, before a link is followed.
    fn select_by_name(&self, name: &OsStr, kind: FileKind) -> Selection {
        match kind {
            FileKind::Directory => self.selection.subdirectory(&name.to_string_lossy()),
            _ => self.selection.file(&name.to_string_lossy()),
        }
    }
}

impl DirectoryNode {
    /// Returns `true` if `real` contains this directory or one of its parents on the path of the walk,
    /// or is one of them.
    fn is_below(&self, real: &Path) -> bool {
        let mut path = iter::successors(Some(self), |node| node.parent.as_deref());
        path.any(|node| node.directory.real.starts_with(real))
    }

    /// Fails if `real` is this directory or one of its parents on the path of the walk.
    fn check_no_cycle(&self, path: &Path, real: &Path) -> Result<(), Error> {
        let mut current = Some(self);
        while let Some(node) = current {
            if node.directory.real.as_os_str() == real.as_os_str() {
                let (path, target) = (path.to_owned(), real.to_owned());
                return Err(Kind::LinkCycle { path, target }.into());
            }
            current = node.parent.as_deref();
        }
        Ok(())
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;
    use std::process::Command;

    use tempfile::TempDir;

    use super::*;
    use crate::source::SourceKind;
    use crate::{Progress, Source};

    fn tree(files: &[&str]) -> TempDir {
        let tree = tempfile::tempdir().unwrap();
        for file in files {
            let path = tree.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, *file).unwrap();
        }
        tree
    }

    /// Examines the member `file` of a directory, as if it were listed with `kind`.
    fn examine(tree: &TempDir, kind: Option<FileKind>) -> Result<Vec<FoundMember>, Error> {
        let progress = Progress::new();
        let run = ScanRun::without_cache(&progress);
        let (local, real) = (tree.path().to_owned(), tree.path().canonicalize().unwrap());
        let source = Source::new(&local, "");
        let root = SourceRoot::of(&source, &local, &real, SourceKind::Directory).unwrap();
        let (archive_path, selection) = (String::new(), Selection::All);
        let directory = FoundDirectory { archive_path, local, real, selection, entry: None };
        let task = ListDirectory {
            run: &run,
            reads_small_files: true,
            node: Arc::new(DirectoryNode { directory, root: Arc::new(root), parent: None }),
            members: Some(vec![DirEntry { name: "file".into(), kind }]),
        };
        match Task::run(task, &mut Vec::new())? {
            Listing::Members(members, None) => Ok(members),
            Listing::Members(_, Some(error)) => Err(error),
            Listing::Empty | Listing::Batches(_) => panic!("the task had one member"),
        }
    }

    #[test]
    fn member_listed_without_kind_is_examined() {
        let file = tree(&["file"]);
        assert!(matches!(examine(&file, None).unwrap()[..], [FoundMember::File(_)]));

        let directory = tree(&["file/inner"]);
        assert!(matches!(examine(&directory, None).unwrap()[..], [FoundMember::Directory(_)]));

        let link = tree(&["other"]);
        symlink("other", link.path().join("file")).unwrap();
        assert!(matches!(examine(&link, None).unwrap()[..], [FoundMember::File(_)]));
    }

    #[test]
    fn file_replaced_before_it_is_opened_is_named() {
        let fifo = tree(&[]);
        assert!(Command::new("mkfifo").arg(fifo.path().join("file")).status().unwrap().success());
        let link = tree(&["other"]);
        symlink("other", link.path().join("file")).unwrap();
        let socket = tree(&[]);
        let _listener = UnixListener::bind(socket.path().join("file")).unwrap();
        let cases = [
            (tree(&[]), "changed while"),
            (tree(&["file/inner"]), "changed while"),
            (link, "changed while"),
            (fifo, "is a FIFO"),
            (socket, "cannot open"),
        ];
        for (tree, expected) in cases {
            let error = examine(&tree, Some(FileKind::File)).err().unwrap();
            assert_eq!(error.path(), Some(tree.path().join("file").as_path()));
            assert!(error.to_string().contains(expected), "{error}");
        }
    }
}
