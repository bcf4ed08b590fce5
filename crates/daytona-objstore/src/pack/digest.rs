//! The digests of packed archives and of the objects that contain them.
//!
//! # Encoding of an archive, version 1
//!
//! The digest of an archive is the BLAKE3 hash of these bytes. Integers are little-endian.
//!
//! | bytes | field |
//! |---|---|
//! | 16 | `daytona-pack` and four zero bytes |
//! | 1 | the version, 1 |
//! | 4 | the user |
//! | 4 | the group |
//! | 8 | the number of entries |
//! | for each entry, in ascending order of the bytes of the path: | |
//! | 1 | the kind: 0 for a directory, 1 for a file, 2 for a symbolic link |
//! | 8 | the length of the path |
//! | n | the path, UTF-8 |
//! | 4 | the mode |
//! | 8 | the modification time in seconds since the beginning of 1970 |
//! | for a file: | |
//! | 8 | the size of the content |
//! | 32 | the BLAKE3 hash of the content |
//! | for a link: | |
//! | 8 | the length of the target |
//! | n | the target |
//!
//! The length of every variable field precedes it, so no two packs have the same encoding.
//!
//! # Encoding of an object, version 1
//!
//! The digest of the object that contains an archive is the BLAKE3 hash of these bytes.
//!
//! | bytes | field |
//! |---|---|
//! | 16 | `daytona-packed` and two zero bytes |
//! | 1 | the version, 1 |
//! | 8 | the length of the path of the archive |
//! | n | the path of the archive, UTF-8 |
//! | 32 | the digest of the archive |
//!
//! Both digests are independent of the compression. So two versions of the compressor create objects
//! of different lengths under one digest, and each of them is right.

use super::entry::EntryKind;
use super::manifest::PackShard;
use crate::Digest;

const ARCHIVE_MAGIC: &[u8; 16] = b"daytona-pack\0\0\0\0";
const OBJECT_MAGIC: &[u8; 16] = b"daytona-packed\0\0";
const VERSION: u8 = 1;

/// The size of the pieces that are hashed. Hashing many small pieces takes far longer.
const PIECE_BYTES: usize = 16 * 1024;

/// Returns the digest of the archive of a shard.
pub(super) fn of(shard: &PackShard) -> Digest {
    let mut hasher = blake3::Hasher::new();
    let mut encoded = Vec::with_capacity(2 * PIECE_BYTES);
    encoded.extend(ARCHIVE_MAGIC);
    encoded.push(VERSION);
    encoded.extend(shard.head().uid.to_le_bytes());
    encoded.extend(shard.head().gid.to_le_bytes());
    encoded.extend((shard.len() as u64).to_le_bytes());
    for entry in shard.entries() {
        encoded.push(match entry.kind {
            EntryKind::Directory => 0,
            EntryKind::File { .. } => 1,
            EntryKind::Link { .. } => 2,
        });
        with_length(&mut encoded, entry.path.as_bytes());
        encoded.extend(entry.mode.to_le_bytes());
        encoded.extend(entry.time.to_le_bytes());
        match &entry.kind {
            EntryKind::Directory => {}
            EntryKind::File { size, digest } => {
                encoded.extend(size.to_le_bytes());
                encoded.extend(digest.as_bytes());
            }
            EntryKind::Link { target } => with_length(&mut encoded, target),
        }
        if encoded.len() >= PIECE_BYTES {
            hasher.update(&encoded);
            encoded.clear();
        }
    }
    hasher.update(&encoded);
    hasher.finalize().into()
}

/// Returns the digest of the object that contains an archive at `path`.
pub(super) fn of_object(path: &str, archive: &Digest) -> Digest {
    let mut encoded = OBJECT_MAGIC.to_vec();
    encoded.push(VERSION);
    with_length(&mut encoded, path.as_bytes());
    encoded.extend(archive.as_bytes());
    blake3::hash(&encoded).into()
}

fn with_length(encoded: &mut Vec<u8>, bytes: &[u8]) {
    encoded.extend((bytes.len() as u64).to_le_bytes());
    encoded.extend(bytes);
}
