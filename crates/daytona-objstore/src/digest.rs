//! The name of a context: a digest of everything the build can see of it.
//!
//! # Encoding, version 1
//!
//! The digest of a context is the BLAKE3 hash of these bytes, integers little-endian:
//!
//! | bytes | what |
//! |---|---|
//! | 16 | `daytona-context` and a zero byte |
//! | 1 | the version, 1 |
//! | 8 | the number of entries |
//! | per entry, in ascending order of the path's bytes: | |
//! | 8 | the length of the archive path |
//! | n | the archive path, UTF-8 |
//! | 4 | the mode |
//! | 8 | the size of the content |
//! | 32 | the BLAKE3 hash of the content |
//!
//! Every variable part has its length in front, so that no two manifests share an encoding. The
//! digest also names the archive made of the manifest: a change to how archives are written needs
//! a new version here, or old objects would be taken for new ones.

use std::fmt;
use std::str::FromStr;

use crate::manifest::Entry;
use crate::{Error, error::Kind};

const MAGIC: &[u8; 16] = b"daytona-context\0";
const VERSION: u8 = 1;

/// How much of the encoding is gathered before it is hashed: many small pieces take far longer.
const HASHED_AT_ONCE: usize = 16 * 1024;

/// Identifies a content: 256 bits, shown as 64 lower-case hexadecimal digits.
///
/// ```
/// use daytona_objstore::Digest;
///
/// let text = "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262";
/// let digest: Digest = text.parse()?;
/// assert_eq!(digest.to_string(), text);
/// assert!("af13".parse::<Digest>().is_err());
/// # Ok::<(), daytona_objstore::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Digest([u8; 32]);

impl Digest {
    /// Returns the 32 bytes of the digest.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Computes the digest of a context from its entries, which are sorted and unique.
    pub(crate) fn of_entries(entries: &[Entry]) -> Self {
        let mut hasher = blake3::Hasher::new();
        let mut encoded = Vec::with_capacity(2 * HASHED_AT_ONCE);
        encoded.extend(MAGIC);
        encoded.push(VERSION);
        encoded.extend((entries.len() as u64).to_le_bytes());
        for entry in entries {
            encoded.extend((entry.path().len() as u64).to_le_bytes());
            encoded.extend(entry.path().as_bytes());
            encoded.extend(entry.mode().to_le_bytes());
            encoded.extend(entry.size().to_le_bytes());
            encoded.extend(entry.digest().as_bytes());
            if encoded.len() >= HASHED_AT_ONCE {
                hasher.update(&encoded);
                encoded.clear();
            }
        }
        hasher.update(&encoded);
        hasher.finalize().into()
    }
}

impl From<blake3::Hash> for Digest {
    fn from(hash: blake3::Hash) -> Self {
        Self(*hash.as_bytes())
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&blake3::Hash::from_bytes(self.0).to_hex())
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

impl FromStr for Digest {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        match blake3::Hash::from_hex(text) {
            Ok(hash) => Ok(hash.into()),
            Err(_) => Err(Kind::NotADigest { text: text.to_owned() }.into()),
        }
    }
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
            assert_eq!(Digest::of_entries(entries).to_string(), golden);
        }
    }

    #[test]
    fn bytes_cannot_move_between_fields() {
        let one = [entry("ab", 0o644, "c"), entry("d", 0o644, "")];
        let other = [entry("a", 0o644, "bc"), entry("d", 0o644, "")];
        assert_ne!(Digest::of_entries(&one), Digest::of_entries(&other));
        assert_ne!(Digest::of_entries(&one), Digest::of_entries(&one[..1]));
    }

    #[test]
    fn only_64_hexadecimal_digits_are_a_digest() {
        for text in ["", "af13", &"g".repeat(64), &"a".repeat(63), &"a".repeat(65), &"ä".repeat(32)]
        {
            let error = text.parse::<Digest>().unwrap_err();
            assert!(error.to_string().contains("expected 64 hexadecimal digits"), "{error}");
        }
    }
}
