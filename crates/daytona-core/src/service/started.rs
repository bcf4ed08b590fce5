//! A create that the server has accepted: to be watched, waited for or let go.

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;

use futures_core::Stream;
use futures_util::stream;
use tracing::Instrument;

use super::SnapshotService;
use super::deadline::Deadline;
use super::following::{Following, LogUse, Step};
use super::log::Piece;
use super::observer::{CreateEvent, Observer};
use crate::held_panic::resumed_at_end;
use crate::{Error, Result, Snapshot, SnapshotState};

/// A snapshot that the server has accepted and is making: returned by
/// [`CreateSnapshot::start`](crate::CreateSnapshot::start).
///
/// Nothing is asked while nobody waits: the handle may be kept, dropped, or waited on later, and
/// another process can go on with [`SnapshotService::wait`] and the [id](Self::id).
///
/// # Panics
///
/// A callback that panics is not called again, and the create goes on. The panic is resumed by
/// [`wait`](Self::wait) and at the end of [`events`](Self::events), once the snapshot has come to
/// its end, and by [`cancel`](Self::cancel). A handle that is dropped resumes nothing.
#[must_use = "the server goes on by itself; nothing is seen of it before `wait` or `events`"]
pub struct StartedSnapshot<'a> {
    service: SnapshotService,
    observer: Observer<'a>,
    deadline: Deadline,
    current: Snapshot,
    /// What has happened before anybody could look.
    past: VecDeque<CreateEvent>,
    following: Option<Box<Following>>,
    outcome: Option<Result<Snapshot>>,
}

impl<'a> StartedSnapshot<'a> {
    pub(super) fn new(
        service: SnapshotService,
        observer: Observer<'a>,
        deadline: Deadline,
        accepted: Snapshot,
        past: VecDeque<CreateEvent>,
    ) -> Self {
        let (following, outcome) = (None, None);
        Self { service, observer, deadline, current: accepted, past, following, outcome }
    }

    /// Returns the id of the snapshot.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.current.id
    }

    /// Returns the snapshot as it was last seen.
    #[must_use]
    pub fn snapshot(&self) -> &Snapshot {
        &self.current
    }

    /// Streams what has happened and what happens: uploading, created, states, log lines, done.
    ///
    /// Lines come in the order of the log, states in the order in which they are seen; the last
    /// state comes after the last line, and then [`Done`](CreateEvent::Done) or the error. Dropping
    /// the stream loses nothing: a new one goes on where it stopped.
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

    /// Waits for the snapshot to be active.
    ///
    /// # Errors
    ///
    /// Those of [`SnapshotService::create`], as far as they are about the build.
    pub async fn wait(self) -> Result<Snapshot> {
        resumed_at_end(self.run()).instrument(tracing::info_span!("SnapshotService.wait")).await
    }

    async fn run(mut self) -> Result<Snapshot> {
        loop {
            if let Some(outcome) = self.outcome {
                self.observer.resume_panic();
                return outcome;
            }
            let log_use = self.observer.log_use();
            let step = self.following(log_use).next().await;
            self.observer.step(&step);
            self.take(&step);
        }
    }

    /// Stops to look and says what remains. The server cannot be made to stop: what it has begun
    /// goes on there.
    ///
    /// ```
    /// # use daytona_core::{CreateSnapshotParams, Image};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = daytona_testkit::Emulator::builder().start().await?;
    /// # let daytona = daytona_core::Daytona::builder().api_key(emulator.api_key()).api_url(emulator.api_url());
    /// # let snapshots = daytona.build()?.snapshots();
    /// # let params = CreateSnapshotParams::new("my-snapshot", Image::base("alpine:3.20"));
    /// let remains = snapshots.create(params).start().await?.cancel();
    /// println!("{remains}");
    /// snapshots.delete(remains.snapshot()).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn cancel(mut self) -> Remains {
        self.observer.resume_panic();
        Remains { snapshot: self.current }
    }

    async fn next_event(&mut self) -> Option<Result<CreateEvent>> {
        if let Some(event) = self.past.pop_front() {
            return Some(Ok(event));
        }
        loop {
            if self.outcome.is_some() {
                return None;
            }
            let step = self.following(LogUse::Shown).next().await;
            self.observer.step(&step);
            self.take(&step);
            match step {
                Step::State(snapshot) => return Some(Ok(CreateEvent::StateChanged(snapshot))),
                Step::Log(Piece::Line(line)) => return Some(Ok(CreateEvent::LogLine(line))),
                Step::Log(Piece::Chunk(_)) => {}
                Step::End(outcome) => {
                    self.observer.resume_panic();
                    return Some(outcome.map(CreateEvent::Done).map_err(|error| self.named(error)));
                }
            }
        }
    }

    fn following(&mut self, log_use: LogUse) -> &mut Following {
        let (service, current, deadline) = (&self.service, &self.current, self.deadline);
        self.following
            .get_or_insert_with(|| Box::new(service.follow(current.clone(), log_use, deadline)))
    }

    fn take(&mut self, step: &Step) {
        match step {
            Step::State(snapshot) => self.current = snapshot.clone(),
            Step::End(outcome) => {
                if let Some(following) = &self.following {
                    self.current = following.current().clone();
                }
                self.outcome = Some(outcome.clone().map_err(|error| self.named(error)));
                self.following = None;
            }
            Step::Log(_) => {}
        }
    }

    fn named(&self, error: Error) -> Error {
        error.while_doing(format!("create snapshot `{}`", self.current.name))
    }
}

impl fmt::Debug for StartedSnapshot<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StartedSnapshot").field("snapshot", &self.current).finish_non_exhaustive()
    }
}

/// What remains at the server of a create that nobody looks at any more.
///
/// Its text says so to a person, and what to do about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Remains {
    snapshot: Snapshot,
}

impl Remains {
    /// Returns the snapshot as it was last seen.
    #[must_use]
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }
}

impl fmt::Display for Remains {
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
