//! Creating many snapshots at once.

use std::future::IntoFuture;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::{StreamExt, stream};

use super::SnapshotService;
use super::create::CreateSnapshot;
use super::deadline::Deadline;
use super::observer::{CreateEvent, Panic};
use crate::held_panic::resumed_at_end;
use crate::retry::wait_out_throttling;
use crate::retry::{PollingPolicy, RetryPolicy};
use crate::{CreateSnapshotParams, Result, Snapshot};

/// How many snapshots are in the making at a time unless told otherwise.
const CONCURRENCY: usize = 64;

impl SnapshotService {
    /// Creates several snapshots and returns the outcome of each, in their order.
    ///
    /// Equal build contexts are uploaded once, and all snapshots are asked for together. While the
    /// server throttles, a snapshot whose request has never been sent waits for its turn: without a
    /// [`timeout`](CreateSnapshots::timeout), for as long as the server asks.
    ///
    /// ```
    /// use daytona_core::{CreateSnapshotParams, Image};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = daytona_testkit::Emulator::builder().start().await?;
    /// # let daytona = daytona_core::Daytona::builder().api_key(emulator.api_key()).api_url(emulator.api_url());
    /// # let snapshots = daytona.build()?.snapshots();
    /// let versions = ["3.19", "3.20"];
    /// let params = versions.map(|version| {
    ///     let image = Image::base(format!("alpine:{version}")).add_local_dir("src", "/app");
    ///     CreateSnapshotParams::new(format!("app-{version}"), image)
    /// });
    /// for outcome in snapshots.create_many(params).concurrency(8).await {
    ///     println!("{} is active", outcome?.name);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn create_many<'a>(
        &self,
        params: impl IntoIterator<Item = CreateSnapshotParams>,
    ) -> CreateSnapshots<'a> {
        let mut service = self.clone();
        service.uploads = Some(Arc::default());
        CreateSnapshots {
            service,
            params: params.into_iter().collect(),
            concurrency: CONCURRENCY,
            timeout: None,
            on_logs: None,
            on_event: None,
        }
    }
}

type OnLogs<'a> = dyn FnMut(&str, &str) + Send + 'a;
type OnEvent<'a> = dyn FnMut(&str, &CreateEvent) + Send + 'a;

/// A callback that several creates share, and its panic.
struct Shared<F: ?Sized>(Arc<Mutex<(Option<Box<F>>, Panic)>>);

impl<F: ?Sized> Clone for Shared<F> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<F: ?Sized> Shared<F> {
    fn new(callback: Box<F>) -> Self {
        Self(Arc::new(Mutex::new((Some(callback), Panic::default()))))
    }

    fn call(&self, call: impl FnOnce(&mut F)) {
        let (callback, panic) = &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        panic.call(callback, call);
    }

    fn resume_panic(&self) {
        let (_, panic) = &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        panic.resume();
    }
}

/// Creates to be started: made by [`SnapshotService::create_many`], begun by `.await`.
#[must_use = "nothing is sent before `.await`"]
pub struct CreateSnapshots<'a> {
    service: SnapshotService,
    params: Vec<CreateSnapshotParams>,
    concurrency: usize,
    timeout: Option<Duration>,
    on_logs: Option<Shared<OnLogs<'a>>>,
    on_event: Option<Shared<OnEvent<'a>>>,
}

impl<'a> CreateSnapshots<'a> {
    /// Sets how many snapshots are in the making at a time, from 1; 64 without it.
    pub fn concurrency(mut self, snapshots: usize) -> Self {
        self.concurrency = snapshots.max(1);
        self
    }

    /// Calls `callback` with the name of a snapshot and a line of its build log.
    ///
    /// # Panics
    ///
    /// A callback that panics is not called again, for any of the snapshots. All creates go on to
    /// their end, and then the panic is resumed to the caller in place of the outcomes.
    pub fn on_logs(mut self, callback: impl FnMut(&str, &str) + Send + 'a) -> Self {
        self.on_logs = Some(Shared::new(Box::new(callback)));
        self
    }

    /// Calls `callback` with the name of a snapshot and each event. Panics as
    /// [`on_logs`](Self::on_logs).
    pub fn on_event(mut self, callback: impl FnMut(&str, &CreateEvent) + Send + 'a) -> Self {
        self.on_event = Some(Shared::new(Box::new(callback)));
        self
    }

    /// Sets the deadline for all of them together. Default: no deadline. [`Duration::ZERO`] means
    /// no deadline too.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// As [`CreateSnapshot::polling_policy`].
    pub fn polling_policy(mut self, policy: impl PollingPolicy + 'static) -> Self {
        self.service = self.service.with_polling_policy(policy);
        self
    }

    /// As [`CreateSnapshot::retry_policy`].
    pub fn retry_policy(mut self, policy: impl RetryPolicy + 'static) -> Self {
        self.service = self.service.with_retry_policy(policy);
        self
    }

    async fn run(mut self) -> Vec<Result<Snapshot>> {
        let deadline = Deadline::after(self.timeout);
        let params = std::mem::take(&mut self.params);
        let create = |params| wait_out_throttling(self.create(params).run_under(deadline));
        let creates: Vec<_> = params.into_iter().map(create).collect();
        let outcomes = stream::iter(creates).buffered(self.concurrency).collect();
        let outcomes = resumed_at_end(outcomes).await;
        self.on_logs.iter().for_each(Shared::resume_panic);
        self.on_event.iter().for_each(Shared::resume_panic);
        outcomes
    }

    fn create(&self, params: CreateSnapshotParams) -> CreateSnapshot<'a> {
        let name: Arc<str> = params.name.as_str().into();
        let mut create = CreateSnapshot::new(self.service.clone(), params);
        if let Some(callback) = self.on_logs.clone() {
            let name = name.clone();
            create = create.on_logs(move |line| callback.call(|callback| callback(&name, line)));
        }
        if let Some(callback) = self.on_event.clone() {
            create = create.on_event(move |event| callback.call(|callback| callback(&name, event)));
        }
        create
    }
}

impl<'a> IntoFuture for CreateSnapshots<'a> {
    type Output = Vec<Result<Snapshot>>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}
