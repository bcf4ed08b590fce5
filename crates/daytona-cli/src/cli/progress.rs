//! The option `--progress`.

use clap::Args;

use crate::output::ProgressStyle;

/// The progress of a verb that uploads a context or follows a build.
#[derive(Args, Debug)]
pub(crate) struct ProgressArgs {
    /// The style of progress and build logs
    ///
    /// They go to standard error.
    #[arg(long = "progress", value_enum, value_name = "STYLE", default_value_t)]
    pub(crate) style: ProgressStyle,
}
