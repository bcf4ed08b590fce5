//! The packs of an instruction: what travels in archives in the place of plain files.

use std::path::PathBuf;

use super::build_context::BuildContext;
use super::file::ContextFile;
use super::filter::ContextFilter;
use super::search::Match;
use crate::image::options::context::ContextLinks;
use crate::image::options::packing::Packing;
use crate::image::packing::form::{ContextPack, PackEntry, PackedSource};
use crate::image::packing::rule::PackableCopy;
use daytona_dockerfile::Keyword;

/// The matches of one source, as it is written.
pub(super) struct SourceMatches {
    pub(super) written: String,
    pub(super) matches: Vec<Match>,
}

impl BuildContext {
    /// Returns the sources of an instruction that is packed, or `None` if it needs plain files.
    pub(super) fn pack(
        &self,
        copy: &PackableCopy,
        sources: &[SourceMatches],
    ) -> Option<Vec<PackedSource>> {
        // The user wants the targets of links that lead out.
        if self.packing == Packing::Off || self.links == ContextLinks::FollowAnywhere {
            return None;
        }
        let all = || sources.iter().flat_map(|source| &source.matches);
        let is_dir = |found: &Match| self.local(&found.path).is_dir();
        let (dirs, files) = all().fold((0, 0), |(dirs, files), found| match is_dir(found) {
            true => (dirs + 1, files),
            false => (dirs, files + 1),
        });
        let has_parents = all().any(|found| found.pivot.is_some());
        let is_needed = dirs > 0 || files > 1 || has_parents;
        if !is_needed || (files > 0 && !copy.names_directory()) {
            return None;
        }
        if copy.keyword == Keyword::Copy {
            return Some(self.packs(all()));
        }
        // The builder unpacks a file of ADD that is an archive.
        if dirs == 0 || has_parents {
            return None;
        }
        let mut packed = Vec::new();
        for source in sources {
            if !self.is_verbatim(copy, source) {
                packed.extend(self.packs(source.matches.iter()));
            } else if source.matches.iter().any(is_dir) {
                return None;
            } else {
                packed.push(PackedSource::Verbatim(source.written.clone()));
            }
        }
        Some(packed)
    }

    /// Returns `true` if a source of a packed instruction stays as it is written.
    pub(super) fn is_verbatim(&self, copy: &PackableCopy, source: &SourceMatches) -> bool {
        let is_dir = |found: &Match| self.local(&found.path).is_dir();
        copy.keyword == Keyword::Add && !source.matches.iter().all(is_dir)
    }

    /// Returns the packs of matches in their order. Consecutive files of one directory share a pack.
    fn packs<'m>(&self, matches: impl Iterator<Item = &'m Match>) -> Vec<PackedSource> {
        let mut packs: Vec<(String, Vec<PackEntry>, bool)> = Vec::new();
        for found in matches {
            let (source, entries) = self.entries(found);
            let is_tree = found.pivot.is_none() && self.local(&found.path).is_dir();
            match packs.last_mut() {
                Some((same, all, false)) if *same == source && !is_tree => all.extend(entries),
                _ => packs.push((source, entries, is_tree)),
            }
        }
        let keeps_times = self.packing == Packing::KeepTimes;
        let pack = |(source, entries, _): (String, _, _)| {
            PackedSource::Pack(ContextPack::new(&source, entries, keeps_times))
        };
        packs.into_iter().map(pack).collect()
    }

    /// Returns the entries of a match, and the directory in the context that they are relative to.
    fn entries(&self, found: &Match) -> (String, Vec<PackEntry>) {
        let path = found.path.as_str();
        let (parent, name) = path.rsplit_once('/').unwrap_or(("", path));
        let Some(pivot) = &found.pivot else {
            return match self.local(path).is_dir() {
                true => (path.to_owned(), vec![self.entry_of(path, String::new(), &found.filter)]),
                false => {
                    (parent.to_owned(), vec![self.entry_of(path, name.to_owned(), &found.filter)])
                }
            };
        };
        let below = path.strip_prefix(pivot.as_str()).unwrap_or(path).trim_start_matches('/');
        let skipped = path.len() - below.len();
        let parents = below.match_indices('/').map(|(end, _)| &below[..end]);
        let mut entries: Vec<PackEntry> = parents
            .map(|parent| {
                let local = self.real_path(&path[..skipped + parent.len()]);
                let mut file = ContextFile::new(local, parent.to_owned(), self.real.clone());
                file.modes = self.modes;
                PackEntry::bare_directory(file)
            })
            .collect();
        entries.push(self.entry_of(path, below.to_owned(), &found.filter));
        (pivot.clone(), entries)
    }

    fn entry_of(&self, path: &str, archive_path: String, filter: &ContextFilter) -> PackEntry {
        let mut file = ContextFile::new(self.real_path(path), archive_path, self.real.clone());
        file.filter = (!filter.is_empty()).then(|| filter.clone());
        file.modes = self.modes;
        PackEntry::new(file)
    }

    /// Returns the local path with all links resolved, since only links below a source are kept.
    fn real_path(&self, path: &str) -> PathBuf {
        let local = self.local(path);
        local.canonicalize().unwrap_or(local)
    }
}
