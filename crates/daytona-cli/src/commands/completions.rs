//! `completions`: prints completion scripts for shells, and answers them.

use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::time::Duration;

use clap::{Command, CommandFactory};
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};
use clap_complete::env::{Bash, Elvish, EnvCompleter, Fish, Powershell, Zsh};
use tokio::time::timeout;

use crate::cli::{Cli, CompletionsArgs, ConnectionArgs, Shell};
use crate::connection::Connection;
use crate::failure::{Exit, Failure};
use crate::local::Access;
use crate::operation::OperationStatus;
use crate::output::{self, Progress, ProgressStyle};

/// The variable with which a completion script calls the program.
const VARIABLE: &str = "DAYTONA_SNAPSHOT_COMPLETE";
/// The longest wait for names of snapshots.
const LIMIT: Duration = Duration::from_millis(300);
/// The most names that are requested.
const MAX_NAMES: u32 = 200;
/// The verbs with an existing snapshot, and the ids of their arguments.
const VERBS: [(&str, &str); 6] = [
    ("get", "snapshot"),
    ("delete", "snapshots"),
    ("activate", "snapshot"),
    ("deactivate", "snapshot"),
    ("logs", "snapshot"),
    ("wait", "snapshot"),
];
const NAME: &str = "daytona-snapshot";

/// Prints the completion script of a shell. The script calls the program for the candidates.
pub(crate) fn run(arguments: &CompletionsArgs) -> Result<(), Failure> {
    let mut script = Vec::new();
    completer(arguments.shell)
        .write_registration(VARIABLE, NAME, NAME, NAME, &mut script)
        .map_err(|error| {
            Failure::new(Exit::Other, "internal", format!("failed to write the script: {error}"))
        })?;
    let script = String::from_utf8_lossy(&script);
    output::text(&format!("{script}{}", addition(arguments.shell)));
    Ok(())
}

/// Returns what a script needs in addition, in the language of its shell.
fn addition(shell: Shell) -> &'static str {
    match shell {
        Shell::Bash => include_str!("completions/colons.bash"),
        Shell::Zsh => include_str!("completions/first_tab.zsh"),
        Shell::Elvish | Shell::Fish | Shell::Powershell => "",
    }
}

fn completer(shell: Shell) -> &'static dyn EnvCompleter {
    match shell {
        Shell::Bash => &Bash,
        Shell::Elvish => &Elvish,
        Shell::Fish => &Fish,
        Shell::Powershell => &Powershell,
        Shell::Zsh => &Zsh,
    }
}

/// Answers a completion script, if one calls the program. Returns `true` if it did.
pub(crate) fn answer(arguments: &[OsString]) -> Result<bool, Failure> {
    let Some(shell) = std::env::var_os(VARIABLE).filter(|shell| !shell.is_empty()) else {
        return Ok(false);
    };
    let shell = Path::new(&shell).file_stem().and_then(|name| name.to_str()).unwrap_or_default();
    let all: [&dyn EnvCompleter; 5] = [&Bash, &Elvish, &Fish, &Powershell, &Zsh];
    let Some(completer) = all.into_iter().find(|completer| completer.is(shell)) else {
        return Err(Failure::usage(format!("there are no completions for the shell `{shell}`")));
    };
    let mut words = arguments.to_vec();
    let separator = words.iter().position(|word| word == "--");
    words.drain(..separator.map_or(0, |position| position + 1));
    let mut command = with_snapshot_names(Cli::command(), &words);
    let folder = std::env::current_dir().ok();
    let mut candidates = Vec::new();
    completer
        .write_complete(&mut command, words, folder.as_deref(), &mut candidates)
        .map_err(|error| Failure::usage(format!("failed to complete: {error}")))?;
    // The candidates are separated by a control character. The names in them are plain.
    output::file(&String::from_utf8_lossy(&candidates));
    Ok(true)
}

/// Completes the ids or names of snapshots from the server.
fn with_snapshot_names(command: Command, words: &[OsString]) -> Command {
    let connection = ConnectionArgs::of_words(words);
    VERBS.into_iter().fold(command, |command, (verb, argument)| {
        let connection = connection.clone();
        let names = ArgValueCompleter::new(move |start: &OsStr| {
            let Some(start) = start.to_str().filter(|start| !start.starts_with('-')) else {
                return Vec::new();
            };
            let names = names(&connection).into_iter().filter(|name| name.starts_with(start));
            names.map(CompletionCandidate::new).collect()
        });
        command.mut_subcommand(verb, |verb| verb.mut_arg(argument, |argument| argument.add(names)))
    })
}

/// Returns the names of the first snapshots, or none if the server takes longer than [`LIMIT`].
fn names(connection: &ConnectionArgs) -> Vec<String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let Ok(runtime) = runtime else { return Vec::new() };
    let names = runtime.block_on(within_limit(list(connection)));
    // A thread may still look up the address of the server. It must not delay the exit.
    runtime.shutdown_background();
    names
}

async fn within_limit(names: impl Future<Output = Option<Vec<String>>>) -> Vec<String> {
    timeout(LIMIT, names).await.ok().flatten().unwrap_or_default()
}

async fn list(arguments: &ConnectionArgs) -> Option<Vec<String>> {
    let progress = Progress::new(ProgressStyle::None);
    let connection =
        Connection::open(arguments, Access::Read, progress, OperationStatus::default())
            .await
            .ok()?;
    let page = connection.daytona.snapshots().list().limit(MAX_NAMES).await;
    connection.close().await;
    let own = page.ok()?.items.into_iter().filter(|snapshot| !snapshot.general);
    Some(own.map(|snapshot| snapshot.name).filter(|name| is_plain(name)).collect())
}

/// Returns `true` if a shell takes a name as one word.
fn is_plain(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.-:/@".contains(&byte))
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use tokio::time::Instant;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn names_arrive_within_the_limit_or_not_at_all() {
        let began = Instant::now();
        assert_eq!(within_limit(pending()).await, Vec::<String>::new());
        assert_eq!(began.elapsed(), LIMIT);
        let names = async {
            tokio::time::sleep(LIMIT - Duration::from_millis(1)).await;
            Some(vec!["alpha".to_owned()])
        };
        assert_eq!(within_limit(names).await, ["alpha"]);
    }
}
