//! The tree that a source is a part of: which links lead out of it, and what of it takes part.

use std::path::{Path, PathBuf};

use crate::error::Kind;
use crate::filter::Taken;
use crate::source::SourceKind;
use crate::walk::resolve;
use crate::{Error, LinkPolicy, Source};

pub(crate) struct Boundary {
    /// With all links resolved.
    root: PathBuf,
    links: LinkPolicy,
    taken: Taken,
}

impl Boundary {
    /// Returns the tree of a source that is reached as `local` and lies at `real`.
    pub(crate) fn of(
        source: &Source,
        local: &Path,
        real: &Path,
        kind: SourceKind,
    ) -> Result<Self, Error> {
        let root = match (&source.root, kind) {
            (Some(root), _) => resolve(root)?.0,
            (None, SourceKind::Directory) => real.to_owned(),
            (None, SourceKind::File) => resolve(local.parent().unwrap_or(local))?.0,
        };
        let taken = match &source.filter {
            Some(filter) => Taken::Filtered(filter.0.clone()),
            None => Taken::Everything,
        };
        let boundary = Self { root, links: source.links, taken };
        boundary.check(local, real)?;
        Ok(boundary)
    }

    /// Refuses what is reached as `path` and lies outside, unless it may.
    pub(crate) fn check(&self, path: &Path, real: &Path) -> Result<(), Error> {
        if self.links == LinkPolicy::FollowAnywhere || real.starts_with(&self.root) {
            return Ok(());
        }
        let (path, target, root) = (path.to_owned(), real.to_owned(), self.root.clone());
        Err(Kind::LeavesRoot { path, target, root }.into())
    }

    /// Returns what takes part of the source itself.
    pub(crate) fn taken_of_source(&self, local: &Path, real: &Path, kind: SourceKind) -> Taken {
        match self.place(real).or_else(|| self.place_by_name(local)) {
            Some(place) => self.taken_at(place, kind),
            None => Taken::Everything,
        }
    }

    /// Returns what takes part of what a link leads to. The link has its name in the directory of
    /// which `holder` takes part.
    pub(crate) fn taken_of_target(
        &self,
        real: &Path,
        kind: SourceKind,
        holder: &Taken,
        name: &str,
    ) -> Taken {
        match (self.place(real), kind) {
            (Some(place), _) => self.taken_at(place, kind),
            (None, SourceKind::Directory) => holder.below(name),
            (None, SourceKind::File) => holder.file(name),
        }
    }

    fn place<'p>(&self, real: &'p Path) -> Option<&'p Path> {
        real.strip_prefix(&self.root).ok()
    }

    /// Returns the place that a path has by the way it is written, although a link leads out.
    fn place_by_name<'p>(&self, local: &'p Path) -> Option<&'p Path> {
        let is_root = |above: &&Path| resolve(above).is_ok_and(|(real, _)| real == self.root);
        local.ancestors().find(is_root).and_then(|root| local.strip_prefix(root).ok())
    }

    fn taken_at(&self, place: &Path, kind: SourceKind) -> Taken {
        let below = |place: &Path| {
            let names = place.components().map(|name| name.as_os_str().to_string_lossy());
            names.fold(self.taken.clone(), |taken, name| taken.below(&name))
        };
        match (kind, place.parent(), place.file_name()) {
            (SourceKind::File, Some(parent), Some(name)) => {
                below(parent).file(&name.to_string_lossy())
            }
            _ => below(place),
        }
    }
}
