//! The events of a create or a wait.

use std::time::Duration;

use serde::{Serialize, Serializer};

use crate::call_events::CallEvent;
use crate::{ContextUpload, Snapshot, UploadProgress};

/// An event of a create, an ensure or a wait.
///
/// Serializes to an object with the key `event`: the name of the variant in snake case, and `log` for
/// a log line. The other keys are `sources`, `archives`, `snapshot`, `line`, `source`, the fields of
/// [`UploadProgress`], or `attempt`, `pause_seconds` and `message`.
///
/// ```
/// use daytona_core::CreateEvent;
///
/// let event = CreateEvent::LogLine("#1 [1/2] FROM alpine".to_owned());
/// let json = serde_json::to_string(&event).unwrap();
/// assert_eq!(json, r##"{"event":"log","line":"#1 [1/2] FROM alpine"}"##);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum CreateEvent {
    /// The upload of the build context begins.
    Uploading {
        /// The number of files and directories that the image names. A directory counts once.
        sources: usize,
    },
    /// The counters of the upload have changed. Sent at most ten times a second, and once at the end
    /// of the upload.
    ///
    /// Only the upload of [`Daytona`](crate::Daytona) sends it, and only for the first of equal
    /// contexts of one [`create_many`](crate::SnapshotService::create_many).
    UploadProgress(UploadProgress),
    /// The build context is in the object storage: one entry for each archive, none for an image
    /// without files.
    ContextUploaded(Vec<ContextUpload>),
    /// The server has accepted the snapshot.
    Created(Snapshot),
    /// A snapshot with the requested content exists and is used. Sent by
    /// [`ensure`](crate::SnapshotService::ensure) only, which activates it or waits for it if it is
    /// not active.
    Found(Snapshot),
    /// A snapshot of this name is about to be deleted. Sent by
    /// [`ensure`](crate::SnapshotService::ensure) only, for a failed snapshot or with
    /// [`replace`](crate::EnsureSnapshot::replace).
    ///
    /// Sent again for each DELETE that is repeated because the server lost the one before.
    Deleting(Snapshot),
    /// A snapshot of this name is being removed, and the operation waits for that. Sent by
    /// [`ensure`](crate::SnapshotService::ensure) only.
    AwaitingRemoval(Snapshot),
    /// A snapshot of this name is deleted and its name is free. Holds the snapshot as last seen.
    /// Follows [`Deleting`](Self::Deleting) or [`AwaitingRemoval`](Self::AwaitingRemoval).
    Deleted(Snapshot),
    /// The operation learns new states from this source. Sent when the source is known and when it
    /// changes. A service without a feed polls, and sends no such event.
    Watching(StateSource),
    /// A request has failed, and is repeated after a pause.
    Retry {
        /// The number of the failed attempt, from 1.
        attempt: u32,
        /// The pause before the next attempt.
        pause: Duration,
        /// The error of the failed attempt, without advice.
        message: String,
    },
    /// The server has asked this client to wait before the next request.
    RateLimited {
        /// The time until the request is sent.
        pause: Duration,
    },
    /// The state of the snapshot has changed.
    StateChanged(Snapshot),
    /// The build has written a line, given without its line end. Only in
    /// [`events`](crate::StartedSnapshot::events): callbacks have
    /// [`on_logs`](crate::CreateSnapshot::on_logs).
    LogLine(String),
    /// The snapshot is active. This is the last event.
    Done(Snapshot),
}

/// The source of new states of a snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum StateSource {
    /// The notification feed. The snapshot is also polled every 30 s.
    Feed,
    /// Polls by the [polling policy](crate::retry).
    Polling,
}

impl From<CallEvent> for CreateEvent {
    fn from(event: CallEvent) -> Self {
        match event {
            CallEvent::Retry { attempt, pause, message } => Self::Retry { attempt, pause, message },
            CallEvent::RateLimited { pause } => Self::RateLimited { pause },
            CallEvent::UploadProgress(progress) => Self::UploadProgress(progress),
        }
    }
}

/// The serialized form of an event.
#[derive(Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
enum EventDocument<'a> {
    Uploading { sources: usize },
    UploadProgress(&'a UploadProgress),
    ContextUploaded { archives: &'a [ContextUpload] },
    Created { snapshot: &'a Snapshot },
    Found { snapshot: &'a Snapshot },
    Deleting { snapshot: &'a Snapshot },
    AwaitingRemoval { snapshot: &'a Snapshot },
    Deleted { snapshot: &'a Snapshot },
    Watching { source: StateSource },
    Retry { attempt: u32, pause_seconds: f64, message: &'a str },
    RateLimited { pause_seconds: f64 },
    StateChanged { snapshot: &'a Snapshot },
    Log { line: &'a str },
    Done { snapshot: &'a Snapshot },
}

impl Serialize for CreateEvent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        type Document<'a> = EventDocument<'a>;
        match self {
            Self::Uploading { sources } => Document::Uploading { sources: *sources },
            Self::UploadProgress(progress) => Document::UploadProgress(progress),
            Self::ContextUploaded(archives) => Document::ContextUploaded { archives },
            Self::Created(snapshot) => Document::Created { snapshot },
            Self::Found(snapshot) => Document::Found { snapshot },
            Self::Deleting(snapshot) => Document::Deleting { snapshot },
            Self::AwaitingRemoval(snapshot) => Document::AwaitingRemoval { snapshot },
            Self::Deleted(snapshot) => Document::Deleted { snapshot },
            Self::Watching(source) => Document::Watching { source: *source },
            Self::Retry { attempt, pause, message } => {
                Document::Retry { attempt: *attempt, pause_seconds: pause.as_secs_f64(), message }
            }
            Self::RateLimited { pause } => {
                Document::RateLimited { pause_seconds: pause.as_secs_f64() }
            }
            Self::StateChanged(snapshot) => Document::StateChanged { snapshot },
            Self::LogLine(line) => Document::Log { line },
            Self::Done(snapshot) => Document::Done { snapshot },
        }
        .serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SnapshotState;

    #[test]
    fn events_serialize_to_tagged_objects() {
        let pause = Duration::from_millis(1500);
        let progress =
            UploadProgress { files_scanned: 3, bytes_sent: 7, ..UploadProgress::default() };
        for (event, keys) in [
            (
                CreateEvent::Retry { attempt: 2, pause, message: "busy".to_owned() },
                serde_json::json!({
                    "event": "retry", "attempt": 2, "pause_seconds": 1.5, "message": "busy"
                }),
            ),
            (
                CreateEvent::RateLimited { pause },
                serde_json::json!({ "event": "rate_limited", "pause_seconds": 1.5 }),
            ),
            (
                CreateEvent::Watching(StateSource::Feed),
                serde_json::json!({ "event": "watching", "source": "feed" }),
            ),
            (
                CreateEvent::UploadProgress(progress),
                serde_json::json!({
                    "event": "upload_progress", "files_scanned": 3, "bytes_scanned": 0,
                    "files_from_cache": 0, "archives": 0, "archives_present": 0,
                    "archives_uploaded": 0, "bytes_to_upload": 0, "bytes_sent": 7,
                    "bytes_uploaded": 0
                }),
            ),
            (
                CreateEvent::ContextUploaded(Vec::new()),
                serde_json::json!({ "event": "context_uploaded", "archives": [] }),
            ),
        ] {
            assert_eq!(serde_json::to_value(&event).unwrap(), keys);
        }
        let snapshot = Snapshot::fake("id-1", "demo", SnapshotState::Active);
        let done = serde_json::to_value(CreateEvent::Done(snapshot)).unwrap();
        assert_eq!((&done["event"], &done["snapshot"]["name"]), (&"done".into(), &"demo".into()));
    }
}
