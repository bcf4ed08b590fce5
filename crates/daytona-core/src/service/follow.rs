//! Follows a snapshot until the server has finished it.
//!
//! Log lines come in the order of the log and states in the order in which they are seen. The last
//! state comes after the rest of the log, and then the end.
//!
//! A new state arrives from the [`Subscription`] of the poller, and enters through
//! [`SnapshotFollower::learn`] only.

mod errors;

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use super::SnapshotService;
use super::deadline::Deadline;
use super::event::CreateEvent;
use super::log::{self, BuildLog, LogPiece};
use super::observer::Observer;
use super::poller::{Notices, Subscription};
use crate::{Result, Snapshot, SnapshotState};

/// How long a state that this version does not know is waited for.
const UNKNOWN_STATE_TIMEOUT: Duration = Duration::from_secs(60);

/// An event of a snapshot that is followed.
#[derive(Debug)]
pub(super) enum FollowEvent {
    /// The state has changed.
    State(Snapshot),
    /// The log has grown.
    Log(LogPiece),
    /// The way in which states are learned has changed, or a poll is repeated.
    Notice(CreateEvent),
    /// The last event.
    End(Result<Snapshot>),
}

impl FollowEvent {
    /// Reports the event to the callbacks. The error of a failed end is the caller's result.
    pub(super) fn report(&self, observer: &mut Observer<'_>) {
        match self {
            Self::State(snapshot) => observer.event(CreateEvent::StateChanged(snapshot.clone())),
            Self::Notice(event) => observer.event(event.clone()),
            Self::Log(LogPiece::Line(line)) => observer.log_line(line),
            Self::Log(LogPiece::Chunk(chunk)) => observer.log_chunk(chunk),
            Self::End(Ok(snapshot)) => observer.event(CreateEvent::Done(snapshot.clone())),
            Self::End(Err(_)) => {}
        }
    }
}

/// Follows one snapshot to its end. Dropping it, or the future of [`next`](Self::next), leaves
/// nothing behind.
pub(super) struct SnapshotFollower {
    service: SnapshotService,
    current: Snapshot,
    reported_state: SnapshotState,
    state_since: Instant,
    /// `None` once the snapshot has reached its end.
    subscription: Option<Subscription>,
    notices: Notices,
    log: BuildLog,
    shows_log: bool,
    deadline: Deadline,
    phase: Phase,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// The server is building the snapshot.
    Waiting,
    /// The end has been seen, and the rest of the log is read.
    ReadingLog,
    /// The log is read, and the last state may have to be reported.
    ReportingState,
    /// Everything is reported except the end.
    Ending,
}

impl SnapshotService {
    /// Starts to follow a snapshot.
    pub(super) fn follow(
        &self,
        accepted: Snapshot,
        shows_log: bool,
        deadline: Deadline,
    ) -> SnapshotFollower {
        let is_over = accepted.state.is_terminal();
        let subscribe = || self.poller.subscribe(accepted.clone(), self.polling_policy.clone());
        let subscription = (!is_over).then(subscribe);
        let notices = self.poller.notices(&accepted.id);
        let phase = if is_over { Phase::ReadingLog } else { Phase::Waiting };
        let mut follower = SnapshotFollower {
            service: self.clone(),
            reported_state: accepted.state.clone(),
            current: accepted,
            state_since: Instant::now(),
            subscription,
            notices,
            log: BuildLog::none(),
            shows_log,
            deadline,
            phase,
        };
        follower.open_log();
        follower
    }

    /// Follows a snapshot to its end and reports every event.
    pub(super) async fn follow_to_end(
        &self,
        accepted: Snapshot,
        observer: &mut Observer<'_>,
        deadline: Deadline,
    ) -> Result<Snapshot> {
        let mut follower = self.follow(accepted, observer.takes_logs(), deadline);
        loop {
            let event = follower.next().await;
            event.report(observer);
            if let FollowEvent::End(outcome) = event {
                return outcome;
            }
        }
    }
}

impl SnapshotFollower {
    /// Returns the snapshot as last seen.
    pub(super) fn current(&self) -> &Snapshot {
        &self.current
    }

    /// Opens the log, if it is shown and the build has begun. Until then the server has no log, and
    /// would look for it once a second.
    fn open_log(&mut self) {
        let snapshot = &self.current;
        let has_log = snapshot.build_info.is_some() && !log::shares_build(snapshot);
        let has_begun = snapshot.state != SnapshotState::Pending;
        if self.shows_log && has_log && has_begun && !self.log.is_read() {
            self.log = BuildLog::follow(&self.service.snapshots, snapshot);
        }
    }

    /// Waits for the next event. Dropping the future loses none.
    pub(super) async fn next(&mut self) -> FollowEvent {
        loop {
            if let Some(piece) = self.log.take() {
                return FollowEvent::Log(piece);
            }
            let event = match self.phase {
                Phase::Waiting => self.wait().await,
                Phase::ReadingLog => {
                    self.read_rest().await;
                    None
                }
                Phase::ReportingState => {
                    self.phase = Phase::Ending;
                    self.new_state()
                }
                Phase::Ending => Some(FollowEvent::End(self.outcome().await)),
            };
            if let Some(event) = event {
                return event;
            }
        }
    }

    async fn wait(&mut self) -> Option<FollowEvent> {
        let unknown_state_timeout = self.unknown_state_timeout();
        let Some(subscription) = &mut self.subscription else {
            self.phase = Phase::ReadingLog;
            return None;
        };
        let error = tokio::select! {
            update = subscription.next() => match update {
                Ok(snapshot) => return self.learn(snapshot),
                Err(error) => errors::poll_failed(&self.current, error),
            },
            notice = self.notices.next() => return Some(FollowEvent::Notice(notice)),
            _ = self.log.next() => return None,
            () = unknown_state_timeout => {
                errors::unknown_state(&self.current, UNKNOWN_STATE_TIMEOUT)
            }
            () = self.deadline.passed() => {
                let last_failure = subscription.last_failure();
                errors::deadline_passed(&self.current, self.deadline, last_failure)
            }
        };
        Some(FollowEvent::End(Err(error)))
    }

    /// Waits until a state that this version does not know has lasted too long. With a deadline of
    /// the caller, waits forever.
    fn unknown_state_timeout(&self) -> impl Future<Output = ()> + use<> {
        let is_unknown = matches!(self.current.state, SnapshotState::Other(_));
        let until = (is_unknown && !self.deadline.is_set())
            .then(|| self.state_since + UNKNOWN_STATE_TIMEOUT);
        async move {
            match until {
                Some(until) => sleep_until(until).await,
                None => std::future::pending().await,
            }
        }
    }

    /// Takes the snapshot in its current state, from any source.
    fn learn(&mut self, snapshot: Snapshot) -> Option<FollowEvent> {
        let changed = snapshot.state != self.current.state;
        self.current = snapshot;
        if !changed {
            return None;
        }
        self.state_since = Instant::now();
        self.open_log();
        if self.current.state.is_terminal() {
            self.phase = Phase::ReadingLog;
            // Dropping the subscription stops the polls.
            self.subscription = None;
            return None;
        }
        self.log.reconnect_now();
        self.new_state()
    }

    /// Returns the event of the current state, unless it was reported before.
    fn new_state(&mut self) -> Option<FollowEvent> {
        let is_new = self.reported_state != self.current.state;
        self.reported_state = self.current.state.clone();
        is_new.then(|| FollowEvent::State(self.current.clone()))
    }

    /// Reads more of the rest of the log, unless it does not exist.
    async fn read_rest(&mut self) {
        let is_needed = self.log.was_open() || !log::shares_build(&self.current);
        tokio::select! {
            has_more = self.log.next_of_rest(&self.current), if is_needed => {
                if has_more {
                    return;
                }
            }
            () = self.deadline.passed() => {}
            () = std::future::ready(()), if !is_needed => {}
        }
        self.phase = Phase::ReportingState;
    }

    async fn outcome(&mut self) -> Result<Snapshot> {
        if self.current.state.is_active() {
            return Ok(self.current.clone());
        }
        let tail = self.last_lines().await;
        Err(errors::not_active(&self.current, tail))
    }

    async fn last_lines(&mut self) -> VecDeque<String> {
        let log = std::mem::replace(&mut self.log, BuildLog::none());
        let is_readable = self.current.state.is_failed() && self.current.build_info.is_some();
        if log.is_read() || !is_readable {
            return log.into_tail();
        }
        tokio::select! {
            tail = log::last_lines(&self.service.snapshots, &self.current) => tail,
            () = self.deadline.passed() => VecDeque::new(),
        }
    }
}
