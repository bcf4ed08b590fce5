//! `create`: creates a snapshot from a Dockerfile or a registry image.

use std::time::Instant;

use daytona_core::{CreateSnapshotParams, Error, Resources, Snapshot, SnapshotSource};

use super::{dry_run, lint};
use crate::cli::{CreateArgs, IfExists};
use crate::failure::{Exit, Failure};
use crate::output::{self, Format, Progress, ProgressStyle};
use crate::session::Session;

pub(super) async fn run(arguments: CreateArgs, session: &Session) -> Result<(), Failure> {
    let began = Instant::now();
    let params = params(&arguments).await?;
    if arguments.dry_run {
        return plan(params, session).await;
    }
    let name = &arguments.name;
    match params.source {
        SnapshotSource::ImageName(_) => session.status.requested(name),
        _ => session.status.uploading(),
    }
    let progress = &session.progress;
    warn(&params, progress).await;
    if arguments.if_exists == IfExists::Fail && matches!(params.source, SnapshotSource::Image(_)) {
        refuse_taken_name(&params, session).await?;
    }
    let outcome = match arguments.if_exists {
        IfExists::Fail => create(params, &arguments, progress, session).await,
        IfExists::Adopt | IfExists::Replace => ensure(params, &arguments, progress, session).await,
    };
    progress.finish();
    let snapshot = outcome.map_err(|error| session.follow_failure(error))?;
    output::created(session.format, &snapshot, began.elapsed())?;
    if arguments.no_wait && snapshot.state.is_in_progress() {
        let wait = session.command_line.with(&["wait", &snapshot.id]);
        progress.note(&format!("`{wait}` follows it"));
    } else if session.format == Format::Table {
        let get = session.command_line.with(&["get", name]);
        progress.note(&format!("create sandboxes from `{name}`; `{get}` shows its record"));
    }
    Ok(())
}

/// Finds a taken name before anything is uploaded.
async fn refuse_taken_name(
    params: &CreateSnapshotParams,
    session: &Session,
) -> Result<(), Failure> {
    let existing = match session.snapshots.get(&params.name).timeout(session.timeout).await {
        Ok(existing) => existing,
        // The create would fail in the same way, after as many attempts.
        Err(error) if error.is_connect() || error.is_unauthorized() || error.is_server_error() => {
            return Err(Failure::from(error).of_create());
        }
        // The create reports a malformed name. Credentials may allow a create and not a get.
        Err(_) => return Ok(()),
    };
    if existing.general || existing.name != params.name {
        return Ok(());
    }
    let Snapshot { id, name, state, .. } = &existing;
    let message = format!("the name `{name}` is taken; nothing was uploaded");
    Err(Failure::new(Exit::Conflict, "conflict", message)
        .with_hint(
            "`--if-exists adopt` uses a snapshot of the same content; `--if-exists replace` deletes it",
        )
        .with_snapshot(id, name)
        .with_state(state))
}

/// Writes what a create would send.
async fn plan(params: CreateSnapshotParams, session: &Session) -> Result<(), Failure> {
    let SnapshotSource::Image(image) = params.source else {
        return Err(Failure::usage("`--dry-run` shows a build, and `--image` builds nothing")
            .with_hint("omit `--dry-run`"));
    };
    let image = match &params.entrypoint {
        Some(command) => image.entrypoint(command),
        None => image,
    };
    let warnings = lint::warnings(&image).await;
    let plan = session.snapshots.plan_image(&image).await?;
    dry_run::report(session.format, &plan, &warnings)
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

async fn params(arguments: &CreateArgs) -> Result<CreateSnapshotParams, Failure> {
    let mut params = CreateSnapshotParams::new(&arguments.name, source(arguments).await?);
    params.resources = resources(arguments);
    params.entrypoint = arguments.build.entrypoint.command()?;
    params.region_id = arguments.region.clone();
    params.sandbox_class = arguments.class.clone();
    Ok(params)
}

async fn source(arguments: &CreateArgs) -> Result<SnapshotSource, Failure> {
    match &arguments.image {
        None => Ok(arguments.build.image().await?.into()),
        Some(image) if !arguments.build.is_given() => Ok(image.as_str().into()),
        Some(_) => Err(Failure::usage("`--image` uses an image unchanged, and builds nothing")
            .with_hint("omit the options of the build, or `--image`")),
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
