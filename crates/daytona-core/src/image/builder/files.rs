//! Builder methods that add files.

use std::path::PathBuf;

use crate::image::step::Step;
use crate::image::step::content::Content;
use crate::{FileOptions, Image, LocalDirOptions};

/// # Files
impl Image {
    /// Adds a local file.
    ///
    /// If the destination ends with `/`, it is a directory and the file keeps its name. The build
    /// expands `$NAME` in the destination.
    ///
    /// ```
    /// # use daytona_core::Image;
    /// let image = Image::base("alpine:3.20").add_local_file("config.toml", "/etc/app/");
    /// ```
    #[must_use]
    pub fn add_local_file(self, local: impl Into<PathBuf>, destination: impl Into<String>) -> Self {
        self.then(Step::AddLocalFile { local: local.into(), destination: destination.into() })
    }

    /// Adds all files of a local directory to a directory of the image.
    ///
    /// [`add_local_dir_with`](Image::add_local_dir_with) can leave files out.
    ///
    /// ```
    /// # use daytona_core::Image;
    /// let image = Image::base("alpine:3.20").add_local_dir("src", "/home/daytona/src");
    /// ```
    #[must_use]
    pub fn add_local_dir(self, local: impl Into<PathBuf>, destination: impl Into<String>) -> Self {
        self.add_local_dir_with(local, destination, LocalDirOptions::new())
    }

    /// Adds the files of a local directory to a directory of the image, except those that the
    /// options leave out.
    ///
    /// ```
    /// # use daytona_core::{Image, LocalDirOptions};
    /// let image = Image::base("python:3.12-slim").add_local_dir_with(
    ///     ".",
    ///     "/home/daytona/app",
    ///     LocalDirOptions::new().dockerignore().ignore(["**/__pycache__", ".git", "*.md", "!README.md"]),
    /// );
    /// ```
    #[doc(alias = "add_local_dir")]
    #[must_use]
    pub fn add_local_dir_with(
        self,
        local: impl Into<PathBuf>,
        destination: impl Into<String>,
        options: LocalDirOptions,
    ) -> Self {
        let (local, destination) = (local.into(), destination.into());
        self.then(Step::AddLocalDir { local, destination, options })
    }

    /// Adds a file with the given content, text or bytes, that everybody can read.
    ///
    /// The content does not come from a local file, and the path in the build context depends on
    /// the destination only. The build expands `$NAME` in the destination.
    ///
    /// ```
    /// # use daytona_core::Image;
    /// let image = Image::base("alpine:3.20")
    ///     .add_file_content("[server]\nport = 8080\n", "/etc/app/config.toml")
    ///     .add_file_content([0x7f, 0x45, 0x4c, 0x46], "/opt/magic");
    /// let resolved = image.resolve()?;
    /// assert_eq!(resolved.context[0].archive_path, ".daytona-files/etc/app/config.toml");
    /// assert!(resolved.context[0].content.is_some());
    /// # Ok::<(), daytona_core::Error>(())
    /// ```
    #[must_use]
    pub fn add_file_content(
        self,
        content: impl Into<Vec<u8>>,
        destination: impl Into<String>,
    ) -> Self {
        self.add_file_content_with(content, destination, FileOptions::new())
    }

    /// Adds a file with the given content and options.
    ///
    /// ```
    /// # use daytona_core::{FileOptions, Image};
    /// let image = Image::base("alpine:3.20")
    ///     .add_file_content_with(
    ///         "#!/bin/sh\nexec sleep infinity\n",
    ///         "/usr/local/bin/start",
    ///         FileOptions::new().executable(),
    ///     )
    ///     .entrypoint(["start"]);
    /// ```
    #[must_use]
    pub fn add_file_content_with(
        self,
        content: impl Into<Vec<u8>>,
        destination: impl Into<String>,
        options: FileOptions,
    ) -> Self {
        let content = Content::new(content.into());
        self.then(Step::AddFileContent { content, destination: destination.into(), options })
    }
}
