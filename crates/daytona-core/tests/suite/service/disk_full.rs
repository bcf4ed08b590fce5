//! An upload to a store whose disk is full.

use daytona_core::retry::NeverRetry;
use daytona_core::{Daytona, Image};
use serde_json::json;
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::server::KEY;

const EMPTY_LIST: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>contexts</Name><KeyCount>0</KeyCount>
<MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated></ListBucketResult>"#;

#[tokio::test]
async fn upload_to_a_full_disk_fails_with_the_reason_of_the_store() {
    let (server, store) = (MockServer::start().await, MockServer::start().await);
    let access = json!({
        "accessKey": "AKIA-1", "secret": "s3cret-1", "sessionToken": "t0ken-1",
        "storageUrl": store.uri(), "organizationId": "o", "bucket": "contexts",
        "region": "us-east-1",
    });
    Mock::given(path("/api/object-storage/push-access"))
        .respond_with(ResponseTemplate::new(200).set_body_json(access))
        .mount(&server)
        .await;
    Mock::given(method("GET"))
        .respond_with(ResponseTemplate::new(200).set_body_raw(EMPTY_LIST, "application/xml"))
        .mount(&store)
        .await;
    // The emulator and other stores answer with the text of the operating system.
    let reason = std::io::Error::from(std::io::ErrorKind::StorageFull).to_string();
    let answer = format!("<Error><Code>InternalError</Code><Message>{reason}</Message></Error>");
    Mock::given(method("PUT"))
        .respond_with(ResponseTemplate::new(500).set_body_raw(answer, "application/xml"))
        .mount(&store)
        .await;
    let builder = Daytona::builder().api_key(KEY).api_url(format!("{}/api", server.uri()));
    let daytona = builder.no_proxy().retry_policy(NeverRetry).build().unwrap();
    let image = Image::base("alpine:3.20").add_file_content("text", "/a");
    let error = daytona.snapshots().process_image_context(&image).await.unwrap_err();
    assert!(error.is_storage(), "{error:?}");
    assert_eq!(error.to_string().matches(&reason).count(), 1, "{error}");
}
