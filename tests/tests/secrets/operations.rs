//! Logs of successful operations, at every level. The fault matrix searches those of failed ones.

use std::time::Duration;

use daytona_core::{CreateSnapshotParams, Daytona, Image};
use daytona_objstore::{DigestCache, Progress, ScanOptions, Source, scan};
use daytona_testkit::Emulator;
use daytona_tests::canary;
use futures_util::TryStreamExt;

use crate::assertions::{LOGS, assert_debug_has_no_secret};

#[tokio::test]
async fn operations_with_a_jwt_log_no_secret() {
    let _ = LOGS.leaks("");
    let marker = canary::secret("Operations");
    let jwt = format!("header.{marker}.signature");
    let emulator = Emulator::builder()
        .secret_marker(&marker)
        .jwt(&jwt)
        .activation_cooldown(Duration::ZERO)
        .start()
        .await
        .unwrap();
    let snapshots = Daytona::builder()
        .jwt_token(jwt)
        .organization_id(emulator.organization_id())
        .api_url(emulator.api_url())
        .build()
        .unwrap()
        .snapshots();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(".env"), format!("PASSWORD={marker}")).unwrap();
    let image = Image::base("alpine:3.20").add_local_dir(folder.path(), "/app");

    let mut lines = Vec::new();
    let created = snapshots
        .create(CreateSnapshotParams::new("demo", image))
        .on_logs(|line| lines.push(line.to_owned()))
        .await
        .unwrap();
    assert_debug_has_no_secret("the log", &lines);
    assert_debug_has_no_secret("the snapshot", &created);
    let log: Vec<String> =
        snapshots.build_logs(&created).follow().await.unwrap().try_collect().await.unwrap();
    assert!(!log.is_empty());
    snapshots.deactivate(&created).await.unwrap();
    let accepted = snapshots.activate(&created).await.unwrap();
    snapshots.wait(&accepted).await.unwrap();
    assert_debug_has_no_secret("the list", &snapshots.list().await.unwrap());
    snapshots.get("demo").await.unwrap();
    snapshots.delete("demo").await.unwrap();

    for crate_name in ["daytona_api", "daytona_core", "hyper_util", "reqwest"] {
        assert!(LOGS.count_of(crate_name) > 0, "nothing was logged by {crate_name}");
    }
    let leaks = LOGS.leaks(&marker);
    assert!(leaks.is_empty(), "{leaks:?}");
}

#[tokio::test]
async fn digest_cache_has_no_content_of_files() {
    let folder = tempfile::tempdir().unwrap();
    let content = canary::secret("Cached").repeat(100);
    std::fs::create_dir(folder.path().join("context")).unwrap();
    std::fs::write(folder.path().join("context/.env"), content).unwrap();
    let cache = tempfile::tempdir().unwrap();
    let file = cache.path().join("digests");
    // The cache leaves out files that were written just now, so repeat until it has the file.
    while !file.exists() {
        let options = ScanOptions::default().cache(DigestCache::at(&file));
        let sources = vec![Source::new(folder.path().join("context"), "context")];
        scan(sources, options, &Progress::new()).await.unwrap();
        tokio::task::yield_now().await;
    }
    assert_eq!(canary::find_in_folder(cache.path()).unwrap(), None);
}
