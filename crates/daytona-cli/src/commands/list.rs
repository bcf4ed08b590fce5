//! `list`: lists one page of snapshots, or all.

use daytona_core::{
    ListSnapshots, PaginatedSnapshots, SnapshotSort, SortOrder, UndecodableSnapshot,
};
use futures_util::TryStreamExt;

use crate::cli::{Direction, ListArgs, SortKey};
use crate::failure::Failure;
use crate::output;
use crate::session::Session;

/// The number of warnings about snapshots that cannot be decoded.
const MAX_WARNINGS: usize = 20;

pub(super) async fn run(arguments: ListArgs, session: &Session) -> Result<(), Failure> {
    let request = request(&arguments, session);
    let page = if arguments.all { all_pages(request).await? } else { request.await? };
    output::page(session.format, &page)?;
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
    let by_default = if arguments.all { SortKey::Created } else { SortKey::LastUsed };
    if arguments.sort.is_none() && arguments.order.is_none() && !arguments.all {
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
