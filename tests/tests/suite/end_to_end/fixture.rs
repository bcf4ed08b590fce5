//! Helpers: a service for an emulator, files, and the recorded requests.

use std::fs;
use std::path::Path;

use daytona_core::{Daytona, SnapshotService};
use daytona_testkit::{Emulator, RecordedRequest};

/// Creates a service that uses the emulator.
pub(crate) fn connect(emulator: &Emulator) -> SnapshotService {
    Daytona::builder()
        .api_key(emulator.api_key())
        .api_url(emulator.api_url())
        .build()
        .unwrap()
        .snapshots()
}

/// Writes a file, and creates its parent folders.
pub(crate) fn write(folder: &Path, name: &str, content: impl AsRef<[u8]>) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}

/// Returns method and operation of each recorded request.
pub(crate) fn calls(emulator: &Emulator) -> Vec<String> {
    let describe = |request: RecordedRequest| {
        format!("{} {}", request.method(), request.operation().unwrap_or(request.path()))
    };
    emulator.requests().into_iter().map(describe).collect()
}
