//! The state that all parts of the server share.

mod access;
mod build_logs;
mod change;
pub(crate) mod clock;
mod credentials;
mod database;
mod identity;
pub(crate) mod image_ref;
mod name_pattern;
mod needed_objects;
mod object_files;
pub(crate) mod objects;
pub(crate) mod settings;
mod stored;
pub(crate) mod tables;
mod tasks;
mod work_times;

use std::{io, sync::Arc};

use jiff::Timestamp;
use tokio::sync::mpsc;
use uuid::Uuid;

pub(crate) use self::{
    access::Access,
    build_logs::LogWriter,
    change::{ChangeKind, SnapshotChange},
    credentials::TokenStatus,
    name_pattern::NamePattern,
    object_files::ObjectFiles,
    settings::{MissingObjects, Settings, Urls},
    stored::StoredState,
    work_times::WorkTimes,
};
use self::{
    build_logs::BuildLogs, clock::Clock, credentials::CredentialIssuer, database::Database,
    identity::Identity, objects::ObjectStore, tables::SnapshotRow, tasks::Tasks,
};
use crate::{error::StartError, script::SeedSnapshot, state_dir::StateDir};

/// The id of the only region.
pub(crate) const REGION: &str = "us";
/// The bucket of the build contexts.
pub(crate) const BUCKET: &str = "daytona";

/// The state of one server, in memory and in its state folder.
pub(crate) struct ServerState {
    pub(crate) settings: Settings,
    pub(crate) clock: Arc<Clock>,
    pub(crate) database: Database,
    pub(crate) logs: BuildLogs,
    pub(crate) objects: ObjectStore,
    pub(crate) credentials: CredentialIssuer,
    pub(crate) tasks: Tasks,
    urls: Urls,
    identity: Identity,
    dir: Arc<StateDir>,
}

impl ServerState {
    /// Reads the state folder. Changes of snapshots are sent to `changes`.
    pub(crate) fn open(
        dir: StateDir,
        settings: Settings,
        urls: Urls,
        changes: mpsc::UnboundedSender<SnapshotChange>,
    ) -> Result<Self, StartError> {
        let dir = Arc::new(dir);
        let clock = Arc::new(Clock::start());
        let identity = Identity::load(&dir, &settings, clock.now())?;
        let database = Database::open(Arc::clone(&dir), Arc::clone(&clock), changes)?;
        let logs = BuildLogs::open(dir.folder("logs")?, &database.tables().builds);
        let objects = ObjectStore::open(Arc::clone(&dir))?;
        let credentials = CredentialIssuer::new(
            &identity.storage_secret,
            &identity.organization_id,
            &settings.secret_marker,
        );
        Ok(Self {
            settings,
            clock,
            database,
            logs,
            objects,
            credentials,
            tasks: Tasks::default(),
            urls,
            identity,
            dir,
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

    /// Returns `true` if the state folder is open for reading only.
    pub(crate) fn is_read_only(&self) -> bool {
        self.dir.is_read_only()
    }

    /// Returns the time at which the state folder was first used.
    pub(crate) fn created_at(&self) -> Timestamp {
        self.identity.created_at
    }

    /// Returns `http://127.0.0.1:PORT`, without a path.
    pub(crate) fn origin(&self) -> &str {
        &self.urls.origin
    }

    pub(crate) fn api_url(&self) -> String {
        format!("{}/api", self.urls.origin)
    }

    /// Returns the URL of a snapshot's build log. The URL has a token if there is a secret marker.
    pub(crate) fn logs_url(&self, id: &str) -> String {
        let url = format!("{}/snapshots/{id}/build-logs", self.urls.logs);
        match self.settings.secret_marker.as_str() {
            "" => url,
            marker => format!("{url}?token={marker}{}", Uuid::new_v4().simple()),
        }
    }

    /// Returns the end of a build or pull that starts now.
    pub(crate) fn work_due(&self, is_built: bool) -> Timestamp {
        self.clock.due_in(self.settings.work_times(is_built).total())
    }

    /// Adds the seeds whose names are free.
    pub(crate) fn add_seeds(&self, seeds: Vec<SeedSnapshot>) -> io::Result<()> {
        for seed in seeds {
            let row = self.seed_row(seed);
            let mut tables = self.database.tables();
            if !tables.is_taken(&row.organization_id, &row.name) {
                self.database.put_snapshot(&mut tables, row)?;
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
            reference: Some(image_ref::pulled_reference(&seed.image_name)),
            image_name: seed.image_name,
            state: seed.state,
            size: Some(image_ref::SIZE_GIB),
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

    /// Aborts all tasks, which closes all connections, and releases the state folder.
    pub(crate) fn stop(&self) -> tokio::task::JoinSet<()> {
        self.dir.close();
        self.tasks.abort_all()
    }
}
