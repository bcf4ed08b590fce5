//! The digest of a context: a hash of everything that the build can read from it.
//!
//! # Encoding, version 1
//!
//! The digest of a context is the BLAKE3 hash of these bytes. Integers are little-endian.
//!
//! | bytes | field |
//! |---|---|
//! | 16 | `daytona-context` and a zero byte |
//! | 1 | the version, 1 |
//! | 8 | the number of entries |
//! | for each entry, in ascending order of the bytes of the path: | |
//! | 8 | the length of the archive path |
//! | n | the archive path, UTF-8 |
//! | 4 | the mode |
//! | 8 | the size of the content |
//! | 32 | the BLAKE3 hash of the content |
//!
//! The length of every variable field precedes it, so no two manifests have the same encoding.
//!
//! The digest is also the identity of the archive. A change of the archive format needs a new
//! version here; otherwise the store would have old archives under the digests of new ones.

use crate::{Digest, Entry};

const MAGIC: &[u8; 16] = b"daytona-context\0";
const VERSION: u8 = 1;

/// The size of the pieces that are hashed. Hashing many small pieces takes far longer.
const PIECE_BYTES: usize = 16 * 1024;

/// Returns the digest of entries that are sorted and unique.
pub(crate) fn of(entries: &[Entry]) -> Digest {
    let mut hasher = blake3::Hasher::new();
    let mut encoded = Vec::with_capacity(2 * PIECE_BYTES);
    encoded.extend(MAGIC);
    encoded.push(VERSION);
    encoded.extend((entries.len() as u64).to_le_bytes());
    for entry in entries {
        encoded.extend((entry.path().len() as u64).to_le_bytes());
        encoded.extend(entry.path().as_bytes());
        encoded.extend(entry.mode().to_le_bytes());
        encoded.extend(entry.size().to_le_bytes());
        encoded.extend(entry.digest().as_bytes());
        if encoded.len() >= PIECE_BYTES {
            hasher.update(&encoded);
            encoded.clear();
        }
    }
    hasher.update(&encoded);
    hasher.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Content;

    fn entry(path: &str, mode: u32, content: &str) -> Entry {
        Entry {
            path: path.into(),
            mode,
            size: content.len() as u64,
            digest: blake3::hash(content.as_bytes()).into(),
            content: Content::File("anywhere".into()).into(),
        }
    }

    /// The values were computed from the table above by another implementation.
    #[test]
    fn encoding_is_the_documented_one() {
        let entries = [
            entry("app/main.py", 0o644, "print('hello')\n"),
            entry("app/run.sh", 0o755, "#!/bin/sh\n"),
            entry("app/ü", 0o644, ""),
        ];
        for (entries, golden) in [
            (&[][..], "e0907cbf34901ec31813e452404fa6431e99704555c0321f27ae6c7e7f1ecf85"),
            (&entries[..], "60e08a999efebad9cd373897dbda032bed77db6cdcfcca91491de71d53240b07"),
        ] {
            assert_eq!(of(entries).to_string(), golden);
        }
    }

    #[test]
    fn bytes_cannot_move_between_fields() {
        let one = [entry("ab", 0o644, "c"), entry("d", 0o644, "")];
        let other = [entry("a", 0o644, "bc"), entry("d", 0o644, "")];
        assert_ne!(of(&one), of(&other));
        assert_ne!(of(&one), of(&one[..1]));
    }
}
