//! The archive of a shard, as a stream.

use std::sync::Arc;

use bytes::Bytes;
use futures_core::Stream;
use futures_util::{StreamExt, stream};

use crate::buffer_pool::{BUFFER_BYTES, BufferPool};
use crate::checked_file::CheckedFile;
use crate::chunk_writer::{ChunkWriter, WriteError, chunks};
use crate::content::Content;
use crate::{Entry, Error, Shard, pack, tar_entry};

/// Returns the archive of a shard or a whole context as a stream: a tar of regular files.
///
/// Equal entries give equal bytes. The stream yields exactly [`Shard::archive_len`] bytes, except for
/// a packed shard. It holds about 1 MiB in memory, independent of file sizes. It reads nothing before
/// the first poll.
///
/// The stream of a packed shard compresses the files twice: its first bytes depend on the compressed
/// length. It holds up to 6 MiB in memory.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use daytona_objstore::{Limits, Progress, Source, archive, scan};
/// use futures_util::TryStreamExt;
///
/// let sources = vec![Source::new("src", "src")];
/// let manifest = scan(sources, Limits::default(), &Progress::new()).await?;
///
/// let chunks: Vec<_> = archive(&manifest).try_collect().await?;
/// let sent: usize = chunks.iter().map(|chunk| chunk.len()).sum();
/// assert_eq!(sent as u64, manifest.archive_len());
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// The stream ends with an error if a file cannot be read, or if its content has changed since the
/// scan ([`Error::is_changed_while_reading`]). Every content is hashed again for that check.
///
/// # Cancel safety
///
/// Reading stops when the stream is dropped.
pub fn archive<S: Into<Shard>>(
    shard: S,
) -> impl Stream<Item = Result<Bytes, Error>> + Send + 'static + use<S> {
    let shard = shard.into();
    match shard.as_packed() {
        Some(archive) => pack::object(archive.clone()).left_stream(),
        None => archive_with(shard, Arc::default()).right_stream(),
    }
}

/// Returns an archive as a stream of buffers from a pool.
pub(crate) fn archive_with(
    shard: Shard,
    pool: Arc<BufferPool>,
) -> impl Stream<Item = Result<Bytes, Error>> + Send + 'static {
    stream::once(async move { start(shard, pool) }).flatten()
}

fn start(
    shard: Shard,
    pool: Arc<BufferPool>,
) -> impl Stream<Item = Result<Bytes, Error>> + Send + 'static {
    chunks(pool, move |writer| {
        for entry in shard.entries() {
            writer.bytes(&tar_entry::head(entry))?;
            content(writer, entry)?;
            writer.zeros(tar_entry::padding(entry.size))?;
        }
        writer.bytes(&tar_entry::TRAILER)?;
        writer.flush()
    })
}

/// Writes the content of an entry. Fails if the content has changed since the scan.
fn content(writer: &mut ChunkWriter, entry: &Entry) -> Result<(), WriteError> {
    if let Content::InMemory(bytes) = &*entry.content {
        return writer.bytes(bytes);
    }
    let mut file = CheckedFile::open(entry.display_path(), entry.size, entry.digest)?;
    while file.remaining() > 0 {
        file.append_to(writer.chunk()?, BUFFER_BYTES)?;
    }
    Ok(file.check_end()?)
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs::{self, File};
    use std::io::Read;
    use std::os::unix::fs::PermissionsExt;
    use std::path::Path;
    use std::process::Command;

    use futures_util::TryStreamExt;
    use tempfile::TempDir;

    use super::*;
    use crate::{Limits, Manifest, Progress, Source, scan};

    async fn scanned(tree: &TempDir) -> Manifest {
        let sources = vec![Source::new(tree.path(), "")];
        scan(sources, Limits::default(), &Progress::new()).await.unwrap()
    }

    async fn bytes_of(manifest: &Manifest) -> Result<Vec<u8>, Error> {
        let chunks: Vec<_> = archive(manifest).try_collect().await?;
        Ok(chunks.concat())
    }

    fn write(tree: &TempDir, name: &str, content: &[u8], mode: u32) {
        let path = tree.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
    }

    #[tokio::test]
    async fn archive_contains_exactly_the_entries_of_the_manifest() {
        let tree = tempfile::tempdir().unwrap();
        let mut expected = BTreeMap::new();
        let deep = |len: usize| format!("{}/{}", "d".repeat(90), "f".repeat(len - 91));
        let very_deep = "0123456789/".repeat(60) + "f";
        let names = [deep(99), deep(100), deep(101), deep(255), deep(256), very_deep];
        for name in names.into_iter().chain(["ünïcödé/日本".into(), "new\nline".into()]) {
            expected.insert(name, (0o644, b"content".to_vec()));
        }
        for size in [0, 1, 511, 512, 513, BUFFER_BYTES - 512, BUFFER_BYTES, 3 * BUFFER_BYTES + 7] {
            let content = (0..size).map(|index| (index / 7) as u8).collect();
            expected.insert(format!("size-{size}"), (0o755, content));
        }
        for (name, (mode, content)) in &expected {
            write(&tree, name, content, *mode);
        }
        fs::create_dir(tree.path().join("empty")).unwrap();

        let manifest = scanned(&tree).await;
        let bytes = bytes_of(&manifest).await.unwrap();

        assert_eq!(bytes.len() as u64, manifest.archive_len());
        let mut found = BTreeMap::new();
        for entry in tar::Archive::new(&bytes[..]).entries().unwrap() {
            let mut entry = entry.unwrap();
            let mut content = Vec::new();
            entry.read_to_end(&mut content).unwrap();
            let name = String::from_utf8(entry.path_bytes().into_owned()).unwrap();
            assert!(entry.header().entry_type().is_file(), "{name}");
            found.insert(name, (entry.header().mode().unwrap(), content));
        }
        assert!(found == expected, "names: {:?}", found.keys());
        assert!(bytes == bytes_of(&manifest).await.unwrap(), "the archive differs the second time");
    }

    #[tokio::test]
    async fn content_in_memory_is_archived_like_a_file() {
        let tree = tempfile::tempdir().unwrap();
        write(&tree, "app/run.sh", b"#!/bin/sh\n", 0o755);
        write(&tree, "app/z", &[0xff, 0, 7], 0o644);
        let on_disk = scanned(&tree).await;
        let sources = vec![
            Source::content(&[0xff, 0, 7][..], "app/z"),
            Source::content("#!/bin/sh\n", "app/run.sh").mode(0o775),
        ];

        let in_memory = scan(sources, Limits::default(), &Progress::new()).await.unwrap();

        assert_eq!(in_memory.digest(), on_disk.digest());
        assert!(bytes_of(&in_memory).await.unwrap() == bytes_of(&on_disk).await.unwrap());
        assert_eq!(in_memory.entries()[0].local(), None);
    }

    #[tokio::test]
    async fn large_content_in_memory_is_archived_whole() {
        let content = vec![7; 3 * BUFFER_BYTES + 5];
        let sources = vec![Source::content(content.clone(), "large")];
        let manifest = scan(sources, Limits::default(), &Progress::new()).await.unwrap();
        let bytes = bytes_of(&manifest).await.unwrap();
        assert_eq!(bytes.len() as u64, manifest.archive_len());
        assert!(bytes[512..][..content.len()] == content);
    }

    /// The file is sparse. The test reads only its beginning.
    #[tokio::test]
    async fn file_over_8_gib_has_its_size_in_the_header() {
        let size = (8 << 30) + 1;
        let tree = tempfile::tempdir().unwrap();
        let local = tree.path().join("sparse");
        File::create(&local).unwrap().set_len(size).unwrap();
        let digest = blake3::hash(b"not checked").into();
        let entry = Entry {
            path: "large".into(),
            mode: 0o644,
            size,
            digest,
            content: Content::File(local).into(),
        };
        let manifest = Manifest::new(vec![entry], Vec::new());

        assert_eq!(manifest.archive_len(), 512 + (8 << 30) + 512 + 1024);
        let chunk = archive(&manifest).boxed().next().await.unwrap().unwrap();

        // A size above eleven octal digits is binary, big-endian, with the highest bit set.
        assert_eq!(chunk[124..136], [0x80, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 1]);
        assert_eq!(tar::Header::from_byte_slice(&chunk[..512]).entry_size().unwrap(), size);
        assert!(chunk[512..].iter().all(|byte| *byte == 0));
    }

    /// The value was computed by another implementation. A change of it needs a new version of the
    /// context digest.
    #[tokio::test]
    async fn archive_of_a_known_tree_is_pinned() {
        let tree = tempfile::tempdir().unwrap();
        write(&tree, "bin/tool", b"abc", 0o775);
        write(&tree, &("deep/".repeat(30) + "file"), b"", 0o644);
        let bytes = bytes_of(&scanned(&tree).await).await.unwrap();
        assert_eq!(
            blake3::hash(&bytes).to_string(),
            "8c090de25d3f532d2aab5f4ae2af8c1ae0fb92f99d0d5322d0acd9c7e7bf5aca"
        );
    }

    #[tokio::test]
    async fn empty_archive_is_its_trailer() {
        let tree = tempfile::tempdir().unwrap();
        let manifest = scanned(&tree).await;
        assert_eq!(bytes_of(&manifest).await.unwrap(), tar_entry::TRAILER);
    }

    #[tokio::test]
    async fn all_chunks_but_the_last_have_the_same_size() {
        let tree = tempfile::tempdir().unwrap();
        for index in 0..100 {
            write(&tree, &format!("small-{index}"), b"x", 0o644);
        }
        write(&tree, "large", &vec![7; 3 * BUFFER_BYTES], 0o644);
        let manifest = scanned(&tree).await;
        let chunks: Vec<_> = archive(manifest).try_collect().await.unwrap();
        let (last, others) = chunks.split_last().unwrap();
        assert!(others.iter().all(|chunk| chunk.len() == BUFFER_BYTES));
        assert!((1..=BUFFER_BYTES).contains(&last.len()));
    }

    #[tokio::test]
    async fn file_that_changed_since_the_scan_is_named() {
        let changes: [fn(&Path); 6] = [
            |file| fs::write(file, "CONTENT").unwrap(),
            |file| fs::write(file, "content and more").unwrap(),
            |file| fs::write(file, "cont").unwrap(),
            |file| fs::remove_file(file).unwrap(),
            |file| {
                fs::remove_file(file).unwrap();
                assert!(Command::new("mkfifo").arg(file).status().unwrap().success());
            },
            |file| {
                fs::remove_file(file).unwrap();
                std::os::unix::fs::symlink("/dev/zero", file).unwrap();
            },
        ];
        for change in changes {
            let tree = tempfile::tempdir().unwrap();
            write(&tree, "file", b"content", 0o644);
            let manifest = scanned(&tree).await;
            let file = tree.path().join("file");
            change(&file);

            let error = bytes_of(&manifest).await.unwrap_err();

            assert!(error.is_changed_while_reading(), "{error}");
            assert_eq!(error.path(), Some(file.as_path()));
        }
    }

    #[tokio::test]
    async fn reading_stops_when_the_stream_is_dropped() {
        let tree = tempfile::tempdir().unwrap();
        write(&tree, "large", &vec![7; 64 * BUFFER_BYTES], 0o644);
        let manifest = scanned(&tree).await;
        let shard = Shard::from(manifest);
        let mut stream = archive(&shard).boxed();
        assert!(stream.next().await.unwrap().is_ok());
        assert_eq!(shard.reference_count(), 2, "shared with the reading thread");

        drop(stream);

        while shard.reference_count() > 1 {
            tokio::task::yield_now().await;
        }
    }
}
