//! The traces of the library, as lines of standard error.

use std::env;
use std::io;

use tracing::level_filters::LevelFilter;
use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::{self, MakeWriter};
use tracing_subscriber::layer::SubscriberExt as _;

use super::progress::Progress;
use crate::failure::{Exit, Failure};

/// The variable with the filter of the traces.
const FILTER: &str = "DAYTONA_LOG";
/// The start of every target of the library. Other crates may trace secrets.
const LIBRARY: &str = "daytona_";

/// Starts to write traces, if `--verbose` or the variable requests them.
pub(crate) fn start_traces(is_verbose: bool, progress: &Progress) -> Result<(), Failure> {
    let Some(filter) = filter(is_verbose)? else { return Ok(()) };
    let lines = fmt::layer()
        .with_ansi(false)
        .with_timer(fmt::time::uptime())
        .with_writer(TraceWriter(progress.clone()))
        .with_filter(filter);
    tracing::subscriber::set_global_default(tracing_subscriber::registry().with(lines)).map_err(
        |error| Failure::new(Exit::Other, "internal", format!("failed to start traces: {error}")),
    )
}

/// Returns the filter of the variable, else that of `--verbose`.
fn filter(is_verbose: bool) -> Result<Option<Targets>, Failure> {
    match env::var_os(FILTER).filter(|value| !value.is_empty()) {
        Some(value) => parse(&value.to_string_lossy()).map(Some),
        None => Ok(is_verbose.then(|| Targets::new().with_target(LIBRARY, LevelFilter::DEBUG))),
    }
}

/// Parses levels, and targets of the library with levels.
fn parse(value: &str) -> Result<Targets, Failure> {
    let refused = |reason: &str| {
        Failure::usage(format!("the variable {FILTER} {reason}")).with_hint(format!(
            "set a level such as `debug`, or targets with levels such as `{LIBRARY}api=debug,{LIBRARY}core=trace`"
        ))
    };
    let parsed: Targets = value.parse().map_err(|_| refused("is not a filter of traces"))?;
    let every = parsed.default_level().map(|level| (LIBRARY.to_owned(), level));
    let some = parsed.iter().map(|(target, level)| (target.to_owned(), level));
    let targets: Vec<_> = every.into_iter().chain(some).collect();
    match targets.iter().find(|(target, _)| !target.starts_with(LIBRARY)) {
        Some((target, _)) => Err(refused(&format!(
            "names `{}`, which is neither a level nor a target of the library",
            target.escape_debug()
        ))),
        None => Ok(targets.into_iter().collect()),
    }
}

/// Creates writers that pass each trace to the progress of the verb.
struct TraceWriter(Progress);

/// Takes one trace. The formatter writes each with one call.
struct TraceLine<'a>(&'a Progress);

impl<'a> MakeWriter<'a> for TraceWriter {
    type Writer = TraceLine<'a>;

    fn make_writer(&'a self) -> Self::Writer {
        TraceLine(&self.0)
    }
}

impl io::Write for TraceLine<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.trace(String::from_utf8_lossy(bytes).trim_end());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tracing::Level;

    #[test]
    fn filter_has_targets_of_the_library_only() {
        let every = parse("debug").unwrap();
        assert!(every.would_enable("daytona_core::retry", &Level::DEBUG));
        assert!(!every.would_enable("daytona_core", &Level::TRACE));
        assert!(!every.would_enable("hyper", &Level::ERROR));
        let some = parse("warn,daytona_api=trace").unwrap();
        assert!(some.would_enable("daytona_api::hooks", &Level::TRACE));
        assert!(!some.would_enable("daytona_core", &Level::INFO));
        assert!(some.would_enable("daytona_core", &Level::WARN));
        for refused in ["hyper=trace", "verbose", "daytona_api=loud", "[span]=info"] {
            assert!(parse(refused).is_err(), "{refused}");
        }
    }
}
