//! What the cache file holds.
//!
//! # Format, version 1
//!
//! Integers are little-endian. The head is 56 bytes:
//!
//! | bytes | what |
//! |---|---|
//! | 16 | `daytona-digests` and a zero byte |
//! | 8 | the version, 1 |
//! | 32 | the BLAKE3 hash of all records |
//!
//! Records follow, 100 bytes each, in ascending order of their keys, so that one read is all it
//! takes to use them:
//!
//! | bytes | what |
//! |---|---|
//! | 16 | the key: the first half of the BLAKE3 hash of the canonical path |
//! | 8, 8, 8 | device, inode, size |
//! | 8 + 4 | time of modification: seconds and nanoseconds |
//! | 8 + 4 | time of change: seconds and nanoseconds |
//! | 4 | the minute, since 1970, of the last scan that had the file and wrote the cache |
//! | 32 | the digest of the content |

use std::collections::{HashMap, HashSet};
use std::path::Path;

use crate::Digest;
use crate::stamp::{Identity, Time};

const MAGIC: &[u8; 16] = b"daytona-digests\0";
const VERSION: u64 = 1;
const HEAD_LEN: usize = 56;
const RECORD_LEN: usize = 100;

/// Stands for a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Key([u8; 16]);

impl Key {
    pub(super) fn of(real: &Path) -> Self {
        let hash = blake3::hash(real.as_os_str().as_encoded_bytes());
        Self(take(hash.as_bytes(), 0))
    }
}

/// One file, as it was when it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Record([u8; RECORD_LEN]);

impl Record {
    pub(super) fn new(key: Key, identity: Identity, minute: u32, digest: Digest) -> Self {
        let Identity { device, inode, size, modified, changed } = identity;
        let mut bytes = Vec::with_capacity(RECORD_LEN);
        bytes.extend(key.0);
        for number in [device, inode, size] {
            bytes.extend(number.to_le_bytes());
        }
        for time in [modified, changed] {
            bytes.extend(time.seconds.to_le_bytes());
            bytes.extend(time.nanoseconds.to_le_bytes());
        }
        bytes.extend(minute.to_le_bytes());
        bytes.extend(digest.as_bytes());
        Self(take(&bytes, 0))
    }

    pub(super) fn key(&self) -> Key {
        Key(take(&self.0, 0))
    }

    pub(super) fn identity(&self) -> Identity {
        let number = |at| u64::from_le_bytes(take(&self.0, at));
        let time = |at| Time {
            seconds: i64::from_le_bytes(take(&self.0, at)),
            nanoseconds: u32::from_le_bytes(take(&self.0, at + 8)),
        };
        Identity {
            device: number(16),
            inode: number(24),
            size: number(32),
            modified: time(40),
            changed: time(52),
        }
    }

    fn minute(&self) -> u32 {
        u32::from_le_bytes(take(&self.0, 64))
    }

    fn used_in(mut self, minute: u32) -> Self {
        self.0[64..68].copy_from_slice(&minute.to_le_bytes());
        self
    }

    pub(super) fn digest(&self) -> Digest {
        blake3::Hash::from_bytes(take(&self.0, 68)).into()
    }
}

/// Returns the `N` bytes at a place that is known to have them.
fn take<const N: usize>(bytes: &[u8], at: usize) -> [u8; N] {
    let mut taken = [0; N];
    taken.copy_from_slice(&bytes[at..at + N]);
    taken
}

/// The records of a file, left as they stand in it.
#[derive(Debug, Default)]
pub(super) struct Records {
    bytes: Vec<u8>,
    /// Where the records of each [`bucket`] begin, and where the last ones end.
    starts: Vec<usize>,
}

impl Records {
    /// Takes in a whole file, or says what is wrong with it.
    pub(super) fn decode(bytes: Vec<u8>) -> Result<Self, &'static str> {
        if bytes.is_empty() {
            return Err("it is empty");
        }
        let Some((head, records)) = bytes.split_at_checked(HEAD_LEN) else {
            return Err("it is too short");
        };
        if head[..16] != *MAGIC {
            return Err("it is not a digest cache");
        }
        if u64::from_le_bytes(take(head, 16)) != VERSION {
            return Err("it has the format of another version");
        }
        if records.len() % RECORD_LEN != 0 || blake3::hash(records) != take::<32>(head, 24) {
            return Err("it is damaged");
        }
        let starts = starts(records.as_chunks().0);
        Ok(Self { bytes, starts })
    }

    fn all(&self) -> &[[u8; RECORD_LEN]] {
        self.bytes.get(HEAD_LEN..).unwrap_or_default().as_chunks().0
    }

    pub(super) fn find(&self, key: &Key) -> Option<Record> {
        let bucket = bucket(&key.0, self.starts.len().checked_sub(1)?);
        let candidates = self.all().get(self.starts[bucket]..self.starts[bucket + 1])?;
        candidates.iter().find(|record| record[..16] == key.0).copied().map(Record)
    }

    /// Returns these records with fresh ones in place of those of the same key.
    pub(super) fn merged(
        &self,
        mut fresh: HashMap<Key, Record>,
        used: &HashSet<Key>,
        minute: u32,
    ) -> Vec<Record> {
        let kept = self.all().iter().copied().map(Record).map(|record| {
            let key = record.key();
            match fresh.remove(&key) {
                Some(newer) => newer,
                None if used.contains(&key) => record.used_in(minute),
                None => record,
            }
        });
        let mut merged: Vec<_> = kept.collect();
        merged.extend(fresh.into_values());
        merged
    }
}

/// Indexes sorted records by their keys, which are spread evenly: a few records to a bucket.
fn starts(records: &[[u8; RECORD_LEN]]) -> Vec<usize> {
    let buckets = records.len() / 4 + 1;
    let mut starts = vec![0; buckets + 1];
    for record in records {
        starts[bucket(record, buckets) + 1] += 1;
    }
    let mut end = 0;
    for start in &mut starts {
        end += *start;
        *start = end;
    }
    starts
}

/// Returns in which of `buckets` parts of all keys there can be the key at the front of `bytes`.
fn bucket(bytes: &[u8], buckets: usize) -> usize {
    let front = u64::from_be_bytes(take(bytes, 0));
    ((u128::from(front) * buckets as u128) >> 64) as usize
}

/// Returns the file that holds `records`, without the longest unused ones if it were too large.
pub(super) fn encode(mut records: Vec<Record>, max_bytes: u64) -> Vec<u8> {
    let room = usize::try_from(max_bytes).unwrap_or(usize::MAX).saturating_sub(HEAD_LEN);
    let most = room / RECORD_LEN;
    if records.len() > most {
        records.sort_unstable_by_key(|record| std::cmp::Reverse(record.minute()));
        records.truncate(most);
    }
    records.sort_unstable_by_key(Record::key);

    let mut bytes = Vec::with_capacity(HEAD_LEN + records.len() * RECORD_LEN);
    bytes.extend(MAGIC);
    bytes.extend(VERSION.to_le_bytes());
    bytes.extend([0; 32]);
    bytes.extend(records.iter().flat_map(|record| record.0));
    let hash = blake3::hash(&bytes[HEAD_LEN..]);
    bytes[24..HEAD_LEN].copy_from_slice(hash.as_bytes());
    bytes
}
