//! The schedule of all polls: what is requested when, and who learns the result. Sends no requests.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc::UnboundedSender;
use tokio::time::Instant;

use super::all_snapshots::{AllSnapshots, Change};
use super::list_pass::ListPass;
use super::request::{PollRequest, PollResponse};
use super::watched_snapshot::{WatchedSnapshot, earlier};
use crate::retry::{PollingPolicy, RetryEvent};
use crate::{Error, PaginatedSnapshots, Result, Snapshot};

/// The number of snapshots up to which each is polled by its id.
const MAX_BY_ID: usize = 8;

/// The number of snapshots for which one request per second is allowed, if there are many.
const SNAPSHOTS_PER_REQUEST: usize = 100;

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
    /// `true` if there is no subscription.
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
}

impl PollSchedule {
    /// Returns `true` if the caller must start the task.
    pub(super) fn start_task(&mut self) -> bool {
        !std::mem::replace(&mut self.has_task, true)
    }

    /// Forgets the task and its requests.
    pub(super) fn stop_task(&mut self) {
        self.has_task = false;
        self.pass = None;
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

    pub(super) fn poll_by(&mut self, id: &str, at: Instant) {
        if let Some(watched) = self.watched.get_mut(id) {
            watched.poll_by(at);
        }
    }

    pub(super) fn last_failure(&self, id: &str) -> Option<Error> {
        self.watched.get(id)?.last_failure().cloned()
    }

    pub(super) fn set_log_open(&mut self, id: &str, is_open: bool, now: Instant) {
        if let Some(watched) = self.watched.get_mut(id) {
            watched.set_log_open(is_open, now);
        }
    }

    /// Returns the requests that are due, and counts them as sent.
    pub(super) fn plan(&mut self, now: Instant) -> PollPlan {
        if self.watched.is_empty() && self.all.is_none() {
            self.stop_task();
            return PollPlan { is_over: true, ..PollPlan::default() };
        }
        let mut plan = PollPlan::default();
        if self.watched.len() <= MAX_BY_ID {
            self.plan_by_id(now, &mut plan);
        }
        self.plan_pages(now, &mut plan);
        plan
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
                self.learn(&snapshot, now);
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
            self.learn(snapshot, now);
        }
        if has_more {
            self.pass = Some(pass);
            return;
        }
        let all = self.all.as_mut().filter(|_| pass.covers_all);
        let unseen = all.map(|all| all.end_pass(now)).unwrap_or_default();
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

    /// Takes a snapshot in its current state: the only entry for new states, whatever their source.
    fn learn(&mut self, snapshot: &Snapshot, now: Instant) {
        if let Some(all) = &mut self.all {
            all.learn(snapshot);
        }
        if let Some(watched) = self.watched.get_mut(&snapshot.id) {
            watched.learn(snapshot, now);
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
