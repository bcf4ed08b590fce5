//! What can be written on the command line.

mod entrypoint;
mod timeout;

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use daytona_core::{GpuType, SandboxClass};

pub(crate) use entrypoint::Entrypoint;

use crate::failure::Failure;
use crate::output::{Format, ProgressStyle};

/// Creates, lists, follows and removes Daytona snapshots.
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

    /// How results are written
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
    /// Reads a command line. An error may be a request for help.
    pub(crate) fn read(arguments: &[OsString]) -> Result<Self, clap::Error> {
        Self::try_parse_from(arguments)
    }

    /// Finds the format that a command line asks for which the parser refused, so that the
    /// refusal is written in it too.
    pub(crate) fn format_of(arguments: &[OsString]) -> Format {
        let words: Vec<_> = arguments.iter().map(|word| word.to_string_lossy()).collect();
        let options = words.split(|word| word == "--").next().unwrap_or_default();
        let after = options.windows(2).filter(|pair| pair[0] == "--format").map(|pair| &*pair[1]);
        let within = options.iter().filter_map(|word| word.strip_prefix("--format="));
        let mut values = after.chain(within);
        values.find_map(|value| Format::from_str(value, false).ok()).unwrap_or_default()
    }
}

/// Which Daytona is talked to.
#[derive(Args, Clone, Debug)]
pub(crate) struct ConnectionArgs {
    /// Use a Daytona inside this process, with its state in a folder: no account needed. Waits up
    /// to 10 s while another command uses the folder
    #[arg(long, global = true, help_heading = "Global options")]
    local: bool,

    /// The folder of `--local`, which this implies. It must be new, empty, or have been one before
    /// [default: $DAYTONA_LOCAL_DIR, else daytona-snapshot/local in $XDG_STATE_HOME or
    /// ~/.local/state]
    #[arg(long, global = true, help_heading = "Global options", value_name = "DIR")]
    pub(crate) local_dir: Option<PathBuf>,

    /// The URL of the API [default: $DAYTONA_API_URL, else `https://app.daytona.io/api`]
    #[arg(long, global = true, help_heading = "Global options", value_name = "URL")]
    pub(crate) api_url: Option<String>,

    /// Do not read context files again that have not changed, as remembered in a file [default of
    /// FILE: daytona/digests in $XDG_CACHE_HOME or ~/.cache]
    #[arg(
        long,
        global = true,
        help_heading = "Global options",
        value_name = "FILE",
        num_args = 0..=1,
        require_equals = true
    )]
    pub(crate) digest_cache: Option<Option<PathBuf>>,
}

impl ConnectionArgs {
    pub(crate) fn is_local(&self) -> bool {
        self.local || self.local_dir.is_some()
    }

    /// Refuses two places at once. The parser cannot: it sees global arguments per level.
    pub(crate) fn check(&self) -> Result<(), Failure> {
        if self.is_local() && self.api_url.is_some() {
            return Err(Failure::usage("`--local` and `--api-url` name two different servers")
                .with_hint("leave one of them out"));
        }
        Ok(())
    }
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    #[command(flatten)]
    Remote(RemoteCommand),
    /// Show what a build would receive, without sending anything
    Image(BuildArgs),
    /// Handle the Daytona that `--local` uses
    #[command(subcommand)]
    Local(LocalCommand),
    /// Print a completion script for a shell
    Completions(CompletionsArgs),
}

impl Command {
    /// Returns the time after which to give up, if one was given.
    pub(crate) fn timeout(&self) -> Option<Duration> {
        match self {
            Self::Remote(command) => command.time_limit().timeout,
            Self::Image(_) | Self::Local(_) | Self::Completions(_) => None,
        }
    }
}

/// What to ask a server for.
#[derive(Debug, Subcommand)]
pub(crate) enum RemoteCommand {
    /// Create a snapshot from a Dockerfile or a registry image, and follow its build
    Create(CreateArgs),
    /// List snapshots, one page or all
    List(ListArgs),
    /// Show one snapshot with all its fields
    Get(SnapshotArg),
    /// Delete a snapshot
    Delete(DeleteArgs),
    /// Activate an inactive snapshot
    Activate(SnapshotArg),
    /// Set a snapshot aside until it is activated again
    Deactivate(SnapshotArg),
    /// Print the log of a snapshot's build
    Logs(LogsArgs),
    /// Wait until a snapshot is active, following its build
    Wait(WaitArgs),
    /// Handle build contexts
    #[command(subcommand)]
    Context(ContextCommand),
}

impl RemoteCommand {
    /// Returns how the steps of the command are written.
    pub(crate) fn progress(&self) -> ProgressStyle {
        match self {
            Self::Create(arguments) => arguments.following.progress,
            Self::Wait(arguments) => arguments.following.progress,
            _ => ProgressStyle::default(),
        }
    }

    fn time_limit(&self) -> &TimeLimit {
        match self {
            Self::Create(arguments) => &arguments.time_limit,
            Self::List(arguments) => &arguments.time_limit,
            Self::Get(target) | Self::Activate(target) | Self::Deactivate(target) => {
                &target.time_limit
            }
            Self::Delete(arguments) => &arguments.target.time_limit,
            Self::Logs(arguments) => &arguments.target.time_limit,
            Self::Wait(arguments) => &arguments.target.time_limit,
            Self::Context(ContextCommand::Upload { time_limit, .. }) => time_limit,
        }
    }
}

/// Names a snapshot.
#[derive(Args, Debug)]
pub(crate) struct SnapshotArg {
    /// The id or name of the snapshot
    #[arg(value_name = "ID_OR_NAME")]
    pub(crate) snapshot: String,

    #[command(flatten)]
    pub(crate) time_limit: TimeLimit,
}

/// How long a verb may take.
#[derive(Args, Debug)]
pub(crate) struct TimeLimit {
    /// Give up after this time, for all steps and the output together: 600, 600s, 10m, 1h30m
    /// [default: never, as with 0; a request that the server does not answer fails after 93 s]
    #[arg(long, value_name = "TIME", value_parser = timeout::parse)]
    pub(crate) timeout: Option<Duration>,
}

/// What to create.
#[derive(Args, Debug)]
#[command(group = ArgGroup::new("source").required(true).args(["dockerfile", "image"]))]
pub(crate) struct CreateArgs {
    /// The name of the new snapshot, unique within the organization
    pub(crate) name: String,

    /// Build this Dockerfile; its COPY and ADD sources are taken from its own directory
    #[arg(long, value_name = "PATH")]
    pub(crate) dockerfile: Option<PathBuf>,

    /// Use this registry image as it is: a tag other than `latest`, or a digest
    #[arg(long, value_name = "IMAGE")]
    pub(crate) image: Option<String>,

    #[command(flatten)]
    pub(crate) entrypoint: Entrypoint,

    /// CPU cores of each sandbox
    #[arg(long, value_name = "CORES")]
    pub(crate) cpu: Option<u32>,

    /// Memory of each sandbox, in GiB
    #[arg(long, value_name = "GIB")]
    pub(crate) memory: Option<u32>,

    /// Disk of each sandbox, in GiB
    #[arg(long, value_name = "GIB")]
    pub(crate) disk: Option<u32>,

    /// GPUs of each sandbox: 0 or 1
    #[arg(long, value_name = "COUNT")]
    pub(crate) gpu: Option<u32>,

    /// The kind of GPU, such as H100
    #[arg(long, value_name = "TYPE")]
    pub(crate) gpu_type: Option<GpuType>,

    /// The id of the region to make it available in [default: $DAYTONA_TARGET, else the
    /// organization's]
    #[arg(long, value_name = "ID")]
    pub(crate) region: Option<String>,

    /// The kind of sandbox: linux-vm, container or windows
    #[arg(long, value_name = "CLASS")]
    pub(crate) class: Option<SandboxClass>,

    /// What to do when there is a snapshot of the name
    #[arg(long, value_enum, value_name = "WHAT", default_value_t)]
    pub(crate) if_exists: IfExists,

    /// Return as soon as the server has accepted the snapshot
    #[arg(long, conflicts_with = "if_exists")]
    pub(crate) no_wait: bool,

    #[command(flatten)]
    pub(crate) time_limit: TimeLimit,

    #[command(flatten)]
    pub(crate) following: Following,
}

/// What `create` does when there is a snapshot of the name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum IfExists {
    /// Fail
    #[default]
    Fail,
    /// Take it if it has the same content, and fail otherwise. One whose build has FAILED is
    /// DELETED and created again, one that is being removed is waited for
    Adopt,
    /// Like adopt, but DELETE one of other content, wait until it is gone, and create it again.
    /// Where the creation then fails, the old one does not come back
    Replace,
}

/// How an operation is followed.
#[derive(Args, Debug)]
pub(crate) struct Following {
    /// How steps and build logs are written to standard error
    #[arg(long, value_enum, value_name = "STYLE", default_value_t)]
    pub(crate) progress: ProgressStyle,
}

/// Which snapshots to list.
#[derive(Args, Debug)]
pub(crate) struct ListArgs {
    /// The page, from 1 [default: 1]
    #[arg(long, allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) page: Option<u32>,

    /// Snapshots per page, 1 to 200 [default: 100]
    #[arg(long, allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) limit: Option<u32>,

    /// List the snapshots of all pages
    #[arg(long, conflicts_with_all = ["page", "limit"])]
    pub(crate) all: bool,

    /// Only those whose name contains this, in any case
    #[arg(long, value_name = "PART")]
    pub(crate) name: Option<String>,

    /// What to sort by [default: last-used; with --all created]
    #[arg(long, value_enum, value_name = "KEY")]
    pub(crate) sort: Option<SortKey>,

    /// The direction [default: asc for name and state, desc for times]
    #[arg(long, value_enum, value_name = "ORDER")]
    pub(crate) order: Option<Direction>,

    #[command(flatten)]
    pub(crate) time_limit: TimeLimit,
}

/// What a list is sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SortKey {
    Name,
    State,
    LastUsed,
    Created,
}

/// The direction of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Direction {
    Asc,
    Desc,
}

/// What to delete.
#[derive(Args, Debug)]
pub(crate) struct DeleteArgs {
    #[command(flatten)]
    pub(crate) target: SnapshotArg,

    /// Return once the snapshot is gone and its name is free, instead of at the server's answer
    #[arg(long)]
    pub(crate) wait: bool,
}

/// Which log to print.
#[derive(Args, Debug)]
pub(crate) struct LogsArgs {
    #[command(flatten)]
    pub(crate) target: SnapshotArg,

    /// Go on printing until the build has ended; the exit code tells how
    #[arg(long, short)]
    pub(crate) follow: bool,
}

/// What to wait for.
#[derive(Args, Debug)]
pub(crate) struct WaitArgs {
    #[command(flatten)]
    pub(crate) target: SnapshotArg,

    #[command(flatten)]
    pub(crate) following: Following,
}

/// What to build.
#[derive(Args, Debug)]
pub(crate) struct BuildArgs {
    /// The Dockerfile; its COPY and ADD sources are taken from its own directory
    #[arg(long, value_name = "PATH")]
    pub(crate) dockerfile: PathBuf,

    #[command(flatten)]
    pub(crate) entrypoint: Entrypoint,
}

/// What to do with build contexts.
#[derive(Debug, Subcommand)]
pub(crate) enum ContextCommand {
    /// Upload the files that a Dockerfile's build needs, and print the hashes to name them by
    Upload {
        /// The Dockerfile; its COPY and ADD sources are taken from its own directory
        #[arg(long, value_name = "PATH")]
        dockerfile: PathBuf,

        #[command(flatten)]
        time_limit: TimeLimit,
    },
}

/// What to do with the local Daytona.
#[derive(Debug, Subcommand)]
pub(crate) enum LocalCommand {
    /// Serve it on a loopback port until Ctrl-C, and print the variables that reach it
    Serve {
        /// The port; 0 is any free one
        #[arg(long, default_value_t = 0)]
        port: u16,
    },
}

/// Which completions to print.
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
    fn format_is_found_in_a_line_that_cannot_be_read() {
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
    fn exactly_one_source_is_wanted() {
        for sources in ["", " --dockerfile D --image alpine:3.20"] {
            let line = format!("daytona-snapshot create demo{sources}");
            assert!(Cli::read(&arguments(&line)).is_err(), "{line}");
        }
    }

    #[test]
    fn two_servers_are_refused_wherever_they_are_named() {
        let line = "daytona-snapshot --local list --api-url http://127.0.0.1:1/api";
        let cli = Cli::read(&arguments(line)).unwrap();
        assert!(cli.connection.check().is_err());
    }
}
