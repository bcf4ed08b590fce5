//! The format of the cache file.
//!
//! # Format, version 2
//!
//! Integers are little-endian. The head has 64 bytes:
//!
//! | bytes | field |
//! |---|---|
//! | 16 | `daytona-digests` and a zero byte |
//! | 8 | the version, 2 |
//! | 8 | the number of records |
//! | 32 | the BLAKE3 hash of the index |
//!
//! The index follows, with 56 bytes for each chunk. A chunk has 512 records; the last one may have
//! fewer. A scan reads only the chunks that it needs.
//!
//! | bytes | field |
//! |---|---|
//! | 24 | the key of the first record |
//! | 32 | the BLAKE3 hash of the chunk |
//!
//! The records follow, 92 bytes each, in ascending order of their keys. A key is the first three
//! numbers of a record. The files of a directory mostly have inode numbers close to each other.
//!
//! | bytes | field |
//! |---|---|
//! | 8, 8 | device, inode |
//! | 8 | a hash of the canonical path: not every file system has a unique inode for each file |
//! | 8 | size |
//! | 8 + 4 | modification time: seconds and nanoseconds |
//! | 8 + 4 | change time: seconds and nanoseconds |
//! | 4 | the minute, since 1970, of the last scan that used the record and wrote the cache |
//! | 32 | the digest of the content |

use std::fs::File;
use std::io;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use super::path_hash::PathHash;
use crate::metadata::{FileIdentity, FileTime};
use crate::{Digest, disk};

pub(super) const MAGIC: &[u8; 16] = b"daytona-digests\0";
pub(super) const VERSION: u64 = 2;
pub(super) const HEAD_LEN: usize = 64;
pub(super) const KEY_LEN: usize = 24;
pub(super) const INDEX_ENTRY_LEN: usize = KEY_LEN + 32;
pub(super) const RECORD_LEN: usize = 92;
pub(super) const CHUNK_RECORDS: usize = 512;
pub(super) const CHUNK_LEN: usize = CHUNK_RECORDS * RECORD_LEN;

/// The reason why a cache file is ignored.
#[derive(Debug, thiserror::Error)]
pub(super) enum CacheFileError {
    #[error("{0}")]
    Io(#[from] io::Error),
    #[error("{0}")]
    Invalid(&'static str),
}

/// The key of a record: device, inode, and a hash of the path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key(u64, u64, u64);

impl Key {
    pub(super) fn of(path: PathHash, identity: &FileIdentity) -> Self {
        Self(identity.device, identity.inode, path.0)
    }

    fn from_prefix(bytes: &[u8]) -> Self {
        Self(number(bytes, 0), number(bytes, 8), number(bytes, 16))
    }
}

/// The identity and the digest of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Record(pub(super) [u8; RECORD_LEN]);

impl Record {
    pub(super) fn new(path: PathHash, identity: FileIdentity, minute: u32, digest: Digest) -> Self {
        let FileIdentity { device, inode, size, modified, changed } = identity;
        let mut bytes = Vec::with_capacity(RECORD_LEN);
        for number in [device, inode, path.0, size] {
            bytes.extend(number.to_le_bytes());
        }
        for time in [modified, changed] {
            bytes.extend(time.seconds.to_le_bytes());
            bytes.extend(time.nanoseconds.to_le_bytes());
        }
        bytes.extend(minute.to_le_bytes());
        bytes.extend(digest.as_bytes());
        Self(bytes_at(&bytes, 0))
    }

    pub(super) fn key(&self) -> Key {
        Key::from_prefix(&self.0)
    }

    pub(super) fn identity(&self) -> FileIdentity {
        let time = |at| FileTime {
            seconds: i64::from_le_bytes(bytes_at(&self.0, at)),
            nanoseconds: u32::from_le_bytes(bytes_at(&self.0, at + 8)),
        };
        FileIdentity {
            device: number(&self.0, 0),
            inode: number(&self.0, 8),
            size: number(&self.0, 24),
            modified: time(32),
            changed: time(44),
        }
    }

    pub(super) fn minute(&self) -> u32 {
        u32::from_le_bytes(bytes_at(&self.0, 56))
    }

    pub(super) fn with_minute(mut self, minute: u32) -> Self {
        self.0[56..60].copy_from_slice(&minute.to_le_bytes());
        self
    }

    pub(super) fn digest(&self) -> Digest {
        blake3::Hash::from_bytes(bytes_at(&self.0, 60)).into()
    }
}

/// Returns the `N` bytes at `at`, which exist.
fn bytes_at<const N: usize>(bytes: &[u8], at: usize) -> [u8; N] {
    let mut array = [0; N];
    array.copy_from_slice(&bytes[at..at + N]);
    array
}

fn number(bytes: &[u8], at: usize) -> u64 {
    u64::from_le_bytes(bytes_at(bytes, at))
}

/// The records of a cache file. Chunks are read on first use.
#[derive(Debug, Default)]
pub(super) struct Records {
    file: Option<File>,
    chunks: Vec<Chunk>,
    is_damaged: AtomicBool,
}

#[derive(Debug)]
struct Chunk {
    first: Key,
    hash: [u8; 32],
    start: u64,
    len: usize,
    /// Its records. Empty if the chunk is damaged.
    records: OnceLock<Vec<u8>>,
}

impl Records {
    /// Reads the head and the index of a file.
    pub(super) fn open(file: File, len: u64) -> Result<Self, CacheFileError> {
        if len == 0 {
            return Err(CacheFileError::Invalid("it is empty"));
        }
        if len < HEAD_LEN as u64 {
            return Err(CacheFileError::Invalid("it is too short"));
        }
        let mut head = [0; HEAD_LEN];
        disk::read_at(&file, &mut head, 0)?;
        if head[..16] != *MAGIC {
            return Err(CacheFileError::Invalid("it is not a digest cache"));
        }
        if number(&head, 16) != VERSION {
            return Err(CacheFileError::Invalid("it has the format of another version"));
        }
        let count = usize::try_from(number(&head, 24)).ok();
        let Some(count) = count.filter(|count| file_len(*count) == Some(len)) else {
            return Err(CacheFileError::Invalid("it is damaged"));
        };
        let mut index = vec![0; count.div_ceil(CHUNK_RECORDS) * INDEX_ENTRY_LEN];
        disk::read_at(&file, &mut index, HEAD_LEN as u64)?;
        if blake3::hash(&index) != bytes_at::<32>(&head, 32) {
            return Err(CacheFileError::Invalid("it is damaged"));
        }
        let records_start = HEAD_LEN + index.len();
        let entries = index.as_chunks::<INDEX_ENTRY_LEN>().0.iter().enumerate();
        let chunks = entries.map(|(position, entry)| Chunk {
            first: Key::from_prefix(entry),
            hash: bytes_at(entry, KEY_LEN),
            start: (records_start + position * CHUNK_LEN) as u64,
            len: (count - position * CHUNK_RECORDS).min(CHUNK_RECORDS) * RECORD_LEN,
            records: OnceLock::new(),
        });
        Ok(Self { chunks: chunks.collect(), file: Some(file), is_damaged: false.into() })
    }

    /// Returns the record with a key.
    pub(super) fn find(&self, key: Key) -> Option<Record> {
        let after = self.chunks.partition_point(|chunk| chunk.first <= key);
        let chunk = self.chunks.get(after.checked_sub(1)?)?;
        let records = chunk.records.get_or_init(|| self.read(chunk)).as_chunks().0;
        let found = records
            .binary_search_by_key(&key, |record: &[u8; RECORD_LEN]| Key::from_prefix(record));
        found.ok().map(|position| Record(records[position]))
    }

    /// Returns `true` if a damaged chunk was skipped.
    pub(super) fn is_damaged(&self) -> bool {
        self.is_damaged.load(Ordering::Relaxed)
    }

    /// Reads a chunk. A damaged chunk has no records.
    fn read(&self, chunk: &Chunk) -> Vec<u8> {
        let mut records = vec![0; chunk.len];
        let file = self.file.as_ref();
        let is_read = file.is_some_and(|it| disk::read_at(it, &mut records, chunk.start).is_ok());
        if !is_read || blake3::hash(&records) != chunk.hash {
            self.is_damaged.store(true, Ordering::Relaxed);
            records.clear();
        }
        records
    }

    /// Reads all records, in the order of their keys.
    pub(super) fn all(&self) -> impl Iterator<Item = Record> {
        let chunks = self.chunks.iter().map(|chunk| self.read(chunk));
        chunks.flat_map(|records| {
            let starts = (0..records.len()).step_by(RECORD_LEN);
            starts.map(move |start| Record(bytes_at(&records, start)))
        })
    }
}

/// Returns the length of a file with `records` records.
fn file_len(records: usize) -> Option<u64> {
    let index = records.div_ceil(CHUNK_RECORDS).checked_mul(INDEX_ENTRY_LEN)?;
    let len = records.checked_mul(RECORD_LEN)?.checked_add(index)?.checked_add(HEAD_LEN)?;
    u64::try_from(len).ok()
}
