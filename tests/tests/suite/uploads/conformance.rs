//! The behaviour that an upload needs from every store, checked against the emulator and one other.
//!
//! `tests/other-store/run` checks the S3 of moto.

use daytona_objstore::{Limits, Pack, Progress, Source, Store, UploadOutcome, archive, scan_pack};
use daytona_testkit::Emulator;
use futures_util::TryStreamExt;

use super::setting::{Context, StoreAddress};

/// The variables with the address of another store: URL, bucket, organization, keys and token.
const OTHER_STORE: [&str; 6] =
    ["S3_ENDPOINT", "S3_BUCKET", "S3_ORGANIZATION", "S3_ACCESS_KEY", "S3_SECRET", "S3_TOKEN"];

#[tokio::test]
async fn emulator_conforms() {
    let emulator = Emulator::start().await.unwrap();
    conforms(&StoreAddress::of(&emulator).await).await;
}

#[tokio::test]
#[ignore = "needs another store; tests/other-store/run starts one"]
async fn other_store_conforms() {
    let [url, bucket, organization, key, secret, token] =
        OTHER_STORE.map(|name| std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set")));
    conforms(&StoreAddress { url, bucket, organization, keys: [key, secret, token] }).await;
}

#[tokio::test]
async fn md5_of_the_emulator_confirms_a_small_object() {
    let context = Context::small().await;
    let emulator = Emulator::start().await.unwrap();
    context.upload(&StoreAddress::of(&emulator).await.store()).await.unwrap();
    let requests = emulator.requests();
    let operations: Vec<_> = requests.iter().map(|request| request.operation()).collect();
    assert!(operations.ends_with(&[Some("ListObjectsV2"), Some("PutObject")]), "{operations:?}");
}

async fn conforms(address: &StoreAddress) {
    let store = address.store();
    let files: Vec<_> = (0..6).map(|index| (format!("{index}"), 4 << 20)).collect();
    let mut files: Vec<_> = files.iter().map(|(name, len)| (name.as_str(), *len)).collect();
    files.push(("over-one-request", 17 << 20));
    for context in [Context::small().await, Context::large().await, Context::of(&files).await] {
        for shard in &context.shards {
            assert!(!store.contains(shard).await.unwrap());
        }
        let sent = context.upload(&store).await.unwrap();
        for (shard, upload) in context.shards.iter().zip(sent) {
            assert_eq!(upload, UploadOutcome::Sent { bytes: shard.archive_len() });
            assert!(store.contains(shard).await.unwrap());
        }
        let again = context.upload(&store).await.unwrap();
        assert!(again.iter().all(|upload| *upload == UploadOutcome::Present));
    }
    packs_conform(&store).await;
    drops_leave_nothing(address).await;
}

/// Uploads packed archives of one request and of several parts.
async fn packs_conform(store: &Store) {
    for len in [100_000, 20 << 20] {
        let tree = tempfile::tempdir().unwrap();
        std::fs::write(tree.path().join("file"), noise(len)).unwrap();
        let pack = Pack::new(vec![Source::new(tree.path(), "")]);
        let pack = scan_pack(pack, Limits::default(), &Progress::new()).await.unwrap();
        let shard = pack.shards().remove(0).into_shard(".packed");
        let object: Vec<_> = archive(&shard).try_collect().await.unwrap();
        let bytes = object.concat().len() as u64;
        assert!(!store.contains(&shard).await.unwrap());
        let sent = store.upload(&shard, &Progress::new()).await.unwrap();
        assert_eq!(sent, UploadOutcome::Sent { bytes });
        assert!(store.contains(&shard).await.unwrap());
        let again = store.upload(&shard, &Progress::new()).await.unwrap();
        assert_eq!(again, UploadOutcome::Present);
    }
}

/// Returns bytes that do not compress.
fn noise(len: usize) -> Vec<u8> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    };
    std::iter::repeat_with(&mut next).flatten().take(len).collect()
}

async fn drops_leave_nothing(address: &StoreAddress) {
    let context = Context::of(&[("dropped", 18 << 20)]).await;
    let store = address.store();
    let progress = Progress::new();
    let mut changes = progress.subscribe();
    tokio::select! {
        _ = store.upload_all(&context.shards, &progress) => panic!("the upload ended before it was dropped"),
        // A part of the context is sent.
        _ = changes.wait_for(|now| now.bytes_sent > 0) => {}
    }
    assert!(!store.contains(&context.shards[0]).await.unwrap());
    context.upload(&store).await.unwrap();
}
