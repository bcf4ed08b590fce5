//! The cargo that runs this task.

use std::{
    env,
    ffi::OsString,
    process::{Command, ExitCode, ExitStatus},
};

use crate::workspace;

/// Returns a command of the cargo that runs this task, in the directory of the workspace.
pub fn cargo() -> Command {
    let program = env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(program);
    command.current_dir(workspace::root());
    command
}

/// Returns the exit code of a command, or 1 if a signal ended it.
pub fn exit_code(status: ExitStatus) -> ExitCode {
    let code = status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1);
    ExitCode::from(code)
}
