//! The objects of the bucket. Each object has content files and one JSON file with its metadata.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    fs::File,
    io::{self, Write},
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use jiff::Timestamp;
use s3s::{
    StdError,
    crypto::{Checksum, Md5},
};
use serde::{Deserialize, Serialize};
use tokio::task::spawn_blocking;
use uuid::Uuid;

use super::object_files::ObjectFiles;
use crate::{
    error::StartError,
    hex::hex,
    state_dir::{self, Folder, StateDir},
};

/// The size of the chunks that are hashed and written on a blocking thread.
const WRITE_BYTES: u64 = 1024 * 1024;

/// Returns the key of a context archive.
pub(crate) fn context_key(organization_id: &str, hash: &str) -> String {
    format!("{organization_id}/{hash}/context.tar")
}

/// The metadata of an object.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Object {
    pub(crate) key: String,
    pub(crate) size: u64,
    /// The `ETag` without quotes.
    pub(crate) etag: String,
    pub(crate) modified: Timestamp,
    /// The name of the content file, and of the metadata file without its extension.
    file: String,
    /// The sizes of the parts of a multipart upload. Each part is a file with its index as extension.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    parts: Vec<u64>,
}

/// The latest use of an object by a client, in this process.
#[derive(Debug, Clone, Copy)]
struct Use {
    at: Timestamp,
    /// `true` if the client has uploaded the object, and none had its key before.
    is_new: bool,
}

/// A received request body that is not part of an object yet. Dropping the value removes the file.
#[derive(Debug)]
pub(crate) struct ReceivedBody {
    dir: Arc<StateDir>,
    /// The name of the file in the scratch folder.
    name: String,
    pub(crate) size: u64,
    pub(crate) md5: [u8; 16],
}

impl Drop for ReceivedBody {
    fn drop(&mut self) {
        // A commit has moved the file. A file that stays is removed at the next start.
        let _ = self.dir.scratch().and_then(|scratch| scratch.remove(&self.name));
    }
}

/// The error of receiving a request body.
#[derive(Debug)]
pub(crate) enum ReceiveError {
    /// The request ended early, or its body does not match its signature.
    Stream(StdError),
    /// A disk operation failed.
    Disk(io::Error),
}

/// All objects of the bucket.
pub(crate) struct ObjectStore {
    dir: Arc<StateDir>,
    folder: Arc<Folder>,
    index: Mutex<BTreeMap<String, Object>>,
    /// By key.
    uses: Mutex<HashMap<String, Use>>,
}

impl ObjectStore {
    /// Reads the metadata of all objects. Removes unfinished files of a killed process, unless the folder is open for
    /// reading only.
    pub(super) fn open(dir: Arc<StateDir>) -> Result<Self, StartError> {
        let folder = dir.folder("objects")?;
        let mut index = BTreeMap::<String, Object>::new();
        for object in state_dir::read_all::<Object>(&folder)? {
            match index.get(&object.key) {
                Some(newer) if newer.modified > object.modified => {}
                _ => {
                    index.insert(object.key.clone(), object);
                }
            }
        }
        if !dir.is_read_only() {
            let known: HashSet<&str> = index.values().map(|object| object.file.as_str()).collect();
            let is_known = |name: &str| {
                let stem = Path::new(name).file_stem().and_then(|stem| stem.to_str());
                stem.is_some_and(|stem| known.contains(stem))
            };
            state_dir::remove_files_except(&folder, is_known)
                .map_err(state_dir::failed(folder.path()))?;
        }
        let (folder, index) = (Arc::new(folder), Mutex::new(index));
        Ok(Self { dir, folder, index, uses: Mutex::default() })
    }

    fn index(&self) -> MutexGuard<'_, BTreeMap<String, Object>> {
        self.index.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn get(&self, key: &str) -> Option<Object> {
        self.index().get(key).cloned()
    }

    /// Returns an object for a client, which may need it for a snapshot.
    pub(crate) fn look_up(&self, key: &str, now: Timestamp) -> Option<Object> {
        let object = self.get(key)?;
        self.record_use(key, now);
        Some(object)
    }

    /// Records that a client has looked an object up.
    pub(crate) fn record_use(&self, key: &str, now: Timestamp) {
        let mut uses = self.uses();
        let is_new = uses.get(key).is_some_and(|earlier| earlier.is_new);
        uses.insert(key.to_owned(), Use { at: now, is_new });
    }

    fn uses(&self) -> MutexGuard<'_, HashMap<String, Use>> {
        self.uses.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns `true` if a client has used an object since a time, in this process.
    pub(crate) fn is_used_since(&self, key: &str, since: Timestamp) -> bool {
        self.uses().get(key).is_some_and(|latest| latest.at >= since)
    }

    /// Returns `true` if a client has uploaded an object in this process, and none had its key before.
    pub(crate) fn is_new(&self, key: &str) -> bool {
        self.uses().get(key).is_some_and(|latest| latest.is_new)
    }

    /// Returns the content files of an object.
    pub(crate) fn files(&self, object: &Object) -> ObjectFiles {
        let (folder, name) = (Arc::clone(&self.folder), &object.file);
        if object.parts.is_empty() {
            return ObjectFiles::new(folder, [(name.clone(), object.size)]);
        }
        let parts = object.parts.iter().enumerate();
        ObjectFiles::new(folder, parts.map(|(index, size)| (format!("{name}.{index}"), *size)))
    }

    /// Returns the objects whose keys start with a prefix, ordered by key.
    pub(crate) fn with_prefix(&self, prefix: &str) -> Vec<Object> {
        let index = self.index();
        let from = index.range(prefix.to_owned()..);
        from.take_while(|(key, _)| key.starts_with(prefix))
            .map(|(_, object)| object.clone())
            .collect()
    }

    /// Writes a request body to the scratch folder.
    pub(crate) async fn receive(
        &self,
        mut stream: impl Stream<Item = Result<Bytes, StdError>> + Unpin,
    ) -> Result<ReceivedBody, ReceiveError> {
        let name = Uuid::new_v4().to_string();
        let scratch = self.dir.scratch().map_err(ReceiveError::Disk)?;
        let unwritten =
            |error| ReceiveError::Disk(state_dir::unwritten(&scratch.path_of(&name), &error));
        let file = scratch.create_new(&name).map_err(unwritten)?;
        let mut received =
            ReceivedBody { dir: Arc::clone(&self.dir), name: name.clone(), size: 0, md5: [0; 16] };
        let mut writer = Writer { file, md5: Md5::new() };
        let mut pending = Vec::new();
        let mut written = 0;
        while let Some(chunk) = stream.next().await {
            let chunk = chunk.map_err(ReceiveError::Stream)?;
            received.size += chunk.len() as u64;
            pending.push(chunk);
            if received.size - written >= WRITE_BYTES {
                let chunks = std::mem::take(&mut pending);
                writer = writer.write(chunks).await.map_err(unwritten)?;
                written = received.size;
            }
        }
        writer = writer.write(pending).await.map_err(unwritten)?;
        received.md5 = writer.md5.finalize();
        Ok(received)
    }

    /// Makes a received body the object of a key. The change is atomic for readers and for a killed process.
    pub(crate) fn commit(
        &self,
        key: &str,
        received: &ReceivedBody,
        etag: String,
        modified: Timestamp,
    ) -> io::Result<Object> {
        let object = Object::new(key, received.size, etag, modified);
        self.put(object, &[&received.name])
    }

    /// Makes received parts, in their order, the object of a key.
    pub(crate) fn commit_parts(
        &self,
        key: &str,
        parts: &[Arc<ReceivedBody>],
        etag: String,
        modified: Timestamp,
    ) -> io::Result<Object> {
        let sizes: Vec<_> = parts.iter().map(|part| part.size).collect();
        let object = Object::new(key, sizes.iter().sum(), etag, modified);
        let names: Vec<_> = parts.iter().map(|part| part.name.as_str()).collect();
        self.put(Object { parts: sizes, ..object }, &names)
    }

    /// Moves the content files of an object into place, and then writes its metadata.
    fn put(&self, object: Object, files: &[&str]) -> io::Result<Object> {
        let mut index = self.index();
        for (from, to) in files.iter().zip(self.files(&object).names()) {
            self.dir.move_into_place(from, &self.folder, to)?;
        }
        self.dir.write(&self.folder, &object.metadata_file(), &object)?;
        let replaced = index.insert(object.key.clone(), object.clone());
        let is_new = replaced.is_none() || self.is_new(&object.key);
        self.uses().insert(object.key.clone(), Use { at: object.modified, is_new });
        if let Some(replaced) = replaced {
            self.remove_files(&replaced)?;
        }
        Ok(object)
    }

    /// Removes an object.
    pub(crate) fn remove(&self, key: &str) -> io::Result<()> {
        let mut index = self.index();
        let Some(object) = index.get(key) else { return Ok(()) };
        self.remove_files(object)?;
        index.remove(key);
        self.uses().remove(key);
        Ok(())
    }

    /// Removes the metadata of an object, and then its content. A later start removes content without metadata.
    fn remove_files(&self, object: &Object) -> io::Result<()> {
        self.dir.remove(&self.folder, &object.metadata_file())?;
        self.files(object).names().try_for_each(|name| self.dir.remove(&self.folder, name))
    }
}

impl Object {
    fn new(key: &str, size: u64, etag: String, modified: Timestamp) -> Self {
        let file = Uuid::new_v4().to_string();
        Self { key: key.to_owned(), size, etag, modified, file, parts: Vec::new() }
    }

    /// Returns the name of the metadata file.
    fn metadata_file(&self) -> String {
        format!("{}.json", self.file)
    }
}

/// A content file that is being written, and the digest of its bytes.
struct Writer {
    file: File,
    md5: Md5,
}

impl Writer {
    /// Hashes and writes chunks on a blocking thread.
    async fn write(mut self, chunks: Vec<Bytes>) -> io::Result<Self> {
        let written = spawn_blocking(move || {
            for chunk in chunks {
                self.md5.update(&chunk);
                self.file.write_all(&chunk)?;
            }
            Ok(self)
        });
        written.await.unwrap_or_else(|stopped| Err(io::Error::other(stopped)))
    }
}

/// Returns the `ETag` of an object from a single upload.
pub(crate) fn etag_of(md5: &[u8; 16]) -> String {
    hex(md5)
}

/// Returns the `ETag` of an object from a multipart upload.
pub(crate) fn etag_of_parts(parts: &[[u8; 16]]) -> String {
    format!("{}-{}", hex(&Md5::checksum(&parts.concat())), parts.len())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[tokio::test]
    async fn write_to_a_full_disk_fails() {
        let file = File::options().write(true).open("/dev/full").unwrap();
        let writer = Writer { file, md5: Md5::new() };
        let error = writer.write(vec![Bytes::from_static(b"data")]).await.err().unwrap();
        assert_eq!(error.kind(), io::ErrorKind::StorageFull);
    }
}
