//! The official Python SDK under the same faults, for comparison.
//!
//! It runs in a process of its own and in real time, against the same stage. What it does is written down, not
//! judged.

use std::{env, fmt, path::PathBuf, process::Stdio, time::Duration};

use daytona_core::Snapshot;
use serde::Deserialize;
use tokio::process::Command;

use crate::{
    cell::Cell,
    expectation::Expect,
    operation::{BYSTANDER, NAME, Operation, Stage},
    trouble::Trouble,
};

/// How long it is waited for: three times what the longest cell takes at the server.
const PATIENCE: Duration = Duration::from_secs(40);

/// The Python that has the SDK.
#[derive(Clone, Debug)]
pub(crate) struct OfficialSdk {
    python: PathBuf,
    script: PathBuf,
}

/// What was seen of it in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    Success,
    /// Success, and something is wrong with it.
    Flawed(&'static str),
    Failure {
        class: String,
        /// A snapshot exists that the error does not lead to.
        leaves_a_snapshot: bool,
    },
    /// It had not come to an end when it was stopped.
    Waits,
}

impl Seen {
    /// Tells whether this is what is promised of this library; any error counts as the promised one.
    pub(crate) fn keeps(&self, expected: Expect) -> bool {
        matches!(
            (self, expected),
            (Self::Success, Expect::Success | Expect::Open)
                | (Self::Failure { leaves_a_snapshot: false, .. }, Expect::Failure(_))
        )
    }

    pub(crate) fn leaves_a_snapshot(&self) -> bool {
        matches!(self, Self::Failure { leaves_a_snapshot: true, .. })
    }
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Success => f.write_str("ok"),
            Self::Flawed(what) => write!(f, "ok, {what}"),
            Self::Failure { class, leaves_a_snapshot: false } => write!(f, "`{class}`"),
            Self::Failure { class, leaves_a_snapshot: true } => {
                write!(f, "`{class}`, snapshot left behind")
            }
            Self::Waits => write!(f, "no end within {PATIENCE:?}"),
        }
    }
}

/// What the script says at its end.
#[derive(Debug, Deserialize)]
#[serde(tag = "end", rename_all = "snake_case")]
enum Said {
    Success { id: Option<String>, log: Option<String> },
    Failure { class: String, text: String },
}

impl OfficialSdk {
    /// Finds it where `FAULT_MATRIX_OFFICIAL` says that its Python is.
    pub(crate) fn from_env() -> Option<Self> {
        let python = PathBuf::from(env::var_os("FAULT_MATRIX_OFFICIAL")?);
        let script =
            PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("official-sdk/one_operation.py");
        Some(Self { python, script })
    }

    /// Plays a cell; `None` where the SDK has nothing to be compared.
    pub(crate) fn play(&self, cell: Cell) -> Option<Seen> {
        if cell.expected == Expect::Apart || !has_counterpart(cell) {
            return None;
        }
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let seen = runtime.block_on(self.observe(cell));
        runtime.shutdown_background();
        Some(seen)
    }

    async fn observe(&self, cell: Cell) -> Seen {
        let stage = cell.set_stage_in_real_time().await;
        let trouble = cell.row.trouble;
        let _fault = trouble.begin(&stage.emulator, cell.operation).await;
        let script = async {
            trouble.go_on(&stage.emulator, cell.operation).await;
            std::future::pending::<()>().await;
        };
        let said = tokio::select! {
            said = self.run(cell, &stage) => said,
            () = script => return Seen::Waits,
            () = tokio::time::sleep(PATIENCE) => return Seen::Waits,
        };
        judge(said, &stage).await
    }

    async fn run(&self, cell: Cell, stage: &Stage) -> Said {
        let deadline = cell.row.deadline.map_or(0, |deadline| deadline.as_secs());
        let output = Command::new(&self.python)
            .arg(&self.script)
            .arg(cell.operation.title())
            .arg(stage.data_file())
            .arg(deadline.to_string())
            // No `.env` of the repository may have a say.
            .current_dir(stage.folder())
            .env("DAYTONA_API_URL", stage.emulator.api_url())
            .env("DAYTONA_API_KEY", stage.emulator.api_key())
            .env("SNAPSHOT_ID", stage.existing_id())
            .stdin(Stdio::null())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .output()
            .await
            .unwrap();
        let last = String::from_utf8_lossy(&output.stdout);
        let last = last.lines().last().unwrap_or_default();
        serde_json::from_str(last).unwrap_or_else(|error| {
            panic!("{error}: {last:?}, {}", String::from_utf8_lossy(&output.stderr))
        })
    }
}

/// Tells whether the SDK has the operation, and the fault means something to it.
fn has_counterpart(cell: Cell) -> bool {
    let waits_elsewhere = cell.operation == Operation::Activate
        && !matches!(cell.row.trouble, Trouble::Call(_) | Trouble::Down { .. });
    cell.operation != Operation::BuildLogs
        && !waits_elsewhere
        && cell.row.build_time < PATIENCE
        && !matches!(cell.row.trouble, Trouble::Dropped)
}

async fn judge(said: Said, stage: &Stage) -> Seen {
    stage.emulator.clear_faults();
    stage.emulator.accept_connections().await.unwrap();
    let all = stage.snapshots.list().await.unwrap().items;
    assert!(all.iter().any(|snapshot| snapshot.name == BYSTANDER), "{all:?}");
    let found: Vec<&Snapshot> = all.iter().filter(|snapshot| snapshot.name == NAME).collect();
    let operation = stage.operation();
    match said {
        Said::Failure { class, text } => {
            let is_left = |snapshot: &&Snapshot| !text.contains(&snapshot.id);
            let left = operation.is_create() && found.first().is_some_and(is_left);
            Seen::Failure { class, leaves_a_snapshot: left }
        }
        Said::Success { .. } if found.len() > 1 => Seen::Flawed("and a duplicate"),
        Said::Success { id: Some(id), .. }
            if found.first().is_none_or(|snapshot| snapshot.id != id) =>
        {
            Seen::Flawed("and there is no such snapshot")
        }
        Said::Success { log: Some(log), .. }
            if operation.sends_files() && !stage.is_whole(log.lines()) =>
        {
            Seen::Flawed("the log damaged")
        }
        Said::Success { .. } => Seen::Success,
    }
}
