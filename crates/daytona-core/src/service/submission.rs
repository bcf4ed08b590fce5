//! The steps of a create up to the snapshot that the server has accepted.

use super::SnapshotService;
use super::deadline::Deadline;
use super::event::CreateEvent;
use super::exactly_once::{self, EffectTracker};
use super::observer::Observer;
use super::process_image_context::resolve;
use crate::{
    CreateSnapshotParams, CreateSnapshotRequest, Error, Image, RequestSource, Result, Snapshot,
    SnapshotSource,
};

/// A snapshot that is being submitted, for `create` and for `ensure`.
pub(super) struct Submission<'o, 'a> {
    pub(super) service: &'o SnapshotService,
    pub(super) params: &'o CreateSnapshotParams,
    pub(super) observer: &'o mut Observer<'a>,
    pub(super) deadline: Deadline,
}

impl Submission<'_, '_> {
    /// Checks the parameters, uploads the build context and returns the request.
    pub(super) async fn prepare(&mut self) -> Result<CreateSnapshotRequest> {
        let params = self.params;
        params.check()?;
        let source = match params.source.clone() {
            SnapshotSource::ImageName(image_name) => {
                RequestSource::ImageName { image_name, entrypoint: params.entrypoint.clone() }
            }
            SnapshotSource::Image(image) => self.prepare_build(image).await?,
        };
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

    async fn prepare_build(&mut self, image: Image) -> Result<RequestSource> {
        let resolve = resolve(image, self.params.entrypoint.clone());
        let resolved = self.deadline.run("the image was resolved", resolve).await?;
        let packed = self.service.upload_image(resolved, self.observer, self.deadline).await?;
        let context_hashes = packed.archives.into_iter().map(|archive| archive.hash).collect();
        Ok(RequestSource::Build { dockerfile_content: packed.dockerfile, context_hashes })
    }

    /// Sends a request that has been prepared.
    pub(super) async fn submit(&mut self, request: CreateSnapshotRequest) -> Result<Snapshot> {
        let effect = EffectTracker::default();
        let create = exactly_once::create(&self.service.snapshots, &request, &effect);
        let create = self.deadline.run("the request was under way", create);
        let accepted = self
            .observer
            .observe(create)
            .await
            .map_err(|error| self.advise(error, request.region_id.as_deref(), &effect))?;
        self.observer.event(CreateEvent::Created(accepted.clone()));
        Ok(accepted)
    }

    /// Adds advice to the error of a create.
    fn advise(&self, error: Error, region_id: Option<&str>, effect: &EffectTracker) -> Error {
        if error.hint().is_some() {
            error
        } else if exactly_once::is_about_name(&error) {
            exactly_once::advise_other_name(error)
        } else if is_about_region(&error) {
            error.with_hint(self.explain_region(region_id))
        } else if error.is_timeout() && !effect.may_have_acted() {
            error.with_hint("the request did not reach the server: nothing was created")
        } else if error.leaves_effect_unknown() {
            exactly_once::advise_check(error, &self.params.name)
        } else {
            error
        }
    }

    /// Returns the advice for a region that the server does not know: its id, and who has set it.
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

/// Returns `true` if the server does not know the region.
fn is_about_region(error: &Error) -> bool {
    error.status() == Some(404) && error.message().to_ascii_lowercase().contains("region")
}
