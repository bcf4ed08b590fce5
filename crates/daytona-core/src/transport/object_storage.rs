//! Uploads of build contexts to the S3-compatible store that the API names.

use std::error::Error as StdError;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use daytona_api::types::StorageAccessDto;
use daytona_objstore::{
    AccessProvider, Credentials, DigestCache, FailedAttempt, Progress, ScanOptions, Shard, Source,
    StorageAccess, Store, UploadOutcome, scan,
};

use super::connect_failure::ConnectFailure;
use super::connection::Connection;
use super::failure;
use crate::error::{Kind, Response};
use crate::held_panic::HeldPanic;
use crate::image::of_scan;
use crate::retry::{
    Attempt, CallKind, RetryDecision, RetryEvent, RetryLoop, RetryPolicy, record_failure,
};
use crate::stub::ObjectStorage;
use crate::{ContextFile, ContextUpload, Error, Result};

/// The lifetime of the credentials of a push access.
const ACCESS_VALIDITY: Duration = Duration::from_secs(60 * 60);

pub(crate) struct S3Storage {
    connection: Arc<Connection>,
    retry_loop: RetryLoop,
    /// The policy of the caller. The store has its own limits.
    retry: Option<Arc<dyn RetryPolicy>>,
    scan: ScanOptions,
}

impl S3Storage {
    pub(crate) fn new(
        connection: Arc<Connection>,
        retry_loop: RetryLoop,
        retry: Option<Arc<dyn RetryPolicy>>,
        digest_cache: Option<DigestCache>,
    ) -> Self {
        let scan = ScanOptions::default();
        let scan = match digest_cache {
            Some(cache) => scan.cache(cache),
            None => scan,
        };
        Self { connection, retry_loop, retry, scan }
    }

    async fn connect(&self) -> Result<Store> {
        let access = push_access(&self.connection, &self.retry_loop).await?;
        let provider = PushAccess {
            connection: self.connection.clone(),
            retry_loop: self.retry_loop.clone(),
            first: Mutex::new(Some(access)),
        };
        let (retry_loop, retry) = (self.retry_loop.clone(), self.retry.clone());
        // Requests to the store run in separate tasks.
        let operation = HeldPanic::current();
        Store::builder(self.connection.http.clone())
            .retry_if(move |failed| {
                is_retried(failed, &retry_loop, retry.as_deref(), operation.as_ref())
            })
            .connect_with(provider)
            .await
            .map_err(of_storage)
    }
}

#[async_trait]
impl ObjectStorage for S3Storage {
    async fn upload(&self, context: Vec<ContextFile>) -> Result<Vec<ContextUpload>> {
        let sources = context.into_iter().map(Source::from).collect();
        let progress = Progress::new();
        let manifest = scan(sources, self.scan.clone(), &progress).await.map_err(of_scan)?;
        if manifest.is_empty() {
            return Ok(Vec::new());
        }
        let shards = manifest.shards();
        let store = self.connect().await?;
        let uploading = store.upload_all(&shards, &progress);
        let uploads = record_failures(&progress, uploading).await.map_err(of_storage)?;
        Ok(shards.iter().zip(uploads).map(|(shard, upload)| into_upload(shard, upload)).collect())
    }
}

/// Consults the policy of the caller about a request to the store, and reports a retry.
fn is_retried(
    failed: &FailedAttempt,
    retry_loop: &RetryLoop,
    policy: Option<&dyn RetryPolicy>,
    operation: Option<&HeldPanic>,
) -> bool {
    // The store asks about transient failures only.
    let error = Error::new(Kind::Storage, failed.reason.clone()).with_max_attempts(u32::MAX);
    let attempt = Attempt {
        number: failed.number,
        elapsed: failed.elapsed,
        pause: failed.pause,
        kind: CallKind::Idempotent,
    };
    let is_retried =
        policy.is_none_or(|policy| policy.on_error(&attempt, &error) == RetryDecision::Retry);
    if is_retried {
        let event = RetryEvent { attempt: failed.number, pause: failed.pause, error };
        match operation {
            Some(operation) => operation.sync_scope(|| retry_loop.report(&event)),
            None => retry_loop.report(&event),
        }
    }
    is_retried
}

/// Records the failures of requests to the store while they are retried, for the error of a deadline.
async fn record_failures<T>(progress: &Progress, uploading: impl Future<Output = T>) -> T {
    let mut failure = progress.failure();
    let mut uploading = pin!(uploading);
    loop {
        tokio::select! {
            outcome = &mut uploading => return outcome,
            Ok(()) = failure.changed() => {
                let reason = failure.borrow_and_update().clone();
                let failure = reason.map(|reason| Error::new(Kind::Storage, reason));
                record_failure(failure.as_ref());
            }
        }
    }
}

/// Requests access to the store from the API, before the previous access expires.
struct PushAccess {
    connection: Arc<Connection>,
    retry_loop: RetryLoop,
    /// The access of the first request. Its refusal is an error of the API.
    first: Mutex<Option<StorageAccess>>,
}

#[async_trait]
impl AccessProvider for PushAccess {
    async fn access(&self) -> Result<StorageAccess, Box<dyn StdError + Send + Sync>> {
        let first = self.first.lock().unwrap_or_else(PoisonError::into_inner).take();
        match first {
            Some(access) => Ok(access),
            None => Ok(push_access(&self.connection, &self.retry_loop).await?),
        }
    }
}

async fn push_access(connection: &Connection, retry_loop: &RetryLoop) -> Result<StorageAccess> {
    let call = |_| connection.call(connection.client.get_push_access().send());
    retry_loop
        .run(CallKind::Read, call)
        .await
        .map(into_access)
        .map_err(|error| match error.status() {
            // An undecodable answer may still contain credentials.
            Some(200..=299) => error.without_body(),
            _ => error,
        })
        .map_err(|error| error.while_doing("get access to the object storage"))
}

fn into_upload(shard: &Shard, upload: UploadOutcome) -> ContextUpload {
    let files = shard.entries().len() as u64;
    let archive = ContextUpload::present(shard.digest().to_string(), files, shard.total_bytes());
    match upload {
        UploadOutcome::Sent { bytes, .. } => archive.sent(bytes),
        _ => archive,
    }
}

fn into_access(dto: StorageAccessDto) -> StorageAccess {
    let credentials = Credentials::new(dto.access_key, dto.secret, dto.session_token);
    let access = StorageAccess::new(dto.storage_url, dto.bucket, dto.organization_id, credentials)
        .valid_for(ACCESS_VALIDITY);
    match dto.region {
        Some(region) => access.region(region),
        None => access,
    }
}

fn of_storage(error: daytona_objstore::Error) -> Error {
    let answer = error.status().map(|status| Response {
        status,
        code: error.code().map(str::to_owned),
        headers: error.headers().map(failure::headers).unwrap_or_default(),
        body: Bytes::copy_from_slice(error.body().unwrap_or_default()),
        ..Response::default()
    });
    let permanent = ConnectFailure::find(&error);
    let storage = Error::new(Kind::Storage, error.to_string()).with_source(error);
    let storage = match permanent {
        Some(cause) => cause.explain(storage),
        None => storage,
    };
    match answer {
        Some(answer) => storage.with_response(answer),
        None => storage,
    }
}
