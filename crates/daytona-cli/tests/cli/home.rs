//! A temporary home directory, and runs of the program in it with an empty environment.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_daytona-snapshot");

/// A temporary home directory. It is the working directory, too.
pub(crate) struct Home {
    folder: TempDir,
}

/// The exit code and the output of a run.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Home {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file in the home directory, and creates its parent folders.
    pub(crate) fn write(&self, path: &str, content: &str) -> PathBuf {
        let file = self.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, content).unwrap();
        file
    }

    /// Writes a Dockerfile that copies a directory of two files.
    pub(crate) fn write_app(&self) {
        self.write("Dockerfile", "FROM alpine:3.20\nCOPY app/ /app/\n");
        self.write("app/main.sh", "echo hello\n");
        self.write("app/lib/greet.sh", "greet() { echo hi; }\n");
    }

    /// Creates a command with these arguments, separated by spaces.
    pub(crate) fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(PROGRAM);
        command
            .args(arguments.split_whitespace())
            .current_dir(self.path())
            .env_clear()
            .env("HOME", self.path())
            .stdin(Stdio::null());
        command
    }

    /// Runs the program to its end.
    pub(crate) fn run(&self, arguments: &str) -> Run {
        finish(&mut self.command(arguments))
    }

    /// Runs the program with `--local` to its end.
    pub(crate) fn local(&self, arguments: &str) -> Run {
        self.run(&format!("--local {arguments}"))
    }

    /// Runs the program to its end, with credentials for a server.
    pub(crate) fn against(&self, api_url: &str, api_key: &str, arguments: &str) -> Run {
        finish(&mut self.command_against(api_url, api_key, arguments))
    }

    /// Creates a command with credentials for a server.
    pub(crate) fn command_against(
        &self,
        api_url: impl AsRef<OsStr>,
        api_key: impl AsRef<OsStr>,
        arguments: &str,
    ) -> Command {
        let mut command = self.command(arguments);
        command.env("DAYTONA_API_URL", api_url).env("DAYTONA_API_KEY", api_key);
        command
    }
}

/// Runs a command to its end.
pub(crate) fn finish(command: &mut Command) -> Run {
    command.output().unwrap().into()
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Run {
    /// Asserts success, and returns the JSON document of standard output.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.code, Some(0), "{self:?}");
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Asserts an exit code, and that standard output is empty.
    #[track_caller]
    pub(crate) fn failed(&self, code: i32) -> &Self {
        assert_eq!(self.code, Some(code), "{self:?}");
        assert_eq!(self.stdout, "", "a failure has no result: {self:?}");
        self
    }

    /// Asserts that standard error contains a text.
    #[track_caller]
    pub(crate) fn says(&self, text: &str) -> &Self {
        assert!(self.stderr.contains(text), "no {text:?} in {self:?}");
        self
    }

    /// Returns the `error` object at the end of standard error.
    #[track_caller]
    pub(crate) fn error(&self) -> Value {
        let last = self.stderr.lines().last().unwrap_or_default();
        let document: Value =
            serde_json::from_str(last).unwrap_or_else(|error| panic!("{error}: {self:?}"));
        document["error"].clone()
    }
}
