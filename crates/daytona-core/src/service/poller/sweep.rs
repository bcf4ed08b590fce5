//! Reading the list page by page, to learn of many snapshots at once.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::mpsc::UnboundedSender;
use tokio::time::Instant;

use super::Change;
use super::book::{Book, Question, tell};
use crate::model::page::MAX_LIMIT;
use crate::retry::{PollingPolicy, PollingState};
use crate::{
    Error, ListSnapshotsParams, PaginatedSnapshots, Result, Snapshot, SnapshotSort, SortOrder,
};

/// One pass over the list, newest first, as far as it is needed.
pub(super) struct Sweep {
    pub(super) is_under_way: bool,
    /// Whether all pages are read, for those who look at all snapshots.
    is_of_all: bool,
    page: u32,
    /// What has been on no page yet, and since when it exists.
    remaining: HashMap<String, Timestamp>,
    /// What was on no page and is asked for by itself.
    missing: VecDeque<String>,
    has_read_pages: bool,
}

impl Sweep {
    pub(super) fn new(is_of_all: bool, watched: impl Iterator<Item = (String, Timestamp)>) -> Self {
        Self {
            is_under_way: false,
            is_of_all,
            page: 0,
            remaining: watched.collect(),
            missing: VecDeque::new(),
            has_read_pages: false,
        }
    }

    pub(super) fn next_question(&mut self) -> Question {
        match self.missing.pop_front() {
            Some(id) => Question::Snapshot(id),
            None => {
                self.is_under_way = true;
                self.page += 1;
                Question::Page(self.page)
            }
        }
    }

    /// Tells whether nothing is left to be asked or answered.
    pub(super) fn is_over(&self) -> bool {
        self.has_read_pages && self.missing.is_empty()
    }

    /// Takes a page; tells whether there is another one to be read.
    fn take(&mut self, page: &PaginatedSnapshots) -> bool {
        self.is_under_way = false;
        for snapshot in &page.items {
            self.remaining.remove(&snapshot.id);
        }
        let pages_left = page.total_pages.saturating_sub(page.page);
        if page.is_empty() || pages_left == 0 {
            return false;
        }
        let oldest = page.items.iter().map(|snapshot| snapshot.created_at).min();
        // Times that the server gives may differ by less than it shows.
        let may_be_further =
            self.remaining.values().any(|created| oldest.is_none_or(|oldest| *created <= oldest));
        // To ask for the rest one by one takes as many questions.
        let are_few = self.remaining.len() <= pages_left as usize;
        self.is_of_all || (may_be_further && !are_few)
    }
}

/// What a page is asked with.
pub(super) fn page_params(page: u32) -> ListSnapshotsParams {
    ListSnapshotsParams {
        page: Some(page),
        limit: Some(MAX_LIMIT),
        sort: Some(SnapshotSort::CreatedAt),
        order: Some(SortOrder::Descending),
        ..ListSnapshotsParams::default()
    }
}

/// Those who look at all snapshots, and what is known of these.
pub(super) struct All {
    viewers: Vec<Viewer>,
    known: HashMap<String, Snapshot>,
    seen: HashSet<String>,
    began: Instant,
    passes: u32,
    pub(super) next: Instant,
}

struct Viewer {
    key: u64,
    polling: Arc<dyn PollingPolicy>,
    news: UnboundedSender<Result<Change>>,
}

impl All {
    fn tell(&self, change: &Change) {
        self.viewers.iter().for_each(|viewer| tell(&viewer.news, change.clone()));
    }
}

impl Book {
    pub(super) fn subscribe_to_all(
        &mut self,
        polling: Arc<dyn PollingPolicy>,
        news: UnboundedSender<Result<Change>>,
        now: Instant,
    ) -> u64 {
        let key = self.new_key();
        let all = self.all.get_or_insert_with(|| All {
            viewers: Vec::new(),
            known: HashMap::new(),
            seen: HashSet::new(),
            began: now,
            passes: 0,
            next: now,
        });
        for snapshot in all.known.values() {
            tell(&news, Change::Present(snapshot.clone()));
        }
        all.viewers.push(Viewer { key, polling, news });
        key
    }

    pub(super) fn unsubscribe_from_all(&mut self, key: u64) {
        let Some(all) = &mut self.all else { return };
        all.viewers.retain(|viewer| viewer.key != key);
        if all.viewers.is_empty() {
            self.all = None;
        }
    }

    pub(super) fn take_page(&mut self, page: PaginatedSnapshots, now: Instant) {
        let Some(mut sweep) = self.sweep.take() else { return };
        let goes_on = sweep.take(&page);
        if let Some(all) = &mut self.all {
            // A snapshot that cannot be decoded exists all the same.
            all.seen.extend(page.undecodable.iter().filter_map(|item| item.id.clone()));
            all.seen.extend(page.items.iter().map(|snapshot| snapshot.id.clone()));
        }
        for snapshot in &page.items {
            self.learn(snapshot, now);
        }
        if goes_on {
            self.sweep = Some(sweep);
            return;
        }
        sweep.has_read_pages = true;
        let unseen = self.end_pass(sweep.is_of_all, now);
        let waited = std::mem::take(&mut sweep.remaining);
        let waited = waited.into_keys().filter(|id| self.is_watched(id));
        sweep.missing = waited.chain(unseen).collect::<HashSet<_>>().into_iter().collect();
        self.sweep = (!sweep.missing.is_empty()).then_some(sweep);
    }

    /// Ends a pass over all pages; returns what was on none of them.
    fn end_pass(&mut self, is_of_all: bool, now: Instant) -> Vec<String> {
        let Some(all) = self.all.as_mut().filter(|_| is_of_all) else { return Vec::new() };
        let seen = std::mem::take(&mut all.seen);
        let unseen = all.known.keys().filter(|id| !seen.contains(*id)).cloned().collect();
        all.passes = all.passes.saturating_add(1);
        all.next = now + pause(all, now);
        unseen
    }

    /// Begins to read all pages anew.
    pub(super) fn begin_pass(&mut self) {
        if let Some(all) = &mut self.all {
            all.seen.clear();
        }
    }

    pub(super) fn learn_of_all(&mut self, snapshot: &Snapshot) {
        let Some(all) = &mut self.all else { return };
        let before = all.known.insert(snapshot.id.clone(), snapshot.clone());
        match before {
            None if all.passes == 0 => all.tell(&Change::Present(snapshot.clone())),
            None => all.tell(&Change::Created(snapshot.clone())),
            Some(before) if before != *snapshot => {
                all.tell(&Change::Changed { before: Box::new(before), now: snapshot.clone() });
            }
            Some(_) => {}
        }
    }

    /// Learns that a snapshot is gone.
    pub(super) fn forget(&mut self, id: &str) {
        let Some(all) = &mut self.all else { return };
        if let Some(snapshot) = all.known.remove(id) {
            all.tell(&Change::Gone(snapshot));
        }
    }

    /// Takes a failed page: those who look at all are told where it will not pass. Returns the
    /// pause after which all pages are read again.
    pub(super) fn delay_all(&mut self, error: &Error, now: Instant) -> Option<Duration> {
        if !error.is_transient() {
            self.fail_all(error);
        }
        let all = self.all.as_mut()?;
        all.seen.clear();
        let pause = pause(all, now).max(Duration::from_secs(1));
        let pause = pause.max(error.retry_after().unwrap_or_default());
        all.next = now + pause;
        Some(pause)
    }

    pub(super) fn fail_all(&mut self, error: &Error) {
        for viewer in self.all.take().into_iter().flat_map(|all| all.viewers) {
            let _ = viewer.news.send(Err(error.clone()));
        }
    }
}

fn pause(all: &All, now: Instant) -> Duration {
    let turn = PollingState::new(now.duration_since(all.began), all.passes);
    let pauses = all.viewers.iter().map(|viewer| viewer.polling.pause(&turn));
    pauses.min().unwrap_or_default()
}
