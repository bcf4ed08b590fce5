//! Following a snapshot until the server is done with it.

use std::collections::VecDeque;
use std::pin::Pin;
use std::time::Duration;

use futures_core::Stream;
use futures_util::StreamExt;
use tokio::sync::Notify;
use tokio::time::{Instant, timeout};

use super::SnapshotService;
use super::deadline::Deadline;
use super::log_reader::{self, LogItem};
use super::observer::{CreateEvent, Observer};
use crate::error::Kind;
use crate::{Error, Result, Snapshot, SnapshotState};

/// The pause before the first question; it grows by half from there.
const FIRST_PAUSE: Duration = Duration::from_millis(100);

/// The longest pause between two questions.
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// How many questions in a row may fail before following gives up.
const MAX_FAILURES: u32 = 8;

/// How long a state that this version does not know may last.
const UNKNOWN_STATE_PATIENCE: Duration = Duration::from_secs(60);

/// How many of the last log lines the error of a failed build carries.
const TAIL_LINES: usize = 50;

/// How long the rest of a log may keep silent once the build is over.
const DRAIN_SILENCE: Duration = Duration::from_millis(100);

/// How long the first line may take once the build is over.
const DRAIN_FIRST_LINE: Duration = Duration::from_millis(500);

/// How long the rest of a log may take in all.
const DRAIN_LONGEST: Duration = Duration::from_secs(2);

type LogItems = Pin<Box<dyn Stream<Item = LogItem> + Send>>;

impl SnapshotService {
    /// Asks for the snapshot until it is active, with the log beside it, and returns it; any other
    /// end is an error.
    pub(super) async fn follow(
        &self,
        accepted: Snapshot,
        observer: &mut Observer<'_>,
        deadline: Deadline,
    ) -> Result<Snapshot> {
        let mut log = Log::open(self, &accepted, observer);
        let mut watch = Watch::new(accepted);
        while watch.goes_on()? {
            let log_ended = Notify::new();
            let next = self.ask_after(watch.pause(), &log_ended, watch.current.id.clone());
            tokio::pin!(next);
            let answer = loop {
                tokio::select! {
                    answer = &mut next => break answer,
                    item = log.next() => match item {
                        LogItem::Line(line) => log.hand_on(&line, observer),
                        LogItem::Ended => log_ended.notify_one(),
                    },
                    () = deadline.passed() => return Err(watch.timed_out(deadline)),
                }
            };
            if let Some(event) = watch.take(answer)? {
                observer.event(&event);
            }
        }
        log.drain(observer).await;
        watch.conclude(log.tail)
    }

    /// Asks for the snapshot after a pause, or at once when the log has ended.
    async fn ask_after(&self, pause: Duration, log_ended: &Notify, id: String) -> Result<Snapshot> {
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = log_ended.notified() => {}
        }
        self.snapshots.get(&id).await
    }
}

/// The log of the build, when somebody wants it and there is one.
struct Log {
    items: Option<LogItems>,
    tail: VecDeque<String>,
    /// Whether the stream has ended in good order, with everything handed on.
    complete: bool,
}

impl Log {
    fn open(service: &SnapshotService, snapshot: &Snapshot, observer: &Observer<'_>) -> Self {
        let wanted = observer.wants_logs() && snapshot.build_info.is_some();
        let items =
            wanted.then(|| log_reader::read(service.snapshots.clone(), snapshot.id.clone()));
        Self { items, tail: VecDeque::new(), complete: false }
    }

    /// Waits for the next item, forever once there can be none.
    async fn next(&mut self) -> LogItem {
        if let Some(items) = &mut self.items {
            match items.next().await {
                Some(item) => {
                    self.complete = item == LogItem::Ended;
                    return item;
                }
                None => self.items = None,
            }
        }
        std::future::pending().await
    }

    fn hand_on(&mut self, line: &str, observer: &mut Observer<'_>) {
        if self.tail.len() == TAIL_LINES {
            self.tail.pop_front();
        }
        self.tail.push_back(line.to_owned());
        observer.log(line);
    }

    /// Hands on what the build wrote before its end and has not arrived yet. The end of the stream
    /// cannot be waited for: after a failed build it never comes.
    async fn drain(&mut self, observer: &mut Observer<'_>) {
        if self.items.is_none() || self.complete {
            return;
        }
        let started = Instant::now();
        while started.elapsed() < DRAIN_LONGEST {
            let patience = if self.tail.is_empty() { DRAIN_FIRST_LINE } else { DRAIN_SILENCE };
            match timeout(patience, self.next()).await {
                Ok(LogItem::Line(line)) => self.hand_on(&line, observer),
                Ok(LogItem::Ended) | Err(_) => return,
            }
        }
    }
}

/// What is known of the snapshot, and how often it was asked for.
struct Watch {
    current: Snapshot,
    state_since: Instant,
    pause: Duration,
    failures: u32,
}

impl Watch {
    fn new(accepted: Snapshot) -> Self {
        Self { current: accepted, state_since: Instant::now(), pause: FIRST_PAUSE, failures: 0 }
    }

    /// Tells whether the server is still at it.
    fn goes_on(&self) -> Result<bool> {
        match &self.current.state {
            SnapshotState::Other(state) if self.state_since.elapsed() >= UNKNOWN_STATE_PATIENCE => {
                Err(Error::new(
                    Kind::BuildFailed,
                    format!("it has been in state `{state}`, which this version does not know, for {UNKNOWN_STATE_PATIENCE:?}"),
                )
                .with_hint("update this library, or follow the snapshot in the dashboard")
                .with_snapshot(&self.current))
            }
            state => Ok(!state.is_terminal()),
        }
    }

    /// Returns the pause before the next question and lengthens the one after it.
    fn pause(&mut self) -> Duration {
        let pause = self.pause;
        self.pause = (pause * 3 / 2).min(LONGEST_PAUSE);
        pause
    }

    /// Takes an answer; a failure that may pass is let pass a few times.
    fn take(&mut self, answer: Result<Snapshot>) -> Result<Option<CreateEvent>> {
        match answer {
            Ok(snapshot) => {
                self.failures = 0;
                let changed = snapshot.state != self.current.state;
                self.current = snapshot;
                if !changed {
                    return Ok(None);
                }
                self.state_since = Instant::now();
                Ok(Some(CreateEvent::StateChanged(self.current.clone())))
            }
            Err(error) if error.is_transient() && self.failures + 1 < MAX_FAILURES => {
                self.failures += 1;
                self.pause = self.pause.max(error.retry_after().unwrap_or_default());
                tracing::debug!(%error, "asking for the snapshot failed, asking again");
                Ok(None)
            }
            Err(error) if error.is_not_found() => Err(error
                .with_hint("the snapshot was deleted while it was waited for")
                .with_snapshot(&self.current)),
            Err(error) => Err(error.with_snapshot(&self.current)),
        }
    }

    /// Turns the end that was reached into the result.
    fn conclude(self, tail: VecDeque<String>) -> Result<Snapshot> {
        let snapshot = self.current;
        if snapshot.state.is_active() {
            return Ok(snapshot);
        }
        let reason = snapshot.error_reason.as_deref().filter(|reason| !reason.is_empty());
        let (message, hint) = match (&snapshot.state, reason) {
            (state, Some(reason)) if state.is_failed() => (
                format!("the server gave up in state `{state}`: {reason}"),
                "read the build log, mend the image, delete the failed snapshot and create it again",
            ),
            (state, None) if state.is_failed() => (
                format!("the server gave up in state `{state}` without a reason"),
                "read the build log; delete the failed snapshot before creating it again",
            ),
            (SnapshotState::Inactive, _) => {
                ("it is `inactive`".to_owned(), "activate it, then wait again")
            }
            (state, _) => {
                (format!("it is `{state}`"), "somebody deleted it; create it again once it is gone")
            }
        };
        Err(Error::new(Kind::BuildFailed, message)
            .with_hint(hint)
            .with_snapshot(&snapshot)
            .with_log_lines(tail))
    }

    fn timed_out(&self, deadline: Deadline) -> Error {
        let Snapshot { id, state, .. } = &self.current;
        deadline
            .error(&format!("the snapshot was `{state}`"))
            .with_hint(format!("it goes on at the server: wait for it by its id, {id}"))
            .with_snapshot(&self.current)
    }
}
