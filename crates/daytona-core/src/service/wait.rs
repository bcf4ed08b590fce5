//! `wait`: follows a snapshot that exists already.

use super::observer::Observer;
use super::operation::{
    OperationOptions, call_setters, callback_setters, impl_into_future, polling_setter, run,
};
use super::poller::FAILURE_TIMEOUT;
use super::{SnapshotRef, SnapshotService};
use crate::retry::{RetryPolicy as _, Transient};
use crate::telemetry::Operation;
use crate::{Result, Snapshot};

impl SnapshotService {
    /// Waits until a snapshot is active: one that another process created, or one after
    /// [`activate`](Self::activate).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = daytona_testkit::Emulator::builder().start().await?;
    /// # let daytona = daytona_core::Daytona::builder().api_key(emulator.api_key()).api_url(emulator.api_url());
    /// # let snapshots = daytona.build()?.snapshots();
    /// # let image = daytona_core::Image::base("alpine:3.20").run_commands(["true"]);
    /// # let params = daytona_core::CreateSnapshotParams::new("my-snapshot", image);
    /// # snapshots.create(params).submit().await?;
    /// let snapshot = snapshots.wait("my-snapshot").on_logs(|line| println!("{line}")).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`is_build_failed`](crate::Error::is_build_failed) if its build failed;
    /// [`is_unexpected_state`](crate::Error::is_unexpected_state) if it is in another state that
    /// waiting does not change, such as inactive; [`is_timeout`](crate::Error::is_timeout) if the
    /// deadline passes first.
    pub fn wait<'a>(&self, snapshot: impl Into<SnapshotRef>) -> WaitForSnapshot<'a> {
        WaitForSnapshot {
            service: self.clone(),
            target: snapshot.into(),
            options: OperationOptions::default(),
            observer: Observer::default(),
        }
    }
}

/// A wait for a snapshot: returned by [`SnapshotService::wait`], started by `.await`.
#[must_use = "nothing is sent before `.await`"]
pub struct WaitForSnapshot<'a> {
    service: SnapshotService,
    target: SnapshotRef,
    options: OperationOptions,
    observer: Observer<'a>,
}

impl<'a> WaitForSnapshot<'a> {
    callback_setters! {}

    call_setters! {
        /// Sets the deadline for the wait.
        ///
        /// A state that this version does not know is waited for until the deadline, or for 60 s if
        /// there is none.
    }

    polling_setter! {}

    async fn run(self) -> Result<Snapshot> {
        let Self { service, target, options, mut observer } = self;
        let deadline = options.start_deadline();
        let service = service.with_options(&options);
        // A server restart must not end a wait, so the first look-up gets as long as later polls.
        let patient = match options.retry_policy {
            Some(_) => service.clone(),
            None => service.clone().with_retry_policy(Transient.with_time_limit(FAILURE_TIMEOUT)),
        };
        let panic = observer.panic();
        let steps = async {
            let look_up = deadline.run("it was looked up", patient.look_up(&target));
            let current = observer.observe(look_up).await?;
            service.follow_to_end(current, &mut observer, deadline).await
        };
        panic.resumed_after(run(Operation::Wait, "wait for snapshot", Some(&target), steps)).await
    }
}

impl_into_future!(WaitForSnapshot<'a> => Result<Snapshot>);
