//! Builds and runs the measured programs.

use std::{
    path::PathBuf,
    process::{Command, Stdio},
};

use serde_json::Value;

use xtask::{Error, cargo::cargo};

/// Builds an example of a package with the profile `bench`, and returns its path.
pub(crate) fn build_example(package: &str, example: &str) -> Result<PathBuf, Error> {
    build("bench", package, "--example", example)
}

/// Builds a binary of a package with the profile `bench`, and returns its path.
pub(crate) fn build_binary(package: &str, binary: &str) -> Result<PathBuf, Error> {
    build("bench", package, "--bin", binary)
}

/// Builds a binary of a package with the profile `dev`, and returns its path.
#[cfg(unix)]
pub(crate) fn build_dev_binary(package: &str, binary: &str) -> Result<PathBuf, Error> {
    build("dev", package, "--bin", binary)
}

fn build(profile: &str, package: &str, kind: &str, target: &str) -> Result<PathBuf, Error> {
    let output = cargo()
        .args(["build", "--profile", profile, "--package", package, kind, target])
        .arg("--message-format=json-render-diagnostics")
        .stderr(Stdio::inherit())
        .output()?;
    if !output.status.success() {
        return Err(format!("cannot build `{target}` of {package}").into());
    }
    let messages = String::from_utf8(output.stdout)?;
    let executable = messages.lines().rev().find_map(|line| {
        let message: Value = serde_json::from_str(line).ok()?;
        (message["target"]["name"] == target)
            .then(|| message["executable"].as_str().map(PathBuf::from))?
    });
    executable.ok_or_else(|| format!("cargo did not report the path of `{target}`").into())
}

/// Runs a program and returns the JSON in its last line.
pub(crate) fn report_of(command: &mut Command) -> Result<Value, Error> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cannot run {}: {error}", name_of(command)))?;
    let text = String::from_utf8_lossy(&output.stdout);
    if !output.status.success() {
        return Err(format!("{} failed with {}\n{text}", name_of(command), output.status).into());
    }
    let last = text.lines().last().unwrap_or_default();
    let report = serde_json::from_str(last);
    report.map_err(|error| format!("{} reported {last:?}: {error}", name_of(command)).into())
}

fn name_of(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
