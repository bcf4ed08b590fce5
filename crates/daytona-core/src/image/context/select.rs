//! The files that an instruction takes from the build context.

use std::fs;
use std::sync::Arc;

use daytona_dockerfile::{ContextUse, IgnorePatterns, Keyword, Source};

use super::build_context::{BuildContext, DOCKERFILE};
use super::file::ContextFile;
use super::filter::ContextFilter;
use super::member;
use super::notice::{Notice, Selection, UnmatchedPattern};
use super::pack::SourceMatches;
use super::reserved::is_reserved;
use super::search::{self, Match, utf8};
use super::source_error::SourceError;
use crate::files;
use crate::image::packing::rule::PackableCopy;
use crate::{Error, Result, WarningCode};

/// The advice for a source that is not found because it lies outside of the context.
const OUTSIDE: &str = "it lies outside of the build context, where the builder drops `../`; move it into \
    the context, or add it with add_local_file or add_local_dir";

/// The advice for a pattern below a directory that the build does not have.
const UNMATCHED: &str = "put a file into the directory, or leave the source out";

impl BuildContext {
    /// Returns the files and directories that an instruction takes.
    ///
    /// `location` is the location of the instruction for errors. `dockerfile` is the text of the
    /// build's Dockerfile. A pattern that matches nothing is a warning, as it copies nothing. `copy`
    /// is the instruction if it can be packed.
    pub(in crate::image) fn select(
        &self,
        instruction: &ContextUse,
        location: &str,
        dockerfile: &str,
        copy: Option<&PackableCopy>,
    ) -> Result<Selection> {
        self.check_ignore_file()?;
        let excluded = IgnorePatterns::verbatim(&instruction.excludes).map_err(|error| {
            let keyword = instruction.keyword.as_str();
            let message =
                format!("{location}: {keyword} has the flag `--exclude`, in which {error}");
            Error::invalid_input(message).with_source(error)
        })?;
        let excluded = Arc::new(excluded);

        let mut selection = Selection::default();
        let mut found_sources = Vec::new();
        for (index, source) in instruction.sources.iter().enumerate() {
            let error =
                |error: SourceError| error.into_error(instruction, location, source, self.dir());
            let mut warn = |code, reason: &SourceError| {
                let message = reason.text(instruction, source, self.dir());
                selection.notices.push(Notice { code, message, line: instruction.line });
            };
            let leads_out = search::leads_out(&source.path);
            let matches = search::find(self, source, &self.filter(), &excluded)
                .map_err(|reason| if leads_out { reason.hint(OUTSIDE) } else { reason })
                .map_err(error)?;
            if leads_out {
                warn(
                    WarningCode::OutsideContext,
                    &SourceError::from(
                        "leads out of the build context, so that the builder drops its leading `../`",
                    ),
                );
            }
            if matches.is_empty() {
                warn(WarningCode::UnmatchedPattern, &self.no_match(source, &excluded));
                let dir = search::dir_of_pattern(source);
                selection.unmatched.extend(dir.map(|dir| {
                    let reason = format!(
                        "matches nothing, and the builder fails because it does not find `{dir}`"
                    );
                    let reason = SourceError::new(reason).hint(UNMATCHED);
                    UnmatchedPattern { error: error(reason), dir }
                }));
            }
            let written = copy.and_then(|copy| copy.sources.get(index)).unwrap_or(&source.path);
            found_sources.push(SourceMatches { written: written.clone(), matches });
        }
        let copy = copy.filter(|_| !instruction.has_other_sources);
        selection.packed = copy.and_then(|copy| self.pack(copy, &found_sources));
        let is_packed = selection.packed.is_some();
        for (source, found) in instruction.sources.iter().zip(found_sources) {
            let is_verbatim = copy.is_some_and(|copy| self.is_verbatim(copy, &found));
            let is_packed = is_packed && !is_verbatim;
            let is_copy = instruction.keyword != Keyword::Run;
            selection.copies_dockerfile |= is_copy
                && !is_packed
                && found.matches.iter().any(|found| self.is_dockerfile(found));
            let start = selection.files.len();
            for found in found.matches {
                if found.path.is_empty() {
                    selection.whole.push(self.whole(found.filter.clone()));
                }
                let taken = self.take(found, source, dockerfile, is_packed, &mut selection.files);
                taken
                    .map_err(|error| error.into_error(instruction, location, source, self.dir()))?;
            }
            if !is_packed {
                selection.plain.extend_from_slice(&selection.files[start..]);
            }
        }
        Ok(selection)
    }

    /// Returns `true` if a match is the `Dockerfile` of the context, or the whole context with it.
    fn is_dockerfile(&self, found: &Match) -> bool {
        let is_matched = found.path == DOCKERFILE
            || (found.path.is_empty() && found.filter.root().takes(DOCKERFILE));
        is_matched && self.dir.join(DOCKERFILE).is_file()
    }

    /// Returns the reason why a pattern has no match.
    fn no_match(&self, source: &Source, excluded: &Arc<IgnorePatterns>) -> SourceError {
        let unfiltered = search::find(self, source, &ContextFilter::default(), excluded);
        match (&self.ignore_file, unfiltered) {
            (Some(file), Ok(matches)) if !matches.is_empty() => {
                SourceError::new(format!("matches only what {file} ignores, and copies nothing"))
            }
            _ => SourceError::from("matches nothing, and copies nothing"),
        }
    }

    /// Adds a match to the files of the context, except the root's `Dockerfile`, which the builder
    /// provides.
    fn take(
        &self,
        found: Match,
        source: &Source,
        dockerfile: &str,
        is_packed: bool,
        files: &mut Vec<ContextFile>,
    ) -> Result<(), SourceError> {
        let Match { path, filter, .. } = found;
        if path.is_empty() {
            return self.take_root(&filter, files);
        }
        let local = self.local(&path);
        if path == DOCKERFILE && local.is_file() {
            let same = files::holds(&local, dockerfile.as_bytes()).map_err(SourceError::io)?;
            if source.is_name() && !same && !is_packed {
                return Err(SourceError::from(
                    "has the name of the build's own Dockerfile, and another content",
                )
                .hint("copy it from another name, or add it with add_local_file"));
            }
            return Ok(());
        }
        let is_empty = |dir: &str| match is_packed {
            true => self.has_file(dir, &filter).map(|found| !found),
            false => self.has_plain_file(dir, &filter).map(|found| !found),
        };
        if local.is_dir() && is_empty(&path)? {
            // An archive carries an empty directory, unless it is ignored itself.
            let is_carried = is_packed && !filter.ignores(&self.locate(&path)?.real);
            return match source.is_name() && !is_carried {
                true => Err(self.no_files(&path)?),
                false => Ok(()),
            };
        }
        check_name(&path)?;
        files.push(self.context_file(path, filter));
        Ok(())
    }

    /// Adds the members of the context one by one, so that its `Dockerfile` can be left out. Leaves out
    /// what is left out below a directory.
    fn take_root(
        &self,
        filter: &ContextFilter,
        files: &mut Vec<ContextFile>,
    ) -> Result<(), SourceError> {
        let root = filter.root();
        let whole = self.whole(filter.clone());
        for member in search::members(&self.dir)? {
            let name = utf8(&member.name)?;
            let is_taken = match member.is_dir {
                true => root.below(name).is_some(),
                false => root.takes(name),
            };
            if !is_taken || (name == DOCKERFILE && self.dir.join(name).is_file()) {
                continue;
            }
            let local = self.dir.join(name);
            let kind = fs::symlink_metadata(&local).map_err(SourceError::io)?.file_type();
            if !kind.is_dir() && !member::is_sent(&local, kind, &whole) {
                continue;
            }
            check_name(name)?;
            files.push(self.context_file(name.to_owned(), filter.clone()));
        }
        Ok(())
    }

    /// Returns the reason why no file of a directory reaches the build.
    fn no_files(&self, path: &str) -> Result<SourceError, SourceError> {
        if !self.has_plain_file(path, &ContextFilter::default())? {
            return Ok(SourceError::from(
                "is a directory without files, and only files reach the build",
            )
            .hint("put a file into it, or make the directory with RUN mkdir"));
        }
        Ok(match &self.ignore_file {
            Some(file) if !self.has_plain_file(path, &file.filter)? => {
                SourceError::new(format!("is a directory of which {file} leaves no file"))
            }
            _ => SourceError::from("is a directory of which `--exclude` leaves no file"),
        })
    }

    fn context_file(&self, path: String, filter: ContextFilter) -> ContextFile {
        let mut file = ContextFile::new(self.local(&path), path, self.real.clone());
        file.filter = (!filter.is_empty()).then_some(filter);
        file.links = self.links;
        file.modes = self.modes;
        file
    }
}

/// Refuses a path whose first segment is a name that the build needs.
fn check_name(path: &str) -> Result<(), SourceError> {
    let first = path.split('/').next().unwrap_or(path);
    if first == DOCKERFILE || is_reserved(first) {
        let message = format!("would take the name `{first}`, which the build needs for itself");
        return Err(SourceError::new(message));
    }
    Ok(())
}
