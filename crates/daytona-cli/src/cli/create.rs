//! The arguments of `create`.

use std::path::PathBuf;

use clap::{ArgGroup, Args, ValueEnum};
use daytona_core::{GpuType, SandboxClass};

use super::entrypoint::Entrypoint;
use super::progress::ProgressArgs;
use super::timeout::TimeoutArgs;

/// The snapshot to create.
#[derive(Args, Debug)]
#[command(group = ArgGroup::new("source").required(true).args(["dockerfile", "image"]))]
pub(crate) struct CreateArgs {
    /// The name of the new snapshot, unique within the organization
    pub(crate) name: String,

    /// Build this Dockerfile. Its folder is the root of the build context
    #[arg(long, value_name = "PATH")]
    pub(crate) dockerfile: Option<PathBuf>,

    /// Use this registry image unchanged: a tag other than `latest`, or a digest
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

    /// The type of GPU, such as H100
    #[arg(long, value_name = "TYPE")]
    pub(crate) gpu_type: Option<GpuType>,

    /// The id of the region of the snapshot [default: $DAYTONA_TARGET, else the organization's
    /// default region]
    #[arg(long, value_name = "ID")]
    pub(crate) region: Option<String>,

    /// The class of sandbox: linux-vm, container or windows
    #[arg(long, value_name = "CLASS")]
    pub(crate) class: Option<SandboxClass>,

    /// The action if a snapshot of this name exists
    #[arg(long, value_enum, value_name = "ACTION", default_value_t)]
    pub(crate) if_exists: IfExists,

    /// Return as soon as the server has accepted the snapshot
    #[arg(long, conflicts_with = "if_exists")]
    pub(crate) no_wait: bool,

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
