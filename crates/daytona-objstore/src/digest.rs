//! The digest of a file or a context.

use std::fmt;
use std::str::FromStr;

use crate::{Error, error::Kind};

/// A BLAKE3 hash: 256 bits, displayed as 64 lower-case hexadecimal digits.
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
            Err(_) => Err(Kind::InvalidDigest { text: text.to_owned() }.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_64_hexadecimal_digits_are_a_digest() {
        for text in ["", "af13", &"g".repeat(64), &"a".repeat(63), &"a".repeat(65), &"ä".repeat(32)]
        {
            let error = text.parse::<Digest>().unwrap_err();
            assert!(error.to_string().contains("expected 64 hexadecimal digits"), "{error}");
        }
    }
}
