//! One snapshot that is polled, with its subscribers.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::mpsc::UnboundedSender;
use tokio::time::Instant;

use crate::retry::{PollingPolicy, PollingState, RetryEvent};
use crate::{Error, Result, Snapshot};

/// How long polls may fail before the waits fail.
pub(in crate::service) const FAILURE_TIMEOUT: Duration = Duration::from_secs(120);

/// The pause after a failed poll. It doubles up to the longest pause.
const FIRST_FAILURE_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_FAILURE_PAUSE: Duration = Duration::from_secs(10);

/// The longest pause, for a policy that returns a pause that the clock cannot count.
const FAR_FUTURE: Duration = Duration::from_secs(30 * 365 * 86_400);

/// A snapshot that is polled.
pub(super) struct WatchedSnapshot {
    subscribers: Vec<Subscriber>,
    /// The start of the latest subscription.
    began: Instant,
    polls: u32,
    next: Instant,
    in_flight: Option<InFlightPoll>,
    failures: Option<FailureStreak>,
}

/// A poll without a response yet.
#[derive(Default)]
struct InFlightPoll {
    /// When another poll was requested meanwhile.
    requested_next: Option<Instant>,
}

/// Failed polls in a row.
struct FailureStreak {
    since: Instant,
    attempts: u32,
    pause: Duration,
    last: Error,
}

struct Subscriber {
    key: u64,
    known: Snapshot,
    polling: Arc<dyn PollingPolicy>,
    updates: UnboundedSender<Result<Snapshot>>,
}

impl WatchedSnapshot {
    pub(super) fn new(now: Instant) -> Self {
        Self {
            subscribers: Vec::new(),
            began: now,
            polls: 0,
            next: now,
            in_flight: None,
            failures: None,
        }
    }

    pub(super) fn subscribe(
        &mut self,
        key: u64,
        known: Snapshot,
        polling: Arc<dyn PollingPolicy>,
        updates: UnboundedSender<Result<Snapshot>>,
        now: Instant,
    ) {
        let pause = polling.pause(&PollingState::new(Duration::ZERO, 0));
        let next = after(now, pause);
        // A late subscriber must not wait longer than if it were the only one.
        self.began = now;
        self.polls = 0;
        match self.subscribers.is_empty() {
            true => self.next = next,
            false => self.poll_by(next),
        }
        self.subscribers.push(Subscriber { key, known, polling, updates });
    }

    /// Removes a subscriber. Returns `true` if none is left.
    pub(super) fn unsubscribe(&mut self, key: u64) -> bool {
        self.subscribers.retain(|subscriber| subscriber.key != key);
        self.subscribers.is_empty()
    }

    pub(super) fn created_at(&self) -> Option<Timestamp> {
        self.subscribers.first().map(|subscriber| subscriber.known.created_at)
    }

    pub(super) fn last_failure(&self) -> Option<&Error> {
        self.failures.as_ref().map(|failures| &failures.last)
    }

    /// Returns the snapshot as last seen.
    pub(super) fn known(&self) -> Option<&Snapshot> {
        let known = self.subscribers.iter().map(|subscriber| &subscriber.known);
        known.max_by_key(|snapshot| snapshot.updated_at)
    }

    /// Returns when the next poll is due. `None` during a poll.
    pub(super) fn next_poll(&self) -> Option<Instant> {
        self.in_flight.is_none().then_some(self.next)
    }

    /// Schedules the next poll for `at`, unless it is due earlier.
    pub(super) fn poll_by(&mut self, at: Instant) {
        match &mut self.in_flight {
            Some(poll) => poll.requested_next = earlier(poll.requested_next, at),
            None => self.next = self.next.min(at),
        }
    }

    pub(super) fn start_poll(&mut self) {
        self.in_flight = Some(InFlightPoll::default());
    }

    /// Forgets a poll whose task has stopped.
    pub(super) fn abort_poll(&mut self) {
        self.in_flight = None;
    }

    fn end_poll(&mut self, next: Instant) {
        let requested = self.in_flight.take().and_then(|poll| poll.requested_next);
        self.next = requested.map_or(next, |requested| requested.min(next));
    }

    /// Schedules the next poll after a successful one, `shortest_pause` later or more.
    pub(super) fn count_poll(&mut self, shortest_pause: Duration, now: Instant) {
        self.polls = self.polls.saturating_add(1);
        let pause = self.pause(now).max(shortest_pause);
        self.end_poll(after(now, pause));
    }

    /// Schedules the next poll by the polling policy, unless it is due earlier.
    pub(super) fn poll_by_policy(&mut self, now: Instant) {
        self.poll_by(after(now, self.pause(now)));
    }

    /// Takes the snapshot in its current state and informs the subscribers of changes.
    pub(super) fn learn(&mut self, snapshot: &Snapshot) {
        self.failures = None;
        for subscriber in &mut self.subscribers {
            if subscriber.known != *snapshot {
                subscriber.known = snapshot.clone();
                // A subscriber that was dropped meanwhile unsubscribes.
                let _ = subscriber.updates.send(Ok(snapshot.clone()));
            }
        }
    }

    /// Takes a failed poll. Returns the event of its retry, or `None` if the failure is final.
    pub(super) fn fail(&mut self, error: &Error, now: Instant) -> Option<RetryEvent> {
        let (since, attempts, pause) = match &self.failures {
            Some(failures) => (failures.since, failures.attempts, failures.pause),
            None => (now, 0, FIRST_FAILURE_PAUSE),
        };
        if !error.is_transient() || now.duration_since(since) >= FAILURE_TIMEOUT {
            return None;
        }
        let next_pause = pause.max(error.retry_after().unwrap_or_default());
        self.end_poll(after(now, next_pause));
        let attempts = attempts.saturating_add(1);
        let pause = (pause * 2).min(LONGEST_FAILURE_PAUSE);
        self.failures = Some(FailureStreak { since, attempts, pause, last: error.clone() });
        Some(RetryEvent { attempt: attempts, pause: next_pause, error: error.clone() })
    }

    /// Ends all subscriptions with an error.
    pub(super) fn end(self, error: &Error) {
        for subscriber in self.subscribers {
            let _ = subscriber.updates.send(Err(error.clone()));
        }
    }

    /// Returns the shortest pause of all subscribers.
    fn pause(&self, now: Instant) -> Duration {
        let state = PollingState::new(now.duration_since(self.began), self.polls);
        let pauses = self.subscribers.iter().map(|subscriber| subscriber.polling.pause(&state));
        pauses.min().unwrap_or_default()
    }
}

/// Returns the moment after a pause. A pause that the clock cannot count lasts for 30 years.
pub(super) fn after(now: Instant, pause: Duration) -> Instant {
    now.checked_add(pause).unwrap_or_else(|| now + FAR_FUTURE)
}

pub(super) fn earlier(known: Option<Instant>, other: Instant) -> Option<Instant> {
    Some(known.map_or(other, |known| known.min(other)))
}
