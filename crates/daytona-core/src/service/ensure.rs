//! Having a snapshot of a certain content: creating it, or taking the one that is there.

use std::collections::VecDeque;
use std::future::IntoFuture;
use std::pin::Pin;
use std::time::Duration;

use super::create::CreateSnapshot;
use super::deadline::Deadline;
use super::delete::Removal;
use super::observer::CreateEvent;
use super::{SnapshotService, exactly_once, identity};
use crate::error::Advice;
use crate::retry::{PollingPolicy, RetryPolicy};
use crate::stub::Snapshots as _;
use crate::telemetry::Operation;
use crate::{CreateSnapshotParams, CreateSnapshotRequest, Result, Snapshot, SnapshotState};

/// How many times others may get in the way before it is given up.
const MAX_ROUNDS: u32 = 5;

impl SnapshotService {
    /// Makes sure that there is an active snapshot with this name and content, and returns it.
    ///
    /// | there is | what happens |
    /// |---|---|
    /// | nothing of the name | it is created |
    /// | the same content, active | it is returned |
    /// | the same content, in progress | it is waited for |
    /// | the same content, inactive | it is activated and waited for |
    /// | the same content, failed | it is **deleted** and created again |
    /// | another content | an error, or with [`replace`](EnsureSnapshot::replace) it is **deleted** and created again |
    /// | one being removed | it is created once that is gone |
    ///
    /// The content is judged by what the server returns: Dockerfile and hashes of the context, or
    /// image name, and entrypoint, resources, class and region as far as the parameters name them.
    /// Files are read and uploaded as for a create, which sends nothing that the store has.
    ///
    /// A delete cannot be undone: between it and the end of the new build there is no snapshot of
    /// the name, and a build that fails leaves none that is active. A delete that the server loses
    /// is sent again, as [`delete().wait()`](crate::DeleteSnapshot::wait) does.
    /// [`on_event`](EnsureSnapshot::on_event) tells what is deleted and waited for.
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
    /// [`is_conflict`](crate::Error::is_conflict) when a snapshot of the name differs, with what
    /// differs; otherwise those of [`create`](Self::create).
    pub fn ensure<'a>(&self, params: CreateSnapshotParams) -> EnsureSnapshot<'a> {
        EnsureSnapshot {
            create: CreateSnapshot::new(self.clone(), params),
            of_other_content: OfOtherContent::Refused,
        }
    }
}

/// A snapshot to be made sure of: made by [`SnapshotService::ensure`], begun by `.await`.
#[must_use = "nothing is sent before `.await`"]
pub struct EnsureSnapshot<'a> {
    create: CreateSnapshot<'a>,
    of_other_content: OfOtherContent,
}

/// What becomes of a snapshot of the name that has another content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OfOtherContent {
    Refused,
    Replaced,
}

impl<'a> EnsureSnapshot<'a> {
    /// Deletes a snapshot of the name that has another content, and waits until it is gone.
    /// Sandboxes that run keep running.
    ///
    /// The old snapshot is lost also when the new build fails or the operation is dropped.
    pub fn replace(mut self) -> Self {
        self.of_other_content = OfOtherContent::Replaced;
        self
    }

    /// As [`CreateSnapshot::on_logs`].
    pub fn on_logs(mut self, callback: impl FnMut(&str) + Send + 'a) -> Self {
        self.create = self.create.on_logs(callback);
        self
    }

    /// As [`CreateSnapshot::on_event`]. A snapshot that is used as it is comes as
    /// [`Found`](CreateEvent::Found); one that makes room comes as
    /// [`Deleting`](CreateEvent::Deleting) or [`AwaitingRemoval`](CreateEvent::AwaitingRemoval), and
    /// as [`Deleted`](CreateEvent::Deleted) once it is gone.
    pub fn on_event(mut self, callback: impl FnMut(&CreateEvent) + Send + 'a) -> Self {
        self.create = self.create.on_event(callback);
        self
    }

    /// Sets the deadline for everything. Default: no deadline. [`Duration::ZERO`] means no deadline
    /// too.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.create = self.create.timeout(timeout);
        self
    }

    /// As [`CreateSnapshot::polling_policy`].
    pub fn polling_policy(mut self, policy: impl PollingPolicy + 'static) -> Self {
        self.create = self.create.polling_policy(policy);
        self
    }

    /// As [`CreateSnapshot::retry_policy`].
    pub fn retry_policy(mut self, policy: impl RetryPolicy + 'static) -> Self {
        self.create = self.create.retry_policy(policy);
        self
    }

    async fn run(mut self) -> Result<Snapshot> {
        let name = self.create.params.name.clone();
        let deadline = Deadline::after(self.create.timeout);
        let steps = async {
            self.create.params.check()?;
            let request = self.create.prepare(deadline, &mut VecDeque::new()).await?;
            let accepted = self.create_or_take(&request, deadline).await?;
            let service = self.create.service.clone();
            service.follow_to_end(accepted, &mut self.create.observer, deadline).await
        };
        let steps = async {
            steps.await.map_err(|error| error.while_doing(format!("ensure snapshot `{name}`")))
        };
        let outcome = Operation::Ensure.observe(Some(&name), steps).await;
        self.create.observer.resume_panic();
        outcome
    }

    /// Returns a snapshot of the content that is active or on its way there.
    async fn create_or_take(
        &mut self,
        request: &CreateSnapshotRequest,
        deadline: Deadline,
    ) -> Result<Snapshot> {
        let service = self.create.service.clone();
        let mut rounds = 0;
        loop {
            rounds += 1;
            let look = service.look_up_own(&request.name);
            if let Some(found) = deadline.run("it was looked up", look).await? {
                let settle = self.settle(request, found);
                match deadline.run("the snapshot of the name was dealt with", settle).await? {
                    Settled::Found(snapshot) => return Ok(snapshot),
                    Settled::Free => {}
                    Settled::Changed(_) if rounds < MAX_ROUNDS => continue,
                    Settled::Changed(snapshot) => return Err(exactly_once::taken(&snapshot, &[])),
                }
            }
            let mut past = VecDeque::new();
            match self.create.submit_request(request.clone(), deadline, &mut past).await {
                // Somebody else was faster; what came of it is looked at again.
                Err(error) if exactly_once::is_about_name(&error) && rounds < MAX_ROUNDS => {}
                outcome => return outcome,
            }
        }
    }

    /// Uses the snapshot of the name, or makes room.
    async fn settle(
        &mut self,
        request: &CreateSnapshotRequest,
        found: Snapshot,
    ) -> Result<Settled> {
        let service = self.create.service.clone();
        if found.state == SnapshotState::Removing {
            self.create.observer.event(&CreateEvent::AwaitingRemoval(found.clone()));
            return Ok(match service.wait_until_gone(found.clone()).await? {
                Removal::Gone => {
                    self.create.observer.event(&CreateEvent::Deleted(found));
                    Settled::Free
                }
                Removal::Lost(snapshot) => Settled::Changed(*snapshot),
            });
        }
        let differences = identity::differences(request, &found);
        if !differences.is_empty() {
            return match self.of_other_content {
                OfOtherContent::Refused => {
                    let hint =
                        "choose another name, or let `ensure(..).replace()` delete that snapshot";
                    let taken = exactly_once::taken(&found, &differences);
                    Err(taken.with_advice(Advice::Replace, hint))
                }
                OfOtherContent::Replaced => self.delete(found).await,
            };
        }
        if found.state.is_failed() {
            return self.delete(found).await;
        }
        self.create.observer.event(&CreateEvent::Found(found.clone()));
        match found.state {
            SnapshotState::Inactive => service.snapshots.activate(&found.id).await,
            _ => Ok(found),
        }
        .map(Settled::Found)
    }

    /// Deletes the snapshot of the name and waits until it is gone.
    async fn delete(&mut self, found: Snapshot) -> Result<Settled> {
        let service = self.create.service.clone();
        let observer = &mut self.create.observer;
        let tell = |snapshot: &Snapshot| observer.event(&CreateEvent::Deleting(snapshot.clone()));
        service.delete_until_gone(found.clone(), tell).await?;
        self.create.observer.event(&CreateEvent::Deleted(found));
        Ok(Settled::Free)
    }
}

/// What has become of the snapshot of the name.
enum Settled {
    /// It is active or on its way there.
    Found(Snapshot),
    /// It is gone.
    Free,
    /// It was being removed, and is not any more.
    Changed(Snapshot),
}

impl SnapshotService {
    /// Looks for a snapshot of the organization's own.
    async fn look_up_own(&self, name: &str) -> Result<Option<Snapshot>> {
        match self.snapshots.get(name).await {
            Ok(found) => Ok(Some(found).filter(|found| !found.general)),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }
}

impl<'a> IntoFuture for EnsureSnapshot<'a> {
    type Output = Result<Snapshot>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}
