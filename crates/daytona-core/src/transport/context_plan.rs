//! The plan of an upload: the text and the archives of an image, before anything is sent.

use daytona_objstore::{PackEntry, PackEntryKind, Progress, ScanOptions};

use super::object_storage::{Archive, prepared};
use crate::{ImagePlan, PlannedArchive, PlannedFile, ResolvedImage, Result};

impl ResolvedImage {
    /// Reads the files of the build context, and returns what a create would send. Sends nothing.
    ///
    /// [`SnapshotService::plan_image`](crate::SnapshotService::plan_image) also asks the object
    /// storage which archives it has.
    ///
    /// ```
    /// use daytona_core::Image;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let image = Image::base("alpine:3.20").add_local_file("Cargo.toml", "/Cargo.toml");
    /// let plan = image.resolve()?.plan().await?;
    /// assert_eq!(plan.archives[0].files[0].mode, 0o644);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`is_invalid_input`](crate::Error::is_invalid_input) for a file that is missing or cannot be
    /// part of a context.
    pub async fn plan(&self) -> Result<ImagePlan> {
        let (scan, progress) = (ScanOptions::default(), Progress::new());
        let (dockerfile, archives) = prepared(self, &scan, &progress).await?;
        let archives = archives.iter().map(Archive::planned).collect();
        Ok(ImagePlan { dockerfile, archives })
    }
}

impl Archive {
    /// Describes the archive.
    pub(super) fn planned(&self) -> PlannedArchive {
        let files = match &self.pack {
            Some(pack) => pack.entries().filter_map(packed_file).collect(),
            None => self
                .shard
                .entries()
                .iter()
                .map(|entry| PlannedFile {
                    path: entry.path().to_owned(),
                    bytes: entry.size(),
                    mode: entry.mode(),
                })
                .collect(),
        };
        let archive =
            PlannedArchive::new(self.shard.digest().to_string(), self.shard.archive_len());
        PlannedArchive { files, ..archive }
    }
}

/// Describes an entry of a pack, unless it is a directory.
fn packed_file(entry: &PackEntry) -> Option<PlannedFile> {
    let bytes = match entry.kind() {
        PackEntryKind::Directory => return None,
        PackEntryKind::File { size, .. } => size,
        _ => 0,
    };
    Some(PlannedFile { path: entry.path().to_owned(), bytes, mode: entry.mode() })
}
