//! Which local files the instructions of a Dockerfile take from its build context.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::ContextFile;
use super::reserved::is_reserved;
use crate::dockerfile::{ContextUse, Source, SourceKind, has_wildcard, matches};
use crate::{Error, Result};

/// The name under which the builder finds the Dockerfile itself. An entry of the context with
/// this name would replace it.
const DOCKERFILE: &str = "Dockerfile";

/// A directory whose files a Dockerfile can name.
#[derive(Debug)]
pub(super) struct BuildContext {
    dir: PathBuf,
    /// The same without links, to tell what lies inside.
    real: PathBuf,
}

impl BuildContext {
    /// Opens a directory as a build context; the empty path is the current one.
    pub(super) fn open(dir: &Path) -> Result<Self> {
        let dir = if dir.as_os_str().is_empty() { Path::new(".") } else { dir };
        let metadata =
            fs::metadata(dir).map_err(|error| unreadable("context directory", dir, error))?;
        if !metadata.is_dir() {
            let message = format!("context directory `{}` is not a directory", dir.display());
            return Err(Error::invalid_input(message));
        }
        let real =
            dir.canonicalize().map_err(|error| unreadable("context directory", dir, error))?;
        Ok(Self { dir: dir.to_owned(), real })
    }

    /// Returns the files and directories that an instruction takes.
    ///
    /// `place` says where the instruction stands, `dockerfile` is the text that the builder gets as `Dockerfile`. As with Docker, a pattern
    /// may match nothing as long as another source of the instruction does not.
    pub(super) fn select(
        &self,
        taken: &ContextUse,
        place: &str,
        dockerfile: &str,
    ) -> Result<Vec<ContextFile>> {
        let refuse = |source: &Source, why| self.refuse(taken, place, source, why);
        let mut found = Vec::new();
        let mut without_match = None;
        for source in &taken.sources {
            let paths = self.find(source).map_err(|why| refuse(source, why))?;
            if paths.is_empty() {
                without_match.get_or_insert(source);
            }
            for path in paths {
                self.take(&path, source, dockerfile, &mut found)
                    .map_err(|why| refuse(source, why))?;
            }
        }
        match without_match {
            Some(source) if taken.sources.len() == 1 || found.is_empty() => {
                Err(refuse(source, Refusal::from("matches nothing")))
            }
            _ => Ok(found.into_iter().map(|path| self.context_file(path)).collect()),
        }
    }

    /// Returns the paths that a source stands for, relative to the context. The empty path is the
    /// context itself.
    fn find(&self, source: &Source) -> Result<Vec<String>, Refusal> {
        if source.path.trim().is_empty() {
            return Err(Refusal::from("is empty once its variables are expanded"));
        }
        let segments = inside(&source.path)?;
        let wild = segments.iter().position(|segment| has_wildcard(segment));
        match (source.kind, wild) {
            (SourceKind::Name, _) | (_, None) => {
                let path = segments.join("/");
                self.check(&path)?;
                Ok(vec![path])
            }
            // The builder searches below; what it cannot match there does no harm.
            (SourceKind::DeepPattern, Some(wild)) => {
                let path = segments[..wild].join("/");
                self.check(&path)?;
                Ok(vec![path])
            }
            (SourceKind::Pattern, Some(wild)) => {
                let (names, patterns) = segments.split_at(wild);
                let mut found = Vec::new();
                if self.dir.join(names.join("/")).is_dir() {
                    self.search(&names.join("/"), patterns, &mut found)?;
                }
                Ok(found)
            }
        }
    }

    fn search(&self, dir: &str, patterns: &[&str], found: &mut Vec<String>) -> Result<(), Refusal> {
        let Some((pattern, deeper)) = patterns.split_first() else { return Ok(()) };
        self.check(dir)?;
        for name in self.children(dir)? {
            match matches(pattern, &name.to_string_lossy()) {
                Some(true) => {}
                Some(false) => continue,
                None => return Err(Refusal::from("is not a well-formed pattern")),
            }
            let path = join(dir, utf8(&name)?);
            if deeper.is_empty() {
                self.check(&path)?;
                found.push(path);
            } else if fs::symlink_metadata(self.dir.join(&path)).is_ok_and(|found| found.is_dir()) {
                self.search(&path, deeper, found)?;
            }
        }
        Ok(())
    }

    /// Takes a path into the context. The builder brings the root's `Dockerfile` itself.
    fn take(
        &self,
        path: &str,
        source: &Source,
        dockerfile: &str,
        found: &mut Vec<String>,
    ) -> Result<(), Refusal> {
        if path.is_empty() {
            for name in self.children("")? {
                let name = utf8(&name)?;
                if name != DOCKERFILE || self.dir.join(name).is_dir() {
                    self.check(name)?;
                    found.push(own_name(name)?.to_owned());
                }
            }
            // What the builder brings is there in any case.
            return Ok(());
        }
        let local = self.dir.join(path);
        if path == DOCKERFILE && local.is_file() {
            let named = !has_wildcard(&source.path);
            if named && fs::read(&local).map_err(Refusal::io)? != dockerfile.as_bytes() {
                return Err(Refusal::from(
                    "has the name of the build's own Dockerfile, and another content",
                )
                .hint("copy it from another name, or add it with add_local_file"));
            }
            return Ok(());
        }
        if local.is_dir() && !has_file(&local) {
            return Err(Refusal::from(
                "is a directory without files, and only files reach the build",
            )
            .hint("put a file into it, or make the directory with RUN mkdir"));
        }
        found.push(own_name(path)?.to_owned());
        Ok(())
    }

    /// Refuses what is not there, what lies outside, and what is neither file nor directory.
    fn check(&self, path: &str) -> Result<(), Refusal> {
        let local = self.dir.join(path);
        let real = match local.canonicalize() {
            Ok(real) => real,
            Err(_) if local.is_symlink() => {
                return Err(Refusal::from("is a link to something that does not exist"));
            }
            Err(error) if is_absent(&error) => return Err(Refusal::from("does not exist")),
            Err(error) => return Err(Refusal::io(error)),
        };
        if !real.starts_with(&self.real) {
            return Err(Refusal::from("leads out of the build context through a link")
                .hint("copy what it points to into the context, or add it with add_local_file or add_local_dir"));
        }
        let kind = fs::metadata(&real).map_err(Refusal::io)?.file_type();
        if !kind.is_file() && !kind.is_dir() {
            return Err(Refusal::from("is neither a file nor a directory"));
        }
        Ok(())
    }

    fn children(&self, dir: &str) -> Result<Vec<std::ffi::OsString>, Refusal> {
        let entries = fs::read_dir(self.dir.join(dir)).map_err(Refusal::io)?;
        let names = entries.map(|entry| entry.map(|entry| entry.file_name()));
        let mut names = names.collect::<io::Result<Vec<_>>>().map_err(Refusal::io)?;
        names.sort();
        Ok(names)
    }

    fn context_file(&self, path: String) -> ContextFile {
        ContextFile {
            local: self.dir.join(&path),
            archive_path: path,
            link_root: self.real.clone(),
        }
    }

    fn refuse(&self, taken: &ContextUse, place: &str, source: &Source, refusal: Refusal) -> Error {
        let keyword = taken.keyword.as_str();
        let mut message =
            format!("{place}: {keyword} source `{}` {}", source.path.escape_debug(), refusal.what);
        message.push_str(&format!(" (the build context is `{}`)", self.dir.display()));
        if !source.unset.is_empty() {
            let names = source.unset.join("`, `");
            message.push_str(&format!("; nothing in the Dockerfile sets `{names}`"));
        }
        let mut error = Error::invalid_input(message);
        if source.path.starts_with('/') {
            error = error.with_hint("a source that begins with `/` counts from the build context");
        }
        if let Some(hint) = refusal.hint {
            error = error.with_hint(hint);
        }
        if let Some(cause) = refusal.cause {
            error = error.with_source(cause);
        }
        error
    }
}

/// Why a source cannot be had: what follows its name in the message.
struct Refusal {
    what: String,
    hint: Option<&'static str>,
    cause: Option<io::Error>,
}

impl From<&str> for Refusal {
    fn from(what: &str) -> Self {
        Self { what: what.to_owned(), hint: None, cause: None }
    }
}

impl Refusal {
    fn io(error: io::Error) -> Self {
        Self { what: format!("cannot be read: {error}"), hint: None, cause: Some(error) }
    }

    fn hint(mut self, hint: &'static str) -> Self {
        self.hint = Some(hint);
        self
    }
}

/// Puts the files together that several instructions take: each once, none inside another.
pub(super) fn merge(taken: Vec<ContextFile>) -> Result<Vec<ContextFile>> {
    let mut merged: BTreeMap<String, ContextFile> = BTreeMap::new();
    let mut taken = taken;
    taken.sort_by(|one, other| one.archive_path.cmp(&other.archive_path));
    for file in taken {
        match enclosing(&merged, &file.archive_path) {
            None => {
                merged.insert(file.archive_path.clone(), file);
            }
            // The same context gives the same file under the same name.
            Some(present) if present.link_root == file.link_root => {}
            Some(present) => {
                return Err(Error::invalid_input(format!(
                    "`{}` and `{}` would have the same place `{}` in the build context",
                    present.local.display(),
                    file.local.display(),
                    file.archive_path
                ))
                .with_hint(
                    "give one of them another name, or add it with add_local_file or add_local_dir",
                ));
            }
        }
    }
    Ok(merged.into_values().collect())
}

/// Returns the entry of that name, or the directory that holds it.
fn enclosing<'m>(merged: &'m BTreeMap<String, ContextFile>, path: &str) -> Option<&'m ContextFile> {
    let parents = path.match_indices('/').map(|(end, _)| &path[..end]);
    parents.chain([path]).find_map(|name| merged.get(name))
}

/// Divides a source into the segments of its path from the context.
fn inside(path: &str) -> Result<Vec<&str>, Refusal> {
    let mut segments = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." if segments.pop().is_none() => {
                return Err(Refusal::from("lies outside of the build context").hint(
                    "move it into the context, or add it with add_local_file or add_local_dir",
                ));
            }
            ".." => {}
            name => segments.push(name),
        }
    }
    Ok(segments)
}

/// Refuses a path whose first segment has a meaning of its own in the context.
fn own_name(path: &str) -> Result<&str, Refusal> {
    let first = path.split('/').next().unwrap_or(path);
    if first == DOCKERFILE || is_reserved(first) {
        return Err(Refusal {
            what: format!("would take the name `{first}`, which the build needs for itself"),
            hint: None,
            cause: None,
        });
    }
    Ok(path)
}

/// Tells whether there is anything in a directory that reaches the build.
pub(super) fn has_file(dir: &Path) -> bool {
    let mut ahead = vec![dir.to_owned()];
    while let Some(dir) = ahead.pop() {
        // What cannot be listed is reported when it is read.
        let Ok(entries) = fs::read_dir(dir) else { return true };
        for entry in entries {
            match entry.as_ref().map(fs::DirEntry::file_type) {
                Ok(Ok(kind)) if kind.is_dir() => ahead.extend(entry.map(|entry| entry.path())),
                _ => return true,
            }
        }
    }
    false
}

/// Says why a path cannot be opened.
pub(super) fn unreadable(what: &str, path: &Path, error: io::Error) -> Error {
    let path = path.display();
    let refused = if is_absent(&error) {
        Error::invalid_input(format!("{what} `{path}` does not exist"))
    } else {
        Error::invalid_input(format!("{what} `{path}` cannot be read: {error}"))
    };
    let refused = refused.with_source(error);
    match path.to_string().starts_with('~') {
        true => refused.with_hint("`~` is not expanded: write the home directory out"),
        false => refused,
    }
}

fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

fn join(dir: &str, name: &str) -> String {
    if dir.is_empty() { name.to_owned() } else { format!("{dir}/{name}") }
}

fn utf8(name: &std::ffi::OsStr) -> Result<&str, Refusal> {
    name.to_str().ok_or_else(|| Refusal {
        what: format!("stands for {name:?}, a name that is not UTF-8"),
        hint: None,
        cause: None,
    })
}
