//! `cargo xtask test`: the workspace's one test command.

use std::{
    env,
    ffi::OsString,
    process::{Command, ExitCode, Stdio},
};

use crate::{Error, workspace};

/// Runs the unit and integration tests, with nextest where it is installed, and then the doctests, which nextest
/// does not know. Both print to the terminal as they would alone; the first failure ends the run with its code.
pub(crate) fn run() -> Result<ExitCode, Error> {
    let tests: &[&str] = if nextest_is_installed() {
        &["nextest", "run", "--workspace"]
    } else {
        &["test", "--workspace", "--lib", "--bins", "--tests", "--examples"]
    };
    for arguments in [tests, &["test", "--workspace", "--doc"]] {
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

/// The cargo that runs this task, at the top of the workspace.
fn cargo() -> Command {
    let program = env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(program);
    command.current_dir(workspace::root());
    command
}
