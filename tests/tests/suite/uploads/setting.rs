//! Helpers: the address of a store, a context on disk, and what the store and the builder have.

use std::collections::BTreeMap;
use std::fs;
use std::net::SocketAddr;
use std::time::Duration;

use daytona_objstore::{
    Credentials, Error, Limits, Manifest, Progress, Shard, Source, StorageAccess, Store,
    StoreBuilder, UploadOutcome, object_key, scan,
};
use daytona_testkit::Emulator;
use serde_json::{Value, json};
use tempfile::TempDir;

/// The address of a store, and its credentials.
#[derive(Debug, Clone)]
pub(crate) struct StoreAddress {
    pub(crate) url: String,
    pub(crate) bucket: String,
    pub(crate) organization: String,
    /// Access key, secret key and session token.
    pub(crate) keys: [String; 3],
}

impl StoreAddress {
    /// Requests the address from the emulator.
    pub(crate) async fn of(emulator: &Emulator) -> Self {
        let http = daytona_api::http_client_builder().unwrap().build().unwrap();
        let request = http.get(format!("{}/object-storage/push-access", emulator.api_url()));
        let response = request.bearer_auth(emulator.api_key()).send().await.unwrap();
        let access: Value = response.json().await.unwrap();
        let text = |name: &str| access[name].as_str().unwrap().to_owned();
        Self {
            url: text("storageUrl"),
            bucket: text("bucket"),
            organization: text("organizationId"),
            keys: ["accessKey", "secret", "sessionToken"].map(text),
        }
    }

    /// Returns the address with another URL.
    pub(crate) fn through(&self, url: String) -> Self {
        Self { url, ..self.clone() }
    }

    pub(crate) fn socket_address(&self) -> SocketAddr {
        self.url.strip_prefix("http://").unwrap().parse().unwrap()
    }

    pub(crate) fn access(&self) -> StorageAccess {
        let [key, secret, token] = self.keys.clone();
        let credentials = Credentials::new(key, secret, token);
        StorageAccess::new(&self.url, &self.bucket, &self.organization, credentials)
    }

    /// Connects with short waits between attempts.
    pub(crate) fn store(&self) -> Store {
        self.store_with(|builder| builder)
    }

    pub(crate) fn store_with(&self, settings: fn(StoreBuilder) -> StoreBuilder) -> Store {
        settings(impatient()).connect(self.access()).unwrap()
    }
}

/// Returns settings with short waits between attempts.
pub(crate) fn impatient() -> StoreBuilder {
    let http = daytona_api::http_client_builder().unwrap().build().unwrap();
    Store::builder(http).retry_delays(Duration::from_millis(1), Duration::from_millis(10))
}

/// A context on disk.
pub(crate) struct Context {
    pub(crate) tree: TempDir,
    pub(crate) shards: Vec<Shard>,
}

impl Context {
    /// Creates a context of one archive that is sent in one request.
    pub(crate) async fn small() -> Self {
        Self::of(&[("small/file", 100_000)]).await
    }

    /// Creates a context of one archive that is sent in three parts.
    pub(crate) async fn large() -> Self {
        Self::of(&[("large", 17 << 20)]).await
    }

    pub(crate) async fn of(files: &[(&str, usize)]) -> Self {
        let tree = tempfile::tempdir().unwrap();
        for (name, len) in files {
            let path = tree.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content(*len)).unwrap();
        }
        let shards = scanned(tree.path()).await.shards();
        Self { tree, shards }
    }

    pub(crate) async fn upload(&self, store: &Store) -> Result<Vec<UploadOutcome>, Error> {
        store.upload_all(&self.shards, &Progress::new()).await
    }

    /// Returns key and size of each object of the context.
    pub(crate) fn objects(&self, organization: &str) -> BTreeMap<String, u64> {
        let object = |shard: &Shard| {
            (object_key(organization, &shard.digest().to_string()), shard.archive_len())
        };
        self.shards.iter().map(object).collect()
    }

    /// Asserts that the emulator has exactly the objects of the context, with their content.
    pub(crate) async fn check_stored(&self, emulator: &Emulator, what: &str) {
        let stored = stored(emulator);
        assert_eq!(stored, self.objects(emulator.organization_id()), "{what}");
        let hashes: Vec<_> = self.shards.iter().map(|shard| shard.digest().to_string()).collect();
        let built = context_of(emulator, &hashes).await;
        for shard in &self.shards {
            for entry in shard.entries() {
                let expected = fs::read(self.tree.path().join(entry.path())).unwrap();
                assert!(built[entry.path()].1 == expected, "{what}: {}", entry.path());
            }
        }
    }
}

/// Builds a snapshot from contexts. Returns mode and content of each file in the merged context.
pub(crate) async fn context_of(
    emulator: &Emulator,
    hashes: &[String],
) -> BTreeMap<String, (u32, Vec<u8>)> {
    let http = daytona_api::http_client_builder().unwrap().build().unwrap();
    let name = format!("built-{}", emulator.requests().len());
    let body = json!({
        "name": name,
        "buildInfo": { "dockerfileContent": format!("FROM alpine:3.20\n# {name}\n"), "contextHashes": hashes },
    });
    let request = http.post(format!("{}/snapshots", emulator.api_url()));
    let response = request.bearer_auth(emulator.api_key()).json(&body).send().await.unwrap();
    assert!(response.status().is_success(), "{}", response.text().await.unwrap());
    let files = emulator.build_context(&name).unwrap();
    let files = files.into_iter().filter(|file| file.path != "Dockerfile");
    files.map(|file| (file.path, (file.mode, file.content))).collect()
}

/// Scans a folder.
pub(crate) async fn scanned(tree: &std::path::Path) -> Manifest {
    let sources = vec![Source::new(tree, "")];
    scan(sources, Limits::default(), &Progress::new()).await.unwrap()
}

/// Returns key and size of each object in the store.
pub(crate) fn stored(emulator: &Emulator) -> BTreeMap<String, u64> {
    emulator.objects().into_iter().map(|object| (object.key, object.size_bytes)).collect()
}

fn content(len: usize) -> Vec<u8> {
    (0..len).map(|index| (index / 100 % 251) as u8).collect()
}
