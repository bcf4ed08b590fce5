//! The location and the credentials of a bucket.

use std::fmt;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use url::Url;

use crate::Error;
use crate::error::Kind;

/// The region of signatures if the access has none.
const DEFAULT_REGION: &str = "us-east-1";

/// The location and the credentials of a bucket, as in Daytona's push-access response.
///
/// `Debug` omits the credentials.
///
/// ```
/// use daytona_objstore::{StorageAccess, Credentials};
///
/// let credentials = Credentials::new("access-key", "secret", "session-token");
/// let access = StorageAccess::new("https://s3.example.com", "contexts", "org-1", credentials)
///     .region("eu-central-1");
/// assert!(!format!("{access:?}").contains("session-token"));
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct StorageAccess {
    pub(crate) storage_url: String,
    pub(crate) bucket: String,
    pub(crate) organization_id: String,
    pub(crate) region: Option<String>,
    pub(crate) valid_for: Option<Duration>,
    pub(crate) credentials: Credentials,
}

/// The location of a bucket: a checked access without its credentials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BucketLocation {
    /// The URL of the store, without a final slash.
    pub(crate) endpoint: String,
    pub(crate) bucket: String,
    pub(crate) organization_id: String,
    pub(crate) region: String,
}

/// Temporary storage credentials. `Debug` omits them.
#[derive(Clone)]
pub struct Credentials {
    pub(crate) access_key: SecretString,
    pub(crate) secret: SecretString,
    pub(crate) session_token: SecretString,
}

impl Credentials {
    /// Creates credentials. An empty `session_token` means that there is none.
    #[must_use]
    pub fn new(
        access_key: impl Into<SecretString>,
        secret: impl Into<SecretString>,
        session_token: impl Into<SecretString>,
    ) -> Self {
        Self {
            access_key: access_key.into(),
            secret: secret.into(),
            session_token: session_token.into(),
        }
    }
}

impl StorageAccess {
    /// Creates an access to `bucket` at `storage_url` for an organization.
    ///
    /// A `storage_url` without a scheme gets `https://`.
    #[must_use]
    pub fn new(
        storage_url: impl Into<String>,
        bucket: impl Into<String>,
        organization_id: impl Into<String>,
        credentials: Credentials,
    ) -> Self {
        Self {
            storage_url: storage_url.into(),
            bucket: bucket.into(),
            organization_id: organization_id.into(),
            region: None,
            valid_for: None,
            credentials,
        }
    }

    /// Sets the region of signatures. Default: `us-east-1`.
    #[must_use]
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Sets how long the credentials are valid, counted from their request.
    ///
    /// Default: until the store rejects them as expired. Daytona's credentials are valid for an hour.
    #[must_use]
    pub fn valid_for(mut self, validity: Duration) -> Self {
        self.valid_for = Some(validity);
        self
    }

    /// Checks all parts, and returns the location.
    ///
    /// The S3 client does not check them, and panics if a header cannot contain them.
    pub(crate) fn location(&self) -> Result<BucketLocation, Error> {
        let endpoint = endpoint(&self.storage_url)?;
        check("the bucket", &self.bucket, is_bucket_char)?;
        check("the organization id", &self.organization_id, is_id_char)?;
        if matches!(self.organization_id.as_str(), "." | "..") {
            return Err(invalid("the organization id", "must not be `.` or `..`"));
        }
        if let Some(region) = &self.region {
            check("the region", region, is_id_char)?;
        }
        check("the access key", self.credentials.access_key.expose_secret(), is_header_char)?;
        check("the secret", self.credentials.secret.expose_secret(), is_header_char)?;
        let token = self.credentials.session_token.expose_secret();
        if !token.is_empty() {
            check("the session token", token, is_header_char)?;
        }
        Ok(BucketLocation {
            endpoint,
            bucket: self.bucket.clone(),
            organization_id: self.organization_id.clone(),
            region: self.region.clone().unwrap_or_else(|| DEFAULT_REGION.to_owned()),
        })
    }
}

impl fmt::Debug for StorageAccess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StorageAccess")
            .field("storage_url", &self.storage_url)
            .field("bucket", &self.bucket)
            .field("organization_id", &self.organization_id)
            .field("region", &self.region)
            .field("valid_for", &self.valid_for)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").finish_non_exhaustive()
    }
}

fn endpoint(storage_url: &str) -> Result<String, Error> {
    const FIELD: &str = "the storage URL";
    let with_scheme = if storage_url.contains("://") {
        storage_url.to_owned()
    } else {
        format!("https://{storage_url}")
    };
    let url = Url::parse(&with_scheme).map_err(|_| invalid(FIELD, "is not a URL"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(invalid(FIELD, "must begin with http:// or https://"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(invalid(FIELD, "must not contain a user name or password"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(invalid(FIELD, "must not contain a query or fragment"));
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

fn check(field: &'static str, value: &str, allowed: fn(char) -> bool) -> Result<(), Error> {
    if value.is_empty() {
        return Err(invalid(field, "is empty"));
    }
    if !value.chars().all(allowed) {
        return Err(invalid(field, "contains a character that it cannot have"));
    }
    Ok(())
}

fn invalid(field: &'static str, reason: &'static str) -> Error {
    Kind::Access { field, reason }.into()
}

fn is_bucket_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')
}

fn is_id_char(c: char) -> bool {
    is_bucket_char(c) || c == ':'
}

fn is_header_char(c: char) -> bool {
    c.is_ascii_graphic()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn access(storage_url: &str) -> StorageAccess {
        StorageAccess::new(
            storage_url,
            "contexts",
            "org-1",
            Credentials::new("key", "secret", "token"),
        )
    }

    #[test]
    fn url_without_scheme_gets_https() {
        for (storage_url, endpoint) in [
            ("s3.example.com", "https://s3.example.com"),
            ("s3.example.com:9000/", "https://s3.example.com:9000"),
            ("http://127.0.0.1:9000", "http://127.0.0.1:9000"),
            ("https://example.com/minio/", "https://example.com/minio"),
        ] {
            assert_eq!(access(storage_url).location().unwrap().endpoint, endpoint);
        }
    }

    #[test]
    fn invalid_part_is_named() {
        let with = |bucket: &str, organization: &str, token: &str| {
            StorageAccess::new("s3", bucket, organization, Credentials::new("key", "secret", token))
        };
        for (access, expected) in [
            (access(""), "the storage URL is not a URL"),
            (access("ftp://s3"), "the storage URL must begin with http:// or https://"),
            (
                access("https://me:pw@s3"),
                "the storage URL must not contain a user name or password",
            ),
            (access("https://s3?x=1"), "the storage URL must not contain a query or fragment"),
            (with("", "org", "t"), "the bucket is empty"),
            (with("a/b", "org", "t"), "the bucket contains a character that it cannot have"),
            (
                with("b", "../org", "t"),
                "the organization id contains a character that it cannot have",
            ),
            (with("b", "..", "t"), "the organization id must not be `.` or `..`"),
            (
                with("b", "org", "a\nb"),
                "the session token contains a character that it cannot have",
            ),
            (access("s3").region(""), "the region is empty"),
        ] {
            let error = access.location().unwrap_err().to_string();
            assert_eq!(error, format!("cannot use the storage access: {expected}"));
        }
    }
}
