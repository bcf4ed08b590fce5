//! The emulator behind `--local`: its state folder and its start.

use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{env, error};

use daytona_testkit::{Emulator, StartError};
use tokio::time::{Instant, sleep};

use crate::failure::{Exit, Failure};
use crate::output;

const STATE_DIR: &str = "DAYTONA_LOCAL_DIR";
/// The longest wait for another command that uses the folder.
const FOLDER_WAIT: Duration = Duration::from_secs(10);
/// The time before the wait is announced. Most commands end earlier.
const SILENT_WAIT: Duration = Duration::from_secs(1);
/// The pause between two attempts to lock the folder.
const FOLDER_PAUSE: Duration = Duration::from_millis(50);

/// Returns the state folder: the argument, else the environment variable, else the user's default.
pub(crate) fn state_dir(argument: Option<&Path>) -> Result<PathBuf, Failure> {
    // An empty variable counts as unset. The XDG specification ignores relative folders.
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

/// The scheme of the emulator's URLs.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Scheme {
    Http,
    Https,
}

/// Starts the emulator on a loopback port. Port 0 selects a free one. Waits up to 10 s while
/// another process uses the folder.
pub(crate) async fn start(folder: &Path, port: u16, scheme: Scheme) -> Result<Emulator, Failure> {
    let started = Instant::now();
    let mut is_announced = false;
    loop {
        match try_start(folder, port, scheme).await {
            Err(StartError::StateInUse { .. }) if started.elapsed() < FOLDER_WAIT => {
                if !is_announced && started.elapsed() >= SILENT_WAIT {
                    let (limit, folder) = (FOLDER_WAIT.as_secs(), folder.display());
                    output::note(&format!(
                        "waiting up to {limit} s for another command that uses {folder}"
                    ));
                    is_announced = true;
                }
                sleep(FOLDER_PAUSE).await;
            }
            outcome => return outcome.map_err(failure),
        }
    }
}

async fn try_start(folder: &Path, port: u16, scheme: Scheme) -> Result<Emulator, StartError> {
    // The official SDK fails on a 403 for a missing object, so the emulator answers with 404.
    let emulator = Emulator::builder()
        .port(port)
        .state_dir(folder)
        .report_missing_objects()
        .server_times()
        .for_trials();
    match scheme {
        Scheme::Http => emulator,
        Scheme::Https => emulator.tls(),
    }
    .start()
    .await
}

fn failure(error: StartError) -> Failure {
    let cause = error::Error::source(&error).map(|cause| format!(": {cause}"));
    let failure =
        Failure::new(Exit::Other, "local", format!("{error}{}", cause.unwrap_or_default()));
    match error {
        StartError::StateInUse { .. } => failure.with_hint(
            "if `daytona-snapshot local serve` uses it, set the variables that it printed and leave `--local` out",
        ),
        StartError::StateForeign { .. } => failure.with_hint(format!(
            "name a new or an empty folder with `--local-dir` or {STATE_DIR}"
        )),
        _ => failure,
    }
}
