//! All snapshots of the organization, for subscribers that watch the whole list.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::mpsc::UnboundedSender;
use tokio::time::Instant;

use super::watched_snapshot::after;
use crate::retry::{PollingPolicy, PollingState};
use crate::{Error, PaginatedSnapshots, Result, Snapshot};

/// The shortest pause after a failed page.
const SHORTEST_FAILURE_PAUSE: Duration = Duration::from_secs(1);

/// A change of one of all snapshots.
#[derive(Clone, Debug)]
pub(in crate::service) enum Change {
    /// The snapshot existed when the subscription began.
    Present(Snapshot),
    /// The snapshot was created.
    Created(Snapshot),
    /// A field of the snapshot has changed.
    Changed { before: Box<Snapshot>, now: Snapshot },
    /// The snapshot is removed. Holds the snapshot as last seen.
    Removed(Snapshot),
}

/// All snapshots as last seen, with the subscribers to their changes.
pub(super) struct AllSnapshots {
    subscribers: Vec<Subscriber>,
    known: HashMap<String, Snapshot>,
    /// The ids on the pages of the current pass.
    seen: HashSet<String>,
    began: Instant,
    passes: u32,
    next: Instant,
}

struct Subscriber {
    key: u64,
    polling: Arc<dyn PollingPolicy>,
    updates: UnboundedSender<Result<Change>>,
}

impl AllSnapshots {
    pub(super) fn new(now: Instant) -> Self {
        Self {
            subscribers: Vec::new(),
            known: HashMap::new(),
            seen: HashSet::new(),
            began: now,
            passes: 0,
            next: now,
        }
    }

    pub(super) fn subscribe(
        &mut self,
        key: u64,
        polling: Arc<dyn PollingPolicy>,
        updates: UnboundedSender<Result<Change>>,
    ) {
        for snapshot in self.known.values() {
            let _ = updates.send(Ok(Change::Present(snapshot.clone())));
        }
        self.subscribers.push(Subscriber { key, polling, updates });
    }

    /// Removes a subscriber. Returns `true` if none is left.
    pub(super) fn unsubscribe(&mut self, key: u64) -> bool {
        self.subscribers.retain(|subscriber| subscriber.key != key);
        self.subscribers.is_empty()
    }

    /// Returns when the next pass over the list is due.
    pub(super) fn next_pass(&self) -> Instant {
        self.next
    }

    pub(super) fn start_pass(&mut self) {
        self.seen.clear();
    }

    /// Records the ids on a page. A snapshot that cannot be decoded exists too.
    pub(super) fn record_page(&mut self, page: &PaginatedSnapshots) {
        self.seen.extend(page.undecodable.iter().filter_map(|item| item.id.clone()));
        self.seen.extend(page.items.iter().map(|snapshot| snapshot.id.clone()));
    }

    /// Returns a snapshot as last seen.
    pub(super) fn known(&self, id: &str) -> Option<&Snapshot> {
        self.known.get(id)
    }

    /// Returns the id of the snapshot with this name and time of creation.
    pub(super) fn find(&self, name: &str, created_at: Timestamp) -> Option<String> {
        let mut known = self.known.values();
        let found = known.find(|known| known.name == name && known.created_at == created_at)?;
        Some(found.id.clone())
    }

    /// Schedules the next pass for `at`, unless it is due earlier.
    pub(super) fn pass_by(&mut self, at: Instant) {
        self.next = self.next.min(at);
    }

    /// Schedules the next pass by the polling policy, unless it is due earlier.
    pub(super) fn pass_by_policy(&mut self, now: Instant) {
        self.pass_by(after(now, self.pause(now)));
    }

    /// Ends a pass and returns the ids of known snapshots that were on no page. The next pass begins
    /// `shortest_pause` later or more.
    pub(super) fn end_pass(&mut self, shortest_pause: Duration, now: Instant) -> Vec<String> {
        let seen = std::mem::take(&mut self.seen);
        let unseen = self.known.keys().filter(|id| !seen.contains(*id)).cloned().collect();
        self.passes = self.passes.saturating_add(1);
        self.next = after(now, self.pause(now).max(shortest_pause));
        unseen
    }

    /// Takes a failed page. Returns the pause before the next pass.
    pub(super) fn delay_pass(&mut self, error: &Error, now: Instant) -> Duration {
        self.seen.clear();
        let pause = self.pause(now).max(SHORTEST_FAILURE_PAUSE);
        let pause = pause.max(error.retry_after().unwrap_or_default());
        self.next = after(now, pause);
        pause
    }

    /// Takes a snapshot in its current state and informs the subscribers of changes.
    pub(super) fn learn(&mut self, snapshot: &Snapshot) {
        let before = self.known.insert(snapshot.id.clone(), snapshot.clone());
        match before {
            None if self.passes == 0 => self.send(&Change::Present(snapshot.clone())),
            None => self.send(&Change::Created(snapshot.clone())),
            Some(before) if before != *snapshot => {
                self.send(&Change::Changed { before: Box::new(before), now: snapshot.clone() });
            }
            Some(_) => {}
        }
    }

    /// Takes the removal of a snapshot.
    pub(super) fn remove(&mut self, id: &str) {
        if let Some(snapshot) = self.known.remove(id) {
            self.send(&Change::Removed(snapshot));
        }
    }

    /// Ends all subscriptions with an error.
    pub(super) fn end(self, error: &Error) {
        for subscriber in self.subscribers {
            let _ = subscriber.updates.send(Err(error.clone()));
        }
    }

    fn send(&self, change: &Change) {
        for subscriber in &self.subscribers {
            let _ = subscriber.updates.send(Ok(change.clone()));
        }
    }

    /// Returns the shortest pause of all subscribers.
    fn pause(&self, now: Instant) -> Duration {
        let state = PollingState::new(now.duration_since(self.began), self.passes);
        let pauses = self.subscribers.iter().map(|subscriber| subscriber.polling.pause(&state));
        pauses.min().unwrap_or_default()
    }
}
