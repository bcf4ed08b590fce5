//! The events of a create or a wait.

use crate::{ContextUpload, Snapshot};

/// An event of a create, an ensure or a wait.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum CreateEvent {
    /// The upload of the build context begins.
    Uploading {
        /// The number of files and directories that the image names. A directory counts once.
        sources: usize,
    },
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
    /// The state of the snapshot has changed.
    StateChanged(Snapshot),
    /// The build has written a line, given without its line end. Only in
    /// [`events`](crate::StartedSnapshot::events): callbacks have
    /// [`on_logs`](crate::CreateSnapshot::on_logs).
    LogLine(String),
    /// The snapshot is active. This is the last event.
    Done(Snapshot),
}
