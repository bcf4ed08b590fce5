//! The arguments of `delete` and `prune`.

use std::time::Duration;

use clap::{ArgGroup, Args};
use daytona_core::SnapshotState;

use super::timeout::{self, TimeoutArgs};

/// The prompt before a deletion.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct Confirmation {
    /// Do not ask before deleting
    #[arg(long, short)]
    pub(crate) yes: bool,
}

/// The options of a deletion, whatever selects the snapshots.
#[derive(Args, Debug)]
pub(crate) struct DeletionArgs {
    /// Wait until the names are free again
    #[arg(long)]
    pub(crate) wait: bool,

    #[command(flatten)]
    pub(crate) confirmation: Confirmation,

    #[command(flatten)]
    pub(crate) timeout: TimeoutArgs,
}

/// The snapshots to delete.
#[derive(Args, Debug)]
#[command(group = ArgGroup::new("targets").required(true).args(["snapshots", "all"]))]
pub(crate) struct DeleteArgs {
    /// The ids or names of the snapshots
    #[arg(value_name = "ID_OR_NAME")]
    pub(crate) snapshots: Vec<String>,

    /// Delete all snapshots of the organization
    #[arg(long, short)]
    pub(crate) all: bool,

    #[command(flatten)]
    pub(crate) deletion: DeletionArgs,
}

/// The usage of `prune`.
pub(super) const PRUNE_USAGE: &str =
    "daytona-snapshot prune [OPTIONS] <--prefix|--keep|--older-than|--state>";

/// The snapshots that `prune` deletes: those that match every given option.
#[derive(Args, Debug)]
#[command(group = ArgGroup::new("filters").required(true).multiple(true)
    .args(["prefix", "keep", "older_than", "states"]))]
pub(crate) struct PruneArgs {
    /// Only snapshots whose name begins with this text
    #[arg(long, value_name = "TEXT")]
    pub(crate) prefix: Option<String>,

    /// Keep the newest COUNT of the matching snapshots
    #[arg(long, value_name = "COUNT")]
    pub(crate) keep: Option<usize>,

    /// Only snapshots older than this: 7d, 12h, 1w
    #[arg(long, value_name = "AGE", value_parser = parse_age)]
    pub(crate) older_than: Option<Duration>,

    /// Only snapshots in this state; repeat it for several
    #[arg(long = "state", value_name = "STATE")]
    pub(crate) states: Vec<SnapshotState>,

    /// List what would be deleted, and delete nothing
    #[arg(long)]
    pub(crate) dry_run: bool,

    #[command(flatten)]
    pub(crate) deletion: DeletionArgs,
}

/// Parses an age: a time, or a number of days (`7d`) or weeks (`2w`).
fn parse_age(text: &str) -> Result<Duration, String> {
    const DAY_SECONDS: u64 = 86_400;
    let whole = |suffix: char, seconds: u64| {
        let number: u64 = text.strip_suffix(suffix)?.trim().parse().ok()?;
        number.checked_mul(seconds).map(Duration::from_secs)
    };
    match whole('d', DAY_SECONDS).or_else(|| whole('w', 7 * DAY_SECONDS)) {
        Some(age) => Ok(age),
        None => timeout::parse(text).map_err(|_| "write it as `7d`, `2w`, `12h` or `90m`".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_have_days_and_weeks() {
        let hours = |hours: u64| Ok(Duration::from_secs(hours * 3600));
        for (text, age) in [("7d", 168), ("1w", 168), ("12h", 12), ("60m", 1), ("3600", 1)] {
            assert_eq!(parse_age(text), hours(age), "{text}");
        }
        for text in ["", "d", "-1d", "soon", "99999999999999999999d"] {
            assert!(parse_age(text).is_err(), "{text}");
        }
    }
}
