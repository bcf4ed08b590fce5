//! The arguments of `create`.

use clap::{ArgGroup, Args, ValueEnum};
use daytona_core::{GpuType, SandboxClass};

use super::build::{BUILD_SOURCES, BuildArgs, SOURCE};
use super::progress::ProgressArgs;
use super::timeout::TimeoutArgs;

/// The usage of `create`.
pub(super) const USAGE: &str =
    "daytona-snapshot create [OPTIONS] <NAME> <CONTEXT|-f <PATH>|-i <IMAGE>>";

/// The snapshot to create.
#[derive(Args, Debug)]
#[command(group = ArgGroup::new(SOURCE).required(true).multiple(true)
    .args([BUILD_SOURCES[0], BUILD_SOURCES[1], BUILD_SOURCES[2], "image"]))]
pub(crate) struct CreateArgs {
    /// The name of the new snapshot, unique within the organization
    pub(crate) name: String,

    #[command(flatten)]
    pub(crate) build: BuildArgs,

    /// Use this registry image unchanged
    ///
    /// It needs a tag other than `latest`, or a digest.
    #[arg(long, short, value_name = "IMAGE", conflicts_with_all = BUILD_SOURCES)]
    pub(crate) image: Option<String>,

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
    #[arg(long, value_name = "COUNT", hide_short_help = true)]
    pub(crate) gpu: Option<u32>,

    /// The type of GPU, such as H100
    #[arg(long, value_name = "TYPE", hide_short_help = true)]
    pub(crate) gpu_type: Option<GpuType>,

    /// The id of the region of the snapshot
    ///
    /// Default: $DAYTONA_TARGET, else the organization's default region.
    #[arg(long, value_name = "ID")]
    pub(crate) region: Option<String>,

    /// The class of sandbox: linux-vm, container or windows
    #[arg(long, visible_alias = "sandbox-class", value_name = "CLASS", hide_short_help = true)]
    pub(crate) class: Option<SandboxClass>,

    /// The action if the name is taken
    #[arg(long, value_enum, value_name = "ACTION", default_value_t)]
    pub(crate) if_exists: IfExists,

    /// Return as soon as the server accepts it
    #[arg(long, conflicts_with = "if_exists")]
    pub(crate) no_wait: bool,

    /// Show what would be sent, and create nothing
    ///
    /// Shows the Dockerfile, the files with sizes and modes, and which of them are uploaded already.
    #[arg(long)]
    pub(crate) dry_run: bool,

    #[command(flatten)]
    pub(crate) timeout: TimeoutArgs,

    #[command(flatten)]
    pub(crate) progress: ProgressArgs,
}

/// The action of `create` if a snapshot of the name exists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum IfExists {
    /// Fail
    #[default]
    Fail,
    /// Use it if it has the same content, and fail otherwise. If its build has FAILED, it is
    /// DELETED and created again. If it is being removed, wait for the removal and create it
    Adopt,
    /// Like adopt, but DELETE a snapshot of other content, wait for the removal, and create it
    /// again. If that create fails, the old snapshot does not come back
    Replace,
}
