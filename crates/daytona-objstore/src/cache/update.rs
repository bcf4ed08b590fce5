//! A new cache file, merged from the old one and the results of a scan.

use std::cmp::Reverse;
use std::io::{self, Seek, SeekFrom, Write};

use super::records::{
    CHUNK_LEN, CHUNK_RECORDS, HEAD_LEN, INDEX_ENTRY_LEN, KEY_LEN, Key, MAGIC, RECORD_LEN, Record,
    Records, VERSION,
};

/// The content of a new cache file.
pub(super) struct Update<'a> {
    old: &'a Records,
    /// Sorted by key, without duplicates.
    new: Vec<Record>,
    /// The keys of the old records that the scan used. Sorted.
    used: Vec<Key>,
    minute: u32,
}

impl<'a> Update<'a> {
    /// Creates an update. A new record replaces an old one with the same key.
    pub(super) fn new(
        old: &'a Records,
        mut new: Vec<Record>,
        mut used: Vec<Key>,
        minute: u32,
    ) -> Self {
        new.sort_unstable_by_key(Record::key);
        new.dedup_by_key(|record| record.key());
        used.sort_unstable();
        Self { old, new, used, minute }
    }

    /// Writes a file of at most `max_bytes`. Drops the records with the oldest minutes first.
    pub(super) fn write(&self, max_bytes: u64, mut to: impl Write + Seek) -> io::Result<()> {
        let mut minutes: Vec<u32> = self.records().map(|record| record.minute()).collect();
        let oldest = truncate(&mut minutes, max_records(max_bytes));
        let mut of_oldest = minutes.iter().filter(|minute| **minute == oldest).count();
        let kept = self.records().filter(|record| {
            if record.minute() != oldest {
                return record.minute() > oldest;
            }
            let is_kept = of_oldest > 0;
            of_oldest = of_oldest.saturating_sub(1);
            is_kept
        });

        let count = minutes.len();
        let index_len = count.div_ceil(CHUNK_RECORDS) * INDEX_ENTRY_LEN;
        let mut index = Vec::with_capacity(index_len);
        to.seek(SeekFrom::Start((HEAD_LEN + index_len) as u64))?;
        let mut chunk = Vec::with_capacity(CHUNK_LEN);
        for (position, record) in kept.enumerate() {
            chunk.extend(record.0);
            if chunk.len() == CHUNK_LEN || position + 1 == count {
                index.extend(&chunk[..KEY_LEN]);
                index.extend(blake3::hash(&chunk).as_bytes());
                to.write_all(&chunk)?;
                chunk.clear();
            }
        }

        let mut head = Vec::with_capacity(HEAD_LEN + index_len);
        head.extend(MAGIC);
        head.extend(VERSION.to_le_bytes());
        head.extend((count as u64).to_le_bytes());
        head.extend(blake3::hash(&index).as_bytes());
        head.extend(index);
        to.rewind()?;
        to.write_all(&head)
    }

    /// Returns the merged records, in the order of their keys.
    fn records(&self) -> impl Iterator<Item = Record> {
        let mut old = self.old.all().peekable();
        let mut new = self.new.iter().copied().peekable();
        let mut used = self.used.iter().peekable();
        std::iter::from_fn(move || {
            let Some(next) = old.peek().map(Record::key) else { return new.next() };
            if let Some(record) = new.next_if(|record| record.key() <= next) {
                old.next_if(|old| old.key() == record.key());
                return Some(record);
            }
            while used.next_if(|used| **used < next).is_some() {}
            let is_used = used.peek().is_some_and(|used| **used == next);
            old.next().map(|record| if is_used { record.with_minute(self.minute) } else { record })
        })
    }
}

/// Keeps the `max` latest minutes, and returns the earliest of them.
fn truncate(minutes: &mut Vec<u32>, max: usize) -> u32 {
    if minutes.len() > max {
        minutes.sort_unstable_by_key(|minute| Reverse(*minute));
        minutes.truncate(max);
    }
    minutes.iter().copied().min().unwrap_or(u32::MAX)
}

/// Returns the maximum number of records in a file of `max_bytes`.
fn max_records(max_bytes: u64) -> usize {
    let available = usize::try_from(max_bytes).unwrap_or(usize::MAX).saturating_sub(HEAD_LEN);
    let chunk_bytes = INDEX_ENTRY_LEN + CHUNK_LEN;
    let in_last = (available % chunk_bytes).saturating_sub(INDEX_ENTRY_LEN) / RECORD_LEN;
    available / chunk_bytes * CHUNK_RECORDS + in_last
}
