//! Responses of stores that ignore the range of a request, and send the whole object.

use bytes::BytesMut;
use http::header::{CONTENT_LENGTH, CONTENT_RANGE, RANGE};
use http::{HeaderMap, HeaderValue, StatusCode};

/// Returns the number of bytes that a request for the first bytes of an object names.
pub(super) fn first_bytes(headers: &HeaderMap) -> Option<u64> {
    let last = headers.get(RANGE)?.to_str().ok()?.strip_prefix("bytes=0-")?;
    last.parse::<u64>().ok()?.checked_add(1)
}

/// The whole object, in the response to a request for its first bytes.
pub(super) struct WholeObject {
    first_bytes: u64,
    len: u64,
}

impl WholeObject {
    /// Returns `None` if the response does not have the whole object, or does not name its length.
    pub(super) fn in_response(
        first_bytes: Option<u64>,
        response: &reqwest::Response,
    ) -> Option<Self> {
        let (first_bytes, len) = (first_bytes?, response.content_length()?);
        (response.status() == StatusCode::OK).then_some(Self { first_bytes, len })
    }

    /// Returns `true` if `received` has the first bytes. The others need not be read.
    pub(super) fn is_enough(&self, received: &[u8]) -> bool {
        received.len() as u64 >= self.first_bytes
    }

    /// Converts to the response of a store that supports ranges, and returns its status.
    pub(super) fn into_partial(self, headers: &mut HeaderMap, body: &mut BytesMut) -> StatusCode {
        body.truncate(usize::try_from(self.first_bytes).unwrap_or(usize::MAX));
        let Some(last) = body.len().checked_sub(1) else {
            return StatusCode::RANGE_NOT_SATISFIABLE;
        };
        if let Ok(range) = HeaderValue::try_from(format!("bytes 0-{last}/{}", self.len)) {
            headers.insert(CONTENT_RANGE, range);
        }
        headers.insert(CONTENT_LENGTH, body.len().into());
        StatusCode::PARTIAL_CONTENT
    }
}
