//! Multipart uploads. Uploads that are unfinished when the emulator stops are lost.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use s3s::{S3Error, S3ErrorCode, S3Result};
use uuid::Uuid;

use crate::state::objects::{ReceivedBody, etag_of};

/// The minimum size of all parts except the last.
const MIN_PART_BYTES: u64 = 5 * 1024 * 1024;

#[derive(Debug)]
struct Upload {
    key: String,
    parts: BTreeMap<i32, Arc<ReceivedBody>>,
}

/// The unfinished multipart uploads, by id.
#[derive(Debug, Default)]
pub(super) struct MultipartUploads(Mutex<HashMap<String, Upload>>);

impl MultipartUploads {
    fn uploads(&self) -> MutexGuard<'_, HashMap<String, Upload>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts an upload and returns its id.
    pub(super) fn create(&self, key: &str) -> String {
        let id = Uuid::new_v4().simple().to_string();
        self.uploads().insert(id.clone(), Upload { key: key.to_owned(), parts: BTreeMap::new() });
        id
    }

    /// Checks that an upload of a key exists.
    pub(super) fn check(&self, id: &str, key: &str) -> S3Result<()> {
        match self.uploads().get(id) {
            Some(upload) if upload.key == key => Ok(()),
            _ => Err(S3ErrorCode::NoSuchUpload.into()),
        }
    }

    /// Adds a part, and replaces an earlier part with its number.
    pub(super) fn add(&self, id: &str, number: i32, part: ReceivedBody) -> S3Result<()> {
        let mut uploads = self.uploads();
        let upload = uploads.get_mut(id).ok_or(S3ErrorCode::NoSuchUpload)?;
        upload.parts.insert(number, Arc::new(part));
        Ok(())
    }

    /// Checks and returns the parts that a client lists.
    pub(super) fn parts(
        &self,
        id: &str,
        listed: &[(i32, Option<String>)],
    ) -> S3Result<Vec<Arc<ReceivedBody>>> {
        if listed.is_empty() {
            return Err(S3ErrorCode::MalformedXML.into());
        }
        if !listed.is_sorted_by(|(a, _), (b, _)| a < b) {
            return Err(S3ErrorCode::InvalidPartOrder.into());
        }
        let uploads = self.uploads();
        let upload = uploads.get(id).ok_or(S3ErrorCode::NoSuchUpload)?;
        let find = |(number, etag): &(i32, Option<String>)| {
            let part = upload.parts.get(number)?;
            let same = etag.as_ref().is_none_or(|etag| *etag == etag_of(&part.md5));
            same.then(|| Arc::clone(part))
        };
        let parts: Option<Vec<_>> = listed.iter().map(find).collect();
        let parts = parts.ok_or_else(|| S3Error::from(S3ErrorCode::InvalidPart))?;
        let all_but_last = parts.iter().rev().skip(1);
        if all_but_last.clone().any(|part| part.size < MIN_PART_BYTES) {
            return Err(S3ErrorCode::EntityTooSmall.into());
        }
        Ok(parts)
    }

    /// Removes an upload. The files of parts that are not used elsewhere are removed.
    pub(super) fn remove(&self, id: &str) -> S3Result<()> {
        let removed = self.uploads().remove(id);
        removed.map(drop).ok_or_else(|| S3ErrorCode::NoSuchUpload.into())
    }
}
