//! `cargo xtask test`: the workspace's one test command.

use std::process::{ExitCode, Stdio};

use crate::{
    Error,
    cargo::{cargo, exit_code},
};

/// The packages to test. The generator takes longer to compile than the rest: `.ci/run` tests it on its own. The
/// members of the workspace choose ring for TLS, which compiles faster than the default.
const PACKAGES: [&str; 4] =
    ["--workspace", "--exclude", "xtask-generator", "--no-default-features"];

/// Runs the unit and integration tests, with nextest if it is installed, and then the doctests, which nextest does
/// not run. Both print to the terminal; the first failure ends the run with its exit code.
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
