//! The Daytona inside this process: where its state lies, and how it starts.

use std::path::{Path, PathBuf};
use std::{env, error};

use daytona_testkit::{Emulator, StartError};

use crate::failure::{Exit, Failure};

const STATE_DIR: &str = "DAYTONA_LOCAL_DIR";

/// Returns the folder that holds the state: the argument, the environment's, or the user's own.
pub(crate) fn state_dir(argument: Option<&Path>) -> Result<PathBuf, Failure> {
    // An empty variable counts as unset, and XDG has relative folders ignored.
    let variable =
        |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let chosen = argument.map(Path::to_owned).or_else(|| variable(STATE_DIR));
    let by_default = || {
        variable("XDG_STATE_HOME")
            .filter(|folder| folder.is_absolute())
            .or_else(|| {
                Some(env::home_dir().filter(|home| home.is_absolute())?.join(".local/state"))
            })
            .map(|folder| folder.join("daytona-snapshot/local"))
    };
    chosen.or_else(by_default).ok_or_else(|| {
        Failure::usage("there is no home directory for the state of `--local`")
            .with_hint(format!("name a folder with `--local-dir` or {STATE_DIR}"))
    })
}

/// Starts the server on a loopback port; 0 is any free one.
pub(crate) async fn start(folder: PathBuf, port: u16) -> Result<Emulator, Failure> {
    // The official SDK gives up where a missing object is answered as a forbidden one.
    Emulator::builder()
        .port(port)
        .state_dir(folder)
        .report_missing_objects()
        .start()
        .await
        .map_err(failed)
}

fn failed(error: StartError) -> Failure {
    let cause = error::Error::source(&error).map(|cause| format!(": {cause}"));
    let failure =
        Failure::new(Exit::Other, "local", format!("{error}{}", cause.unwrap_or_default()));
    match error {
        StartError::StateInUse { .. } => failure.with_hint(
            "if `daytona-snapshot local serve` runs there, set the variables that it printed and leave `--local` out",
        ),
        _ => failure,
    }
}
