//! A store, a context and somebody who uploads it.

use std::collections::BTreeMap;
use std::fs;
use std::net::SocketAddr;
use std::time::Duration;

use daytona_objstore::{
    Credentials, Error, Limits, Manifest, Progress, Shard, Source, StorageAccess, Store,
    StoreBuilder, UploadOutcome, object_key, scan,
};
use daytona_testkit::Emulator;
use serde_json::Value;
use tempfile::TempDir;

/// How to reach a store.
#[derive(Debug, Clone)]
pub(crate) struct Reach {
    pub(crate) url: String,
    pub(crate) bucket: String,
    pub(crate) organization: String,
    pub(crate) keys: [String; 3],
}

impl Reach {
    pub(crate) async fn of(emulator: &Emulator) -> Self {
        let http = daytona_api::http_client_builder().unwrap().build().unwrap();
        let request = http.get(format!("{}/object-storage/push-access", emulator.api_url()));
        let answer = request.bearer_auth(emulator.api_key()).send().await.unwrap();
        let access: Value = answer.json().await.unwrap();
        let text = |name: &str| access[name].as_str().unwrap().to_owned();
        Self {
            url: text("storageUrl"),
            bucket: text("bucket"),
            organization: text("organizationId"),
            keys: ["accessKey", "secret", "sessionToken"].map(text),
        }
    }

    pub(crate) fn through(&self, url: String) -> Self {
        Self { url, ..self.clone() }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.url.strip_prefix("http://").unwrap().parse().unwrap()
    }

    pub(crate) fn access(&self) -> StorageAccess {
        let [key, secret, token] = self.keys.clone();
        let credentials = Credentials::new(key, secret, token);
        StorageAccess::new(&self.url, &self.bucket, &self.organization, credentials)
    }

    /// Connects with waits so short that a test does not notice them.
    pub(crate) fn store(&self) -> Store {
        self.store_with(|builder| builder)
    }

    pub(crate) fn store_with(&self, settings: fn(StoreBuilder) -> StoreBuilder) -> Store {
        settings(impatient()).connect(self.access()).unwrap()
    }
}

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
    /// Makes a context of one archive, sent in one request.
    pub(crate) async fn small() -> Self {
        Self::of(&[("small/file", 100_000)]).await
    }

    /// Makes a context of one archive, sent in three parts.
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

    /// Returns the keys and sizes of the objects that the context becomes.
    pub(crate) fn objects(&self, organization: &str) -> BTreeMap<String, u64> {
        let object = |shard: &Shard| {
            (object_key(organization, &shard.digest().to_string()), shard.archive_len())
        };
        self.shards.iter().map(object).collect()
    }

    /// Checks that the emulator has exactly the objects of the context, with its bytes.
    pub(crate) async fn check_stored(&self, emulator: &Emulator, what: &str) {
        let stored = stored(emulator);
        assert_eq!(stored, self.objects(emulator.organization_id()), "{what}");
        let hashes: Vec<_> = self.shards.iter().map(|shard| shard.digest().to_string()).collect();
        let built = crate::built::context_of(emulator, &hashes).await;
        for shard in &self.shards {
            for entry in shard.entries() {
                let expected = fs::read(self.tree.path().join(entry.path())).unwrap();
                assert!(built[entry.path()].1 == expected, "{what}: {}", entry.path());
            }
        }
    }
}

pub(crate) async fn scanned(tree: &std::path::Path) -> Manifest {
    let sources = vec![Source::new(tree, "")];
    scan(sources, Limits::default(), &Progress::new()).await.unwrap()
}

pub(crate) fn stored(emulator: &Emulator) -> BTreeMap<String, u64> {
    emulator.objects().into_iter().map(|object| (object.key, object.size_bytes)).collect()
}

fn content(len: usize) -> Vec<u8> {
    (0..len).map(|index| (index / 100 % 251) as u8).collect()
}
