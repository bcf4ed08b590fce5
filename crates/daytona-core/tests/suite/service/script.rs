//! A stub that answers from a script and records its calls.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use bytes::Bytes;
use daytona_core::stub::{LogChunks, LogMode, Snapshots};
use daytona_core::{BuildInfo, CreateSnapshotRequest, Error, Result, Snapshot, SnapshotState};
use futures_util::{StreamExt, stream};

pub(crate) const ID: &str = "21b5ee18-5c04-4175-8fd6-40d77ed12dc4";
pub(crate) const NAME: &str = "demo";

/// How a scripted log connection ends.
#[derive(Clone, Copy)]
pub(crate) enum LogEnd {
    /// Without an error.
    Closed,
    /// With an error.
    Broken,
    /// Never.
    Open,
}

type LogScript = Result<(Vec<Bytes>, LogEnd)>;

#[derive(Default)]
struct Inner {
    gets: Mutex<VecDeque<Result<Snapshot>>>,
    last: Mutex<Option<Snapshot>>,
    logs: Mutex<VecDeque<LogScript>>,
    calls: Mutex<Vec<String>>,
}

/// Answers each `get` with the next scripted answer, and repeats the last one. Answers each opened log
/// with the next scripted connection.
#[derive(Clone, Default)]
pub(crate) struct Script(Arc<Inner>);

impl Script {
    pub(crate) fn states(states: &[&str]) -> Self {
        Self::answers(states.iter().map(|state| Ok(snapshot(state))))
    }

    pub(crate) fn answers(answers: impl IntoIterator<Item = Result<Snapshot>>) -> Self {
        let script = Self::default();
        script.0.gets.lock().unwrap().extend(answers);
        script
    }

    /// Adds a state to the end of the script.
    pub(crate) fn then(self, state: &str) -> Self {
        self.0.gets.lock().unwrap().push_back(Ok(snapshot(state)));
        self
    }

    pub(crate) fn log(self, chunks: &[&[u8]], end: LogEnd) -> Self {
        let chunks = chunks.iter().map(|chunk| Bytes::copy_from_slice(chunk)).collect();
        self.0.logs.lock().unwrap().push_back(Ok((chunks, end)));
        self
    }

    pub(crate) fn log_refused(self, status: u16) -> Self {
        self.0.logs.lock().unwrap().push_back(Err(Error::from_status(status, "not there")));
        self
    }

    pub(crate) fn calls(&self) -> Vec<String> {
        self.0.calls.lock().unwrap().clone()
    }

    /// Returns the calls, except those that open the log.
    pub(crate) fn calls_without_logs(&self) -> Vec<String> {
        self.calls().into_iter().filter(|call| !call.starts_with("logs")).collect()
    }

    fn note(&self, call: String) {
        self.0.calls.lock().unwrap().push(call);
    }
}

/// Returns a built snapshot in a state.
pub(crate) fn snapshot(state: &str) -> Snapshot {
    let mut snapshot = Snapshot::fake(ID, NAME, SnapshotState::from(state));
    snapshot.build_info = Some(BuildInfo::fake("FROM alpine:3.20\n"));
    if snapshot.state.is_failed() {
        snapshot.error_reason = Some("no space left on device".to_owned());
    }
    snapshot
}

#[async_trait]
impl Snapshots for Script {
    async fn get(&self, id_or_name: &str) -> Result<Snapshot> {
        self.note(format!("get {id_or_name}"));
        match self.0.gets.lock().unwrap().pop_front() {
            Some(Ok(snapshot)) => {
                *self.0.last.lock().unwrap() = Some(snapshot.clone());
                Ok(snapshot)
            }
            Some(Err(error)) => Err(error),
            None => {
                let last = self.0.last.lock().unwrap().clone();
                last.ok_or_else(|| Error::from_status(404, "the script is empty"))
            }
        }
    }

    async fn create(&self, request: CreateSnapshotRequest) -> Result<Snapshot> {
        self.note(format!("create {}", request.name));
        Ok(snapshot("pending"))
    }

    async fn delete(&self, id: &str) -> Result<()> {
        self.note(format!("delete {id}"));
        if id == ID { Ok(()) } else { Err(Error::from_status(404, "no such id")) }
    }

    async fn build_logs(&self, id: &str, _mode: LogMode) -> Result<LogChunks> {
        self.note(format!("logs {id}"));
        let script = self.0.logs.lock().unwrap().pop_front();
        let (chunks, end) = script.unwrap_or_else(|| Ok((Vec::new(), LogEnd::Open)))?;
        let chunks = stream::iter(chunks.into_iter().map(Ok));
        Ok(match end {
            LogEnd::Closed => Box::pin(chunks),
            LogEnd::Broken => {
                let broken = stream::iter([Err(Error::from_status(502, "reset"))]);
                Box::pin(chunks.chain(broken))
            }
            LogEnd::Open => Box::pin(chunks.chain(stream::pending())),
        })
    }
}
