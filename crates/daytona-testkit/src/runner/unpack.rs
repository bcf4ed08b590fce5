//! The files in archives that `ADD` unpacks.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};

use daytona_dockerfile::{Dockerfile, Keyword};

use super::context::ContextFile;

/// The directory of archives with the files of the directory at the same path.
const RESERVED: &str = ".daytona-files";

/// Replaces each zstd archive that an `ADD` of the Dockerfile names by its files and links.
///
/// The files of `.daytona-files/P/NAME.tar.zst` are at `P`, as if they were plain files of the
/// context. Files of `.daytona-files/P/NAME`, a directory that an `ADD` names together with the archive, are
/// left out: the archive replaces them.
pub(super) fn unpack(dockerfile: &str, files: Vec<ContextFile>) -> io::Result<Vec<ContextFile>> {
    let added = added_paths(dockerfile);
    let mut unpacked = BTreeMap::new();
    for file in files {
        if !(file.path.ends_with(".tar.zst") && added.contains(&file.path)) {
            if !is_replaced(&file.path, &added) {
                unpacked.insert(file.path.clone(), file);
            }
            continue;
        }
        let directory = file.path.rsplit_once('/').map_or("", |(directory, _)| directory);
        for member in members(directory, &file.content)? {
            unpacked.insert(member.path.clone(), member);
        }
    }
    Ok(unpacked.into_values().collect())
}

/// Returns `true` for a file in a directory that is added with an archive of the same name.
fn is_replaced(path: &str, added: &BTreeSet<String>) -> bool {
    path.starts_with(RESERVED)
        && path.match_indices('/').any(|(end, _)| {
            let directory = &path[..end];
            added.contains(directory) && added.contains(&format!("{directory}.tar.zst"))
        })
}

/// Returns the paths that `ADD` instructions name.
fn added_paths(dockerfile: &str) -> BTreeSet<String> {
    let Ok(stages) = Dockerfile::parse(dockerfile).and_then(|file| file.stages()) else {
        return BTreeSet::new();
    };
    let added = stages.context_uses().filter(|used| used.keyword == Keyword::Add);
    added.flat_map(|used| used.sources.iter().map(|source| source.path.clone())).collect()
}

/// Returns the files and links of an archive.
fn members(directory: &str, archive: &[u8]) -> io::Result<Vec<ContextFile>> {
    let directory = match directory.strip_prefix(RESERVED) {
        Some(below) => below.trim_start_matches('/'),
        None => directory,
    };
    let mut members = Vec::new();
    let mut archive = tar::Archive::new(zstd::Decoder::new(archive)?);
    for entry in archive.entries()? {
        let mut entry = entry?;
        let entry_type = entry.header().entry_type();
        if entry_type.is_dir() || entry_type.is_pax_global_extensions() {
            continue;
        }
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let path = if directory.is_empty() { name } else { format!("{directory}/{name}") };
        let link_target =
            entry.link_name_bytes().map(|target| String::from_utf8_lossy(&target).into_owned());
        let mode = entry.header().mode()? & 0o7777;
        let mut content = Vec::new();
        entry.read_to_end(&mut content)?;
        members.push(ContextFile { path, mode, content, link_target });
    }
    Ok(members)
}
