//! Local files.

use std::path::PathBuf;

use crate::image::step::Step;
use crate::{Image, LocalDirOptions};

/// # Local files
impl Image {
    /// Adds a local file. A destination that ends with `/` is a directory that keeps the file's
    /// name; `$NAME` in a destination is expanded by the build.
    ///
    /// ```
    /// # use daytona_core::Image;
    /// let image = Image::base("alpine:3.20").add_local_file("config.toml", "/etc/app/");
    /// ```
    #[must_use]
    pub fn add_local_file(self, local: impl Into<PathBuf>, destination: impl Into<String>) -> Self {
        self.then(Step::AddLocalFile { local: local.into(), destination: destination.into() })
    }

    /// Adds what is in a local directory to a directory of the image, all of it:
    /// [`add_local_dir_with`](Image::add_local_dir_with) can leave something out.
    ///
    /// ```
    /// # use daytona_core::Image;
    /// let image = Image::base("alpine:3.20").add_local_dir("src", "/home/daytona/src");
    /// ```
    #[must_use]
    pub fn add_local_dir(self, local: impl Into<PathBuf>, destination: impl Into<String>) -> Self {
        self.add_local_dir_with(local, destination, LocalDirOptions::new())
    }
}
