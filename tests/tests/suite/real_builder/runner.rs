//! The archives of a context, merged as the runner merges them.

use std::fs;
use std::io::Read;
use std::path::Path;

use daytona_testkit::Emulator;
use serde_json::Value;

/// Merges archives in the object storage of an emulator, as the runner does: plain files only, after
/// the text, without times.
pub(crate) fn merge<'a>(
    emulator: &Emulator,
    state: &Path,
    dockerfile: &str,
    hashes: impl Iterator<Item = &'a str>,
) -> Vec<u8> {
    let mut merged = tar::Builder::new(Vec::new());
    append(&mut merged, "Dockerfile", 0o644, dockerfile.as_bytes());
    for hash in hashes {
        let key = format!("{}/{hash}/context.tar", emulator.organization_id());
        let object = object(state, &key);
        for entry in tar::Archive::new(&object[..]).entries().unwrap() {
            let mut entry = entry.unwrap();
            if entry.header().entry_type().is_dir() {
                continue;
            }
            let name = String::from_utf8(entry.path_bytes().into_owned()).unwrap();
            let mode = entry.header().mode().unwrap();
            let mut content = Vec::new();
            entry.read_to_end(&mut content).unwrap();
            append(&mut merged, &name, mode, &content);
        }
    }
    merged.into_inner().unwrap()
}

fn append(archive: &mut tar::Builder<Vec<u8>>, name: &str, mode: u32, content: &[u8]) {
    let mut header = tar::Header::new_gnu();
    header.set_mode(mode);
    header.set_size(content.len() as u64);
    archive.append_data(&mut header, name, content).unwrap();
}

/// Returns an object from the state folder of the emulator.
fn object(state: &Path, key: &str) -> Vec<u8> {
    let folder = state.join("objects");
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let metadata: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        if metadata["key"] != key {
            continue;
        }
        let file = metadata["file"].as_str().unwrap();
        let parts = metadata["parts"].as_array().map_or(0, Vec::len);
        return match parts {
            0 => fs::read(folder.join(file)).unwrap(),
            _ => (0..parts)
                .flat_map(|part| fs::read(folder.join(format!("{file}.{part}"))).unwrap())
                .collect(),
        };
    }
    panic!("{key} is not in the object storage");
}
