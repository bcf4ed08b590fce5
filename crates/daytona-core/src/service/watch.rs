//! `watch` and `watch_all`: changes of snapshots as a stream.

use std::pin::Pin;

use futures_core::Stream;
use futures_util::stream;

use super::poller::Subscription;
use super::poller::all_snapshots::Change;
use super::{SnapshotRef, SnapshotService};
use crate::{Result, Snapshot, SnapshotState};

/// The changes of one or all snapshots. The stream ends after an error, and after the removal of the
/// only snapshot.
pub type SnapshotChanges = Pin<Box<dyn Stream<Item = Result<SnapshotChange>> + Send>>;

/// A change of a snapshot.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum SnapshotChange {
    /// The snapshot existed when the watch began.
    Present(Snapshot),
    /// The snapshot was created.
    Created(Snapshot),
    /// The state of the snapshot has changed.
    StateChanged {
        /// The snapshot in its new state.
        snapshot: Snapshot,
        /// The previous state.
        old_state: SnapshotState,
    },
    /// The snapshot is removed. Holds the snapshot as last seen.
    Removed(Snapshot),
}

impl SnapshotService {
    /// Watches one snapshot: streams its current state, then each change until it is removed.
    ///
    /// Shares the [feed and the polls](Self#waits) with [`wait`](Self::wait). Every state that the feed
    /// reports is streamed. Without the feed, a state that is shorter than the pause between two polls
    /// may be missed.
    ///
    /// ```
    /// use daytona_core::SnapshotChange;
    /// use futures_util::TryStreamExt;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = daytona_testkit::Emulator::builder().start().await?;
    /// # let daytona = daytona_core::Daytona::builder().api_key(emulator.api_key()).api_url(emulator.api_url());
    /// # let snapshots = daytona.build()?.snapshots();
    /// # let params = daytona_core::CreateSnapshotParams::new("my-snapshot", "alpine:3.20");
    /// # snapshots.create(params).await?;
    /// # snapshots.delete("my-snapshot").await?;
    /// let mut changes = snapshots.watch("my-snapshot");
    /// while let Some(change) = changes.try_next().await? {
    ///     match change {
    ///         SnapshotChange::StateChanged { snapshot, old_state } => {
    ///             println!("{}: {old_state} -> {}", snapshot.name, snapshot.state);
    ///         }
    ///         SnapshotChange::Removed(snapshot) => println!("{} is removed", snapshot.name),
    ///         _ => {}
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn watch(&self, snapshot: impl Into<SnapshotRef>) -> SnapshotChanges {
        let start = WatchState::Start(self.clone(), snapshot.into());
        Box::pin(stream::unfold(start, |watch| async {
            match watch {
                WatchState::Start(service, target) => Some(service.start_watch(target).await),
                WatchState::Watching(current, subscription) => {
                    Some(next_change(current, subscription).await)
                }
                WatchState::Ended => None,
            }
        }))
    }

    /// Watches all snapshots: streams each in its current state, then creations, state changes and
    /// removals.
    ///
    /// Shares the [feed and the polls](Self#waits) with [`wait`](Self::wait): the list is read when the
    /// feed opens, then every 30 s. Every state that the feed reports is streamed. Without the feed, the
    /// [polling policy](crate::retry) sets how often the list is read, and short states may be missed.
    /// At most one page is read per second.
    pub fn watch_all(&self) -> SnapshotChanges {
        let subscription = self.poller.subscribe_to_all(self.polling_policy.clone());
        Box::pin(stream::unfold(Some(subscription), |subscription| async {
            let mut subscription = subscription?;
            loop {
                match subscription.next().await.map(public_change) {
                    Ok(Some(change)) => return Some((Ok(change), Some(subscription))),
                    Ok(None) => {}
                    Err(error) => {
                        return Some((Err(error.while_doing("watch all snapshots")), None));
                    }
                }
            }
        }))
    }

    async fn start_watch(self, target: SnapshotRef) -> (Result<SnapshotChange>, WatchState) {
        match self.look_up(&target).await {
            Ok(snapshot) => {
                let subscription =
                    self.poller.subscribe(snapshot.clone(), self.polling_policy.clone());
                let watch = WatchState::Watching(Box::new(snapshot.clone()), subscription);
                (Ok(SnapshotChange::Present(snapshot)), watch)
            }
            Err(error) => {
                (Err(error.while_doing(format!("watch snapshot `{target}`"))), WatchState::Ended)
            }
        }
    }
}

/// The state of the stream for one snapshot.
enum WatchState {
    Start(SnapshotService, SnapshotRef),
    Watching(Box<Snapshot>, Subscription),
    Ended,
}

async fn next_change(
    mut current: Box<Snapshot>,
    mut subscription: Subscription,
) -> (Result<SnapshotChange>, WatchState) {
    loop {
        let snapshot = match subscription.next().await {
            Ok(snapshot) => snapshot,
            Err(error) if error.is_not_found() => {
                return (Ok(SnapshotChange::Removed(*current)), WatchState::Ended);
            }
            Err(error) => {
                let attempt = format!("watch snapshot `{}`", current.name);
                let error = error.while_doing(attempt).with_snapshot(&current);
                return (Err(error), WatchState::Ended);
            }
        };
        let before = std::mem::replace(&mut *current, snapshot.clone());
        if let Some(change) = state_change(before, snapshot) {
            return (Ok(change), WatchState::Watching(current, subscription));
        }
    }
}

fn public_change(change: Change) -> Option<SnapshotChange> {
    match change {
        Change::Present(snapshot) => Some(SnapshotChange::Present(snapshot)),
        Change::Created(snapshot) => Some(SnapshotChange::Created(snapshot)),
        Change::Changed { before, now } => state_change(*before, now),
        Change::Removed(snapshot) => Some(SnapshotChange::Removed(snapshot)),
    }
}

fn state_change(before: Snapshot, snapshot: Snapshot) -> Option<SnapshotChange> {
    (before.state != snapshot.state)
        .then_some(SnapshotChange::StateChanged { snapshot, old_state: before.state })
}
