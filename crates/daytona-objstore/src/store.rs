//! The store: whether it has a context, and how to give it one.

#[cfg(test)]
mod tests;
mod transport;
mod upload;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::list::{PaginatedListOptions, PaginatedListStore};
use object_store::path::Path as ObjectPath;
use object_store::{BackoffConfig, RetryConfig};
use secrecy::ExposeSecret;

use crate::error::{Kind, Refusal, Target};
use crate::{Access, Digest, Error, Manifest, Progress, object_key};
use transport::Connector;

/// The region that requests are signed for when the access names none.
const DEFAULT_REGION: &str = "us-east-1";

/// Uploads contexts into the bucket of one [`Access`]. Clones share their connections.
///
/// The methods must run on a tokio runtime with its I/O and time drivers enabled.
#[derive(Clone)]
pub struct Store {
    s3: Arc<AmazonS3>,
    endpoint: String,
    bucket: String,
    organization_id: String,
}

/// Says how an upload ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Upload {
    /// The store had the whole context already, and nothing was sent.
    Present,
    /// The context was sent, and the store confirmed its size.
    Sent {
        /// The length of the archive.
        bytes: u64,
    },
}

impl Store {
    /// Prepares a store for use. Nothing is sent.
    ///
    /// Requests go through `http`, which decides about TLS, proxies and connection timeouts. It
    /// should have no default headers: they would be sent to the store. `reqwest::Client::new()`
    /// does where reqwest has a TLS back end of its own; beside `daytona-api` take the client of
    /// its `http_client_builder`, since reqwest panics on rustls without a provider.
    ///
    /// ```
    /// use daytona_objstore::{Access, Credentials, Store};
    ///
    /// let credentials = Credentials::new("access-key", "secret", "session-token");
    /// let access = Access::new("http://127.0.0.1:9000", "contexts", "org-1", credentials);
    /// let http = daytona_api::http_client_builder()?.build()?;
    /// let store = Store::connect(access, http)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails when a part of the access is empty or cannot stand in a request.
    pub fn connect(access: Access, http: reqwest::Client) -> Result<Self, Error> {
        let endpoint = access.checked_endpoint()?;
        let Access { bucket, organization_id, region, credentials, .. } = access;
        let mut builder = AmazonS3Builder::new()
            .with_endpoint(&endpoint)
            .with_virtual_hosted_style_request(false)
            .with_bucket_name(&bucket)
            .with_region(region.as_deref().unwrap_or(DEFAULT_REGION))
            .with_access_key_id(credentials.access_key.expose_secret())
            .with_secret_access_key(credentials.secret.expose_secret())
            .with_retry(retry_config())
            .with_http_connector(Connector::new(http));
        if !credentials.session_token.expose_secret().is_empty() {
            builder = builder.with_token(credentials.session_token.expose_secret());
        }
        let s3 = builder.build().map_err(|source| Kind::Client {
            endpoint: endpoint.clone(),
            source: Box::new(source),
        })?;
        Ok(Self { s3: Arc::new(s3), endpoint, bucket, organization_id })
    }

    /// Returns the size in bytes of the archive that the store has for a context, if it has one.
    ///
    /// The answer comes from a listing: the credentials of a push access may not ask for an object
    /// that is missing. A size other than [`Manifest::archive_len`] is not the whole archive.
    ///
    /// ```no_run
    /// # async fn example(store: daytona_objstore::Store, manifest: daytona_objstore::Manifest)
    /// # -> Result<(), daytona_objstore::Error> {
    /// let size = store.find(&manifest.digest()).await?;
    /// let is_whole = size == Some(manifest.archive_len());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Fails when the store cannot be reached or refuses the listing.
    pub async fn find(&self, digest: &Digest) -> Result<Option<u64>, Error> {
        let key = self.key(digest);
        // Keys are listed in ascending order, and none that has this one as a prefix is before it.
        let page = self
            .s3
            .list_paginated(Some(key.as_ref()), PaginatedListOptions::default())
            .await
            .map_err(|source| self.error("look for", &key, source))?;
        let found = page.result.objects.iter().find(|object| object.location == key);
        Ok(found.map(|object| object.size))
    }

    /// Uploads the archive of a context, unless the store has the whole of it.
    ///
    /// The archive is streamed; what is held in memory stays below 64 MiB. When the upload fails,
    /// and when the future is dropped, no object appears under the context's key.
    ///
    /// ```no_run
    /// # async fn example(store: daytona_objstore::Store, manifest: daytona_objstore::Manifest)
    /// # -> Result<(), daytona_objstore::Error> {
    /// use std::sync::Arc;
    ///
    /// use daytona_objstore::{Progress, Upload};
    ///
    /// let upload = store.upload(Arc::new(manifest), &Progress::new()).await?;
    /// if upload == Upload::Present {
    ///     println!("nothing to send");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Fails when a file is no longer what the scan saw or cannot be read, when the store cannot be
    /// reached or refuses a request, and when it ends up with another size than what was sent.
    #[tracing::instrument(level = "debug", skip_all, fields(bucket = %self.bucket, digest = %manifest.digest()))]
    pub async fn upload(
        &self,
        manifest: Arc<Manifest>,
        progress: &Progress,
    ) -> Result<Upload, Error> {
        let digest = manifest.digest();
        let bytes = manifest.archive_len();
        if self.find(&digest).await? == Some(bytes) {
            progress.update(|now| now.archives_skipped += 1);
            tracing::debug!("the store has the context already");
            return Ok(Upload::Present);
        }

        progress.update(|now| now.bytes_to_upload += bytes);
        self.send(manifest, progress).await?;
        self.confirm(&digest, bytes).await?;
        progress.update(|now| now.archives_uploaded += 1);
        tracing::debug!(bytes, "uploaded the context");
        Ok(Upload::Sent { bytes })
    }

    /// Makes sure that the store has what was sent.
    async fn confirm(&self, digest: &Digest, expected: u64) -> Result<(), Error> {
        let found = self.find(digest).await?;
        if found == Some(expected) {
            return Ok(());
        }
        let target = self.target(&self.key(digest));
        Err(Kind::NotWhole { target, expected, found }.into())
    }

    fn key(&self, digest: &Digest) -> ObjectPath {
        ObjectPath::from(object_key(&self.organization_id, &digest.to_string()))
    }

    fn target(&self, key: &ObjectPath) -> Target {
        Target { bucket: self.bucket.clone(), key: key.to_string() }
    }

    /// Says what failed on which object, and whether the store answered at all.
    fn error(&self, action: &'static str, key: &ObjectPath, error: object_store::Error) -> Error {
        let target = self.target(key);
        let refusal = refusal_in(&error).cloned();
        let source = Box::new(error);
        match refusal {
            Some(refusal) => Kind::Refused { action, target, refusal, source }.into(),
            None => {
                Kind::Transport { action, target, endpoint: self.endpoint.clone(), source }.into()
            }
        }
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store")
            .field("endpoint", &self.endpoint)
            .field("bucket", &self.bucket)
            .field("organization_id", &self.organization_id)
            .finish_non_exhaustive()
    }
}

/// Bounds what one request may cost: six tries in about fifteen seconds.
fn retry_config() -> RetryConfig {
    RetryConfig {
        backoff: BackoffConfig {
            init_backoff: Duration::from_millis(100),
            max_backoff: Duration::from_secs(5),
            base: 2.0,
        },
        max_retries: 5,
        retry_timeout: Duration::from_secs(60),
    }
}

/// Finds the store's answer in the causes of an error.
fn refusal_in(error: &object_store::Error) -> Option<&Refusal> {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if let Some(refusal) = error.downcast_ref() {
            return Some(refusal);
        }
        cause = error.source();
    }
    None
}
