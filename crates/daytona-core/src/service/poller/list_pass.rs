//! One pass over the list of snapshots, page by page.

use std::collections::{HashMap, HashSet, VecDeque};

use jiff::Timestamp;

use super::request::PollRequest;
use crate::PaginatedSnapshots;

/// One pass over the list, newest snapshots first, as far as needed.
pub(super) struct ListPass {
    /// `true` while a page is requested.
    pub(super) is_in_flight: bool,
    /// `true` if all pages are read, for subscribers to all snapshots.
    pub(super) covers_all: bool,
    page: u32,
    /// The snapshots that were on no page so far, with their times of creation.
    remaining: HashMap<String, Timestamp>,
    /// The snapshots that were on no page and are requested by id.
    missing: VecDeque<String>,
    has_read_pages: bool,
}

impl ListPass {
    pub(super) fn new(
        covers_all: bool,
        watched: impl Iterator<Item = (String, Timestamp)>,
    ) -> Self {
        Self {
            is_in_flight: false,
            covers_all,
            page: 0,
            remaining: watched.collect(),
            missing: VecDeque::new(),
            has_read_pages: false,
        }
    }

    pub(super) fn next_request(&mut self) -> PollRequest {
        match self.missing.pop_front() {
            Some(id) => PollRequest::Snapshot(id),
            None => {
                self.is_in_flight = true;
                self.page += 1;
                PollRequest::Page(self.page)
            }
        }
    }

    /// Returns `true` if nothing is left to request.
    pub(super) fn is_over(&self) -> bool {
        self.has_read_pages && self.missing.is_empty()
    }

    /// Takes a page. Returns `true` if the next page is needed.
    pub(super) fn handle(&mut self, page: &PaginatedSnapshots) -> bool {
        self.is_in_flight = false;
        for snapshot in &page.items {
            self.remaining.remove(&snapshot.id);
        }
        let pages_left = page.total_pages.saturating_sub(page.page);
        if page.is_empty() || pages_left == 0 {
            return false;
        }
        let oldest = page.items.iter().map(|snapshot| snapshot.created_at).min();
        // The server may sort by more digits than it returns.
        let may_be_later =
            self.remaining.values().any(|created| oldest.is_none_or(|oldest| *created <= oldest));
        // Requests by id do not cost more than the pages that are left.
        let are_few = self.remaining.len() <= pages_left as usize;
        self.covers_all || (may_be_later && !are_few)
    }

    /// Ends the pages. `unseen` and the remaining snapshots that are still watched are requested by
    /// id.
    pub(super) fn end_pages(&mut self, unseen: Vec<String>, is_watched: impl Fn(&str) -> bool) {
        self.has_read_pages = true;
        let remaining = std::mem::take(&mut self.remaining);
        let remaining = remaining.into_keys().filter(|id| is_watched(id));
        self.missing = remaining.chain(unseen).collect::<HashSet<_>>().into_iter().collect();
    }
}
