//! The layers together: a service that talks over real HTTP to a whole Daytona in this process,
//! with contexts from real files.

#![allow(clippy::unwrap_used)]

mod bad_input;
mod blocking;
mod contexts;
mod cost;
mod ensure;
mod lifecycle;
mod logs;
mod many;
mod started;
mod watching;

use std::fs;
use std::path::Path;

use daytona_core::{Daytona, SnapshotService};
use daytona_testkit::Emulator;

fn connect(emulator: &Emulator) -> SnapshotService {
    Daytona::builder()
        .api_key(emulator.api_key())
        .api_url(emulator.api_url())
        .build()
        .unwrap()
        .snapshots()
}

/// Writes a file and the directories above it.
fn write(folder: &Path, name: &str, content: impl AsRef<[u8]>) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}

/// The paths of the calls that were recorded, without their queries.
fn calls(emulator: &Emulator) -> Vec<String> {
    let describe = |request: daytona_testkit::RecordedRequest| {
        format!("{} {}", request.method(), request.operation().unwrap_or(request.path()))
    };
    emulator.requests().into_iter().map(describe).collect()
}
