//! `cargo xtask test`: the workspace's one test command.

use std::process::{ExitCode, Stdio};

use crate::{Error, cargo::cargo};

/// Runs the unit and integration tests, with nextest where it is installed, and then the doctests, which nextest
/// does not know. Both print to the terminal as they would alone; the first failure ends the run with its code.
pub(crate) fn run() -> Result<ExitCode, Error> {
    let tests: &[&str] = if nextest_is_installed() {
        &["nextest", "run", "--workspace", "--no-default-features"]
    } else {
        &[
            "test",
            "--workspace",
            "--no-default-features",
            "--lib",
            "--bins",
            "--tests",
            "--examples",
        ]
    };
    for arguments in [tests, &["test", "--workspace", "--no-default-features", "--doc"]] {
        let status = cargo()
            .args(arguments)
            .status()
            .map_err(|error| format!("cannot run `cargo {}`: {error}", arguments.join(" ")))?;
        if !status.success() {
            // Killed by a signal: there is no code to pass on.
            let code = status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1);
            return Ok(ExitCode::from(code));
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
