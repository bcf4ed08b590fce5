//! The walk over the sources: which files there are, and what the small ones hold.

mod ahead;
mod look;
#[cfg(test)]
#[cfg(unix)]
pub(crate) mod tests;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use ahead::{Ahead, Ticket, with_threads};
use look::{Directory, Look, Looked, Met};

use crate::boundary::Boundary;
use crate::cache::Memory;
use crate::content::Content;
use crate::disk;
use crate::error::Kind;
use crate::filter::Taken;
use crate::limits::Meter;
use crate::manifest::Entry;
use crate::reading::Known;
use crate::source::{self, SourceKind};
use crate::stamp::{FileKind, Seen, Stamp};
use crate::{Error, Limits, Progress, Source, scan};

/// The largest files that are read as they are met: to open them is most of the work.
const SMALL_BYTES: u64 = 128 << 10;

/// A file that will become an entry.
#[derive(Debug)]
pub(crate) struct Candidate {
    pub(crate) archive_path: Box<str>,
    pub(crate) content: Arc<Content>,
    pub(crate) stamp: Stamp,
    /// What it holds, unless it has yet to be read.
    pub(crate) known: Option<Known>,
}

/// What a walk over all sources found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) files: Vec<Candidate>,
    pub(crate) in_memory: Vec<Entry>,
    pub(crate) empty_directories: Vec<PathBuf>,
}

/// A directory to look at, or some members of one.
type ToLookAt = (Arc<Directory>, Option<Vec<disk::Member>>);

/// When a scan began, what it knows beforehand, whom it tells how far it is, and when it is to stop.
pub(crate) struct Survey<'a> {
    /// When the scan began, since the beginning of 1970.
    pub(crate) began: Duration,
    pub(crate) memory: Option<Memory<'a>>,
    pub(crate) progress: &'a Progress,
    pub(crate) is_stopped: &'a (dyn Fn() -> bool + Sync),
}

/// Walks all sources.
pub(crate) fn walk(
    sources: &[Source],
    limits: Limits,
    survey: &Survey<'_>,
) -> Result<Found, Error> {
    // Where sources overlap, a file is read when it is clear who has it.
    let reads_small_files = !overlap(sources);
    with_threads(|ahead| {
        let meter = Meter::new(limits);
        let (buffer, found) = (Vec::new(), Found::default());
        let mut walk = Walk { meter, survey, reads_small_files, ahead, buffer, found };
        for source in sources {
            walk.source(source)?;
        }
        Ok(walk.found)
    })
}

/// Tells whether one file on disk may be in several sources.
fn overlap(sources: &[Source]) -> bool {
    let on_disk = sources.iter().filter(|source| source.memory.is_none());
    // What cannot be found is an error soon enough.
    let mut real: Vec<_> =
        on_disk.filter_map(|source| fs::canonicalize(&source.local).ok()).collect();
    // What lies in a directory comes right after it.
    real.sort();
    real.windows(2).any(|pair| pair[1].starts_with(&pair[0]))
}

struct Walk<'s, 'a> {
    meter: Meter,
    survey: &'s Survey<'s>,
    reads_small_files: bool,
    ahead: &'a Ahead<Look<'s>>,
    buffer: Vec<u8>,
    found: Found,
}

/// A directory that was found.
struct Place {
    archive_path: String,
    /// As reached, for messages.
    local: PathBuf,
    /// With all links resolved.
    real: PathBuf,
    taken: Taken,
}

impl Walk<'_, '_> {
    fn source(&mut self, source: &Source) -> Result<(), Error> {
        if let Some(memory) = &source.memory {
            return self.memory(source, memory);
        }
        let local = std::path::absolute(&source.local)
            .map_err(|error| Error::io("resolve", &source.local, error))?;
        let (real, seen) = resolve(&local)?;
        let kind = source_kind(&seen);
        source.check_archive_path(kind)?;
        let boundary = Boundary::of(source, &local, &real, kind)?;

        let taken = boundary.taken_of_source(&local, &real, kind);
        if taken.is_nothing() {
            return Ok(());
        }

        let archive_path = source.archive_path.clone();
        match kind {
            SourceKind::File => {
                let stamp = regular(seen, || local.clone())?;
                let archive_path = archive_path.into_boxed_str();
                let content = Arc::new(Content::File(real));
                let file = Candidate { archive_path, content, stamp, known: None };
                self.file(file, |_| local.clone())
            }
            SourceKind::Directory => {
                self.tree(Place { archive_path, local, real, taken }, boundary)
            }
        }
    }

    /// Takes in content that is known already.
    fn memory(&mut self, source: &Source, memory: &source::Memory) -> Result<(), Error> {
        source.check_archive_path(SourceKind::File)?;
        let size = memory.bytes.len() as u64;
        self.meter.visit(|| source.local.clone(), &source.archive_path)?;
        self.meter.add_bytes(|| source.local.clone(), size)?;
        self.found.in_memory.push(Entry {
            path: source.archive_path.as_str().into(),
            mode: memory.mode,
            size,
            digest: blake3::hash(&memory.bytes).into(),
            content: Arc::new(Content::Memory(memory.bytes.clone())),
        });
        Ok(())
    }

    /// Walks a directory without recursion: a tree may be deeper than the stack.
    fn tree(&mut self, top: Place, boundary: Boundary) -> Result<(), Error> {
        let stopped = || Kind::Stopped { action: scan::ACTION };
        let boundary = Arc::new(boundary);
        self.visit(&top)?;
        let top = Directory { place: top, boundary: boundary.clone(), above: None };
        // The last one is taken next.
        let mut pending = self.order(vec![(Arc::new(top), None)]);
        while let Some((directory, ticket)) = pending.pop() {
            if (self.survey.is_stopped)() {
                return Err(stopped().into());
            }
            let looked = self.ahead.take(ticket, &mut self.buffer).ok_or_else(stopped)?;
            let below = match looked? {
                Looked::Empty => {
                    self.found.empty_directories.push(directory.place.local.clone());
                    continue;
                }
                Looked::Runs(runs) => {
                    runs.into_iter().map(|run| (directory.clone(), Some(run))).collect()
                }
                Looked::Met(met, failure) => {
                    let places = self.meet(&directory, met)?;
                    failure.map_or(Ok(()), Err)?;
                    let below = |place| Directory {
                        place,
                        boundary: boundary.clone(),
                        above: Some(directory.clone()),
                    };
                    places.into_iter().map(|place| (Arc::new(below(place)), None)).collect()
                }
            };
            pending.extend(self.order(below));
        }
        Ok(())
    }

    /// Has directories, or some of their members, looked at later; the first of them comes last.
    fn order(&self, looks: Vec<ToLookAt>) -> Vec<(Arc<Directory>, Ticket)> {
        let directories: Vec<_> = looks.iter().map(|(directory, _)| directory.clone()).collect();
        let looks = looks.into_iter().map(|(directory, members)| Look {
            survey: self.survey,
            reads_small_files: self.reads_small_files,
            directory,
            members,
        });
        directories.into_iter().zip(self.ahead.order(looks)).rev().collect()
    }

    /// Takes in what was met in a directory, and returns the directories in it.
    fn meet(&mut self, directory: &Directory, met: Vec<Met>) -> Result<Vec<Place>, Error> {
        let mut below = Vec::new();
        for met in met {
            match met {
                Met::File(file) => {
                    // In a directory, what is reached has the name that it has in the archive.
                    let local = &directory.place.local;
                    self.file(file, |file| local.join(source::name(&file.archive_path)))?;
                }
                Met::Directory(place) => {
                    self.visit(&place)?;
                    below.push(place);
                }
            }
        }
        Ok(below)
    }

    fn visit(&mut self, place: &Place) -> Result<(), Error> {
        self.meter.visit(|| place.local.clone(), &place.archive_path)
    }

    /// Takes in a file, and says by which path it was reached if it cannot.
    fn file(&mut self, file: Candidate, path: impl Fn(&Candidate) -> PathBuf) -> Result<(), Error> {
        self.meter.visit(|| path(&file), &file.archive_path)?;
        self.meter.add_bytes(|| path(&file), file.stamp.size())?;
        self.found.files.push(file);
        Ok(())
    }
}

impl Candidate {
    /// Returns the file on disk, links resolved.
    pub(crate) fn local(&self) -> PathBuf {
        self.content.place(&self.archive_path)
    }
}

/// Follows all links in `path` to what they lead to.
pub(crate) fn resolve(path: &Path) -> Result<(PathBuf, Seen), Error> {
    let real = fs::canonicalize(path).map_err(|error| unresolved(path, error))?;
    let seen = disk::seen(&real).map_err(|error| unseen(&real, error))?;
    Ok((real, seen))
}

fn source_kind(seen: &Seen) -> SourceKind {
    match seen.kind {
        FileKind::Directory => SourceKind::Directory,
        _ => SourceKind::File,
    }
}

/// Returns the stamp of what is to be a regular file.
fn regular(seen: Seen, path: impl Fn() -> PathBuf) -> Result<Stamp, Error> {
    match seen.kind {
        FileKind::File => Ok(seen.stamp),
        FileKind::Special(what) => Err(Kind::SpecialFile { path: path(), what }.into()),
        // It was a file a moment ago.
        FileKind::Directory | FileKind::Link => Err(Error::changed(&path())),
    }
}

fn unseen(path: &Path, error: io::Error) -> Error {
    Error::io("read the metadata of", path, error)
}

/// Says why a path leads nowhere.
fn unresolved(path: &Path, error: io::Error) -> Error {
    let path = path.to_owned();
    match fs::read_link(&path) {
        Ok(target) if error.kind() == io::ErrorKind::NotFound => {
            Kind::DanglingLink { path, target }.into()
        }
        Ok(target) if disk::is_link_loop(&error) => Kind::LinkCycle { path, target }.into(),
        _ => Error::io("find", &path, error),
    }
}
