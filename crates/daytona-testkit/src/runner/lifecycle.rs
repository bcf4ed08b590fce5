//! What happens to a snapshot in the background, from `pending` to its end.

use std::{future, io, sync::Arc, time::Duration};

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::{
    check::Listing,
    context::Context,
    transcript::{Failure, LOAD_DEFINITION, Step, Transcript, stages, steps},
};
use crate::{
    logs::LogWriter,
    s3::credentials::hex,
    script::{BuildLog, BuildOutcome},
    tables::{BuildRow, SnapshotRow, Tables},
    world::World,
};

/// The registry that finished images lie in; a name that resolves nowhere.
const REGISTRY: &str = "registry.invalid/daytona";
/// The size given to every pulled image.
pub(crate) const PULLED_SIZE_GIB: f64 = 0.1;

/// Returns the reference of a build: the same input has the same one.
pub(crate) fn build_ref(dockerfile: &str, context_hashes: &[String]) -> String {
    let mut hashes = context_hashes.to_vec();
    hashes.sort_unstable();
    let digest = Sha256::digest(format!("{dockerfile}{}", hashes.concat()));
    format!("daytona-{}:daytona", hex(&digest))
}

/// Returns where the image of a build lies.
pub(crate) fn built_reference(build_ref: &str) -> String {
    format!("{REGISTRY}/{build_ref}")
}

/// Returns where the copy of a pulled image lies.
pub(crate) fn pulled_reference(image_name: &str) -> String {
    format!("{REGISTRY}/daytona-sha256:{}:daytona", hex(&Sha256::digest(image_name)))
}

/// Starts whatever the state of a snapshot calls for; also after a restart.
pub(crate) fn start(world: &Arc<World>, id: &str) {
    let (world_of_task, id) = (Arc::clone(world), id.to_owned());
    spawn(world, id.clone(), async move { proceed(&world_of_task, &id).await });
}

/// Overwrites `removing` with the state that a snapshot had before, once the removal time is over, and starts what
/// that state calls for.
pub(crate) fn lose_removal(world: &Arc<World>, before: &SnapshotRow) {
    let (world_of_task, before) = (Arc::clone(world), before.clone());
    spawn(world, before.id.clone(), async move { restore(&world_of_task, &before).await });
}

fn spawn(world: &World, id: String, work: impl Future<Output = io::Result<()>> + Send + 'static) {
    world.spawn(async move { report(&id, work.await) });
}

fn report(id: &str, outcome: io::Result<()>) {
    if let Err(error) = outcome {
        tracing::error!(snapshot.id = %id, %error, "the emulator failed to keep its state");
    }
}

async fn proceed(world: &Arc<World>, id: &str) -> io::Result<()> {
    let Some(row) = world.tables().snapshots.get(id).cloned() else { return Ok(()) };
    match (row.state.as_str(), row.build_ref) {
        ("removing", _) => remove(world, id, row.due).await,
        ("pending" | "building", Some(build_ref)) => build(world, id, &build_ref).await,
        ("pending" | "pulling", None) => pull(world, id).await,
        _ => Ok(()),
    }
}

async fn remove(world: &World, id: &str, due: Option<Timestamp>) -> io::Result<()> {
    tokio::time::sleep(world.time_left(due, world.settings.removal_time)).await;
    let mut tables = world.tables();
    match tables.snapshots.get(id) {
        Some(row) if row.state == "removing" => world.remove_snapshot(&mut tables, id),
        _ => Ok(()),
    }
}

async fn restore(world: &Arc<World>, before: &SnapshotRow) -> io::Result<()> {
    tokio::time::sleep(world.settings.removal_time).await;
    {
        let mut tables = world.tables();
        if tables.snapshots.get(&before.id).is_none_or(|row| row.state != "removing") {
            return Ok(());
        }
        world.update_snapshot(&mut tables, &before.id, |row| {
            row.state.clone_from(&before.state);
            row.due = before.due;
        })?;
    }
    proceed(world, &before.id).await
}

async fn pull(world: &World, id: &str) -> io::Result<()> {
    let (outcome, left) = {
        let mut tables = world.tables();
        let Some(row) = claim(world, &mut tables, id, "pulling")? else { return Ok(()) };
        let outcome = world.settings.outcomes.get(&row.name).cloned();
        (outcome, world.time_left(row.due, world.settings.work_time(false)))
    };
    tokio::time::sleep(left).await;
    let end = match outcome {
        None => End::Active,
        Some(outcome) => End::Failed(failed_as(&outcome).await),
    };
    let mut tables = world.tables();
    finish(world, &mut tables, id, &end)
}

/// How the work on a snapshot ended.
enum End {
    Active,
    Failed(Failed),
}

/// The state that a failure leaves a snapshot in, and why.
struct Failed {
    state: &'static str,
    reason: String,
}

/// Returns whether a snapshot is still waiting for work on it to end.
fn is_waiting(row: &SnapshotRow) -> bool {
    matches!(row.state.as_str(), "pending" | "building" | "pulling")
}

/// Gives a snapshot to the runner, unless something else has happened to it meanwhile.
fn claim(
    world: &World,
    tables: &mut Tables,
    id: &str,
    state: &str,
) -> io::Result<Option<SnapshotRow>> {
    if !tables.snapshots.get(id).is_some_and(is_waiting) {
        return Ok(None);
    }
    world.update_snapshot(tables, id, |row| {
        let due = world.work_due(row.build_ref.is_some());
        row.state = state.to_owned();
        row.initial_runner_id = Some(world.runner_id().to_owned());
        row.due.get_or_insert(due);
    })
}

/// Writes the end into a snapshot, unless something else has happened to it meanwhile.
fn finish(world: &World, tables: &mut Tables, id: &str, end: &End) -> io::Result<()> {
    if !tables.snapshots.get(id).is_some_and(is_waiting) {
        return Ok(());
    }
    world.update_snapshot(tables, id, |row| {
        row.initial_runner_id = Some(world.runner_id().to_owned());
        row.due = None;
        match end {
            End::Active => {
                row.state = "active".to_owned();
                row.error_reason = None;
                row.last_used_at = Some(row.updated_at);
                if row.build_ref.is_none() {
                    row.size = Some(PULLED_SIZE_GIB);
                    row.reference = Some(pulled_reference(&row.image_name));
                }
            }
            End::Failed(Failed { state, reason }) => {
                row.state = (*state).to_owned();
                row.error_reason = Some(reason.clone());
            }
        }
    })?;
    Ok(())
}

/// Joins a snapshot to its build, and runs the build unless it has succeeded or is running.
async fn build(world: &Arc<World>, id: &str, build_ref: &str) -> io::Result<()> {
    let Some(attempt) = Attempt::begin(world, id, build_ref)? else { return Ok(()) };
    let end = attempt.run().await;
    attempt.finish(end)
}

/// One run of a build, for every snapshot that waits for it.
struct Attempt {
    world: Arc<World>,
    build: BuildRow,
    outcome: Option<BuildOutcome>,
    log: Option<BuildLog>,
    /// What is left of the time until the log opens, and of the build time after it.
    log_open_delay: Duration,
    build_time: Duration,
}

/// A build's end, with its log when that is to be closed.
enum Run {
    Succeeded(LogWriter),
    Failed(Failed),
}

impl Attempt {
    fn begin(world: &Arc<World>, id: &str, build_ref: &str) -> io::Result<Option<Self>> {
        let mut tables = world.tables();
        let Some(build) = tables.builds.get(build_ref).cloned() else { return Ok(None) };
        if build.succeeded {
            finish(world, &mut tables, id, &End::Active)?;
            return Ok(None);
        }
        let Some(row) = claim(world, &mut tables, id, "building")? else { return Ok(None) };
        if !tables.running.insert(build_ref.to_owned()) {
            return Ok(None);
        }
        let outcome = world.settings.outcomes.get(&row.name).cloned();
        let log = world.settings.logs.get(&row.name).cloned();
        let left = world.time_left(first_due(&tables, build_ref), world.settings.work_time(true));
        let build_time = left.min(world.settings.build_time);
        let log_open_delay = left - build_time;
        let world = Arc::clone(world);
        Ok(Some(Self { world, build, outcome, log, log_open_delay, build_time }))
    }

    async fn run(&self) -> Run {
        let failed = |reason| Run::Failed(Failed { state: "error", reason });
        let context = match self.fetch().await {
            Ok(context) => context,
            Err(reason) => return failed(reason),
        };
        tokio::time::sleep(self.log_open_delay).await;
        let run = match &self.log {
            Some(log) => self.play(log).await,
            None => self.write(&context).await,
        };
        match run {
            Ok(run) => run,
            Err(error) => failed(format!("failed to write the build log: {error}")),
        }
    }

    /// Fetches and merges the archives of the context.
    async fn fetch(&self) -> Result<Context, String> {
        let (world, build) = (Arc::clone(&self.world), self.build.clone());
        let merge = move || {
            let hashes = build.context_hashes.unwrap_or_default();
            Context::merge(&world, &build.dockerfile, &hashes)
        };
        match tokio::task::spawn_blocking(merge).await {
            Ok(context) => context.map_err(|error| error.reason()),
            Err(error) => Err(format!("failed to read the build context: {error}")),
        }
    }

    /// Opens the log, and keeps where the attempt begins in it.
    async fn open_log(&self) -> io::Result<LogWriter> {
        let build_ref = &self.build.build_ref;
        let unfinished_from = self.build.attempt_log_start;
        let log = self.world.logs.append(build_ref, unfinished_from).await?;
        let mut tables = self.world.tables();
        let row = BuildRow { attempt_log_start: Some(log.start), ..self.row(&tables) };
        self.world.put_build(&mut tables, row)?;
        Ok(log)
    }

    /// Returns the build as it is now.
    fn row(&self, tables: &Tables) -> BuildRow {
        tables.builds.get(&self.build.build_ref).unwrap_or(&self.build).clone()
    }

    /// Writes the log that a script has for the build.
    async fn play(&self, script: &BuildLog) -> io::Result<Run> {
        let mut log = self.open_log().await?;
        for _ in 0..script.times {
            log.bytes(&script.piece).await?;
        }
        self.take_time(1).await;
        match &self.outcome {
            None => Ok(Run::Succeeded(log)),
            Some(outcome) => Ok(Run::Failed(failed_as(outcome).await)),
        }
    }

    /// Goes through the Dockerfile, and logs what the builder would.
    async fn write(&self, context: &Context) -> io::Result<Run> {
        let dockerfile = self.build.dockerfile.as_str();
        let log = self.open_log().await?;
        let mut transcript = Transcript::new(log);
        transcript.begin(LOAD_DEFINITION).await?;
        transcript.line(&format!("transferring dockerfile: {}B done", dockerfile.len())).await?;
        let stages = match stages(dockerfile) {
            Ok(stages) => stages,
            Err(failure) => return fail(&mut transcript, &failure, dockerfile).await,
        };
        transcript.done().await?;
        load_context(&mut transcript, context).await?;
        let steps = steps(&stages);
        let listing = Listing::new(context.paths());
        for step in &steps {
            transcript.begin(&step.label).await?;
            if let Some(failure) = missing_source(step, &listing) {
                return fail(&mut transcript, &failure, dockerfile).await;
            }
            self.take_time(steps.len()).await;
            transcript.done().await?;
        }
        self.end(transcript).await
    }

    /// Lets one of so many steps last its share of the build time.
    async fn take_time(&self, steps: usize) {
        let steps = u32::try_from(steps).unwrap_or(u32::MAX).max(1);
        tokio::time::sleep(self.build_time / steps).await;
    }

    /// Ends the build as scripted, or well.
    async fn end(&self, mut transcript: Transcript) -> io::Result<Run> {
        transcript.begin("exporting to image").await?;
        let Some(outcome) = &self.outcome else {
            let line = format!("naming to {}", built_reference(&self.build.build_ref));
            transcript.line(&line).await?;
            transcript.done().await?;
            return Ok(Run::Succeeded(transcript.into_log()));
        };
        let failed = failed_as(outcome).await;
        let failure = Failure { message: failed.reason.clone(), place: None };
        transcript.fail(&failure, &self.build.dockerfile).await?;
        Ok(Run::Failed(failed))
    }

    /// Tells every waiting snapshot, then closes the log of a good build. That of a failed one stays open, as
    /// the real server leaves it.
    fn finish(self, run: Run) -> io::Result<()> {
        let (end, log) = match run {
            Run::Succeeded(log) => (End::Active, Some(log)),
            Run::Failed(failed) => (End::Failed(failed), None),
        };
        self.tell(&end)?;
        if let Some(log) = log {
            let delay = self.world.settings.log_close_delay;
            self.world.spawn(async move {
                tokio::time::sleep(delay).await;
                log.end();
            });
        }
        Ok(())
    }

    fn tell(&self, end: &End) -> io::Result<()> {
        let mut tables = self.world.tables();
        tables.running.remove(&self.build.build_ref);
        let succeeded = matches!(end, End::Active);
        let row = BuildRow { succeeded, attempt_log_start: None, ..self.row(&tables) };
        self.world.put_build(&mut tables, row)?;
        let waiting: Vec<_> = tables
            .snapshots
            .values()
            .filter(|row| row.build_ref.as_ref() == Some(&self.build.build_ref))
            .map(|row| row.id.clone())
            .collect();
        waiting.iter().try_for_each(|id| finish(&self.world, &mut tables, id, end))
    }
}

/// Returns how a script lets a build fail; never, for one that is to go on forever.
async fn failed_as(outcome: &BuildOutcome) -> Failed {
    let (state, reason) = match outcome {
        BuildOutcome::Error { reason } => ("error", reason),
        BuildOutcome::BuildFailed { reason } => ("build_failed", reason),
        BuildOutcome::Endless => future::pending().await,
    };
    Failed { state, reason: reason.clone() }
}

async fn fail(transcript: &mut Transcript, failure: &Failure, dockerfile: &str) -> io::Result<Run> {
    transcript.fail(failure, dockerfile).await?;
    Ok(Run::Failed(Failed { state: "error", reason: failure.reason() }))
}

async fn load_context(transcript: &mut Transcript, context: &Context) -> io::Result<()> {
    transcript.begin("[internal] load build context").await?;
    for (hash, damage) in &context.skipped {
        tracing::warn!(context.hash = %hash, %damage, "skipped a damaged context archive");
        transcript.line(&format!("context {hash} is damaged and was skipped: {damage}")).await?;
    }
    transcript.line(&format!("transferring context: {}B done", context.bytes)).await?;
    transcript.done().await
}

/// Finds the first source of a step that is not in the context.
fn missing_source(step: &Step<'_>, listing: &Listing) -> Option<Failure> {
    let message = step.sources().find_map(|source| listing.check(source).err())?;
    Some(Failure { message, place: Some((step.label.clone(), step.line)) })
}

/// Returns when the work on a build is due: as early as for any of the snapshots that wait for it.
fn first_due(tables: &Tables, build_ref: &str) -> Option<Timestamp> {
    let waiting = tables.snapshots.values().filter(|row| is_waiting(row));
    waiting
        .filter(|row| row.build_ref.as_deref() == Some(build_ref))
        .filter_map(|row| row.due)
        .min()
}

/// Takes up what an earlier process left unfinished. What is due is finished on return, and the rest goes on.
pub(crate) async fn resume(world: &Arc<World>) {
    let (due, later): (Vec<_>, Vec<_>) =
        world.tables().snapshots.values().cloned().partition(|row| is_over(world, row));
    for row in due {
        report(&row.id, proceed(world, &row.id).await);
    }
    for row in later {
        start(world, &row.id);
    }
}

/// Returns `true` if the work on a snapshot has taken its time already.
fn is_over(world: &World, row: &SnapshotRow) -> bool {
    let is_endless = world.settings.outcomes.get(&row.name) == Some(&BuildOutcome::Endless);
    !is_endless && row.due.is_some_and(|due| world.clock.until(due).is_zero())
}

/// The build time that nothing was said about: long enough to see states pass by, short enough for tests.
pub(crate) const DEFAULT_BUILD_TIME: Duration = Duration::from_millis(100);
