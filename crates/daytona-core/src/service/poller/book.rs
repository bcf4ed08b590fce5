//! Who waits for what, what is asked next, and who is told what was learned. No requests here.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc::UnboundedSender;
use tokio::time::Instant;

use super::Change;
use super::sweep::{All, Sweep};
use crate::retry::{PollingPolicy, PollingState, RetryEvent};
use crate::{Error, PaginatedSnapshots, Result, Snapshot};

/// Up to how many snapshots are asked for one by one.
const MAX_BY_ID: usize = 8;

/// How many snapshots one request per second is allowed for, when there are many.
const SNAPSHOTS_PER_REQUEST: usize = 100;

/// How long questions may fail before those who wait are told.
pub(in crate::service) const PATIENCE: Duration = Duration::from_secs(120);

/// The pause after a question that failed; it doubles up to the longest.
const FIRST_FAILURE_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_FAILURE_PAUSE: Duration = Duration::from_secs(10);

/// What somebody waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Interest {
    One(String),
    All,
}

/// A question to be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Question {
    Snapshot(String),
    /// A page of the list.
    Page(u32),
}

/// The answer to a question.
pub(super) enum Answer {
    Snapshot(String, Result<Box<Snapshot>>),
    Page(Result<PaginatedSnapshots>),
}

/// What is to be done now.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) questions: Vec<Question>,
    /// When to look again, unless something happens before.
    pub(super) next: Option<Instant>,
    /// Nobody waits for anything.
    pub(super) is_over: bool,
}

#[derive(Default)]
pub(super) struct Book {
    watched: HashMap<String, Watched>,
    pub(super) all: Option<All>,
    pub(super) sweep: Option<Sweep>,
    /// When the last page was asked for, or the last snapshot that was on none.
    last_request: Option<Instant>,
    /// How many pages in a row could not be read.
    failed_pages: u32,
    has_task: bool,
    next_key: u64,
}

/// A snapshot that somebody waits for.
struct Watched {
    subscribers: Vec<Subscriber>,
    began: Instant,
    questions: u32,
    next: Instant,
    /// A question is under way; the moment by which the one after it is wanted, if one is.
    under_way: Option<Option<Instant>>,
    is_log_open: bool,
    failing: Option<Failing>,
}

struct Failing {
    since: Instant,
    attempts: u32,
    pause: Duration,
    last: Error,
}

struct Subscriber {
    key: u64,
    known: Snapshot,
    polling: Arc<dyn PollingPolicy>,
    news: UnboundedSender<Result<Snapshot>>,
}

impl Book {
    /// Tells whether a task has to be started, and takes for granted that it is.
    pub(super) fn begin_task(&mut self) -> bool {
        !std::mem::replace(&mut self.has_task, true)
    }

    /// Forgets a task that has gone, with the questions that it had under way.
    pub(super) fn end_task(&mut self) {
        self.has_task = false;
        self.sweep = None;
        self.watched.values_mut().for_each(|watched| watched.under_way = None);
    }

    pub(super) fn subscribe(
        &mut self,
        known: Snapshot,
        polling: Arc<dyn PollingPolicy>,
        news: UnboundedSender<Result<Snapshot>>,
        now: Instant,
    ) -> u64 {
        let key = self.new_key();
        let id = known.id.clone();
        let pause = polling.pause(&PollingState::new(Duration::ZERO, 0));
        let watched = self.watched.entry(id).or_insert_with(|| Watched::new(now));
        // Whoever comes later is not to wait for longer than if nobody had come before.
        watched.began = now;
        watched.questions = 0;
        watched.subscribers.push(Subscriber { key, known, polling, news });
        watched.ask_by(now + pause);
        key
    }

    pub(super) fn new_key(&mut self) -> u64 {
        self.next_key += 1;
        self.next_key
    }

    pub(super) fn unsubscribe(&mut self, interest: &Interest, key: u64) {
        match interest {
            Interest::One(id) => {
                let Some(watched) = self.watched.get_mut(id) else { return };
                watched.subscribers.retain(|subscriber| subscriber.key != key);
                if watched.subscribers.is_empty() {
                    self.watched.remove(id);
                }
            }
            Interest::All => self.unsubscribe_from_all(key),
        }
    }

    pub(super) fn ask_by(&mut self, id: &str, at: Instant) {
        if let Some(watched) = self.watched.get_mut(id) {
            watched.ask_by(at);
        }
    }

    pub(super) fn last_failure(&self, id: &str) -> Option<Error> {
        self.watched.get(id)?.failing.as_ref().map(|failing| failing.last.clone())
    }

    pub(super) fn set_log_open(&mut self, id: &str, is_open: bool, now: Instant) {
        if let Some(watched) = self.watched.get_mut(id) {
            watched.is_log_open = is_open;
            if !is_open {
                let next = now + watched.pause(now);
                watched.ask_by(next);
            }
        }
    }

    /// Decides what is asked now; the questions count as being under way.
    pub(super) fn plan(&mut self, now: Instant) -> Plan {
        if self.watched.is_empty() && self.all.is_none() {
            self.end_task();
            return Plan { is_over: true, ..Plan::default() };
        }
        let mut plan = Plan::default();
        if self.watched.len() <= MAX_BY_ID {
            self.plan_by_id(now, &mut plan);
        }
        self.plan_pages(now, &mut plan);
        plan
    }

    fn plan_by_id(&mut self, now: Instant, plan: &mut Plan) {
        for (id, watched) in &mut self.watched {
            if watched.under_way.is_some() {
                continue;
            }
            if watched.next <= now {
                watched.begin_question();
                plan.questions.push(Question::Snapshot(id.clone()));
            } else {
                plan.next = earlier(plan.next, watched.next);
            }
        }
    }

    /// Plans no more than one request for each hundred snapshots and second.
    fn plan_pages(&mut self, now: Instant, plan: &mut Plan) {
        if self.sweep.as_ref().is_some_and(|sweep| sweep.is_under_way) {
            return;
        }
        let Some(wanted_at) = self.page_wanted_at(now) else { return };
        let at = wanted_at.max(self.last_request.map_or(now, |last| last + self.page_interval()));
        if at > now {
            plan.next = earlier(plan.next, at);
            return;
        }
        self.last_request = Some(now);
        plan.questions.push(self.next_of_sweep(now));
    }

    /// Returns when the next page is wanted, if any is.
    fn page_wanted_at(&self, now: Instant) -> Option<Instant> {
        if self.sweep.is_some() {
            return Some(now);
        }
        let of_all = self.all.as_ref().map(|all| all.next);
        if self.watched.len() <= MAX_BY_ID {
            return of_all;
        }
        let waiting = self.watched.values().filter(|watched| watched.under_way.is_none());
        waiting.map(|watched| watched.next).chain(of_all).min()
    }

    fn page_interval(&self) -> Duration {
        let hundreds = self.watched.len().div_ceil(SNAPSHOTS_PER_REQUEST).max(1);
        Duration::from_secs(1) / u32::try_from(hundreds).unwrap_or(u32::MAX)
    }

    fn next_of_sweep(&mut self, now: Instant) -> Question {
        let mut sweep = self.sweep.take().unwrap_or_else(|| self.new_sweep(now));
        let question = sweep.next_question();
        self.sweep = (!sweep.is_over()).then_some(sweep);
        if let Question::Snapshot(id) = &question
            && let Some(watched) = self.watched.get_mut(id)
        {
            watched.begin_question();
        }
        question
    }

    fn new_sweep(&mut self, now: Instant) -> Sweep {
        let is_of_all = self.all.as_ref().is_some_and(|all| all.next <= now);
        if is_of_all {
            self.begin_pass();
        }
        let known = self.watched.iter().filter_map(|(id, watched)| {
            let known = &watched.subscribers.first()?.known;
            Some((id.clone(), known.created_at))
        });
        Sweep::new(is_of_all, known)
    }

    /// Takes what was answered, and tells those who wait for it. Returns the event of a request
    /// that failed and will be repeated.
    pub(super) fn take(&mut self, answer: Answer, now: Instant) -> Option<RetryEvent> {
        match answer {
            Answer::Page(Ok(page)) => {
                self.failed_pages = 0;
                self.take_page(page, now);
                None
            }
            Answer::Page(Err(error)) => {
                self.sweep = None;
                self.failed_pages = self.failed_pages.saturating_add(1);
                let of_all = self.delay_all(&error, now);
                let ids: Vec<String> = self.watched.keys().cloned().collect();
                let of_each = ids.iter().filter_map(|id| self.fail(id, &error, now));
                let pause = of_each.map(|event| event.pause).chain(of_all).min()?;
                Some(RetryEvent { attempt: self.failed_pages, pause, error })
            }
            Answer::Snapshot(_, Ok(snapshot)) => {
                self.learn(&snapshot, now);
                None
            }
            Answer::Snapshot(id, Err(error)) => {
                if error.is_not_found() {
                    self.forget(&id);
                }
                self.fail(&id, &error, now)
            }
        }
    }

    /// Learns what a snapshot is like now. Everything that is known of snapshots comes in here:
    /// a feed of notifications would too.
    pub(super) fn learn(&mut self, snapshot: &Snapshot, now: Instant) {
        self.learn_of_all(snapshot);
        let Some(watched) = self.watched.get_mut(&snapshot.id) else { return };
        watched.failing = None;
        watched.questions = watched.questions.saturating_add(1);
        let pause = watched.pause(now);
        watched.end_question(now + pause);
        for subscriber in &mut watched.subscribers {
            if subscriber.known != *snapshot {
                subscriber.known = snapshot.clone();
                // Whoever has gone meanwhile unsubscribes by itself.
                let _ = subscriber.news.send(Ok(snapshot.clone()));
            }
        }
    }

    /// Takes a failure: lets it pass for a while where it may, and ends the waiting otherwise.
    /// Returns the event of a request that will be repeated.
    fn fail(&mut self, id: &str, error: &Error, now: Instant) -> Option<RetryEvent> {
        let watched = self.watched.get_mut(id)?;
        let (since, attempts, pause) = match &watched.failing {
            Some(failing) => (failing.since, failing.attempts, failing.pause),
            None => (now, 0, FIRST_FAILURE_PAUSE),
        };
        if error.is_transient() && now.duration_since(since) < PATIENCE {
            let wanted = pause.max(error.retry_after().unwrap_or_default());
            watched.end_question(now + wanted);
            let attempts = attempts.saturating_add(1);
            let pause = (pause * 2).min(LONGEST_FAILURE_PAUSE);
            watched.failing = Some(Failing { since, attempts, pause, last: error.clone() });
            return Some(RetryEvent { attempt: attempts, pause: wanted, error: error.clone() });
        }
        self.tell_end(id, error);
        None
    }

    fn tell_end(&mut self, id: &str, error: &Error) {
        let Some(watched) = self.watched.remove(id) else { return };
        for subscriber in watched.subscribers {
            let _ = subscriber.news.send(Err(error.clone()));
        }
    }

    /// Tells everybody that nothing is asked any more.
    pub(super) fn end_all(&mut self, error: &Error) {
        let ids: Vec<String> = self.watched.keys().cloned().collect();
        ids.iter().for_each(|id| self.tell_end(id, error));
        self.fail_all(error);
    }

    pub(super) fn is_watched(&self, id: &str) -> bool {
        self.watched.contains_key(id)
    }
}

impl Watched {
    fn new(now: Instant) -> Self {
        Self {
            subscribers: Vec::new(),
            began: now,
            questions: 0,
            // Whoever subscribes says when; until then, never.
            next: now + PATIENCE,
            under_way: None,
            is_log_open: false,
            failing: None,
        }
    }

    /// Returns the shortest pause that one of those who wait wants.
    fn pause(&self, now: Instant) -> Duration {
        let turn = PollingState::new(now.duration_since(self.began), self.questions);
        let turn = if self.is_log_open { turn.with_log_open() } else { turn };
        let pauses = self.subscribers.iter().map(|subscriber| subscriber.polling.pause(&turn));
        pauses.min().unwrap_or_default()
    }

    fn ask_by(&mut self, at: Instant) {
        match &mut self.under_way {
            Some(after) => *after = earlier(*after, at),
            None => self.next = self.next.min(at),
        }
    }

    fn begin_question(&mut self) {
        self.under_way = Some(None);
    }

    /// Ends the question: the next one comes at `next`, or when one was wanted meanwhile.
    fn end_question(&mut self, next: Instant) {
        let wanted = self.under_way.take().flatten();
        self.next = wanted.map_or(next, |wanted| wanted.min(next));
    }
}

pub(super) fn earlier(known: Option<Instant>, other: Instant) -> Option<Instant> {
    Some(known.map_or(other, |known| known.min(other)))
}

/// Tells one who looks at all.
pub(super) fn tell(news: &UnboundedSender<Result<Change>>, change: Change) {
    let _ = news.send(Ok(change));
}
