//! The few things asked of an S3 bucket, each one request without policy.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use object_store::aws::{AmazonS3, AmazonS3Builder, AwsCredential};
use object_store::client::HttpConnector;
use object_store::list::{PaginatedListOptions, PaginatedListStore};
use object_store::multipart::MultipartStore;
use object_store::path::Path as ObjectPath;
use object_store::{BackoffConfig, CredentialProvider, ObjectStoreExt, PutPayload, RetryConfig};

pub(super) use object_store::MultipartId as UploadId;
pub(super) use object_store::multipart::PartId;

use super::failure::Failure;
use crate::Error;
use crate::access::Place;
use crate::error::Kind;

/// A bucket to upload to. Tests put faults in front of one.
#[async_trait]
pub(super) trait Bucket: fmt::Debug + Send + Sync {
    /// Returns the size of the object under a key, if there is one.
    async fn size(&self, key: &ObjectPath) -> Result<Option<u64>, Failure>;

    /// Puts a whole object.
    async fn put(&self, key: &ObjectPath, payload: PutPayload) -> Result<(), Failure>;

    /// Begins an upload in parts.
    async fn begin(&self, key: &ObjectPath) -> Result<UploadId, Failure>;

    /// Puts a part, by its index from 0.
    async fn put_part(
        &self,
        key: &ObjectPath,
        id: &UploadId,
        index: usize,
        payload: PutPayload,
    ) -> Result<PartId, Failure>;

    /// Makes the parts an object.
    async fn complete(
        &self,
        key: &ObjectPath,
        id: &UploadId,
        parts: Vec<PartId>,
    ) -> Result<(), Failure>;

    /// Discards an upload in parts.
    async fn abort(&self, key: &ObjectPath, id: &UploadId) -> Result<(), Failure>;
}

/// Makes the client for a bucket. It sends every request once, with the credentials of the moment.
///
/// Each payload is hashed and the hash signed, so that the store refuses bytes that were damaged on
/// their way: a check that every S3 makes, unlike those of the newer checksum headers.
pub(super) fn s3(
    place: &Place,
    credentials: Arc<dyn CredentialProvider<Credential = AwsCredential>>,
    connector: impl HttpConnector,
) -> Result<AmazonS3, Error> {
    let once =
        RetryConfig { max_retries: 0, backoff: BackoffConfig::default(), ..RetryConfig::default() };
    let s3 = AmazonS3Builder::new()
        .with_endpoint(&place.endpoint)
        .with_virtual_hosted_style_request(false)
        .with_bucket_name(&place.bucket)
        .with_region(&place.region)
        .with_credentials(credentials)
        .with_retry(once)
        .with_http_connector(connector)
        .build();
    s3.map_err(|source| {
        Kind::Client { endpoint: place.endpoint.clone(), source: Box::new(source) }.into()
    })
}

#[async_trait]
impl Bucket for AmazonS3 {
    /// Asks with a listing: the credentials of a push access may not ask for an object that is
    /// missing.
    async fn size(&self, key: &ObjectPath) -> Result<Option<u64>, Failure> {
        // Keys are listed in ascending order, and none that has this one as a prefix is before it.
        let first = PaginatedListOptions { max_keys: Some(1), ..PaginatedListOptions::default() };
        let page = self.list_paginated(Some(key.as_ref()), first).await?;
        let found = page.result.objects.iter().find(|object| object.location == *key);
        Ok(found.map(|object| object.size))
    }

    async fn put(&self, key: &ObjectPath, payload: PutPayload) -> Result<(), Failure> {
        ObjectStoreExt::put(self, key, payload).await?;
        Ok(())
    }

    async fn begin(&self, key: &ObjectPath) -> Result<UploadId, Failure> {
        Ok(self.create_multipart(key).await?)
    }

    async fn put_part(
        &self,
        key: &ObjectPath,
        id: &UploadId,
        index: usize,
        payload: PutPayload,
    ) -> Result<PartId, Failure> {
        Ok(MultipartStore::put_part(self, key, id, index, payload).await?)
    }

    async fn complete(
        &self,
        key: &ObjectPath,
        id: &UploadId,
        parts: Vec<PartId>,
    ) -> Result<(), Failure> {
        self.complete_multipart(key, id, parts).await?;
        Ok(())
    }

    async fn abort(&self, key: &ObjectPath, id: &UploadId) -> Result<(), Failure> {
        Ok(self.abort_multipart(key, id).await?)
    }
}
