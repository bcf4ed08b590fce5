//! The settings of a server.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
    ops::RangeInclusive,
    time::Duration,
};

use super::work_times::WorkTimes;
use crate::script::{BuildLog, BuildOutcome};

/// The number of different durations within a range of removal times.
const REMOVAL_STEPS: u64 = 1000;

/// The settings of a server, as [`EmulatorBuilder`](crate::EmulatorBuilder) documents them.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) api_key: Option<String>,
    pub(crate) jwt: Option<String>,
    /// A part of every generated secret.
    pub(crate) secret_marker: String,
    pub(crate) build_time: Duration,
    pub(crate) export_time: Duration,
    pub(crate) push_time: Duration,
    pub(crate) removal_times: RangeInclusive<Duration>,
    pub(crate) activation_cooldown: Duration,
    /// The pause between two checks for the runner of a build, in a request for the URL of its log.
    pub(crate) runner_check_interval: Duration,
    pub(crate) log_open_delay: Duration,
    pub(crate) log_close_delay: Duration,
    pub(crate) credentials_lifetime: Duration,
    pub(crate) storage_region: Option<String>,
    pub(crate) missing_objects: MissingObjects,
    /// If set, logs explain that `RUN` is not executed, and labels request failures.
    pub(crate) is_trial: bool,
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
            export_time: Duration::from_millis(10),
            push_time: Duration::from_millis(10),
            removal_times: single(Duration::from_millis(500)),
            activation_cooldown: Duration::from_secs(600),
            runner_check_interval: Duration::from_millis(10),
            log_open_delay: Duration::from_millis(20),
            log_close_delay: Duration::from_millis(20),
            credentials_lifetime: Duration::from_secs(3600),
            storage_region: Some("us-east-1".to_owned()),
            missing_objects: MissingObjects::Forbidden,
            is_trial: false,
            outcomes: HashMap::new(),
            logs: HashMap::new(),
        }
    }
}

/// Returns the range of one duration.
pub(crate) fn single(duration: Duration) -> RangeInclusive<Duration> {
    duration..=duration
}

impl Settings {
    /// Returns the durations of a build or a pull. A pull has no log and no export.
    pub(crate) fn work_times(&self, is_built: bool) -> WorkTimes {
        let of_build = |time| if is_built { time } else { Duration::ZERO };
        WorkTimes {
            open_log: of_build(self.log_open_delay),
            steps: self.build_time,
            export: of_build(self.export_time),
            close_log: of_build(self.log_close_delay),
            push: self.push_time,
        }
    }

    /// Returns the duration of the removal of a snapshot. It is the same for each delete of one snapshot.
    pub(crate) fn removal_time(&self, id: &str) -> Duration {
        let (shortest, longest) = (*self.removal_times.start(), *self.removal_times.end());
        // Ids are random, so their hashes spread over the range.
        let mut hasher = DefaultHasher::new();
        id.hash(&mut hasher);
        let steps = u32::try_from(hasher.finish() % REMOVAL_STEPS).unwrap_or_default();
        let step = longest.saturating_sub(shortest) / u32::try_from(REMOVAL_STEPS).unwrap_or(1);
        shortest.saturating_add(step * steps)
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
