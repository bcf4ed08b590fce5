//! The command line: verbs, arguments and options.

mod connection;
mod create;
mod entrypoint;
mod list;
mod progress;
mod timeout;

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

pub(crate) use connection::ConnectionArgs;
pub(crate) use create::{CreateArgs, IfExists};
pub(crate) use list::{Direction, ListArgs, SortKey};

use crate::output::{Format, ProgressStyle};
use entrypoint::Entrypoint;
use progress::ProgressArgs;
use timeout::TimeoutArgs;

/// Creates, lists, follows and deletes Daytona snapshots.
#[derive(Debug, Parser)]
#[command(
    name = "daytona-snapshot",
    bin_name = "daytona-snapshot",
    version,
    after_help = "Credentials: DAYTONA_API_KEY, or DAYTONA_JWT_TOKEN with DAYTONA_ORGANIZATION_ID, from the environment, .env.local or .env.",
    after_long_help = concat!(
        "Credentials:\n",
        "DAYTONA_API_KEY, or DAYTONA_JWT_TOKEN with DAYTONA_ORGANIZATION_ID; also DAYTONA_API_URL and\n",
        "DAYTONA_TARGET (default region). From the environment, else .env.local, else .env.\n\n",
        "Output:\n",
        include_str!("../docs/output.md"),
        "\nExit codes:\n",
        include_str!("../docs/exit-codes.md"),
    ),
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) connection: ConnectionArgs,

    /// The format of results and failures
    #[arg(
        long,
        global = true,
        help_heading = "Global options",
        value_enum,
        value_name = "FORMAT",
        default_value_t
    )]
    pub(crate) format: Format,

    #[command(subcommand)]
    pub(crate) command: Command,
}

impl Cli {
    /// Parses a command line. The error may be a help text.
    pub(crate) fn read(arguments: &[OsString]) -> Result<Self, clap::Error> {
        Self::try_parse_from(arguments)
    }

    /// Returns the `--format` of a command line that the parser refused. The error is written in
    /// this format.
    pub(crate) fn format_of(arguments: &[OsString]) -> Format {
        let words: Vec<_> = arguments.iter().map(|word| word.to_string_lossy()).collect();
        let options = words.split(|word| word == "--").next().unwrap_or_default();
        let after = options.windows(2).filter(|pair| pair[0] == "--format").map(|pair| &*pair[1]);
        let within = options.iter().filter_map(|word| word.strip_prefix("--format="));
        let mut values = after.chain(within);
        values.find_map(|value| Format::from_str(value, false).ok()).unwrap_or_default()
    }
}

/// A verb.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    #[command(flatten)]
    Remote(RemoteCommand),
    /// Show the Dockerfile and the build context of an image, without a server
    Image(ImageArgs),
    /// Use the emulator behind `--local`
    #[command(subcommand)]
    Local(LocalCommand),
    /// Print a completion script for a shell
    Completions(CompletionsArgs),
}

impl Command {
    /// Returns the timeout. [`Duration::ZERO`] means no timeout.
    pub(crate) fn timeout(&self) -> Duration {
        match self {
            Self::Remote(command) => command.timeout().get(),
            Self::Image(_) | Self::Local(_) | Self::Completions(_) => Duration::ZERO,
        }
    }
}

/// A verb that needs a server.
#[derive(Debug, Subcommand)]
pub(crate) enum RemoteCommand {
    /// Create a snapshot from a Dockerfile or a registry image, and follow its build
    Create(CreateArgs),
    /// List snapshots, one page or all
    List(ListArgs),
    /// Show one snapshot with all its fields
    Get(SnapshotArgs),
    /// Delete a snapshot
    Delete(DeleteArgs),
    /// Activate an inactive snapshot
    Activate(SnapshotArgs),
    /// Deactivate a snapshot: no sandbox starts from it until it is activated
    Deactivate(SnapshotArgs),
    /// Print the build log of a snapshot
    Logs(LogsArgs),
    /// Wait until a snapshot is active, and follow its build
    Wait(WaitArgs),
    /// Upload build contexts
    #[command(subcommand)]
    Context(ContextCommand),
}

impl RemoteCommand {
    /// Returns the style of the progress.
    pub(crate) fn progress(&self) -> ProgressStyle {
        match self {
            Self::Create(arguments) => arguments.progress.style,
            Self::Wait(arguments) => arguments.progress.style,
            _ => ProgressStyle::default(),
        }
    }

    fn timeout(&self) -> &TimeoutArgs {
        match self {
            Self::Create(arguments) => &arguments.timeout,
            Self::List(arguments) => &arguments.timeout,
            Self::Get(target) | Self::Activate(target) | Self::Deactivate(target) => {
                &target.timeout
            }
            Self::Delete(arguments) => &arguments.target.timeout,
            Self::Logs(arguments) => &arguments.target.timeout,
            Self::Wait(arguments) => &arguments.target.timeout,
            Self::Context(ContextCommand::Upload { timeout, .. }) => timeout,
        }
    }
}

/// An existing snapshot, and the timeout of the verb.
#[derive(Args, Debug)]
pub(crate) struct SnapshotArgs {
    /// The id or name of the snapshot
    #[arg(value_name = "ID_OR_NAME")]
    pub(crate) snapshot: String,

    #[command(flatten)]
    pub(crate) timeout: TimeoutArgs,
}

/// The arguments of `delete`.
#[derive(Args, Debug)]
pub(crate) struct DeleteArgs {
    #[command(flatten)]
    pub(crate) target: SnapshotArgs,

    /// Wait until the snapshot is deleted and its name is free
    #[arg(long)]
    pub(crate) wait: bool,
}

/// The arguments of `logs`.
#[derive(Args, Debug)]
pub(crate) struct LogsArgs {
    #[command(flatten)]
    pub(crate) target: SnapshotArgs,

    /// Print new lines until the build ends; the exit code is that of `wait`
    #[arg(long, short)]
    pub(crate) follow: bool,
}

/// The arguments of `wait`.
#[derive(Args, Debug)]
pub(crate) struct WaitArgs {
    #[command(flatten)]
    pub(crate) target: SnapshotArgs,

    #[command(flatten)]
    pub(crate) progress: ProgressArgs,
}

/// The arguments of `image`.
#[derive(Args, Debug)]
pub(crate) struct ImageArgs {
    /// The Dockerfile. Its folder is the root of the build context
    #[arg(long, value_name = "PATH")]
    pub(crate) dockerfile: PathBuf,

    #[command(flatten)]
    pub(crate) entrypoint: Entrypoint,
}

/// The verbs of `context`.
#[derive(Debug, Subcommand)]
pub(crate) enum ContextCommand {
    /// Upload the files that the build of a Dockerfile needs, and print their context hashes
    Upload {
        /// The Dockerfile. Its folder is the root of the build context
        #[arg(long, value_name = "PATH")]
        dockerfile: PathBuf,

        #[command(flatten)]
        timeout: TimeoutArgs,
    },
}

/// The verbs of `local`.
#[derive(Debug, Subcommand)]
pub(crate) enum LocalCommand {
    /// Serve the emulator on a loopback port until Ctrl-C, and print the variables that select it
    Serve {
        /// The port; 0 selects a free one
        #[arg(long, default_value_t = 0)]
        port: u16,

        /// Serve https with a certificate authority in the state folder, and print the variables
        /// with which programs trust it
        #[arg(long)]
        tls: bool,
    },
}

/// The arguments of `completions`.
#[derive(Args, Debug)]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub(crate) shell: Shell,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(line: &str) -> Vec<OsString> {
        line.split(' ').map(OsString::from).collect()
    }

    #[test]
    fn definitions_are_consistent() {
        <Cli as clap::CommandFactory>::command().debug_assert();
    }

    #[test]
    fn format_is_found_in_an_invalid_command_line() {
        for line in [
            "daytona-snapshot list --page 0 --format json",
            "daytona-snapshot --format=json create",
            "daytona-snapshot --format json lst",
        ] {
            assert!(Cli::read(&arguments(line)).is_err(), "{line}");
            assert_eq!(Cli::format_of(&arguments(line)), Format::Json, "{line}");
        }
        for line in ["daytona-snapshot lst", "daytona-snapshot lst -- --format json"] {
            assert_eq!(Cli::format_of(&arguments(line)), Format::Table, "{line}");
        }
    }

    #[test]
    fn exactly_one_source_is_required() {
        for sources in ["", " --dockerfile D --image alpine:3.20"] {
            let line = format!("daytona-snapshot create demo{sources}");
            assert!(Cli::read(&arguments(&line)).is_err(), "{line}");
        }
    }

    #[test]
    fn two_servers_are_refused_before_and_after_the_verb() {
        let line = "daytona-snapshot --local list --api-url http://127.0.0.1:1/api";
        let cli = Cli::read(&arguments(line)).unwrap();
        assert!(cli.connection.check().is_err());
    }
}
