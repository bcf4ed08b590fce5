//! `cargo xtask test`: runs the tests of the workspace.

use std::process::{ExitCode, Stdio};

use xtask::{
    Error,
    cargo::{cargo, exit_code},
};

/// The packages to test. The generator takes long to compile, so only `.ci/run` tests it. Without default features the
/// TLS back end is ring, which compiles faster.
const PACKAGES: [&str; 4] =
    ["--workspace", "--exclude", "xtask-generator", "--no-default-features"];

/// Runs the unit and integration tests, then the doctests, which nextest does not support. Uses nextest if it is
/// installed. The first failure ends the run with its exit code.
pub(crate) fn run() -> Result<ExitCode, Error> {
    let tests: &[&str] = if nextest_is_installed() {
        &["nextest", "run"]
    } else {
        &["test", "--lib", "--bins", "--tests", "--examples"]
    };
    for arguments in [tests, &["test", "--doc"]] {
        let status = cargo()
            .args(arguments)
            .args(PACKAGES)
            .status()
            .map_err(|error| format!("cannot run `cargo {}`: {error}", arguments.join(" ")))?;
        if !status.success() {
            return Ok(exit_code(status));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn nextest_is_installed() -> bool {
    cargo()
        .args(["nextest", "--version"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}
