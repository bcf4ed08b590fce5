//! The handle of a running emulator.

use std::{fmt, io, sync::Arc};

use jiff::SignedDuration;

use crate::{
    builder::EmulatorBuilder,
    door::{DoorKeeper, Wish},
    error::{StartError, UnknownSnapshot},
    faults::{Fault, InjectedFault},
    recorder::RecordedRequest,
    runner::{self, ContextFile},
    tables::{SnapshotRow, Tables},
    world::World,
};

/// A Daytona that runs inside this process and is reached over HTTP on the loopback interface.
///
/// It is ready for requests once it has been started, and stops when the handle is dropped.
///
/// ```
/// use daytona_testkit::Emulator;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let daytona = Emulator::start().await?;
///
/// let http = daytona_api::http_client_builder()?.build()?;
/// let snapshots = http
///     .get(format!("{}/snapshots", daytona.api_url()))
///     .bearer_auth(daytona.api_key())
///     .send()
///     .await?;
///
/// assert_eq!(snapshots.status(), 200);
/// assert_eq!(daytona.requests()[0].operation(), Some("getAllSnapshots"));
/// # Ok(())
/// # }
/// ```
#[must_use = "the emulator stops when the handle is dropped"]
pub struct Emulator {
    world: Arc<World>,
    api_url: String,
    doors: [DoorKeeper; 2],
}

impl Emulator {
    /// Makes the handle, with the doors of everything that listens.
    pub(crate) fn new(world: Arc<World>, doors: [DoorKeeper; 2]) -> Self {
        Self { api_url: world.api_url(), world, doors }
    }

    /// Starts an emulator with default settings, on any free port, with no state to begin with.
    ///
    /// # Errors
    ///
    /// Those of [`EmulatorBuilder::start`].
    pub async fn start() -> Result<Self, StartError> {
        Self::builder().start().await
    }

    /// Returns a builder for everything that can be configured.
    pub fn builder() -> EmulatorBuilder {
        EmulatorBuilder::new()
    }

    /// Returns the base URL of the API: `http://127.0.0.1:PORT/api`.
    #[must_use]
    pub fn api_url(&self) -> &str {
        &self.api_url
    }

    /// Returns the API key that requests must carry.
    #[must_use]
    pub fn api_key(&self) -> &str {
        self.world.api_key()
    }

    /// Returns the id of the one organization that the emulator serves.
    #[must_use]
    pub fn organization_id(&self) -> &str {
        self.world.organization_id()
    }

    /// Returns the requests received so far, of all parts of the server, in the order of arrival: the latest
    /// 65,536, unless [`recorded_requests`](EmulatorBuilder::recorded_requests) says otherwise.
    #[must_use]
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.world.recorder.requests()
    }

    /// Returns the objects in the bucket, ordered by key.
    #[must_use]
    pub fn objects(&self) -> Vec<StoredObject> {
        let objects = self.world.objects.with_prefix("");
        objects
            .into_iter()
            .map(|object| StoredObject { key: object.key, size_bytes: object.size })
            .collect()
    }

    /// Returns the files that the build of a snapshot sees, merged from its contexts as the runner does it,
    /// ordered by path and with all bytes in memory.
    ///
    /// It is empty for a snapshot that is not built, and when a context is not in the bucket.
    ///
    /// # Errors
    ///
    /// An [`io::Error`] of kind `NotFound` when there is no such snapshot, and others when the files cannot be
    /// read.
    pub fn build_context(&self, id_or_name: &str) -> io::Result<Vec<ContextFile>> {
        let build = {
            let tables = self.world.tables();
            let row = self
                .find(&tables, id_or_name)
                .map_err(|error| io::Error::new(io::ErrorKind::NotFound, error))?;
            row.build_ref.as_ref().and_then(|build_ref| tables.builds.get(build_ref)).cloned()
        };
        let Some(build) = build else { return Ok(Vec::new()) };
        let hashes = build.context_hashes.unwrap_or_default();
        let files = runner::read_files(&self.world, &build.dockerfile, &hashes)?;
        Ok(files.unwrap_or_default())
    }

    /// Puts a snapshot into a state, which may be any text, with the reason that goes with it.
    ///
    /// A build that is under way then leaves the snapshot alone, unless the state is one that waits for it
    /// (`pending`, `building` or `pulling`).
    ///
    /// # Errors
    ///
    /// [`UnknownSnapshot`] when there is none of that id or name.
    pub fn set_state(
        &self,
        id_or_name: &str,
        state: &str,
        error_reason: Option<&str>,
    ) -> Result<(), UnknownSnapshot> {
        let mut tables = self.world.tables();
        let id = self.find(&tables, id_or_name)?.id.clone();
        let changed = self.world.update_snapshot(&mut tables, &id, |row| {
            row.state = state.to_owned();
            row.error_reason = error_reason.map(str::to_owned);
        });
        changed.map(|_| ()).map_err(|error| {
            tracing::error!(%error, "the emulator failed to keep its state");
            UnknownSnapshot { id_or_name: id_or_name.to_owned() }
        })
    }

    /// Drops a snapshot at once, whatever its state, as if it had never been: what the end of a deletion looks like
    /// to somebody who waits.
    ///
    /// # Errors
    ///
    /// [`UnknownSnapshot`] when there is none of that id or name.
    pub fn remove(&self, id_or_name: &str) -> Result<(), UnknownSnapshot> {
        let mut tables = self.world.tables();
        let id = self.find(&tables, id_or_name)?.id.clone();
        self.world.remove_snapshot(&mut tables, &id).map_err(|error| {
            tracing::error!(%error, "the emulator failed to keep its state");
            UnknownSnapshot { id_or_name: id_or_name.to_owned() }
        })
    }

    /// Puts the server's wall clock forward, or back: the times of snapshots, the expiry of credentials and the
    /// cooldown of activation follow it. How long builds and removals take does not.
    pub fn jump_clock(&self, by: SignedDuration) {
        self.world.clock.jump(by);
    }

    /// Lets something go wrong with the requests of a route from now on; see [`Fault`].
    ///
    /// A request is struck once it is recognized, that is, after its credentials were checked (but in the object
    /// storage before). Connections and requests that are under way already are left alone.
    pub fn inject(&self, fault: Fault) -> InjectedFault {
        self.world.faults.inject(fault)
    }

    /// Takes all injected faults away. What they have begun, such as an answer that never comes, goes on.
    pub fn clear_faults(&self) {
        self.world.faults.clear();
    }

    /// Becomes a server that is down: breaks all connections and refuses new ones, until
    /// [`accept_connections`](Self::accept_connections). The port stays this emulator's.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let daytona = daytona_testkit::Emulator::start().await?;
    /// let http = daytona_api::http_client_builder()?.build()?;
    /// let health = || http.get(format!("{}/health", daytona.api_url())).send();
    ///
    /// daytona.refuse_connections().await?;
    /// assert!(health().await.unwrap_err().is_connect());
    /// daytona.accept_connections().await?;
    /// assert_eq!(health().await?.status(), 200);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// The operating system's, when another program got hold of the port in the meantime.
    pub async fn refuse_connections(&self) -> io::Result<()> {
        self.tell_doors(Wish::Refuse).await
    }

    /// Ends what [`refuse_connections`](Self::refuse_connections) began.
    ///
    /// # Errors
    ///
    /// The operating system's, when the port cannot be listened on.
    pub async fn accept_connections(&self) -> io::Result<()> {
        self.tell_doors(Wish::Accept).await
    }

    async fn tell_doors(&self, wish: Wish) -> io::Result<()> {
        for door in &self.doors {
            door.tell(wish).await?;
        }
        Ok(())
    }

    /// Waits until a snapshot exists and is in a state, without asking over HTTP.
    pub async fn wait_for_state(&self, id_or_name: &str, state: &str) {
        let reached = |tables: &Tables| {
            let row = self.find(tables, id_or_name).ok()?;
            (row.state == state).then_some(())
        };
        self.world.wait_for(reached).await;
    }

    /// Waits until no snapshot has an id or name any more.
    pub async fn wait_until_removed(&self, id_or_name: &str) {
        let gone = |tables: &Tables| self.find(tables, id_or_name).is_err().then_some(());
        self.world.wait_for(gone).await;
    }

    fn find<'a>(
        &self,
        tables: &'a Tables,
        id_or_name: &str,
    ) -> Result<&'a SnapshotRow, UnknownSnapshot> {
        tables
            .find(self.world.organization_id(), id_or_name)
            .ok_or_else(|| UnknownSnapshot { id_or_name: id_or_name.to_owned() })
    }

    /// Stops the emulator and waits until its port and its state folder are free.
    pub async fn stop(self) {
        self.world.stop().shutdown().await;
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        drop(self.world.stop());
    }
}

impl fmt::Debug for Emulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Emulator")
            .field("api_url", &self.api_url)
            .field("organization_id", &self.organization_id())
            .finish_non_exhaustive()
    }
}

/// An object in the emulator's bucket.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct StoredObject {
    /// The key, for example `{organization}/{hash}/context.tar`.
    pub key: String,
    /// The size in bytes.
    pub size_bytes: u64,
}
