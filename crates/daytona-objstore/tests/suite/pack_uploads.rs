//! Uploads of packed shards to a minimal S3 server on a socket.

use std::collections::BTreeMap;
use std::fs;

use futures_util::TryStreamExt;
use tempfile::TempDir;
use wiremock::ResponseTemplate;

use daytona_objstore::{
    Limits, Pack, Progress, Shard, Source, UploadOutcome, archive, object_key, scan, scan_pack,
};

use crate::store::{TestBucket, connect, requests, s3_error};

/// Creates a packed shard of one file that does not compress.
async fn packed(bytes: usize) -> (TempDir, Shard) {
    let tree = tempfile::tempdir().unwrap();
    let mut content = vec![0; bytes];
    blake3::Hasher::new().finalize_xof().fill(&mut content);
    fs::write(tree.path().join("data"), content).unwrap();
    let pack = Pack::new(vec![Source::new(tree.path(), "")]);
    let manifest = scan_pack(pack, Limits::default(), &Progress::new()).await.unwrap();
    (tree, manifest.shards().remove(0).into_shard(".packed"))
}

async fn archived(shard: &Shard) -> Vec<u8> {
    let chunks: Vec<_> = archive(shard).try_collect().await.unwrap();
    chunks.concat()
}

fn key(shard: &Shard) -> String {
    object_key("org-1", &shard.digest().to_string())
}

/// A bucket that has the object of a shard.
async fn bucket_with(shard: &Shard, gets: Vec<ResponseTemplate>) -> TestBucket {
    let (bucket, object) = (TestBucket::default(), archived(shard).await);
    bucket.objects.lock().unwrap().insert(key(shard), object);
    *bucket.gets.lock().unwrap() = gets;
    bucket
}

#[tokio::test]
async fn packed_and_plain_shards_are_sent_in_one_call() {
    let (tree, packed) = packed(100_000).await;
    let sources = vec![Source::new(tree.path(), "")];
    let plain = scan(sources, Limits::default(), &Progress::new()).await.unwrap().into();
    let server = TestBucket::default().serve().await;
    let store = connect(&server.uri());

    let outcomes = store.upload_all([&plain, &packed], &Progress::new()).await.unwrap();

    for (shard, outcome) in [plain, packed].iter().zip(outcomes) {
        let bytes = archived(shard).await;
        assert_eq!(outcome, UploadOutcome::Sent { bytes: bytes.len() as u64 });
        let puts = requests(&server, "PUT").await;
        let path = format!("/contexts/{}", key(shard));
        let put = puts.iter().find(|put| put.url.path() == path).unwrap();
        assert!(put.body == bytes);
    }
}

#[tokio::test]
async fn large_packed_archive_is_sent_in_equal_parts() {
    let (_tree, shard) = packed(20 << 20).await;
    let server = TestBucket::default().serve().await;

    let outcome = connect(&server.uri()).upload(&shard, &Progress::new()).await.unwrap();

    let parts = requests(&server, "PUT").await;
    let number = |url: &url::Url| {
        let query: BTreeMap<_, _> = url.query_pairs().into_owned().collect();
        query["partNumber"].parse::<usize>().unwrap()
    };
    let by_number: BTreeMap<_, _> =
        parts.iter().map(|part| (number(&part.url), &part.body)).collect();
    let lengths: Vec<_> = by_number.values().map(|body| body.len()).collect();
    assert_eq!(lengths[..2], [8 << 20, 8 << 20]);
    let expected = archived(&shard).await;
    assert_eq!(outcome, UploadOutcome::Sent { bytes: expected.len() as u64 });
    assert!(by_number.into_values().flatten().eq(&expected));
}

#[tokio::test]
async fn first_bytes_and_size_decide_that_an_object_is_whole() {
    let (_tree, shard) = packed(10_000).await;
    let server = bucket_with(&shard, Vec::new()).await.serve().await;
    let progress = Progress::new();

    let outcome = connect(&server.uri()).upload(&shard, &progress).await.unwrap();

    assert_eq!(outcome, UploadOutcome::Present);
    assert!(requests(&server, "PUT").await.is_empty());
    let gets = requests(&server, "GET").await;
    assert_eq!(gets.len(), 1);
    assert_eq!(gets[0].headers["range"], "bytes=0-511");
    assert_eq!(progress.snapshot().archives_skipped, 1);
}

#[tokio::test]
async fn object_without_first_bytes_is_sent() {
    for (status, code) in [(404, "NoSuchKey"), (416, "InvalidRange")] {
        let (_tree, shard) = packed(10_000).await;
        let gets = vec![s3_error(status, code, "")];
        let server = bucket_with(&shard, gets).await.serve().await;
        let outcome = connect(&server.uri()).upload(&shard, &Progress::new()).await.unwrap();
        let bytes = archived(&shard).await.len() as u64;
        assert_eq!(outcome, UploadOutcome::Sent { bytes }, "{code}");
    }
}

/// S3 answers 403 for a missing object, if the access may list some prefixes only.
#[tokio::test]
async fn listing_tells_that_a_refused_object_is_missing() {
    let (_tree, shard) = packed(10_000).await;
    let bucket = TestBucket::default();
    *bucket.gets.lock().unwrap() = vec![s3_error(403, "AccessDenied", ""); 2];
    let server = bucket.serve().await;
    let store = connect(&server.uri());

    assert!(!store.contains(&shard).await.unwrap());
    let outcome = store.upload(&shard, &Progress::new()).await.unwrap();

    let bytes = archived(&shard).await.len() as u64;
    assert_eq!(outcome, UploadOutcome::Sent { bytes });
    assert!(store.contains(&shard).await.unwrap());
}

#[tokio::test]
async fn refused_read_of_the_first_bytes_is_named() {
    let (_tree, shard) = packed(10_000).await;
    let gets = vec![s3_error(403, "AccessDenied", "")];
    let server = bucket_with(&shard, gets).await.serve().await;

    let error = connect(&server.uri()).upload(&shard, &Progress::new()).await.unwrap_err();

    assert_eq!(
        error.to_string(),
        format!(
            "failed to read the first bytes of object `{}` in bucket `contexts`: the store refused \
             it with status 403 (AccessDenied: No <way>)",
            key(&shard)
        )
    );
    assert!(requests(&server, "PUT").await.is_empty());
}

#[tokio::test]
async fn whole_object_in_place_of_its_first_bytes_is_recognized() {
    // The second one is longer than any other response may be.
    for len in [10_000, 6 << 20] {
        let (_tree, shard) = packed(len).await;
        let object = archived(&shard).await;
        let sent = UploadOutcome::Sent { bytes: object.len() as u64 };
        for (response, expected) in [
            (object.clone(), UploadOutcome::Present),
            (object[..object.len() - 1].to_vec(), sent),
            (object[..512].to_vec(), sent),
            (object[..511].to_vec(), sent),
            (vec![0; len], sent),
            (Vec::new(), sent),
        ] {
            let what = format!("{} of {} bytes", response.len(), object.len());
            let response = ResponseTemplate::new(200)
                .insert_header("etag", "\"e\"")
                .insert_header("last-modified", "Thu, 01 Jan 2026 00:00:00 GMT")
                .set_body_bytes(response);
            let server = bucket_with(&shard, vec![response]).await.serve().await;
            let outcome = connect(&server.uri()).upload(&shard, &Progress::new()).await.unwrap();
            assert_eq!(outcome, expected, "{what}");
        }
    }
}
