//! The exact text of every error, with its cause, in `error_texts.txt`. Set `UPDATE_ERROR_TEXTS` to
//! rewrite the file, then read it as a user would.

use std::time::Duration;

use async_trait::async_trait;
use daytona_core::retry::NeverRetry;
use daytona_core::stub::{LogChunks, LogMode, Snapshots};
use daytona_core::{
    CreateSnapshotParams, CreateSnapshotRequest, Daytona, Error, Image, Resources, Result,
    Snapshot, SnapshotService,
};
use futures_util::StreamExt;
use serde_json::json;
use wiremock::{MockServer, ResponseTemplate};

use super::script::{ID, LogEnd, NAME, Script, snapshot};
use super::server::{KEY, answer_all};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/suite/service/error_texts.txt");

/// Collects the texts of errors with their causes.
#[derive(Default)]
struct Texts(String);

impl Texts {
    fn add<T>(&mut self, cause: &str, outcome: Result<T>) {
        let error = outcome.err().unwrap();
        let text = without_port(error.to_string());
        self.0.push_str(&format!("# {cause}\n[{}] {text}\n", error.kind_name()));
        for line in error.log_lines() {
            self.0.push_str(&format!("  | {line}\n"));
        }
        self.0.push('\n');
    }
}

/// Replaces the port of the mock server, which differs in each run.
fn without_port(text: String) -> String {
    match text.split_once("daytona.test:") {
        Some((before, after)) => {
            let after = after.trim_start_matches(|c: char| c.is_ascii_digit());
            format!("{before}daytona.test:PORT{after}")
        }
        None => text,
    }
}

#[tokio::test]
async fn every_error_reads_as_written_down() {
    let mut texts = Texts::default();
    of_settings(&mut texts);
    of_answers(&mut texts).await;
    // A paused clock does not wait for the thread of the mock server.
    tokio::time::pause();
    of_arguments(&mut texts).await;
    of_creates(&mut texts).await;
    of_waits(&mut texts).await;
    of_logs(&mut texts).await;
    if std::env::var_os("UPDATE_ERROR_TEXTS").is_some() {
        std::fs::write(FILE, &texts.0).unwrap();
    }
    let written = std::fs::read_to_string(FILE).unwrap();
    assert_eq!(texts.0, written, "rewrite the file with UPDATE_ERROR_TEXTS=1, then read it");
}

fn of_settings(texts: &mut Texts) {
    texts.add("no credentials", Daytona::builder().build());
    texts.add("a JWT without an organization", Daytona::builder().jwt_token("a.b.c").build());
    texts.add("an invalid URL", Daytona::builder().api_key(KEY).api_url("nowhere").build());
    texts.add("a key that is not a valid header", Daytona::builder().api_key("dtn_\n").build());
}

async fn of_arguments(texts: &mut Texts) {
    let service = SnapshotService::from_stub(Script::states(&["active"]));
    let create = |name: &str, image: &str| service.create(CreateSnapshotParams::new(name, image));
    texts.add("an empty name", create("", "alpine:3.20").await);
    texts.add("a name with a blank", create("a b", "alpine:3.20").await);
    texts.add("an image without a version", create(NAME, "alpine").await);
    texts.add("the latest image", create(NAME, "alpine:latest").await);
    texts.add("no id or name", service.get("").await);
    texts.add("page 0", service.list().page(0).await);
    texts.add("a page of 201", service.list().limit(201).await);
    let params = CreateSnapshotParams::new(NAME, "alpine:3.20").resources(Resources::new().gpu(2));
    texts.add("two GPUs", service.create(params).await);
    let image = Image::base("alpine:3.20").add_local_file("no/such/file", "/file");
    texts.add("a missing file", service.create(CreateSnapshotParams::new(NAME, image)).await);
    struct Empty;
    impl Snapshots for Empty {}
    texts.add("a stub without the method", SnapshotService::from_stub(Empty).get(NAME).await);
}

/// Returns the outcome of a get with this response.
async fn got(answer: ResponseTemplate) -> Result<Snapshot> {
    let server = MockServer::start().await;
    answer_all(&server, answer).await;
    let http = daytona_api::http_client_builder().unwrap().no_proxy();
    let http = http.resolve("daytona.test", *server.address()).build().unwrap();
    let url = format!("http://daytona.test:{}/api", server.address().port());
    let builder = Daytona::builder().api_key(KEY).api_url(url).http_client(http);
    let service = builder.retry_policy(NeverRetry).build().unwrap().snapshots();
    service.get(NAME).await
}

async fn of_answers(texts: &mut Texts) {
    let failure = |status: u16, message: &str| {
        let body = json!({ "statusCode": status, "message": message, "error": "no" });
        ResponseTemplate::new(status).set_body_json(body)
    };
    let invalid = "Invalid credentials";
    let stub = |error: Error| SnapshotService::from_stub(Script::answers([Err(error)]));
    texts.add("401", got(failure(401, invalid)).await);
    texts.add("403", got(failure(403, "Organization is suspended")).await);
    texts.add("404", got(failure(404, "Snapshot with name demo not found")).await);
    texts.add("400 to an activation", stub(Error::from_status(400, "x")).activate(NAME).await);
    texts.add("429", got(failure(429, "ThrottlerException: Too Many Requests")).await);
    texts.add("500", got(failure(500, "Internal server error")).await);
    let page = ResponseTemplate::new(502).set_body_raw("<html>", "text/html");
    texts.add("a page with 502", got(page).await);
    let page = ResponseTemplate::new(200).set_body_raw("<html>", "text/html");
    texts.add("a page with 200", got(page).await);
    let cut = ResponseTemplate::new(200).set_body_raw("{\"id\":", "application/json");
    texts.add("truncated JSON", got(cut).await);
    let route = failure(404, "Cannot GET /snapshots/demo");
    texts.add("another service at the URL", got(route).await);
}

/// A server that refuses creates with the first value and answers look-ups with the second.
struct Creates(Error, Result<Snapshot>);

#[async_trait]
impl Snapshots for Creates {
    async fn create(&self, _request: CreateSnapshotRequest) -> Result<Snapshot> {
        Err(self.0.clone())
    }

    async fn get(&self, _id_or_name: &str) -> Result<Snapshot> {
        self.1.clone()
    }
}

async fn of_creates(texts: &mut Texts) {
    let params = || CreateSnapshotParams::new(NAME, "alpine:3.20");
    let create = async |error: Error, found: Result<Snapshot>| {
        SnapshotService::from_stub(Creates(error, found)).create(params()).await
    };
    let missing = || Err(Error::from_status(404, "no such snapshot"));
    let busy = || Error::from_status(503, "Service Unavailable");
    texts
        .add("a taken name", create(Error::from_status(409, "the name is taken"), missing()).await);
    let other = "Another operation is in progress";
    let other = create(Error::from_status(409, other), missing()).await;
    texts.add("a conflict about something else", other);
    let service =
        SnapshotService::from_stub(Creates(Error::from_status(404, "Region not found"), missing()));
    texts.add("an unknown region", service.create(params().region("eu")).await);
    texts.add("503 without effect, for good", create(busy(), missing()).await);
    let service = SnapshotService::from_stub(Creates(busy(), missing()));
    let limited = service.create(params()).timeout(Duration::from_secs(3));
    texts.add("a deadline while calls fail", limited.await);
    texts.add("503, and the name cannot be looked up", create(busy(), Err(busy())).await);
    texts
        .add("503, and another snapshot of the name", create(busy(), Ok(snapshot("active"))).await);
    let service = SnapshotService::from_stub(Creates(busy(), Ok(snapshot("active"))));
    texts.add("ensure, and another snapshot of the name", service.ensure(params()).await);
}

async fn of_waits(texts: &mut Texts) {
    let wait =
        async |states: &[&str]| SnapshotService::from_stub(Script::states(states)).wait(NAME).await;
    let failed = Script::states(&["building", "error"])
        .log(&[b"#9 RUN make\n", b"#9 ERROR\n"], LogEnd::Open);
    texts.add("a failed build", SnapshotService::from_stub(failed).wait(NAME).await);
    let mut without_reason = snapshot("build_failed");
    without_reason.error_reason = None;
    let script = Script::answers([Ok(snapshot("building")), Ok(without_reason)]);
    texts.add(
        "a failed build without a reason",
        SnapshotService::from_stub(script).wait(NAME).await,
    );
    texts.add("an end in inactive", wait(&["building", "inactive"]).await);
    texts.add("an end in removing", wait(&["building", "removing"]).await);
    texts.add("an unknown state that lasts", wait(&["hatching"]).await);
    let deleted = [Ok(snapshot("building")), Err(Error::from_status(404, "Snapshot not found"))];
    let service = SnapshotService::from_stub(Script::answers(deleted));
    texts.add("a snapshot deleted meanwhile", service.wait(NAME).await);
    let failing = || {
        let failures = (0..100).map(|_| Err(Error::from_status(503, "Service Unavailable")));
        let script = Script::answers([Ok(snapshot("building"))].into_iter().chain(failures));
        SnapshotService::from_stub(script).wait(NAME)
    };
    let limited = failing().timeout(Duration::from_secs(30)).await;
    let source = std::error::Error::source(limited.as_ref().unwrap_err()).unwrap();
    assert!(source.downcast_ref::<Error>().is_some_and(Error::is_server_error));
    texts.add("a deadline while polls fail", limited);
    texts.add("polls that fail for two minutes", failing().await);
    let service = SnapshotService::from_stub(Script::states(&["building"]));
    let create = service.create(CreateSnapshotParams::new(NAME, "alpine:3.20"));
    texts.add("a deadline", create.timeout(Duration::from_secs(600)).await);
    let service = SnapshotService::from_stub(Script::states(&["active", "removing"]));
    texts.add(
        "a deadline of a deletion",
        service.delete(NAME).wait().timeout(Duration::from_secs(60)).await,
    );
    let lost = SnapshotService::from_stub(Script::states(&["active"]));
    texts.add("a deletion that is always lost", lost.delete(NAME).wait().await);
    let missing = Script::answers([Err(Error::from_status(404, "Snapshot not found"))]);
    let change = SnapshotService::from_stub(missing).watch(ID).next().await;
    texts.add("a watch of a missing snapshot", change.unwrap());
}

async fn of_logs(texts: &mut Texts) {
    struct Refusing;
    #[async_trait]
    impl Snapshots for Refusing {
        async fn build_logs(&self, _id: &str, _mode: LogMode) -> Result<LogChunks> {
            Err(Error::from_status(403, "no"))
        }
    }
    let log = SnapshotService::from_stub(Refusing).build_logs(ID).follow().await;
    texts.add("a refused log", log.map(drop));
    let shared = SnapshotService::from_stub(Script::states(&["active"]));
    let log = shared.build_logs(NAME).await;
    texts.add("the log of a snapshot that shares a build", log.map(drop));
}
