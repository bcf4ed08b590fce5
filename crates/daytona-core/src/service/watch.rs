//! Changes of snapshots, as a stream.

use std::pin::Pin;

use futures_core::Stream;
use futures_util::stream;

use super::poller::{Change, Subscription};
use super::{SnapshotRef, SnapshotService};
use crate::{Result, Snapshot, SnapshotState};

/// Changes as they are seen. The stream ends after an error, and where there can be no more change.
pub type SnapshotChanges = Pin<Box<dyn Stream<Item = Result<SnapshotChange>> + Send>>;

/// What has happened to a snapshot.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum SnapshotChange {
    /// It was there when the watching began.
    Present(Snapshot),
    /// It has been created since.
    Created(Snapshot),
    /// It has another state than before.
    StateChanged {
        /// The snapshot as it is now.
        snapshot: Snapshot,
        /// The state before.
        old_state: SnapshotState,
    },
    /// It is gone. The snapshot is as it was last seen.
    Removed(Snapshot),
}

impl SnapshotService {
    /// Watches one snapshot: first as it is, then each change of its state until it is removed.
    ///
    /// It is asked for by the same questions as what is [waited](Self::wait) for; a state that
    /// lasts for less than the pause between two of them may be missed.
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
    ///         SnapshotChange::Removed(snapshot) => println!("{} is gone", snapshot.name),
    ///         _ => {}
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn watch(&self, snapshot: impl Into<SnapshotRef>) -> SnapshotChanges {
        let start = OneWatch::Begin(self.clone(), snapshot.into());
        Box::pin(stream::unfold(start, |watch| async {
            match watch {
                OneWatch::Begin(service, target) => Some(service.begin_watch(target).await),
                OneWatch::On(current, subscription) => Some(go_on(current, subscription).await),
                OneWatch::Over => None,
            }
        }))
    }

    /// Watches all snapshots: first each as it is, then what is created, changes its state or is
    /// removed.
    ///
    /// The list is read as often as the [polling policy](crate::retry) says, and no more than one
    /// page a second.
    pub fn watch_all(&self) -> SnapshotChanges {
        let subscription = self.poller.subscribe_to_all(self.polling.clone());
        Box::pin(stream::unfold(Some(subscription), |subscription| async {
            let mut subscription = subscription?;
            loop {
                match subscription.next().await.map(of_change) {
                    Ok(Some(change)) => return Some((Ok(change), Some(subscription))),
                    Ok(None) => {}
                    Err(error) => {
                        return Some((Err(error.while_doing("watch all snapshots")), None));
                    }
                }
            }
        }))
    }

    async fn begin_watch(self, target: SnapshotRef) -> (Result<SnapshotChange>, OneWatch) {
        match self.look_up(&target).await {
            Ok(snapshot) => {
                let subscription = self.poller.subscribe(snapshot.clone(), self.polling.clone());
                let watch = OneWatch::On(Box::new(snapshot.clone()), subscription);
                (Ok(SnapshotChange::Present(snapshot)), watch)
            }
            Err(error) => {
                (Err(error.while_doing(format!("watch snapshot `{target}`"))), OneWatch::Over)
            }
        }
    }
}

/// Where the watching of one snapshot stands.
enum OneWatch {
    Begin(SnapshotService, SnapshotRef),
    On(Box<Snapshot>, Subscription),
    Over,
}

async fn go_on(
    mut current: Box<Snapshot>,
    mut subscription: Subscription,
) -> (Result<SnapshotChange>, OneWatch) {
    loop {
        let snapshot = match subscription.next().await {
            Ok(snapshot) => snapshot,
            Err(error) if error.is_not_found() => {
                return (Ok(SnapshotChange::Removed(*current)), OneWatch::Over);
            }
            Err(error) => {
                let doing = format!("watch snapshot `{}`", current.name);
                return (Err(error.while_doing(doing).with_snapshot(&current)), OneWatch::Over);
            }
        };
        let before = std::mem::replace(&mut *current, snapshot.clone());
        if let Some(change) = state_change(before, snapshot) {
            return (Ok(change), OneWatch::On(current, subscription));
        }
    }
}

fn of_change(change: Change) -> Option<SnapshotChange> {
    match change {
        Change::Present(snapshot) => Some(SnapshotChange::Present(snapshot)),
        Change::Created(snapshot) => Some(SnapshotChange::Created(snapshot)),
        Change::Changed { before, now } => state_change(*before, now),
        Change::Gone(snapshot) => Some(SnapshotChange::Removed(snapshot)),
    }
}

fn state_change(before: Snapshot, snapshot: Snapshot) -> Option<SnapshotChange> {
    (before.state != snapshot.state)
        .then_some(SnapshotChange::StateChanged { snapshot, old_state: before.state })
}
