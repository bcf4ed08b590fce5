//! Uploads to a minimal S3 server on a socket. The tests of the workspace check signatures.

use std::collections::BTreeMap;
use std::fs;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::TryStreamExt;
use tempfile::TempDir;
use tokio::sync::mpsc;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use daytona_objstore::{
    Credentials, Error, Limits, Manifest, Progress, Source, StorageAccess, Store, UploadOutcome,
    archive, object_key, scan,
};

const ACCESS_KEY: &str = "AKIA-ACCESS-KEY";
const SECRET: &str = "very/secret+key";
const TOKEN: &str = "session-token-4711";

/// A bucket in memory with optional faults.
#[derive(Default)]
pub(crate) struct TestBucket {
    pub(crate) objects: Mutex<BTreeMap<String, Vec<u8>>>,
    parts: Mutex<BTreeMap<usize, Vec<u8>>>,
    /// The responses of the next `PUT` requests.
    puts: Mutex<Vec<ResponseTemplate>>,
    /// The responses of the next requests for an object.
    pub(crate) gets: Mutex<Vec<ResponseTemplate>>,
    /// Receives the method of every request.
    requests: Option<mpsc::UnboundedSender<String>>,
    /// The number of bytes that listings add to each size.
    extra_listed_bytes: u64,
}

impl Respond for TestBucket {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let query: BTreeMap<_, _> = request.url.query_pairs().into_owned().collect();
        let key = request.url.path().trim_start_matches("/contexts").trim_start_matches('/');
        if let Some(requests) = &self.requests {
            requests.send(request.method.to_string()).unwrap();
        }
        match request.method.as_str() {
            "GET" if key.is_empty() => xml(&self.listing(&query["prefix"])),
            "GET" => self.object(key, request.headers["range"].to_str().unwrap()),
            "POST" if query.contains_key("uploads") => xml(
                "<InitiateMultipartUploadResult><UploadId>u1</UploadId></InitiateMultipartUploadResult>",
            ),
            "POST" => {
                let whole = std::mem::take(&mut *self.parts.lock().unwrap()).into_values();
                self.objects.lock().unwrap().insert(key.to_owned(), whole.flatten().collect());
                xml(
                    "<CompleteMultipartUploadResult><ETag>\"e\"</ETag></CompleteMultipartUploadResult>",
                )
            }
            "PUT" => {
                if let Some(response) = self.puts.lock().unwrap().pop() {
                    return response;
                }
                let body = request.body.clone();
                match query.get("partNumber") {
                    Some(part) => self.parts.lock().unwrap().insert(part.parse().unwrap(), body),
                    None => self.objects.lock().unwrap().insert(key.to_owned(), body),
                };
                ResponseTemplate::new(200).insert_header("ETag", "\"e\"")
            }
            _ => ResponseTemplate::new(204),
        }
    }
}

impl TestBucket {
    fn listing(&self, prefix: &str) -> String {
        let objects = self.objects.lock().unwrap();
        let found = objects.iter().filter(|(key, _)| key.starts_with(prefix));
        let contents = found.map(|(key, body)| {
            let size = body.len() as u64 + self.extra_listed_bytes;
            format!(
                "<Contents><Key>{key}</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified>\
                 <ETag>\"e\"</ETag><Size>{size}</Size></Contents>"
            )
        });
        format!("<ListBucketResult>{}</ListBucketResult>", contents.collect::<String>())
    }

    /// Returns a range of an object, or the response that replaces it.
    fn object(&self, key: &str, range: &str) -> ResponseTemplate {
        if let Some(response) = self.gets.lock().unwrap().pop() {
            return response;
        }
        let objects = self.objects.lock().unwrap();
        let Some(object) = objects.get(key) else { return s3_error(404, "NoSuchKey", "") };
        let (start, end) = range.strip_prefix("bytes=").unwrap().split_once('-').unwrap();
        let (start, end): (usize, usize) = (start.parse().unwrap(), end.parse().unwrap());
        let range = format!("bytes {start}-{end}/{}", object.len());
        ResponseTemplate::new(206)
            .insert_header("content-range", range)
            .insert_header("etag", "\"e\"")
            .insert_header("last-modified", "Thu, 01 Jan 2026 00:00:00 GMT")
            .set_body_bytes(&object[start..=end])
    }

    pub(crate) async fn serve(self) -> MockServer {
        let server = MockServer::start().await;
        Mock::given(any()).respond_with(self).mount(&server).await;
        server
    }
}

fn xml(body: &str) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_raw(body.to_owned(), "application/xml")
}

pub(crate) fn s3_error(status: u16, code: &str, elements: &str) -> ResponseTemplate {
    let body =
        format!("<Error><Code>{code}</Code><Message>No &lt;way&gt;</Message>{elements}</Error>");
    ResponseTemplate::new(status).set_body_raw(body, "application/xml")
}

fn http() -> reqwest::Client {
    daytona_api::http_client_builder().unwrap().build().unwrap()
}

pub(crate) fn connect(url: &str) -> Store {
    let access =
        StorageAccess::new(url, "contexts", "org-1", Credentials::new(ACCESS_KEY, SECRET, TOKEN));
    let builder = Store::builder(http()).retry_delays(Duration::ZERO, Duration::from_millis(1));
    builder.connect(access.region("eu-central-1")).unwrap()
}

async fn context(bytes: usize) -> (TempDir, Arc<Manifest>) {
    let tree = tempfile::tempdir().unwrap();
    let content: Vec<u8> = (0..bytes).map(|index| (index / 1000) as u8).collect();
    fs::write(tree.path().join("data"), content).unwrap();
    let sources = vec![Source::new(tree.path(), "")];
    let manifest = scan(sources, Limits::default(), &Progress::new()).await.unwrap();
    (tree, Arc::new(manifest))
}

async fn archived(manifest: &Arc<Manifest>) -> Vec<u8> {
    let chunks: Vec<_> = archive(Arc::clone(manifest)).try_collect().await.unwrap();
    chunks.concat()
}

pub(crate) async fn requests(server: &MockServer, method: &str) -> Vec<Request> {
    let mut requests = server.received_requests().await.unwrap();
    requests.retain(|request| request.method.as_str() == method);
    requests
}

/// Returns the texts of an error and all its causes.
fn full_text(error: &Error) -> String {
    let mut text = format!("{error} {error:?}");
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        text += &format!(" {error} {error:?}");
        cause = error.source();
    }
    text
}

#[tokio::test]
async fn small_context_is_sent_in_one_signed_request() {
    let (_tree, manifest) = context(10_000).await;
    let server = TestBucket::default().serve().await;
    let progress = Progress::new();

    let upload = connect(&server.uri()).upload(Arc::clone(&manifest), &progress).await.unwrap();

    assert_eq!(upload, UploadOutcome::Sent { bytes: manifest.archive_len() });
    let puts = requests(&server, "PUT").await;
    assert_eq!(puts.len(), 1);
    let key = object_key("org-1", &manifest.digest().to_string());
    assert_eq!(puts[0].url.path(), format!("/contexts/{key}"));
    assert_eq!(puts[0].headers["content-length"], manifest.archive_len().to_string().as_str());
    assert_eq!(puts[0].headers["x-amz-security-token"], TOKEN);
    let authorization = puts[0].headers["authorization"].to_str().unwrap();
    assert!(authorization.contains(&format!("Credential={ACCESS_KEY}/")), "{authorization}");
    assert!(authorization.contains("/eu-central-1/s3/aws4_request"), "{authorization}");
    assert_eq!(puts[0].body, archived(&manifest).await);
    assert_eq!(progress.snapshot().bytes_uploaded, manifest.archive_len());
    assert_eq!(progress.snapshot().archives_uploaded, 1);
}

#[tokio::test]
async fn region_defaults_to_us_east_1() {
    let server = TestBucket::default().serve().await;
    let access =
        StorageAccess::new(server.uri(), "contexts", "org-1", Credentials::new("a", "b", ""));
    let store = Store::connect(access, http()).unwrap();
    let (_tree, manifest) = context(1).await;

    assert!(!store.contains(&*manifest).await.unwrap());

    let lists = requests(&server, "GET").await;
    let authorization = lists[0].headers["authorization"].to_str().unwrap();
    assert!(authorization.contains("/us-east-1/s3/"), "{authorization}");
    assert!(!lists[0].headers.contains_key("x-amz-security-token"));
}

#[tokio::test]
async fn existence_is_checked_by_a_listing() {
    let server = TestBucket::default().serve().await;
    let (_tree, manifest) = context(1).await;

    connect(&server.uri()).contains(&*manifest).await.unwrap();

    let lists = requests(&server, "GET").await;
    assert_eq!(lists[0].url.path(), "/contexts");
    let prefix = lists[0].url.query_pairs().find(|(name, _)| name == "prefix").unwrap().1;
    assert_eq!(prefix, object_key("org-1", &manifest.digest().to_string()));
}

#[tokio::test]
async fn present_context_is_not_sent_again() {
    let (_tree, manifest) = context(10_000).await;
    let server = TestBucket::default().serve().await;
    let store = connect(&server.uri());
    store.upload(Arc::clone(&manifest), &Progress::new()).await.unwrap();

    let progress = Progress::new();
    let upload = store.upload(Arc::clone(&manifest), &progress).await.unwrap();

    assert_eq!(upload, UploadOutcome::Present);
    assert_eq!(requests(&server, "PUT").await.len(), 1);
    assert_eq!(progress.snapshot().archives_skipped, 1);
    assert_eq!(progress.snapshot().bytes_to_upload, 0);
}

#[tokio::test]
async fn object_of_another_size_is_replaced() {
    let (_tree, manifest) = context(10_000).await;
    let key = object_key("org-1", &manifest.digest().to_string());
    let objects = Mutex::new(BTreeMap::from([(key, vec![0; 512])]));
    let server = TestBucket { objects, ..TestBucket::default() }.serve().await;
    let store = connect(&server.uri());

    assert!(!store.contains(&*manifest).await.unwrap());
    let upload = store.upload(Arc::clone(&manifest), &Progress::new()).await.unwrap();

    assert_eq!(upload, UploadOutcome::Sent { bytes: manifest.archive_len() });
    assert!(store.contains(&*manifest).await.unwrap());
}

#[tokio::test]
async fn object_of_another_size_than_sent_is_an_error() {
    let (_tree, manifest) = context(0).await;
    let server = TestBucket { extra_listed_bytes: 7, ..TestBucket::default() }.serve().await;

    let error = connect(&server.uri()).upload(manifest, &Progress::new()).await.unwrap_err();

    let text = error.to_string();
    assert!(text.contains("1543 bytes") && text.contains("1536 bytes sent"), "{text}");
}

#[tokio::test]
async fn large_context_is_sent_in_equal_parts() {
    const PART: usize = 8 * 1024 * 1024;
    let (_tree, manifest) = context(2 * PART + 5).await;
    let server = TestBucket::default().serve().await;
    let progress = Progress::new();

    let upload = connect(&server.uri()).upload(Arc::clone(&manifest), &progress).await.unwrap();

    assert_eq!(upload, UploadOutcome::Sent { bytes: manifest.archive_len() });
    let mut puts = requests(&server, "PUT").await;
    puts.sort_by_key(|put| put.url.query().unwrap().to_owned());
    let lengths: Vec<_> = puts.iter().map(|put| put.body.len()).collect();
    assert_eq!(lengths, [PART, PART, manifest.archive_len() as usize - 2 * PART]);
    let sent: Vec<u8> = puts.into_iter().flat_map(|put| put.body).collect();
    assert!(sent == archived(&manifest).await, "the parts are not the archive");
    assert_eq!(progress.snapshot().bytes_uploaded, manifest.archive_len());
    assert!(requests(&server, "DELETE").await.is_empty());
}

#[tokio::test]
async fn refused_part_aborts_the_upload() {
    let (_tree, manifest) = context(20 << 20).await;
    let puts = Mutex::new(vec![s3_error(403, "AccessDenied", "")]);
    let server = TestBucket { puts, ..TestBucket::default() }.serve().await;
    let store = connect(&server.uri());

    let error = store.upload(Arc::clone(&manifest), &Progress::new()).await.unwrap_err();

    assert_eq!((error.status(), error.code()), (Some(403), Some("AccessDenied")));
    let aborts = requests(&server, "DELETE").await;
    assert_eq!(aborts.len(), 1);
    assert_eq!(aborts[0].url.query(), Some("uploadId=u1"));
    assert!(!store.contains(&*manifest).await.unwrap());
}

#[tokio::test]
async fn changed_file_leaves_no_object() {
    for bytes in [1000, 20 << 20] {
        let (tree, manifest) = context(bytes).await;
        let server = TestBucket::default().serve().await;
        let store = connect(&server.uri());
        let changed = tree.path().join("data");
        fs::write(&changed, vec![1; bytes]).unwrap();

        let error = store.upload(Arc::clone(&manifest), &Progress::new()).await.unwrap_err();

        assert!(error.is_changed_while_reading(), "{error}");
        assert_eq!(error.path(), Some(changed.canonicalize().unwrap().as_path()));
        assert!(!store.contains(&*manifest).await.unwrap());
        let created = requests(&server, "POST").await.len();
        assert_eq!(
            requests(&server, "DELETE").await.len(),
            created,
            "each created upload is aborted"
        );
    }
}

#[tokio::test]
async fn dropped_upload_aborts_its_parts() {
    let (_tree, manifest) = context(20 << 20).await;
    let late = ResponseTemplate::new(200).set_delay(Duration::from_secs(3600));
    let (sender, mut methods) = mpsc::unbounded_channel();
    let puts = Mutex::new(vec![late; 3]);
    let server = TestBucket { puts, requests: Some(sender), ..TestBucket::default() }.serve().await;
    let store = connect(&server.uri());

    let upload = tokio::spawn(async move { store.upload(manifest, &Progress::new()).await });
    while methods.recv().await.unwrap() != "PUT" {}
    upload.abort();

    while methods.recv().await.unwrap() != "DELETE" {}
    assert!(upload.await.unwrap_err().is_cancelled());
}

#[tokio::test]
async fn refusal_names_object_and_reason_without_secrets() {
    let (_tree, manifest) = context(1).await;
    let echo = format!("<StringToSign>x-amz-security-token:{TOKEN}</StringToSign>");
    let puts = Mutex::new(vec![s3_error(403, "SignatureDoesNotMatch", &echo)]);
    let server = TestBucket { puts, ..TestBucket::default() }.serve().await;

    let digest = manifest.digest();
    let error = connect(&server.uri()).upload(manifest, &Progress::new()).await.unwrap_err();

    let key = object_key("org-1", &digest.to_string());
    assert_eq!(
        error.to_string(),
        format!(
            "failed to upload object `{key}` in bucket `contexts`: the store refused it with \
             status 403 (SignatureDoesNotMatch: No <way>)"
        )
    );
    assert!(error.is_refused_by_store() && !error.is_transport());
    for secret in [ACCESS_KEY, SECRET, TOKEN] {
        assert!(!full_text(&error).contains(secret), "{}", full_text(&error));
    }
    assert_eq!(requests(&server, "PUT").await.len(), 1, "the refusal was retried");
}

#[tokio::test]
async fn request_to_a_busy_store_is_retried() {
    let (_tree, manifest) = context(1).await;
    let puts = Mutex::new(vec![s3_error(503, "SlowDown", ""), s3_error(400, "RequestTimeout", "")]);
    let server = TestBucket { puts, ..TestBucket::default() }.serve().await;

    connect(&server.uri()).upload(manifest, &Progress::new()).await.unwrap();

    assert_eq!(requests(&server, "PUT").await.len(), 3);
}

#[tokio::test]
async fn page_of_a_proxy_is_a_refusal_with_headers_and_body() {
    let (_tree, manifest) = context(1).await;
    let page = "<html><Message>Bad gateway</Message></html>";
    let response = ResponseTemplate::new(502).insert_header("x-request-id", "r1");
    let puts = vec![response.set_body_raw(page, "text/html"); 20];
    let server = TestBucket { puts: Mutex::new(puts), ..TestBucket::default() }.serve().await;

    let error = connect(&server.uri()).upload(manifest, &Progress::new()).await.unwrap_err();

    assert!(error.to_string().ends_with("refused it with status 502 (Bad gateway)"), "{error}");
    assert_eq!((error.status(), error.code()), (Some(502), None));
    assert_eq!(error.body(), Some(page.as_bytes()));
    assert_eq!(error.headers().unwrap()["x-request-id"], "r1");
    assert_eq!(error.headers().unwrap()["content-type"], "text/html");
}

#[tokio::test]
async fn refusal_is_explained_by_the_body() {
    let (_tree, manifest) = context(1).await;
    for (content_type, body, expected) in [
        ("application/json", r#"{"error":{"code":7,"message":"No route"}}"#, "(No route)"),
        ("application/json", r#"{"detail":"Not today"}"#, "(Not today)"),
        ("text/html", "<!doctype html><title>Blocked</title><p>x</p>", "(Blocked)"),
        ("text/plain", "upstream\nconnect error", "(upstream connect error)"),
        (
            "application/xml",
            "<Error><Code>InvalidRequest</Code><Message>Bad &amp; old</Message></Error>",
            "(InvalidRequest: Bad & old)",
        ),
    ] {
        let puts = Mutex::new(vec![ResponseTemplate::new(403).set_body_raw(body, content_type)]);
        let server = TestBucket { puts, ..TestBucket::default() }.serve().await;
        let store = connect(&server.uri());

        let error = store.upload(Arc::clone(&manifest), &Progress::new()).await.unwrap_err();

        let expected = format!("refused it with status 403 {expected}");
        assert!(error.to_string().ends_with(&expected), "{error}");
        assert_eq!(error.body(), Some(body.as_bytes()));
    }
}

#[tokio::test]
async fn unreachable_store_is_named() {
    let port = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().port()
    };
    let (_tree, manifest) = context(1).await;
    let url = format!("http://127.0.0.1:{port}");

    let error = connect(&url).contains(&*manifest).await.unwrap_err();

    assert!(error.is_transport() && !error.is_refused_by_store());
    let expected = format!("in bucket `contexts`: connecting to {url}: Connection refused");
    let text = error.to_string();
    assert!(text.contains(&expected) && text.matches("refused").count() == 1, "{text}");
}

#[tokio::test]
async fn host_that_does_not_resolve_is_named_with_the_cause() {
    let (_tree, manifest) = context(1).await;

    let error = connect("http://minio.invalid:9000").contains(&*manifest).await.unwrap_err();

    let text = error.to_string();
    assert!(text.contains("connecting to http://minio.invalid:9000: "), "{text}");
    let mut root = std::error::Error::source(&error).unwrap();
    while let Some(cause) = root.source() {
        root = cause;
    }
    assert!(text.ends_with(&root.to_string()), "{text}");
}

#[tokio::test]
async fn redirect_is_named_and_not_followed() {
    let (_tree, manifest) = context(20 << 20).await;
    let other = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(200)).mount(&other).await;
    let target = format!("{}/elsewhere", other.uri());
    for status in [301, 302, 307, 308] {
        let server = MockServer::start().await;
        let response = ResponseTemplate::new(status).insert_header("location", &*target);
        Mock::given(any()).respond_with(response).mount(&server).await;

        let error = connect(&server.uri()).contains(&*manifest).await.unwrap_err();

        assert_eq!(error.status(), Some(status));
        let text = error.to_string();
        assert!(text.ends_with(&format!("(a redirect to {target})")), "{text}");
    }
    assert!(other.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn redirect_followed_by_the_client_is_an_error() {
    let other = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(200)).mount(&other).await;
    let server = MockServer::start().await;
    let target = format!("{}/contexts?uploads", other.uri());
    // The client follows the redirect of a POST with a GET, which needs no body.
    Mock::given(wiremock::matchers::method("POST"))
        .respond_with(ResponseTemplate::new(302).insert_header("location", &*target))
        .mount(&server)
        .await;
    let nothing = xml("<ListBucketResult></ListBucketResult>");
    Mock::given(wiremock::matchers::method("GET")).respond_with(nothing).mount(&server).await;
    let client = daytona_api::http_client_builder().unwrap();
    let client = client.redirect(reqwest::redirect::Policy::default()).build().unwrap();
    let access = StorageAccess::new(
        server.uri(),
        "contexts",
        "org-1",
        Credentials::new(ACCESS_KEY, SECRET, TOKEN),
    );
    let store = Store::builder(client).connect(access).unwrap();
    let (_tree, manifest) = context(20 << 20).await;

    let error = store.upload(manifest, &Progress::new()).await.unwrap_err();

    let expected = format!("the request was redirected to {}/contexts", other.uri());
    assert!(error.to_string().ends_with(&expected), "{error}");
}

#[tokio::test]
async fn endless_response_is_read_up_to_the_limit() {
    use std::io::{Read, Write};
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let serving = std::thread::spawn(move || {
        let (mut connection, _) = listener.accept().unwrap();
        let _ = connection.read(&mut [0; 4096]);
        let _ = connection.write_all(b"HTTP/1.1 200 OK\r\n\r\n<ListBucketResult>");
        let piece = [b' '; 64 * 1024];
        let mut sent = 0;
        while connection.write_all(&piece).is_ok() {
            sent += piece.len();
        }
        sent
    });
    let (_tree, manifest) = context(1).await;

    let error = connect(&url).contains(&*manifest).await.unwrap_err();

    let expected = format!("the request to {url}: the response has more than 4 MiB");
    assert!(error.to_string().ends_with(&expected), "{error}");
    // A task of this runtime closes the connection.
    let sent = tokio::task::spawn_blocking(move || serving.join().unwrap()).await.unwrap();
    // The sockets buffer some of the bytes.
    assert!((4 << 20..32 << 20).contains(&sent), "{sent} bytes were sent");
}

#[test]
fn debug_shows_no_credentials() {
    let credentials = Credentials::new(ACCESS_KEY, SECRET, TOKEN);
    let access = StorageAccess::new("s3.example.com", "contexts", "org-1", credentials.clone());
    let store = Store::connect(access.clone(), http()).unwrap();
    let shown = format!("{credentials:?} {access:?} {store:?}");
    assert!(shown.contains("https://s3.example.com"), "{shown}");
    for secret in [ACCESS_KEY, SECRET, TOKEN] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
