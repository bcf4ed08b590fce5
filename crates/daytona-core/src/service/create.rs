//! Creating a snapshot, from the image to the end of its build.

use std::collections::VecDeque;
use std::future::IntoFuture;
use std::pin::Pin;
use std::time::Duration;

use super::SnapshotService;
use super::deadline::Deadline;
use super::exactly_once::{self, Doubt};
use super::observer::{CreateEvent, Observer};
use super::started::StartedSnapshot;
use super::upload_context;
use crate::retry::{PollingPolicy, RetryPolicy};
use crate::telemetry::Operation;
use crate::{
    CreateSnapshotParams, CreateSnapshotRequest, Error, Image, RequestSource, Result, Snapshot,
    SnapshotSource,
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
    /// # Exactly once
    ///
    /// An answer that is lost or cannot be read does not mean that nothing was created. Before the
    /// request is made again, the name is looked up. A snapshot with the same Dockerfile and
    /// context (or image name), entrypoint and resources, which is no more than five minutes older
    /// than the request (clocks differ), is taken for the one that was asked for and followed; any
    /// other is a conflict. Where there is none, and none a second later, the request is made again
    /// as the [retry policy](crate::retry) allows; the server's rule that names are unique then
    /// keeps even a request that was only late from making a second snapshot. Where the name cannot
    /// be looked up either, the error says that the create may have succeeded. So does the error of
    /// a [`timeout`](CreateSnapshot::timeout) that passes while the first request is under way, even
    /// if its connection is still being made: the HTTP client does not tell.
    ///
    /// # Errors
    ///
    /// [`is_invalid_input`](crate::Error::is_invalid_input) for a name, image or file that cannot
    /// work; [`is_conflict`](crate::Error::is_conflict) when the name is taken;
    /// [`is_build_failed`](crate::Error::is_build_failed) with the server's reason and the last
    /// log lines; [`is_timeout`](crate::Error::is_timeout) with the id to wait for.
    pub fn create<'a>(&self, params: CreateSnapshotParams) -> CreateSnapshot<'a> {
        CreateSnapshot::new(self.clone(), params)
    }
}

/// A create to be started: made by [`SnapshotService::create`], begun by `.await` or
/// [`start`](Self::start).
#[must_use = "nothing is sent before `.await`"]
pub struct CreateSnapshot<'a> {
    pub(super) service: SnapshotService,
    pub(super) params: CreateSnapshotParams,
    pub(super) observer: Observer<'a>,
    pub(super) timeout: Option<Duration>,
}

impl<'a> CreateSnapshot<'a> {
    pub(super) fn new(service: SnapshotService, params: CreateSnapshotParams) -> Self {
        Self { service, params, observer: Observer::default(), timeout: None }
    }

    /// Calls `callback` with each line of the build log, without its line end.
    ///
    /// The callback runs between two steps of the operation: what one call takes, it delays. Lines
    /// that come faster than they are taken wait at the server, not in memory. Once the build is
    /// over, what is left of the log is handed on for two seconds at most.
    ///
    /// # Panics
    ///
    /// A callback that panics is not called again. The operation goes on to its end, and then the
    /// panic is resumed to the caller in place of the outcome. This holds for every callback.
    pub fn on_logs(mut self, callback: impl FnMut(&str) + Send + 'a) -> Self {
        self.observer.set_on_logs(callback);
        self
    }

    /// Calls `callback` with the bytes of the build log as they come; a chunk may end inside a line
    /// or a character. Otherwise as [`on_logs`](Self::on_logs).
    pub fn on_raw_logs(mut self, callback: impl FnMut(&[u8]) + Send + 'a) -> Self {
        self.observer.set_on_raw_logs(callback);
        self
    }

    /// Calls `callback` for every event except log lines. Panics as [`on_logs`](Self::on_logs).
    pub fn on_event(mut self, callback: impl FnMut(&CreateEvent) + Send + 'a) -> Self {
        self.observer.set_on_event(callback);
        self
    }

    /// Sets the deadline for everything: resolving, upload, request, build and logs. Default: no
    /// deadline. [`Duration::ZERO`] means no deadline too, as in the official SDK.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sets how long to pause between two questions for the snapshot: see
    /// [`policy`](crate::retry).
    pub fn polling_policy(mut self, policy: impl PollingPolicy + 'static) -> Self {
        self.service = self.service.with_polling_policy(policy);
        self
    }

    /// Sets which failed calls are made again: see [`policy`](crate::retry). Access to the object
    /// storage and the upload keep the policy of the client.
    pub fn retry_policy(mut self, policy: impl RetryPolicy + 'static) -> Self {
        self.service = self.service.with_retry_policy(policy);
        self
    }

    /// Submits the snapshot and returns a handle once the server has accepted it. The deadline
    /// goes on.
    ///
    /// The handle also carries the panic of a callback: its methods resume it. Only where there is
    /// no handle, because the create has failed, `start` itself resumes it.
    ///
    /// # Errors
    ///
    /// As [`SnapshotService::create`], but for the build.
    pub async fn start(mut self) -> Result<StartedSnapshot<'a>> {
        let deadline = Deadline::after(self.timeout);
        let name = self.params.name.clone();
        let (accepted, past) = traced(&name, async {
            let mut past = VecDeque::new();
            let accepted = self.submit_under(deadline, &mut past).await?;
            Ok((accepted, past))
        })
        .await
        .inspect_err(|_| self.observer.resume_panic())?;
        let Self { service, observer, .. } = self;
        Ok(StartedSnapshot::new(service, observer, deadline, accepted, past))
    }

    /// Submits the snapshot and returns it as the server accepted it, without waiting for the
    /// build: [`start`](Self::start) for those who do not look back. [`SnapshotService::wait`] goes
    /// on from there, in another process too.
    ///
    /// # Errors
    ///
    /// As [`SnapshotService::create`], but for the build.
    pub async fn submit(self) -> Result<Snapshot> {
        Ok(self.start().await?.cancel().snapshot().clone())
    }

    async fn run(self) -> Result<Snapshot> {
        let deadline = Deadline::after(self.timeout);
        self.run_under(deadline).await
    }

    /// Does everything under a deadline that may have begun before.
    pub(super) async fn run_under(mut self, deadline: Deadline) -> Result<Snapshot> {
        let name = self.params.name.clone();
        let steps = async {
            let accepted = self.submit_under(deadline, &mut VecDeque::new()).await?;
            self.service.follow_to_end(accepted, &mut self.observer, deadline).await
        };
        let outcome = traced(&name, steps).await;
        self.observer.resume_panic();
        outcome
    }

    async fn submit_under(
        &mut self,
        deadline: Deadline,
        past: &mut VecDeque<CreateEvent>,
    ) -> Result<Snapshot> {
        self.params.check()?;
        let request = self.prepare(deadline, past).await?;
        self.submit_request(request, deadline, past).await
    }

    /// Makes the request that has been prepared.
    pub(super) async fn submit_request(
        &mut self,
        request: CreateSnapshotRequest,
        deadline: Deadline,
        past: &mut VecDeque<CreateEvent>,
    ) -> Result<Snapshot> {
        let doubt = Doubt::default();
        let region_id = request.region_id.clone();
        let create = self.service.snapshots.create_with(request, &doubt);
        let accepted = deadline
            .run("the request was under way", create)
            .await
            .map_err(|error| self.advise(error, region_id.as_deref(), &doubt))?;
        self.tell(CreateEvent::Created(accepted.clone()), past);
        Ok(accepted)
    }

    /// Makes the request, with the build context at the store.
    pub(super) async fn prepare(
        &mut self,
        deadline: Deadline,
        past: &mut VecDeque<CreateEvent>,
    ) -> Result<CreateSnapshotRequest> {
        let source = match self.params.source.clone() {
            SnapshotSource::ImageName(image_name) => {
                RequestSource::ImageName { image_name, entrypoint: self.params.entrypoint.clone() }
            }
            SnapshotSource::Image(image) => self.prepare_build(image, deadline, past).await?,
        };
        let params = &self.params;
        let default_region =
            || self.service.default_region.as_ref().map(|default| default.id.to_string());
        Ok(CreateSnapshotRequest {
            name: params.name.clone(),
            source,
            resources: params.resources.clone(),
            region_id: params.region_id.clone().or_else(default_region),
            sandbox_class: params.sandbox_class.clone(),
        })
    }

    async fn prepare_build(
        &mut self,
        image: Image,
        deadline: Deadline,
        past: &mut VecDeque<CreateEvent>,
    ) -> Result<RequestSource> {
        let resolve = upload_context::resolve(image, self.params.entrypoint.clone());
        let resolved = deadline.run("the image was resolved", resolve).await?;
        let sources = resolved.context.len();
        if sources > 0 {
            self.tell(CreateEvent::Uploading { sources }, past);
        }
        let upload = self.service.upload_context(resolved.context);
        let context = deadline.run("the build context was uploaded", upload).await?;
        let context_hashes = context.iter().map(|archive| archive.hash.clone()).collect();
        self.tell(CreateEvent::ContextUploaded(context), past);
        Ok(RequestSource::Build { dockerfile_content: resolved.dockerfile, context_hashes })
    }

    /// Tells of a step now, and keeps it for those who look later.
    pub(super) fn tell(&mut self, event: CreateEvent, past: &mut VecDeque<CreateEvent>) {
        self.observer.event(&event);
        past.push_back(event);
    }

    /// Adds to a refusal what the caller can do about it.
    fn advise(&self, error: Error, region_id: Option<&str>, doubt: &Doubt) -> Error {
        let name = &self.params.name;
        if error.hint().is_some() {
            error
        } else if exactly_once::is_about_name(&error) {
            exactly_once::free_name(error)
        } else if is_about_region(&error) {
            error.with_hint(self.explain_region(region_id))
        } else if error.is_timeout() && !doubt.may_have_acted() {
            error.with_hint("the request did not reach the server: nothing was created")
        } else if error.leaves_effect_unknown() {
            exactly_once::in_doubt(error, name)
        } else {
            error
        }
    }

    /// Says which region the request named, and who has set it.
    fn explain_region(&self, region_id: Option<&str>) -> String {
        let origin = match (&self.params.region_id, &self.service.default_region) {
            (Some(_), _) => "the parameters",
            (None, Some(default)) => default.origin,
            (None, None) => "",
        };
        match region_id {
            Some(id) => format!(
                "the region `{id}` is set by {origin}: name one that the organization can use"
            ),
            None => {
                "the organization has no default region: name a region in the parameters".into()
            }
        }
    }
}

/// Returns `true` if the server knows no such region.
fn is_about_region(error: &Error) -> bool {
    error.status() == Some(404) && error.message().to_ascii_lowercase().contains("region")
}

/// Runs the steps of a create inside its span, and says in an error what they were for.
async fn traced<T>(name: &str, steps: impl Future<Output = Result<T>>) -> Result<T> {
    let steps = async {
        steps.await.map_err(|error| error.while_doing(format!("create snapshot `{name}`")))
    };
    Operation::Create.observe(Some(&name), steps).await
}

impl<'a> IntoFuture for CreateSnapshot<'a> {
    type Output = Result<Snapshot>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}
