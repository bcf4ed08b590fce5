//! The builder, with its own image store.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

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

/// The files of an image, and what its config says of them and of commands.
pub(crate) struct BuiltImage {
    pub(crate) files: ImageFiles,
    pub(crate) config: Value,
}

pub(crate) struct Buildah {
    store: TempDir,
    pub(crate) version: (u32, u32),
}

impl Buildah {
    /// Finds buildah and its version.
    pub(crate) fn find() -> Self {
        let output = Command::new("buildah").arg("--version").output();
        let output = output.unwrap_or_else(|error| panic!("buildah cannot be run: {error}"));
        let text = String::from_utf8(output.stdout).unwrap();
        let version = text.split_whitespace().nth(2).unwrap();
        let mut numbers = version.split('.').map(|number| number.parse().unwrap());
        let version = (numbers.next().unwrap(), numbers.next().unwrap());
        Self { store: tempfile::tempdir().unwrap(), version }
    }

    /// Builds the Dockerfile of a folder, and returns the files of the image.
    pub(crate) fn build(&self, context: &Path) -> Result<Tree, String> {
        self.build_with(context, &[])
    }

    /// Builds the Dockerfile of a folder with options, and returns the files of the image.
    pub(crate) fn build_with(&self, context: &Path, options: &[String]) -> Result<Tree, String> {
        let out = tempfile::tempdir().unwrap();
        self.run(context, &context.join("Dockerfile"), out.path(), options)?;
        Ok(Tree::read(out.path()))
    }

    /// Builds a Dockerfile, and returns the files and the config of the image.
    pub(crate) fn build_image(
        &self,
        context: &Path,
        dockerfile: &Path,
    ) -> Result<BuiltImage, String> {
        let out = tempfile::tempdir().unwrap();
        let id_file = out.path().join("id");
        let options = ["--layers=false".to_owned(), format!("--iidfile={}", id_file.display())];
        let files = out.path().join("files");
        self.run(context, dockerfile, &files, &options)?;
        let id = fs::read_to_string(id_file).unwrap();
        let output = self.command().args(["inspect", "--type", "image", &id]).output().unwrap();
        let inspected: Value = serde_json::from_slice(&output.stdout)
            .map_err(|error| format!("{error}: {}", String::from_utf8_lossy(&output.stderr)))?;
        let config = &inspected["Docker"]["config"];
        let config = CONFIG.iter().map(|name| ((*name).to_owned(), config[name].clone()));
        Ok(BuiltImage { files: ImageFiles::read(&files), config: config.collect() })
    }

    fn command(&self) -> Command {
        let mut command = Command::new("buildah");
        command.args(["--storage-driver", "vfs", "--root"]).arg(self.store.path().join("root"));
        command.arg("--runroot").arg(self.store.path().join("run"));
        command
    }

    fn run(
        &self,
        context: &Path,
        dockerfile: &Path,
        out: &Path,
        options: &[String],
    ) -> Result<(), String> {
        let output = self
            .command()
            .args(["build", "--isolation", "chroot", "--format", "docker", "--no-cache"])
            .arg(format!("--output=type=local,dest={}", out.display()))
            .args(options)
            .arg("--file")
            .arg(dockerfile)
            .arg(context)
            .output()
            .unwrap();
        match output.status.success() {
            true => Ok(()),
            false => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
        }
    }
}
