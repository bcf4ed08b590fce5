//! The paths that a source of an instruction matches.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use daytona_dockerfile::{
    Glob, IgnorePatterns, IncludePattern, Source, SourceKind, has_wildcard, path_segments,
};

use super::build_context::{BuildContext, Entry, join};
use super::filter::ContextFilter;
use super::source_error::SourceError;

/// A path that a source matches, with the filter for the files below it.
pub(super) struct Match {
    pub(super) path: String,
    /// The directory before the pivot of `COPY --parents`. The path after it is kept.
    pub(super) pivot: Option<String>,
    pub(super) filter: ContextFilter,
}

/// A pattern to search a directory for. A matching directory is taken as a whole.
enum Pattern {
    /// With the rules of Go's `filepath.Match`.
    Glob(Glob),
    /// With the rules of `.dockerignore`, for `COPY --parents`.
    Include(IncludePattern),
}

impl Pattern {
    fn matches(&self, path: &str) -> bool {
        match self {
            Self::Glob(glob) => glob.matches(path),
            Self::Include(pattern) => pattern.matches(path),
        }
    }

    fn may_match_below(&self, dir: &str) -> bool {
        match self {
            Self::Glob(glob) => glob.may_match_below(dir),
            Self::Include(pattern) => pattern.may_match_below(dir),
        }
    }
}

/// A member of a directory.
pub(super) struct Member {
    pub(super) name: OsString,
    /// `false` for a link to a directory.
    pub(super) is_dir: bool,
}

/// Returns the paths that a source matches and the filter does not ignore.
///
/// `excluded` is relative to each matched directory. It does not apply to matched files.
pub(super) fn find(
    context: &BuildContext,
    source: &Source,
    filter: &ContextFilter,
    excluded: &Arc<IgnorePatterns>,
) -> Result<Vec<Match>, SourceError> {
    // An empty path is the context. The base image can set a variable that the Dockerfile does not.
    if source.path.is_empty() && !source.unset.is_empty() {
        return Err(SourceError::from("is empty once its variables are expanded"));
    }
    if source.kind == SourceKind::Parents {
        return find_with_parents(context, source, filter, excluded);
    }
    let entries = find_entries(context, source, &source.path, filter)?;
    let matches = entries.into_iter().map(|entry| {
        let filter = match entry.is_dir {
            true => filter.clone().excluding(&entry.real, excluded),
            false => filter.clone(),
        };
        Match { path: entry.path, pivot: None, filter }
    });
    Ok(matches.collect())
}

/// Searches each directory before the pivot `/./` for the pattern after it.
fn find_with_parents(
    context: &BuildContext,
    source: &Source,
    filter: &ContextFilter,
    excluded: &Arc<IgnorePatterns>,
) -> Result<Vec<Match>, SourceError> {
    let (above, below) = source.path.split_once("/./").unwrap_or(("", &source.path));
    let below = path_segments(below).join("/");
    let mut dirs = find_entries(context, source, above, filter)?;
    dirs.retain(|entry| entry.is_dir);
    let mut matches = Vec::new();
    for dir in dirs {
        let filter = filter.clone().excluding(&dir.real, excluded);
        let pivot = dir.path.clone();
        let entries = match below.as_str() {
            "" => vec![dir],
            name if !has_wildcard(name) => find_name(context, &join(&dir.path, name), &filter)?,
            pattern => {
                let pattern = IncludePattern::new(pattern)
                    .map_err(|error| SourceError::from(error.reason()))?;
                search(context, &dir, &Pattern::Include(pattern), &filter)?
            }
        };
        matches.extend(entries.into_iter().map(|entry| Match {
            path: entry.path,
            pivot: Some(pivot.clone()),
            filter: filter.clone(),
        }));
    }
    Ok(matches)
}

/// Returns the entries that a path matches. A path with a wildcard is a pattern.
fn find_entries(
    context: &BuildContext,
    source: &Source,
    path: &str,
    filter: &ContextFilter,
) -> Result<Vec<Entry>, SourceError> {
    let segments = path_segments(path);
    let first_wildcard = match source.kind {
        SourceKind::Name => None,
        _ => segments.iter().position(|segment| has_wildcard(segment)),
    };
    let Some(first_wildcard) = first_wildcard else {
        return find_name(context, &segments.join("/"), filter);
    };
    let (names, pattern) = segments.split_at(first_wildcard);
    let (above, pattern) = (names.join("/"), pattern.join("/"));
    let glob =
        Glob::new(&pattern).map_err(|_| SourceError::from("is not a well-formed pattern"))?;
    if !context.local(&above).is_dir() {
        return Ok(Vec::new());
    }
    let dir = context.locate(&above)?;
    match context.is_ignored(&dir, filter) {
        true => Ok(Vec::new()),
        false => search(context, &dir, &Pattern::Glob(glob), filter),
    }
}

/// Returns the directory before the first wildcard of a pattern, if there is one.
pub(super) fn dir_of_pattern(source: &Source) -> Option<String> {
    if source.kind != SourceKind::Pattern {
        return None;
    }
    let segments = path_segments(&source.path);
    let first_wildcard = segments.iter().position(|segment| has_wildcard(segment))?;
    (first_wildcard > 0).then(|| segments[..first_wildcard].join("/"))
}

fn find_name(
    context: &BuildContext,
    path: &str,
    filter: &ContextFilter,
) -> Result<Vec<Entry>, SourceError> {
    let entry = context.locate(path)?;
    if !context.is_ignored(&entry, filter) {
        return Ok(vec![entry]);
    }
    let target = match context.dir.join(path).is_symlink() {
        _ if entry.path == entry.real || context.has_ignored_link(&entry.path, filter) => None,
        true => Some(format!("is a link to `{}`, which", entry.real)),
        false => Some(format!("is behind a link, at `{}`, which", entry.real)),
    };
    Err(match (&context.ignore_file, target) {
        (Some(file), target) if context.is_ignored(&entry, &file.filter) => {
            SourceError::new(match target {
                None => format!("is ignored by {file}"),
                Some(target) => format!("{target} {file} ignores"),
            })
        }
        (_, None) => SourceError::from("is left out by `--exclude`"),
        (_, Some(target)) => SourceError::new(format!("{target} `--exclude` leaves out")),
    })
}

/// Searches a directory. Links can match, but are not searched.
fn search(
    context: &BuildContext,
    top: &Entry,
    pattern: &Pattern,
    filter: &ContextFilter,
) -> Result<Vec<Entry>, SourceError> {
    let mut matches = Vec::new();
    let mut pending: Vec<_> =
        filter.at(&top.real).map(|dir| (String::new(), dir)).into_iter().collect();
    while let Some((dir, filtered)) = pending.pop() {
        let local = context.local(&join(&top.path, &dir));
        for member in members(&local)? {
            let name = member.name.to_string_lossy();
            let path = join(&dir, &name);
            let below = match member.is_dir {
                true => filtered.below(&name),
                false => None,
            };
            let is_taken = if member.is_dir { below.is_some() } else { filtered.takes(&name) };
            if is_taken && pattern.matches(&path) {
                utf8(&member.name)?;
                matches.push(join(&top.path, &path));
            } else if let Some(below) = below.filter(|_| pattern.may_match_below(&path)) {
                pending.push((path, below));
            }
        }
    }
    matches.sort();
    let entries =
        matches.iter().map(|path| context.locate(path).map_err(|error| error.about_match(path)));
    let mut entries = entries.collect::<Result<Vec<_>, _>>()?;
    // The builder does not find the target of a link if the ignore file ignores it.
    if let Some(file) = &context.ignore_file
        && let Some(entry) = entries
            .iter()
            .find(|entry| entry.path != entry.real && context.is_ignored(entry, &file.filter))
    {
        let reason = SourceError::new(format!("is a link to what {file} ignores"));
        return Err(reason.about_match(&entry.path));
    }
    entries.retain(|entry| !context.is_ignored(entry, filter));
    Ok(entries)
}

/// Lists a directory, sorted by name.
pub(super) fn members(dir: &Path) -> Result<Vec<Member>, SourceError> {
    let entries = fs::read_dir(dir).map_err(SourceError::io)?;
    let members = entries.map(|entry| {
        let entry = entry?;
        Ok(Member { is_dir: entry.file_type()?.is_dir(), name: entry.file_name() })
    });
    let mut members = members.collect::<io::Result<Vec<_>>>().map_err(SourceError::io)?;
    members.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(members)
}

/// Returns `true` if a path leads out of the context, so that the builder drops some `..` of it.
pub(super) fn leads_out(path: &str) -> bool {
    let mut depth = 0_usize;
    path.split('/').any(|segment| {
        match segment {
            "" | "." => {}
            ".." if depth == 0 => return true,
            ".." => depth -= 1,
            _ => depth += 1,
        }
        false
    })
}

pub(super) fn utf8(name: &OsStr) -> Result<&str, SourceError> {
    name.to_str()
        .ok_or_else(|| SourceError::new(format!("matches {name:?}, a name that is not UTF-8")))
}
