//! Creating a snapshot, from the image to the end of its build.

use std::future::IntoFuture;
use std::pin::Pin;
use std::time::Duration;

use tracing::Instrument;

use super::SnapshotService;
use super::deadline::Deadline;
use super::observer::{CreateEvent, Observer};
use super::upload_context;
use crate::{
    CreateSnapshotParams, CreateSnapshotRequest, RequestSource, Result, Snapshot, SnapshotSource,
};

impl SnapshotService {
    /// Creates a snapshot and returns it once it is active.
    ///
    /// Resolves the image, uploads the files that the store does not have yet, submits the
    /// snapshot and follows it to its end. What cannot work is refused before anything is sent.
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
    /// # Errors
    ///
    /// [`is_invalid_input`](crate::Error::is_invalid_input) for a name, image or file that cannot
    /// work; [`is_conflict`](crate::Error::is_conflict) when the name is taken;
    /// [`is_build_failed`](crate::Error::is_build_failed) with the server's reason and the last
    /// log lines; [`is_timeout`](crate::Error::is_timeout) with the id to wait for.
    pub fn create<'a>(&self, params: CreateSnapshotParams) -> CreateSnapshot<'a> {
        CreateSnapshot {
            service: self.clone(),
            params,
            observer: Observer::default(),
            timeout: None,
        }
    }
}

/// A create to be started: made by [`SnapshotService::create`], begun by `.await`.
#[must_use = "nothing is sent before `.await`"]
pub struct CreateSnapshot<'a> {
    service: SnapshotService,
    params: CreateSnapshotParams,
    observer: Observer<'a>,
    timeout: Option<Duration>,
}

impl<'a> CreateSnapshot<'a> {
    /// Calls `callback` with each line of the build log, without its line end. Without a callback
    /// no log is asked for.
    pub fn on_logs(mut self, callback: impl FnMut(&str) + Send + 'a) -> Self {
        self.observer.set_on_logs(callback);
        self
    }

    /// Calls `callback` with each step taken.
    pub fn on_event(mut self, callback: impl FnMut(&CreateEvent) + Send + 'a) -> Self {
        self.observer.set_on_event(callback);
        self
    }

    /// Sets the deadline for everything: resolving, upload, request, build and logs. Without it,
    /// there is none.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Submits the snapshot and returns it as the server accepted it, without waiting for the
    /// build. [`SnapshotService::wait`] goes on from there, in another process too.
    ///
    /// # Errors
    ///
    /// As [`SnapshotService::create`], but for the build.
    pub async fn submit(mut self) -> Result<Snapshot> {
        let deadline = Deadline::after(self.timeout);
        let name = self.params.name.clone();
        traced(&name, self.submit_under(deadline)).await
    }

    async fn run(mut self) -> Result<Snapshot> {
        let deadline = Deadline::after(self.timeout);
        let name = self.params.name.clone();
        let steps = async {
            let accepted = self.submit_under(deadline).await?;
            self.service.follow(accepted, &mut self.observer, deadline).await
        };
        traced(&name, steps).await
    }

    async fn submit_under(&mut self, deadline: Deadline) -> Result<Snapshot> {
        self.params.check()?;
        let request = self.prepare(deadline).await?;
        let accepted = deadline
            .run("the request was under way", self.service.snapshots.create(request))
            .await
            .map_err(|error| self.advise(error))?;
        self.observer.event(&CreateEvent::Created(accepted.clone()));
        Ok(accepted)
    }

    /// Makes the request, with the build context at the store.
    async fn prepare(&mut self, deadline: Deadline) -> Result<CreateSnapshotRequest> {
        let params = &self.params;
        let source = match &params.source {
            SnapshotSource::ImageName(image_name) => RequestSource::ImageName {
                image_name: image_name.clone(),
                entrypoint: params.entrypoint.clone(),
            },
            SnapshotSource::Image(image) => {
                let resolve = upload_context::resolve(image.clone(), params.entrypoint.clone());
                let resolved = deadline.run("the image was resolved", resolve).await?;
                let upload = self.service.upload_context(resolved.context);
                let context = deadline.run("the build context was uploaded", upload).await?;
                let context_hashes = context.iter().map(|archive| archive.hash.clone()).collect();
                self.observer.event(&CreateEvent::ContextUploaded(context));
                RequestSource::Build { dockerfile_content: resolved.dockerfile, context_hashes }
            }
        };
        Ok(CreateSnapshotRequest {
            name: params.name.clone(),
            source,
            resources: params.resources.clone(),
            region_id: params
                .region_id
                .clone()
                .or_else(|| self.service.default_region.as_deref().map(str::to_owned)),
            sandbox_class: params.sandbox_class.clone(),
        })
    }

    /// Adds to a refusal what the caller can do about it.
    fn advise(&self, error: crate::Error) -> crate::Error {
        let name = &self.params.name;
        if error.is_conflict() {
            error
                .with_hint("choose another name, or delete that snapshot and wait until it is gone")
        } else if error.is_timeout() || error.is_transport() {
            error.with_hint(format!(
                "whether the server took the request is not known: look for `{name}` before creating it again"
            ))
        } else {
            error
        }
    }
}

/// Runs the steps of a create inside its span, and says in an error what they were for.
async fn traced(name: &str, steps: impl Future<Output = Result<Snapshot>>) -> Result<Snapshot> {
    steps
        .instrument(tracing::info_span!("SnapshotService.create", name))
        .await
        .map_err(|error| error.while_doing(format!("create snapshot `{name}`")))
}

impl<'a> IntoFuture for CreateSnapshot<'a> {
    type Output = Result<Snapshot>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}
