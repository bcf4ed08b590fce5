//! A create that the server has accepted.

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;

use futures_core::Stream;
use futures_util::stream;
use tracing::Instrument;

use super::SnapshotService;
use super::deadline::Deadline;
use super::event::CreateEvent;
use super::follow::{FollowEvent, SnapshotFollower};
use super::log::LogPiece;
use super::observer::Observer;
use crate::held_panic::resumed_at_end;
use crate::{Error, Result, Snapshot, SnapshotState};

/// A snapshot that the server has accepted and is building: returned by
/// [`CreateSnapshot::start`](crate::CreateSnapshot::start).
///
/// Nothing is requested between calls. The handle may be kept, dropped, or waited on later. Another
/// process can continue with [`SnapshotService::wait`] and the [id](Self::id).
///
/// # Panics
///
/// A callback that panics is not called again, and the create continues. [`wait`](Self::wait) and
/// [`events`](Self::events) resume the panic once the snapshot has reached its end,
/// [`cancel`](Self::cancel) at once. A handle that is dropped resumes nothing.
#[must_use = "the server continues on its own; call `wait` or `events` to see the outcome"]
pub struct StartedSnapshot<'a> {
    service: SnapshotService,
    observer: Observer<'a>,
    deadline: Deadline,
    current: Snapshot,
    /// The events up to the accepted snapshot.
    past: VecDeque<CreateEvent>,
    follower: Option<Box<SnapshotFollower>>,
    outcome: Option<Result<Snapshot>>,
}

impl<'a> StartedSnapshot<'a> {
    pub(super) fn new(
        service: SnapshotService,
        mut observer: Observer<'a>,
        deadline: Deadline,
        accepted: Snapshot,
    ) -> Self {
        let past = observer.take_kept();
        let (follower, outcome) = (None, None);
        Self { service, observer, deadline, current: accepted, past, follower, outcome }
    }

    /// Returns the id of the snapshot.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.current.id
    }

    /// Returns the snapshot as last seen.
    #[must_use]
    pub fn snapshot(&self) -> &Snapshot {
        &self.current
    }

    /// Streams all events, from the upload to [`Done`](CreateEvent::Done), with log lines.
    ///
    /// Lines come in the order of the log, states in the order in which they are seen. The last state
    /// comes after the last line, and then [`Done`](CreateEvent::Done) or the error.
    ///
    /// # Cancel safety
    ///
    /// Dropping the stream loses no event: a new stream continues where it stopped.
    ///
    /// ```
    /// use daytona_core::{CreateEvent, CreateSnapshotParams, Image};
    /// use futures_util::TryStreamExt;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = daytona_testkit::Emulator::builder().start().await?;
    /// # let daytona = daytona_core::Daytona::builder().api_key(emulator.api_key()).api_url(emulator.api_url());
    /// # let snapshots = daytona.build()?.snapshots();
    /// let image = Image::base("alpine:3.20").run_commands(["true"]);
    /// let mut started = snapshots.create(CreateSnapshotParams::new("my-snapshot", image)).start().await?;
    /// let mut events = started.events();
    /// while let Some(event) = events.try_next().await? {
    ///     match event {
    ///         CreateEvent::LogLine(line) => println!("{line}"),
    ///         CreateEvent::StateChanged(snapshot) => println!("it is {}", snapshot.state),
    ///         _ => {}
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn events(&mut self) -> Pin<Box<dyn Stream<Item = Result<CreateEvent>> + Send + '_>> {
        Box::pin(stream::unfold(self, |started| async move {
            let event = started.next_event().await?;
            Some((event, started))
        }))
    }

    /// Waits until the snapshot is active.
    ///
    /// # Errors
    ///
    /// The errors of [`SnapshotService::create`] about the build.
    pub async fn wait(self) -> Result<Snapshot> {
        resumed_at_end(self.run()).instrument(tracing::info_span!("SnapshotService.wait")).await
    }

    async fn run(mut self) -> Result<Snapshot> {
        loop {
            if let Some(outcome) = self.outcome {
                self.observer.panic().resume();
                return outcome;
            }
            let shows_log = self.observer.takes_logs();
            self.next_step(shows_log).await;
        }
    }

    /// Stops following the create. The server cannot be stopped: it continues what it has begun.
    ///
    /// ```
    /// # use daytona_core::{CreateSnapshotParams, Image};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = daytona_testkit::Emulator::builder().start().await?;
    /// # let daytona = daytona_core::Daytona::builder().api_key(emulator.api_key()).api_url(emulator.api_url());
    /// # let snapshots = daytona.build()?.snapshots();
    /// # let params = CreateSnapshotParams::new("my-snapshot", Image::base("alpine:3.20"));
    /// let cancelled = snapshots.create(params).start().await?.cancel();
    /// println!("{cancelled}");
    /// snapshots.delete(cancelled.snapshot()).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn cancel(self) -> CancelledCreate {
        self.observer.panic().resume();
        CancelledCreate { snapshot: self.current }
    }

    async fn next_event(&mut self) -> Option<Result<CreateEvent>> {
        if let Some(event) = self.past.pop_front() {
            return Some(Ok(event));
        }
        loop {
            if self.outcome.is_some() {
                return None;
            }
            match self.next_step(true).await {
                FollowEvent::State(snapshot) => {
                    return Some(Ok(CreateEvent::StateChanged(snapshot)));
                }
                FollowEvent::Log(LogPiece::Line(line)) => {
                    return Some(Ok(CreateEvent::LogLine(line)));
                }
                FollowEvent::Notice(event) => return Some(Ok(event)),
                FollowEvent::Log(LogPiece::Chunk(_)) => {}
                FollowEvent::End(outcome) => {
                    self.observer.panic().resume();
                    return Some(
                        outcome.map(CreateEvent::Done).map_err(|error| self.add_attempt(error)),
                    );
                }
            }
        }
    }

    /// Waits for the next event, reports it to the callbacks and keeps what it says.
    async fn next_step(&mut self, shows_log: bool) -> FollowEvent {
        let (service, current, deadline) = (&self.service, &self.current, self.deadline);
        let follower = self
            .follower
            .get_or_insert_with(|| Box::new(service.follow(current.clone(), shows_log, deadline)));
        let event = follower.next().await;
        event.report(&mut self.observer);
        match &event {
            FollowEvent::State(snapshot) => self.current = snapshot.clone(),
            FollowEvent::End(outcome) => {
                self.current = follower.current().clone();
                self.outcome = Some(outcome.clone().map_err(|error| self.add_attempt(error)));
                self.follower = None;
            }
            FollowEvent::Log(_) | FollowEvent::Notice(_) => {}
        }
        event
    }

    fn add_attempt(&self, error: Error) -> Error {
        error.while_doing(format!("create snapshot `{}`", self.current.name))
    }
}

impl fmt::Debug for StartedSnapshot<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StartedSnapshot").field("snapshot", &self.current).finish_non_exhaustive()
    }
}

/// A create that is no longer followed: returned by [`StartedSnapshot::cancel`]. The snapshot stays
/// at the server.
///
/// `Display` says so in a sentence for people, with advice.
#[derive(Clone, Debug, PartialEq)]
pub struct CancelledCreate {
    snapshot: Snapshot,
}

impl CancelledCreate {
    /// Returns the snapshot as last seen.
    #[must_use]
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }
}

impl fmt::Display for CancelledCreate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Snapshot { name, id, state, .. } = &self.snapshot;
        match state {
            SnapshotState::Active => {
                write!(f, "snapshot `{name}` ({id}) is active and stays; delete it by its id")
            }
            state if state.is_terminal() => {
                write!(
                    f,
                    "snapshot `{name}` ({id}) is `{state}` and keeps its name; delete it by its id"
                )
            }
            state => write!(
                f,
                "snapshot `{name}` ({id}) was `{state}`, and the server goes on with it: wait for \
                 it or delete it by its id"
            ),
        }
    }
}
