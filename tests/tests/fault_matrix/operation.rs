//! The operations of the matrix, and what each leaves behind when it has succeeded.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use daytona_core::{
    CreateEvent, CreateSnapshotParams, Daytona, Error, Image, Snapshot, SnapshotService,
};
use daytona_testkit::{BuildLog, BuildOutcome, Emulator, EmulatorBuilder, Route, SeedSnapshot};
use futures_util::StreamExt;

use crate::{
    clock::FastClock,
    secrets,
    verdict::{Breach, Harm},
};

/// The snapshot that the operation is about.
pub(crate) const NAME: &str = "demo";
/// A snapshot that nothing may happen to.
pub(crate) const BYSTANDER: &str = "bystander";
/// A snapshot of the same image whose build has failed before.
const EARLIER: &str = "earlier";
/// What builds write, with characters of several bytes.
const LOG: &str = "#1 load\n#2 größer\n#3 done\n";
/// Above the size of a single PUT.
const PARTS_BYTES: usize = 17_000_000;
/// How long nobody may be asked anything once nobody waits.
const SILENCE: Duration = Duration::from_secs(60);
/// How long a log that never ends is listened to.
const LOG_PATIENCE: Duration = Duration::from_secs(300);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    List,
    Get,
    CreateFromImage,
    CreateWithContext,
    BuildLogs,
    Activate,
    Delete,
}

impl Operation {
    /// All operations, in the order of the table's columns.
    pub(crate) const ALL: [Self; 7] = [
        Self::List,
        Self::Get,
        Self::CreateFromImage,
        Self::CreateWithContext,
        Self::BuildLogs,
        Self::Activate,
        Self::Delete,
    ];

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Get => "get",
            Self::CreateFromImage => "create from image",
            Self::CreateWithContext => "create with context",
            Self::BuildLogs => "build logs",
            Self::Activate => "activate",
            Self::Delete => "delete",
        }
    }

    /// The call that makes the operation what it is.
    pub(crate) fn route(self) -> Route {
        match self {
            Self::List => Route::GetAllSnapshots,
            Self::Get => Route::GetSnapshot,
            Self::CreateFromImage | Self::CreateWithContext => Route::CreateSnapshot,
            Self::BuildLogs => Route::GetSnapshotBuildLogsUrl,
            Self::Activate => Route::ActivateSnapshot,
            Self::Delete => Route::RemoveSnapshot,
        }
    }

    /// The state that the snapshot is in while it is waited for.
    pub(crate) fn state_of_waiting(self) -> &'static str {
        if self == Self::CreateWithContext { "building" } else { "pulling" }
    }

    pub(crate) fn is_create(self) -> bool {
        matches!(self, Self::CreateFromImage | Self::CreateWithContext)
    }

    pub(crate) fn changes_something(self) -> bool {
        !matches!(self, Self::List | Self::Get | Self::BuildLogs)
    }

    pub(crate) fn sends_files(self) -> bool {
        self == Self::CreateWithContext
    }
}

/// How an operation is called in a cell.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Circumstances {
    /// The build does not end by itself.
    pub(crate) endless: bool,
    /// The context is large enough for an upload in parts.
    pub(crate) in_parts: bool,
    /// A deletion waits until the snapshot is gone.
    pub(crate) until_removed: bool,
    pub(crate) log: LogSeen,
    pub(crate) build_time: Duration,
    pub(crate) deadline: Option<Duration>,
}

/// What there is to be read of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LogSeen {
    Whole,
    /// An earlier attempt at the same build has failed; its lines come first.
    AfterAnEarlierOne,
    Nothing,
}

/// An emulator with what an operation needs, and a service that talks to it.
pub(crate) struct Stage {
    pub(crate) emulator: Emulator,
    pub(crate) snapshots: SnapshotService,
    operation: Operation,
    circumstances: Circumstances,
    folder: tempfile::TempDir,
    /// Runs until the context is at the store.
    clock: Option<FastClock>,
    existing: Option<Snapshot>,
    /// What all secrets of this stage have in them.
    marker: String,
}

/// What an operation came to.
#[derive(Debug)]
pub(crate) enum End {
    Success(Option<Box<Snapshot>>),
    Failure(Error),
    /// Everything arrived, without an end.
    Open,
    /// Something is wrong with what was returned.
    Wrong(String),
}

impl Stage {
    /// Sets the stage for an operation of this library, whose clock may jump.
    pub(crate) async fn set(operation: Operation, circumstances: Circumstances) -> Self {
        let clock = operation.sends_files().then(FastClock::start);
        let marker = secrets::new_marker();
        let builder = Emulator::builder().secret_marker(&marker);
        Self { clock, marker, ..Self::set_with(builder, operation, circumstances).await }
    }

    /// Sets the stage for the official SDK, whose time is real.
    pub(crate) async fn set_in_real_time(
        operation: Operation,
        circumstances: Circumstances,
    ) -> Self {
        let builder = Emulator::builder().report_missing_objects();
        Self::set_with(builder, operation, circumstances).await
    }

    async fn set_with(
        builder: EmulatorBuilder,
        operation: Operation,
        circumstances: Circumstances,
    ) -> Self {
        let mut builder = builder
            .activation_cooldown(Duration::ZERO)
            .build_time(circumstances.build_time)
            .build_log(NAME, BuildLog::new(LOG))
            .build_log(EARLIER, BuildLog::new(LOG))
            .build_outcome(EARLIER, BuildOutcome::error("exit code: 1"))
            .seed(SeedSnapshot::new(BYSTANDER, "alpine:3.20"));
        builder = match operation {
            Operation::Get | Operation::List | Operation::Delete => {
                builder.seed(SeedSnapshot::new(NAME, "alpine:3.20"))
            }
            Operation::Activate => {
                builder.seed(SeedSnapshot::new(NAME, "alpine:3.20").state("inactive"))
            }
            _ => builder,
        };
        if circumstances.endless {
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
        let size = if circumstances.in_parts { PARTS_BYTES } else { 64 };
        std::fs::write(folder.path().join("data.bin"), vec![7; size]).unwrap();
        let mut stage = Self {
            emulator,
            snapshots,
            operation,
            circumstances,
            folder,
            clock: None,
            existing: None,
            marker: String::new(),
        };
        stage.prepare().await;
        stage
    }

    /// Brings about what exists before the operation begins.
    async fn prepare(&mut self) {
        if self.circumstances.log == LogSeen::AfterAnEarlierOne {
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

    /// The image that the operation builds.
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

    /// Returns the id of the snapshot that the operation is about, when it exists beforehand.
    pub(crate) fn existing_id(&self) -> &str {
        self.existing.as_ref().map(|snapshot| snapshot.id.as_str()).unwrap_or_default()
    }

    fn existing(&self) -> &Snapshot {
        self.existing.as_ref().unwrap()
    }

    pub(crate) async fn run(&self) -> End {
        match self.operation {
            Operation::List => match self.snapshots.list().await {
                Ok(page) if page.total == 2 => End::Success(None),
                Ok(page) => End::Wrong(format!("{} snapshots were listed", page.total)),
                Err(error) => End::Failure(error),
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
                let delete = if self.circumstances.until_removed { delete.wait() } else { delete };
                match delete.await {
                    Ok(()) => End::Success(None),
                    Err(error) => End::Failure(error),
                }
            }
        }
    }

    async fn create(&self, params: CreateSnapshotParams) -> End {
        let mut lines = Vec::new();
        let create = self
            .snapshots
            .create(params)
            .on_logs(|line| lines.push(line.to_owned()))
            .on_event(|event| self.went_on(event));
        let created = match self.circumstances.deadline {
            Some(deadline) => create.timeout(deadline).await,
            None => create.await,
        };
        match created {
            Ok(_)
                if self.operation == Operation::CreateWithContext
                    && !self.is_whole(lines.iter().map(String::as_str)) =>
            {
                End::Wrong(format!("the log was {lines:?}"))
            }
            created => created.into(),
        }
    }

    fn went_on(&self, event: &CreateEvent) {
        if let (CreateEvent::ContextUploaded(_), Some(clock)) = (event, &self.clock) {
            clock.stop();
        }
    }

    async fn read_log(&self) -> End {
        let mut log = match self.snapshots.build_logs(self.existing()).follow().await {
            Ok(log) => log,
            Err(error) => return End::Failure(error),
        };
        let mut lines = Vec::new();
        let read = tokio::time::timeout(LOG_PATIENCE, async {
            while let Some(line) = log.next().await {
                lines.push(line?);
            }
            Ok(())
        });
        match read.await {
            Ok(Err(error)) => End::Failure(error),
            _ if !self.is_whole(lines.iter().map(String::as_str)) => {
                End::Wrong(format!("the log was {lines:?}"))
            }
            Ok(Ok(())) => End::Success(None),
            Err(_) => End::Open,
        }
    }

    /// Tells whether all lines arrived, each once and in order.
    pub(crate) fn is_whole<'a>(&self, lines: impl IntoIterator<Item = &'a str>) -> bool {
        let times = match self.circumstances.log {
            LogSeen::Whole => 1,
            LogSeen::AfterAnEarlierOne => 2,
            LogSeen::Nothing => 0,
        };
        lines.into_iter().eq(LOG.repeat(times).lines())
    }

    /// Says what is wrong once the operation has come to its end: a duplicate, a snapshot that was lost or that
    /// nobody was told about, an effect that is missing, a secret in sight.
    pub(crate) async fn check(&self, end: &End) -> Result<(), Breach> {
        secrets::search(&self.marker, end)?;
        self.emulator.clear_faults();
        self.emulator.accept_connections().await.unwrap();
        let listed = self.snapshots.list().await;
        let all = listed.map_err(|error| Harm::Lost.because(format!("then: {error}")))?.items;
        let named = |name: &str| all.iter().filter(|found| found.name == name).collect::<Vec<_>>();
        if named(BYSTANDER).len() != 1 || !named(BYSTANDER)[0].state.is_active() {
            return Err(Harm::Lost.because("something happened to another snapshot"));
        }
        let found = named(NAME);
        if found.len() > 1 {
            let why = format!("there are {} snapshots of the name", found.len());
            return Err(Harm::Duplicate.because(why));
        }
        self.check_effect(end, found.first().copied())
    }

    fn check_effect(&self, end: &End, found: Option<&Snapshot>) -> Result<(), Breach> {
        let why = match (end, found) {
            (End::Success(Some(returned)), Some(found)) if returned.id != found.id => {
                "another snapshot was returned than the one that exists".to_owned()
            }
            (End::Success(Some(_)), Some(found)) if !found.state.is_active() => {
                format!("success, and the snapshot is {}", found.state)
            }
            (End::Success(Some(_)), None) => "success, and there is no snapshot".to_owned(),
            (End::Success(None), Some(found))
                if self.operation == Operation::Delete && found.state.as_str() != "removing" =>
            {
                format!("deleted, and the snapshot is {}", found.state)
            }
            (End::Failure(error), Some(found))
                if self.operation.is_create() && !leads_to(error, found) =>
            {
                format!("the snapshot exists, and the error does not say so: {error}")
            }
            _ => return Ok(()),
        };
        Err(Harm::Lost.because(why))
    }

    /// Makes sure that the server is left alone.
    pub(crate) async fn expect_silence(&self) -> Result<(), Breach> {
        let asked = self.emulator.requests().len();
        tokio::time::sleep(SILENCE).await;
        let requests = self.emulator.requests();
        match requests.get(asked) {
            None => Ok(()),
            Some(request) => {
                let more = requests.len() - asked;
                let path = request.path();
                let why = format!("asked {more} times when nobody waited any more: {path}");
                Err(Harm::Leftover.because(why))
            }
        }
    }
}

impl From<daytona_core::Result<Snapshot>> for End {
    fn from(result: daytona_core::Result<Snapshot>) -> Self {
        match result {
            Ok(snapshot) => Self::Success(Some(Box::new(snapshot))),
            Err(error) => Self::Failure(error),
        }
    }
}

/// Tells whether somebody who reads the error can find the snapshot: by its id, or, where the deadline came before
/// the answer that has it, by advice that names it.
fn leads_to(error: &Error, snapshot: &Snapshot) -> bool {
    let is_named =
        || error.hint().is_some_and(|hint| hint.contains(&format!("`{}`", snapshot.name)));
    error.snapshot_id() == Some(&snapshot.id) || (error.is_timeout() && is_named())
}
