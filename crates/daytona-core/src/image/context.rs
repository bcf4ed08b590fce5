//! Which local files the instructions of a Dockerfile take from its build context.

mod ignore_file;
mod refusal;
mod search;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use daytona_dockerfile::{ContextUse, IgnorePatterns, Source};
use ignore_file::IgnoreFile;
use refusal::Refusal;

use super::local::{has_file, is_absent, unreadable};
use super::reserved::is_reserved;
use super::{ContextFile, ContextFilter, ContextLinks};
use crate::files;
use crate::{Error, Result};

/// The name under which the builder finds the Dockerfile itself. An entry of the context with
/// this name would replace it.
pub(super) const DOCKERFILE: &str = "Dockerfile";

/// A directory whose files a Dockerfile can name.
#[derive(Debug)]
pub(super) struct BuildContext {
    dir: PathBuf,
    /// The same without links, to tell what lies inside.
    real: PathBuf,
    links: ContextLinks,
    ignore_file: Option<IgnoreFile>,
}

/// What a source stands for.
struct Found {
    path: String,
    filter: ContextFilter,
}

/// Something that is in the context.
struct Place {
    /// As it is named, from the context; empty for the context itself.
    path: String,
    /// Where it lies when all links have been followed, from the context. What lies outside has
    /// the place that it is named by.
    real: String,
    is_dir: bool,
}

impl BuildContext {
    /// Opens a directory as a build context; the empty path is the current one. What a
    /// `.dockerignore` ignores is not in it: that of the Dockerfile, or else that of the directory.
    pub(super) fn open(dir: &Path, dockerfile: Option<&Path>, links: ContextLinks) -> Result<Self> {
        let dir = if dir.as_os_str().is_empty() { Path::new(".") } else { dir };
        let metadata =
            fs::metadata(dir).map_err(|error| unreadable("context directory", dir, error))?;
        if !metadata.is_dir() {
            let message = format!("context directory `{}` is not a directory", dir.display());
            return Err(Error::invalid_input(message));
        }
        let real =
            dir.canonicalize().map_err(|error| unreadable("context directory", dir, error))?;
        let ignore_file = IgnoreFile::find(dir, dockerfile)?;
        Ok(Self { dir: dir.to_owned(), real, links, ignore_file })
    }

    /// Tells whether a `.dockerignore` has a say in it.
    pub(super) fn has_ignore_file(&self) -> bool {
        self.ignore_file.is_some()
    }

    /// Returns the files and directories that an instruction takes.
    ///
    /// `place` says where the instruction stands, `dockerfile` is the text that the builder gets
    /// as `Dockerfile`. A pattern may match nothing as long as another source of the instruction
    /// gives something.
    pub(super) fn select(
        &self,
        taken: &ContextUse,
        place: &str,
        dockerfile: &str,
    ) -> Result<Vec<ContextFile>> {
        let excluded = IgnorePatterns::verbatim(&taken.excludes).map_err(|error| {
            let keyword = taken.keyword.as_str();
            let message = format!("{place}: {keyword} has the flag `--exclude`, in which {error}");
            Error::invalid_input(message).with_source(error)
        })?;
        let excluded = Arc::new(excluded);

        let mut files = Vec::new();
        let mut matched = taken.has_other_sources;
        for source in &taken.sources {
            let refuse = |why| self.refuse(taken, place, source, why);
            let found = self.find(source, &self.filter(), &excluded).map_err(refuse)?;
            matched |= !found.is_empty();
            for found in found {
                self.take(found, source, dockerfile, &mut files).map_err(refuse)?;
            }
        }
        match taken.sources.first() {
            Some(source) if !matched => {
                Err(self.refuse(taken, place, source, self.why_nothing(source, &excluded)))
            }
            _ => Ok(files),
        }
    }

    /// Says why a pattern stands for nothing.
    fn why_nothing(&self, source: &Source, excluded: &Arc<IgnorePatterns>) -> Refusal {
        let everything = self.find(source, &ContextFilter::default(), excluded);
        match (&self.ignore_file, everything) {
            (Some(file), Ok(found)) if !found.is_empty() => {
                Refusal::new(format!("matches only what {file} ignores"))
            }
            _ => Refusal::from("matches nothing"),
        }
    }

    fn filter(&self) -> ContextFilter {
        self.ignore_file.as_ref().map(|file| file.filter.clone()).unwrap_or_default()
    }

    /// Takes what was found into the context. The builder brings the root's `Dockerfile` itself.
    fn take(
        &self,
        found: Found,
        source: &Source,
        dockerfile: &str,
        files: &mut Vec<ContextFile>,
    ) -> Result<(), Refusal> {
        let Found { path, filter } = found;
        if path.is_empty() {
            return self.take_everything(&filter, files);
        }
        let local = self.dir.join(&path);
        if path == DOCKERFILE && local.is_file() {
            let same = files::holds(&local, dockerfile.as_bytes()).map_err(Refusal::io)?;
            if source.is_name() && !same {
                return Err(Refusal::from(
                    "has the name of the build's own Dockerfile, and another content",
                )
                .hint("copy it from another name, or add it with add_local_file"));
            }
            return Ok(());
        }
        if local.is_dir() && !self.has_file(&path, &filter)? {
            return match source.is_name() {
                true => Err(self.why_empty(&path)?),
                false => Ok(()),
            };
        }
        check_own_name(&path)?;
        files.push(self.context_file(path, filter));
        Ok(())
    }

    /// Takes all that is in the context, one by one so that its `Dockerfile` can be left out.
    fn take_everything(
        &self,
        filter: &ContextFilter,
        files: &mut Vec<ContextFile>,
    ) -> Result<(), Refusal> {
        let root = filter.root();
        for member in self.members(&self.dir)? {
            let name = utf8(&member.name)?;
            let is_taken = match member.is_dir {
                true => root.below(name).is_some(),
                false => root.takes(name),
            };
            if !is_taken || (name == DOCKERFILE && self.dir.join(name).is_file()) {
                continue;
            }
            check_own_name(name)?;
            files.push(self.context_file(name.to_owned(), filter.clone()));
        }
        Ok(())
    }

    /// Tells whether anything in a directory reaches the build.
    fn has_file(&self, path: &str, filter: &ContextFilter) -> Result<bool, Refusal> {
        let place = self.locate(path)?;
        let dir = filter.at(&place.real);
        Ok(dir.is_some_and(|dir| has_file(&self.dir.join(path), &dir)))
    }

    /// Says why nothing in a directory reaches the build.
    fn why_empty(&self, path: &str) -> Result<Refusal, Refusal> {
        if !self.has_file(path, &ContextFilter::default())? {
            return Ok(Refusal::from(
                "is a directory without files, and only files reach the build",
            )
            .hint("put a file into it, or make the directory with RUN mkdir"));
        }
        Ok(match &self.ignore_file {
            Some(file) if !self.has_file(path, &file.filter)? => {
                Refusal::new(format!("is a directory of which {file} leaves no file"))
            }
            _ => Refusal::from("is a directory of which `--exclude` leaves no file"),
        })
    }

    /// Finds a path. Refuses what is not there, what lies outside, and what is neither file nor
    /// directory.
    fn locate(&self, path: &str) -> Result<Place, Refusal> {
        let local = self.dir.join(path);
        let real = match local.canonicalize() {
            Ok(real) => real,
            Err(_) if local.is_symlink() => {
                return Err(Refusal::from("is a link to something that does not exist"));
            }
            Err(error) if is_absent(&error) => return Err(Refusal::from("does not exist")),
            Err(error) => return Err(Refusal::io(error)),
        };
        let inside = real.strip_prefix(&self.real).ok();
        if inside.is_none() && self.links == ContextLinks::RefuseLeaving {
            return Err(Refusal::from("leads out of the build context through a link")
                .hint("copy what it points to into the context, add it with add_local_file or add_local_dir, or allow such links with ContextOptions"));
        }
        let kind = fs::metadata(&real).map_err(Refusal::io)?.file_type();
        if !kind.is_file() && !kind.is_dir() {
            return Err(Refusal::from("is neither a file nor a directory"));
        }
        let real = inside.map_or_else(|| path.to_owned(), from_path);
        Ok(Place { path: path.to_owned(), real, is_dir: kind.is_dir() })
    }

    /// Tells whether a `.dockerignore` keeps the file at a path out.
    pub(super) fn ignores(&self, path: &str) -> bool {
        self.filter().ignores(path)
    }

    /// Tells whether something that is there stays out of the context: itself, or a link on the
    /// way to it.
    fn is_ignored(&self, place: &Place, filter: &ContextFilter) -> bool {
        if place.path.is_empty() || filter.is_empty() {
            return false;
        }
        let is_ignored = match place.is_dir {
            true => filter.at(&place.real).is_none(),
            false => filter.ignores(&place.real),
        };
        is_ignored || (place.real != place.path && self.has_ignored_link(&place.path, filter))
    }

    fn has_ignored_link(&self, path: &str, filter: &ContextFilter) -> bool {
        let ends = path.match_indices('/').map(|(end, _)| end).chain([path.len()]);
        ends.map(|end| &path[..end]).filter(|way| self.dir.join(way).is_symlink()).any(|link| {
            let (above, name) = link.rsplit_once('/').unwrap_or(("", link));
            self.locate(above).is_ok_and(|above| filter.ignores(&join(&above.real, name)))
        })
    }

    fn context_file(&self, path: String, filter: ContextFilter) -> ContextFile {
        let mut file = ContextFile::new(self.dir.join(&path), path, self.real.clone());
        file.filter = (!filter.is_empty()).then_some(filter);
        file.links = self.links;
        file
    }
}

/// Refuses a path whose first segment has a meaning of its own in the context.
fn check_own_name(path: &str) -> Result<(), Refusal> {
    let first = path.split('/').next().unwrap_or(path);
    if first == DOCKERFILE || is_reserved(first) {
        let what = format!("would take the name `{first}`, which the build needs for itself");
        return Err(Refusal::new(what));
    }
    Ok(())
}

fn join(dir: &str, name: &str) -> String {
    if dir.is_empty() { name.to_owned() } else { format!("{dir}/{name}") }
}

fn from_path(path: &Path) -> String {
    let names: Vec<_> = path.components().map(|name| name.as_os_str().to_string_lossy()).collect();
    names.join("/")
}

fn utf8(name: &std::ffi::OsStr) -> Result<&str, Refusal> {
    name.to_str()
        .ok_or_else(|| Refusal::new(format!("stands for {name:?}, a name that is not UTF-8")))
}

#[cfg(test)]
mod tests;
