//! The official Python SDK under the same faults, for comparison.
//!
//! It runs in a process of its own and in real time, against the same stage. What it does is written down, not
//! judged.

use std::{env, fmt, path::PathBuf, process::Stdio, time::Duration};

use daytona_core::Snapshot;
use serde::Deserialize;
use serde_json::json;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines},
    process::{Child, ChildStdout, Command},
    sync::Semaphore,
};

use crate::{
    cell::Cell,
    expectation::Expect,
    operation::{BYSTANDER, NAME, Operation, Stage},
    trouble::Trouble,
};

/// How long it is waited for: three times what the longest cell takes at the server.
const PATIENCE: Duration = Duration::from_secs(40);

/// Keeps those that start from slowing each other down: a second of computing for each.
static STARTING: Semaphore = Semaphore::const_new(2);

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

    /// Plays a cell; `None` where the SDK has nothing to be compared, or does not meet the fault.
    pub(crate) fn play(&self, cell: Cell) -> Option<Seen> {
        if cell.expected == Expect::Apart || !has_counterpart(cell) {
            return None;
        }
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let seen = runtime.block_on(self.observe(cell));
        runtime.shutdown_background();
        seen
    }

    async fn observe(&self, cell: Cell) -> Option<Seen> {
        // What it takes to start is not to meet the fault.
        let player = self.start().await;
        let stage = cell.set_stage_in_real_time().await;
        let trouble = cell.row.trouble;
        let fault = trouble.begin(&stage.emulator, cell.operation).await;
        let script = async {
            trouble.go_on(&stage.emulator, cell.operation).await;
            std::future::pending::<()>().await;
        };
        let said = tokio::select! {
            said = player.play(cell, &stage) => said,
            () = script => return Some(Seen::Waits),
            () = tokio::time::sleep(PATIENCE) => return Some(Seen::Waits),
        };
        // It does not make every request that this library makes.
        if fault.is_some_and(|fault| fault.hits() == 0) {
            return None;
        }
        Some(judge(said, &stage).await)
    }

    /// Starts the script, up to where it waits to hear what to do.
    async fn start(&self) -> Player {
        let _turn = STARTING.acquire().await.unwrap();
        let mut process = Command::new(&self.python)
            .arg(&self.script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut output = BufReader::new(process.stdout.take().unwrap()).lines();
        let said = output.next_line().await.unwrap();
        if said.as_deref() != Some("ready") {
            let output = process.wait_with_output().await.unwrap();
            panic!("{said:?}: {}", String::from_utf8_lossy(&output.stderr));
        }
        Player { process, output }
    }
}

/// A script that waits to hear what to do.
struct Player {
    process: Child,
    output: Lines<BufReader<ChildStdout>>,
}

impl Player {
    async fn play(mut self, cell: Cell, stage: &Stage) -> Said {
        let part = json!({
            "operation": cell.operation.title(),
            "snapshot_id": stage.existing_id(),
            "data_file": stage.data_file(),
            "timeout": cell.row.deadline.map_or(0, |deadline| deadline.as_secs()),
            "api_url": stage.emulator.api_url(),
            "api_key": stage.emulator.api_key(),
            // No `.env` of the repository may have a say.
            "folder": stage.folder(),
        });
        let mut input = self.process.stdin.take().unwrap();
        input.write_all(format!("{part}\n").as_bytes()).await.unwrap();
        let mut last = String::new();
        while let Some(line) = self.output.next_line().await.unwrap() {
            last = line;
        }
        let output = self.process.wait_with_output().await.unwrap();
        serde_json::from_str(&last).unwrap_or_else(|error| {
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
        && !matches!(cell.row.trouble, Trouble::Dropped | Trouble::LostDeletes(_))
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
