//! The states of a snapshot, and which of them are ends.

use crate::model::open_enum::open_enum;

open_enum! {
    /// Where a snapshot is in its life.
    ///
    /// Daytona has added states over time; one that this version does not know is kept as
    /// [`Other`](SnapshotState::Other).
    ///
    /// ```
    /// use daytona_core::SnapshotState;
    ///
    /// assert!(SnapshotState::Active.is_active());
    /// assert!(SnapshotState::from("build_failed").is_failed());
    /// assert_eq!(SnapshotState::from("hatching").as_str(), "hatching");
    /// ```
    pub enum SnapshotState {
        /// The image is being built from a Dockerfile.
        Building = "building",
        /// Accepted, waiting for a runner.
        Pending = "pending",
        /// The image is being pulled from its registry.
        Pulling = "pulling",
        /// The image is being taken from a running sandbox.
        Snapshotting = "snapshotting",
        /// Ready: sandboxes can start from it.
        Active = "active",
        /// Set aside after long disuse or on request; it can be activated again.
        Inactive = "inactive",
        /// Failed; `error_reason` says why. A failed build normally ends here.
        Error = "error",
        /// The build failed; `error_reason` says why.
        BuildFailed = "build_failed",
        /// Deleted; it disappears within seconds, its name is taken until then.
        Removing = "removing",
    }
}

impl SnapshotState {
    /// Tells whether sandboxes can start from the snapshot.
    #[must_use]
    pub fn is_active(&self) -> bool {
        *self == Self::Active
    }

    /// Tells whether making the snapshot failed.
    #[must_use]
    pub fn is_failed(&self) -> bool {
        matches!(self, Self::Error | Self::BuildFailed)
    }

    /// Tells whether the server is still making the snapshot, so that waiting makes sense.
    #[must_use]
    pub fn is_in_progress(&self) -> bool {
        matches!(self, Self::Building | Self::Pending | Self::Pulling | Self::Snapshotting)
    }

    /// Tells whether the state is an end that does not change by itself.
    ///
    /// A state that this version does not know counts as neither end nor progress.
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
        let state: SnapshotState = serde_json::from_str("\"hatching\"").unwrap();
        assert_eq!(state, SnapshotState::Other("hatching".to_owned()));
        assert_eq!(serde_json::to_string(&state).unwrap(), "\"hatching\"");
        assert!(!state.is_terminal() && !state.is_in_progress());
    }

    #[test]
    fn every_known_state_is_either_progress_or_an_end() {
        let progress = ["building", "pending", "pulling", "snapshotting"];
        let ends = ["active", "inactive", "error", "build_failed", "removing"];
        assert!(progress.map(SnapshotState::from).iter().all(SnapshotState::is_in_progress));
        assert!(ends.map(SnapshotState::from).iter().all(SnapshotState::is_terminal));
    }
}
