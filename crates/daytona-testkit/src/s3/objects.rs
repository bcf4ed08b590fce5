//! The objects of the bucket: files of bytes, each described by a small file beside it.

use std::{
    collections::{BTreeMap, HashSet},
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

use super::{credentials::hex, pieces::Pieces};
use crate::{
    error::StartError,
    state_dir::{self, Folder, StateDir},
};

/// How much is gathered before it is hashed and written, on another thread.
const GATHERED_BYTES: u64 = 1024 * 1024;

/// An object as it is described on disk.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Object {
    pub(crate) key: String,
    pub(crate) size: u64,
    /// Without quotes.
    pub(crate) etag: String,
    pub(crate) modified: Timestamp,
    /// The name of the file with the bytes, and of its description without the extension.
    file: String,
    /// The sizes of the parts it came in. Each stays a file of its own, named by its index as extension.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    parts: Vec<u64>,
}

/// Bytes that have arrived and belong to no object yet; dropping them removes the file.
#[derive(Debug)]
pub(crate) struct Received {
    state: Arc<StateDir>,
    /// In the scratch folder.
    name: String,
    pub(crate) size: u64,
    pub(crate) md5: [u8; 16],
}

impl Drop for Received {
    fn drop(&mut self) {
        // After a commit there is nothing left to remove; else the next start sweeps what stays.
        let _ = self.state.scratch().remove(&self.name);
    }
}

/// Why bytes could not be received.
#[derive(Debug)]
pub(crate) enum ReceiveError {
    /// The stream of the client broke, or did not match its signature.
    Stream(StdError),
    /// The disk failed.
    Disk(io::Error),
}

pub(crate) struct Objects {
    state: Arc<StateDir>,
    folder: Arc<Folder>,
    index: Mutex<BTreeMap<String, Object>>,
}

impl Objects {
    /// Reads the descriptions of all objects, and removes what a killed process left behind.
    pub(crate) fn open(state: Arc<StateDir>, folder: Folder) -> Result<Self, StartError> {
        let mut index = BTreeMap::<String, Object>::new();
        for object in state_dir::read_all::<Object>(&folder)? {
            match index.get(&object.key) {
                Some(newer) if newer.modified > object.modified => {}
                _ => {
                    index.insert(object.key.clone(), object);
                }
            }
        }
        let known: HashSet<&str> = index.values().map(|object| object.file.as_str()).collect();
        let is_known = |name: &str| {
            let stem = Path::new(name).file_stem().and_then(|stem| stem.to_str());
            stem.is_some_and(|stem| known.contains(stem))
        };
        state_dir::sweep(&folder, is_known).map_err(state_dir::failed(folder.path()))?;
        Ok(Self { state, folder: Arc::new(folder), index: Mutex::new(index) })
    }

    fn index(&self) -> MutexGuard<'_, BTreeMap<String, Object>> {
        self.index.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn get(&self, key: &str) -> Option<Object> {
        self.index().get(key).cloned()
    }

    /// Returns the bytes of an object.
    pub(crate) fn pieces(&self, object: &Object) -> Pieces {
        let (folder, name) = (Arc::clone(&self.folder), &object.file);
        if object.parts.is_empty() {
            return Pieces::new(folder, [(name.clone(), object.size)]);
        }
        let parts = object.parts.iter().enumerate();
        Pieces::new(folder, parts.map(|(index, size)| (format!("{name}.{index}"), *size)))
    }

    /// Returns the objects whose keys begin with a prefix, in the order of their keys.
    pub(crate) fn with_prefix(&self, prefix: &str) -> Vec<Object> {
        let index = self.index();
        let from = index.range(prefix.to_owned()..);
        from.take_while(|(key, _)| key.starts_with(prefix))
            .map(|(_, object)| object.clone())
            .collect()
    }

    /// Writes a stream to a file that is no object yet.
    pub(crate) async fn receive(
        &self,
        mut stream: impl Stream<Item = Result<Bytes, StdError>> + Unpin,
    ) -> Result<Received, ReceiveError> {
        let name = Uuid::new_v4().to_string();
        let file = self.state.scratch().create_new(&name).map_err(ReceiveError::Disk)?;
        let mut received = Received { state: Arc::clone(&self.state), name, size: 0, md5: [0; 16] };
        let mut writer = Writer { file, md5: Md5::new() };
        let mut gathered = Vec::new();
        let mut written = 0;
        while let Some(chunk) = stream.next().await {
            let chunk = chunk.map_err(ReceiveError::Stream)?;
            received.size += chunk.len() as u64;
            gathered.push(chunk);
            if received.size - written >= GATHERED_BYTES {
                let chunks = std::mem::take(&mut gathered);
                writer = writer.write(chunks).await.map_err(ReceiveError::Disk)?;
                written = received.size;
            }
        }
        writer = writer.write(gathered).await.map_err(ReceiveError::Disk)?;
        received.md5 = writer.md5.finalize();
        Ok(received)
    }

    /// Makes received bytes the object of a key: from one moment to the next, for readers and after a kill.
    pub(crate) fn commit(
        &self,
        key: &str,
        received: &Received,
        etag: String,
        modified: Timestamp,
    ) -> io::Result<Object> {
        let object = Object::new(key, received.size, etag, modified);
        self.put(object, &[&received.name])
    }

    /// Makes parts, in their order, the object of a key.
    pub(crate) fn commit_parts(
        &self,
        key: &str,
        parts: &[Arc<Received>],
        etag: String,
        modified: Timestamp,
    ) -> io::Result<Object> {
        let sizes: Vec<_> = parts.iter().map(|part| part.size).collect();
        let object = Object::new(key, sizes.iter().sum(), etag, modified);
        let names: Vec<_> = parts.iter().map(|part| part.name.as_str()).collect();
        self.put(Object { parts: sizes, ..object }, &names)
    }

    /// Moves the files of an object into place, and then its description.
    fn put(&self, object: Object, files: &[&str]) -> io::Result<Object> {
        let mut index = self.index();
        for (from, to) in files.iter().zip(self.pieces(&object).names()) {
            self.state.move_into_place(from, &self.folder, to)?;
        }
        self.state.write(&self.folder, &object.description(), &object)?;
        if let Some(replaced) = index.insert(object.key.clone(), object.clone()) {
            self.state.remove(&self.folder, &replaced.description())?;
            for name in self.pieces(&replaced).names() {
                self.state.remove(&self.folder, name)?;
            }
        }
        Ok(object)
    }
}

impl Object {
    fn new(key: &str, size: u64, etag: String, modified: Timestamp) -> Self {
        let file = Uuid::new_v4().to_string();
        Self { key: key.to_owned(), size, etag, modified, file, parts: Vec::new() }
    }

    /// Returns the name of the file that describes the object.
    fn description(&self) -> String {
        format!("{}.json", self.file)
    }
}

/// What has arrived so far, on its way to the disk.
struct Writer {
    file: File,
    md5: Md5,
}

impl Writer {
    /// Hashes and writes on a thread that may take its time.
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

/// Returns the ETag of an object that came in one piece.
pub(super) fn etag_of(md5: &[u8; 16]) -> String {
    hex(md5)
}

/// Returns the ETag of an object that came in parts.
pub(super) fn etag_of_parts(parts: &[[u8; 16]]) -> String {
    format!("{}-{}", hex(&Md5::checksum(&parts.concat())), parts.len())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[tokio::test]
    async fn full_disk_is_the_error_of_an_upload() {
        let file = File::options().write(true).open("/dev/full").unwrap();
        let writer = Writer { file, md5: Md5::new() };
        let error = writer.write(vec![Bytes::from_static(b"data")]).await.err().unwrap();
        assert_eq!(error.kind(), io::ErrorKind::StorageFull);
    }
}
