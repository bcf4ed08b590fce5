//! The one state that every part of the emulated server works on.

use std::{
    collections::HashMap,
    future::Future,
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use tokio::{sync::watch, task::JoinSet};
use uuid::Uuid;

use crate::{
    clock::Clock,
    error::StartError,
    faults::Faults,
    logs::BuildLogs,
    recorder::Recorder,
    runner::lifecycle,
    s3::{credentials::CredentialIssuer, objects::Objects},
    script::{BuildLog, BuildOutcome, SeedSnapshot},
    state_dir::{self, Folder, StateDir},
    tables::{BuildRow, SnapshotRow, Tables},
};

/// The id of the one region there is.
pub(crate) const REGION: &str = "us";
/// The bucket that build contexts go to.
pub(crate) const BUCKET: &str = "daytona";

/// What an emulator was configured to be.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) api_key: Option<String>,
    pub(crate) jwt: Option<String>,
    /// Stands in every secret that is made up.
    pub(crate) secret_marker: String,
    pub(crate) build_time: Duration,
    pub(crate) removal_time: Duration,
    pub(crate) activation_cooldown: Duration,
    pub(crate) log_open_delay: Duration,
    pub(crate) log_close_delay: Duration,
    pub(crate) credentials_lifetime: Duration,
    pub(crate) storage_region: Option<String>,
    pub(crate) missing_objects: MissingObjects,
    pub(crate) outcomes: HashMap<String, BuildOutcome>,
    pub(crate) logs: HashMap<String, BuildLog>,
    /// How many requests are remembered.
    pub(crate) recorded_requests: usize,
}

/// What somebody who asks for an object learns when it is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MissingObjects {
    Refused,
    Reported,
}

/// Who the emulated server serves; kept, so that a restart leaves configured clients working.
#[derive(Clone, Serialize, Deserialize)]
struct Identity {
    organization_id: String,
    api_key: String,
    storage_secret: String,
    runner_id: String,
    created_at: Timestamp,
}

impl Settings {
    /// Returns how long a build or a pull takes.
    pub(crate) fn work_time(&self, is_built: bool) -> Duration {
        let log_open_delay = if is_built { self.log_open_delay } else { Duration::ZERO };
        log_open_delay.saturating_add(self.build_time)
    }
}

/// Where the emulated server is reached.
#[derive(Debug, Clone)]
pub(crate) struct Urls {
    /// `http://127.0.0.1:PORT`, without a path.
    pub(crate) origin: String,
    /// The origin of the host that serves build logs.
    pub(crate) logs: String,
}

pub(crate) struct World {
    pub(crate) settings: Settings,
    pub(crate) urls: Urls,
    pub(crate) clock: Clock,
    pub(crate) recorder: Recorder,
    pub(crate) faults: Arc<Faults>,
    pub(crate) logs: BuildLogs,
    pub(crate) objects: Objects,
    pub(crate) credentials: CredentialIssuer,
    identity: Identity,
    folders: Folders,
    state: Arc<StateDir>,
    tables: Mutex<Tables>,
    /// Tells that some row has changed.
    changes: watch::Sender<()>,
    tasks: Mutex<JoinSet<()>>,
}

struct Folders {
    snapshots: Folder,
    builds: Folder,
}

impl World {
    /// Reads the state folder.
    pub(crate) fn open(
        state: StateDir,
        settings: Settings,
        urls: Urls,
    ) -> Result<Self, StartError> {
        let state = Arc::new(state);
        let clock = Clock::start();
        let identity = load_identity(&state, &settings, clock.now())?;
        let folders =
            Folders { snapshots: state.folder("snapshots")?, builds: state.folder("builds")? };
        let mut tables = Tables::default();
        for row in state_dir::read_all::<SnapshotRow>(&folders.snapshots)? {
            tables.snapshots.insert(row.id.clone(), row);
        }
        for row in state_dir::read_all::<BuildRow>(&folders.builds)? {
            tables.builds.insert(row.build_ref.clone(), row);
        }
        let logs = BuildLogs::open(state.folder("logs")?, &tables.builds);
        let objects = Objects::open(Arc::clone(&state), state.folder("objects")?)?;
        let credentials = CredentialIssuer::new(
            &identity.storage_secret,
            &identity.organization_id,
            &settings.secret_marker,
        );
        Ok(Self {
            recorder: Recorder::new(settings.recorded_requests),
            faults: Arc::default(),
            settings,
            urls,
            clock,
            logs,
            objects,
            credentials,
            identity,
            folders,
            state,
            tables: Mutex::new(tables),
            changes: watch::Sender::new(()),
            tasks: Mutex::new(JoinSet::new()),
        })
    }

    pub(crate) fn api_key(&self) -> &str {
        &self.identity.api_key
    }

    pub(crate) fn organization_id(&self) -> &str {
        &self.identity.organization_id
    }

    pub(crate) fn runner_id(&self) -> &str {
        &self.identity.runner_id
    }

    /// Returns when the server was first set up.
    pub(crate) fn created_at(&self) -> Timestamp {
        self.identity.created_at
    }

    /// Returns where the log of a snapshot's build is read; with a marker for secrets, with a token too.
    pub(crate) fn logs_url(&self, id: &str) -> String {
        let url = format!("{}/snapshots/{id}/build-logs", self.urls.logs);
        match self.settings.secret_marker.as_str() {
            "" => url,
            marker => format!("{url}?token={marker}{}", Uuid::new_v4().simple()),
        }
    }

    pub(crate) fn api_url(&self) -> String {
        format!("{}/api", self.urls.origin)
    }

    /// Gives access to the rows; never held across an await.
    pub(crate) fn tables(&self) -> MutexGuard<'_, Tables> {
        self.tables.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds or replaces a snapshot, on disk first.
    pub(crate) fn put_snapshot(&self, tables: &mut Tables, row: SnapshotRow) -> io::Result<()> {
        self.state.write(&self.folders.snapshots, &format!("{}.json", row.id), &row)?;
        tables.snapshots.insert(row.id.clone(), row);
        self.changes.send_replace(());
        Ok(())
    }

    /// Changes a snapshot, if it is still there, and stamps it as updated.
    pub(crate) fn update_snapshot(
        &self,
        tables: &mut Tables,
        id: &str,
        change: impl FnOnce(&mut SnapshotRow),
    ) -> io::Result<Option<SnapshotRow>> {
        let Some(mut row) = tables.snapshots.get(id).cloned() else { return Ok(None) };
        row.updated_at = self.clock.stamp();
        change(&mut row);
        self.put_snapshot(tables, row.clone())?;
        Ok(Some(row))
    }

    /// Returns when the build or pull of a snapshot that begins now ends.
    pub(crate) fn work_due(&self, is_built: bool) -> Timestamp {
        self.clock.due_in(self.settings.work_time(is_built))
    }

    /// Returns how much is left of the time that something takes. An earlier process may have had other settings, or
    /// another clock: it is never more than the whole time.
    pub(crate) fn time_left(&self, due: Option<Timestamp>, whole: Duration) -> Duration {
        due.map_or(whole, |due| self.clock.until(due).min(whole))
    }

    /// Drops a snapshot for good.
    pub(crate) fn remove_snapshot(&self, tables: &mut Tables, id: &str) -> io::Result<()> {
        self.state.remove(&self.folders.snapshots, &format!("{id}.json"))?;
        tables.snapshots.remove(id);
        self.changes.send_replace(());
        Ok(())
    }

    /// Adds or replaces a build, on disk first.
    pub(crate) fn put_build(&self, tables: &mut Tables, row: BuildRow) -> io::Result<()> {
        let file = format!("{}.json", row.build_ref.replace(':', "-"));
        self.state.write(&self.folders.builds, &file, &row)?;
        tables.builds.insert(row.build_ref.clone(), row);
        Ok(())
    }

    /// Waits until the rows answer a question with something, asking again after every change.
    pub(crate) async fn wait_for<T>(&self, mut question: impl FnMut(&Tables) -> Option<T>) -> T {
        let mut changes = self.changes.subscribe();
        loop {
            changes.mark_unchanged();
            if let Some(answer) = question(&self.tables()) {
                return answer;
            }
            if changes.changed().await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    }

    /// Runs a task until it ends or the emulator stops.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let mut tasks = self.tasks.lock().unwrap_or_else(PoisonError::into_inner);
        while tasks.try_join_next().is_some() {}
        tasks.spawn(task);
    }

    /// Ends every task and every connection, and gives the state folder free.
    pub(crate) fn stop(&self) -> JoinSet<()> {
        self.state.close();
        let mut tasks =
            std::mem::take(&mut *self.tasks.lock().unwrap_or_else(PoisonError::into_inner));
        tasks.abort_all();
        tasks
    }

    /// Adds the seeds that are not there yet.
    pub(crate) fn plant(&self, seeds: Vec<SeedSnapshot>) -> io::Result<()> {
        for seed in seeds {
            let row = self.seed_row(seed);
            let mut tables = self.tables();
            if !tables.is_taken(&row.organization_id, &row.name) {
                self.put_snapshot(&mut tables, row)?;
            }
        }
        Ok(())
    }

    fn seed_row(&self, seed: SeedSnapshot) -> SnapshotRow {
        let now = self.clock.stamp();
        SnapshotRow {
            id: Uuid::new_v4().to_string(),
            organization_id: seed
                .organization_id
                .unwrap_or_else(|| self.organization_id().to_owned()),
            general: seed.general,
            name: seed.name,
            reference: Some(lifecycle::pulled_reference(&seed.image_name)),
            image_name: seed.image_name,
            state: seed.state,
            size: Some(lifecycle::PULLED_SIZE_GIB),
            entrypoint: None,
            cpu: 1.0,
            gpu: if seed.gpu_type.is_some() { 1.0 } else { 0.0 },
            gpu_type: seed.gpu_type,
            mem: 1.0,
            disk: 3.0,
            error_reason: None,
            created_at: now,
            updated_at: now,
            last_used_at: seed.last_used_at,
            build_ref: None,
            region_ids: vec![REGION.to_owned()],
            initial_runner_id: Some(self.runner_id().to_owned()),
            sandbox_class: seed.sandbox_class,
            source_sandbox_id: seed.source_sandbox_id,
            due: None,
        }
    }
}

/// Returns whether a moment lies less than a duration before another.
pub(crate) fn is_within(duration: Duration, earlier: Timestamp, now: Timestamp) -> bool {
    // Stamps can lie a moment ahead of the clock.
    let passed = now.duration_since(earlier).max(SignedDuration::ZERO);
    SignedDuration::try_from(duration).is_ok_and(|duration| passed < duration)
}

fn load_identity(
    state: &StateDir,
    settings: &Settings,
    now: Timestamp,
) -> Result<Identity, StartError> {
    const FILE: &str = "identity.json";
    let folder = state.folder("server")?;
    let found = state_dir::read::<Identity>(&folder, FILE)?;
    let mut identity = found.unwrap_or_else(|| Identity {
        organization_id: Uuid::new_v4().to_string(),
        api_key: format!("dtn_{}{}", settings.secret_marker, Uuid::new_v4().simple()),
        storage_secret: format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple()),
        runner_id: Uuid::new_v4().to_string(),
        created_at: now,
    });
    if let Some(api_key) = &settings.api_key {
        identity.api_key.clone_from(api_key);
    }
    state.write(&folder, FILE, &identity).map_err(state_dir::failed(&folder.path_of(FILE)))?;
    Ok(identity)
}
