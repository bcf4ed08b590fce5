//! The files of a build context as sources of `daytona-objstore`.

use std::sync::Arc;

use daytona_objstore::{
    BrokenLinks, Filter, Limits, LinkPolicy, ModePolicy, Pack, PackTimes, Source, SpecialFiles,
};

use super::file::ContextFile;
use super::filter::{ContextFilter, FilteredDir};
use super::reserved::is_reserved;
use crate::image::options::context::{ContextLinks, ContextModes};
use crate::image::packing::form::{ContextPack, PackAttributes};
use crate::{Error, ResolvedImage, Result};

/// Converts a file or directory of the context to a source with its filter and policies.
impl From<ContextFile> for Source {
    fn from(file: ContextFile) -> Self {
        if let Some(content) = file.content {
            return Self::content(content.bytes().clone(), file.archive_path).mode(content.mode());
        }
        let first = file.archive_path.split('/').next().unwrap_or_default();
        // A local directory that a step adds needs a file, or the builder does not find it.
        let broken_links = match is_reserved(first) {
            true => BrokenLinks::Refuse,
            false => BrokenLinks::Omit,
        };
        let source = Self::new(file.local, file.archive_path)
            .root(file.link_root)
            .special_files(SpecialFiles::Omit)
            .broken_links(broken_links)
            .links(link_policy(file.links))
            .modes(mode_policy(file.modes));
        match file.filter {
            Some(filter) => source.filter(filter),
            None => source,
        }
    }
}

/// The filter of the root that its patterns are relative to.
impl Filter for ContextFilter {
    fn includes(&self, name: &str) -> bool {
        self.root().takes(name)
    }

    fn subdirectory(&self, name: &str) -> Option<Arc<dyn Filter>> {
        self.root().subdirectory(name)
    }
}

impl Filter for FilteredDir {
    fn includes(&self, name: &str) -> bool {
        Self::takes(self, name)
    }

    fn subdirectory(&self, name: &str) -> Option<Arc<dyn Filter>> {
        Self::below(self, name).map(|dir| Arc::new(dir) as Arc<dyn Filter>)
    }
}

impl ResolvedImage {
    /// Returns the build context as sources for [`daytona_objstore::scan`]. Requires the feature
    /// `upload`.
    ///
    /// The sources go with [`dockerfile`](ResolvedImage::dockerfile). They are plain files, as
    /// [`process_image_context`](crate::SnapshotService::process_image_context) uploads them. Their
    /// manifest can go into another store, or into an archive for another builder: the example
    /// `context_tar` does so.
    ///
    /// ```
    /// use daytona_core::Image;
    /// use daytona_objstore::{Limits, Progress, scan};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let image = Image::base("alpine:3.20").add_file_content("hello\n", "/etc/motd");
    /// let resolved = image.resolve()?;
    /// let manifest = scan(resolved.sources(), Limits::default(), &Progress::new()).await?;
    /// assert_eq!(manifest.entries()[0].path(), ".daytona-files/etc/motd");
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn sources(&self) -> Vec<Source> {
        self.context.iter().cloned().map(Source::from).collect()
    }
}

/// Returns the pack of an instruction with these attributes.
pub(crate) fn into_pack(pack: &ContextPack, attributes: PackAttributes) -> Pack {
    let sources = pack.entries.iter().map(|entry| match entry.is_bare_directory {
        true => Source::directory(&entry.file.local, &entry.file.archive_path)
            .modes(mode_policy(entry.file.modes)),
        false => Source::from(entry.file.clone()),
    });
    let times = if pack.keeps_times { PackTimes::OfFiles } else { PackTimes::Fixed };
    let mut packed = Pack::new(sources.collect()).times(times);
    if let Some((user, group)) = attributes.owner {
        packed = packed.owner(user, group);
    }
    match attributes.mode {
        Some(mode) => packed.chmod(mode),
        None => packed,
    }
}

/// Checks what an upload of the context would refuse, without reading the files.
pub(in crate::image) fn check(image: &ResolvedImage) -> Result<()> {
    let plain: Vec<Source> = image.packed.plain.iter().cloned().map(Source::from).collect();
    let mut checked = daytona_objstore::check(&plain, Limits::default());
    for (packed, attributes) in image.packed.packs() {
        checked = checked.and_then(|()| {
            daytona_objstore::check_pack(&into_pack(packed, attributes), Limits::default())
        });
    }
    checked.map_err(|error| of_scan(error).while_doing("check the build context"))
}

/// Returns the error of a file that cannot be part of a context. Nothing was sent.
pub(crate) fn of_scan(error: daytona_objstore::Error) -> Error {
    Error::invalid_input(error.to_string()).with_source(error)
}

fn link_policy(links: ContextLinks) -> LinkPolicy {
    match links {
        ContextLinks::RefuseLeaving => LinkPolicy::RefuseLeaving,
        ContextLinks::FollowAnywhere => LinkPolicy::FollowAnywhere,
    }
}

fn mode_policy(modes: ContextModes) -> ModePolicy {
    match modes {
        ContextModes::ClearUmask => ModePolicy::ClearUmask,
        ContextModes::KeepAll => ModePolicy::KeepAll,
    }
}
