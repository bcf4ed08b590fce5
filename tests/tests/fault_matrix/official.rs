//! The official Python SDK under the same faults, for comparison.
//!
//! It runs in its own process and in real time, against the same fixture. The table shows its outcome; no test depends
//! on it.

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
    fixture::{Fixture, NAME, OTHER},
    operation::Operation,
    scenario::Scenario,
};

/// The timeout of the SDK: three times as long as the server needs for the longest cell.
const TIMEOUT: Duration = Duration::from_secs(40);

/// Limits concurrent starts, each of which computes for a second.
static STARTING: Semaphore = Semaphore::const_new(2);

/// The Python with the SDK, and the script to run.
#[derive(Clone, Debug)]
pub(crate) struct OfficialSdk {
    python: PathBuf,
    script: PathBuf,
}

/// The outcome of the SDK in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum OfficialOutcome {
    Success,
    /// Success with a wrong result.
    Flawed(&'static str),
    Failure {
        class: String,
        /// A snapshot exists that the error does not name.
        leaves_a_snapshot: bool,
    },
    /// It was stopped while it was still running.
    Waits,
}

impl OfficialOutcome {
    /// Returns `true` if this is the outcome that is expected of this library. Any error counts as the expected one.
    pub(crate) fn matches(&self, expected: Expect) -> bool {
        matches!(
            (self, expected),
            (Self::Success, Expect::Success | Expect::Open)
                | (Self::Failure { leaves_a_snapshot: false, .. }, Expect::Failure(_))
        )
    }

    /// Returns `true` if a snapshot exists that the error does not name.
    pub(crate) fn leaves_a_snapshot(&self) -> bool {
        matches!(self, Self::Failure { leaves_a_snapshot: true, .. })
    }
}

impl fmt::Display for OfficialOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Success => f.write_str("ok"),
            Self::Flawed(what) => write!(f, "ok, {what}"),
            Self::Failure { class, leaves_a_snapshot: false } => write!(f, "`{class}`"),
            Self::Failure { class, leaves_a_snapshot: true } => {
                write!(f, "`{class}`, snapshot left behind")
            }
            Self::Waits => write!(f, "no end within {TIMEOUT:?}"),
        }
    }
}

/// The last line of the script.
#[derive(Debug, Deserialize)]
#[serde(tag = "end", rename_all = "snake_case")]
enum ScriptResult {
    Success { id: Option<String>, log: Option<String> },
    Failure { class: String, text: String },
}

impl OfficialSdk {
    /// Returns the SDK of the Python that `FAULT_MATRIX_OFFICIAL` names.
    pub(crate) fn from_env() -> Option<Self> {
        let python = PathBuf::from(env::var_os("FAULT_MATRIX_OFFICIAL")?);
        let script =
            PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("official-sdk/one_operation.py");
        Some(Self { python, script })
    }

    /// Runs a cell. Returns `None` if the SDK has no such operation or the fault does not affect it.
    pub(crate) fn run(&self, cell: Cell) -> Option<OfficialOutcome> {
        if cell.expected == Expect::NotApplicable || !has_counterpart(cell) {
            return None;
        }
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let outcome = runtime.block_on(self.run_cell(cell));
        runtime.shutdown_background();
        outcome
    }

    async fn run_cell(&self, cell: Cell) -> Option<OfficialOutcome> {
        // The fault must not affect the start.
        let script = self.start().await;
        let fixture = Fixture::in_real_time(cell.operation, cell.conditions()).await;
        let scenario = cell.row.scenario;
        let fault = scenario.begin(&fixture.emulator, cell.operation).await;
        let background = async {
            scenario.run(&fixture.emulator, cell.operation).await;
            std::future::pending::<()>().await;
        };
        let result = tokio::select! {
            result = script.run(cell, &fixture) => result,
            () = background => return Some(OfficialOutcome::Waits),
            () = tokio::time::sleep(TIMEOUT) => return Some(OfficialOutcome::Waits),
        };
        // The SDK does not send every request that this library sends.
        if fault.is_some_and(|fault| fault.hits() == 0) {
            return None;
        }
        Some(evaluate(result, &fixture).await)
    }

    /// Starts the script, and waits until it is ready.
    async fn start(&self) -> Script {
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
        Script { process, output }
    }
}

/// A running script that waits for its operation.
struct Script {
    process: Child,
    output: Lines<BufReader<ChildStdout>>,
}

impl Script {
    async fn run(mut self, cell: Cell, fixture: &Fixture) -> ScriptResult {
        let operation = json!({
            "operation": cell.operation.title(),
            "snapshot_id": fixture.existing_id(),
            "data_file": fixture.data_file(),
            "timeout": cell.row.deadline.map_or(0, |deadline| deadline.as_secs()),
            "api_url": fixture.emulator.api_url(),
            "api_key": fixture.emulator.api_key(),
            // The SDK must not read the `.env` files of the repository.
            "folder": fixture.folder(),
        });
        let mut input = self.process.stdin.take().unwrap();
        input.write_all(format!("{operation}\n").as_bytes()).await.unwrap();
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

/// Returns `true` if the SDK has the operation and the scenario applies to it.
fn has_counterpart(cell: Cell) -> bool {
    let waits_elsewhere = cell.operation == Operation::Activate
        && !matches!(cell.row.scenario, Scenario::Call(_) | Scenario::Down { .. });
    cell.operation != Operation::BuildLogs
        && !waits_elsewhere
        && cell.row.build_time < TIMEOUT
        && !matches!(
            cell.row.scenario,
            Scenario::Dropped | Scenario::LostDeletes(_) | Scenario::Feed(_)
        )
}

async fn evaluate(result: ScriptResult, fixture: &Fixture) -> OfficialOutcome {
    fixture.emulator.clear_faults();
    fixture.emulator.accept_connections().await.unwrap();
    let all = fixture.snapshots.list().await.unwrap().items;
    assert!(all.iter().any(|snapshot| snapshot.name == OTHER), "{all:?}");
    let found: Vec<&Snapshot> = all.iter().filter(|snapshot| snapshot.name == NAME).collect();
    let operation = fixture.operation();
    match result {
        ScriptResult::Failure { class, text } => {
            let is_left = |snapshot: &&Snapshot| !text.contains(&snapshot.id);
            let left = operation.is_create() && found.first().is_some_and(is_left);
            OfficialOutcome::Failure { class, leaves_a_snapshot: left }
        }
        ScriptResult::Success { .. } if found.len() > 1 => {
            OfficialOutcome::Flawed("and a duplicate")
        }
        ScriptResult::Success { id: Some(id), .. }
            if found.first().is_none_or(|snapshot| snapshot.id != id) =>
        {
            OfficialOutcome::Flawed("and there is no such snapshot")
        }
        ScriptResult::Success { log: Some(log), .. }
            if operation.sends_files() && !fixture.is_complete_log(log.lines()) =>
        {
            OfficialOutcome::Flawed("the log damaged")
        }
        ScriptResult::Success { .. } => OfficialOutcome::Success,
    }
}
