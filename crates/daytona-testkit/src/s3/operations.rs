//! The S3 operations, on top of the objects.

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

use super::{
    access,
    multipart::Uploads,
    objects::{Object, ReceiveError, Received, etag_of, etag_of_parts},
    pieces::Pieces,
};
use crate::world::{MissingObjects, World};

const CHUNK_BYTES: usize = 256 * 1024;
const MAX_KEYS: i32 = 1000;

pub(super) struct Storage {
    world: Arc<World>,
    uploads: Uploads,
}

impl Storage {
    pub(super) fn new(world: Arc<World>) -> Self {
        Self { world, uploads: Uploads::default() }
    }

    /// Finds an object. A missing one is refused rather than reported, as S3 does for those who may not list it, unless
    /// the settings say otherwise.
    fn find(&self, key: &str) -> S3Result<Object> {
        self.world.objects.get(key).ok_or_else(|| match self.world.settings.missing_objects {
            MissingObjects::Refused => access::denied(),
            MissingObjects::Reported => S3ErrorCode::NoSuchKey.into(),
        })
    }

    async fn receive(&self, body: Option<StreamingBlob>) -> S3Result<Received> {
        let body = body.unwrap_or_else(|| StreamingBlob::from(s3s::Body::empty()));
        self.world.objects.receive(body).await.map_err(receive_error)
    }

    /// Refuses to replace an object that a request wants to be the first under its key.
    fn check_condition(&self, key: &str, condition: Option<&ETagCondition>) -> S3Result<()> {
        if condition.is_some_and(ETagCondition::is_any) && self.world.objects.get(key).is_some() {
            return Err(S3ErrorCode::PreconditionFailed.into());
        }
        Ok(())
    }
}

#[async_trait::async_trait]
impl S3 for Storage {
    async fn put_object(
        &self,
        request: S3Request<PutObjectInput>,
    ) -> S3Result<S3Response<PutObjectOutput>> {
        let input = request.input;
        let received = self.receive(input.body).await?;
        check_length(input.content_length, &received)?;
        let etag = etag_of(&received.md5);
        self.check_condition(&input.key, input.if_none_match.as_ref())?;
        let modified = self.world.clock.stamp();
        let committed = self.world.objects.commit(&input.key, &received, etag, modified);
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
        let bytes = read(self.world.objects.pieces(&object), range.start, length);
        Ok(S3Response::new(GetObjectOutput {
            body: Some(StreamingBlob::wrap(bytes)),
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
                "the emulator lists without a delimiter",
            ));
        }
        let prefix = input.prefix.as_deref().unwrap_or_default();
        let after = input.continuation_token.as_deref().or(input.start_after.as_deref());
        let max_keys = input.max_keys.unwrap_or(MAX_KEYS).clamp(0, MAX_KEYS);
        let mut rest = self.world.objects.with_prefix(prefix);
        rest.retain(|object| after.is_none_or(|after| object.key.as_str() > after));
        let count = rest.len().min(usize::try_from(max_keys).unwrap_or_default());
        let is_truncated = count < rest.len() && count > 0;
        rest.truncate(count);
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
            contents: Some(rest.into_iter().map(listed).collect()),
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
        let named: Vec<_> = input
            .multipart_upload
            .and_then(|upload| upload.parts)
            .unwrap_or_default()
            .into_iter()
            .map(|part| (part.part_number.unwrap_or_default(), part.e_tag.map(ETag::into_value)))
            .collect();
        let parts = self.uploads.parts(&input.upload_id, &named)?;
        let etag = etag_of_parts(&parts.iter().map(|part| part.md5).collect::<Vec<_>>());
        self.check_condition(&input.key, input.if_none_match.as_ref())?;
        // From here on the parts are this request's alone.
        self.uploads.remove(&input.upload_id)?;
        let modified = self.world.clock.stamp();
        let committed = self.world.objects.commit_parts(&input.key, &parts, etag, modified);
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

fn listed(object: Object) -> s3s::dto::Object {
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

/// Refuses a body that ended early.
fn check_length(announced: Option<i64>, received: &Received) -> S3Result<()> {
    match announced.map(u64::try_from) {
        Some(Ok(length)) if length != received.size => Err(S3ErrorCode::IncompleteBody.into()),
        _ => Ok(()),
    }
}

/// Streams a range of an object.
fn read(
    pieces: Pieces,
    start: u64,
    length: u64,
) -> impl Stream<Item = io::Result<Bytes>> + Send + Sync {
    let mut reader = pieces.reader();
    // Only remembers where to begin.
    let begun = reader.seek(SeekFrom::Start(start)).map(|_| reader.take(length));
    stream::try_unfold(begun, |begun| async move {
        let read = spawn_blocking(move || {
            let mut reader = begun?;
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

/// Keeps an error that the signature check raised inside the stream; anything else is an unfinished body.
fn stream_error(source: StdError) -> S3Error {
    match source.downcast::<S3Error>() {
        Ok(error) => *error,
        Err(source) => S3Error::with_source(S3ErrorCode::IncompleteBody, source),
    }
}

/// Says in the answer what is wrong with the disk, such as that it is full.
fn disk_error(source: io::Error) -> S3Error {
    S3Error::with_message(S3ErrorCode::InternalError, format!("the emulator's disk: {source}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answer_says_that_the_disk_is_full() {
        let full = || io::Error::from(io::ErrorKind::StorageFull);
        for answer in [disk_error(full()), receive_error(ReceiveError::Disk(full()))] {
            assert_eq!(*answer.code(), S3ErrorCode::InternalError);
            assert!(answer.message().unwrap().contains(&full().to_string()), "{answer:?}");
        }
    }
}
