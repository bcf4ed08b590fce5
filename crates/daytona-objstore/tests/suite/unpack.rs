//! Packs, and the trees that they unpack to.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use futures_util::TryStreamExt;

use daytona_objstore::{
    Error, Limits, Pack, PackManifest, PackShard, Progress, ScanOptions, Source, archive, scan_pack,
};

pub(crate) async fn packed(pack: Pack) -> Result<PackManifest, Error> {
    packed_with(pack, Limits::default()).await
}

pub(crate) async fn packed_with(
    pack: Pack,
    options: impl Into<ScanOptions>,
) -> Result<PackManifest, Error> {
    scan_pack(pack, options, &Progress::new()).await
}

pub(crate) async fn pack_of(directory: &Path) -> PackManifest {
    packed(Pack::new(vec![Source::new(directory, "")])).await.unwrap()
}

/// Returns the compressed archive of a shard, as the context contains it.
pub(crate) async fn compressed(shard: PackShard) -> Result<Vec<u8>, Error> {
    let path = shard.archive_path(".packed");
    let chunks: Vec<_> = archive(shard.into_shard(".packed")).try_collect().await?;
    let object = chunks.concat();
    let mut object = tar::Archive::new(&object[..]);
    let mut entries = object.entries().unwrap();
    let mut entry = entries.next().unwrap().unwrap();
    assert_eq!(entry.path_bytes(), path.as_bytes());
    assert!(entry.header().entry_type().is_file());
    let mut bytes = Vec::new();
    entry.read_to_end(&mut bytes).unwrap();
    assert!(entries.next().is_none(), "the object has one entry");
    Ok(bytes)
}

/// Returns the tar archive of a shard.
pub(crate) async fn plain(shard: PackShard) -> Vec<u8> {
    zstd::decode_all(&compressed(shard).await.unwrap()[..]).unwrap()
}

/// A file, directory or link: its kind with the content or target, and its mode.
pub(crate) type Node = (&'static str, Vec<u8>, u32);

/// Returns all members of a directory on disk, by path.
pub(crate) fn nodes_on_disk(root: &Path) -> BTreeMap<String, Node> {
    let mut nodes = BTreeMap::new();
    let mut pending = vec![root.to_owned()];
    while let Some(directory) = pending.pop() {
        for member in fs::read_dir(directory).unwrap() {
            let path = member.unwrap().path();
            let metadata = fs::symlink_metadata(&path).unwrap();
            let node = if metadata.is_symlink() {
                ("link", fs::read_link(&path).unwrap().as_os_str().as_bytes().to_vec(), 0o777)
            } else if metadata.is_dir() {
                pending.push(path.clone());
                ("directory", Vec::new(), metadata.mode() & 0o7777)
            } else {
                ("file", fs::read(&path).unwrap(), metadata.mode() & 0o7777)
            };
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            nodes.insert(name, node);
        }
    }
    nodes
}

/// Returns the entries of tar archives, by path. A later one replaces an earlier one.
pub(crate) fn nodes_in(archives: &[Vec<u8>]) -> BTreeMap<String, Node> {
    let mut nodes = BTreeMap::new();
    for bytes in archives {
        for entry in tar::Archive::new(&bytes[..]).entries().unwrap() {
            let mut entry = entry.unwrap();
            let path = String::from_utf8(entry.path_bytes().into_owned()).unwrap();
            let mode = entry.header().mode().unwrap();
            let node = match entry.header().entry_type() {
                tar::EntryType::Directory => {
                    assert!(path.ends_with('/'), "{path}");
                    ("directory", Vec::new(), mode)
                }
                tar::EntryType::Symlink => {
                    ("link", entry.link_name_bytes().unwrap().into_owned(), mode)
                }
                tar::EntryType::XGlobalHeader => continue,
                kind => {
                    assert!(kind.is_file(), "{path}: {kind:?}");
                    let mut content = Vec::new();
                    entry.read_to_end(&mut content).unwrap();
                    ("file", content, mode)
                }
            };
            nodes.insert(path.trim_end_matches('/').to_owned(), node);
        }
    }
    nodes
}

pub(crate) async fn nodes_of(manifest: &PackManifest) -> BTreeMap<String, Node> {
    let mut archives = Vec::new();
    for shard in manifest.shards() {
        archives.push(plain(shard).await);
    }
    nodes_in(&archives)
}

pub(crate) fn digests(manifest: &PackManifest) -> Vec<String> {
    manifest.shards().iter().map(|shard| shard.digest().to_string()).collect()
}
