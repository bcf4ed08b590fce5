//! The programs that build images.

use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;

use super::buildah::Buildah;
use super::docker::Docker;
use super::image_files::ImageFiles;
use super::tree::Tree;

/// The properties of an image's config that instructions set.
const CONFIG: &[&str] = &[
    "Cmd",
    "Entrypoint",
    "Env",
    "ExposedPorts",
    "Labels",
    "OnBuild",
    "Shell",
    "StopSignal",
    "User",
    "Volumes",
    "WorkingDir",
];

/// An image, unpacked.
pub(crate) struct BuiltImage {
    folder: TempDir,
    /// The properties of the config that instructions set.
    pub(crate) config: Value,
}

impl BuiltImage {
    /// The name of the files in the folder.
    pub(crate) const FILES: &str = "files";

    /// Keeps the properties of the config that instructions set.
    pub(crate) fn new(folder: TempDir, config: &Value) -> Self {
        let config = CONFIG.iter().map(|name| ((*name).to_owned(), config[name].clone()));
        Self { folder, config: config.collect() }
    }

    /// Returns the folder with the files.
    pub(crate) fn folder(&self) -> PathBuf {
        self.folder.path().join(Self::FILES)
    }

    pub(crate) fn files(&self) -> ImageFiles {
        ImageFiles::read(&self.folder())
    }

    /// Returns the files with links resolved.
    pub(crate) fn tree(&self) -> Tree {
        Tree::read(&self.folder())
    }
}

pub(crate) enum Builder {
    Buildah(Buildah),
    Docker(Docker),
}

impl Builder {
    /// Returns the builder that the environment variable `REAL_BUILDER` names: `docker`, which is
    /// `BuildKit`, or `buildah`.
    pub(crate) fn find() -> Self {
        match std::env::var("REAL_BUILDER").as_deref() {
            Ok("docker") => Self::Docker(Docker),
            Ok("buildah") | Err(_) => Self::Buildah(Buildah::find()),
            Ok(other) => panic!("REAL_BUILDER is {other}, neither docker nor buildah"),
        }
    }

    /// Returns the version of buildah, unless the builder is Docker.
    pub(crate) fn buildah(&self) -> Option<(u32, u32)> {
        match self {
            Self::Buildah(buildah) => Some(buildah.version),
            Self::Docker(_) => None,
        }
    }

    /// Builds a Dockerfile with the files of a folder, and returns the image.
    pub(crate) fn build(
        &self,
        folder: &Path,
        dockerfile: &Path,
        options: &[String],
    ) -> Result<BuiltImage, String> {
        match self {
            Self::Buildah(buildah) => buildah.build(folder, dockerfile, options),
            Self::Docker(docker) => docker.build(folder, dockerfile, options),
        }
    }

    /// Builds the Dockerfile of a folder, and returns the files of the image.
    pub(crate) fn build_folder(&self, folder: &Path, options: &[String]) -> Result<Tree, String> {
        self.build(folder, &folder.join("Dockerfile"), options).map(|image| image.tree())
    }

    /// Builds a context that is a tar archive with its Dockerfile, and returns the image.
    pub(crate) fn build_archive(&self, archive: &[u8]) -> Result<BuiltImage, String> {
        match self {
            Self::Buildah(buildah) => {
                let folder = tempfile::tempdir().unwrap();
                tar::Archive::new(archive).unpack(folder.path()).unwrap();
                buildah.build(folder.path(), &folder.path().join("Dockerfile"), &[])
            }
            Self::Docker(docker) => docker.build_archive(archive),
        }
    }
}
