//! One run of the program, from the command line to the exit code.

use std::ffi::OsString;
use std::process::ExitCode;

use crate::cli::{Cli, Command, ConnectionArgs, RemoteCommand};
use crate::commands;
use crate::connection::{CommandLine, Connection};
use crate::failure::{Exit, Failure};
use crate::interrupt::Signals;
use crate::journal::Journal;
use crate::output::Format;

/// Runs the program.
pub(crate) fn run(arguments: Vec<OsString>) -> ExitCode {
    let cli = match Cli::read(&arguments) {
        Ok(cli) => cli,
        Err(error) => return refuse(error, Cli::format_of(&arguments)),
    };
    let format = cli.format;
    match execute(cli) {
        Ok(()) => Exit::Done.into(),
        Err(failure) => {
            failure.print(format);
            failure.exit_code()
        }
    }
}

/// Answers a command line that asks for help, or cannot be read.
fn refuse(error: clap::Error, format: Format) -> ExitCode {
    if !error.use_stderr() || format == Format::Table {
        // Nothing is left to tell somebody who closed the stream.
        let _ = error.print();
        return if error.use_stderr() { Exit::Usage.into() } else { Exit::Done.into() };
    }
    let failure = Failure::from(error);
    failure.print(format);
    failure.exit_code()
}

fn execute(cli: Cli) -> Result<(), Failure> {
    let Cli { connection, format, command } = cli;
    connection.check()?;
    match command {
        Command::Completions(arguments) => commands::completions::run(&arguments),
        Command::Image(arguments) => commands::image::run(&arguments, format),
        Command::Local(arguments) => on_a_runtime(async |signals| {
            commands::local::run(&arguments, &connection, format, signals).await
        }),
        Command::Remote(command) => {
            on_a_runtime(async |signals| ask_server(command, &connection, format, signals).await)
        }
    }
}

/// Runs on one thread: a second one would only cost the short verbs their start.
fn on_a_runtime(
    verb: impl AsyncFnOnce(&mut Signals) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let failed = |error| Failure::new(Exit::Other, "runtime", format!("failed to start: {error}"));
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(failed)?;
    let outcome = runtime.block_on(async {
        let mut signals = Signals::listen().map_err(failed)?;
        verb(&mut signals).await
    });
    // Reading of files that nobody waits for any more must not hold the process.
    runtime.shutdown_background();
    outcome
}

/// Carries out a verb at a server, unless a signal comes first.
async fn ask_server(
    command: RemoteCommand,
    arguments: &ConnectionArgs,
    format: Format,
    signals: &mut Signals,
) -> Result<(), Failure> {
    let connection = Connection::open(arguments).await?;
    let session = Session {
        snapshots: connection.snapshots.clone(),
        format,
        journal: Journal::default(),
        command_line: CommandLine::new(arguments),
    };
    let outcome = tokio::select! {
        outcome = commands::run(command, &session) => outcome,
        signal = signals.next() => Err(session.journal.interrupted(signal, &session.command_line)),
    };
    connection.close().await;
    outcome
}

/// What every verb that talks to a server works with.
pub(crate) struct Session {
    pub(crate) snapshots: daytona_core::SnapshotService,
    pub(crate) format: Format,
    pub(crate) journal: Journal,
    pub(crate) command_line: CommandLine,
}

impl Session {
    /// Makes the failure of a verb that follows a snapshot: where only the following failed, it
    /// can be gone on with.
    pub(crate) fn failed_to_follow(&self, error: daytona_core::Error) -> Failure {
        let failure = Failure::from(error);
        match self.journal.followed() {
            Some(id_or_name) if failure.leaves_the_server_at_work() => {
                failure.with_resume(self.command_line.with(&["wait", &id_or_name]))
            }
            _ => failure,
        }
    }
}
