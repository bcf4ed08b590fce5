//! `ensure`: a snapshot with a certain content, created or adopted.

use super::deadline::Deadline;
use super::delete::Removal;
use super::event::CreateEvent;
use super::observer::Observer;
use super::operation::{
    OperationOptions, call_setters, callback_setters, impl_into_future, polling_setter, run,
};
use super::poller::FeedHold;
use super::submission::Submission;
use super::{SnapshotService, difference, exactly_once};
use crate::error::Advice;
use crate::telemetry::Operation;
use crate::{CreateSnapshotParams, CreateSnapshotRequest, Result, Snapshot, SnapshotState};

/// How often the operation starts again after another client has changed the snapshot.
const MAX_ROUNDS: u32 = 5;

impl SnapshotService {
    /// Makes sure that there is an active snapshot with this name and content, and returns it.
    ///
    /// | existing snapshot of the name | result |
    /// |---|---|
    /// | none | it is created |
    /// | same content, active | it is returned |
    /// | same content, in progress | it is waited for |
    /// | same content, inactive | it is activated and waited for |
    /// | same content, failed | it is **deleted** and created again |
    /// | different content | an error, or with [`replace`](EnsureSnapshot::replace) it is **deleted** and created again |
    /// | being removed | it is created after the removal |
    ///
    /// Two snapshots have the same content if the server returns the same Dockerfile and context
    /// hashes, or image name, and the same entrypoint, resources, class and region. Values that the
    /// parameters leave open are not compared. Files are read and uploaded as in a create, which
    /// sends only files that the object storage lacks.
    ///
    /// A delete cannot be undone: until the new build has ended there is no snapshot of the name, and
    /// a build that fails leaves no active one. A delete that the server loses is repeated, as in
    /// [`delete().wait()`](crate::DeleteSnapshot::wait). [`on_event`](EnsureSnapshot::on_event)
    /// reports every delete and every wait for a removal.
    ///
    /// ```
    /// use daytona_core::{CreateSnapshotParams, Image};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = daytona_testkit::Emulator::builder().start().await?;
    /// # let daytona = daytona_core::Daytona::builder().api_key(emulator.api_key()).api_url(emulator.api_url());
    /// # let snapshots = daytona.build()?.snapshots();
    /// let params = CreateSnapshotParams::new("tools", Image::base("alpine:3.20").run_commands(["true"]));
    /// let created = snapshots.ensure(params.clone()).await?;
    /// let found = snapshots.ensure(params).await?;
    /// assert_eq!(found.id, created.id);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`is_conflict`](crate::Error::is_conflict) if a snapshot of the name differs, with the
    /// differences; otherwise the errors of [`create`](Self::create).
    pub fn ensure<'a>(&self, params: CreateSnapshotParams) -> EnsureSnapshot<'a> {
        EnsureSnapshot {
            service: self.clone(),
            params,
            on_difference: OnDifference::Refuse,
            options: OperationOptions::default(),
            observer: Observer::default(),
        }
    }
}

/// A request to ensure a snapshot: returned by [`SnapshotService::ensure`], sent by `.await`.
#[must_use = "nothing is sent before `.await`"]
pub struct EnsureSnapshot<'a> {
    service: SnapshotService,
    params: CreateSnapshotParams,
    on_difference: OnDifference,
    options: OperationOptions,
    observer: Observer<'a>,
}

/// The reaction to an existing snapshot with different content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OnDifference {
    Refuse,
    Replace,
}

impl<'a> EnsureSnapshot<'a> {
    /// Deletes an existing snapshot with different content and waits for its removal. Running
    /// sandboxes keep running.
    ///
    /// The old snapshot is lost even if the new build fails or the operation is dropped.
    pub fn replace(mut self) -> Self {
        self.on_difference = OnDifference::Replace;
        self
    }

    callback_setters! {}

    call_setters! {
        /// Sets the deadline for the whole operation.
    }

    polling_setter! {}

    async fn run(self) -> Result<Snapshot> {
        let Self { service, params, on_difference, options, mut observer } = self;
        let deadline = options.start_deadline();
        let service = service.with_options(&options);
        let panic = observer.panic();
        let steps = async {
            let observer = &mut observer;
            let mut submission =
                Submission { service: &service, params: &params, observer, deadline };
            let request = submission.prepare().await?;
            let mut attempt = EnsureAttempt { submission, request, on_difference, feed: None };
            let accepted = attempt.create_or_adopt(deadline).await?;
            service.follow_to_end(accepted, attempt.submission.observer, deadline).await
        };
        panic
            .resumed_after(run(Operation::Ensure, "ensure snapshot", Some(&params.name), steps))
            .await
    }
}

/// An ensure after its build context was uploaded.
struct EnsureAttempt<'o, 'a> {
    submission: Submission<'o, 'a>,
    request: CreateSnapshotRequest,
    on_difference: OnDifference,
    /// Keeps the feed open from before the create.
    feed: Option<FeedHold>,
}

/// The result of dealing with an existing snapshot.
enum Existing {
    /// It is active or on its way there.
    Adopted(Snapshot),
    /// It is deleted and the name is free.
    Deleted,
    /// It was being removed, but the server lost the delete.
    Kept(Snapshot),
}

impl EnsureAttempt<'_, '_> {
    /// Returns a snapshot with the requested content that is active or on its way there.
    async fn create_or_adopt(&mut self, deadline: Deadline) -> Result<Snapshot> {
        let service = self.submission.service;
        let mut rounds = 0;
        loop {
            rounds += 1;
            let find = service.find_own(&self.request.name);
            let find = deadline.run("it was looked up", find);
            if let Some(found) = self.submission.observer.observe(find).await? {
                let handle = self.handle_existing(found);
                match deadline.run("the snapshot of the name was dealt with", handle).await? {
                    Existing::Adopted(snapshot) => return Ok(snapshot),
                    Existing::Deleted => {}
                    Existing::Kept(_) if rounds < MAX_ROUNDS => continue,
                    Existing::Kept(snapshot) => return Err(exactly_once::taken(&snapshot, &[])),
                }
            }
            self.feed.get_or_insert_with(|| service.poller.open_feed());
            match self.submission.submit(self.request.clone()).await {
                // Another client was faster: look at its snapshot in the next round.
                Err(error) if exactly_once::is_about_name(&error) && rounds < MAX_ROUNDS => {}
                outcome => return outcome,
            }
        }
    }

    /// Adopts the existing snapshot, or deletes it.
    async fn handle_existing(&mut self, found: Snapshot) -> Result<Existing> {
        if found.state == SnapshotState::Removing {
            return self.await_removal(found).await;
        }
        let differences = difference::differences(&self.request, &found);
        if !differences.is_empty() {
            return match self.on_difference {
                OnDifference::Refuse => {
                    let hint =
                        "choose another name, or let `ensure(..).replace()` delete that snapshot";
                    let taken = exactly_once::taken(&found, &differences);
                    Err(taken.with_advice(Advice::Replace, hint))
                }
                OnDifference::Replace => self.delete(found).await,
            };
        }
        if found.state.is_failed() {
            return self.delete(found).await;
        }
        let Submission { service, observer, .. } = &mut self.submission;
        observer.event(CreateEvent::Found(found.clone()));
        match found.state {
            SnapshotState::Inactive => {
                observer.observe(service.snapshots.activate(&found.id)).await
            }
            _ => Ok(found),
        }
        .map(Existing::Adopted)
    }

    async fn await_removal(&mut self, found: Snapshot) -> Result<Existing> {
        let Submission { service, observer, .. } = &mut self.submission;
        observer.event(CreateEvent::AwaitingRemoval(found.clone()));
        Ok(match service.await_removal(found.clone(), observer).await? {
            Removal::Complete => {
                observer.event(CreateEvent::Deleted(found));
                Existing::Deleted
            }
            Removal::Lost(snapshot) => Existing::Kept(*snapshot),
        })
    }

    async fn delete(&mut self, found: Snapshot) -> Result<Existing> {
        let Submission { service, observer, .. } = &mut self.submission;
        service.delete_and_wait(found.clone(), observer).await?;
        observer.event(CreateEvent::Deleted(found));
        Ok(Existing::Deleted)
    }
}

impl SnapshotService {
    /// Finds a snapshot of this name that belongs to the organization.
    async fn find_own(&self, name: &str) -> Result<Option<Snapshot>> {
        match self.snapshots.get(name).await {
            Ok(found) => Ok(Some(found).filter(|found| !found.general)),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }
}

impl_into_future!(EnsureSnapshot<'a> => Result<Snapshot>);
