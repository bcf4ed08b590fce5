//! Uploads by a process that is killed, and by one that completes them.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use daytona_objstore::Progress;
use daytona_testkit::{Emulator, Fault, Route};

use super::setting::{Context, StoreAddress, scanned, stored};

const TREE: &str = "DAYTONA_TESTS_UPLOAD_TREE";
const ADDRESS: [&str; 6] = [
    "DAYTONA_TESTS_URL",
    "DAYTONA_TESTS_BUCKET",
    "DAYTONA_TESTS_ORGANIZATION",
    "DAYTONA_TESTS_KEY",
    "DAYTONA_TESTS_SECRET",
    "DAYTONA_TESTS_TOKEN",
];

/// Runs in the process that is killed: uploads the tree until then.
#[tokio::test]
#[ignore = "the other test of this file starts it"]
async fn uploader() {
    let Some(tree) = std::env::var_os(TREE).map(PathBuf::from) else { return };
    let [url, bucket, organization, key, secret, token] =
        ADDRESS.map(|name| std::env::var(name).unwrap());
    let address = StoreAddress { url, bucket, organization, keys: [key, secret, token] };
    let shards = scanned(&tree).await.shards();
    println!("\nuploading");
    address.store().upload_all(&shards, &Progress::new()).await.unwrap();
}

/// Starts a process that uploads, and kills it when the fault has taken effect.
async fn kill_at(fault: Fault, emulator: &Emulator, address: &StoreAddress, context: &Context) {
    let fault = emulator.inject(fault);
    let [key, secret, token] = &address.keys;
    let values = [&address.url, &address.bucket, &address.organization, key, secret, token];
    let mut process = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "uploads::killed::uploader", "--ignored", "--nocapture"])
        .env(TREE, context.tree.path())
        .envs(ADDRESS.into_iter().zip(values))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap() == "uploading"), "the upload did not start");
    while fault.hits() == 0 {
        assert!(process.try_wait().unwrap().is_none(), "the process ended before the kill");
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
        // The object exists, and the process is killed before it checks the size.
        (Route::ListObjectsV2, true),
    ] {
        let emulator = Emulator::start().await.unwrap();
        let address = StoreAddress::of(&emulator).await;
        let what =
            format!("killed at {route}, {}", if is_done { "complete" } else { "incomplete" });
        // The request hangs, so that the process is killed at this stage.
        kill_at(Fault::on(route).ignore().skip(u64::from(is_done)), &emulator, &address, &context)
            .await;
        let expected =
            if is_done { context.objects(&address.organization) } else { Default::default() };
        assert_eq!(stored(&emulator), expected, "{what}");

        let uploads = context.upload(&address.store()).await.unwrap();

        assert_eq!(uploads[0] == daytona_objstore::UploadOutcome::Present, is_done, "{what}");
        context.check_stored(&emulator, &what).await;
    }
}
