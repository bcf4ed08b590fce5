//! `prune`: deletes the snapshots that match a filter.

use std::time::Duration;

use daytona_core::Snapshot;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::{confirm, delete};
use crate::cli::PruneArgs;
use crate::failure::Failure;
use crate::output;
use crate::session::Session;

/// The document of a prune.
#[derive(Serialize)]
struct Pruned<'a> {
    dry_run: bool,
    snapshots: &'a [Snapshot],
}

pub(super) async fn run(arguments: &PruneArgs, session: &Session) -> Result<(), Failure> {
    let own = delete::own_snapshots(session).await?;
    let matching = matching(own, arguments, Timestamp::now());
    let names: Vec<&str> = matching.iter().map(|snapshot| snapshot.name.as_str()).collect();
    if !arguments.dry_run {
        confirm::bulk_deletion(arguments.deletion.confirmation, &names).await?;
        let targets = matching.iter().map(|snapshot| (snapshot.name.as_str(), snapshot.into()));
        delete::delete_each(targets.collect(), arguments.deletion.wait, session).await?;
    }
    let sentence = match names.as_slice() {
        [] => "no snapshot matches".to_owned(),
        names if arguments.dry_run => format!("would delete `{}`", names.join("`, `")),
        names => delete::sentence(names, arguments.deletion.wait),
    };
    let document = Pruned { dry_run: arguments.dry_run, snapshots: &matching };
    output::acknowledgement(session.format, &document, &sentence)?;
    Ok(())
}

/// Returns the snapshots to delete, the newest first.
fn matching(mut snapshots: Vec<Snapshot>, filter: &PruneArgs, now: Timestamp) -> Vec<Snapshot> {
    snapshots.retain(|snapshot| {
        let PruneArgs { prefix, states, .. } = filter;
        prefix.as_ref().is_none_or(|prefix| snapshot.name.starts_with(prefix.as_str()))
            && (states.is_empty() || states.contains(&snapshot.state))
    });
    snapshots.sort_by_key(|snapshot| std::cmp::Reverse(snapshot.created_at));
    // The newest are kept whatever their age.
    snapshots.drain(..filter.keep.unwrap_or_default().min(snapshots.len()));
    snapshots.retain(|snapshot| {
        let age = now.duration_since(snapshot.created_at).max(SignedDuration::ZERO);
        let age = Duration::try_from(age).unwrap_or_default();
        filter.older_than.is_none_or(|limit| age > limit)
    });
    snapshots
}

#[cfg(test)]
mod tests {
    use clap::Parser;
    use daytona_core::SnapshotState;

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        filter: PruneArgs,
    }

    fn pruned(line: &str) -> Vec<String> {
        let now = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(240);
        let snapshot = |name: &str, state: SnapshotState, days: i64| {
            let mut snapshot = Snapshot::fake(name, name, state);
            snapshot.created_at = now - SignedDuration::from_hours(24 * days);
            snapshot
        };
        let all = vec![
            snapshot("ci-1", SnapshotState::Active, 9),
            snapshot("ci-2", SnapshotState::Error, 5),
            snapshot("ci-3", SnapshotState::Active, 1),
            snapshot("base", SnapshotState::Active, 8),
        ];
        let line = Line::try_parse_from(std::iter::once("x").chain(line.split(' '))).unwrap();
        matching(all, &line.filter, now).into_iter().map(|snapshot| snapshot.name).collect()
    }

    #[test]
    fn snapshots_match_every_filter() {
        assert_eq!(pruned("--prefix ci-"), ["ci-3", "ci-2", "ci-1"]);
        assert_eq!(pruned("--prefix ci- --keep 1"), ["ci-2", "ci-1"]);
        assert_eq!(pruned("--older-than 7d"), ["base", "ci-1"]);
        assert_eq!(pruned("--older-than 7d --keep 3"), ["ci-1"]);
        assert_eq!(pruned("--state error"), ["ci-2"]);
        assert_eq!(pruned("--keep 9"), Vec::<String>::new());
    }

    #[test]
    fn filter_is_required() {
        assert!(Line::try_parse_from(["x"]).is_err());
        assert!(Line::try_parse_from(["x", "--dry-run"]).is_err());
    }
}
