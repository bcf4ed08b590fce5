//! The running emulator.

use std::{fmt, io, sync::Arc};

use jiff::SignedDuration;

#[cfg(feature = "tls")]
use crate::tls::CertificateAuthority;
use crate::{
    error::UnknownSnapshot,
    faults::{Fault, InjectedFault},
    listener::{ListenerControl, ListenerMode},
    recorder::RecordedRequest,
    runner::{self, ContextFile},
    server::TestLayers,
    state::{
        ServerState,
        objects::Object,
        tables::{SnapshotRow, Tables},
    },
};

/// A Daytona server in this process, with HTTP or HTTPS on the loopback interface.
///
/// The server accepts requests as soon as it is started, and stops when the handle is dropped.
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
    state: Arc<ServerState>,
    layers: TestLayers,
    api_url: String,
    listeners: [ListenerControl; 2],
    #[cfg(feature = "tls")]
    authority: Option<CertificateAuthority>,
}

impl Emulator {
    /// Creates the handle of a started server.
    pub(crate) fn new(
        state: Arc<ServerState>,
        layers: TestLayers,
        listeners: [ListenerControl; 2],
        #[cfg(feature = "tls")] authority: Option<CertificateAuthority>,
    ) -> Self {
        Self {
            api_url: state.api_url(),
            state,
            layers,
            listeners,
            #[cfg(feature = "tls")]
            authority,
        }
    }

    /// Returns the URL of the API: `http://127.0.0.1:PORT/api`, or with `https` if the emulator uses TLS.
    #[must_use]
    pub fn api_url(&self) -> &str {
        &self.api_url
    }

    /// Returns the certificate authority. Returns `None` unless [`EmulatorBuilder::tls`](crate::EmulatorBuilder::tls)
    /// is set.
    #[cfg(feature = "tls")]
    #[must_use]
    pub fn certificate_authority(&self) -> Option<&CertificateAuthority> {
        self.authority.as_ref()
    }

    /// Returns the API key.
    #[must_use]
    pub fn api_key(&self) -> &str {
        self.state.api_key()
    }

    /// Returns the id of the organization. The emulator has only one.
    #[must_use]
    pub fn organization_id(&self) -> &str {
        self.state.organization_id()
    }

    /// Returns the latest requests to all parts of the server, in the order of arrival.
    ///
    /// [`EmulatorBuilder::recorded_requests`](crate::EmulatorBuilder::recorded_requests) sets their maximum number.
    /// Default: 65,536.
    #[must_use]
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.layers.recorder.requests()
    }

    /// Returns the objects in the bucket, ordered by key.
    #[must_use]
    pub fn objects(&self) -> Vec<StoredObject> {
        StoredObject::all(self.state.objects.with_prefix(""))
    }

    /// Removes the objects that clients have uploaded since the start and that no snapshot needs. Returns the removed
    /// objects.
    ///
    /// Call it when no client is about to create a snapshot, for example after the only client has ended.
    ///
    /// # Errors
    ///
    /// The error of the operating system if a file cannot be removed.
    pub fn remove_abandoned_uploads(&self) -> io::Result<Vec<StoredObject>> {
        self.state.remove_abandoned_uploads().map(StoredObject::all)
    }

    /// Returns the files of the merged context of a snapshot's build, ordered by path.
    ///
    /// Files in archives that `ADD` unpacks are included. Those of a packed directory have the paths
    /// that they would have as plain files: `src/main.py` for `COPY src /app`.
    ///
    /// The list is empty if the snapshot is not built, or if an archive is not in the bucket. All content is in
    /// memory.
    ///
    /// # Errors
    ///
    /// An [`io::Error`] of kind `NotFound` if the snapshot does not exist, and other errors if a file cannot be read.
    pub fn build_context(&self, id_or_name: &str) -> io::Result<Vec<ContextFile>> {
        let build = {
            let tables = self.state.database.tables();
            let row = self
                .find(&tables, id_or_name)
                .map_err(|error| io::Error::new(io::ErrorKind::NotFound, error))?;
            row.build_ref.as_ref().and_then(|build_ref| tables.builds.get(build_ref)).cloned()
        };
        let Some(build) = build else { return Ok(Vec::new()) };
        let hashes = build.context_hashes.unwrap_or_default();
        let files = runner::read_files(&self.state, &build.dockerfile, &hashes)?;
        Ok(files.unwrap_or_default())
    }

    /// Sets the state of a snapshot, and its `errorReason`. The state can be any text.
    ///
    /// A running build or pull changes the snapshot at its end only if the state is `pending`, `building` or
    /// `pulling`.
    ///
    /// # Errors
    ///
    /// [`UnknownSnapshot`] if no snapshot has the id or name.
    pub fn set_state(
        &self,
        id_or_name: &str,
        state: &str,
        error_reason: Option<&str>,
    ) -> Result<(), UnknownSnapshot> {
        let mut tables = self.state.database.tables();
        let id = self.find(&tables, id_or_name)?.id.clone();
        let changed = self.state.database.update_snapshot(&mut tables, &id, |row| {
            row.state = state.to_owned();
            row.error_reason = error_reason.map(str::to_owned);
        });
        changed.map(|_| ()).map_err(|error| {
            tracing::error!(%error, "the emulator failed to keep its state");
            UnknownSnapshot { id_or_name: id_or_name.to_owned() }
        })
    }

    /// Removes a snapshot at once, in any state. Clients see the end of a deletion.
    ///
    /// # Errors
    ///
    /// [`UnknownSnapshot`] if no snapshot has the id or name.
    pub fn remove(&self, id_or_name: &str) -> Result<(), UnknownSnapshot> {
        let mut tables = self.state.database.tables();
        let id = self.find(&tables, id_or_name)?.id.clone();
        self.state.remove_snapshot(&mut tables, &id).map_err(|error| {
            tracing::error!(%error, "the emulator failed to keep its state");
            UnknownSnapshot { id_or_name: id_or_name.to_owned() }
        })
    }

    /// Moves the server's wall clock forward, or back if the duration is negative.
    ///
    /// The times of snapshots, the expiry of credentials and the cooldown of activation follow the clock. The durations
    /// of builds and removals do not.
    pub fn jump_clock(&self, by: SignedDuration) {
        self.state.clock.jump(by);
    }

    /// Injects a fault into the requests of a route. See [`Fault`].
    ///
    /// The fault applies once the operation of a request is known: after the check of its credentials in the API, and
    /// before it in the object storage. Current requests are not affected.
    pub fn inject(&self, fault: Fault) -> InjectedFault {
        self.layers.faults.inject(fault)
    }

    /// Removes all faults. They still complete for requests that they have been applied to.
    pub fn clear_faults(&self) {
        self.layers.faults.clear();
    }

    /// Closes all connections and refuses new ones, like a server that is down.
    ///
    /// The emulator keeps its port. [`accept_connections`](Self::accept_connections) ends the refusal.
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
    /// The error of the operating system if another program has bound the port in the meantime.
    pub async fn refuse_connections(&self) -> io::Result<()> {
        self.set_listener_mode(ListenerMode::Refuse).await
    }

    /// Accepts connections again, after [`refuse_connections`](Self::refuse_connections).
    ///
    /// # Errors
    ///
    /// The error of the operating system if the port is not available.
    pub async fn accept_connections(&self) -> io::Result<()> {
        self.set_listener_mode(ListenerMode::Accept).await
    }

    async fn set_listener_mode(&self, mode: ListenerMode) -> io::Result<()> {
        for listener in &self.listeners {
            listener.set_mode(mode).await?;
        }
        Ok(())
    }

    /// Waits until a snapshot exists and has a state. Sends no HTTP request.
    pub async fn wait_for_state(&self, id_or_name: &str, state: &str) {
        let reached = |tables: &Tables| {
            let row = self.find(tables, id_or_name).ok()?;
            (row.state == state).then_some(())
        };
        self.state.database.wait_for(reached).await;
    }

    /// Waits until no snapshot has the id or name. Sends no HTTP request.
    pub async fn wait_until_removed(&self, id_or_name: &str) {
        let removed = |tables: &Tables| self.find(tables, id_or_name).is_err().then_some(());
        self.state.database.wait_for(removed).await;
    }

    fn find<'a>(
        &self,
        tables: &'a Tables,
        id_or_name: &str,
    ) -> Result<&'a SnapshotRow, UnknownSnapshot> {
        tables
            .find(self.state.organization_id(), id_or_name)
            .ok_or_else(|| UnknownSnapshot { id_or_name: id_or_name.to_owned() })
    }

    /// Stops the emulator. Waits until its ports and its state folder are released.
    pub async fn stop(self) {
        self.state.stop().shutdown().await;
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        drop(self.state.stop());
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

impl StoredObject {
    pub(crate) fn all(objects: Vec<Object>) -> Vec<Self> {
        let of = |object: Object| Self { key: object.key, size_bytes: object.size };
        objects.into_iter().map(of).collect()
    }
}
