//! The confirmation of an object by the `ETag` in the response to its upload.
//!
//! For a single request, S3, MinIO and R2 respond with the MD5 of the bytes that they have stored,
//! unless they encrypt with a key of a key service. An equal MD5 confirms the size and the content, so
//! no listing is necessary. Any other `ETag` confirms nothing.

use md5::{Digest, Md5};
use object_store::PutPayload;

/// The maximum length of a payload whose MD5 is computed, which takes a few milliseconds. A listing
/// takes a round trip, which has less weight for a longer upload.
const MAX_HASHED_BYTES: usize = 2 << 20;

/// Returns `true` if an `ETag` is the MD5 of a payload. Returns `false` for a payload over 2 MiB.
pub(super) fn confirms(e_tag: Option<&str>, payload: &PutPayload) -> bool {
    let is_short = payload.content_length() <= MAX_HASHED_BYTES;
    e_tag.is_some_and(|e_tag| is_short && e_tag.trim_matches('"') == md5(payload))
}

/// Returns the MD5 of a payload as hexadecimal digits.
fn md5(payload: &PutPayload) -> String {
    let mut hasher = Md5::new();
    payload.iter().for_each(|bytes| hasher.update(bytes));
    let digest: [u8; 16] = hasher.finalize().into();
    format!("{:032x}", u128::from_be_bytes(digest))
}

#[cfg(test)]
pub(super) mod testing {
    use super::*;

    /// Returns the `ETag` of an object that one request has sent.
    pub(crate) fn e_tag(object: Vec<u8>) -> String {
        format!("\"{}\"", md5(&object.into()))
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    #[test]
    fn md5_of_all_pieces_confirms_an_object() {
        let payload: PutPayload = [Bytes::from("The quick brown fox "), "jumps over".into()]
            .into_iter()
            .chain([Bytes::from(" the lazy dog")])
            .collect();
        let digest = "9e107d9d372bb6826bd81d3542a419d6";
        assert!(confirms(Some(digest), &payload));
        assert!(confirms(Some(&format!("\"{digest}\"")), &payload));
        for other in ["", "\"\"", "e", "9e107d9d372bb6826bd81d3542a419d6-1"] {
            assert!(!confirms(Some(other), &payload), "{other}");
        }
        assert!(!confirms(Some(&format!("W/\"{digest}\"")), &payload));
        assert!(!confirms(None, &payload));
        assert!(!confirms(Some(digest), &PutPayload::from("The quick brown fox")));
    }

    #[test]
    fn long_object_is_not_confirmed_by_its_e_tag() {
        for (len, expected) in [(MAX_HASHED_BYTES, true), (MAX_HASHED_BYTES + 1, false)] {
            let object = vec![7; len];
            let e_tag = testing::e_tag(object.clone());
            assert_eq!(confirms(Some(&e_tag), &object.into()), expected, "{len} bytes");
        }
    }
}
