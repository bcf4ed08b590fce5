//! A process that is killed while it uploads, and another one that takes over.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use daytona_objstore::Progress;
use daytona_testkit::{Emulator, Fault, Route};

use crate::setting::{Context, Reach, scanned, stored};

const TREE: &str = "DAYTONA_TESTS_UPLOAD_TREE";
const REACH: [&str; 6] = [
    "DAYTONA_TESTS_URL",
    "DAYTONA_TESTS_BUCKET",
    "DAYTONA_TESTS_ORGANIZATION",
    "DAYTONA_TESTS_KEY",
    "DAYTONA_TESTS_SECRET",
    "DAYTONA_TESTS_TOKEN",
];

/// Not a test of its own: the process that is killed. It uploads until then.
#[tokio::test]
#[ignore = "is started by the tests of this file"]
async fn uploader() {
    let Some(tree) = std::env::var_os(TREE).map(PathBuf::from) else { return };
    let [url, bucket, organization, key, secret, token] =
        REACH.map(|name| std::env::var(name).unwrap());
    let reach = Reach { url, bucket, organization, keys: [key, secret, token] };
    let shards = scanned(&tree).await.shards();
    println!("\nuploading");
    reach.store().upload_all(&shards, &Progress::new()).await.unwrap();
}

/// Starts a process that uploads, and kills it when the emulator has met the fault.
async fn kill_at(fault: Fault, emulator: &Emulator, reach: &Reach, context: &Context) {
    let fault = emulator.inject(fault);
    let [key, secret, token] = &reach.keys;
    let values = [&reach.url, &reach.bucket, &reach.organization, key, secret, token];
    let mut process = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "killed::uploader", "--ignored", "--nocapture"])
        .env(TREE, context.tree.path())
        .envs(REACH.into_iter().zip(values))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap() == "uploading"), "it did not begin");
    while fault.hits() == 0 {
        assert!(process.try_wait().unwrap().is_none(), "it ended before it was killed");
        tokio::task::yield_now().await;
    }
    process.kill().unwrap();
    process.wait().unwrap();
    emulator.clear_faults();
}

#[tokio::test(flavor = "multi_thread")]
async fn process_killed_at_any_stage_leaves_what_the_next_one_completes() {
    let context = Context::large().await;
    for (route, is_done) in [
        (Route::ListObjectsV2, false),
        (Route::CreateMultipartUpload, false),
        (Route::UploadPart, false),
        (Route::CompleteMultipartUpload, false),
        // The object is there, and only its confirmation was never heard of.
        (Route::ListObjectsV2, true),
    ] {
        let emulator = Emulator::start().await.unwrap();
        let reach = Reach::of(&emulator).await;
        let what = format!("killed at {route}, {}", if is_done { "done" } else { "not done" });
        // The request hangs, so that the process is killed exactly there.
        kill_at(Fault::on(route).ignore().skip(u64::from(is_done)), &emulator, &reach, &context)
            .await;
        let expected =
            if is_done { context.objects(&reach.organization) } else { Default::default() };
        assert_eq!(stored(&emulator), expected, "{what}");

        let uploads = context.upload(&reach.store()).await.unwrap();

        assert_eq!(uploads[0] == daytona_objstore::UploadOutcome::Present, is_done, "{what}");
        context.check_stored(&emulator, &what).await;
    }
}
