//! `create_many`: several snapshots at once.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::{StreamExt, stream};

use super::SnapshotService;
use super::create::CreateSnapshot;
use super::event::CreateEvent;
use super::observer;
use super::operation::{OperationOptions, call_setters, impl_into_future, polling_setter};
use crate::held_panic::{HeldPanic, resumed_at_end};
use crate::retry::wait_out_throttling;
use crate::{CreateSnapshotParams, Result, Snapshot};

/// The default number of concurrent creates.
const CONCURRENCY: usize = 64;

impl SnapshotService {
    /// Creates several snapshots and returns the outcome of each, in their order.
    ///
    /// Equal build contexts are uploaded once, and all snapshots share their polls. While the server
    /// throttles, a create that has not been sent yet waits for its turn: without a
    /// [`timeout`](CreateSnapshots::timeout), for as long as the server requires.
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
            options: OperationOptions::default(),
            on_logs: SharedCallback::default(),
            on_raw_logs: SharedCallback::default(),
            on_event: SharedCallback::default(),
            panic: HeldPanic::default(),
        }
    }
}

/// A callback that several creates share. Its first argument is the name of the snapshot.
struct SharedCallback<'a, T: ?Sized>(Arc<Mutex<Option<Box<NamedCallback<'a, T>>>>>);

type NamedCallback<'a, T> = dyn FnMut(&str, &T) + Send + 'a;

impl<T: ?Sized> Clone for SharedCallback<'_, T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T: ?Sized> Default for SharedCallback<'_, T> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<'a, T: ?Sized + 'a> SharedCallback<'a, T> {
    fn new(callback: impl FnMut(&str, &T) + Send + 'a) -> Self {
        Self(Arc::new(Mutex::new(Some(Box::new(callback)))))
    }

    /// Returns the callback for one snapshot, if a callback is set.
    fn with_name(
        &self,
        name: &str,
        panic: &HeldPanic,
    ) -> Option<impl FnMut(&T) + Send + use<'a, T>> {
        self.lock().as_ref()?;
        let (shared, name, panic) = (self.clone(), name.to_owned(), panic.clone());
        Some(move |argument: &T| {
            observer::call(&mut *shared.lock(), &panic, |callback| callback(&name, argument));
        })
    }

    fn lock(&self) -> MutexGuard<'_, Option<Box<NamedCallback<'a, T>>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A request to create several snapshots: returned by [`SnapshotService::create_many`], sent by
/// `.await`.
#[must_use = "nothing is sent before `.await`"]
pub struct CreateSnapshots<'a> {
    service: SnapshotService,
    params: Vec<CreateSnapshotParams>,
    concurrency: usize,
    options: OperationOptions,
    on_logs: SharedCallback<'a, str>,
    on_raw_logs: SharedCallback<'a, [u8]>,
    on_event: SharedCallback<'a, CreateEvent>,
    panic: HeldPanic,
}

impl<'a> CreateSnapshots<'a> {
    /// Sets how many snapshots are created at a time, at least 1. Default: 64.
    pub fn concurrency(mut self, snapshots: usize) -> Self {
        self.concurrency = snapshots.max(1);
        self
    }

    /// Calls `callback` with the name of a snapshot and a line of its build log.
    ///
    /// # Panics
    ///
    /// A callback that panics is not called again, for any of the snapshots. All creates continue to
    /// their end, then the panic is resumed in place of the outcomes.
    pub fn on_logs(mut self, callback: impl FnMut(&str, &str) + Send + 'a) -> Self {
        self.on_logs = SharedCallback::new(callback);
        self
    }

    /// Calls `callback` with the name of a snapshot and bytes of its build log as they arrive. Panics
    /// are handled as in [`on_logs`](Self::on_logs).
    pub fn on_raw_logs(mut self, callback: impl FnMut(&str, &[u8]) + Send + 'a) -> Self {
        self.on_raw_logs = SharedCallback::new(callback);
        self
    }

    /// Calls `callback` with the name of a snapshot and each of its events except log lines. Panics
    /// are handled as in [`on_logs`](Self::on_logs).
    pub fn on_event(mut self, callback: impl FnMut(&str, &CreateEvent) + Send + 'a) -> Self {
        self.on_event = SharedCallback::new(callback);
        self
    }

    call_setters! {
        /// Sets the deadline for all snapshots together.
    }

    polling_setter! {}

    async fn run(mut self) -> Vec<Result<Snapshot>> {
        let deadline = self.options.start_deadline();
        let params = std::mem::take(&mut self.params);
        let create = |params| wait_out_throttling(self.create(params).run_until(deadline));
        let creates: Vec<_> = params.into_iter().map(create).collect();
        let outcomes = stream::iter(creates).buffered(self.concurrency).collect();
        self.panic.clone().resumed_after(resumed_at_end(outcomes)).await
    }

    fn create(&self, params: CreateSnapshotParams) -> CreateSnapshot<'a> {
        let name = params.name.clone();
        let mut create =
            CreateSnapshot::new(self.service.clone(), params).options(self.options.clone());
        if let Some(callback) = self.on_logs.with_name(&name, &self.panic) {
            create = create.on_logs(callback);
        }
        if let Some(callback) = self.on_raw_logs.with_name(&name, &self.panic) {
            create = create.on_raw_logs(callback);
        }
        if let Some(callback) = self.on_event.with_name(&name, &self.panic) {
            create = create.on_event(callback);
        }
        create
    }
}

impl_into_future!(CreateSnapshots<'a> => Vec<Result<Snapshot>>);
