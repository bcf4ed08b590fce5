//! The emulator behind `--local`: its state folder and its start.
//!
//! A command that changes the state, or waits for its changes, locks the folder until it ends. A
//! command that only reads takes the lock if it is free, so that due work ends. If it is not free,
//! the command reads the files without it.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{env, error, process};

use daytona_testkit::{Emulator, EmulatorBuilder, StartError, StateFolder, StateSummary};
use tokio::time::{Instant, sleep};

use crate::failure::{Exit, Failure};
use crate::output;

const STATE_DIR: &str = "DAYTONA_LOCAL_DIR";
/// The start of the owner that `local serve` writes to the lock.
const SERVER: &str = "`local serve`";
/// The longest wait for a server that uses the folder.
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

/// The use of the state folder by a verb.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Access {
    /// Reads the state, and does not wait for a command that changes it.
    Read,
    /// Changes the state, or waits for its changes. Only one command at a time can continue builds.
    Write,
}

/// Starts the emulator for one command, on a free loopback port.
pub(crate) async fn start(folder: &Path, access: Access) -> Result<Emulator, Failure> {
    when_free(folder, async || {
        let refusal = match builder(folder).start().await {
            Ok(emulator) => return Ok(emulator),
            Err(refusal) => refusal,
        };
        match access {
            Access::Read => read(folder, refusal).await,
            Access::Write => Err(refusal),
        }
    })
    .await
}

/// Reads a state that another command changes, or that cannot be changed.
async fn read(folder: &Path, refusal: StartError) -> Result<Emulator, StartError> {
    if !matches!(refusal, StartError::StateInUse { .. } | StartError::State { .. }) {
        return Err(refusal);
    }
    // The other command may be creating the state.
    let Ok(emulator) = builder(folder).read_only().start().await else { return Err(refusal) };
    if let StartError::State { .. } = refusal {
        output::note(&format!("showing the state as it was saved: {}", described(&refusal)));
    }
    Ok(emulator)
}

/// Starts the emulator for other programs. Port 0 selects a free one.
pub(crate) async fn serve(folder: &Path, port: u16, scheme: Scheme) -> Result<Emulator, Failure> {
    when_free(folder, async || {
        let emulator =
            builder(folder).port(port).lock_owner(format!("{SERVER}, {}", this_process()));
        match scheme {
            Scheme::Http => emulator,
            Scheme::Https => emulator.tls(),
        }
        .start()
        .await
    })
    .await
}

/// Returns the contents of the state folder. Does not wait.
pub(crate) fn summary(folder: &Path) -> Result<Option<StateSummary>, StartError> {
    StateFolder::new(folder).summary()
}

/// Changes the state folder without an emulator.
pub(crate) async fn change<T>(
    folder: &Path,
    change: impl Fn(&StateFolder) -> Result<T, StartError>,
) -> Result<T, Failure> {
    let state = StateFolder::new(folder).lock_owner(this_process());
    when_free(folder, async || change(&state)).await
}

fn builder(folder: &Path) -> EmulatorBuilder {
    // The official SDK fails on a 403 for a missing object, so the emulator answers with 404.
    Emulator::builder()
        .state_dir(folder)
        .lock_owner(this_process())
        .report_missing_objects()
        .server_times()
        .for_trials()
}

fn this_process() -> String {
    format!("process {}", process::id())
}

/// Repeats an attempt while another command uses the folder. The wait for a server has a limit,
/// because it ends only on request.
async fn when_free<T>(
    folder: &Path,
    mut attempt: impl AsyncFnMut() -> Result<T, StartError>,
) -> Result<T, Failure> {
    let started = Instant::now();
    let (mut limited_since, mut is_announced) = (None, false);
    loop {
        let owner = match attempt().await {
            Err(StartError::StateInUse { owner, .. }) => owner,
            outcome => return outcome.map_err(failure),
        };
        let is_command = owner.as_ref().is_some_and(|owner| !owner.starts_with(SERVER));
        limited_since = if is_command { None } else { limited_since.or(Some(Instant::now())) };
        if limited_since.is_some_and(|since| since.elapsed() >= FOLDER_WAIT) {
            return Err(failure(StartError::StateInUse { path: folder.to_owned(), owner }));
        }
        if !is_announced && started.elapsed() >= SILENT_WAIT {
            let limit = match is_command {
                true => String::new(),
                false => format!(" up to {} s", FOLDER_WAIT.as_secs()),
            };
            let owner = owner.map(|owner| format!(" ({owner})")).unwrap_or_default();
            output::note(&format!(
                "waiting{limit} for another command that uses {}{owner}",
                folder.display()
            ));
            is_announced = true;
        }
        sleep(FOLDER_PAUSE).await;
    }
}

/// Returns the failure of a use of the state folder.
pub(crate) fn failure(error: StartError) -> Failure {
    let failure = Failure::new(Exit::Other, "local", described(&error));
    match &error {
        StartError::StateInUse { .. } => failure.with_hint(
            "if `daytona-snapshot local serve` uses it, stop it, or set the variables that it printed and leave `--local` out",
        ),
        StartError::StateForeign { .. } => failure.with_hint(format!(
            "name a new or an empty folder with `--local-dir` or {STATE_DIR}"
        )),
        StartError::StateUnreadable { .. } => {
            failure.with_hint("`daytona-snapshot local reset` deletes the whole state")
        }
        StartError::State { source, .. } => match state_hint(source.kind()) {
            Some(hint) => failure.with_hint(hint),
            None => failure,
        },
        _ => failure,
    }
}

fn state_hint(kind: ErrorKind) -> Option<String> {
    match kind {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => Some(
            "free space on its disk; `daytona-snapshot local prune` removes what no snapshot needs"
                .to_owned(),
        ),
        ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => Some(format!(
            "make the folder writable, or name another one with `--local-dir` or {STATE_DIR}"
        )),
        _ => None,
    }
}

fn described(error: &StartError) -> String {
    let cause = error::Error::source(error).map(|cause| format!(": {cause}"));
    format!("{error}{}", cause.unwrap_or_default())
}
