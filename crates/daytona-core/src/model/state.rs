//! The states of a snapshot.

use crate::model::open_enum::open_enum;

open_enum! {
    /// The state of a snapshot.
    ///
    /// Daytona can add states. A state that this version does not know is kept as
    /// [`Other`](SnapshotState::Other).
    ///
    /// ```
    /// use daytona_core::SnapshotState;
    ///
    /// assert!(SnapshotState::Active.is_active());
    /// assert!(SnapshotState::from("build_failed").is_failed());
    /// assert_eq!(SnapshotState::from("capturing").as_str(), "capturing");
    /// ```
    pub enum SnapshotState {
        /// The image is being built from a Dockerfile.
        Building = "building",
        /// The server has accepted the snapshot, and it waits for a runner.
        Pending = "pending",
        /// The image is being pulled from its registry.
        Pulling = "pulling",
        /// The image is being taken from a running sandbox.
        Snapshotting = "snapshotting",
        /// Sandboxes can start from the snapshot.
        Active = "active",
        /// The snapshot was deactivated, on request or after a long time without use. It can be activated.
        Inactive = "inactive",
        /// The snapshot failed. `error_reason` has the reason. A failed build normally ends here.
        Error = "error",
        /// The build failed. `error_reason` has the reason.
        BuildFailed = "build_failed",
        /// The snapshot is being deleted. Its name is taken until it disappears, normally within seconds.
        Removing = "removing",
    }
}

impl SnapshotState {
    /// Returns `true` if sandboxes can start from the snapshot.
    #[must_use]
    pub fn is_active(&self) -> bool {
        *self == Self::Active
    }

    /// Returns `true` if the creation of the snapshot failed.
    #[must_use]
    pub fn is_failed(&self) -> bool {
        matches!(self, Self::Error | Self::BuildFailed)
    }

    /// Returns `true` if the server is still creating the snapshot.
    #[must_use]
    pub fn is_in_progress(&self) -> bool {
        matches!(self, Self::Building | Self::Pending | Self::Pulling | Self::Snapshotting)
    }

    /// Returns `true` if the state does not change by itself.
    ///
    /// Returns `false` for a state that this version does not know, as
    /// [`is_in_progress`](Self::is_in_progress) does.
    #[must_use]
    pub fn is_terminal(&self) -> bool {
        !self.is_in_progress() && !matches!(self, Self::Other(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_state_is_kept_as_its_text() {
        let state: SnapshotState = serde_json::from_str("\"capturing\"").unwrap();
        assert_eq!(state, SnapshotState::Other("capturing".to_owned()));
        assert_eq!(serde_json::to_string(&state).unwrap(), "\"capturing\"");
        assert!(!state.is_terminal() && !state.is_in_progress());
    }

    #[test]
    fn every_known_state_is_in_progress_or_terminal() {
        let in_progress = ["building", "pending", "pulling", "snapshotting"];
        let terminal = ["active", "inactive", "error", "build_failed", "removing"];
        assert!(in_progress.map(SnapshotState::from).iter().all(SnapshotState::is_in_progress));
        assert!(terminal.map(SnapshotState::from).iter().all(SnapshotState::is_terminal));
    }
}
