//! `create`: from a Dockerfile or a registry image to a snapshot.

use daytona_core::{CreateSnapshotParams, Error, Image, Resources, Snapshot, SnapshotSource};

use super::lint;
use crate::app::Session;
use crate::cli::{CreateArgs, IfExists};
use crate::failure::Failure;
use crate::output::{self, Progress, ProgressStyle};

pub(super) async fn run(arguments: CreateArgs, session: &Session) -> Result<(), Failure> {
    let params = params(&arguments)?;
    let name = &arguments.name;
    match params.source {
        SnapshotSource::ImageName(_) => session.journal.asked(name),
        _ => session.journal.preparing(),
    }
    let progress = Progress::new(arguments.following.progress);
    warn(&params, &progress).await;
    let outcome = match arguments.if_exists {
        IfExists::Fail => create(params, &arguments, &progress, session).await,
        of_same_name => ensure(params, of_same_name, &arguments, &progress, session).await,
    };
    let snapshot = outcome.map_err(|error| session.failed_to_follow(error))?;
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
    let mut create = session.snapshots.create(params).on_event(|event| {
        session.journal.step(event, &arguments.name);
        progress.event(event);
    });
    if arguments.following.progress != ProgressStyle::None {
        create = create.on_logs(|line| progress.log(line));
    }
    if let Some(timeout) = arguments.time_limit.timeout {
        create = create.timeout(timeout);
    }
    if arguments.no_wait { create.submit().await } else { create.await }
}

/// Creates the snapshot unless there is one of its content.
async fn ensure(
    params: CreateSnapshotParams,
    of_same_name: IfExists,
    arguments: &CreateArgs,
    progress: &Progress,
    session: &Session,
) -> Result<Snapshot, Error> {
    let mut ensure = session.snapshots.ensure(params).on_event(|event| {
        session.journal.step(event, &arguments.name);
        progress.event(event);
    });
    if of_same_name == IfExists::Replace {
        ensure = ensure.replace();
    }
    if arguments.following.progress != ProgressStyle::None {
        ensure = ensure.on_logs(|line| progress.log(line));
    }
    if let Some(timeout) = arguments.time_limit.timeout {
        ensure = ensure.timeout(timeout);
    }
    ensure.await
}

/// Warns of what the build will make of the image, with the entrypoint that it ends with.
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
        _ => Err(Failure::usage("exactly one of `--dockerfile` and `--image` is needed")),
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
