//! The schedule of all polls: what is requested when, and who learns the result. Sends no requests.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::mpsc::UnboundedSender;
use tokio::time::Instant;

use super::all_snapshots::{AllSnapshots, Change};
use super::list_pass::ListPass;
use super::request::{PollRequest, PollResponse};
use super::watched_snapshot::{WatchedSnapshot, earlier};
use crate::retry::{PollingPolicy, RetryEvent};
use crate::stub::SnapshotEvent;
use crate::{Error, PaginatedSnapshots, Result, Snapshot};

/// The number of snapshots up to which each is polled by its id.
const MAX_BY_ID: usize = 8;

/// The number of snapshots for which one request per second is allowed, if there are many.
const SNAPSHOTS_PER_REQUEST: usize = 100;

/// The shortest pause between two polls while the feed is open.
const PAUSE_WITH_FEED: Duration = Duration::from_secs(30);

/// How long the feed stays open after the last subscription.
const FEED_LINGER: Duration = Duration::from_secs(30);

/// The target of a subscription.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum PollTarget {
    One(String),
    All,
}

/// The requests that are due.
#[derive(Debug, Default)]
pub(super) struct PollPlan {
    pub(super) requests: Vec<PollRequest>,
    /// When the next request is due.
    pub(super) next: Option<Instant>,
    /// `true` if neither a poll nor the feed is needed.
    pub(super) is_over: bool,
}

#[derive(Default)]
pub(super) struct PollSchedule {
    watched: HashMap<String, WatchedSnapshot>,
    all: Option<AllSnapshots>,
    pass: Option<ListPass>,
    /// When the last request of a pass was sent.
    last_request: Option<Instant>,
    /// Failed pages in a row.
    failed_pages: u32,
    has_task: bool,
    next_key: u64,
    is_feed_open: bool,
    /// The number of operations that will subscribe.
    feed_holds: usize,
    /// When the last subscription ended.
    idle_since: Option<Instant>,
    /// `true` if nobody can subscribe any more.
    is_abandoned: bool,
    /// The times of the events that arrived while a poll was in flight. An older response is ignored.
    overtaking_events: HashMap<String, Timestamp>,
}

impl PollSchedule {
    /// Returns `true` if the caller must start the task.
    pub(super) fn start_task(&mut self) -> bool {
        !std::mem::replace(&mut self.has_task, true)
    }

    /// Forgets the task and its requests.
    pub(super) fn stop_task(&mut self) {
        self.has_task = false;
        self.is_feed_open = false;
        self.idle_since = None;
        self.pass = None;
        self.forget_events();
        self.watched.values_mut().for_each(WatchedSnapshot::abort_poll);
    }

    pub(super) fn subscribe(
        &mut self,
        known: Snapshot,
        polling: Arc<dyn PollingPolicy>,
        updates: UnboundedSender<Result<Snapshot>>,
        now: Instant,
    ) -> u64 {
        let key = self.new_key();
        let id = known.id.clone();
        let watched = self.watched.entry(id).or_insert_with(|| WatchedSnapshot::new(now));
        watched.subscribe(key, known, polling, updates, now);
        if self.is_feed_open {
            // An event may have arrived before the subscription.
            watched.poll_by(now);
        }
        key
    }

    pub(super) fn subscribe_to_all(
        &mut self,
        polling: Arc<dyn PollingPolicy>,
        updates: UnboundedSender<Result<Change>>,
        now: Instant,
    ) -> u64 {
        let key = self.new_key();
        let all = self.all.get_or_insert_with(|| AllSnapshots::new(now));
        all.subscribe(key, polling, updates);
        key
    }

    fn new_key(&mut self) -> u64 {
        self.next_key += 1;
        self.next_key
    }

    pub(super) fn unsubscribe(&mut self, target: &PollTarget, key: u64) {
        match target {
            PollTarget::One(id) => {
                if self.watched.get_mut(id).is_some_and(|watched| watched.unsubscribe(key)) {
                    self.watched.remove(id);
                }
            }
            PollTarget::All => {
                if self.all.as_mut().is_some_and(|all| all.unsubscribe(key)) {
                    self.all = None;
                }
            }
        }
    }

    pub(super) fn last_failure(&self, id: &str) -> Option<Error> {
        self.watched.get(id)?.last_failure().cloned()
    }

    /// Returns the requests that are due, and counts them as sent.
    pub(super) fn plan(&mut self, now: Instant) -> PollPlan {
        if self.watched.is_empty() && self.all.is_none() && self.feed_holds == 0 {
            return self.plan_idle(now);
        }
        self.idle_since = None;
        let mut plan = PollPlan::default();
        if self.watched.len() <= MAX_BY_ID {
            self.plan_by_id(now, &mut plan);
        }
        self.plan_pages(now, &mut plan);
        plan
    }

    fn plan_idle(&mut self, now: Instant) -> PollPlan {
        let closes_at = *self.idle_since.get_or_insert(now) + FEED_LINGER;
        if self.is_feed_open && !self.is_abandoned && closes_at > now {
            return PollPlan { next: Some(closes_at), ..PollPlan::default() };
        }
        self.stop_task();
        PollPlan { is_over: true, ..PollPlan::default() }
    }

    fn plan_by_id(&mut self, now: Instant, plan: &mut PollPlan) {
        for (id, watched) in &mut self.watched {
            match watched.next_poll() {
                Some(at) if at <= now => {
                    watched.start_poll();
                    plan.requests.push(PollRequest::Snapshot(id.clone()));
                }
                Some(at) => plan.next = earlier(plan.next, at),
                None => {}
            }
        }
    }

    /// Plans at most one request per second for each hundred snapshots.
    fn plan_pages(&mut self, now: Instant, plan: &mut PollPlan) {
        if self.pass.as_ref().is_some_and(|pass| pass.is_in_flight) {
            return;
        }
        let Some(due) = self.page_due(now) else { return };
        let at = due.max(self.last_request.map_or(now, |last| last + self.page_interval()));
        if at > now {
            plan.next = earlier(plan.next, at);
            return;
        }
        self.last_request = Some(now);
        plan.requests.push(self.next_of_pass(now));
    }

    fn page_due(&self, now: Instant) -> Option<Instant> {
        if self.pass.is_some() {
            return Some(now);
        }
        let of_all = self.all.as_ref().map(AllSnapshots::next_pass);
        if self.watched.len() <= MAX_BY_ID {
            return of_all;
        }
        self.watched.values().filter_map(WatchedSnapshot::next_poll).chain(of_all).min()
    }

    fn page_interval(&self) -> Duration {
        let hundreds = self.watched.len().div_ceil(SNAPSHOTS_PER_REQUEST).max(1);
        Duration::from_secs(1) / u32::try_from(hundreds).unwrap_or(u32::MAX)
    }

    fn next_of_pass(&mut self, now: Instant) -> PollRequest {
        let mut pass = self.pass.take().unwrap_or_else(|| self.new_pass(now));
        let request = pass.next_request();
        self.pass = (!pass.is_over()).then_some(pass);
        if let PollRequest::Snapshot(id) = &request
            && let Some(watched) = self.watched.get_mut(id)
        {
            watched.start_poll();
        }
        request
    }

    fn new_pass(&mut self, now: Instant) -> ListPass {
        let all = self.all.as_mut().filter(|all| all.next_pass() <= now);
        let covers_all = all.is_some();
        if let Some(all) = all {
            all.start_pass();
        }
        let watched = self.watched.iter();
        let known = watched.filter_map(|(id, watched)| Some((id.clone(), watched.created_at()?)));
        ListPass::new(covers_all, known)
    }

    /// Handles a response. Returns the event of a request that failed and will be repeated.
    pub(super) fn handle(&mut self, response: PollResponse, now: Instant) -> Option<RetryEvent> {
        match response {
            PollResponse::Page(Ok(page)) => {
                self.failed_pages = 0;
                self.handle_page(&page, now);
                None
            }
            PollResponse::Page(Err(error)) => self.handle_failed_page(error, now),
            PollResponse::Snapshot(_, Ok(snapshot)) => {
                self.handle_polled(&snapshot, now);
                None
            }
            PollResponse::Snapshot(id, Err(error)) => {
                if let Some(all) = self.all.as_mut().filter(|_| error.is_not_found()) {
                    all.remove(&id);
                }
                self.fail(&id, &error, now)
            }
        }
    }

    fn handle_page(&mut self, page: &PaginatedSnapshots, now: Instant) {
        let Some(mut pass) = self.pass.take() else { return };
        let has_more = pass.handle(page);
        if let Some(all) = &mut self.all {
            all.record_page(page);
        }
        for snapshot in &page.items {
            self.handle_polled(snapshot, now);
        }
        if has_more {
            self.pass = Some(pass);
            return;
        }
        let shortest_pause = self.shortest_pause();
        let all = self.all.as_mut().filter(|_| pass.covers_all);
        let unseen = all.map(|all| all.end_pass(shortest_pause, now)).unwrap_or_default();
        pass.end_pages(unseen, |id| self.watched.contains_key(id));
        self.pass = (!pass.is_over()).then_some(pass);
    }

    fn handle_failed_page(&mut self, error: Error, now: Instant) -> Option<RetryEvent> {
        self.pass = None;
        self.failed_pages = self.failed_pages.saturating_add(1);
        if !error.is_transient() {
            self.end_watch_of_all(&error);
        }
        let of_all = self.all.as_mut().map(|all| all.delay_pass(&error, now));
        let ids: Vec<String> = self.watched.keys().cloned().collect();
        let of_each = ids.iter().filter_map(|id| self.fail(id, &error, now));
        let pause = of_each.map(|event| event.pause).chain(of_all).min()?;
        Some(RetryEvent { attempt: self.failed_pages, pause, error })
    }

    fn handle_polled(&mut self, snapshot: &Snapshot, now: Instant) {
        let shortest_pause = self.shortest_pause();
        if let Some(watched) = self.watched.get_mut(&snapshot.id) {
            watched.count_poll(shortest_pause, now);
        }
        let overtaking = self.overtaking_events.get(&snapshot.id);
        if overtaking.is_none_or(|updated_at| snapshot.updated_at >= *updated_at) {
            self.learn(snapshot);
        }
    }

    /// Takes a snapshot in its current state: the only entry for new states, whatever their source.
    fn learn(&mut self, snapshot: &Snapshot) {
        if let Some(all) = &mut self.all {
            all.learn(snapshot);
        }
        if let Some(watched) = self.watched.get_mut(&snapshot.id) {
            watched.learn(snapshot);
        }
    }

    fn shortest_pause(&self) -> Duration {
        if self.is_feed_open { PAUSE_WITH_FEED } else { Duration::ZERO }
    }

    /// Keeps the feed open until [`release_feed`](Self::release_feed).
    pub(super) fn hold_feed(&mut self) {
        self.feed_holds += 1;
    }

    pub(super) fn release_feed(&mut self) {
        self.feed_holds -= 1;
    }

    /// Closes the feed with the last subscription.
    pub(super) fn abandon(&mut self) {
        self.is_abandoned = true;
    }

    /// Handles the opening of the feed. Events before it are lost, so everything is polled once.
    pub(super) fn open_feed(&mut self, now: Instant) {
        self.is_feed_open = true;
        self.watched.values_mut().for_each(|watched| watched.poll_by(now));
        if let Some(all) = &mut self.all {
            all.pass_by(now);
        }
    }

    /// Handles the end of the feed. Polls are due by the policy again.
    pub(super) fn close_feed(&mut self, now: Instant) {
        self.is_feed_open = false;
        self.watched.values_mut().for_each(|watched| watched.poll_by_policy(now));
        if let Some(all) = &mut self.all {
            all.pass_by_policy(now);
        }
    }

    /// Handles an event of the feed. `has_requests` is `true` if a poll is in flight.
    pub(super) fn handle_event(&mut self, event: SnapshotEvent, has_requests: bool, now: Instant) {
        match event {
            SnapshotEvent::Created(snapshot) | SnapshotEvent::StateUpdated(snapshot) => {
                if self.known(&snapshot.id).is_some_and(|known| is_outdated(&snapshot, known)) {
                    // The clocks of two servers may differ: a poll decides.
                    self.poll_by(&snapshot.id, now);
                    return;
                }
                if has_requests {
                    self.overtaking_events.insert(snapshot.id.clone(), snapshot.updated_at);
                }
                self.learn(&snapshot);
            }
            SnapshotEvent::Removed { id, name, created_at } => {
                let Some(id) = id.or_else(|| self.find(&name, created_at)) else { return };
                if has_requests {
                    self.overtaking_events.insert(id.clone(), Timestamp::MAX);
                }
                if let Some(all) = &mut self.all {
                    all.remove(&id);
                }
                self.end(&id, &Error::from_status(404, "the server has removed the snapshot"));
            }
        }
    }

    /// Forgets the events that arrived during polls, once no poll is in flight.
    pub(super) fn forget_events(&mut self) {
        self.overtaking_events.clear();
    }

    /// Returns a snapshot as last seen.
    fn known(&self, id: &str) -> Option<&Snapshot> {
        let watched = self.watched.get(id).and_then(WatchedSnapshot::known);
        watched.or_else(|| self.all.as_ref()?.known(id))
    }

    /// Returns the id of a snapshot by its name and its time of creation.
    fn find(&self, name: &str, created_at: Timestamp) -> Option<String> {
        let mut watched = self.watched.values().filter_map(WatchedSnapshot::known);
        let watched = watched.find(|known| known.name == name && known.created_at == created_at);
        match watched {
            Some(watched) => Some(watched.id.clone()),
            None => self.all.as_ref()?.find(name, created_at),
        }
    }

    fn poll_by(&mut self, id: &str, at: Instant) {
        if let Some(watched) = self.watched.get_mut(id) {
            watched.poll_by(at);
        } else if let Some(all) = &mut self.all {
            all.pass_by(at);
        }
    }

    /// Handles a failed poll. A final failure ends the subscriptions to the snapshot.
    fn fail(&mut self, id: &str, error: &Error, now: Instant) -> Option<RetryEvent> {
        let repeated = self.watched.get_mut(id)?.fail(error, now);
        if repeated.is_none() {
            self.end(id, error);
        }
        repeated
    }

    fn end(&mut self, id: &str, error: &Error) {
        if let Some(watched) = self.watched.remove(id) {
            watched.end(error);
        }
    }

    fn end_watch_of_all(&mut self, error: &Error) {
        if let Some(all) = self.all.take() {
            all.end(error);
        }
    }

    /// Ends all subscriptions with an error.
    pub(super) fn end_all(&mut self, error: &Error) {
        self.watched.drain().for_each(|(_, watched)| watched.end(error));
        self.end_watch_of_all(error);
    }
}

/// Returns `true` if an event is older than the snapshot as last seen.
fn is_outdated(event: &Snapshot, known: &Snapshot) -> bool {
    let is_reversal = known.state.is_terminal()
        && !event.state.is_terminal()
        && event.updated_at == known.updated_at;
    event.updated_at < known.updated_at || is_reversal
}
