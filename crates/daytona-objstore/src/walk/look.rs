//! What is found out about a directory and its members, on whichever thread has the time.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::ahead::Task;
use super::{Candidate, Place, SMALL_BYTES, Survey, regular, resolve, source_kind, unseen};
use crate::boundary::Boundary;
use crate::cache::FolderHash;
use crate::content::{Content, joined};
use crate::disk::{self, Folder, Member};
use crate::error::Kind;
use crate::filter::Taken;
use crate::reading::{Known, count, digest_of, digest_of_settled};
use crate::source::join;
use crate::stamp::{FileKind, Seen, Stamp};
use crate::{Error, scan};

/// How many members of a directory are looked at in one go, so that threads can share a large one.
const RUN: usize = 256;

/// A directory on the walk. Those above it are kept to recognize a link that leads back.
pub(super) struct Directory {
    pub(super) place: Place,
    pub(super) boundary: Arc<Boundary>,
    pub(super) above: Option<Arc<Directory>>,
}

/// A look at a directory: at all its members, or at some of them.
pub(super) struct Look<'a> {
    pub(super) survey: &'a Survey<'a>,
    pub(super) reads_small_files: bool,
    pub(super) directory: Arc<Directory>,
    pub(super) members: Option<Vec<Member>>,
}

/// What came of a look.
pub(super) enum Looked {
    /// There is nothing in the directory.
    Empty,
    /// There are too many members for one go.
    Runs(Vec<Vec<Member>>),
    /// What takes part, in order of the names, up to the first thing that is wrong.
    Met(Vec<Met>, Option<Error>),
}

/// What takes part of a directory.
pub(super) enum Met {
    File(Candidate),
    Directory(Place),
}

impl Task for Look<'_> {
    /// What files are read into.
    type Tools = Vec<u8>;
    type Outcome = Result<Looked, Error>;

    fn run(self, buffer: &mut Vec<u8>) -> Self::Outcome {
        let Place { local, real, .. } = &self.directory.place;
        let cannot_list = |error| Error::io("list the directory", local, error);
        let mut folder = Folder::open(real).map_err(cannot_list)?;
        let members = match self.members {
            Some(members) => members,
            None => {
                let mut members = folder.members().map_err(cannot_list)?;
                members.sort_unstable_by(|one, other| one.name.cmp(&other.name));
                if members.is_empty() {
                    return Ok(Looked::Empty);
                }
                if members.len() > RUN {
                    return Ok(Looked::Runs(runs(members)));
                }
                members
            }
        };
        let Self { survey, reads_small_files, ref directory, .. } = self;
        let (folder, folder_hash) = (&folder, FolderHash::of(real));
        let content = Arc::new(Content::Directory(real.clone()));
        let mut looking =
            Looking { survey, reads_small_files, directory, folder, folder_hash, content, buffer };
        Ok(looking.at(members))
    }
}

fn runs(members: Vec<Member>) -> Vec<Vec<Member>> {
    let mut members = members.into_iter().peekable();
    let mut runs = Vec::new();
    while members.peek().is_some() {
        runs.push(members.by_ref().take(RUN).collect());
    }
    runs
}

struct Looking<'a> {
    survey: &'a Survey<'a>,
    reads_small_files: bool,
    directory: &'a Directory,
    folder: &'a Folder,
    folder_hash: FolderHash,
    /// Where the content of its files is.
    content: Arc<Content>,
    buffer: &'a mut Vec<u8>,
}

impl Looking<'_> {
    fn at(&mut self, members: Vec<Member>) -> Looked {
        let mut met = Vec::with_capacity(members.len());
        let mut failure = None;
        for member in members {
            if (self.survey.is_stopped)() {
                failure = Some(Kind::Stopped { action: scan::ACTION }.into());
                break;
            }
            match self.member(member) {
                Ok(found) => met.extend(found),
                Err(error) => {
                    failure = Some(error);
                    break;
                }
            }
        }
        let files = met.iter().filter_map(|met| match met {
            Met::File(file) => file.known.map(|known| (&file.stamp, known)),
            Met::Directory(_) => None,
        });
        count(files, self.survey.progress);
        Looked::Met(met, failure)
    }

    /// Looks at one member; there is nothing to meet when it does not take part.
    fn member(&mut self, Member { name, kind }: Member) -> Result<Option<Met>, Error> {
        let kind = match kind {
            Some(kind) => kind,
            None => self.seen(&name)?.kind,
        };
        let taken = self.directory.place.taken_of(&name, kind);
        if taken.is_nothing() {
            return Ok(None);
        }
        let Some(text) = name.to_str() else {
            return Err(Kind::NotUtf8 { path: self.path(&name) }.into());
        };
        match kind {
            FileKind::File => self.file(text).map(|file| Some(Met::File(file))),
            FileKind::Directory => {
                let real = joined(&self.directory.place.real, &name);
                self.directory(text, real, taken).map(Some)
            }
            FileKind::Link => self.link(text),
            FileKind::Special(what) => {
                Err(Kind::SpecialFile { path: self.path(&name), what }.into())
            }
        }
    }

    /// Takes in a file, and what it holds where that is known or soon read.
    fn file(&mut self, name: &str) -> Result<Candidate, Error> {
        let place = &self.directory.place;
        let local = || joined(&place.real, name.as_ref());
        let mut seen = None;
        if !self.reads_small_files || self.survey.memory.is_some() {
            let stamp = regular(self.seen(name.as_ref())?, local)?;
            let memory = self.survey.memory.as_ref();
            let path = || self.folder_hash.member(name.as_ref());
            let known = memory.and_then(|it| it.digest(path(), &stamp)).map(Known::remembered);
            if known.is_some() || !self.reads_now(&stamp) {
                return Ok(self.candidate(name, stamp, known));
            }
            seen = Some(stamp);
        }
        let local = local();
        let open = || disk::opened(&local, self.folder.open_member(name.as_ref()));
        let file = open()?;
        let (file, stamp) = match seen {
            Some(stamp) => (file, stamp),
            None => {
                let is_settled = |stamp: &Stamp| stamp.is_settled(self.survey.began);
                if let Some((stamp, digest)) = digest_of_settled(&file, is_settled, self.buffer) {
                    return Ok(self.candidate(name, stamp, Some(Known::read(digest))));
                }
                let file = open()?;
                let seen = disk::seen_open(&file).map_err(|error| unseen(&local, error))?;
                (file, regular(seen, || local.clone())?)
            }
        };
        let known = match self.reads_now(&stamp) {
            true => Some(Known::read(digest_of(&file, &stamp, &local, self.buffer)?)),
            false => None,
        };
        Ok(self.candidate(name, stamp, known))
    }

    fn candidate(&self, name: &str, stamp: Stamp, known: Option<Known>) -> Candidate {
        let archive_path = join(&self.directory.place.archive_path, name).into_boxed_str();
        Candidate { archive_path, content: self.content.clone(), stamp, known }
    }

    fn reads_now(&self, stamp: &Stamp) -> bool {
        self.reads_small_files && stamp.size() <= SMALL_BYTES
    }

    fn link(&self, name: &str) -> Result<Option<Met>, Error> {
        let Directory { place, boundary, .. } = self.directory;
        let path = self.path(name.as_ref());
        let (target, seen) = resolve(&path)?;
        boundary.check(&path, &target)?;
        let taken = boundary.taken_of_target(&target, source_kind(&seen), &place.taken, name);
        if taken.is_nothing() {
            return Ok(None);
        }
        if seen.kind == FileKind::Directory {
            return self.directory(name, target, taken).map(Some);
        }
        let stamp = regular(seen, || path.clone())?;
        let archive_path = join(&place.archive_path, name).into_boxed_str();
        let content = Arc::new(Content::File(target));
        Ok(Some(Met::File(Candidate { archive_path, content, stamp, known: None })))
    }

    fn directory(&self, name: &str, real: PathBuf, taken: Taken) -> Result<Met, Error> {
        let local = self.path(name.as_ref());
        self.directory.check_not_above(&local, &real)?;
        let archive_path = join(&self.directory.place.archive_path, name);
        Ok(Met::Directory(Place { archive_path, local, real, taken }))
    }

    fn seen(&self, name: &OsStr) -> Result<Seen, Error> {
        self.folder.seen(name).map_err(|error| unseen(&self.path(name), error))
    }

    /// Returns the path of a member as reached, for messages.
    fn path(&self, name: &OsStr) -> PathBuf {
        self.directory.place.local.join(name)
    }
}

impl Place {
    /// Returns what a member contributes by its own name, before a link is followed.
    fn taken_of(&self, name: &OsStr, kind: FileKind) -> Taken {
        match kind {
            FileKind::Directory => self.taken.below(&name.to_string_lossy()),
            _ => self.taken.file(&name.to_string_lossy()),
        }
    }
}

impl Directory {
    /// Refuses a directory that is this one or lies above it on the way taken here.
    fn check_not_above(&self, path: &Path, real: &Path) -> Result<(), Error> {
        let mut current = Some(self);
        while let Some(directory) = current {
            if directory.place.real.as_os_str() == real.as_os_str() {
                let (path, target) = (path.to_owned(), real.to_owned());
                return Err(Kind::LinkCycle { path, target }.into());
            }
            current = directory.above.as_deref();
        }
        Ok(())
    }
}
