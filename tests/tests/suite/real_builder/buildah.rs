//! buildah, with its own image store.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use super::builder::BuiltImage;

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

    /// Builds a Dockerfile with the files of a folder, and returns the image.
    pub(crate) fn build(
        &self,
        folder: &Path,
        dockerfile: &Path,
        options: &[String],
    ) -> Result<BuiltImage, String> {
        let out = tempfile::tempdir().unwrap();
        let id_file = out.path().join("id");
        let files = out.path().join(BuiltImage::FILES);
        let output = self
            .command()
            .args(["build", "--isolation", "chroot", "--format", "docker", "--no-cache"])
            .arg("--layers=false")
            .arg(format!("--iidfile={}", id_file.display()))
            .arg(format!("--output=type=local,dest={}", files.display()))
            .args(options)
            .arg("--file")
            .arg(dockerfile)
            .arg(folder)
            .output()
            .unwrap();
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned());
        }
        let id = fs::read_to_string(id_file).unwrap();
        let output = self.command().args(["inspect", "--type", "image", &id]).output().unwrap();
        let inspected: Value = serde_json::from_slice(&output.stdout)
            .map_err(|error| format!("{error}: {}", String::from_utf8_lossy(&output.stderr)))?;
        Ok(BuiltImage::new(out, &inspected["Docker"]["config"]))
    }

    fn command(&self) -> Command {
        let mut command = Command::new("buildah");
        command.args(["--storage-driver", "vfs", "--root"]).arg(self.store.path().join("root"));
        command.arg("--runroot").arg(self.store.path().join("run"));
        command
    }
}
