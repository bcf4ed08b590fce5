//! Requirements files, and the files that they include.
//!
//! pip takes `-r` and `-c` of a requirements file from where that file lies, so the files keep
//! their places relative to each other, and their text is sent as it is. Directories above the
//! first file, which `..` leads to, have a neutral name: nothing depends on where they lie here.

mod entries;
mod location;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::local::{self, check_file, unreadable};
use crate::{Error, Result};
use entries::{Entry, EntryKind, Include};
use location::Location;

/// How deep files may include each other.
const MAX_DEPTH: usize = 64;

/// What pip calls an archive that it can install.
const ARCHIVES: [&str; 4] = [".whl", ".zip", ".tar.gz", ".tar.bz2"];

/// A requirements file with all that it includes.
#[derive(Debug)]
pub(super) struct Requirements {
    /// The files of this machine, and where they lie in one directory: first the one that was
    /// asked for, none twice.
    pub(super) files: Vec<(PathBuf, String)>,
    /// The first requirement that is a path: pip looks for it in the image.
    pub(super) local_path: Option<LocalPath>,
}

/// A requirement that is a path, such as `-e .`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct LocalPath {
    /// Where it stands.
    pub(super) place: String,
    pub(super) text: String,
}

impl LocalPath {
    /// Refuses a path that cannot be there.
    pub(super) fn refuse(&self) -> Error {
        let message = format!(
            "{}: `{}` is looked for in the image, and no step before this one brings files into it",
            self.place, self.text
        );
        Error::invalid_input(message).with_hint(
            "add the files first, with add_local_dir and workdir for instance, or take the line out",
        )
    }
}

/// Reads a requirements file and those that it includes.
pub(super) fn read(path: &Path) -> Result<Requirements> {
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
    /// In the order in which they were met.
    found: Vec<(Location, PathBuf)>,
    /// What they are behind all links.
    real: BTreeMap<Location, PathBuf>,
    /// The files that include each other, down to the one that is being read.
    way: Vec<Open>,
    /// Directories that an include passes through on its way up again.
    passed: Vec<(Location, String)>,
    local_path: Option<LocalPath>,
}

/// A file that is being read.
struct Open {
    local: PathBuf,
    real: PathBuf,
    /// The line of the last include.
    line: usize,
}

impl Reader {
    fn read(&mut self, local: PathBuf, location: Location) -> Result<()> {
        let real =
            local.canonicalize().map_err(|error| unreadable("requirements file", &local, error))?;
        self.check_way(&local, &real)?;
        if !self.add(local.clone(), location.clone(), real.clone())? {
            return Ok(());
        }
        let bytes = local::read("requirements file", &local)?;
        self.way.push(Open { local: local.clone(), real, line: 0 });
        for Entry { line, kind } in entries::read(&bytes) {
            if let Some(open) = self.way.last_mut() {
                open.line = line;
            }
            match kind {
                EntryKind::Include(include) => self.include(&local, &location, &include)?,
                EntryKind::FindLinks(links) => self.find_links(&local, &location, &links)?,
                EntryKind::LocalPath(text) => self.note(text),
                EntryKind::OpenQuote => return Err(self.refuse("a quote is not closed")),
            }
        }
        self.way.pop();
        Ok(())
    }

    fn include(&mut self, from: &Path, location: &Location, include: &Include) -> Result<()> {
        let Include { option, path } = include;
        if path.contains("${") {
            let message = format!("`{option} {path}` depends on a variable of the build");
            return Err(self.refuse(&message).with_hint("name the file itself"));
        }
        if path.starts_with('/')
            || path.starts_with('~')
            || path.to_lowercase().starts_with("file:")
        {
            let message = format!("`{option} {path}` does not name a file beside this one");
            return Err(self.refuse(&message).with_hint(
                "write the path relative to this file; a file of the image can be given to pip as \
                extra_options",
            ));
        }
        let local = from.with_file_name("").join(path);
        check_file("requirements file", &local).map_err(|error| self.locate(error))?;
        let (target, passed) = location.beside(path);
        let place = self.place(&format!("`{option} {path}`"));
        self.passed.extend(passed.into_iter().map(|passed| (passed, place.clone())));
        self.read(local, target)
    }

    /// Takes the archives of a directory along, or a page, if it lies beside the file: pip looks
    /// there first.
    fn find_links(&mut self, from: &Path, location: &Location, links: &str) -> Result<()> {
        let local = from.with_file_name("").join(links);
        let (target, _) = location.beside(links);
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

    fn note(&mut self, text: String) {
        if self.local_path.is_none() {
            self.local_path = Some(LocalPath { place: self.here(), text });
        }
    }

    /// Adds a file, and tells whether it was not there yet.
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
                return Err(self.refuse(&message).with_hint("name the files without the link"));
            }
        }
        self.real.insert(location.clone(), real);
        self.found.push((location, local));
        Ok(true)
    }

    fn check_way(&self, local: &Path, real: &Path) -> Result<()> {
        if self.way.iter().any(|open| open.real == real) {
            let message = format!("`{}` includes itself", local.display());
            return Err(self.refuse(&message).with_hint("take one of the includes out"));
        }
        if self.way.len() >= MAX_DEPTH {
            let message = format!("files include each other more than {MAX_DEPTH} deep");
            return Err(self.refuse(&message));
        }
        Ok(())
    }

    fn finish(self) -> Result<Requirements> {
        let highest = self.found.iter().map(|(location, _)| location.up).max().unwrap_or(0);
        let above = location::neutral_name(self.found.iter().map(|(location, _)| location));
        for (passed, place) in &self.passed {
            if !self.found.iter().any(|(location, _)| location.is_below(passed)) {
                let message = format!(
                    "{place} passes through the directory `{}`, which will not be in the build",
                    passed.name()
                );
                return Err(Error::invalid_input(message)
                    .with_hint("write the path without the directory and the `..` behind it"));
            }
        }
        let files = self.found.into_iter();
        let files = files.map(|(location, local)| (local, location.place(highest, &above)));
        Ok(Requirements { files: files.collect(), local_path: self.local_path })
    }

    fn refuse(&self, what: &str) -> Error {
        Error::invalid_input(self.place(what))
    }

    /// Says where an error has come up.
    fn locate(&self, error: Error) -> Error {
        Error::invalid_input(self.place(&error.to_string())).with_source(error)
    }

    /// Puts the current line, and how it was come to, before a text.
    fn place(&self, what: &str) -> String {
        let way: Vec<String> = self.way.iter().rev().map(Open::place).collect();
        let Some((here, above)) = way.split_first() else { return what.to_owned() };
        let above: String = above.iter().map(|outer| format!(", included by {outer}")).collect();
        format!("{here}{above}: {what}")
    }

    fn here(&self) -> String {
        self.way.last().map(Open::place).unwrap_or_default()
    }
}

impl Open {
    fn place(&self) -> String {
        format!("{}:{}", self.local.display(), self.line)
    }
}

/// Returns the names of the archives in a directory, or a nameless entry for a file.
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

#[cfg(test)]
mod tests;
