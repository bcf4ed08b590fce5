//! A new cache file, out of the old one and what a scan has found out.

use std::cmp::Reverse;
use std::io::{self, Seek, SeekFrom, Write};

use super::records::{
    CHUNK_LEN, CHUNK_RECORDS, HEAD_LEN, INDEX_ENTRY_LEN, KEY_LEN, Key, MAGIC, RECORD_LEN, Record,
    Records, VERSION,
};

/// What is to stand in a cache file.
pub(super) struct Update<'a> {
    known: &'a Records,
    /// Without two of the same file, in the order of a cache file.
    fresh: Vec<Record>,
    /// In the same order.
    used: Vec<Key>,
    minute: u32,
}

impl<'a> Update<'a> {
    /// Gathers what there is; fresh records take the place of those of the same file.
    pub(super) fn new(
        known: &'a Records,
        mut fresh: Vec<Record>,
        mut used: Vec<Key>,
        minute: u32,
    ) -> Self {
        fresh.sort_unstable_by_key(Record::key);
        fresh.dedup_by_key(|record| record.key());
        used.sort_unstable();
        Self { known, fresh, used, minute }
    }

    /// Writes a file of at most `max_bytes`, which leaves out what was unused for longest.
    pub(super) fn write(&self, max_bytes: u64, mut to: impl Write + Seek) -> io::Result<()> {
        let mut minutes: Vec<u32> = self.records().map(|record| record.minute()).collect();
        let oldest = truncate(&mut minutes, most_records(max_bytes));
        let mut of_the_oldest = minutes.iter().filter(|minute| **minute == oldest).count();
        let kept = self.records().filter(|record| {
            if record.minute() != oldest {
                return record.minute() > oldest;
            }
            let is_kept = of_the_oldest > 0;
            of_the_oldest = of_the_oldest.saturating_sub(1);
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

    /// Returns all records in order.
    fn records(&self) -> impl Iterator<Item = Record> {
        let mut known = self.known.all().peekable();
        let mut fresh = self.fresh.iter().copied().peekable();
        let mut used = self.used.iter().peekable();
        std::iter::from_fn(move || {
            let Some(next) = known.peek().map(Record::key) else { return fresh.next() };
            if let Some(record) = fresh.next_if(|record| record.key() <= next) {
                known.next_if(|known| known.key() == record.key());
                return Some(record);
            }
            while used.next_if(|used| **used < next).is_some() {}
            let is_used = used.peek().is_some_and(|used| **used == next);
            known.next().map(|it| if is_used { it.used_in(self.minute) } else { it })
        })
    }
}

/// Leaves the `most` latest minutes, and returns the earliest of them.
fn truncate(minutes: &mut Vec<u32>, most: usize) -> u32 {
    if minutes.len() > most {
        minutes.sort_unstable_by_key(|minute| Reverse(*minute));
        minutes.truncate(most);
    }
    minutes.iter().copied().min().unwrap_or(u32::MAX)
}

/// Returns how many records a file of so many bytes can have.
fn most_records(max_bytes: u64) -> usize {
    let room = usize::try_from(max_bytes).unwrap_or(usize::MAX).saturating_sub(HEAD_LEN);
    let of_chunk = INDEX_ENTRY_LEN + CHUNK_LEN;
    let in_the_last = (room % of_chunk).saturating_sub(INDEX_ENTRY_LEN) / RECORD_LEN;
    room / of_chunk * CHUNK_RECORDS + in_the_last
}
