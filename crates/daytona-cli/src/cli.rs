//! The command line: verbs, arguments and options.

mod build;
mod connection;
mod create;
mod delete;
mod docker_flags;
mod entrypoint;
mod examples;
mod help;
mod list;
mod progress;
mod timeout;

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use clap::error::ErrorKind;
use clap::{ArgGroup, Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use daytona_core::SnapshotState;

pub(crate) use build::{BuildArgs, DOCKERFILE};
pub(crate) use connection::ConnectionArgs;
pub(crate) use create::{CreateArgs, IfExists};
pub(crate) use delete::{Confirmation, DeleteArgs, PruneArgs};
pub(crate) use list::{Direction, ListArgs, SortKey};

use crate::output::{Format, ProgressStyle};
use progress::ProgressArgs;
use timeout::TimeoutArgs;

/// The words that request a help text.
const HELP_WORDS: [&str; 3] = ["-h", "--help", "help"];

/// Creates, lists, follows and deletes Daytona snapshots.
#[derive(Debug, Parser)]
#[command(
    name = "daytona-snapshot",
    bin_name = "daytona-snapshot",
    version,
    before_long_help = examples::START,
    after_help = concat!("Start here: `daytona-snapshot --local create hello .` needs no account.\n", "Credentials: DAYTONA_API_KEY, or DAYTONA_JWT_TOKEN with DAYTONA_ORGANIZATION_ID, from the environment, .env.local or .env."),
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

    /// Write requests, retries and other traces
    ///
    /// The traces of the library go to standard error. DAYTONA_LOG sets a filter instead, such as
    /// `trace` or `daytona_objstore=debug`.
    #[arg(long, short, global = true, help_heading = "Global options")]
    pub(crate) verbose: bool,

    #[command(subcommand)]
    pub(crate) command: Command,
}

impl Cli {
    /// Parses a command line. The error may be a help text.
    pub(crate) fn read(arguments: &[OsString]) -> Result<Self, clap::Error> {
        let mut command = Self::command();
        if arguments.iter().any(|word| HELP_WORDS.iter().any(|help| word == help)) {
            command = help::with_global_options_once(command);
        }
        let matches =
            command.try_get_matches_from(arguments).or_else(|error| match error.kind() {
                ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
                    help::with_global_options_once(Self::command()).try_get_matches_from(arguments)
                }
                _ => Err(docker_flags::explained(error)),
            })?;
        Self::from_arg_matches(&matches)
    }

    /// Returns a command line that the parser refused, if nothing is wrong with it except that a
    /// build has no source.
    pub(crate) fn read_without_source(error: &clap::Error, arguments: &[OsString]) -> Option<Self> {
        if error.kind() != ErrorKind::MissingRequiredArgument {
            return None;
        }
        let verb =
            |verb: clap::Command| verb.mut_group(build::SOURCE, |source| source.required(false));
        let command = Self::command()
            .mut_subcommand("create", verb)
            .mut_subcommand("image", verb)
            .mut_subcommand("context", |context| context.mut_subcommand("upload", verb));
        Self::from_arg_matches(&command.try_get_matches_from(arguments).ok()?).ok()
    }

    /// Returns the definition of the program for its manual pages.
    pub(crate) fn for_manual() -> clap::Command {
        help::with_global_options_once(Self::command().disable_help_subcommand(true))
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
    /// Show the Dockerfile and the context of a build, without a server
    #[command(after_long_help = examples::IMAGE, override_usage = build::IMAGE_USAGE)]
    Image(ImageArgs),
    /// Use the emulator behind `--local`
    #[command(subcommand, after_long_help = examples::LOCAL)]
    Local(LocalCommand),
    /// Print a completion script for a shell
    #[command(after_long_help = examples::COMPLETIONS)]
    Completions(CompletionsArgs),
    /// Write the manual pages to a folder, one for each verb
    #[command(hide = true)]
    Man(ManArgs),
}

impl Command {
    /// Returns the style of the progress.
    pub(crate) fn progress(&self) -> ProgressStyle {
        match self {
            Self::Remote(command) => command.progress(),
            Self::Image(_) | Self::Local(_) | Self::Completions(_) | Self::Man(_) => {
                ProgressStyle::default()
            }
        }
    }

    /// Returns the timeout. [`Duration::ZERO`] means no timeout.
    pub(crate) fn timeout(&self) -> Duration {
        match self {
            Self::Remote(command) => command.timeout(),
            Self::Image(_) | Self::Local(_) | Self::Completions(_) | Self::Man(_) => Duration::ZERO,
        }
    }
}

/// A verb that needs a server.
#[derive(Debug, Subcommand)]
pub(crate) enum RemoteCommand {
    /// Create a snapshot from a Dockerfile or an image
    ///
    /// The build context is uploaded first. Then the build is followed to its end.
    #[command(visible_alias = "new", after_long_help = examples::CREATE, override_usage = create::USAGE)]
    Create(CreateArgs),
    /// List snapshots, one page or all
    #[command(visible_alias = "ls", after_long_help = examples::LIST)]
    List(ListArgs),
    /// Show one snapshot with all its fields
    #[command(after_long_help = examples::GET)]
    Get(SnapshotArgs),
    /// Delete snapshots
    #[command(visible_alias = "rm", after_long_help = examples::DELETE)]
    Delete(DeleteArgs),
    /// Delete the snapshots that match every given option
    #[command(after_long_help = examples::PRUNE, override_usage = delete::PRUNE_USAGE)]
    Prune(PruneArgs),
    /// Activate an inactive snapshot
    #[command(after_long_help = examples::ACTIVATE)]
    Activate(ActivateArgs),
    /// Deactivate a snapshot, so that no sandbox starts from it
    #[command(after_long_help = examples::DEACTIVATE)]
    Deactivate(SnapshotArgs),
    /// Print the build log of a snapshot
    #[command(after_long_help = examples::LOGS)]
    Logs(LogsArgs),
    /// Wait until a snapshot is active, or in another state
    ///
    /// The build is followed. Without `--state`, a failed build ends the wait with exit code 6.
    #[command(after_long_help = examples::WAIT)]
    Wait(WaitArgs),
    /// List the regions that the organization can use
    #[command(after_long_help = examples::REGIONS)]
    Regions(RegionsArgs),
    /// Upload build contexts
    #[command(subcommand, after_long_help = examples::CONTEXT)]
    Context(ContextCommand),
}

impl RemoteCommand {
    /// Returns the style of the progress.
    pub(crate) fn progress(&self) -> ProgressStyle {
        match self {
            Self::Create(arguments) => arguments.progress.style,
            Self::Wait(arguments) => arguments.progress.style,
            Self::Activate(arguments) => arguments.progress.style,
            Self::Context(ContextCommand::Upload(arguments)) => arguments.progress.style,
            _ => ProgressStyle::default(),
        }
    }

    /// Returns the timeout. [`Duration::ZERO`] means no timeout.
    pub(crate) fn timeout(&self) -> Duration {
        self.timeout_args().get()
    }

    /// Returns `true` if the verb changes nothing on the server, and waits for no change.
    pub(crate) fn only_reads(&self) -> bool {
        match self {
            Self::List(_) | Self::Get(_) | Self::Regions(_) => true,
            Self::Logs(arguments) => !arguments.follow,
            Self::Create(arguments) => arguments.dry_run,
            Self::Prune(arguments) => arguments.dry_run,
            Self::Delete(_)
            | Self::Activate(_)
            | Self::Deactivate(_)
            | Self::Wait(_)
            | Self::Context(_) => false,
        }
    }

    fn timeout_args(&self) -> &TimeoutArgs {
        match self {
            Self::Create(arguments) => &arguments.timeout,
            Self::List(arguments) => &arguments.timeout,
            Self::Get(target) | Self::Deactivate(target) => &target.timeout,
            Self::Activate(arguments) => &arguments.target.timeout,
            Self::Delete(arguments) => &arguments.deletion.timeout,
            Self::Prune(arguments) => &arguments.deletion.timeout,
            Self::Regions(arguments) => &arguments.timeout,
            Self::Logs(arguments) => &arguments.target.timeout,
            Self::Wait(arguments) => &arguments.target.timeout,
            Self::Context(ContextCommand::Upload(arguments)) => &arguments.timeout,
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

/// The arguments of `activate`.
#[derive(Args, Debug)]
pub(crate) struct ActivateArgs {
    #[command(flatten)]
    pub(crate) target: SnapshotArgs,

    /// Wait until the snapshot is active
    #[arg(long)]
    pub(crate) wait: bool,

    #[command(flatten)]
    pub(crate) progress: ProgressArgs,
}

/// The arguments of `regions`.
#[derive(Args, Debug)]
pub(crate) struct RegionsArgs {
    #[command(flatten)]
    pub(crate) timeout: TimeoutArgs,
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

    /// Wait for this state; `removed` is a deleted snapshot
    ///
    /// Default: `active`. Any other state ends as soon as the snapshot has failed, or is removed. With
    /// `removed`, a snapshot that does not exist is a success.
    #[arg(long, value_name = "STATE")]
    pub(crate) state: Option<SnapshotState>,

    #[command(flatten)]
    pub(crate) progress: ProgressArgs,
}

/// The arguments of `image`.
#[derive(Args, Debug)]
#[command(group = ArgGroup::new(build::SOURCE).required(true).multiple(true).args(build::BUILD_SOURCES))]
pub(crate) struct ImageArgs {
    #[command(flatten)]
    pub(crate) build: BuildArgs,

    /// Show the files of the context, with sizes and modes
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// The verbs of `context`.
#[derive(Debug, Subcommand)]
pub(crate) enum ContextCommand {
    /// Upload the files of a build, and print their context hashes
    #[command(override_usage = build::UPLOAD_USAGE, after_long_help = examples::CONTEXT)]
    Upload(UploadArgs),
}

/// The arguments of `context upload`.
#[derive(Args, Debug)]
#[command(group = ArgGroup::new(build::SOURCE).required(true).multiple(true).args(build::BUILD_SOURCES))]
pub(crate) struct UploadArgs {
    #[command(flatten)]
    pub(crate) build: BuildArgs,

    #[command(flatten)]
    pub(crate) progress: ProgressArgs,

    #[command(flatten)]
    pub(crate) timeout: TimeoutArgs,
}

/// The verbs of `local`.
#[derive(Debug, Subcommand)]
pub(crate) enum LocalCommand {
    /// Print the state folder. It may not exist yet
    Path,
    /// Show the snapshots by state, and the objects
    #[command(after_long_help = examples::LOCAL_STATUS)]
    Status,
    /// Remove the objects that no snapshot needs
    #[command(after_long_help = examples::LOCAL_PRUNE)]
    Prune {
        /// Say what would be removed, and remove nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Delete the whole state
    ///
    /// That is: snapshots, logs, objects, the API key and the certificate authority.
    #[command(after_long_help = examples::LOCAL_RESET)]
    Reset {
        #[command(flatten)]
        confirmation: Confirmation,
    },
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

/// A shell with completions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shell {
    Bash,
    Elvish,
    Fish,
    Powershell,
    Zsh,
}

/// The arguments of `completions`.
#[derive(Args, Debug)]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub(crate) shell: Shell,
}

/// The arguments of `man`.
#[derive(Args, Debug)]
pub(crate) struct ManArgs {
    /// The folder. It is created if necessary
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
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
