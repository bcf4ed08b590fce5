//! The Python interpreter of the official SDK.

use std::{
    env,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use xtask::{Error, workspace};

/// Creates or updates a virtual environment in `target` from a requirements file, and returns its interpreter.
pub(crate) fn prepare(name: &str, requirements: &Path) -> Result<PathBuf, Error> {
    let folder = workspace::target().join("bench").join(name).join("venv");
    let python = folder.join("bin").join("python");
    if !python.exists() {
        let system = env::var_os("PYTHON").unwrap_or_else(|| "python3".into());
        run(Command::new(system).args(["-m", "venv"]).arg(&folder))?;
    }
    run(Command::new(&python)
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"])
        .arg(requirements))?;
    Ok(python)
}

fn run(command: &mut Command) -> Result<(), Error> {
    let program = command.get_program().to_string_lossy().into_owned();
    let status = command
        .stdout(Stdio::null())
        .status()
        .map_err(|error| format!("cannot run {program}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{program} failed with {status}").into()) }
}
