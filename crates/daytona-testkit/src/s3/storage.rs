//! The S3 operations.

use std::{
    io::{self, Read, Seek, SeekFrom},
    sync::Arc,
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use futures_util::{Stream, stream};
use jiff::Timestamp;
use s3s::{
    S3, S3Error, S3ErrorCode, S3Request, S3Response, S3Result, StdError,
    dto::{
        AbortMultipartUploadInput, AbortMultipartUploadOutput, CompleteMultipartUploadInput,
        CompleteMultipartUploadOutput, CreateMultipartUploadInput, CreateMultipartUploadOutput,
        ETag, ETagCondition, GetObjectInput, GetObjectOutput, HeadObjectInput, HeadObjectOutput,
        ListObjectsV2Input, ListObjectsV2Output, PutObjectInput, PutObjectOutput, StreamingBlob,
        UploadPartInput, UploadPartOutput,
    },
};
use tokio::task::spawn_blocking;

use super::{access, multipart::MultipartUploads};
use crate::state::{
    MissingObjects, ObjectFiles, ServerState,
    objects::{Object, ReceiveError, ReceivedBody, etag_of, etag_of_parts},
};

const CHUNK_BYTES: usize = 256 * 1024;
/// The maximum length of a range that is read at once. Another thread would take longer than the read.
const SHORT_BYTES: u64 = 16 * 1024;

const MAX_KEYS: i32 = 1000;

/// The S3 operations on the objects of a server.
pub(super) struct ObjectStorage {
    state: Arc<ServerState>,
    uploads: MultipartUploads,
}

impl ObjectStorage {
    pub(super) fn new(state: Arc<ServerState>) -> Self {
        Self { state, uploads: MultipartUploads::default() }
    }

    /// Returns an object.
    ///
    /// The error of a missing object depends on the settings. S3 responds with 403 to clients that may not list the bucket.
    fn find(&self, key: &str) -> S3Result<Object> {
        self.state.objects.look_up(key, self.state.clock.now()).ok_or_else(|| {
            match self.state.settings.missing_objects {
                MissingObjects::Forbidden => access::denied(),
                MissingObjects::NotFound => S3ErrorCode::NoSuchKey.into(),
            }
        })
    }

    async fn receive(&self, body: Option<StreamingBlob>) -> S3Result<ReceivedBody> {
        let body = body.unwrap_or_else(|| StreamingBlob::from(s3s::Body::empty()));
        self.state.objects.receive(body).await.map_err(receive_error)
    }

    /// Checks the `If-None-Match: *` condition of a request.
    fn check_condition(&self, key: &str, condition: Option<&ETagCondition>) -> S3Result<()> {
        let is_present = || self.state.objects.look_up(key, self.state.clock.now()).is_some();
        if condition.is_some_and(ETagCondition::is_any) && is_present() {
            return Err(S3ErrorCode::PreconditionFailed.into());
        }
        Ok(())
    }
}

#[async_trait::async_trait]
impl S3 for ObjectStorage {
    async fn put_object(
        &self,
        request: S3Request<PutObjectInput>,
    ) -> S3Result<S3Response<PutObjectOutput>> {
        let input = request.input;
        let received = self.receive(input.body).await?;
        check_length(input.content_length, &received)?;
        let etag = etag_of(&received.md5);
        self.check_condition(&input.key, input.if_none_match.as_ref())?;
        let modified = self.state.clock.stamp();
        let committed = self.state.objects.commit(&input.key, &received, etag, modified);
        let object = committed.map_err(disk_error)?;
        let e_tag = Some(ETag::Strong(object.etag));
        Ok(S3Response::new(PutObjectOutput { e_tag, ..Default::default() }))
    }

    async fn get_object(
        &self,
        request: S3Request<GetObjectInput>,
    ) -> S3Result<S3Response<GetObjectOutput>> {
        let input = request.input;
        let object = self.find(&input.key)?;
        let range = match &input.range {
            Some(range) => range.check(object.size).map_err(|_| S3ErrorCode::InvalidRange)?,
            None => 0..object.size,
        };
        let content_range =
            input.range.map(|_| format!("bytes {}-{}/{}", range.start, range.end - 1, object.size));
        let length = range.end - range.start;
        let files = self.state.objects.files(&object);
        let body = if length <= SHORT_BYTES {
            let bytes = read_short(&files, range.start, length).map_err(disk_error)?;
            StreamingBlob::from(s3s::Body::from(bytes))
        } else {
            StreamingBlob::wrap(read(&files, range.start, length))
        };
        Ok(S3Response::new(GetObjectOutput {
            body: Some(body),
            content_length: i64::try_from(length).ok(),
            content_range,
            accept_ranges: Some("bytes".to_owned()),
            e_tag: Some(ETag::Strong(object.etag)),
            last_modified: Some(s3_time(object.modified)),
            ..Default::default()
        }))
    }

    async fn head_object(
        &self,
        request: S3Request<HeadObjectInput>,
    ) -> S3Result<S3Response<HeadObjectOutput>> {
        let object = self.find(&request.input.key)?;
        Ok(S3Response::new(HeadObjectOutput {
            content_length: i64::try_from(object.size).ok(),
            accept_ranges: Some("bytes".to_owned()),
            e_tag: Some(ETag::Strong(object.etag)),
            last_modified: Some(s3_time(object.modified)),
            ..Default::default()
        }))
    }

    async fn list_objects_v2(
        &self,
        request: S3Request<ListObjectsV2Input>,
    ) -> S3Result<S3Response<ListObjectsV2Output>> {
        let input = request.input;
        if input.delimiter.is_some() {
            return Err(S3Error::with_message(
                S3ErrorCode::NotImplemented,
                "the emulator does not support a delimiter",
            ));
        }
        let prefix = input.prefix.as_deref().unwrap_or_default();
        let after = input.continuation_token.as_deref().or(input.start_after.as_deref());
        let max_keys = input.max_keys.unwrap_or(MAX_KEYS).clamp(0, MAX_KEYS);
        let mut rest = self.state.objects.with_prefix(prefix);
        rest.retain(|object| after.is_none_or(|after| object.key.as_str() > after));
        let count = rest.len().min(usize::try_from(max_keys).unwrap_or_default());
        let is_truncated = count < rest.len() && count > 0;
        rest.truncate(count);
        let now = self.state.clock.now();
        rest.iter().for_each(|object| self.state.objects.record_use(&object.key, now));
        let next = rest.last().filter(|_| is_truncated).map(|object| object.key.clone());
        Ok(S3Response::new(ListObjectsV2Output {
            name: Some(input.bucket),
            prefix: input.prefix,
            max_keys: Some(max_keys),
            key_count: i32::try_from(count).ok(),
            continuation_token: input.continuation_token,
            start_after: input.start_after,
            is_truncated: Some(is_truncated),
            next_continuation_token: next,
            contents: Some(rest.into_iter().map(list_entry).collect()),
            ..Default::default()
        }))
    }

    async fn create_multipart_upload(
        &self,
        request: S3Request<CreateMultipartUploadInput>,
    ) -> S3Result<S3Response<CreateMultipartUploadOutput>> {
        let input = request.input;
        let upload_id = Some(self.uploads.create(&input.key));
        Ok(S3Response::new(CreateMultipartUploadOutput {
            bucket: Some(input.bucket),
            key: Some(input.key),
            upload_id,
            ..Default::default()
        }))
    }

    async fn upload_part(
        &self,
        request: S3Request<UploadPartInput>,
    ) -> S3Result<S3Response<UploadPartOutput>> {
        let input = request.input;
        self.uploads.check(&input.upload_id, &input.key)?;
        if !(1..=10_000).contains(&input.part_number) {
            return Err(S3ErrorCode::InvalidArgument.into());
        }
        let part = self.receive(input.body).await?;
        check_length(input.content_length, &part)?;
        let e_tag = Some(ETag::Strong(etag_of(&part.md5)));
        self.uploads.add(&input.upload_id, input.part_number, part)?;
        Ok(S3Response::new(UploadPartOutput { e_tag, ..Default::default() }))
    }

    async fn complete_multipart_upload(
        &self,
        request: S3Request<CompleteMultipartUploadInput>,
    ) -> S3Result<S3Response<CompleteMultipartUploadOutput>> {
        let input = request.input;
        self.uploads.check(&input.upload_id, &input.key)?;
        let listed: Vec<_> = input
            .multipart_upload
            .and_then(|upload| upload.parts)
            .unwrap_or_default()
            .into_iter()
            .map(|part| (part.part_number.unwrap_or_default(), part.e_tag.map(ETag::into_value)))
            .collect();
        let parts = self.uploads.parts(&input.upload_id, &listed)?;
        let etag = etag_of_parts(&parts.iter().map(|part| part.md5).collect::<Vec<_>>());
        self.check_condition(&input.key, input.if_none_match.as_ref())?;
        // A concurrent request can no longer use the parts.
        self.uploads.remove(&input.upload_id)?;
        let modified = self.state.clock.stamp();
        let committed = self.state.objects.commit_parts(&input.key, &parts, etag, modified);
        let object = committed.map_err(disk_error)?;
        Ok(S3Response::new(CompleteMultipartUploadOutput {
            bucket: Some(input.bucket),
            key: Some(input.key),
            e_tag: Some(ETag::Strong(object.etag)),
            ..Default::default()
        }))
    }

    async fn abort_multipart_upload(
        &self,
        request: S3Request<AbortMultipartUploadInput>,
    ) -> S3Result<S3Response<AbortMultipartUploadOutput>> {
        let input = request.input;
        self.uploads.check(&input.upload_id, &input.key)?;
        self.uploads.remove(&input.upload_id)?;
        Ok(S3Response::new(AbortMultipartUploadOutput::default()))
    }
}

fn list_entry(object: Object) -> s3s::dto::Object {
    s3s::dto::Object {
        key: Some(object.key),
        size: i64::try_from(object.size).ok(),
        e_tag: Some(ETag::Strong(object.etag)),
        last_modified: Some(s3_time(object.modified)),
        ..Default::default()
    }
}

fn s3_time(time: Timestamp) -> s3s::dto::Timestamp {
    let since_epoch =
        Duration::from_millis(u64::try_from(time.as_millisecond()).unwrap_or_default());
    s3s::dto::Timestamp::from(SystemTime::UNIX_EPOCH + since_epoch)
}

/// Checks that a body has the announced length.
fn check_length(announced: Option<i64>, received: &ReceivedBody) -> S3Result<()> {
    match announced.map(u64::try_from) {
        Some(Ok(length)) if length != received.size => Err(S3ErrorCode::IncompleteBody.into()),
        _ => Ok(()),
    }
}

/// Reads a short range of an object.
fn read_short(files: &ObjectFiles, start: u64, length: u64) -> io::Result<Vec<u8>> {
    let mut reader = files.reader();
    reader.seek(SeekFrom::Start(start))?;
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
    reader.take(length).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Streams a range of an object.
fn read(
    files: &ObjectFiles,
    start: u64,
    length: u64,
) -> impl Stream<Item = io::Result<Bytes>> + Send + Sync + use<> {
    let mut reader = files.reader();
    // The seek does no I/O.
    let start = reader.seek(SeekFrom::Start(start)).map(|_| reader.take(length));
    stream::try_unfold(start, |reader| async move {
        let read = spawn_blocking(move || {
            let mut reader = reader?;
            let mut chunk = vec![0; CHUNK_BYTES];
            let length = reader.read(&mut chunk)?;
            chunk.truncate(length);
            Ok((length > 0).then(|| (Bytes::from(chunk), Ok(reader))))
        });
        read.await.unwrap_or_else(|stopped| Err(io::Error::other(stopped)))
    })
}

fn receive_error(error: ReceiveError) -> S3Error {
    match error {
        ReceiveError::Stream(source) => stream_error(source),
        ReceiveError::Disk(source) => disk_error(source),
    }
}

/// Returns the error of the signature check, or `IncompleteBody` for any other error of the stream.
fn stream_error(source: StdError) -> S3Error {
    match source.downcast::<S3Error>() {
        Ok(error) => *error,
        Err(source) => S3Error::with_source(S3ErrorCode::IncompleteBody, source),
    }
}

/// Returns a response with the cause of a disk error, for example a full disk.
fn disk_error(source: io::Error) -> S3Error {
    S3Error::with_message(S3ErrorCode::InternalError, format!("the emulator's disk: {source}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn response_names_a_full_disk() {
        let full = || io::Error::from(io::ErrorKind::StorageFull);
        for response in [disk_error(full()), receive_error(ReceiveError::Disk(full()))] {
            assert_eq!(*response.code(), S3ErrorCode::InternalError);
            assert!(response.message().unwrap().contains(&full().to_string()), "{response:?}");
        }
    }
}
