//! The settings of a server.

use std::{collections::HashMap, time::Duration};

use crate::script::{BuildLog, BuildOutcome};

/// The settings of a server, as [`EmulatorBuilder`](crate::EmulatorBuilder) documents them.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) api_key: Option<String>,
    pub(crate) jwt: Option<String>,
    /// A part of every generated secret.
    pub(crate) secret_marker: String,
    pub(crate) build_time: Duration,
    pub(crate) removal_time: Duration,
    pub(crate) activation_cooldown: Duration,
    pub(crate) log_open_delay: Duration,
    pub(crate) log_close_delay: Duration,
    pub(crate) credentials_lifetime: Duration,
    pub(crate) storage_region: Option<String>,
    pub(crate) missing_objects: MissingObjects,
    /// By snapshot name.
    pub(crate) outcomes: HashMap<String, BuildOutcome>,
    /// By snapshot name.
    pub(crate) logs: HashMap<String, BuildLog>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            api_key: None,
            jwt: None,
            secret_marker: String::new(),
            // Long enough to observe each state, short enough for tests.
            build_time: Duration::from_millis(100),
            removal_time: Duration::from_millis(500),
            activation_cooldown: Duration::from_secs(600),
            log_open_delay: Duration::from_millis(20),
            log_close_delay: Duration::from_millis(100),
            credentials_lifetime: Duration::from_secs(3600),
            storage_region: Some("us-east-1".to_owned()),
            missing_objects: MissingObjects::Forbidden,
            outcomes: HashMap::new(),
            logs: HashMap::new(),
        }
    }
}

impl Settings {
    /// Returns the duration of a build or a pull.
    pub(crate) fn work_time(&self, is_built: bool) -> Duration {
        let log_open_delay = if is_built { self.log_open_delay } else { Duration::ZERO };
        log_open_delay.saturating_add(self.build_time)
    }
}

/// The response to a request for an object that does not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MissingObjects {
    /// 403, as from AWS S3 to clients that may not list the bucket.
    Forbidden,
    /// 404, as from `MinIO`.
    NotFound,
}

/// The URLs of a server's two listeners.
#[derive(Debug, Clone)]
pub(crate) struct Urls {
    /// `http://127.0.0.1:PORT`, without a path.
    pub(crate) origin: String,
    /// The origin of the host that serves build logs.
    pub(crate) logs: String,
}
