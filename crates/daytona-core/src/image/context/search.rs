//! From a source, as it is written, to the paths that it stands for.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use daytona_dockerfile::{Glob, IgnorePatterns, IncludePattern, Source, SourceKind, has_wildcard};

use super::{BuildContext, Found, Place, Refusal, join, utf8};
use crate::image::ContextFilter;

/// What a source looks for in a directory. What is in a match is taken with it.
enum Wanted {
    /// By the rules of Go's `filepath.Match`.
    Glob(Glob),
    /// By the rules of `.dockerignore`, as `COPY --parents` has it.
    Deep(IncludePattern),
}

impl Wanted {
    fn matches(&self, path: &str) -> bool {
        match self {
            Self::Glob(glob) => glob.matches(path),
            Self::Deep(pattern) => pattern.matches(path),
        }
    }

    fn may_match_below(&self, dir: &str) -> bool {
        match self {
            Self::Glob(glob) => glob.may_match_below(dir),
            Self::Deep(pattern) => pattern.may_match_below(dir),
        }
    }
}

/// What stands in a directory under one name.
pub(super) struct Member {
    pub(super) name: OsString,
    /// A link is none.
    pub(super) is_dir: bool,
}

impl BuildContext {
    /// Returns what a source stands for, of what a filter leaves. What is `excluded` counts from
    /// each directory that is taken, and means nothing for a file that is a source itself.
    pub(super) fn find(
        &self,
        source: &Source,
        filter: &ContextFilter,
        excluded: &Arc<IgnorePatterns>,
    ) -> Result<Vec<Found>, Refusal> {
        if source.path.trim().is_empty() {
            return Err(Refusal::from("is empty once its variables are expanded"));
        }
        if source.kind == SourceKind::Parents {
            return self.find_with_parents(source, filter, excluded);
        }
        let places = self.find_places(source, &source.path, filter)?;
        let found = places.into_iter().map(|place| {
            let filter = match place.is_dir {
                true => filter.clone().excluding(&place.real, excluded),
                false => filter.clone(),
            };
            Found { path: place.path, filter }
        });
        Ok(found.collect())
    }

    /// Looks for what stands behind the pivot `/./` in each directory that stands before it.
    fn find_with_parents(
        &self,
        source: &Source,
        filter: &ContextFilter,
        excluded: &Arc<IgnorePatterns>,
    ) -> Result<Vec<Found>, Refusal> {
        let (above, below) = source.path.split_once("/./").unwrap_or(("", &source.path));
        let below = inside(below)?.join("/");
        let mut dirs = self.find_places(source, above, filter)?;
        dirs.retain(|place| place.is_dir);
        let mut found = Vec::new();
        for dir in dirs {
            let filter = filter.clone().excluding(&dir.real, excluded);
            let places = match below.as_str() {
                "" => vec![dir],
                name if !has_wildcard(name) => self.named(&join(&dir.path, name), &filter)?,
                pattern => {
                    let pattern = IncludePattern::new(pattern)
                        .map_err(|error| Refusal::from(error.reason()))?;
                    self.search(&dir, &Wanted::Deep(pattern), &filter)?
                }
            };
            let taken = |place: Place| Found { path: place.path, filter: filter.clone() };
            found.extend(places.into_iter().map(taken));
        }
        Ok(found)
    }

    /// Returns what a path stands for, which is a pattern when it has a wildcard.
    fn find_places(
        &self,
        source: &Source,
        path: &str,
        filter: &ContextFilter,
    ) -> Result<Vec<Place>, Refusal> {
        let segments = inside(path)?;
        let wild = match source.kind {
            SourceKind::Name => None,
            _ => segments.iter().position(|segment| has_wildcard(segment)),
        };
        let Some(wild) = wild else { return self.named(&segments.join("/"), filter) };
        let (names, pattern) = segments.split_at(wild);
        let (above, pattern) = (names.join("/"), pattern.join("/"));
        let glob =
            Glob::new(&pattern).map_err(|_| Refusal::from("is not a well-formed pattern"))?;
        if !self.dir.join(&above).is_dir() {
            return Ok(Vec::new());
        }
        let dir = self.locate(&above)?;
        match self.is_ignored(&dir, filter) {
            true => Ok(Vec::new()),
            false => self.search(&dir, &Wanted::Glob(glob), filter),
        }
    }

    fn named(&self, path: &str, filter: &ContextFilter) -> Result<Vec<Place>, Refusal> {
        let place = self.locate(path)?;
        if !self.is_ignored(&place, filter) {
            return Ok(vec![place]);
        }
        Err(match &self.ignore_file {
            Some(file) if self.is_ignored(&place, &file.filter) => {
                Refusal::new(format!("is ignored by {file}"))
            }
            _ => Refusal::from("is left out by `--exclude`"),
        })
    }

    /// Looks for matches in a directory. Links are matched, but not looked into.
    fn search(
        &self,
        top: &Place,
        wanted: &Wanted,
        filter: &ContextFilter,
    ) -> Result<Vec<Place>, Refusal> {
        let mut found = Vec::new();
        let mut ahead: Vec<_> =
            filter.at(&top.real).map(|dir| (String::new(), dir)).into_iter().collect();
        while let Some((dir, filtered)) = ahead.pop() {
            let local = self.dir.join(join(&top.path, &dir));
            for member in self.members(&local)? {
                let name = member.name.to_string_lossy();
                let path = join(&dir, &name);
                let below = match member.is_dir {
                    true => filtered.below(&name),
                    false => None,
                };
                let is_taken = if member.is_dir { below.is_some() } else { filtered.takes(&name) };
                if is_taken && wanted.matches(&path) {
                    utf8(&member.name)?;
                    found.push(join(&top.path, &path));
                } else if let Some(below) = below.filter(|_| wanted.may_match_below(&path)) {
                    ahead.push((path, below));
                }
            }
        }
        found.sort();
        let places = found.iter().map(|path| self.locate(path).map_err(|why| why.about(path)));
        let mut places = places.collect::<Result<Vec<_>, _>>()?;
        // A link may lead to what is ignored.
        places.retain(|place| !self.is_ignored(place, filter));
        Ok(places)
    }

    /// Lists a directory, sorted by name.
    pub(super) fn members(&self, dir: &Path) -> Result<Vec<Member>, Refusal> {
        let entries = fs::read_dir(dir).map_err(Refusal::io)?;
        let members = entries.map(|entry| {
            let entry = entry?;
            Ok(Member { is_dir: entry.file_type()?.is_dir(), name: entry.file_name() })
        });
        let mut members = members.collect::<io::Result<Vec<_>>>().map_err(Refusal::io)?;
        members.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(members)
    }
}

/// Divides a path into the segments of its way from the context.
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
