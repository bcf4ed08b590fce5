//! `create`: from the image to the end of its build.

use super::SnapshotService;
use super::deadline::Deadline;
use super::observer::Observer;
use super::operation::{
    OperationOptions, call_setters, callback_setters, impl_into_future, polling_setter, run,
};
use super::started::StartedSnapshot;
use super::submission::Submission;
use crate::telemetry::Operation;
use crate::{CreateSnapshotParams, Result, Snapshot};

impl SnapshotService {
    /// Creates a snapshot and returns it once it is active.
    ///
    /// Resolves the image, uploads the files that the object storage lacks, submits the snapshot and
    /// follows the build to its end. Invalid parameters and images are refused before anything is
    /// sent.
    ///
    /// ```
    /// use std::time::Duration;
    /// use daytona_core::{CreateSnapshotParams, Image, PythonVersion, Resources};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = daytona_testkit::Emulator::builder().start().await?;
    /// # let daytona = daytona_core::Daytona::builder().api_key(emulator.api_key()).api_url(emulator.api_url());
    /// # let snapshots = daytona.build()?.snapshots();
    /// let image = Image::debian_slim(PythonVersion::V3_12).pip_install(["numpy"]);
    /// let snapshot = snapshots
    ///     .create(CreateSnapshotParams::new("my-snapshot", image).resources(Resources::new().cpu(2)))
    ///     .on_logs(|line| println!("{line}"))
    ///     .timeout(Duration::from_secs(600))
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Exactly once
    ///
    /// If the response to the create is lost or unreadable, the snapshot may exist. The name is
    /// looked up before the request is repeated:
    ///
    /// - A snapshot with the same Dockerfile and context (or image name), entrypoint and resources is
    ///   adopted and followed. It must not be more than five minutes older than the request, which
    ///   allows for different clocks.
    /// - Any other snapshot of the name is a conflict.
    /// - If there is none, and none a second later, the request is repeated as the
    ///   [retry policy](crate::retry) allows. Names are unique at the server, so that a late first
    ///   request cannot create a second snapshot.
    /// - If the look-up fails, the error says that the create may have succeeded.
    ///
    /// If a [`timeout`](CreateSnapshot::timeout) passes during the request, the error also says that
    /// the create may have succeeded. If no byte of the request was sent, it says that nothing was
    /// created.
    ///
    /// # Errors
    ///
    /// [`is_invalid_input`](crate::Error::is_invalid_input) for an invalid name, image or file;
    /// [`is_conflict`](crate::Error::is_conflict) if the name is taken;
    /// [`is_build_failed`](crate::Error::is_build_failed) with the server's reason and the last log
    /// lines; [`is_timeout`](crate::Error::is_timeout) with the id to wait for.
    ///
    /// # Cancel safety
    ///
    /// If the future is dropped after the server has accepted the snapshot, the build continues at
    /// the server. [`wait`](Self::wait) follows it from there.
    pub fn create<'a>(&self, params: CreateSnapshotParams) -> CreateSnapshot<'a> {
        CreateSnapshot::new(self.clone(), params)
    }
}

/// A request to create a snapshot: returned by [`SnapshotService::create`], sent by `.await`,
/// [`start`](Self::start) or [`submit`](Self::submit).
#[must_use = "nothing is sent before `.await`"]
pub struct CreateSnapshot<'a> {
    service: SnapshotService,
    params: CreateSnapshotParams,
    options: OperationOptions,
    observer: Observer<'a>,
}

impl<'a> CreateSnapshot<'a> {
    pub(super) fn new(service: SnapshotService, params: CreateSnapshotParams) -> Self {
        let (options, observer) = (OperationOptions::default(), Observer::default());
        Self { service, params, options, observer }
    }

    /// Replaces all options.
    pub(super) fn options(self, options: OperationOptions) -> Self {
        Self { options, ..self }
    }

    callback_setters! {}

    call_setters! {
        /// Sets the deadline for the whole operation: image, upload, request, build and logs.
    }

    polling_setter! {}

    /// Submits the snapshot and returns a handle once the server has accepted it. The deadline keeps
    /// running.
    ///
    /// The handle also holds the panic of a callback, and its methods resume it. If the create fails,
    /// `start` resumes the panic.
    ///
    /// # Errors
    ///
    /// The errors of [`SnapshotService::create`], except those about the build.
    pub async fn start(self) -> Result<StartedSnapshot<'a>> {
        let Self { service, params, options, mut observer } = self;
        let service = service.with_options(&options);
        let deadline = options.start_deadline();
        observer.keep_events();
        let mut submission =
            Submission { service: &service, params: &params, observer: &mut observer, deadline };
        let submit = async {
            let request = submission.prepare().await?;
            submission.submit(request).await
        };
        let accepted = run(Operation::Create, ACTION, Some(&params.name), submit)
            .await
            .inspect_err(|_| observer.panic().resume())?;
        Ok(StartedSnapshot::new(service, observer, deadline, accepted))
    }

    /// Submits the snapshot and returns it as the server accepted it, without waiting for the build.
    /// [`SnapshotService::wait`] follows it later, also in another process.
    ///
    /// # Errors
    ///
    /// The errors of [`SnapshotService::create`], except those about the build.
    pub async fn submit(self) -> Result<Snapshot> {
        Ok(self.start().await?.cancel().snapshot().clone())
    }

    async fn run(self) -> Result<Snapshot> {
        let deadline = self.options.start_deadline();
        self.run_until(deadline).await
    }

    /// Runs the whole operation under a deadline that may have started before.
    pub(super) async fn run_until(self, deadline: Deadline) -> Result<Snapshot> {
        let Self { service, params, options, mut observer } = self;
        let service = service.with_options(&options);
        let panic = observer.panic();
        let steps = async {
            let mut submission = Submission {
                service: &service,
                params: &params,
                observer: &mut observer,
                deadline,
            };
            let request = submission.prepare().await?;
            // Opened together with the request, the feed misses nothing.
            let _feed = service.poller.open_feed();
            let accepted = submission.submit(request).await?;
            service.follow_to_end(accepted, &mut observer, deadline).await
        };
        panic.resumed_after(run(Operation::Create, ACTION, Some(&params.name), steps)).await
    }
}

const ACTION: &str = "create snapshot";

impl_into_future!(CreateSnapshot<'a> => Result<Snapshot>);
