//! The parts of one multipart upload that are being sent.

use object_store::PutPayload;
use object_store::path::Path as ObjectPath;
use tokio::task::{JoinError, JoinSet};
use tracing::Instrument;

use super::bucket::PartId;
use super::failure::Failure;
use super::memory_budget::MemoryPermit;
use super::multipart::MultipartUpload;
use super::sent_bytes::counting;
use super::upload::UploadJob;
use crate::Error;

/// The index and the id of a part, or the failure to send it.
type SentPart = Result<(usize, PartId), Failure>;

/// Sends parts in parallel. Dropping it stops the requests.
pub(super) struct SentParts<'a> {
    job: &'a UploadJob,
    upload: &'a MultipartUpload,
    key: &'a ObjectPath,
    ids: Vec<Option<PartId>>,
    requests: JoinSet<SentPart>,
}

impl<'a> SentParts<'a> {
    /// Creates the set of parts whose first index is `held_back`. The parts before it are sent later.
    pub(super) fn new(
        job: &'a UploadJob,
        upload: &'a MultipartUpload,
        key: &'a ObjectPath,
        held_back: usize,
    ) -> Self {
        Self { job, upload, key, ids: vec![None; held_back], requests: JoinSet::new() }
    }

    /// Starts to send the next part. Fails if an earlier one has failed.
    pub(super) fn send(
        &mut self,
        payload: PutPayload,
        memory: Option<MemoryPermit>,
    ) -> Result<(), Error> {
        self.ids.push(None);
        self.send_at(self.ids.len() - 1, payload, memory)
    }

    /// Starts to send a part that was held back.
    pub(super) fn send_at(
        &mut self,
        index: usize,
        payload: PutPayload,
        memory: Option<MemoryPermit>,
    ) -> Result<(), Error> {
        let bytes = payload.content_length() as u64;
        let (target, job) = (self.upload.target(), self.job.clone());
        let put = async move {
            let put = target.put_part(&job.budget, index, payload);
            let id = counting(&job.progress, put).await?;
            job.progress.update(|now| now.bytes_uploaded += bytes);
            drop(memory);
            Ok((index, id))
        };
        self.requests.spawn(put.in_current_span());
        while let Some(part) = self.requests.try_join_next() {
            self.record(part)?;
        }
        Ok(())
    }

    /// Waits for all parts, and returns their ids.
    pub(super) async fn ids(mut self) -> Result<Vec<PartId>, Error> {
        while let Some(part) = self.requests.join_next().await {
            self.record(part)?;
        }
        Ok(self.ids.into_iter().flatten().collect())
    }

    fn record(&mut self, part: Result<SentPart, JoinError>) -> Result<(), Error> {
        let part = part.unwrap_or_else(|error| Err(Failure::stopped(error)));
        let (index, id) = part.map_err(|failure| self.job.error(self.key, failure))?;
        self.ids[index] = Some(id);
        Ok(())
    }
}
