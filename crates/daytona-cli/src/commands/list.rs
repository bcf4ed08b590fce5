//! `list`: lists one page of snapshots, or all.

use std::io::{self, IsTerminal};

use daytona_core::{
    ListSnapshots, PaginatedSnapshots, SnapshotSort, SortOrder, UndecodableSnapshot,
};
use futures_util::TryStreamExt;

use crate::cli::{Direction, ListArgs, SortKey};
use crate::failure::Failure;
use crate::output::{self, Format};
use crate::session::Session;

/// The number of warnings about snapshots that cannot be decoded.
const MAX_WARNINGS: usize = 20;

pub(super) async fn run(arguments: ListArgs, session: &Session) -> Result<(), Failure> {
    let request = request(&arguments, session);
    let reads_all = reads_all(&arguments);
    let mut page = if reads_all { all_pages(request).await? } else { request.await? };
    if !arguments.states.is_empty() {
        page.items.retain(|snapshot| arguments.states.contains(&snapshot.state));
        page.total = (page.items.len() + page.undecodable.len()) as u64;
    }
    let is_empty = page.items.is_empty() && page.undecodable.is_empty();
    match (session.format, arguments.quiet) {
        (Format::Table, true) => {
            let names = page.items.iter().map(|snapshot| snapshot.name.as_str());
            output::lines(names);
        }
        (format, true) => {
            let names: Vec<&str> =
                page.items.iter().map(|snapshot| snapshot.name.as_str()).collect();
            output::document(format, &names)?;
        }
        // A program gets the headings.
        (Format::Table, false) if is_empty && io::stdout().is_terminal() => {
            output::note(&nothing_listed(&arguments, &page, session));
        }
        (format, false) => output::page(format, &page, arguments.wide)?,
    }
    warn(&page.undecodable);
    if page.page < page.total_pages {
        output::note(&format!(
            "page {} of {}, {} snapshots in total; `--page {}` shows the next page, `--all` all pages",
            page.page,
            page.total_pages,
            page.total,
            page.page.saturating_add(1)
        ));
    }
    Ok(())
}

/// Says why a list is empty.
fn nothing_listed(arguments: &ListArgs, page: &PaginatedSnapshots, session: &Session) -> String {
    if page.page > 1 {
        return format!(
            "there is no page {}; the last one is {}",
            page.page,
            page.total_pages.max(1)
        );
    }
    if arguments.name.is_some() || !arguments.states.is_empty() {
        return "no snapshot matches".to_owned();
    }
    let create = session.command_line.with(&["create", "NAME", "."]);
    format!("there are no snapshots; `{create}` creates one")
}

/// Returns `true` if the snapshots of all pages are needed.
fn reads_all(arguments: &ListArgs) -> bool {
    arguments.all || !arguments.states.is_empty()
}

/// Writes a warning for each of the first snapshots that cannot be decoded, and counts the rest.
fn warn(undecodable: &[UndecodableSnapshot]) {
    for item in undecodable.iter().take(MAX_WARNINGS) {
        let id = item.id.as_deref().unwrap_or("without an id");
        output::note(&format!(
            "warning: snapshot {id} is left out, because it does not match the API: {}",
            item.reason
        ));
    }
    let others = undecodable.len().saturating_sub(MAX_WARNINGS);
    if others > 0 {
        output::note(&format!(
            "warning: and {others} more; `--format json` lists all of them as `undecodable`"
        ));
    }
}

/// Reads all pages into one.
async fn all_pages(request: ListSnapshots) -> daytona_core::Result<PaginatedSnapshots> {
    let (mut items, mut undecodable) = (Vec::new(), Vec::new());
    let mut pages = request.pages();
    while let Some(page) = pages.try_next().await? {
        items.extend(page.items);
        undecodable.extend(page.undecodable);
    }
    let mut all = PaginatedSnapshots::single(items);
    all.total += undecodable.len() as u64;
    all.total_pages = u32::from(all.total > 0);
    all.undecodable = undecodable;
    Ok(all)
}

fn request(arguments: &ListArgs, session: &Session) -> ListSnapshots {
    let mut request = session.snapshots.list().timeout(arguments.timeout.get());
    if let Some(page) = arguments.page {
        request = request.page(page);
    }
    if let Some(limit) = arguments.limit {
        request = request.limit(limit);
    }
    if let Some(name) = &arguments.name {
        request = request.name(name);
    }
    match sort(arguments) {
        Some((by, order)) => request.sort(by, order),
        None => request,
    }
}

/// Returns the sort order, or `None` for the server's default.
fn sort(arguments: &ListArgs) -> Option<(SnapshotSort, SortOrder)> {
    // The creation time never changes, so that pages do not shift while all of them are read.
    let reads_all = reads_all(arguments);
    let by_default = if reads_all { SortKey::Created } else { SortKey::LastUsed };
    if arguments.sort.is_none() && arguments.order.is_none() && !reads_all {
        return None;
    }
    let key = arguments.sort.unwrap_or(by_default);
    let direction = arguments.order.unwrap_or(match key {
        SortKey::Name | SortKey::State => Direction::Asc,
        SortKey::LastUsed | SortKey::Created => Direction::Desc,
    });
    Some((
        match key {
            SortKey::Name => SnapshotSort::Name,
            SortKey::State => SnapshotSort::State,
            SortKey::LastUsed => SnapshotSort::LastUsedAt,
            SortKey::Created => SnapshotSort::CreatedAt,
        },
        match direction {
            Direction::Asc => SortOrder::Ascending,
            Direction::Desc => SortOrder::Descending,
        },
    ))
}
