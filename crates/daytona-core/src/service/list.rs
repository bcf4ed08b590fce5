//! `list` and `list_all`: one page of snapshots, or all of them as a stream.

use std::collections::HashSet;
use std::future::ready;
use std::pin::Pin;

use futures_core::Stream;
use futures_util::{StreamExt, TryStreamExt, stream};

use super::SnapshotService;
use super::operation::{OperationOptions, Step, call_setters, impl_into_future};
use crate::error::Kind;
use crate::model::page::MAX_LIMIT;
use crate::telemetry::Operation;
use crate::{
    Error, ListSnapshotsParams, PaginatedSnapshots, Result, Snapshot, SnapshotSort, SortOrder,
};

/// How many pages in a row may hold only snapshots of earlier pages.
const MAX_REPEATED_PAGES: u32 = 10;

impl SnapshotService {
    /// Lists one page of snapshots.
    ///
    /// A snapshot that cannot be decoded does not fail the page:
    /// [`undecodable`](PaginatedSnapshots::undecodable) lists it.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = daytona_testkit::Emulator::builder().start().await?;
    /// # let daytona = daytona_core::Daytona::builder().api_key(emulator.api_key()).api_url(emulator.api_url());
    /// # let snapshots = daytona.build()?.snapshots();
    /// # let params = daytona_core::CreateSnapshotParams::new("test-snapshot", "alpine:3.20");
    /// # snapshots.create(params).await?;
    /// let page = snapshots.list().page(2).limit(10).await?;
    /// println!("page {} of {}, {} snapshots", page.page, page.total_pages, page.total);
    /// for snapshot in &page.items {
    ///     println!("{} ({})", snapshot.name, snapshot.state);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(&self) -> ListSnapshots {
        ListSnapshots {
            service: self.clone(),
            params: ListSnapshotsParams::default(),
            options: OperationOptions::default(),
        }
    }

    /// Lists all snapshots, page by page, oldest first: see [`ListSnapshots::stream`].
    ///
    /// ```
    /// use futures_util::TryStreamExt;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = daytona_testkit::Emulator::builder().start().await?;
    /// # let daytona = daytona_core::Daytona::builder().api_key(emulator.api_key()).api_url(emulator.api_url());
    /// # let snapshots = daytona.build()?.snapshots();
    /// # let params = daytona_core::CreateSnapshotParams::new("test-snapshot", "alpine:3.20");
    /// # snapshots.create(params).await?;
    /// let mut all = snapshots.list_all();
    /// while let Some(snapshot) = all.try_next().await? {
    ///     println!("{}", snapshot.name);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list_all(&self) -> Pin<Box<dyn Stream<Item = Result<Snapshot>> + Send>> {
        // The time of creation never changes, so that pages do not shift while they are read.
        self.list().sort(SnapshotSort::CreatedAt, SortOrder::Ascending).limit(MAX_LIMIT).stream()
    }
}

/// A request for a page of snapshots: returned by [`SnapshotService::list`], sent by `.await`.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `.await`"]
pub struct ListSnapshots {
    service: SnapshotService,
    params: ListSnapshotsParams,
    options: OperationOptions,
}

impl ListSnapshots {
    /// Sets the number of the page, from 1. Default: 1. A page after the last one is empty.
    pub fn page(mut self, page: u32) -> Self {
        self.params.page = Some(page);
        self
    }

    /// Sets how many snapshots a page holds, 1 to 200. Default: 100.
    pub fn limit(mut self, limit: u32) -> Self {
        self.params.limit = Some(limit);
        self
    }

    /// Selects the snapshots whose name contains `part`, in any case. `_`, `%` and `\` have no special
    /// meaning.
    pub fn name(mut self, part: impl Into<String>) -> Self {
        self.params.name = Some(part.into());
        self
    }

    /// Selects the snapshots that were taken from the sandbox with this id.
    pub fn source_sandbox(mut self, sandbox_id: impl Into<String>) -> Self {
        self.params.source_sandbox_id = Some(sandbox_id.into());
        self
    }

    /// Sets the order. Default: last used first.
    pub fn sort(mut self, by: SnapshotSort, order: SortOrder) -> Self {
        self.params.sort = Some(by);
        self.params.order = Some(order);
        self
    }

    call_setters! {
        /// Sets the deadline for a page with all attempts. Without a deadline, a page
        /// [ends](crate::retry#how-long-a-call-takes-at-most) within 120 s.
    }

    /// Streams this page and all later pages. Requests each page when it is needed.
    ///
    /// A snapshot that moved to a later page meanwhile is not repeated. The stream ends after the
    /// first error. Ten pages in a row that hold only snapshots of earlier pages are an error.
    pub fn pages(self) -> Pin<Box<dyn Stream<Item = Result<PaginatedSnapshots>> + Send>> {
        let first_page = self.params.page.unwrap_or(1);
        let pages = stream::try_unfold(Some(first_page), move |page| {
            let list = self.clone();
            async move {
                let Some(page) = page else { return Ok(None) };
                let received = list.page(page).run().await?;
                let next = (page < received.total_pages && !received.is_empty()).then(|| page + 1);
                Ok(Some((received, next)))
            }
        });
        let mut seen = SeenSnapshots::default();
        let pages = pages.map(move |page| seen.without_repeats(page?));
        Box::pin(pages.scan(false, |has_failed, page| {
            let is_over = std::mem::replace(has_failed, page.is_err());
            ready((!is_over).then_some(page))
        }))
    }

    /// Streams the snapshots of [`pages`](Self::pages) one by one.
    ///
    /// Snapshots that cannot be decoded are left out and logged as warnings. [`pages`](Self::pages)
    /// returns them.
    pub fn stream(self) -> Pin<Box<dyn Stream<Item = Result<Snapshot>> + Send>> {
        let snapshots = self.pages().map_ok(|page| {
            for item in &page.undecodable {
                tracing::warn!(id = item.id, reason = item.reason, "left a snapshot out of a list");
            }
            stream::iter(page.items).map(Ok)
        });
        Box::pin(snapshots.try_flatten())
    }

    async fn run(self) -> Result<PaginatedSnapshots> {
        let Self { service, params, options } = self;
        let service = service.with_options(&options);
        let list = async {
            params.check()?;
            service.snapshots.list(params).await
        };
        let list = Step { description: "the list was awaited", future: list };
        options.run(Operation::List, "list snapshots", None, list).await
    }
}

impl_into_future!(ListSnapshots => Result<PaginatedSnapshots>);

/// The snapshots of the pages so far.
#[derive(Default)]
struct SeenSnapshots {
    ids: HashSet<String>,
    /// How many pages in a row held no new snapshot.
    repeated_pages: u32,
}

impl SeenSnapshots {
    /// Removes the snapshots of earlier pages. A page may hold no others, since snapshots can move to
    /// later pages. The limit ends the stream if a server repeats the same page forever.
    fn without_repeats(&mut self, mut page: PaginatedSnapshots) -> Result<PaginatedSnapshots> {
        let (was_empty, before) = (page.is_empty(), self.ids.len());
        page.items.retain(|snapshot| self.ids.insert(snapshot.id.clone()));
        page.undecodable.retain(|item| match &item.id {
            Some(id) => self.ids.insert(id.clone()),
            None => {
                self.ids.insert(item.json.to_string());
                true
            }
        });
        if was_empty || self.ids.len() > before {
            self.repeated_pages = 0;
            return Ok(page);
        }
        self.repeated_pages += 1;
        if self.repeated_pages < MAX_REPEATED_PAGES {
            return Ok(page);
        }
        let message = format!(
            "failed to list snapshots: {MAX_REPEATED_PAGES} pages up to page {} of {} have only \
             snapshots of earlier pages",
            page.page, page.total_pages
        );
        Err(Error::new(Kind::UnexpectedResponse, message)
            .with_hint("list again; look for a proxy that ignores the query of the URL"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::page::UndecodableSnapshot;

    fn page(ids: &[&str]) -> PaginatedSnapshots {
        let item = |id: &&str| UndecodableSnapshot {
            id: Some((*id).to_owned()),
            reason: "odd".to_owned(),
            json: serde_json::Value::Null,
        };
        let mut page = PaginatedSnapshots::single(Vec::new());
        page.undecodable = ids.iter().map(item).collect();
        page
    }

    #[test]
    fn ten_pages_in_a_row_without_a_new_snapshot_are_an_error() {
        let mut seen = SeenSnapshots::default();
        let mut left =
            |ids: &[&str]| seen.without_repeats(page(ids)).map(|page| page.undecodable.len());
        assert_eq!(left(&["a", "b"]).unwrap(), 2);
        assert_eq!(left(&["b", "c"]).unwrap(), 1);
        assert_eq!(left(&["c"]).unwrap(), 0);
        assert_eq!(left(&["d"]).unwrap(), 1);
        for _ in 1..MAX_REPEATED_PAGES {
            assert_eq!(left(&["a", "b"]).unwrap(), 0);
        }
        assert!(left(&["c"]).unwrap_err().is_unexpected_response());
    }
}
