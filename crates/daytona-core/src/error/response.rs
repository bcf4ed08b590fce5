//! The answer of the server to a failed call.

use std::collections::BTreeMap;
use std::fmt;

use bytes::Bytes;

/// Parts of the names of headers whose values may be or contain secrets.
const SECRET_NAMES: [&str; 8] =
    ["auth", "cookie", "credential", "key", "location", "secret", "signature", "token"];

/// The answer of the server to a failed call.
#[derive(Clone, Default)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) code: Option<String>,
    pub(crate) origin: Option<String>,
    /// The headers by their names in lower case.
    pub(crate) headers: BTreeMap<String, String>,
    /// The beginning of the body.
    pub(crate) body: Bytes,
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: BTreeMap<&str, &str> = self.headers.iter().map(redacted).collect();
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("code", &self.code)
            .field("origin", &self.origin)
            .field("headers", &headers)
            .field("body_bytes", &self.body.len())
            .finish()
    }
}

fn redacted<'a>((name, value): (&'a String, &'a String)) -> (&'a str, &'a str) {
    let is_secret = SECRET_NAMES.iter().any(|part| name.contains(part));
    (name, if is_secret { "[redacted]" } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_secret() {
        let headers = [
            ("set-cookie", "session=s3cret"),
            ("x-amz-security-token", "s3cret"),
            ("www-authenticate", "Bearer s3cret"),
            ("location", "https://login.example/?code=s3cret"),
            ("cf-ray", "8f1"),
        ];
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        let body = Bytes::from_static(b"s3cret");
        let text = format!("{:?}", Response { status: 502, headers, body, ..Response::default() });
        assert!(text.contains("8f1") && text.contains("body_bytes: 6"), "{text}");
        assert!(!text.contains("s3cret"), "{text}");
    }
}
