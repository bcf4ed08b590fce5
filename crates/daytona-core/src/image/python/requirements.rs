//! Requirements files, and the files that they include.
//!
//! pip resolves the paths of `-r` and `-c` relative to the file that contains them. Therefore the
//! files are sent unchanged and keep their relative paths. The parent directories of the first file
//! get neutral names, so that the context does not depend on the local path.

mod entries;
mod location;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::image::context::local::{self, check_file, unreadable};
use crate::{Error, Result};
use entries::{Entry, EntryKind, Include};
use location::Location;

/// The maximum depth of includes.
const MAX_DEPTH: usize = 64;

/// The suffixes of archives that pip installs from a directory of `--find-links`.
const ARCHIVES: [&str; 4] = [".whl", ".zip", ".tar.gz", ".tar.bz2"];

/// A requirements file and the files that it includes.
#[derive(Debug)]
pub(in crate::image) struct Requirements {
    /// The local files, and their paths in a common directory. The requested file comes first.
    pub(in crate::image) files: Vec<(PathBuf, String)>,
    /// The first requirement that is a path. pip searches the image for it.
    pub(in crate::image) local_path: Option<LocalPath>,
}

/// A requirement that is a path, such as `-e .`.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::image) struct LocalPath {
    /// The file and line of the requirement.
    pub(in crate::image) location: String,
    pub(in crate::image) text: String,
}

impl LocalPath {
    /// Returns the error for an image to which no step has added files.
    pub(in crate::image) fn missing(&self) -> Error {
        let message = format!(
            "{}: `{}` is looked for in the image, and no step before this one brings files into it",
            self.location, self.text
        );
        Error::invalid_input(message).with_hint(
            "add the files first, with add_local_dir and workdir for instance, or take the line out",
        )
    }
}

/// Reads a requirements file and those that it includes.
pub(in crate::image) fn read(path: &Path) -> Result<Requirements> {
    check_file("requirements file", path)?;
    let name = path.file_name().and_then(|name| name.to_str()).ok_or_else(|| {
        Error::invalid_input(format!("the name of `{}` is not UTF-8", path.display()))
    })?;
    let mut reader = Reader::default();
    reader.read(path.to_owned(), Location::of(name))?;
    reader.finish()
}

#[derive(Default)]
struct Reader {
    /// In the order of the includes.
    found: Vec<(Location, PathBuf)>,
    /// The paths of the files without links.
    real: BTreeMap<Location, PathBuf>,
    /// The files that include each other, down to the current one.
    open: Vec<OpenFile>,
    /// Directories that an include enters and leaves again with `..`.
    passed: Vec<(Location, String)>,
    local_path: Option<LocalPath>,
}

/// A file while it is read.
struct OpenFile {
    local: PathBuf,
    real: PathBuf,
    /// The line of the current entry.
    line: usize,
}

impl Reader {
    fn read(&mut self, local: PathBuf, location: Location) -> Result<()> {
        let real =
            local.canonicalize().map_err(|error| unreadable("requirements file", &local, error))?;
        self.check_depth(&local, &real)?;
        if !self.add(local.clone(), location.clone(), real.clone())? {
            return Ok(());
        }
        let bytes = local::read("requirements file", &local)?;
        self.open.push(OpenFile { local: local.clone(), real, line: 0 });
        for Entry { line, kind } in entries::read(&bytes) {
            if let Some(file) = self.open.last_mut() {
                file.line = line;
            }
            match kind {
                EntryKind::Include(include) => self.include(&local, &location, &include)?,
                EntryKind::FindLinks(links) => self.find_links(&local, &location, &links)?,
                EntryKind::LocalPath(text) => self.set_local_path(text),
                EntryKind::OpenQuote => return Err(self.error("a quote is not closed")),
            }
        }
        self.open.pop();
        Ok(())
    }

    fn include(&mut self, from: &Path, location: &Location, include: &Include) -> Result<()> {
        let Include { option, path } = include;
        if path.contains("${") {
            let message = format!("`{option} {path}` depends on a variable of the build");
            return Err(self.error(&message).with_hint("name the file itself"));
        }
        if path.starts_with('/')
            || path.starts_with('~')
            || path.to_lowercase().starts_with("file:")
        {
            let message = format!("`{option} {path}` is not relative to this file");
            return Err(self.error(&message).with_hint(
                "write the path relative to this file; a file of the image can be given to pip as \
                extra_options",
            ));
        }
        let local = from.with_file_name("").join(path);
        check_file("requirements file", &local).map_err(|error| self.locate(error))?;
        let (target, passed) = location.resolve(path);
        let location = self.located(&format!("`{option} {path}`"));
        self.passed.extend(passed.into_iter().map(|passed| (passed, location.clone())));
        self.read(local, target)
    }

    /// Adds the archives of a local directory, or a local page. pip prefers a path relative to the
    /// file.
    fn find_links(&mut self, from: &Path, location: &Location, links: &str) -> Result<()> {
        let local = from.with_file_name("").join(links);
        let (target, _) = location.resolve(links);
        if links.starts_with('/') || !local.exists() {
            return Ok(());
        }
        for name in archives(&local).map_err(|error| self.locate(error))? {
            let (local, target) = match name {
                Some(name) => (local.join(&name), target.joined(&name)),
                None => (local.clone(), target.clone()),
            };
            let real = local
                .canonicalize()
                .map_err(|error| self.locate(unreadable("file", &local, error)))?;
            self.add(local, target, real)?;
        }
        Ok(())
    }

    fn set_local_path(&mut self, text: String) {
        if self.local_path.is_none() {
            self.local_path = Some(LocalPath { location: self.location(), text });
        }
    }

    /// Adds a file. Returns `true` if it is new.
    fn add(&mut self, local: PathBuf, location: Location, real: PathBuf) -> Result<bool> {
        match self.real.get(&location) {
            None => {}
            Some(present) if *present == real => return Ok(false),
            Some(present) => {
                let message = format!(
                    "`{}` and `{}` would have the same place, because of a link on the way there",
                    present.display(),
                    real.display()
                );
                return Err(self.error(&message).with_hint("name the files without the link"));
            }
        }
        self.real.insert(location.clone(), real);
        self.found.push((location, local));
        Ok(true)
    }

    fn check_depth(&self, local: &Path, real: &Path) -> Result<()> {
        if self.open.iter().any(|file| file.real == real) {
            let message = format!("`{}` includes itself", local.display());
            return Err(self.error(&message).with_hint("take one of the includes out"));
        }
        if self.open.len() >= MAX_DEPTH {
            let message = format!("files include each other more than {MAX_DEPTH} deep");
            return Err(self.error(&message));
        }
        Ok(())
    }

    fn finish(self) -> Result<Requirements> {
        let highest = self.found.iter().map(|(location, _)| location.up).max().unwrap_or(0);
        let above = location::neutral_name(self.found.iter().map(|(location, _)| location));
        for (passed, location) in &self.passed {
            if !self.found.iter().any(|(found, _)| found.is_below(passed)) {
                let message = format!(
                    "{location} passes through the directory `{}`, which will not be in the build",
                    passed.name()
                );
                return Err(Error::invalid_input(message)
                    .with_hint("write the path without the directory and the `..` behind it"));
            }
        }
        let files = self.found.into_iter();
        let files = files.map(|(location, local)| (local, location.path(highest, &above)));
        Ok(Requirements { files: files.collect(), local_path: self.local_path })
    }

    fn error(&self, what: &str) -> Error {
        Error::invalid_input(self.located(what))
    }

    /// Adds the location to an error.
    fn locate(&self, error: Error) -> Error {
        Error::invalid_input(self.located(&error.to_string())).with_source(error)
    }

    /// Prefixes a text with the current line and the includes that led to it.
    fn located(&self, what: &str) -> String {
        let open: Vec<String> = self.open.iter().rev().map(OpenFile::location).collect();
        let Some((here, above)) = open.split_first() else { return what.to_owned() };
        let above: String = above.iter().map(|outer| format!(", included by {outer}")).collect();
        format!("{here}{above}: {what}")
    }

    fn location(&self) -> String {
        self.open.last().map(OpenFile::location).unwrap_or_default()
    }
}

impl OpenFile {
    fn location(&self) -> String {
        format!("{}:{}", self.local.display(), self.line)
    }
}

/// Returns the names of the archives in a directory, or an entry without a name for a file.
fn archives(local: &Path) -> Result<Vec<Option<String>>> {
    if !local.is_dir() {
        return Ok(vec![None]);
    }
    let unlisted = |error| unreadable("directory", local, error);
    let mut names = Vec::new();
    for entry in fs::read_dir(local).map_err(unlisted)? {
        let entry = entry.map_err(unlisted)?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        if ARCHIVES.iter().any(|ending| name.ends_with(ending)) && entry.path().is_file() {
            names.push(Some(name));
        }
    }
    names.sort();
    Ok(names)
}
