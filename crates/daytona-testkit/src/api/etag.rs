//! Entity tags, and requests for content that the client has already.

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use sha2::{Digest, Sha256};

use crate::hex::hex;

/// The number of digest bytes in a tag.
const DIGEST_BYTES: usize = 14;

/// Returns the weak tag of a body: its length and its digest.
pub(super) fn entity_tag(body: &[u8]) -> HeaderValue {
    let digest = hex(&Sha256::digest(body)[..DIGEST_BYTES]);
    let tag = format!("W/\"{:x}-{digest}\"", body.len());
    HeaderValue::from_str(&tag).unwrap_or_else(|_| HeaderValue::from_static("W/\"0\""))
}

/// Responds with 304 to a request whose `If-None-Match` has the tag of the response.
pub(super) async fn revalidate(request: Request, next: Next) -> Response {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let known = request.headers().get(header::IF_NONE_MATCH).cloned().filter(|_| is_read);
    let response = next.run(request).await;
    match (known, response.headers().get(header::ETAG)) {
        (Some(known), Some(tag)) if response.status().is_success() && matches(&known, tag) => {
            let headers = HeaderMap::from_iter([(header::ETAG, tag.clone())]);
            (StatusCode::NOT_MODIFIED, headers).into_response()
        }
        _ => response,
    }
}

/// Returns `true` if a list of tags has the tag. A client can leave out the mark of a weak tag.
fn matches(known: &HeaderValue, tag: &HeaderValue) -> bool {
    let strong = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    match (known.to_str(), tag.to_str()) {
        (Ok("*"), _) => true,
        (Ok(known), Ok(tag)) => known.split(',').any(|known| strong(known) == strong(tag)),
        _ => false,
    }
}
