//! One run of the program, from the command line to the exit code.

use std::ffi::OsString;
use std::process::ExitCode;

use tokio::time::timeout;

use crate::cli::{Cli, Command, ConnectionArgs, RemoteCommand};
use crate::commands;
use crate::connection::{CommandLine, Connection};
use crate::deadline::{Deadline, GRACE};
use crate::failure::{Exit, Failure};
use crate::interrupt::{Signals, Stop};
use crate::journal::Journal;
use crate::output::{self, Format, Progress};

/// Runs the program.
pub(crate) fn run(arguments: Vec<OsString>) -> ExitCode {
    let cli = Cli::read(&arguments);
    let format = match &cli {
        Ok(cli) => cli.format,
        Err(_) => Cli::format_of(&arguments),
    };
    let exit = on_a_runtime(async |signals| match cli {
        Ok(cli) => {
            let deadline = Deadline::after(cli.command.timeout());
            let outcome = execute(cli, deadline, signals).await;
            finish(outcome, format, deadline, signals).await
        }
        Err(error) => finish(refuse(error, format), format, Deadline::after(None), signals).await,
    });
    let exit = exit.unwrap_or_else(|failure| {
        failure.print(format);
        output::wait_until_written();
        failure.exit()
    });
    exit.into()
}

/// Answers a command line that asks for help, or cannot be read.
fn refuse(mut error: clap::Error, format: Format) -> Result<Exit, Failure> {
    if error.use_stderr() && format != Format::Table {
        return Err(error.into());
    }
    output::parser_message(&mut error);
    if error.use_stderr() { Ok(Exit::Usage) } else { Ok(Exit::Done) }
}

async fn execute(cli: Cli, deadline: Deadline, signals: &mut Signals) -> Result<Exit, Failure> {
    let Cli { connection, format, command } = cli;
    connection.check()?;
    match command {
        Command::Completions(arguments) => commands::completions::run(&arguments),
        Command::Image(arguments) => {
            let journal = Journal::default();
            let verb = commands::image::run(&arguments, format);
            attended(verb, deadline, signals).await.unwrap_or_else(|stop| {
                Err(journal.stopped(stop, &CommandLine::new(&connection)))
            })?;
        }
        Command::Local(arguments) => {
            tokio::select! {
                served = commands::local::run(&arguments, &connection, format, signals) => served?,
                error = output::failure() => return Err(error.into()),
            }
            // A signal ended it, which a blocked output does not delay.
            output::hurry();
        }
        Command::Remote(command) => {
            ask_server(command, &connection, format, deadline, signals).await?;
        }
    }
    Ok(Exit::Done)
}

/// Runs on one thread: a second one would only cost the short verbs their start.
fn on_a_runtime<T>(program: impl AsyncFnOnce(&mut Signals) -> T) -> Result<T, Failure> {
    let failed = |error| Failure::new(Exit::Other, "runtime", format!("failed to start: {error}"));
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(failed)?;
    let outcome = runtime.block_on(async {
        let mut signals = Signals::listen().map_err(failed)?;
        Ok(program(&mut signals).await)
    });
    // Reading of files that nobody waits for any more must not hold the process.
    runtime.shutdown_background();
    outcome
}

/// Carries out a verb at a server, unless a signal comes or the time is over first.
async fn ask_server(
    command: RemoteCommand,
    arguments: &ConnectionArgs,
    format: Format,
    deadline: Deadline,
    signals: &mut Signals,
) -> Result<(), Failure> {
    let journal = Journal::default();
    let command_line = CommandLine::new(arguments);
    let progress = Progress::new(command.progress());
    let connection = tokio::select! {
        connection = Connection::open(arguments, progress, journal.clone()) => connection?,
        stop = stop(deadline, signals) => return Err(journal.stopped(stop, &command_line)),
    };
    let session =
        Session { snapshots: connection.snapshots.clone(), format, journal, command_line };
    let outcome = attended(commands::run(command, &session), deadline, signals)
        .await
        .unwrap_or_else(|stop| Err(session.journal.stopped(stop, &session.command_line)));
    tokio::select! {
        () = connection.close() => {}
        _ = signals.next() => {}
    }
    outcome
}

/// Waits until a verb is done and its output is written. While that is blocked, signals and the
/// deadline hold.
async fn attended(
    verb: impl Future<Output = Result<(), Failure>>,
    deadline: Deadline,
    signals: &mut Signals,
) -> Result<Result<(), Failure>, Stop> {
    let verb = async {
        verb.await?;
        output::written().await?;
        Ok(())
    };
    tokio::select! {
        outcome = output::paced(verb, deadline.passed()) => Ok(outcome),
        error = output::failure() => Ok(Err(error.into())),
        stop = stop(deadline, signals) => Err(stop),
    }
}

/// Waits for what ends a verb early.
async fn stop(deadline: Deadline, signals: &mut Signals) -> Stop {
    tokio::select! {
        signal = signals.next() => Stop::Signal(signal),
        time = deadline.passed_for_good() => Stop::Deadline(time),
    }
}

/// Says how it ended, and returns the exit code. What nobody reads is not waited for after a
/// signal or the deadline.
async fn finish(
    outcome: Result<Exit, Failure>,
    format: Format,
    deadline: Deadline,
    signals: &mut Signals,
) -> Exit {
    let report = |failure: Failure| {
        failure.print(format);
        failure.exit()
    };
    let mut exit = outcome.unwrap_or_else(report);
    while !exit.is_by_signal() && !output::is_hurried() {
        tokio::select! {
            biased;
            written = output::written() => match written {
                // A failure that was reported before is the one that counts.
                Err(error) if exit == Exit::Done => exit = report(error.into()),
                Err(_) => {}
                Ok(()) => return exit,
            },
            signal = signals.next() => exit = signal.exit(),
            () = deadline.passed() => output::hurry(),
        }
    }
    output::hurry();
    let _ = timeout(GRACE, output::written()).await;
    exit
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
        let failure = match self.journal.loss() {
            Some(loss) => failure.with_message_end(&loss),
            None => failure,
        };
        if !failure.leaves_the_server_at_work() {
            return failure;
        }
        match self.journal.followed() {
            Some(id_or_name) => failure.with_resume(self.command_line.with(&["wait", &id_or_name])),
            None => self.journal.with_removal(failure, &self.command_line),
        }
    }
}
