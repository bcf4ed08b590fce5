//! Following a snapshot until the server is done with it, step by step.
//!
//! Lines come in the order of the log and states in the order in which they were seen. The last
//! state comes after all of the log that there is to be had, and then the end.

mod end;
mod nudge;

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use super::SnapshotService;
use super::deadline::Deadline;
use super::log::{self, Log, LogNews, Piece};
use super::observer::Observer;
use super::poller::Subscription;
use crate::{Result, Snapshot, SnapshotState};
use nudge::Nudges;

/// How long a state that this version does not know may last.
const UNKNOWN_STATE_PATIENCE: Duration = Duration::from_secs(60);

/// Who the log is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LogUse {
    /// Somebody who wants to see it.
    Shown,
    /// Nobody but the library: its end is a reason to ask, its last lines belong to an error.
    Internal,
}

/// A step on the way to the end.
#[derive(Debug)]
pub(super) enum Step {
    /// The snapshot has another state than before.
    State(Snapshot),
    /// The log has grown.
    Log(Piece),
    /// There is no further step.
    End(Result<Snapshot>),
}

/// A snapshot on its way to its end. Dropping it, or the future of a step, leaves nothing behind.
pub(super) struct Following {
    service: SnapshotService,
    current: Snapshot,
    told: SnapshotState,
    state_since: Instant,
    /// Polls for the snapshot until it has come to its end.
    subscription: Option<Subscription>,
    log: Log,
    log_was_open: bool,
    log_use: LogUse,
    nudges: Nudges,
    deadline: Deadline,
    phase: Phase,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// The server is at it.
    Waiting,
    /// The end has been seen, and what is left of the log is read.
    Reading,
    /// All is read; the last state is to be told if it is another one.
    Telling,
    /// Everything has been told but the end.
    Over,
}

impl SnapshotService {
    /// Begins to follow a snapshot.
    pub(super) fn follow(
        &self,
        accepted: Snapshot,
        log_use: LogUse,
        deadline: Deadline,
    ) -> Following {
        let now = Instant::now();
        let is_over = accepted.state.is_terminal();
        let subscribe = || self.poller.subscribe(accepted.clone(), self.polling.clone());
        let subscription = (!is_over).then(subscribe);
        let log = self.log_of(&accepted, log_use);
        let phase = if is_over { Phase::Reading } else { Phase::Waiting };
        Following {
            service: self.clone(),
            told: accepted.state.clone(),
            current: accepted,
            state_since: now,
            subscription,
            log,
            log_was_open: false,
            log_use,
            nudges: Nudges::new(now),
            deadline,
            phase,
        }
    }

    /// Follows a snapshot to its end, and tells of each step.
    pub(super) async fn follow_to_end(
        &self,
        accepted: Snapshot,
        observer: &mut Observer<'_>,
        deadline: Deadline,
    ) -> Result<Snapshot> {
        let mut following = self.follow(accepted, observer.log_use(), deadline);
        loop {
            let step = following.next().await;
            observer.step(&step);
            if let Step::End(outcome) = step {
                return outcome;
            }
        }
    }

    /// Begins to read the log of a build; for the library's own use only as long as that does not
    /// mean too many connections.
    fn log_of(&self, snapshot: &Snapshot, log_use: LogUse) -> Log {
        let follow = |turn| Log::of_build(&self.snapshots, snapshot, turn);
        match log_use {
            _ if snapshot.build_info.is_none() || log::shares_build(snapshot) => Log::none(),
            LogUse::Shown => follow(None),
            LogUse::Internal if snapshot.state.is_terminal() => Log::none(),
            LogUse::Internal => match self.log_turns.clone().try_acquire_owned() {
                Ok(turn) => follow(Some(turn)),
                Err(_) => Log::none(),
            },
        }
    }
}

impl Following {
    /// Returns what is known of the snapshot.
    pub(super) fn current(&self) -> &Snapshot {
        &self.current
    }

    /// Waits for the next step. Nothing is lost when the future is dropped.
    pub(super) async fn next(&mut self) -> Step {
        loop {
            if let Some(piece) = self.log.take() {
                return Step::Log(piece);
            }
            let step = match self.phase {
                Phase::Waiting => self.wait().await,
                Phase::Reading => {
                    self.read_rest().await;
                    None
                }
                Phase::Telling => {
                    self.phase = Phase::Over;
                    self.tell()
                }
                Phase::Over => Some(Step::End(self.conclude().await)),
            };
            if let Some(step) = step {
                return step;
            }
        }
    }

    /// Waits for something to happen.
    async fn wait(&mut self) -> Option<Step> {
        let patience = self.patience();
        let Some(subscription) = &mut self.subscription else {
            self.phase = Phase::Reading;
            return None;
        };
        tokio::select! {
            news = subscription.next() => match news {
                Ok(snapshot) => self.see(snapshot),
                Err(error) => Some(Step::End(Err(end::of_failure(&self.current, error)))),
            },
            news = self.log.next() => {
                self.hear(&news);
                None
            }
            () = self.nudges.due() => {
                if self.nudges.spend(Instant::now()) {
                    subscription.ask_within(Duration::ZERO);
                }
                None
            }
            () = patience => {
                let error = end::of_unknown_state(&self.current, UNKNOWN_STATE_PATIENCE);
                Some(Step::End(Err(error)))
            }
            () = self.deadline.passed() => {
                let last_failure = subscription.last_failure();
                let error = end::of_deadline(&self.current, self.deadline, last_failure);
                Some(Step::End(Err(error)))
            }
        }
    }

    /// Waits for the end of the patience with a state that this version does not know. A deadline
    /// of the caller goes before it.
    fn patience(&self) -> impl Future<Output = ()> + use<> {
        let is_unknown = matches!(self.current.state, SnapshotState::Other(_));
        let until = (is_unknown && !self.deadline.is_set())
            .then(|| self.state_since + UNKNOWN_STATE_PATIENCE);
        async move {
            match until {
                Some(until) => sleep_until(until).await,
                None => std::future::pending().await,
            }
        }
    }

    /// Takes what the snapshot is like now.
    fn see(&mut self, snapshot: Snapshot) -> Option<Step> {
        let changed = snapshot.state != self.current.state;
        self.current = snapshot;
        if !changed {
            return None;
        }
        self.state_since = Instant::now();
        if self.current.state.is_terminal() {
            self.phase = Phase::Reading;
            // Nothing is polled for any more.
            self.subscription = None;
            return None;
        }
        self.log.hurry();
        self.tell()
    }

    /// Tells of the state, unless it has been told.
    fn tell(&mut self) -> Option<Step> {
        let is_new = self.told != self.current.state;
        self.told = self.current.state.clone();
        is_new.then(|| Step::State(self.current.clone()))
    }

    /// Takes what has happened to the log.
    fn hear(&mut self, news: &LogNews) {
        let Some(subscription) = &self.subscription else { return };
        if self.log_was_open != self.log.is_open() {
            self.log_was_open = self.log.is_open();
            subscription.set_log_open(self.log_was_open);
        }
        match news {
            LogNews::Ended => subscription.ask_within(Duration::ZERO),
            LogNews::Some => {
                let now = Instant::now();
                // What the end is told by need not be the last line of what came at once.
                self.log.new_lines().for_each(|line| self.nudges.line(line, now));
            }
            LogNews::Away => {}
        }
    }

    /// Waits for more of what is left of the log. A good build is not kept waiting for a log that
    /// nobody sees, or that it does not have.
    async fn read_rest(&mut self) {
        let has_log = self.log.was_open() || !log::shares_build(&self.current);
        let is_of_use =
            has_log && (self.log_use == LogUse::Shown || self.current.state.is_failed());
        tokio::select! {
            goes_on = self.log.next_of_rest(&self.current), if is_of_use => {
                if goes_on {
                    return;
                }
            }
            () = self.deadline.passed() => {}
            () = std::future::ready(()), if !is_of_use => {}
        }
        self.phase = Phase::Telling;
    }

    /// Turns the end that was reached into the result.
    async fn conclude(&mut self) -> Result<Snapshot> {
        if self.current.state.is_active() {
            return Ok(self.current.clone());
        }
        let tail = self.last_lines().await;
        Err(end::of_state(&self.current, tail))
    }

    async fn last_lines(&mut self) -> VecDeque<String> {
        let log = std::mem::replace(&mut self.log, Log::none());
        let can_be_read = self.current.state.is_failed() && self.current.build_info.is_some();
        if log.is_read() || !can_be_read {
            return log.into_tail();
        }
        let tail = log.into_tail();
        if !tail.is_empty() {
            return tail;
        }
        tokio::select! {
            tail = log::last_lines(&self.service.snapshots, &self.current) => tail,
            () = self.deadline.passed() => VecDeque::new(),
        }
    }
}
