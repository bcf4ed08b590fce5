//! The headers that go with every request.

use std::{error, fmt};

use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

const ORGANIZATION_ID: HeaderName = HeaderName::from_static("x-daytona-organization-id");
const SOURCE: HeaderName = HeaderName::from_static("x-daytona-source");
const SDK_VERSION: HeaderName = HeaderName::from_static("x-daytona-sdk-version");

/// The headers that a [`Client`](crate::Client) sends with every request: credentials, organization and client.
///
/// The token is marked as sensitive. It does not appear in `Debug` or in the logs of the HTTP stack.
///
/// ```
/// use daytona_api::RequestHeaders;
/// use secrecy::SecretString;
///
/// let token = SecretString::from("header.payload.signature");
/// let headers = RequestHeaders::new().bearer_token(&token)?.organization_id("4b5c")?;
/// assert!(!format!("{headers:?}").contains("payload"));
/// # Ok::<(), daytona_api::InvalidHeader>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct RequestHeaders(HeaderMap);

impl RequestHeaders {
    /// Creates an empty set of headers. It is enough for endpoints that need no credentials.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the API key or the JWT (`Authorization: Bearer`).
    ///
    /// # Errors
    /// If the token contains a character that is not allowed in a header, such as a line break.
    pub fn bearer_token(self, token: &SecretString) -> Result<Self, InvalidHeader> {
        let value = format!("Bearer {}", token.expose_secret());
        let mut headers = self.with(AUTHORIZATION, "token", &value)?;
        if let Some(value) = headers.0.get_mut(AUTHORIZATION) {
            value.set_sensitive(true);
        }
        Ok(headers)
    }

    /// Sets the organization (`X-Daytona-Organization-ID`). A JWT needs it. An API key belongs to one organization.
    ///
    /// # Errors
    /// If the ID contains a character that is not allowed in a header.
    pub fn organization_id(self, id: &str) -> Result<Self, InvalidHeader> {
        self.with(ORGANIZATION_ID, "organization ID", id)
    }

    /// Sets the kind of client (`X-Daytona-Source`). The official clients send `sdk-` and their language.
    ///
    /// # Errors
    /// If the text contains a character that is not allowed in a header.
    pub fn source(self, source: &str) -> Result<Self, InvalidHeader> {
        self.with(SOURCE, "source", source)
    }

    /// Sets the version of the client (`X-Daytona-SDK-Version`).
    ///
    /// # Errors
    /// If the text contains a character that is not allowed in a header.
    pub fn sdk_version(self, version: &str) -> Result<Self, InvalidHeader> {
        self.with(SDK_VERSION, "version", version)
    }

    fn with(
        mut self,
        name: HeaderName,
        what: &'static str,
        value: &str,
    ) -> Result<Self, InvalidHeader> {
        let value = HeaderValue::from_str(value).map_err(|_| InvalidHeader { what })?;
        self.0.insert(name, value);
        Ok(self)
    }

    pub(crate) fn add_to(&self, headers: &mut HeaderMap) {
        for (name, value) in &self.0 {
            headers.insert(name, value.clone());
        }
    }
}

/// A text that cannot be sent as the value of a header.
///
/// The error does not contain the text, which can be a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidHeader {
    what: &'static str,
}

impl fmt::Display for InvalidHeader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the {} cannot be sent in a header: only visible ASCII characters and spaces are allowed there",
            self.what
        )
    }
}

impl error::Error for InvalidHeader {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn token_appears_neither_in_debug_nor_in_errors() {
        let headers = RequestHeaders::new().bearer_token(&SecretString::from("s3cret")).unwrap();
        assert!(!format!("{headers:?}").contains("s3cret"));

        let error =
            RequestHeaders::new().bearer_token(&SecretString::from("s3cret\n")).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("s3cret"));
        assert!(error.to_string().starts_with("the token cannot be sent"), "{error}");
    }

    #[test]
    fn header_that_is_set_twice_is_sent_once() {
        let headers = RequestHeaders::new().source("a").unwrap().source("b").unwrap();
        let mut sent = HeaderMap::new();
        headers.add_to(&mut sent);
        assert_eq!(sent.get_all(SOURCE).iter().collect::<Vec<_>>(), ["b"]);
    }
}
