//! Waiting for a snapshot that exists already.

use std::future::IntoFuture;
use std::pin::Pin;
use std::time::Duration;

use super::deadline::Deadline;
use super::observer::{CreateEvent, Observer};
use super::poller::PATIENCE;
use super::{SnapshotRef, SnapshotService};
use crate::retry::{PollingPolicy, RetryPolicy as _, Transient};
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
    /// [`is_build_failed`](crate::Error::is_build_failed) when its build failed,
    /// [`is_unexpected_state`](crate::Error::is_unexpected_state) when it is in another state that
    /// waiting does not change, such as inactive;
    /// [`is_timeout`](crate::Error::is_timeout) when the deadline passes first.
    pub fn wait<'a>(&self, snapshot: impl Into<SnapshotRef>) -> WaitForSnapshot<'a> {
        WaitForSnapshot {
            service: self.clone(),
            target: snapshot.into(),
            observer: Observer::default(),
            timeout: None,
        }
    }
}

/// A wait to be started: made by [`SnapshotService::wait`], begun by `.await`.
#[must_use = "nothing is sent before `.await`"]
pub struct WaitForSnapshot<'a> {
    service: SnapshotService,
    target: SnapshotRef,
    observer: Observer<'a>,
    timeout: Option<Duration>,
}

impl<'a> WaitForSnapshot<'a> {
    /// Calls `callback` with each line of the build log, without its line end. Panics as
    /// [`CreateSnapshot::on_logs`](crate::CreateSnapshot::on_logs).
    pub fn on_logs(mut self, callback: impl FnMut(&str) + Send + 'a) -> Self {
        self.observer.set_on_logs(callback);
        self
    }

    /// Calls `callback` with the bytes of the build log as they come; a chunk may end inside a line
    /// or a character.
    pub fn on_raw_logs(mut self, callback: impl FnMut(&[u8]) + Send + 'a) -> Self {
        self.observer.set_on_raw_logs(callback);
        self
    }

    /// Calls `callback` with each change of state.
    pub fn on_event(mut self, callback: impl FnMut(&CreateEvent) + Send + 'a) -> Self {
        self.observer.set_on_event(callback);
        self
    }

    /// Sets the deadline. Default: no deadline. [`Duration::ZERO`] means no deadline too.
    ///
    /// A state that this version does not know is waited for until the deadline; without one, for
    /// 60 s.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sets how long to pause between two questions: see [`policy`](crate::retry).
    pub fn polling_policy(mut self, policy: impl PollingPolicy + 'static) -> Self {
        self.service = self.service.with_polling_policy(policy);
        self
    }

    async fn run(mut self) -> Result<Snapshot> {
        let deadline = Deadline::after(self.timeout);
        let follow = async {
            // What is waited for may well outlast a server that is being restarted.
            let patient =
                self.service.clone().with_retry_policy(Transient.with_time_limit(PATIENCE));
            let current = deadline.run("it was looked up", patient.look_up(&self.target)).await?;
            self.service.follow_to_end(current, &mut self.observer, deadline).await
        };
        let target = self.target.clone();
        let follow = async {
            follow.await.map_err(|error| error.while_doing(format!("wait for snapshot `{target}`")))
        };
        let outcome = Operation::Wait.observe(Some(&target), follow).await;
        self.observer.resume_panic();
        outcome
    }
}

impl<'a> IntoFuture for WaitForSnapshot<'a> {
    type Output = Result<Snapshot>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}
