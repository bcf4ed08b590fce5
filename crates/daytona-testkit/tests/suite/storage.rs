//! The object storage, with signed requests over HTTP.

use std::time::Duration;

use daytona_testkit::Emulator;
use reqwest::Method;

use crate::client::{Client, Storage};

async fn start() -> (Emulator, Storage) {
    let daytona = Emulator::start().await.unwrap();
    let storage = Client::of(&daytona).storage().await;
    (daytona, storage)
}

fn key(storage: &Storage, rest: &str) -> String {
    format!("{}/{rest}", storage.organization)
}

#[tokio::test]
async fn object_is_returned_with_its_size_and_etag() {
    let (daytona, storage) = start().await;
    let key = key(&storage, "abc/context.tar");
    let put = storage.send(Method::PUT, &key, "", b"hello".to_vec()).await;
    assert_eq!(
        (put.status, put.etag.as_deref()),
        (200, Some("\"5d41402abc4b2a76b9719d911017c592\""))
    );

    let head = storage.send(Method::HEAD, &key, "", Vec::new()).await;
    assert_eq!((head.status, head.length, head.etag), (200, Some(5), put.etag));
    let got = storage.send(Method::GET, &key, "", Vec::new()).await;
    assert_eq!((got.status, got.text()), (200, "hello".to_owned()));
    let listed = storage.list(&key).await;
    assert_eq!((listed.element("Key"), listed.element("Size")), (key.clone(), "5".to_owned()));
    let stored: Vec<_> = daytona.objects().into_iter().map(|o| (o.key, o.size_bytes)).collect();
    assert_eq!(stored, [(key, 5)]);
}

#[tokio::test]
async fn new_object_replaces_the_old_one() {
    let (daytona, storage) = start().await;
    let key = key(&storage, "abc/context.tar");
    for body in ["first", "second!"] {
        storage.send(Method::PUT, &key, "", body.into()).await;
    }
    assert_eq!(storage.send(Method::GET, &key, "", Vec::new()).await.text(), "second!");
    assert_eq!(daytona.objects().len(), 1);
}

#[tokio::test]
async fn missing_key_is_forbidden() {
    let (_daytona, storage) = start().await;
    let key = key(&storage, "none/context.tar");
    assert_eq!(storage.send(Method::HEAD, &key, "", Vec::new()).await.status, 403);
    let listed = storage.list(&key).await;
    assert_eq!((listed.status, listed.element("KeyCount")), (200, "0".to_owned()));
}

#[tokio::test]
async fn missing_key_is_not_found_if_the_setting_says_so() {
    let daytona = Emulator::builder().report_missing_objects().start().await.unwrap();
    let storage = Client::of(&daytona).storage().await;
    let key = key(&storage, "none/context.tar");
    assert_eq!(storage.send(Method::HEAD, &key, "", Vec::new()).await.status, 404);
    let got = storage.send(Method::GET, &key, "", Vec::new()).await;
    assert_eq!((got.status, got.element("Code")), (404, "NoSuchKey".to_owned()));
}

#[tokio::test]
async fn credentials_allow_only_objects_of_the_organization() {
    let (daytona, storage) = start().await;
    let refused = [
        storage.send(Method::PUT, "other/abc/context.tar", "", b"x".to_vec()).await,
        storage.send(Method::PUT, &format!("{}x/a", storage.organization), "", b"x".to_vec()).await,
        storage.send(Method::DELETE, &key(&storage, "a"), "", Vec::new()).await,
        storage.list("").await,
        storage.list("other").await,
        storage.list(&format!("{}x", storage.organization)).await,
    ];
    for reply in refused {
        assert_eq!((reply.status, reply.element("Code")), (403, "AccessDenied".to_owned()));
    }
    assert_eq!(storage.list(&storage.organization).await.status, 200);
    assert!(daytona.objects().is_empty());
}

#[tokio::test]
async fn wrong_secret_is_refused() {
    let (_daytona, mut storage) = start().await;
    storage.secret.push('x');
    let reply = storage.list(&storage.organization).await;
    assert_eq!((reply.status, reply.element("Code")), (403, "SignatureDoesNotMatch".to_owned()));
}

#[tokio::test]
async fn session_token_is_required_and_checked() {
    let (_daytona, mut storage) = start().await;
    storage.session_token = None;
    let without = storage.list(&storage.organization).await;
    assert_eq!((without.status, without.element("Code")), (403, "InvalidAccessKeyId".to_owned()));
    storage.session_token = Some("99999999999999.forged".to_owned());
    let forged = storage.list(&storage.organization).await;
    assert_eq!((forged.status, forged.element("Code")), (400, "InvalidToken".to_owned()));
}

#[tokio::test]
async fn credentials_expire() {
    let daytona = Emulator::builder().credentials_lifetime(Duration::ZERO).start().await.unwrap();
    let storage = Client::of(&daytona).storage().await;
    let reply = storage.list(&storage.organization).await;
    assert_eq!((reply.status, reply.element("Code")), (400, "ExpiredToken".to_owned()));
}

#[tokio::test]
async fn body_with_a_wrong_digest_creates_no_object() {
    let (daytona, storage) = start().await;
    let key = key(&storage, "abc/context.tar");
    let other = "0".repeat(64);
    let reply = storage.send_signed(Method::PUT, &key, "", b"hello".to_vec(), &other).await;
    assert_eq!(reply.status, 400, "{}", reply.text());
    assert!(daytona.objects().is_empty());
}

#[tokio::test]
async fn multipart_upload_creates_one_object() {
    let (daytona, storage) = start().await;
    let key = key(&storage, "big/context.tar");
    let upload = storage.send(Method::POST, &key, "uploads=", Vec::new()).await.element("UploadId");
    let parts = [vec![b'a'; 5 * 1024 * 1024], b"end".to_vec()];
    let mut listed = String::new();
    for (number, part) in (1..).zip(&parts) {
        let query = format!("partNumber={number}&uploadId={upload}");
        let etag = storage.send(Method::PUT, &key, &query, part.clone()).await.etag.unwrap();
        listed += &format!("<Part><PartNumber>{number}</PartNumber><ETag>{etag}</ETag></Part>");
    }
    assert!(daytona.objects().is_empty(), "an unfinished upload creates no object");
    let body = format!("<CompleteMultipartUpload>{listed}</CompleteMultipartUpload>");
    let query = format!("uploadId={upload}");
    let done = storage.send(Method::POST, &key, &query, body.into()).await;
    assert_eq!(done.status, 200, "{}", done.text());

    let got = storage.send(Method::GET, &key, "", Vec::new()).await;
    assert_eq!(got.body, parts.concat());
    assert!(got.etag.unwrap().ends_with("-2\""));
    let again = storage.send(Method::PUT, &key, &format!("partNumber=1&{query}"), vec![]).await;
    assert_eq!((again.status, again.element("Code")), (404, "NoSuchUpload".to_owned()));
}

#[tokio::test]
async fn small_part_before_the_last_is_refused() {
    let (daytona, storage) = start().await;
    let key = key(&storage, "big/context.tar");
    let upload = storage.send(Method::POST, &key, "uploads=", Vec::new()).await.element("UploadId");
    let mut listed = String::new();
    for number in 1..=2 {
        let query = format!("partNumber={number}&uploadId={upload}");
        storage.send(Method::PUT, &key, &query, b"small".to_vec()).await;
        listed += &format!("<Part><PartNumber>{number}</PartNumber></Part>");
    }
    let body = format!("<CompleteMultipartUpload>{listed}</CompleteMultipartUpload>");
    let reply = storage.send(Method::POST, &key, &format!("uploadId={upload}"), body.into()).await;
    assert_eq!((reply.status, reply.element("Code")), (400, "EntityTooSmall".to_owned()));
    assert!(daytona.objects().is_empty());
}

#[tokio::test]
async fn aborted_upload_does_not_exist() {
    let (_daytona, storage) = start().await;
    let key = key(&storage, "big/context.tar");
    let upload = storage.send(Method::POST, &key, "uploads=", Vec::new()).await.element("UploadId");
    let query = format!("uploadId={upload}");
    assert_eq!(storage.send(Method::DELETE, &key, &query, Vec::new()).await.status, 204);
    assert_eq!(storage.send(Method::DELETE, &key, &query, Vec::new()).await.status, 404);
}

#[tokio::test]
async fn recorded_storage_requests_contain_no_secrets() {
    let (daytona, storage) = start().await;
    storage.list(&storage.organization).await;
    let requests = daytona.requests();
    let list = requests.last().unwrap();
    assert_eq!((list.operation(), list.status()), (Some("ListObjectsV2"), Some(200)));
    for secret in ["Authorization", "x-amz-security-token"] {
        assert_eq!(list.header(secret), Some("[redacted]"));
    }
    assert!(!format!("{requests:?}").contains(daytona.api_key()));
}
