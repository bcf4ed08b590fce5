//! `Debug` of everything public that holds a secret.

use daytona_api::{RequestHeaders, types::StorageAccessDto};
use daytona_core::{CreateSnapshotParams, Daytona};
use daytona_objstore::{Credentials, StorageAccess, Store};
use daytona_testkit::Emulator;
use daytona_tests::canary;

use crate::assert_shows_none;

#[test]
fn connection_shows_no_credentials() {
    let secret = canary::secret("Connection");
    let proxy = reqwest::Proxy::all(format!("http://me:{secret}@127.0.0.1:1")).unwrap();
    let http = daytona_api::http_client_builder().unwrap().proxy(proxy).build().unwrap();
    let builder = Daytona::builder()
        .api_key(secret.clone())
        .jwt_token(secret.clone())
        .organization_id("org")
        .http_client(http);
    assert_shows_none("the builder", &builder);
    let daytona = builder.build().unwrap();
    assert_shows_none("the connection", &daytona);
    let snapshots = daytona.snapshots();
    assert_shows_none("the service", &snapshots);
    assert_shows_none("a list", &snapshots.list());
    assert_shows_none("a log", &snapshots.build_logs("demo"));
    let headers = RequestHeaders::new().bearer_token(&secret.into()).unwrap();
    assert_shows_none("the headers", &headers);
}

#[test]
fn access_to_the_storage_shows_no_credentials() {
    let secret = canary::secret("Storage");
    let body = serde_json::json!({
        "accessKey": secret,
        "secret": secret,
        "sessionToken": secret,
        "storageUrl": "http://127.0.0.1:1",
        "organizationId": "org",
        "bucket": "daytona",
    });
    let dto: StorageAccessDto = serde_json::from_value(body).unwrap();
    assert_shows_none("the answer", &dto);
    let credentials = Credentials::new(secret.clone(), secret.clone(), secret);
    assert_shows_none("the credentials", &credentials);
    let access = StorageAccess::new("http://127.0.0.1:1", "daytona", "org", credentials);
    assert_shows_none("the access", &access);
    let http = daytona_api::http_client_builder().unwrap().build().unwrap();
    assert_shows_none("the store", &Store::connect(access, http).unwrap());
}

#[tokio::test]
async fn emulator_shows_no_credentials() {
    let marker = canary::secret("Emulator");
    let builder = Emulator::builder().secret_marker(&marker).jwt(&marker);
    assert_shows_none("the builder", &builder);
    let emulator = builder.start().await.unwrap();
    let daytona = Daytona::builder().api_key(emulator.api_key()).api_url(emulator.api_url());
    let params = CreateSnapshotParams::new("demo", "alpine:3.20");
    daytona.build().unwrap().snapshots().create(params).await.unwrap();
    assert_shows_none("the emulator", &emulator);
    assert_shows_none("the requests", &emulator.requests());
}
