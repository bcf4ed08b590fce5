//! How an emulator is configured.

use std::{collections::HashMap, fmt, path::PathBuf, sync::Arc, time::Duration};

use crate::{
    door::DoorKeeper,
    emulator::Emulator,
    error::StartError,
    runner::lifecycle,
    script::{BuildLog, BuildOutcome, SeedSnapshot},
    server,
    state_dir::StateDir,
    world::{MissingObjects, Settings, Urls, World},
};

/// How many requests are remembered unless told otherwise.
const RECORDED_REQUESTS: usize = 65_536;

/// Configures an [`Emulator`]; made by [`Emulator::builder`].
#[must_use = "the emulator starts with `start`"]
pub struct EmulatorBuilder {
    port: u16,
    state_dir: Option<PathBuf>,
    seeds: Vec<SeedSnapshot>,
    settings: Settings,
}

impl EmulatorBuilder {
    pub(crate) fn new() -> Self {
        Self {
            port: 0,
            state_dir: None,
            seeds: Vec::new(),
            settings: Settings {
                api_key: None,
                jwt: None,
                secret_marker: String::new(),
                build_time: lifecycle::DEFAULT_BUILD_TIME,
                removal_time: Duration::from_millis(500),
                activation_cooldown: Duration::from_secs(600),
                log_open_delay: Duration::from_millis(20),
                log_close_delay: Duration::from_millis(100),
                credentials_lifetime: Duration::from_secs(3600),
                storage_region: Some("us-east-1".to_owned()),
                missing_objects: MissingObjects::Refused,
                outcomes: HashMap::new(),
                logs: HashMap::new(),
                recorded_requests: RECORDED_REQUESTS,
            },
        }
    }

    /// Sets the loopback port of the API and the object storage. Default: any free one.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Keeps snapshots, builds, logs and objects in a folder, where the next emulator finds them.
    ///
    /// Default: a temporary folder that is removed with the emulator. A folder serves one emulator at a time.
    ///
    /// The folder is created when missing. It must be empty, or have been an emulator's before: an emulator marks its
    /// folder with a file. Any other folder is refused before anything in it is changed. The path may be a symbolic
    /// link to a folder. In the folder, symbolic links are not followed, and nothing outside is written or removed.
    /// On Unix only the owner has access: the mode of the folder is 0700, that of its files 0600.
    pub fn state_dir(mut self, path: impl Into<PathBuf>) -> Self {
        self.state_dir = Some(path.into());
        self
    }

    /// Sets the API key. Default: a random one, kept in the state folder.
    pub fn api_key(mut self, api_key: impl Into<String>) -> Self {
        self.settings.api_key = Some(api_key.into());
        self
    }

    /// Accepts a JWT too, in requests that carry `X-Daytona-Organization-ID`. Default: none.
    ///
    /// The token is compared as text; nothing in it is decoded.
    pub fn jwt(mut self, token: impl Into<String>) -> Self {
        self.settings.jwt = Some(token.into());
        self
    }

    /// Writes a text into every secret that the emulator makes up, so that a test can look for it where no secret
    /// may be: logs, errors, files. Default: none.
    ///
    /// That is the API key unless it is set, all three parts of the storage credentials, and, only with a marker, a
    /// token in the query of the address that `build-logs-url` answers with. A state folder that has an API key
    /// already keeps it.
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

    /// Sets how long a build or a pull takes. Default: 100 ms.
    pub fn build_time(mut self, duration: Duration) -> Self {
        self.settings.build_time = duration;
        self
    }

    /// Sets how long a deleted snapshot stays in the state `removing`. Default: 500 ms; the real server takes up
    /// to about 10 s.
    pub fn removal_time(mut self, duration: Duration) -> Self {
        self.settings.removal_time = duration;
        self
    }

    /// Sets how long after its last change a snapshot can not be activated. Default: 10 minutes, as in the real
    /// server.
    pub fn activation_cooldown(mut self, duration: Duration) -> Self {
        self.settings.activation_cooldown = duration;
        self
    }

    /// Sets how long the log of a build answers 404 after its contexts are fetched. Default: 20 ms.
    pub fn log_open_delay(mut self, duration: Duration) -> Self {
        self.settings.log_open_delay = duration;
        self
    }

    /// Sets how long a followed log stays open after a good build. Default: 100 ms; the real server's stay open
    /// for about a second.
    pub fn log_close_delay(mut self, duration: Duration) -> Self {
        self.settings.log_close_delay = duration;
        self
    }

    /// Sets how long storage credentials are good. Default: one hour, as in the real server.
    pub fn credentials_lifetime(mut self, duration: Duration) -> Self {
        self.settings.credentials_lifetime = duration;
        self
    }

    /// Leaves the region out of the storage credentials, as servers up to version 0.190 do. Default:
    /// `us-east-1`.
    pub fn omit_storage_region(mut self) -> Self {
        self.settings.storage_region = None;
        self
    }

    /// Answers 404 to who asks for an object that is not there, as MinIO does and the official Python SDK expects.
    /// Default: 403, as AWS S3 does with credentials that may not list everything.
    pub fn report_missing_objects(mut self) -> Self {
        self.settings.missing_objects = MissingObjects::Reported;
        self
    }

    /// Decides how the build (or pull) of the snapshot with this name ends.
    ///
    /// An identical build that has succeeded before is not run again, so nothing is left to decide.
    pub fn build_outcome(mut self, name: impl Into<String>, outcome: BuildOutcome) -> Self {
        self.settings.outcomes.insert(name.into(), outcome);
        self
    }

    /// Writes the log of the build of the snapshot with this name, in place of what the builder would say. Then the
    /// build time passes, and the build ends as its [`build_outcome`](Self::build_outcome) says, or well.
    pub fn build_log(mut self, name: impl Into<String>, log: BuildLog) -> Self {
        self.settings.logs.insert(name.into(), log);
        self
    }

    /// Sets how many of the latest requests [`Emulator::requests`] remembers. Default: 65,536, which is some 60 MB.
    pub fn recorded_requests(mut self, limit: usize) -> Self {
        self.settings.recorded_requests = limit;
        self
    }

    /// Adds a snapshot that exists from the start, unless the state folder has one of its name.
    pub fn seed(mut self, snapshot: SeedSnapshot) -> Self {
        self.seeds.push(snapshot);
        self
    }

    /// Starts the emulator on the current tokio runtime.
    ///
    /// Builds, pulls and removals that an earlier emulator left unfinished in the state folder go on. Each ends when
    /// it is due, as if that emulator had not stopped, and at the latest after the time that this emulator has for it.
    /// What is due already has ended when this method returns.
    ///
    /// # Errors
    ///
    /// [`StartError::Listen`] when the port is taken, [`StartError::StateForeign`] when the state folder is neither
    /// empty nor an emulator's, [`StartError::StateInUse`] when another emulator uses it, and the other kinds when it
    /// cannot be used or read.
    pub async fn start(self) -> Result<Emulator, StartError> {
        let state = match self.state_dir {
            Some(path) => StateDir::keep(&path)?,
            None => StateDir::temporary()?,
        };
        let (door, address) = server::listen(self.port).await?;
        let (logs_door, logs_address) = server::listen(0).await?;
        let urls =
            Urls { origin: format!("http://{address}"), logs: format!("http://{logs_address}") };
        let world = Arc::new(World::open(state, self.settings, urls)?);
        lifecycle::resume(&world).await;
        world
            .plant(self.seeds)
            .map_err(|source| StartError::State { path: PathBuf::from("snapshots"), source })?;
        let (keeper, orders) = DoorKeeper::new();
        let (logs_keeper, logs_orders) = DoorKeeper::new();
        world.spawn(server::serve(door, orders, server::main_router(&world)));
        world.spawn(server::serve(logs_door, logs_orders, server::logs_router(&world)));
        Ok(Emulator::new(world, [keeper, logs_keeper]))
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
