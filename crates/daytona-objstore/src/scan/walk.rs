//! The walk over the sources of a scan.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use super::directory::{
    DirectoryEntry, DirectoryNode, FoundDirectory, FoundLink, FoundMember, ListDirectory, Listing,
};
use super::read_ahead::{ReadAhead, TaskId, with_threads};
use super::resolve::{regular_file, resolve, source_kind};
use super::run::{ScanRun, WalkMode, stopped};
use super::source_root::SourceRoot;
use crate::content::Content;
use crate::error::Kind;
use crate::found_file::FoundFile;
use crate::limits::LimitCounter;
use crate::metadata::{DirEntry, FileStat};
use crate::source::{InMemoryFile, Members, SourceKind};
use crate::{Entry, Error, Limits, ModePolicy, Source, source};

/// The result of a walk.
#[derive(Debug, Default)]
pub(super) struct WalkResult {
    pub(super) files: Vec<FoundFile>,
    /// The entries of files in memory, each with the policy of its source.
    pub(super) in_memory: Vec<(Entry, Option<ModePolicy>)>,
    pub(super) empty_directories: Vec<PathBuf>,
    /// Empty if links are followed.
    pub(super) links: Vec<FoundLink>,
    /// Empty if directories have no entries.
    pub(super) directories: Vec<DirectoryOfPack>,
    /// The numbers of items after each source.
    pub(super) source_ends: Vec<SourceEnd>,
}

/// A directory with an entry.
#[derive(Debug)]
pub(super) struct DirectoryOfPack {
    pub(super) archive_path: String,
    pub(super) real: PathBuf,
    pub(super) entry: DirectoryEntry,
}

/// The numbers of items that a walk has found.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct SourceEnd {
    pub(super) files: usize,
    pub(super) in_memory: usize,
    pub(super) links: usize,
    pub(super) directories: usize,
}

impl WalkResult {
    fn end(&self) -> SourceEnd {
        SourceEnd {
            files: self.files.len(),
            in_memory: self.in_memory.len(),
            links: self.links.len(),
            directories: self.directories.len(),
        }
    }
}

/// A directory to list, or some of its members to examine.
type Pending = (Arc<DirectoryNode>, Option<Vec<DirEntry>>);

/// Walks all sources.
pub(super) fn walk(
    sources: &[Source],
    limits: Limits,
    run: &ScanRun<'_>,
) -> Result<WalkResult, Error> {
    // If sources overlap, files are read after duplicates are removed.
    let reads_small_files = run.reads_files && !overlap(sources);
    with_threads(|read_ahead| {
        let counter = LimitCounter::new(limits);
        let (buffer, result) = (Vec::new(), WalkResult::default());
        let mut walk = Walk { counter, run, reads_small_files, read_ahead, buffer, result };
        for source in sources {
            walk.source(source)?;
            let end = walk.result.end();
            walk.result.source_ends.push(end);
        }
        Ok(walk.result)
    })
}

/// Returns `true` if one file on disk may be in several sources.
fn overlap(sources: &[Source]) -> bool {
    let on_disk = sources.iter().filter(|source| source.in_memory.is_none());
    // The walk reports a source that cannot be resolved.
    let mut real: Vec<_> =
        on_disk.filter_map(|source| fs::canonicalize(&source.local).ok()).collect();
    // The members of a directory directly follow it.
    real.sort();
    real.windows(2).any(|pair| pair[1].starts_with(&pair[0]))
}

struct Walk<'s, 'a> {
    counter: LimitCounter,
    run: &'s ScanRun<'s>,
    reads_small_files: bool,
    read_ahead: &'a ReadAhead<ListDirectory<'s>>,
    buffer: Vec<u8>,
    result: WalkResult,
}

impl Walk<'_, '_> {
    fn source(&mut self, source: &Source) -> Result<(), Error> {
        if let Some(file) = &source.in_memory {
            return self.add_in_memory(source, file);
        }
        if source.members == Members::Nothing && self.run.mode == WalkMode::Follow {
            return Ok(());
        }
        let local = std::path::absolute(&source.local)
            .map_err(|error| Error::io("resolve", &source.local, error))?;
        let (real, metadata) = resolve(&local)?;
        let kind = source_kind(&metadata);
        source.check_archive_path(kind)?;
        if source.members == Members::Nothing {
            return self.directory_alone(source, real, kind, metadata.stat);
        }
        let root = SourceRoot::of(source, &local, &real, kind)?;

        let selection = root.select_source(&local, &real, kind);
        if selection.is_nothing() {
            return Ok(());
        }

        let archive_path = source.archive_path.clone();
        match kind {
            SourceKind::File => {
                let stat = regular_file(metadata, || local.clone())?;
                let archive_path = archive_path.into_boxed_str();
                let content = Arc::new(Content::File(real));
                let modes = root.modes;
                let file = FoundFile { archive_path, content, stat, modes, digest: None };
                self.add_file(file, |_| local.clone())
            }
            SourceKind::Directory => {
                let entry = (self.run.mode == WalkMode::Keep).then(|| {
                    // The filter decides about the entry as it does about a file.
                    let own = root.select_source(&local, &real, SourceKind::File);
                    DirectoryEntry { stat: metadata.stat, is_included: !own.is_nothing() }
                });
                self.tree(FoundDirectory { archive_path, local, real, selection, entry }, root)
            }
        }
    }

    /// Adds the entry of a directory without its members.
    fn directory_alone(
        &mut self,
        source: &Source,
        real: PathBuf,
        kind: SourceKind,
        stat: FileStat,
    ) -> Result<(), Error> {
        let (local, archive_path) = (source.local.clone(), source.archive_path.clone());
        if kind != SourceKind::Directory {
            let reason = "it is not a directory";
            return Err(Kind::ArchivePath { local, archive_path, reason }.into());
        }
        self.counter.add_file(|| local.clone(), &archive_path)?;
        let entry = DirectoryEntry { stat, is_included: true };
        self.result.directories.push(DirectoryOfPack { archive_path, real, entry });
        Ok(())
    }

    fn add_in_memory(&mut self, source: &Source, file: &InMemoryFile) -> Result<(), Error> {
        source.check_archive_path(SourceKind::File)?;
        let size = file.bytes.len() as u64;
        self.counter.add_file(|| source.local.clone(), &source.archive_path)?;
        self.counter.add_bytes(|| source.local.clone(), size)?;
        let entry = Entry {
            path: source.archive_path.as_str().into(),
            mode: file.mode,
            size,
            digest: blake3::hash(&file.bytes).into(),
            content: Arc::new(Content::InMemory(file.bytes.clone())),
        };
        self.result.in_memory.push((entry, source.modes));
        Ok(())
    }

    /// Walks a directory without recursion, because a tree may be deeper than the stack.
    fn tree(&mut self, top: FoundDirectory, root: SourceRoot) -> Result<(), Error> {
        let root = Arc::new(root);
        self.count_directory(&top)?;
        let top = DirectoryNode { directory: top, root: root.clone(), parent: None };
        let mut pending = self.submit(vec![(Arc::new(top), None)]);
        while let Some((node, task)) = pending.pop() {
            if (self.run.is_cancelled)() {
                return Err(stopped());
            }
            let listing = self.read_ahead.take(task, &mut self.buffer).ok_or_else(stopped)?;
            let next = match listing? {
                Listing::Empty => {
                    self.result.empty_directories.push(node.directory.local.clone());
                    continue;
                }
                Listing::Batches(batches) => {
                    batches.into_iter().map(|batch| (node.clone(), Some(batch))).collect()
                }
                Listing::Members(members, failure) => {
                    let directories = self.add_members(&node.directory, members)?;
                    failure.map_or(Ok(()), Err)?;
                    let child = |directory| DirectoryNode {
                        directory,
                        root: root.clone(),
                        parent: Some(node.clone()),
                    };
                    let child = |directory| (Arc::new(child(directory)), None);
                    directories.into_iter().map(child).collect()
                }
            };
            pending.extend(self.submit(next));
        }
        Ok(())
    }

    /// Submits tasks, and returns them in reverse order for the stack of pending tasks.
    fn submit(&self, pending: Vec<Pending>) -> Vec<(Arc<DirectoryNode>, TaskId)> {
        let nodes: Vec<_> = pending.iter().map(|(node, _)| node.clone()).collect();
        let tasks = pending.into_iter().map(|(node, members)| ListDirectory {
            run: self.run,
            reads_small_files: self.reads_small_files,
            node,
            members,
        });
        nodes.into_iter().zip(self.read_ahead.submit(tasks)).rev().collect()
    }

    /// Adds the files of a directory, and returns its directories.
    fn add_members(
        &mut self,
        directory: &FoundDirectory,
        members: Vec<FoundMember>,
    ) -> Result<Vec<FoundDirectory>, Error> {
        let mut directories = Vec::new();
        for member in members {
            match member {
                FoundMember::File(file) => {
                    // The name on disk is the name in the archive, for links too.
                    let path = |file: &FoundFile| {
                        directory.local.join(source::file_name(&file.archive_path))
                    };
                    self.add_file(file, path)?;
                }
                FoundMember::Link(link) => {
                    let path = || link.content.display_path(&link.archive_path);
                    self.counter.add_file(path, &link.archive_path)?;
                    self.result.links.push(link);
                }
                FoundMember::Directory(directory) => {
                    self.count_directory(&directory)?;
                    directories.push(directory);
                }
            }
        }
        Ok(directories)
    }

    /// Counts a directory, and adds it to the result if it has an entry.
    fn count_directory(&mut self, directory: &FoundDirectory) -> Result<(), Error> {
        let FoundDirectory { archive_path, local, real, entry, .. } = directory;
        self.counter.add_file(|| local.clone(), archive_path)?;
        if let Some(entry) = entry {
            let (archive_path, real, entry) = (archive_path.clone(), real.clone(), entry.clone());
            self.result.directories.push(DirectoryOfPack { archive_path, real, entry });
        }
        Ok(())
    }

    /// Adds a file. `path` returns its path for errors.
    fn add_file(
        &mut self,
        file: FoundFile,
        path: impl Fn(&FoundFile) -> PathBuf,
    ) -> Result<(), Error> {
        self.counter.add_file(|| path(&file), &file.archive_path)?;
        self.counter.add_bytes(|| path(&file), file.stat.size())?;
        self.result.files.push(file);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::directory::SMALL_BYTES;
    use super::*;
    use crate::Progress;

    #[test]
    fn walk_reads_small_files_only() {
        let tree = tempfile::tempdir().unwrap();
        let write = |name, bytes| fs::write(tree.path().join(name), vec![0; bytes]).unwrap();
        write("small", 5);
        write("large", SMALL_BYTES as usize + 1);
        write("medium", SMALL_BYTES as usize);
        let progress = Progress::new();
        let run = ScanRun::without_cache(&progress);
        let result = walk(&[Source::new(tree.path(), "")], Limits::default(), &run).unwrap();
        let is_read: Vec<_> = result.files.iter().map(|file| file.digest.is_some()).collect();
        assert_eq!(is_read, [false, true, true]);
    }
}
