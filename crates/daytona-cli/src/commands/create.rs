//! `create`: creates a snapshot from a Dockerfile or a registry image.

use daytona_core::{CreateSnapshotParams, Error, Image, Resources, Snapshot, SnapshotSource};

use super::lint;
use crate::cli::{CreateArgs, IfExists};
use crate::failure::Failure;
use crate::output::{self, Progress, ProgressStyle};
use crate::session::Session;

pub(super) async fn run(arguments: CreateArgs, session: &Session) -> Result<(), Failure> {
    let params = params(&arguments)?;
    let name = &arguments.name;
    match params.source {
        SnapshotSource::ImageName(_) => session.status.requested(name),
        _ => session.status.uploading(),
    }
    let progress = Progress::new(arguments.progress.style);
    warn(&params, &progress).await;
    let outcome = match arguments.if_exists {
        IfExists::Fail => create(params, &arguments, &progress, session).await,
        IfExists::Adopt | IfExists::Replace => ensure(params, &arguments, &progress, session).await,
    };
    let snapshot = outcome.map_err(|error| session.follow_failure(error))?;
    output::snapshot(session.format, &snapshot)?;
    if arguments.no_wait && snapshot.state.is_in_progress() {
        let wait = session.command_line.with(&["wait", &snapshot.id]);
        progress.note(&format!("`{wait}` follows it"));
    }
    Ok(())
}

async fn create(
    params: CreateSnapshotParams,
    arguments: &CreateArgs,
    progress: &Progress,
    session: &Session,
) -> Result<Snapshot, Error> {
    let create = session.snapshots.create(params).timeout(arguments.timeout.get());
    let mut create = create.on_event(|event| {
        session.status.event(event, &arguments.name);
        progress.event(event);
    });
    if arguments.progress.style != ProgressStyle::None {
        create = create.on_logs(|line| progress.log(line));
    }
    if arguments.no_wait { create.submit().await } else { create.await }
}

/// Creates the snapshot, unless one of the same content exists.
async fn ensure(
    params: CreateSnapshotParams,
    arguments: &CreateArgs,
    progress: &Progress,
    session: &Session,
) -> Result<Snapshot, Error> {
    let ensure = session.snapshots.ensure(params).timeout(arguments.timeout.get());
    let mut ensure = ensure.on_event(|event| {
        session.status.event(event, &arguments.name);
        progress.event(event);
    });
    if arguments.if_exists == IfExists::Replace {
        ensure = ensure.replace();
    }
    if arguments.progress.style != ProgressStyle::None {
        ensure = ensure.on_logs(|line| progress.log(line));
    }
    ensure.await
}

/// Writes the warnings about the image, with the entrypoint of the command line.
async fn warn(params: &CreateSnapshotParams, progress: &Progress) {
    let SnapshotSource::Image(image) = &params.source else { return };
    let image = match &params.entrypoint {
        Some(command) => image.clone().entrypoint(command),
        None => image.clone(),
    };
    for warning in lint::warnings(&image).await {
        progress.warning(&warning);
    }
}

fn params(arguments: &CreateArgs) -> Result<CreateSnapshotParams, Failure> {
    let mut params = CreateSnapshotParams::new(&arguments.name, source(arguments)?);
    params.resources = resources(arguments);
    params.entrypoint = arguments.entrypoint.command()?;
    params.region_id = arguments.region.clone();
    params.sandbox_class = arguments.class.clone();
    Ok(params)
}

fn source(arguments: &CreateArgs) -> Result<SnapshotSource, Failure> {
    match (&arguments.dockerfile, &arguments.image) {
        (Some(path), None) => Ok(Image::from_dockerfile(path).into()),
        (None, Some(image)) => Ok(image.as_str().into()),
        _ => Err(Failure::usage("exactly one of `--dockerfile` and `--image` is required")),
    }
}

fn resources(arguments: &CreateArgs) -> Resources {
    let mut resources = Resources::new();
    resources.cpu = arguments.cpu;
    resources.memory_gib = arguments.memory;
    resources.disk_gib = arguments.disk;
    resources.gpu = arguments.gpu;
    resources.gpu_type = arguments.gpu_type.clone();
    resources
}
