//! The emulator and the service of a cell, and the checks after an operation.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use daytona_core::{
    CreateEvent, CreateSnapshotParams, Daytona, Error, Image, Snapshot, SnapshotService,
};
use daytona_testkit::{BuildLog, BuildOutcome, Emulator, EmulatorBuilder, SeedSnapshot};
use futures_util::StreamExt;

use crate::{
    clock::FastClock,
    operation::{Conditions, ExpectedLog, Operation, Outcome},
    secrets,
    violation::{Violation, ViolationKind},
};

/// The name of the snapshot of the operation.
pub(crate) const NAME: &str = "demo";
/// The name of a snapshot that must not change.
pub(crate) const OTHER: &str = "other";
/// The name of a snapshot of the same image with a failed build.
const EARLIER: &str = "earlier";
/// The log of builds, with characters of several bytes.
const LOG: &str = "#1 load\n#2 größer\n#3 done\n";
/// The size of a context that is uploaded in parts.
const PARTS_BYTES: usize = 17_000_000;
/// The time without requests that must follow a dropped operation.
const QUIET_TIME: Duration = Duration::from_secs(60);
/// The time to read a log that never ends.
const LOG_TIMEOUT: Duration = Duration::from_secs(300);

/// An emulator with the snapshots that an operation needs, and a service for it.
pub(crate) struct Fixture {
    pub(crate) emulator: Emulator,
    pub(crate) snapshots: SnapshotService,
    operation: Operation,
    conditions: Conditions,
    folder: tempfile::TempDir,
    /// Runs until the context is uploaded.
    clock: Option<FastClock>,
    existing: Option<Snapshot>,
    /// The text that all secrets of this fixture contain.
    marker: String,
}

impl Fixture {
    /// Creates the fixture for an operation of this library, on a paused clock.
    pub(crate) async fn new(operation: Operation, conditions: Conditions) -> Self {
        let clock = operation.sends_files().then(FastClock::start);
        let marker = secrets::new_marker();
        let builder = Emulator::builder().secret_marker(&marker);
        Self { clock, marker, ..Self::with_builder(builder, operation, conditions).await }
    }

    /// Creates the fixture for the official SDK, in real time.
    pub(crate) async fn in_real_time(operation: Operation, conditions: Conditions) -> Self {
        let builder = Emulator::builder().report_missing_objects();
        Self::with_builder(builder, operation, conditions).await
    }

    async fn with_builder(
        builder: EmulatorBuilder,
        operation: Operation,
        conditions: Conditions,
    ) -> Self {
        let mut builder = builder
            .activation_cooldown(Duration::ZERO)
            .build_time(conditions.build_time)
            .build_log(NAME, BuildLog::new(LOG))
            .build_log(EARLIER, BuildLog::new(LOG))
            .build_outcome(EARLIER, BuildOutcome::error("exit code: 1"))
            .seed(SeedSnapshot::new(OTHER, "alpine:3.20"));
        builder = match operation {
            Operation::Get | Operation::List | Operation::Delete => {
                builder.seed(SeedSnapshot::new(NAME, "alpine:3.20"))
            }
            Operation::Activate => {
                builder.seed(SeedSnapshot::new(NAME, "alpine:3.20").state("inactive"))
            }
            _ => builder,
        };
        if conditions.endless {
            builder = builder.build_outcome(NAME, BuildOutcome::Endless);
        }
        let emulator = builder.start().await.unwrap();
        let snapshots = Daytona::builder()
            .api_key(emulator.api_key())
            .api_url(emulator.api_url())
            .build()
            .unwrap()
            .snapshots();
        let folder = tempfile::tempdir().unwrap();
        let size = if conditions.in_parts { PARTS_BYTES } else { 64 };
        std::fs::write(folder.path().join("data.bin"), vec![7; size]).unwrap();
        let mut fixture = Self {
            emulator,
            snapshots,
            operation,
            conditions,
            folder,
            clock: None,
            existing: None,
            marker: String::new(),
        };
        fixture.prepare().await;
        fixture
    }

    /// Creates the snapshots that exist before the operation.
    async fn prepare(&mut self) {
        if self.conditions.log == ExpectedLog::AfterFailedBuild {
            let earlier = CreateSnapshotParams::new(EARLIER, self.image());
            assert!(self.snapshots.create(earlier).await.unwrap_err().is_build_failed());
        }
        if self.operation == Operation::BuildLogs {
            let params = CreateSnapshotParams::new(NAME, self.image());
            self.snapshots.create(params).await.unwrap();
        }
        if !self.operation.is_create() {
            self.existing = Some(self.snapshots.get(NAME).await.unwrap());
        }
    }

    /// Returns the image that the operation builds.
    fn image(&self) -> Image {
        let image = Image::base("alpine:3.20");
        if self.operation.sends_files() {
            image.add_local_file(self.data_file(), "/data.bin")
        } else {
            image.run_commands(["true"])
        }
    }

    pub(crate) fn operation(&self) -> Operation {
        self.operation
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn data_file(&self) -> PathBuf {
        self.folder.path().join("data.bin")
    }

    /// Returns the id of the snapshot, or an empty text if the operation creates it.
    pub(crate) fn existing_id(&self) -> &str {
        self.existing.as_ref().map(|snapshot| snapshot.id.as_str()).unwrap_or_default()
    }

    fn existing(&self) -> &Snapshot {
        self.existing.as_ref().unwrap()
    }

    /// Runs the operation.
    pub(crate) async fn run(&self) -> Outcome {
        match self.operation {
            Operation::List => match self.snapshots.list().await {
                Ok(page) if page.total == 2 => Outcome::Success(None),
                Ok(page) => Outcome::Wrong(format!("{} snapshots were listed", page.total)),
                Err(error) => Outcome::Failure(error),
            },
            Operation::Get => self.snapshots.get(NAME).await.into(),
            Operation::CreateFromImage => {
                self.create(CreateSnapshotParams::new(NAME, "alpine:3.20")).await
            }
            Operation::CreateWithContext => {
                self.create(CreateSnapshotParams::new(NAME, self.image())).await
            }
            Operation::BuildLogs => self.read_log().await,
            Operation::Activate => {
                let activated = match self.snapshots.activate(self.existing()).await {
                    Ok(accepted) => self.snapshots.wait(&accepted).await,
                    Err(error) => Err(error),
                };
                activated.into()
            }
            Operation::Delete => {
                let delete = self.snapshots.delete(self.existing());
                let delete = if self.conditions.until_removed { delete.wait() } else { delete };
                match delete.await {
                    Ok(()) => Outcome::Success(None),
                    Err(error) => Outcome::Failure(error),
                }
            }
        }
    }

    async fn create(&self, params: CreateSnapshotParams) -> Outcome {
        let mut lines = Vec::new();
        let create = self
            .snapshots
            .create(params)
            .on_logs(|line| lines.push(line.to_owned()))
            .on_event(|event| self.on_event(event));
        let created = match self.conditions.deadline {
            Some(deadline) => create.timeout(deadline).await,
            None => create.await,
        };
        match created {
            Ok(_)
                if self.operation == Operation::CreateWithContext
                    && !self.is_complete_log(lines.iter().map(String::as_str)) =>
            {
                Outcome::Wrong(format!("the log was {lines:?}"))
            }
            created => created.into(),
        }
    }

    fn on_event(&self, event: &CreateEvent) {
        if let (CreateEvent::ContextUploaded(_), Some(clock)) = (event, &self.clock) {
            clock.stop();
        }
    }

    async fn read_log(&self) -> Outcome {
        let mut log = match self.snapshots.build_logs(self.existing()).follow().await {
            Ok(log) => log,
            Err(error) => return Outcome::Failure(error),
        };
        let mut lines = Vec::new();
        let read = tokio::time::timeout(LOG_TIMEOUT, async {
            while let Some(line) = log.next().await {
                lines.push(line?);
            }
            Ok(())
        });
        match read.await {
            Ok(Err(error)) => Outcome::Failure(error),
            _ if !self.is_complete_log(lines.iter().map(String::as_str)) => {
                Outcome::Wrong(format!("the log was {lines:?}"))
            }
            Ok(Ok(())) => Outcome::Success(None),
            Err(_) => Outcome::Open,
        }
    }

    /// Returns `true` if these are all lines of the log, each once and in order.
    pub(crate) fn is_complete_log<'a>(&self, lines: impl IntoIterator<Item = &'a str>) -> bool {
        let times = match self.conditions.log {
            ExpectedLog::Complete => 1,
            ExpectedLog::AfterFailedBuild => 2,
            ExpectedLog::Empty => 0,
        };
        lines.into_iter().eq(LOG.repeat(times).lines())
    }

    /// Checks the server and the logs after the operation: no duplicate, no lost snapshot, no missing effect, no
    /// secret in the logs.
    pub(crate) async fn check(&self, outcome: &Outcome) -> Result<(), Violation> {
        secrets::search(&self.marker, outcome)?;
        self.emulator.clear_faults();
        self.emulator.accept_connections().await.unwrap();
        let listed = self.snapshots.list().await;
        let all = listed
            .map_err(|error| ViolationKind::Lost.because(format!("the list afterwards: {error}")))?
            .items;
        let named = |name: &str| all.iter().filter(|found| found.name == name).collect::<Vec<_>>();
        if named(OTHER).len() != 1 || !named(OTHER)[0].state.is_active() {
            return Err(ViolationKind::Lost.because("another snapshot has changed"));
        }
        let found = named(NAME);
        if found.len() > 1 {
            let why = format!("{} snapshots have the name", found.len());
            return Err(ViolationKind::Duplicate.because(why));
        }
        self.check_effect(outcome, found.first().copied())
    }

    fn check_effect(&self, outcome: &Outcome, found: Option<&Snapshot>) -> Result<(), Violation> {
        let why = match (outcome, found) {
            (Outcome::Success(Some(returned)), Some(found)) if returned.id != found.id => {
                "the returned snapshot is not the one that exists".to_owned()
            }
            (Outcome::Success(Some(_)), Some(found)) if !found.state.is_active() => {
                format!("the operation succeeded, but the snapshot is {}", found.state)
            }
            (Outcome::Success(Some(_)), None) => {
                "the operation succeeded, but the snapshot does not exist".to_owned()
            }
            (Outcome::Success(None), Some(found))
                if self.operation == Operation::Delete && found.state.as_str() != "removing" =>
            {
                format!("the delete succeeded, but the snapshot is {}", found.state)
            }
            (Outcome::Failure(error), Some(found))
                if self.operation.is_create() && !names(error, found) =>
            {
                format!("the snapshot exists, but the error does not name it: {error}")
            }
            _ => return Ok(()),
        };
        Err(ViolationKind::Lost.because(why))
    }

    /// Checks that the server receives no more requests.
    pub(crate) async fn check_quiet(&self) -> Result<(), Violation> {
        let before = self.emulator.requests().len();
        tokio::time::sleep(QUIET_TIME).await;
        let requests = self.emulator.requests();
        match requests.get(before) {
            None => Ok(()),
            Some(request) => {
                let more = requests.len() - before;
                let path = request.path();
                let why = format!("{more} requests after the operation was dropped: {path}");
                Err(ViolationKind::Leftover.because(why))
            }
        }
    }
}

/// Returns `true` if the error identifies the snapshot: by its id, or by its name in the advice if the deadline passed
/// before the response with the id.
fn names(error: &Error, snapshot: &Snapshot) -> bool {
    let is_named =
        || error.hint().is_some_and(|hint| hint.contains(&format!("get(\"{}\")", snapshot.name)));
    error.snapshot_id() == Some(&snapshot.id) || (error.is_timeout() && is_named())
}
