//! Uploads of build contexts to the S3-compatible store that the API names.

use std::collections::HashSet;
use std::error::Error as StdError;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use daytona_api::types::StorageAccessDto;
use daytona_objstore::{
    AccessProvider, Credentials, DigestCache, FailedAttempt, PackEntry, PackEntryKind,
    PackManifest, PackShard, Progress, ProgressSnapshot, ScanOptions, Shard, Source, StorageAccess,
    Store, UploadOutcome, scan, scan_pack,
};

use futures_util::stream::{self, StreamExt, TryStreamExt};
use tokio::time::{MissedTickBehavior, interval};

use super::connect_failure::ConnectFailure;
use super::connection::Connection;
use super::failure;
use crate::call_events::{CallEvent, CallEvents};
use crate::error::{Kind, Response};
use crate::held_panic::HeldPanic;
use crate::image::packing::form::{PackAttributes, PackedForm};
use crate::image::{into_pack, of_scan};
use crate::retry::{
    Attempt, CallKind, RetryDecision, RetryEvent, RetryLoop, RetryPolicy, record_failure,
};
use crate::stub::ObjectStorage;
use crate::{
    ContextFile, ContextUpload, Error, ImagePlan, ImageUpload, PlannedArchive, ResolvedImage,
    Result, UploadProgress,
};

/// The lifetime of the credentials of a push access.
const ACCESS_VALIDITY: Duration = Duration::from_secs(60 * 60);

/// The number of archives that are looked up at a time.
const CONCURRENT_LOOKUPS: usize = 16;

/// The shortest pause between two events with the counters of an upload.
const PROGRESS_INTERVAL: Duration = Duration::from_millis(100);

/// The maximum number of archives for packs. The runner loads each by itself.
const MAX_PACK_ARCHIVES: usize = 256;

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
        let (operation, events) = (HeldPanic::current(), CallEvents::current());
        Store::builder(self.connection.http.clone())
            .retry_if(move |failed| {
                let retried = is_retried(failed, &retry_loop, retry.as_deref(), operation.as_ref());
                // The loop has sent the event, if the request runs in the task of the operation.
                if let (Some(event), Some(events)) = (&retried, &events)
                    && CallEvents::current().is_none()
                {
                    events.send(event.into());
                }
                retried.is_some()
            })
            .connect_with(provider)
            .await
            .map_err(of_storage)
    }
}

#[async_trait]
impl ObjectStorage for S3Storage {
    async fn upload(&self, context: Vec<ContextFile>) -> Result<Vec<ContextUpload>> {
        let progress = Progress::new();
        self.report(&progress, async {
            let sources = context.into_iter().map(Source::from).collect();
            let archives = plain_archives(sources, &self.scan, &progress).await?;
            self.send(archives, &progress).await
        })
        .await
    }

    async fn upload_image(&self, image: ResolvedImage) -> Result<ImageUpload> {
        let progress = Progress::new();
        self.report(&progress, async {
            let (archives, packs) = scanned(&image.packed, &self.scan, &progress).await?;
            let archives = self.send(archives, &progress).await?;
            Ok(ImageUpload { archives, packs: Some(packs) })
        })
        .await
    }

    async fn plan_image(&self, image: ResolvedImage) -> Result<ImagePlan> {
        let (dockerfile, mut archives) = prepared(&image, &self.scan, &Progress::new()).await?;
        distinct(&mut archives);
        let store = match archives.is_empty() {
            true => return Ok(ImagePlan { dockerfile, archives: Vec::new() }),
            false => &self.connect().await?,
        };
        let lookups = archives.into_iter().map(|archive| async move {
            let is_present = store.contains(&archive.shard).await.map_err(of_storage)?;
            Ok(PlannedArchive { is_present: Some(is_present), ..archive.planned() })
        });
        let archives = stream::iter(lookups).buffered(CONCURRENT_LOOKUPS).try_collect().await?;
        Ok(ImagePlan { dockerfile, archives })
    }
}

/// An archive before its upload.
pub(super) struct Archive {
    pub(super) shard: Shard,
    files: u64,
    /// The content of a packed archive.
    pub(super) pack: Option<PackShard>,
}

impl S3Storage {
    /// Runs an upload, and sends its progress if somebody receives it.
    async fn report<T>(&self, progress: &Progress, upload: impl Future<Output = T> + Send) -> T {
        match CallEvents::current() {
            Some(events) => report_progress(progress, &events, upload).await,
            None => upload.await,
        }
    }

    /// Uploads the archives that the store does not have.
    async fn send(
        &self,
        mut archives: Vec<Archive>,
        progress: &Progress,
    ) -> Result<Vec<ContextUpload>> {
        distinct(&mut archives);
        if archives.is_empty() {
            return Ok(Vec::new());
        }
        let store = self.connect().await?;
        let uploading = store.upload_all(archives.iter().map(|archive| &archive.shard), progress);
        let uploads = record_failures(progress, uploading).await.map_err(of_storage)?;
        Ok(archives
            .iter()
            .zip(uploads)
            .map(|(archive, upload)| into_upload(archive, upload))
            .collect())
    }
}

/// Reads the files of an image. Returns the text that is sent, and the archives.
pub(super) async fn prepared(
    image: &ResolvedImage,
    scan: &ScanOptions,
    progress: &Progress,
) -> Result<(String, Vec<Archive>)> {
    let (archives, packs) = scanned(&image.packed, scan, progress).await?;
    let upload = ImageUpload { archives: Vec::new(), packs: Some(packs) };
    Ok((image.text_with(&upload), archives))
}

/// Reads the files of an image. Returns the archives, and the paths that represent each pack.
async fn scanned(
    form: &PackedForm,
    options: &ScanOptions,
    progress: &Progress,
) -> Result<(Vec<Archive>, Vec<Vec<String>>)> {
    let packed = packed_archives(form, options, progress).await?;
    let plain = form.plain.iter().cloned().map(Source::from).chain(packed.placeholders);
    let mut archives = plain_archives(plain.collect(), options, progress).await?;
    archives.extend(packed.archives);
    Ok((archives, packed.paths))
}

/// Returns the archives of plain files.
async fn plain_archives(
    sources: Vec<Source>,
    options: &ScanOptions,
    progress: &Progress,
) -> Result<Vec<Archive>> {
    if sources.is_empty() {
        return Ok(Vec::new());
    }
    let manifest = scan(sources, options.clone(), progress).await.map_err(of_scan)?;
    if manifest.is_empty() {
        return Ok(Vec::new());
    }
    let archive = |shard: Shard| Archive { files: shard.entries().len() as u64, shard, pack: None };
    Ok(manifest.shards().into_iter().map(archive).collect())
}

/// The packs of an image.
#[derive(Default)]
struct Packed {
    archives: Vec<Archive>,
    /// The paths that represent each pack.
    paths: Vec<Vec<String>>,
    placeholders: Vec<Source>,
}

/// Returns the archives of all packs.
async fn packed_archives(
    form: &PackedForm,
    options: &ScanOptions,
    progress: &Progress,
) -> Result<Packed> {
    let max_shards = MAX_PACK_ARCHIVES / form.packs().count().max(1);
    let mut packed = Packed::default();
    for (pack, attributes) in form.packs() {
        let source = into_pack(pack, attributes).max_shards(max_shards);
        let manifest = scan_pack(source, options.clone(), progress).await.map_err(of_scan)?;
        let shards = manifest.shards();
        let mut paths: Vec<_> =
            shards.iter().map(|shard| shard.archive_path(&pack.prefix)).collect();
        if changes_destination(attributes)
            && let Some((directory, file)) = placeholder(&manifest, &paths)
        {
            packed.placeholders.push(file);
            paths.insert(0, directory);
        }
        packed.paths.push(paths);
        for shard in shards {
            let is_file = |entry: &&PackEntry| entry.kind() != PackEntryKind::Directory;
            let files = shard.entries().filter(is_file).count() as u64;
            let pack_shard = Some(shard.clone());
            packed.archives.push(Archive {
                shard: shard.into_shard(&pack.prefix),
                files,
                pack: pack_shard,
            });
        }
    }
    Ok(packed)
}

/// Returns `true` if the instruction gives its mode to the directories that it creates, and the mode is
/// not the default of these directories.
///
/// An archive cannot: the builder creates the directory that it unpacks an archive into with the default
/// mode.
fn changes_destination(attributes: PackAttributes) -> bool {
    attributes.mode.is_some_and(|mode| mode & 0o777 != 0o755)
}

/// Returns a directory with an empty file in the place of an entry of the pack, or `None` if the pack
/// has no entry.
///
/// As a source before the archives, it makes ADD create the destination with the mode of `--chmod`.
/// Then the archive replaces the file.
fn placeholder(manifest: &PackManifest, archives: &[String]) -> Option<(String, Source)> {
    let is_file = |entry: &&PackEntry| matches!(entry.kind(), PackEntryKind::File { .. });
    let entries = manifest.entries();
    let entry = entries.iter().find(is_file).or_else(|| entries.first())?;
    let directory = archives.first()?.strip_suffix(".tar.zst")?;
    let file = Source::content(Bytes::new(), format!("{directory}/{}", entry.path()));
    Some((directory.to_owned(), file))
}

/// Removes repeated archives: two instructions can copy the same files.
fn distinct(archives: &mut Vec<Archive>) {
    let mut known = HashSet::new();
    archives.retain(|archive| known.insert(archive.shard.digest()));
}

/// Sends the counters of an upload as they change, and once at its end.
async fn report_progress<T>(
    progress: &Progress,
    events: &CallEvents,
    upload: impl Future<Output = T>,
) -> T {
    let mut sent = ProgressSnapshot::default();
    let mut send_change = || {
        let now = progress.snapshot();
        if now != sent {
            sent = now;
            events.send(CallEvent::UploadProgress(into_progress(now)));
        }
    };
    let mut upload = Box::pin(upload);
    let mut ticks = interval(PROGRESS_INTERVAL);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            biased;
            outcome = &mut upload => {
                send_change();
                return outcome;
            }
            _ = ticks.tick() => send_change(),
        }
    }
}

fn into_progress(now: ProgressSnapshot) -> UploadProgress {
    UploadProgress {
        files_scanned: now.files_scanned,
        bytes_scanned: now.bytes_scanned,
        files_from_cache: now.files_from_cache,
        archives: now.archives_planned,
        archives_present: now.archives_skipped,
        archives_uploaded: now.archives_uploaded,
        bytes_to_upload: now.bytes_to_upload,
        bytes_sent: now.bytes_sent,
        bytes_uploaded: now.bytes_uploaded,
    }
}

/// Consults the policy of the caller about a request to the store. Reports and returns a retry.
fn is_retried(
    failed: &FailedAttempt,
    retry_loop: &RetryLoop,
    policy: Option<&dyn RetryPolicy>,
    operation: Option<&HeldPanic>,
) -> Option<RetryEvent> {
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
    let event = RetryEvent { attempt: failed.number, pause: failed.pause, error };
    let event = is_retried.then_some(event)?;
    match operation {
        Some(operation) => operation.sync_scope(|| retry_loop.report(&event)),
        None => retry_loop.report(&event),
    }
    Some(event)
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

fn into_upload(archive: &Archive, upload: UploadOutcome) -> ContextUpload {
    let Archive { shard, files, .. } = archive;
    let archive = ContextUpload::present(shard.digest().to_string(), *files, shard.total_bytes());
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
