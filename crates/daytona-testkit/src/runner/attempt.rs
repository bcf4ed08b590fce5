//! One attempt at a build: it fetches the context, checks each step, and writes the log.

use std::{io, sync::Arc};

use super::{
    context::Context,
    context_paths::ContextPaths,
    progress::PlainProgress,
    steps::{self, BuildError, LOAD_DEFINITION, Step},
    transition::{self, End, Failure},
    trial,
};
use crate::{
    script::{BuildLog, BuildOutcome},
    state::{
        LogWriter, ServerState, WorkTimes,
        tables::{BuildRow, Tables},
    },
};

/// One attempt at a build, for all snapshots that wait for it.
pub(super) struct BuildAttempt {
    state: Arc<ServerState>,
    build: BuildRow,
    outcome: Option<BuildOutcome>,
    log: Option<BuildLog>,
    /// The rest of the durations.
    times: WorkTimes,
}

/// The result of an attempt.
enum AttemptResult {
    /// The image is exported. The log is still open.
    Exported(LogWriter),
    Failed(Failure),
}

impl BuildAttempt {
    /// Adds a snapshot to its build.
    ///
    /// Returns the attempt if the caller must run it. Returns `None` if the build has succeeded, or if another task
    /// runs it.
    pub(super) fn begin(
        state: &Arc<ServerState>,
        id: &str,
        build_ref: &str,
    ) -> io::Result<Option<Self>> {
        let mut tables = state.database.tables();
        let Some(build) = tables.builds.get(build_ref).cloned() else { return Ok(None) };
        if build.succeeded {
            transition::finish(state, &mut tables, id, &End::Active)?;
            return Ok(None);
        }
        let claimed = transition::claim(state, &mut tables, id, "building")?;
        let Some(row) = claimed else { return Ok(None) };
        if !tables.running.insert(build_ref.to_owned()) {
            return Ok(None);
        }
        let settings = &state.settings;
        let due = transition::first_due(&tables, build_ref);
        let requested =
            || trial::requested_outcome(&build.dockerfile).filter(|_| settings.is_trial);
        let outcome = settings.outcomes.get(&row.name).cloned().or_else(requested);
        let times = settings.work_times(true);
        let times = times.rest(state.clock.time_left(due, times.total()));
        Ok(Some(Self {
            state: Arc::clone(state),
            outcome,
            build,
            log: settings.logs.get(&row.name).cloned(),
            times,
        }))
    }

    /// Runs the attempt, and moves all waiting snapshots to their end state.
    pub(super) async fn run(self) -> io::Result<()> {
        let end = match self.execute().await {
            AttemptResult::Exported(log) => {
                self.push(log).await;
                End::Active
            }
            // The log of a failed build stays open, as in the real server.
            AttemptResult::Failed(failure) => End::Failed(failure),
        };
        self.finish(&end)
    }

    /// Ends the log, and then pushes the image to the registry, which has no lines.
    async fn push(&self, log: LogWriter) {
        tokio::time::sleep(self.times.close_log).await;
        log.end();
        tokio::time::sleep(self.times.push).await;
    }

    async fn execute(&self) -> AttemptResult {
        let failed = |reason| AttemptResult::Failed(Failure { state: "error", reason });
        let context = match self.fetch_context().await {
            Ok(context) => context,
            Err(reason) => return failed(reason),
        };
        tokio::time::sleep(self.times.open_log).await;
        let result = match &self.log {
            Some(log) => self.write_scripted_log(log).await,
            None => self.check_steps(&context).await,
        };
        result.unwrap_or_else(|error| failed(format!("failed to write the build log: {error}")))
    }

    /// Reads and merges the archives of the context.
    async fn fetch_context(&self) -> Result<Context, String> {
        let (state, build) = (Arc::clone(&self.state), self.build.clone());
        let merge = move || {
            let hashes = build.context_hashes.unwrap_or_default();
            Context::merge(&state, &build.dockerfile, &hashes)
        };
        match tokio::task::spawn_blocking(merge).await {
            Ok(context) => context.map_err(|error| error.reason()),
            Err(error) => Err(format!("failed to read the build context: {error}")),
        }
    }

    /// Opens the log, and stores the offset at which the attempt starts.
    async fn open_log(&self) -> io::Result<LogWriter> {
        let build_ref = &self.build.build_ref;
        let log = self.state.logs.append(build_ref, self.build.attempt_log_start).await?;
        let mut tables = self.state.database.tables();
        let row = BuildRow { attempt_log_start: Some(log.start), ..self.row(&tables) };
        self.state.database.put_build(&mut tables, row)?;
        Ok(log)
    }

    /// Returns the current row of the build.
    fn row(&self, tables: &Tables) -> BuildRow {
        tables.builds.get(&self.build.build_ref).unwrap_or(&self.build).clone()
    }

    async fn write_scripted_log(&self, script: &BuildLog) -> io::Result<AttemptResult> {
        let mut log = self.open_log().await?;
        for _ in 0..script.times {
            log.bytes(&script.bytes).await?;
        }
        self.sleep_for_step(1).await;
        tokio::time::sleep(self.times.export).await;
        match &self.outcome {
            None => Ok(AttemptResult::Exported(log)),
            Some(outcome) => Ok(AttemptResult::Failed(Failure::scripted(outcome).await)),
        }
    }

    /// Checks each step of the Dockerfile, and logs it as the runner does.
    async fn check_steps(&self, context: &Context) -> io::Result<AttemptResult> {
        let dockerfile = self.build.dockerfile.as_str();
        let mut progress = PlainProgress::new(self.open_log().await?);
        progress.start(LOAD_DEFINITION).await?;
        let stages = match steps::parse(dockerfile) {
            Ok(stages) => stages,
            Err(error) => return fail(&mut progress, &error).await,
        };
        log_context(&mut progress, context).await?;
        let steps = steps::steps(&stages);
        let paths = ContextPaths::new(context.paths());
        let mut is_explained = !self.state.settings.is_trial;
        for step in &steps {
            progress.start_cacheable(&step.label).await?;
            if step.is_run && !is_explained {
                progress.raw_line(trial::NOT_EXECUTED).await?;
                is_explained = true;
            }
            if let Some(error) = missing_source(step, &paths) {
                return fail(&mut progress, &error).await;
            }
            self.sleep_for_step(steps.len()).await;
        }
        self.export(progress).await
    }

    /// Sleeps for the share of one step in the build time.
    async fn sleep_for_step(&self, steps: usize) {
        let steps = u32::try_from(steps).unwrap_or(u32::MAX).max(1);
        tokio::time::sleep(self.times.steps / steps).await;
    }

    /// Exports and tags the image, which succeeds unless the outcome is scripted.
    async fn export(&self, mut progress: PlainProgress) -> io::Result<AttemptResult> {
        progress.start("exporting to image").await?;
        tokio::time::sleep(self.times.export).await;
        let Some(outcome) = &self.outcome else {
            return Ok(AttemptResult::Exported(progress.into_log()));
        };
        let failure = Failure::scripted(outcome).await;
        let error = BuildError { message: failure.reason.clone(), line: None };
        progress.fail(&error).await?;
        Ok(AttemptResult::Failed(failure))
    }

    /// Moves all waiting snapshots to their end state.
    fn finish(&self, end: &End) -> io::Result<()> {
        let mut tables = self.state.database.tables();
        tables.running.remove(&self.build.build_ref);
        let succeeded = matches!(end, End::Active);
        let row = BuildRow { succeeded, attempt_log_start: None, ..self.row(&tables) };
        self.state.database.put_build(&mut tables, row)?;
        let waiting: Vec<_> = tables
            .snapshots
            .values()
            .filter(|row| row.build_ref.as_ref() == Some(&self.build.build_ref))
            .map(|row| row.id.clone())
            .collect();
        waiting.iter().try_for_each(|id| transition::finish(&self.state, &mut tables, id, end))
    }
}

async fn fail(progress: &mut PlainProgress, error: &BuildError) -> io::Result<AttemptResult> {
    progress.fail(error).await?;
    Ok(AttemptResult::Failed(Failure { state: "error", reason: error.reason() }))
}

async fn log_context(progress: &mut PlainProgress, context: &Context) -> io::Result<()> {
    progress.start("[internal] load build context").await?;
    for (hash, damage) in &context.skipped {
        tracing::warn!(context.hash = %hash, %damage, "skipped a damaged context archive");
        progress.raw_line(&format!("context {hash} is damaged and was skipped: {damage}")).await?;
    }
    Ok(())
}

/// Returns the error of the first source that is not in the context.
fn missing_source(step: &Step<'_>, paths: &ContextPaths) -> Option<BuildError> {
    let message = step.sources().find_map(|source| paths.check(source).err())?;
    Some(BuildError { message, line: Some(step.line) })
}
