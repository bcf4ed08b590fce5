//! The objects of the bucket: files of bytes, each described by a small file beside it.

use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
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
use tokio::{
    fs::File,
    io::{AsyncWriteExt, BufWriter},
};
use uuid::Uuid;

use super::credentials::hex;
use crate::{
    error::StartError,
    state_dir::{self, StateDir},
};

/// How much is gathered before it is written: each write goes through another thread.
const BUFFER_BYTES: usize = 1024 * 1024;

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
}

/// Bytes that have arrived and belong to no object yet; dropping them removes the file.
#[derive(Debug)]
pub(crate) struct Received {
    path: PathBuf,
    pub(crate) size: u64,
    pub(crate) md5: [u8; 16],
}

impl Received {
    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Received {
    fn drop(&mut self) {
        // After a commit there is nothing left to remove; else the next start sweeps what stays.
        let _ = std::fs::remove_file(&self.path);
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
    folder: PathBuf,
    index: Mutex<BTreeMap<String, Object>>,
}

impl Objects {
    /// Reads the descriptions of all objects, and removes what a killed process left behind.
    pub(crate) fn open(state: Arc<StateDir>, folder: PathBuf) -> Result<Self, StartError> {
        let mut index = BTreeMap::<String, Object>::new();
        for (_, object) in state_dir::read_all::<Object>(&folder)? {
            match index.get(&object.key) {
                Some(newer) if newer.modified > object.modified => {}
                _ => {
                    index.insert(object.key.clone(), object);
                }
            }
        }
        sweep(&folder, &index)
            .map_err(|source| StartError::State { path: folder.clone(), source })?;
        Ok(Self { state, folder, index: Mutex::new(index) })
    }

    fn index(&self) -> MutexGuard<'_, BTreeMap<String, Object>> {
        self.index.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn get(&self, key: &str) -> Option<Object> {
        self.index().get(key).cloned()
    }

    /// Returns the path of an object's bytes.
    pub(crate) fn path(&self, object: &Object) -> PathBuf {
        self.folder.join(&object.file)
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
        let path = self.state.scratch().join(Uuid::new_v4().to_string());
        let mut received = Received { path, size: 0, md5: [0; 16] };
        let file = File::create(&received.path).await.map_err(ReceiveError::Disk)?;
        let mut file = BufWriter::with_capacity(BUFFER_BYTES, file);
        let mut md5 = Md5::new();
        while let Some(chunk) = stream.next().await {
            let chunk = chunk.map_err(ReceiveError::Stream)?;
            md5.update(&chunk);
            received.size += chunk.len() as u64;
            file.write_all(&chunk).await.map_err(ReceiveError::Disk)?;
        }
        file.flush().await.map_err(ReceiveError::Disk)?;
        received.md5 = md5.finalize();
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
        let object = Object {
            key: key.to_owned(),
            size: received.size,
            etag,
            modified,
            file: Uuid::new_v4().to_string(),
        };
        let mut index = self.index();
        self.state.move_into_place(&received.path, &self.path(&object))?;
        self.state.write(&self.description(&object), &object)?;
        if let Some(replaced) = index.insert(object.key.clone(), object.clone()) {
            self.state.remove(&self.description(&replaced))?;
            self.state.remove(&self.path(&replaced))?;
        }
        Ok(object)
    }

    fn description(&self, object: &Object) -> PathBuf {
        self.folder.join(format!("{}.json", object.file))
    }
}

/// Removes the files that no object names.
fn sweep(folder: &Path, index: &BTreeMap<String, Object>) -> io::Result<()> {
    let known: std::collections::HashSet<&str> =
        index.values().map(|object| object.file.as_str()).collect();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        if !known.contains(stem) {
            std::fs::remove_file(&path)?;
        }
    }
    Ok(())
}

/// Returns the ETag of an object that came in one piece.
pub(super) fn etag_of(md5: &[u8; 16]) -> String {
    hex(md5)
}

/// Returns the ETag of an object that came in parts.
pub(super) fn etag_of_parts(parts: &[[u8; 16]]) -> String {
    format!("{}-{}", hex(&Md5::checksum(&parts.concat())), parts.len())
}
