//! `docker-buildx build`: the plugin of `docker`, run by itself. Its builder is the `BuildKit` of the
//! Docker Engine, which Daytona's runner uses.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use super::builder::BuiltImage;

/// The command, with the engine that its environment names.
pub(crate) struct Docker;

impl Docker {
    pub(crate) fn build(
        &self,
        folder: &Path,
        dockerfile: &Path,
        options: &[String],
    ) -> Result<BuiltImage, String> {
        let out = tempfile::tempdir().unwrap();
        let mut command = self.command_with_output(out.path());
        run(command.args(options).arg("--file").arg(dockerfile).arg(folder), None)?;
        Ok(self.image(out))
    }

    pub(crate) fn build_archive(&self, archive: &[u8]) -> Result<BuiltImage, String> {
        let out = tempfile::tempdir().unwrap();
        run(self.command_with_output(out.path()).arg("-"), Some(archive))?;
        Ok(self.image(out))
    }

    /// Builds the Dockerfile of a folder, and keeps nothing.
    pub(crate) fn check(&self, folder: &Path) -> Result<(), String> {
        run(self.command().arg("--output=type=cacheonly").arg(folder), None).map(drop)
    }

    fn command(&self) -> Command {
        let mut command = Command::new("docker-buildx");
        command.args(["build", "--network=none", "--progress=plain"]);
        command
    }

    fn command_with_output(&self, out: &Path) -> Command {
        let mut command = self.command();
        command.arg("--no-cache");
        command.arg(format!("--output=type=tar,dest={}", out.join("files.tar").display()));
        command.args(["--output=type=image", "--metadata-file"]).arg(out.join("metadata"));
        command
    }

    fn image(&self, out: TempDir) -> BuiltImage {
        let metadata = File::open(out.path().join("metadata")).unwrap();
        let metadata: Value = serde_json::from_reader(metadata).unwrap();
        let id = metadata["containerimage.config.digest"].as_str().unwrap();
        let inspected = run(Command::new("docker").args(["image", "inspect", id]), None).unwrap();
        let inspected: Value = serde_json::from_slice(&inspected).unwrap();

        let files = out.path().join(BuiltImage::FILES);
        fs::create_dir(&files).unwrap();
        let mut tar = Command::new("tar");
        tar.args(["--extract", "--same-permissions", "--same-owner", "--numeric-owner"]);
        tar.arg("--file").arg(out.path().join("files.tar")).arg("--directory").arg(files);
        run(&mut tar, None).unwrap();
        BuiltImage::new(out, &inspected[0]["Config"])
    }
}

/// Runs a command with an input, and returns its output.
fn run(command: &mut Command, input: Option<&[u8]>) -> Result<Vec<u8>, String> {
    command.stdin(if input.is_some() { Stdio::piped() } else { Stdio::null() });
    let command = command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    if let (Some(input), Some(mut stdin)) = (input, child.stdin.take()) {
        // A builder that fails may not read all of it.
        let _ = stdin.write_all(input);
    }
    let output = child.wait_with_output().unwrap();
    match output.status.success() {
        true => Ok(output.stdout),
        false => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
    }
}
