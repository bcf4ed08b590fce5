//! One run of the program, from the command line to the exit code.

use std::ffi::OsString;
use std::process::ExitCode;

use tokio::time::timeout;

use crate::cli::{Cli, Command, ConnectionArgs, LocalCommand, RemoteCommand};
use crate::command_line::CommandLine;
use crate::commands;
use crate::connection::Connection;
use crate::deadline::{Deadline, GRACE};
use crate::failure::{Exit, Failure};
use crate::local::{Access, Scheme};
use crate::missing_source;
use crate::operation::OperationStatus;
use crate::output::{self, Format, Progress, ProgressStyle};
use crate::session::Session;
use crate::signals::{Signals, StopReason};

/// Runs the program.
pub(crate) fn run(arguments: Vec<OsString>) -> ExitCode {
    match commands::completions::answer(&arguments) {
        Ok(false) => {}
        answered => {
            let exit = answered.map_or_else(
                |failure| report(&failure, (Format::Table, ProgressStyle::None)),
                |_| Exit::Done,
            );
            output::wait_until_written();
            return exit.into();
        }
    }
    let cli = Cli::read(&arguments);
    let format = match &cli {
        Ok(cli) => cli.format,
        Err(_) => Cli::format_of(&arguments),
    };
    let progress = cli.as_ref().map(|cli| cli.command.progress()).unwrap_or_default();
    let exit = block_on(async |signals| match cli {
        Ok(cli) => {
            let deadline = Deadline::after(cli.command.timeout());
            let outcome = execute(cli, deadline, signals).await;
            finish(outcome, (format, progress), deadline, signals).await
        }
        Err(error) => {
            let outcome = match missing_source::failure(&error, &arguments) {
                Some(failure) => Err(failure),
                None => report_parser_error(error, format),
            };
            finish(outcome, (format, progress), Deadline::NEVER, signals).await
        }
    });
    let exit = exit.unwrap_or_else(|failure| {
        let exit = report(&failure, (format, progress));
        output::wait_until_written();
        exit
    });
    exit.into()
}

/// Writes the help, or the parser's error for an invalid command line.
fn report_parser_error(mut error: clap::Error, format: Format) -> Result<Exit, Failure> {
    if error.use_stderr() && format != Format::Table {
        return Err(error.into());
    }
    output::parser_message(&mut error);
    if error.use_stderr() { Ok(Exit::Usage) } else { Ok(Exit::Done) }
}

async fn execute(cli: Cli, deadline: Deadline, signals: &mut Signals) -> Result<Exit, Failure> {
    let Cli { connection, format, verbose, command } = cli;
    connection.check()?;
    let progress = Progress::new(command.progress());
    output::start_traces(verbose, &progress)?;
    match command {
        Command::Completions(arguments) => commands::completions::run(&arguments)?,
        Command::Man(arguments) => commands::man::run(&arguments.folder)?,
        Command::Image(arguments) => {
            let verb = commands::image::run(&arguments, format);
            run_offline(verb, &connection, deadline, signals).await?;
        }
        Command::Local(LocalCommand::Serve { port, tls }) => {
            let scheme = if tls { Scheme::Https } else { Scheme::Http };
            tokio::select! {
                served = commands::local::serve(port, scheme, &connection, format, signals) => served?,
                error = output::write_error() => return Err(error.into()),
            }
            // A signal ended the server. Blocked output must not delay the exit.
            output::begin_shutdown();
        }
        Command::Local(command) => {
            let verb = commands::local::run(&command, &connection, format);
            run_offline(verb, &connection, deadline, signals).await?;
        }
        Command::Remote(command) => {
            run_remote(command, &connection, (format, progress), deadline, signals).await?;
        }
    }
    Ok(Exit::Done)
}

/// Runs the program on one thread: a second thread would slow the start of short verbs.
fn block_on<T>(program: impl AsyncFnOnce(&mut Signals) -> T) -> Result<T, Failure> {
    let failed = |error| Failure::new(Exit::Other, "runtime", format!("failed to start: {error}"));
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(failed)?;
    let outcome = runtime.block_on(async {
        let mut signals = Signals::listen().map_err(failed)?;
        Ok(program(&mut signals).await)
    });
    // A cancelled verb may leave a thread that still reads files. It must not delay the exit.
    runtime.shutdown_background();
    outcome
}

/// Runs a verb without a server until it ends, a signal arrives or the deadline passes.
async fn run_offline(
    verb: impl Future<Output = Result<(), Failure>>,
    connection: &ConnectionArgs,
    deadline: Deadline,
    signals: &mut Signals,
) -> Result<(), Failure> {
    run_until_stopped(verb, deadline, signals).await.unwrap_or_else(|reason| {
        Err(OperationStatus::default().stopped(reason, &CommandLine::new(connection)))
    })
}

/// Runs a verb against a server until it ends, a signal arrives or the deadline passes.
async fn run_remote(
    command: RemoteCommand,
    arguments: &ConnectionArgs,
    (format, progress): (Format, Progress),
    deadline: Deadline,
    signals: &mut Signals,
) -> Result<(), Failure> {
    let status = OperationStatus::default();
    let command_line = CommandLine::new(arguments);
    let access = if command.only_reads() { Access::Read } else { Access::Write };
    let is_create = matches!(command, RemoteCommand::Create(_));
    let connection = tokio::select! {
        connection = Connection::open(arguments, access, progress.clone(), status.clone()) => connection?,
        reason = stopped(deadline, signals) => return Err(status.stopped(reason, &command_line)),
    };
    let session = Session {
        daytona: connection.daytona.clone(),
        snapshots: connection.daytona.snapshots(),
        format,
        status,
        command_line,
        progress,
        timeout: command.timeout(),
    };
    let outcome = run_until_stopped(commands::run(command, &session), deadline, signals)
        .await
        .unwrap_or_else(|reason| Err(session.status.stopped(reason, &session.command_line)));
    session.progress.finish();
    if is_create {
        connection.discard_uploads();
    }
    tokio::select! {
        () = connection.close() => {}
        _ = signals.next() => {}
    }
    outcome
}

/// Waits until a verb is done and its output is written. Signals and the deadline apply while the
/// output is blocked, too.
async fn run_until_stopped(
    verb: impl Future<Output = Result<(), Failure>>,
    deadline: Deadline,
    signals: &mut Signals,
) -> Result<Result<(), Failure>, StopReason> {
    let verb = async {
        verb.await?;
        output::written().await?;
        Ok(())
    };
    tokio::select! {
        outcome = output::with_backpressure(verb, deadline.passed()) => Ok(outcome),
        error = output::write_error() => Ok(Err(error.into())),
        reason = stopped(deadline, signals) => Err(reason),
    }
}

/// Waits for a signal or the deadline.
async fn stopped(deadline: Deadline, signals: &mut Signals) -> StopReason {
    tokio::select! {
        signal = signals.next() => StopReason::Signal(signal),
        timeout = deadline.passed_with_grace() => StopReason::Deadline(timeout),
    }
}

/// Reports the outcome, and waits until it is written. Returns the exit code.
///
/// After a signal or the deadline, the wait is limited to [`GRACE`].
async fn finish(
    outcome: Result<Exit, Failure>,
    format: (Format, ProgressStyle),
    deadline: Deadline,
    signals: &mut Signals,
) -> Exit {
    let mut exit = outcome.unwrap_or_else(|failure| report(&failure, format));
    while !exit.is_by_signal() && !output::is_shutting_down() {
        tokio::select! {
            biased;
            written = output::written() => match written {
                // An earlier failure decides the exit code.
                Err(error) if exit == Exit::Done => exit = report(&error.into(), format),
                Err(_) => {}
                Ok(()) => return exit,
            },
            signal = signals.next() => exit = signal.exit(),
            () = deadline.passed() => output::begin_shutdown(),
        }
    }
    output::begin_shutdown();
    let _ = timeout(GRACE, output::written()).await;
    exit
}

fn report(failure: &Failure, (format, progress): (Format, ProgressStyle)) -> Exit {
    output::failure(format, progress, failure);
    failure.exit()
}
