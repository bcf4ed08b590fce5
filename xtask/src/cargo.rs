//! The cargo that runs this task.

use std::{env, ffi::OsString, process::Command};

use crate::workspace;

/// Begins a command of the cargo that runs this task, at the top of the workspace.
pub(crate) fn cargo() -> Command {
    let program = env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(program);
    command.current_dir(workspace::root());
    command
}
