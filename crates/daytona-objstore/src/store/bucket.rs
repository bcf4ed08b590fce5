//! The operations of an S3 bucket. Each is one request without retries.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use object_store::aws::{AmazonS3, AmazonS3Builder, AwsCredential};
use object_store::client::HttpConnector;
use object_store::list::{PaginatedListOptions, PaginatedListStore};
use object_store::multipart::MultipartStore;
use object_store::path::Path as ObjectPath;
use object_store::{
    BackoffConfig, CredentialProvider, GetOptions, ObjectStore, ObjectStoreExt, PutPayload,
    RetryConfig,
};

pub(super) use object_store::MultipartId as UploadId;
pub(super) use object_store::multipart::PartId;

use super::failure::Failure;
use crate::Error;
use crate::error::Kind;
use crate::storage_access::BucketLocation;

/// A bucket. Tests implement it to inject faults.
#[async_trait]
pub(super) trait Bucket: fmt::Debug + Send + Sync {
    /// Returns the size of an object in bytes, or `None` if it does not exist.
    async fn size(&self, key: &ObjectPath) -> Result<Option<u64>, Failure>;

    /// Returns the first bytes of an object, at most `len`. Returns `None` if it does not exist or is
    /// empty.
    async fn start(&self, key: &ObjectPath, len: u64) -> Result<Option<ObjectStart>, Failure>;

    /// Puts an object, and returns the `ETag` of the response.
    async fn put(&self, key: &ObjectPath, payload: PutPayload) -> Result<Option<String>, Failure>;

    /// Creates a multipart upload.
    async fn create_multipart(&self, key: &ObjectPath) -> Result<UploadId, Failure>;

    /// Puts a part. The index starts at 0.
    async fn put_part(
        &self,
        key: &ObjectPath,
        id: &UploadId,
        index: usize,
        payload: PutPayload,
    ) -> Result<PartId, Failure>;

    /// Joins the parts to an object.
    async fn complete_multipart(
        &self,
        key: &ObjectPath,
        id: &UploadId,
        parts: Vec<PartId>,
    ) -> Result<(), Failure>;

    /// Aborts a multipart upload.
    async fn abort_multipart(&self, key: &ObjectPath, id: &UploadId) -> Result<(), Failure>;
}

/// The start of an object.
#[derive(Debug)]
pub(super) struct ObjectStart {
    /// The size of the whole object in bytes.
    pub(super) size: u64,
    pub(super) bytes: Bytes,
}

/// Creates the client of a bucket. It sends every request once, with the current credentials.
///
/// It signs the hash of each payload, so that the store rejects bytes that were damaged in transit.
/// Every S3 checks that hash, but not every S3 checks the newer checksum headers.
pub(super) fn s3(
    location: &BucketLocation,
    credentials: Arc<dyn CredentialProvider<Credential = AwsCredential>>,
    connector: impl HttpConnector,
) -> Result<AmazonS3, Error> {
    let once =
        RetryConfig { max_retries: 0, backoff: BackoffConfig::default(), ..RetryConfig::default() };
    let s3 = AmazonS3Builder::new()
        .with_endpoint(&location.endpoint)
        .with_virtual_hosted_style_request(false)
        .with_bucket_name(&location.bucket)
        .with_region(&location.region)
        .with_credentials(credentials)
        .with_retry(once)
        .with_http_connector(connector)
        .build();
    s3.map_err(|source| {
        Kind::Client { endpoint: location.endpoint.clone(), source: Box::new(source) }.into()
    })
}

#[async_trait]
impl Bucket for AmazonS3 {
    /// Sends a listing, because a push access may not send HEAD for a missing object.
    async fn size(&self, key: &ObjectPath) -> Result<Option<u64>, Failure> {
        // Keys are in ascending order, so this key is before any longer one with the same prefix.
        let first = PaginatedListOptions { max_keys: Some(1), ..PaginatedListOptions::default() };
        let page = self.list_paginated(Some(key.as_ref()), first).await?;
        let found = page.result.objects.iter().find(|object| object.location == *key);
        Ok(found.map(|object| object.size))
    }

    async fn start(&self, key: &ObjectPath, len: u64) -> Result<Option<ObjectStart>, Failure> {
        let options = GetOptions::new().with_range(Some(0..len));
        let start = match self.get_opts(key, options).await.map_err(Failure::from) {
            Ok(start) => start,
            Err(Failure::Refused { refusal, .. }) if refusal.is_missing_range() => return Ok(None),
            Err(failure) => return Err(failure),
        };
        Ok(Some(ObjectStart { size: start.meta.size, bytes: start.bytes().await? }))
    }

    async fn put(&self, key: &ObjectPath, payload: PutPayload) -> Result<Option<String>, Failure> {
        Ok(ObjectStoreExt::put(self, key, payload).await?.e_tag)
    }

    async fn create_multipart(&self, key: &ObjectPath) -> Result<UploadId, Failure> {
        Ok(MultipartStore::create_multipart(self, key).await?)
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

    async fn complete_multipart(
        &self,
        key: &ObjectPath,
        id: &UploadId,
        parts: Vec<PartId>,
    ) -> Result<(), Failure> {
        MultipartStore::complete_multipart(self, key, id, parts).await?;
        Ok(())
    }

    async fn abort_multipart(&self, key: &ObjectPath, id: &UploadId) -> Result<(), Failure> {
        Ok(MultipartStore::abort_multipart(self, key, id).await?)
    }
}

#[cfg(test)]
pub(crate) mod testing {
    use std::collections::BTreeMap;
    use std::sync::Mutex;
    use std::time::Duration;

    use tokio::time::sleep;

    use super::super::e_tag::testing::e_tag;
    use super::super::failure::Recovery;
    use super::*;
    use crate::error::Refusal;

    /// The requests of an upload.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    pub(crate) enum Stage {
        Find,
        ReadStart,
        Put,
        CreateMultipart,
        PutPart,
        CompleteMultipart,
        AbortMultipart,
    }

    const STAGES: [Stage; 5] =
        [Stage::Find, Stage::Put, Stage::CreateMultipart, Stage::PutPart, Stage::CompleteMultipart];

    /// Returns every request of an upload, to a store whose `ETag` confirms nothing and to one whose
    /// `ETag` confirms small objects.
    pub(crate) fn stages() -> impl Iterator<Item = (Stage, ETags)> {
        let e_tags = [ETags::Missing, ETags::OfContent];
        STAGES.into_iter().flat_map(move |stage| e_tags.map(|e_tags| (stage, e_tags)))
    }

    /// The failure of a request.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum Fault {
        /// The connection is refused or reset before the store has the request.
        NotSent,
        /// The store executes the request, and the response is lost.
        ResponseLost,
        /// The response has this status and code.
        Refused(u16, &'static str),
    }

    /// Faults that a retry survives.
    pub(crate) const TRANSIENT: [Fault; 7] = [
        Fault::NotSent,
        Fault::ResponseLost,
        Fault::Refused(500, "InternalError"),
        Fault::Refused(503, "SlowDown"),
        Fault::Refused(429, "TooManyRequests"),
        // S3 reports bytes that were damaged in transit.
        Fault::Refused(400, "BadDigest"),
        // S3 sends the status before it has joined the parts.
        Fault::Refused(200, "InternalError"),
    ];

    /// Faults that no retry survives.
    pub(crate) const PERMANENT: [Fault; 2] =
        [Fault::Refused(403, "AccessDenied"), Fault::Refused(404, "NoSuchBucket")];

    /// A bucket in memory with a delay and optional faults.
    #[derive(Debug, Default)]
    pub(crate) struct FaultyBucket {
        pub(crate) objects: Mutex<BTreeMap<String, Vec<u8>>>,
        pub(crate) uploads: Mutex<BTreeMap<UploadId, BTreeMap<usize, Vec<u8>>>>,
        /// The stage of the next faults, their kind and their number.
        pub(crate) faults: Mutex<Option<(Stage, Fault, u32)>>,
        /// The `ETag` of the response to a single request.
        e_tags: ETags,
        /// The number of bytes that are missing at the end of the object of a single request.
        lost_bytes: usize,
        requests: Mutex<Vec<Stage>>,
        /// The number of multipart uploads that were created.
        created: Mutex<usize>,
    }

    /// The `ETag` of the response to a single request.
    #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
    pub(crate) enum ETags {
        #[default]
        Missing,
        /// The MD5 of other bytes, as that of a store that encrypts.
        Other,
        /// The MD5 of the stored object.
        OfContent,
    }

    pub(crate) const E_TAGS: [ETags; 3] = [ETags::Missing, ETags::Other, ETags::OfContent];

    impl FaultyBucket {
        pub(crate) fn responding_with(e_tags: ETags) -> Self {
            Self { e_tags, ..Self::default() }
        }

        /// Loses bytes at the end of the object of each single request.
        pub(crate) fn losing(self, lost_bytes: usize) -> Self {
            Self { lost_bytes, ..self }
        }

        /// Sets the next faults.
        pub(crate) fn fault(self, stage: Stage, fault: Fault, times: u32) -> Self {
            Self { faults: Mutex::new(Some((stage, fault, times))), ..self }
        }

        pub(crate) fn with(stage: Stage, fault: Fault, times: u32) -> Arc<Self> {
            Arc::new(Self::default().fault(stage, fault, times))
        }

        /// Executes a request, unless there is a fault.
        async fn request<T>(
            &self,
            stage: Stage,
            effect: impl FnOnce() -> Result<T, Failure>,
        ) -> Result<T, Failure> {
            self.requests.lock().unwrap().push(stage);
            sleep(Duration::from_millis(5)).await;
            match self.next_fault(stage) {
                None => effect(),
                Some(Fault::NotSent) => Err(transport_failure("connection refused")),
                Some(Fault::ResponseLost) => {
                    effect()?;
                    Err(transport_failure("connection reset"))
                }
                Some(Fault::Refused(status, code)) => Err(refused(status, code)),
            }
        }

        fn next_fault(&self, stage: Stage) -> Option<Fault> {
            let mut faults = self.faults.lock().unwrap();
            let (at, fault, times) = faults.as_mut()?;
            if *at != stage || *times == 0 {
                return None;
            }
            *times -= 1;
            Some(*fault)
        }

        pub(crate) fn clear_faults(&self) {
            *self.faults.lock().unwrap() = None;
        }

        pub(crate) fn count(&self, stage: Stage) -> usize {
            self.requests.lock().unwrap().iter().filter(|request| **request == stage).count()
        }
    }

    #[async_trait]
    impl Bucket for FaultyBucket {
        async fn size(&self, key: &ObjectPath) -> Result<Option<u64>, Failure> {
            let size =
                || Ok(self.objects.lock().unwrap().get(key.as_ref()).map(|o| o.len() as u64));
            self.request(Stage::Find, size).await
        }

        async fn start(&self, key: &ObjectPath, len: u64) -> Result<Option<ObjectStart>, Failure> {
            self.request(Stage::ReadStart, || {
                let objects = self.objects.lock().unwrap();
                let object = objects.get(key.as_ref()).filter(|object| !object.is_empty());
                Ok(object.map(|object| ObjectStart {
                    size: object.len() as u64,
                    bytes: Bytes::copy_from_slice(&object[..object.len().min(len as usize)]),
                }))
            })
            .await
        }

        async fn put(
            &self,
            key: &ObjectPath,
            payload: PutPayload,
        ) -> Result<Option<String>, Failure> {
            self.request(Stage::Put, || {
                let mut object = bytes(&payload);
                object.truncate(object.len().saturating_sub(self.lost_bytes));
                self.objects.lock().unwrap().insert(key.to_string(), object.clone());
                Ok(match self.e_tags {
                    ETags::Missing => None,
                    ETags::Other => Some(e_tag(b"another content".to_vec())),
                    ETags::OfContent => Some(e_tag(object)),
                })
            })
            .await
        }

        async fn create_multipart(&self, _key: &ObjectPath) -> Result<UploadId, Failure> {
            self.request(Stage::CreateMultipart, || {
                let mut uploads = self.uploads.lock().unwrap();
                let mut created = self.created.lock().unwrap();
                *created += 1;
                let id = format!("upload-{created}");
                uploads.insert(id.clone(), BTreeMap::new());
                Ok(id)
            })
            .await
        }

        async fn put_part(
            &self,
            _key: &ObjectPath,
            id: &UploadId,
            index: usize,
            payload: PutPayload,
        ) -> Result<PartId, Failure> {
            self.request(Stage::PutPart, || {
                let mut uploads = self.uploads.lock().unwrap();
                let parts = uploads.get_mut(id).ok_or_else(|| refused(404, "NoSuchUpload"))?;
                parts.insert(index, bytes(&payload));
                Ok(PartId { content_id: index.to_string() })
            })
            .await
        }

        async fn complete_multipart(
            &self,
            key: &ObjectPath,
            id: &UploadId,
            ids: Vec<PartId>,
        ) -> Result<(), Failure> {
            self.request(Stage::CompleteMultipart, || {
                let mut uploads = self.uploads.lock().unwrap();
                let parts = uploads.remove(id).ok_or_else(|| refused(404, "NoSuchUpload"))?;
                assert_eq!(parts.len(), ids.len());
                let object: Vec<u8> = parts.into_values().flatten().collect();
                self.objects.lock().unwrap().insert(key.to_string(), object);
                Ok(())
            })
            .await
        }

        async fn abort_multipart(&self, _key: &ObjectPath, id: &UploadId) -> Result<(), Failure> {
            self.request(Stage::AbortMultipart, || {
                self.uploads.lock().unwrap().remove(id);
                Ok(())
            })
            .await
        }
    }

    fn bytes(payload: &PutPayload) -> Vec<u8> {
        payload.as_ref().concat()
    }

    fn transport_failure(cause: &str) -> Failure {
        Failure::Transport { recovery: Recovery::Retry, source: cause.into() }
    }

    fn refused(status: u16, code: &str) -> Failure {
        let refusal = Refusal { status, code: Some(code.to_owned()), ..Refusal::default() };
        Failure::Refused { source: Box::new(refusal.clone()), refusal: Box::new(refusal) }
    }
}
