//! The steps of an upload that need no store, and the minimum work of each (`limit_`).
//!
//! ```text
//! cargo bench --package daytona-objstore --bench parts [-- FILTER]
//! ```

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed benchmark")]

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::sync::LazyLock;

use daytona_objstore::{
    DigestCache, Limits, Manifest, Progress, ScanOptions, Source, archive, scan,
};
use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use futures_util::StreamExt;
use tempfile::TempDir;
use tokio::runtime::Runtime;

const SMALL_FILES: usize = 5000;
const SMALL_BYTES: usize = 4096;
const LARGE_BYTES: usize = 64 << 20;

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());

/// Many small files.
static SMALL: LazyLock<TempDir> = LazyLock::new(|| {
    let tree = tempfile::tempdir().unwrap();
    for index in 0..SMALL_FILES {
        let folder = tree.path().join((index % 50).to_string());
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(index.to_string()), vec![index as u8; SMALL_BYTES]).unwrap();
    }
    tree
});

/// One large file.
static LARGE: LazyLock<TempDir> = LazyLock::new(|| {
    let tree = tempfile::tempdir().unwrap();
    fs::write(tree.path().join("large"), content()).unwrap();
    tree
});

fn content() -> Vec<u8> {
    (0..LARGE_BYTES).map(|index| (index / 1000) as u8).collect()
}

fn scanned(tree: &Path, options: impl Into<ScanOptions>) -> Manifest {
    let sources = vec![Source::new(tree, "")];
    RUNTIME.block_on(scan(sources, options, &Progress::new())).unwrap()
}

fn main() {
    divan::main();
}

/// The walk. No file is read, because the digest cache has all of them.
mod walk {
    use super::*;

    #[divan::bench]
    fn scan_with_warm_cache(bencher: Bencher<'_, '_>) {
        let folder = tempfile::tempdir().unwrap();
        let cache = DigestCache::at(folder.path().join("digests"));
        let options = ScanOptions::default().cache(cache);
        LazyLock::force(&SMALL);
        // The cache does not save a file that changed less than three seconds ago.
        std::thread::sleep(std::time::Duration::from_secs(4));
        scanned(SMALL.path(), options.clone());
        bencher
            .counter(ItemsCount::new(SMALL_FILES))
            .bench(|| scanned(SMALL.path(), options.clone()));
    }

    /// A walk on one thread that keeps nothing.
    #[divan::bench]
    fn limit_walk_alone(bencher: Bencher<'_, '_>) {
        fn walk(folder: &Path) -> u64 {
            let members = fs::read_dir(folder).unwrap().map(Result::unwrap);
            let size = |member: fs::DirEntry| match member.metadata().unwrap() {
                folder if folder.is_dir() => walk(&member.path()),
                file => file.len(),
            };
            members.map(size).sum()
        }
        bencher.counter(ItemsCount::new(SMALL_FILES)).bench(|| walk(SMALL.path()));
    }
}

/// Reading and hashing files.
mod digest {
    use super::*;

    #[divan::bench]
    fn scan_of_small_files(bencher: Bencher<'_, '_>) {
        bencher
            .counter(ItemsCount::new(SMALL_FILES))
            .bench(|| scanned(SMALL.path(), Limits::default()));
    }

    #[divan::bench]
    fn limit_reading_small_files(bencher: Bencher<'_, '_>) {
        let manifest = scanned(SMALL.path(), Limits::default());
        bencher.counter(ItemsCount::new(SMALL_FILES)).bench(|| {
            for entry in manifest.entries() {
                divan::black_box(fs::read(SMALL.path().join(entry.path())).unwrap());
            }
        });
    }

    #[divan::bench]
    fn scan_of_a_large_file(bencher: Bencher<'_, '_>) {
        bencher
            .counter(BytesCount::new(LARGE_BYTES))
            .bench(|| scanned(LARGE.path(), Limits::default()));
    }

    /// BLAKE3 on one thread, with the bytes in memory.
    #[divan::bench]
    fn limit_blake3(bencher: Bencher<'_, '_>) {
        let content = content();
        bencher.counter(BytesCount::new(LARGE_BYTES)).bench(|| blake3::hash(&content));
    }
}

mod shard {
    use super::*;

    #[divan::bench]
    fn shards(bencher: Bencher<'_, '_>) {
        let manifest = scanned(SMALL.path(), Limits::default());
        bencher.counter(ItemsCount::new(SMALL_FILES)).bench(|| manifest.shards());
    }

    /// The two hashes of each entry: its rank, and the digest of its shard.
    #[divan::bench]
    fn limit_hashes(bencher: Bencher<'_, '_>) {
        let manifest = scanned(SMALL.path(), Limits::default());
        bencher.counter(ItemsCount::new(SMALL_FILES)).bench(|| {
            let mut digest = blake3::Hasher::new();
            for entry in manifest.entries() {
                divan::black_box(blake3::hash(entry.path().as_bytes()));
                digest.update(entry.path().as_bytes());
                digest.update(entry.digest().as_bytes());
            }
            digest.finalize()
        });
    }
}

/// Archives of files, with the check of their digests.
mod archives {
    use super::*;

    fn streamed(manifest: &Manifest) -> u64 {
        let bytes = archive(manifest).fold(0, async |sum, chunk| sum + chunk.unwrap().len() as u64);
        RUNTIME.block_on(bytes)
    }

    fn archived_by_tar(tree: &Path) {
        let mut builder = tar::Builder::new(io::sink());
        builder.append_dir_all("", tree).unwrap();
        builder.finish().unwrap();
    }

    #[divan::bench]
    fn small_files(bencher: Bencher<'_, '_>) {
        let manifest = scanned(SMALL.path(), Limits::default());
        bencher.counter(ItemsCount::new(SMALL_FILES)).bench(|| streamed(&manifest));
    }

    #[divan::bench]
    fn limit_small_files_by_tar(bencher: Bencher<'_, '_>) {
        bencher.counter(ItemsCount::new(SMALL_FILES)).bench(|| archived_by_tar(SMALL.path()));
    }

    #[divan::bench]
    fn large_file(bencher: Bencher<'_, '_>) {
        let manifest = scanned(LARGE.path(), Limits::default());
        bencher.counter(BytesCount::new(LARGE_BYTES)).bench(|| streamed(&manifest));
    }

    #[divan::bench]
    fn limit_large_file_by_tar(bencher: Bencher<'_, '_>) {
        bencher.counter(BytesCount::new(LARGE_BYTES)).bench(|| archived_by_tar(LARGE.path()));
    }

    #[divan::bench]
    fn limit_reading_a_large_file(bencher: Bencher<'_, '_>) {
        bencher.counter(BytesCount::new(LARGE_BYTES)).bench(|| {
            let mut file = File::open(LARGE.path().join("large")).unwrap();
            let mut buffer = vec![0; 256 * 1024];
            while io::Read::read(&mut file, &mut buffer).unwrap() > 0 {}
        });
    }
}
