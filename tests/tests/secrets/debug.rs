//! The `Debug` output of all public types that hold a secret.

use daytona_api::{RequestHeaders, types::StorageAccessDto};
use daytona_core::{CreateSnapshotParams, Daytona};
use daytona_objstore::{Credentials, StorageAccess, Store};
use daytona_testkit::Emulator;
use daytona_tests::canary;

use crate::assertions::assert_debug_has_no_secret;

#[test]
fn debug_of_the_connection_has_no_credentials() {
    let secret = canary::secret("Connection");
    let proxy = reqwest::Proxy::all(format!("http://me:{secret}@127.0.0.1:1")).unwrap();
    let http = daytona_api::http_client_builder().unwrap().proxy(proxy).build().unwrap();
    let builder = Daytona::builder()
        .api_key(secret.clone())
        .jwt_token(secret.clone())
        .organization_id("org")
        .http_client(http);
    assert_debug_has_no_secret("the builder", &builder);
    let daytona = builder.build().unwrap();
    assert_debug_has_no_secret("the connection", &daytona);
    let snapshots = daytona.snapshots();
    assert_debug_has_no_secret("the service", &snapshots);
    assert_debug_has_no_secret("a list", &snapshots.list());
    assert_debug_has_no_secret("a log", &snapshots.build_logs("demo"));
    let headers = RequestHeaders::new().bearer_token(&secret.into()).unwrap();
    assert_debug_has_no_secret("the headers", &headers);
}

#[test]
fn debug_of_storage_access_has_no_credentials() {
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
    assert_debug_has_no_secret("the response", &dto);
    let credentials = Credentials::new(secret.clone(), secret.clone(), secret);
    assert_debug_has_no_secret("the credentials", &credentials);
    let access = StorageAccess::new("http://127.0.0.1:1", "daytona", "org", credentials);
    assert_debug_has_no_secret("the access", &access);
    let http = daytona_api::http_client_builder().unwrap().build().unwrap();
    assert_debug_has_no_secret("the store", &Store::connect(access, http).unwrap());
}

#[tokio::test]
async fn debug_of_the_emulator_has_no_credentials() {
    let marker = canary::secret("Emulator");
    let builder = Emulator::builder().secret_marker(&marker).jwt(&marker);
    assert_debug_has_no_secret("the builder", &builder);
    let emulator = builder.start().await.unwrap();
    let daytona = Daytona::builder().api_key(emulator.api_key()).api_url(emulator.api_url());
    let params = CreateSnapshotParams::new("demo", "alpine:3.20");
    daytona.build().unwrap().snapshots().create(params).await.unwrap();
    assert_debug_has_no_secret("the emulator", &emulator);
    assert_debug_has_no_secret("the requests", &emulator.requests());
}
