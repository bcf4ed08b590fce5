//! The configuration of an emulator.

use std::{fmt, ops::RangeInclusive, path::PathBuf, sync::Arc, time::Duration};

use tokio::sync::mpsc;

#[cfg(feature = "tls")]
use crate::tls;
use crate::{
    emulator::Emulator,
    error::StartError,
    feed::Feed,
    listener::ListenerControl,
    recorder::RequestRecorder,
    runner::lifecycle,
    script::{BuildLog, BuildOutcome, SeedSnapshot},
    server::{self, TestLayers},
    state::{MissingObjects, ServerState, Settings, Urls, settings},
    state_dir::StateDir,
    transport::Transport,
};

/// The default number of recorded requests.
const RECORDED_REQUESTS: usize = 65_536;

impl Emulator {
    /// Starts an emulator with default settings, on a free port and without snapshots.
    ///
    /// # Errors
    ///
    /// See [`EmulatorBuilder::start`].
    pub async fn start() -> Result<Self, StartError> {
        Self::builder().start().await
    }

    /// Returns a builder with default settings.
    pub fn builder() -> EmulatorBuilder {
        EmulatorBuilder {
            port: 0,
            state_dir: None,
            lock_owner: None,
            is_read_only: false,
            seeds: Vec::new(),
            recorded_requests: RECORDED_REQUESTS,
            settings: Settings::default(),
            has_feed: true,
            #[cfg(feature = "tls")]
            has_tls: false,
        }
    }
}

/// Configures an [`Emulator`]. Created by [`Emulator::builder`].
#[must_use = "the emulator starts with `start`"]
pub struct EmulatorBuilder {
    port: u16,
    state_dir: Option<PathBuf>,
    lock_owner: Option<String>,
    is_read_only: bool,
    seeds: Vec<SeedSnapshot>,
    recorded_requests: usize,
    settings: Settings,
    has_feed: bool,
    #[cfg(feature = "tls")]
    has_tls: bool,
}

impl EmulatorBuilder {
    /// Sets the loopback port of the API and the object storage. Default: a free port.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Sets the folder of snapshots, builds, logs and objects. A later emulator can continue with it.
    ///
    /// Default: a temporary folder that is removed with the emulator. One emulator at a time can change a folder.
    ///
    /// A missing folder is created. An existing folder must be empty, or contain the marker file of an emulator. Any
    /// other folder is refused and not changed.
    ///
    /// The path can be a symbolic link to a folder. Symbolic links within the folder are not followed, and nothing
    /// outside is written or removed. On Unix, folders have the mode 0700 and files the mode 0600.
    pub fn state_dir(mut self, path: impl Into<PathBuf>) -> Self {
        self.state_dir = Some(path.into());
        self
    }

    /// Sets a text that describes this process to others that want the state folder. Default: none.
    ///
    /// [`StartError::StateInUse`] has the text. It has at most 200 bytes.
    pub fn lock_owner(mut self, owner: impl Into<String>) -> Self {
        self.lock_owner = Some(owner.into());
        self
    }

    /// Opens an existing state folder for reading, also while another emulator uses it. Default: for reading and
    /// writing.
    ///
    /// The emulator has the state of the moment of its start. Every request that changes the state fails, and no build,
    /// pull or removal continues. Without [`state_dir`](Self::state_dir), the setting has no effect.
    pub fn read_only(mut self) -> Self {
        self.is_read_only = true;
        self
    }

    /// Serves the API, the object storage and the build logs over https. Default: http.
    ///
    /// The certificate is for `127.0.0.1` and `localhost`. Its authority is created in the state folder and kept there.
    /// A start replaces an authority that expires within 30 days. See
    /// [`certificate_authority`](Emulator::certificate_authority) for the trust of clients.
    ///
    /// The private key of the authority is in the state folder, in a file with the mode 0600. The authority is limited
    /// to names of this machine.
    ///
    /// ```
    /// use daytona_testkit::Emulator;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let daytona = Emulator::builder().tls().start().await?;
    /// assert!(daytona.api_url().starts_with("https://127.0.0.1:"));
    ///
    /// let authority = daytona.certificate_authority().ok_or("no TLS")?;
    /// assert!(authority.pem().starts_with("-----BEGIN CERTIFICATE-----"));
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "tls")]
    pub fn tls(mut self) -> Self {
        self.has_tls = true;
        self
    }

    /// Sets the API key. Default: a random key, which the state folder keeps.
    pub fn api_key(mut self, api_key: impl Into<String>) -> Self {
        self.settings.api_key = Some(api_key.into());
        self
    }

    /// Adds a JWT that is accepted in requests with `X-Daytona-Organization-ID`. Default: none.
    ///
    /// The token is compared as text and not decoded.
    pub fn jwt(mut self, token: impl Into<String>) -> Self {
        self.settings.jwt = Some(token.into());
        self
    }

    /// Sets a text that every generated secret contains. Default: none.
    ///
    /// A test can search for the text where no secret is allowed: in logs, errors and files. The generated secrets are
    /// the API key, unless it is set, and the three parts of the storage credentials. With a marker, the URL from
    /// `build-logs-url` also has a token. An API key in the state folder is not replaced.
    ///
    /// ```
    /// use daytona_testkit::Emulator;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let daytona = Emulator::builder().secret_marker("Canary7").start().await?;
    /// assert!(daytona.api_key().contains("Canary7"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn secret_marker(mut self, marker: impl Into<String>) -> Self {
        self.settings.secret_marker = marker.into();
        self
    }

    /// Sets the duration of the steps of a build, and of a pull. Default: 100 ms.
    pub fn build_time(mut self, duration: Duration) -> Self {
        self.settings.build_time = duration;
        self
    }

    /// Sets the duration of the export of a built image, which has one log line at its start. Default: 10 ms.
    pub fn export_time(mut self, duration: Duration) -> Self {
        self.settings.export_time = duration;
        self
    }

    /// Sets the duration of the push of an image to the registry. Default: 10 ms. The real server needs seconds to
    /// minutes.
    ///
    /// The push is the last part of a build or a pull. The log of a build has ended before.
    pub fn push_time(mut self, duration: Duration) -> Self {
        self.settings.push_time = duration;
        self
    }

    /// Sets the duration of the state `removing` after a delete. Default: 500 ms. The real server needs 3 to 10 s.
    pub fn removal_time(self, duration: Duration) -> Self {
        self.removal_times(settings::single(duration))
    }

    /// Sets a range for the duration of the state `removing`. The durations of different snapshots are spread over it.
    pub fn removal_times(mut self, durations: RangeInclusive<Duration>) -> Self {
        self.settings.removal_times = durations;
        self
    }

    /// Sets the durations of the real server: 500 ms of export, 1 s until the end of the log, 1 s of push, and 3 to
    /// 10 s of removal. A request for the URL of a log looks for the runner every second.
    ///
    /// The build time stays, because builds are not executed.
    ///
    /// ```
    /// use std::time::Duration;
    /// use daytona_testkit::Emulator;
    ///
    /// let builder = Emulator::builder().server_times().push_time(Duration::from_secs(60));
    /// # drop(builder);
    /// ```
    pub fn server_times(self) -> Self {
        self.export_time(Duration::from_millis(500))
            .log_close_delay(Duration::from_secs(1))
            .push_time(Duration::from_secs(1))
            .removal_times(Duration::from_secs(3)..=Duration::from_secs(10))
            .runner_check_interval(Duration::from_secs(1))
    }

    fn runner_check_interval(mut self, interval: Duration) -> Self {
        self.settings.runner_check_interval = interval;
        self
    }

    /// Sets the time after the last change of a snapshot in which it cannot be activated. Default: 10 min, as in the
    /// real server.
    pub fn activation_cooldown(mut self, duration: Duration) -> Self {
        self.settings.activation_cooldown = duration;
        self
    }

    /// Sets the delay between the fetch of the contexts and the start of the log. Until then the log is a 404.
    /// Default: 20 ms.
    pub fn log_open_delay(mut self, duration: Duration) -> Self {
        self.settings.log_open_delay = duration;
        self
    }

    /// Sets the delay between the tag of a built image and the end of its log. Default: 20 ms. The real server needs
    /// 1 s.
    ///
    /// The push of the image follows. The log of a failed build does not end.
    pub fn log_close_delay(mut self, duration: Duration) -> Self {
        self.settings.log_close_delay = duration;
        self
    }

    /// Sets the lifetime of storage credentials. Default: 1 h, as in the real server.
    pub fn credentials_lifetime(mut self, duration: Duration) -> Self {
        self.settings.credentials_lifetime = duration;
        self
    }

    /// Omits the region from the storage credentials, like servers up to version 0.190. Default: `us-east-1`.
    pub fn omit_storage_region(mut self) -> Self {
        self.settings.storage_region = None;
        self
    }

    /// Responds with 404 to requests for missing objects, like `MinIO`. The official Python SDK expects 404.
    ///
    /// Default: 403, like AWS S3 with credentials that cannot list the whole bucket.
    pub fn report_missing_objects(mut self) -> Self {
        self.settings.missing_objects = MissingObjects::NotFound;
        self
    }

    /// Adapts builds to people who try Daytona out. The log says that `RUN` is not executed. A build fails if its
    /// Dockerfile has the line `LABEL daytona.local.failure="REASON"`.
    ///
    /// Default: logs and outcomes are those of the real runner.
    pub fn for_trials(mut self) -> Self {
        self.settings.is_trial = true;
        self
    }

    /// Omits the notification feed, like older servers: connections to it are a 404. Default: the server has the feed.
    pub fn omit_feed(mut self) -> Self {
        self.has_feed = false;
        self
    }

    /// Sets the outcome of the build or pull of the snapshot with this name.
    ///
    /// The outcome has no effect if an identical build has succeeded, because the snapshot shares that build.
    pub fn build_outcome(mut self, name: impl Into<String>, outcome: BuildOutcome) -> Self {
        self.settings.outcomes.insert(name.into(), outcome);
        self
    }

    /// Sets the log of the build of the snapshot with this name.
    ///
    /// After the build time, the build ends with its [`build_outcome`](Self::build_outcome), or succeeds.
    pub fn build_log(mut self, name: impl Into<String>, log: BuildLog) -> Self {
        self.settings.logs.insert(name.into(), log);
        self
    }

    /// Sets the maximum number of requests that [`Emulator::requests`] returns. Default: 65,536, or about 60 MB.
    pub fn recorded_requests(mut self, limit: usize) -> Self {
        self.recorded_requests = limit;
        self
    }

    /// Adds a snapshot at the start, unless the state folder has a snapshot with its name.
    pub fn seed(mut self, snapshot: SeedSnapshot) -> Self {
        self.seeds.push(snapshot);
        self
    }

    /// Starts the emulator on the current tokio runtime.
    ///
    /// Unfinished builds, pulls and removals of an earlier emulator in the state folder continue. Each ends when it is
    /// due, as if that emulator had not stopped, but not later than with the settings of this emulator. Work that is
    /// already due has ended when this method returns.
    ///
    /// # Errors
    ///
    /// - [`StartError::Listen`] if the port is not available.
    /// - [`StartError::StateForeign`] if the state folder is neither empty nor the folder of an emulator.
    /// - [`StartError::StateInUse`] if another emulator uses the state folder.
    /// - [`StartError::State`] and [`StartError::StateUnreadable`] if the state folder cannot be used or read.
    /// - `StartError::Tls` if TLS cannot be set up.
    pub async fn start(self) -> Result<Emulator, StartError> {
        let dir = match self.state_dir {
            Some(path) if self.is_read_only => StateDir::open_read_only(&path)?,
            Some(path) => StateDir::open_kept(&path, self.lock_owner.as_deref())?,
            None => StateDir::create_temporary()?,
        };
        #[cfg(feature = "tls")]
        let (transport, authority) = if self.has_tls {
            let (acceptor, authority) = tls::set_up(&dir)?;
            (Transport::Tls(acceptor), Some(authority))
        } else {
            (Transport::Plain, None)
        };
        #[cfg(not(feature = "tls"))]
        let transport = Transport::Plain;
        let scheme = transport.scheme();
        let (listener, address) = server::listen(self.port).await?;
        let (logs_listener, logs_address) = server::listen(0).await?;
        let urls = Urls {
            origin: format!("{scheme}://{address}"),
            logs: format!("{scheme}://{logs_address}"),
        };
        let (changes, changes_receiver) = mpsc::unbounded_channel();
        let state = Arc::new(ServerState::open(dir, self.settings, urls, changes)?);
        let feed = self.has_feed.then(|| Feed::start(&state, changes_receiver));
        if !state.is_read_only() {
            lifecycle::resume(&state).await;
            state.remove_objects_of_removed_snapshots(&state.database.tables());
        }
        state
            .add_seeds(self.seeds)
            .map_err(|source| StartError::State { path: PathBuf::from("snapshots"), source })?;
        let layers = TestLayers {
            recorder: Arc::new(RequestRecorder::new(self.recorded_requests)),
            faults: Arc::default(),
        };
        let (control, commands) = ListenerControl::new();
        let (logs_control, logs_commands) = ListenerControl::new();
        let (router, logs_router) =
            (server::main_router(&state, &layers, feed), server::logs_router(&state, &layers));
        state.tasks.spawn(server::serve(listener, commands, router, transport.clone()));
        state.tasks.spawn(server::serve(logs_listener, logs_commands, logs_router, transport));
        Ok(Emulator::new(
            state,
            layers,
            [control, logs_control],
            #[cfg(feature = "tls")]
            authority,
        ))
    }
}

impl fmt::Debug for EmulatorBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EmulatorBuilder")
            .field("port", &self.port)
            .field("state_dir", &self.state_dir)
            .finish_non_exhaustive()
    }
}
