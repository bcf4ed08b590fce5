//! The arguments of `list`.

use clap::{Args, ValueEnum};
use daytona_core::SnapshotState;

use super::timeout::TimeoutArgs;

/// The snapshots to list.
#[derive(Args, Debug)]
pub(crate) struct ListArgs {
    /// The page, from 1 [default: 1]
    #[arg(long, short, allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) page: Option<u32>,

    /// Snapshots per page, 1 to 200 [default: 100]
    #[arg(long, short, allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) limit: Option<u32>,

    /// List the snapshots of all pages
    #[arg(long, short, conflicts_with_all = ["page", "limit"])]
    pub(crate) all: bool,

    /// List only names that contain this text, in any case
    #[arg(long, short, value_name = "PART")]
    pub(crate) name: Option<String>,

    /// List only this state, from all pages; repeatable
    ///
    /// Repeat the option for several states.
    #[arg(long = "state", value_name = "STATE", conflicts_with_all = ["page", "limit"])]
    pub(crate) states: Vec<SnapshotState>,

    /// Print only names, one a line
    #[arg(long, short)]
    pub(crate) quiet: bool,

    /// Print all columns, also on a narrow terminal
    #[arg(long, short, conflicts_with = "quiet")]
    pub(crate) wide: bool,

    /// The sort key [default: last-used; with --all created]
    #[arg(long, value_enum, value_name = "KEY")]
    pub(crate) sort: Option<SortKey>,

    /// The sort order [default: asc for name and state, desc for times]
    #[arg(long, value_enum, value_name = "ORDER")]
    pub(crate) order: Option<Direction>,

    #[command(flatten)]
    pub(crate) timeout: TimeoutArgs,
}

/// The sort key of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SortKey {
    Name,
    State,
    LastUsed,
    Created,
}

/// The sort order of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Direction {
    Asc,
    Desc,
}
