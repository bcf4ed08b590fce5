//! The builder, with its own image store.

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use super::tree::Tree;

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
        let output = Command::new("buildah")
            .args(["--storage-driver", "vfs", "--root"])
            .arg(self.store.path().join("root"))
            .arg("--runroot")
            .arg(self.store.path().join("run"))
            .args([
                "build",
                "--isolation",
                "chroot",
                "--format",
                "docker",
                "--no-cache",
                "--output",
            ])
            .arg(format!("type=local,dest={}", out.path().display()))
            .args(options)
            .arg("--file")
            .arg(context.join("Dockerfile"))
            .arg(context)
            .output()
            .unwrap();
        match output.status.success() {
            true => Ok(Tree::read(out.path())),
            false => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
        }
    }
}
