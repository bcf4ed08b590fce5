//! The emulator over https, with the library as its client.

use std::fs;
use std::io;
use std::sync::Arc;

use daytona_core::{CreateSnapshotParams, Daytona, Image, SnapshotService, SnapshotState};
use daytona_testkit::{Emulator, Fault, InjectedFault, RecordedRequest, Route, SeedSnapshot};
use rustls::pki_types::{CertificateDer, ServerName, pem::PemObject};
use rustls::{ClientConfig, RootCertStore, crypto::ring};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::{TlsConnector, client::TlsStream};

async fn start() -> Emulator {
    Emulator::builder().tls().start().await.unwrap()
}

/// Returns a TLS configuration that trusts only the authority of the emulator.
fn trust(emulator: &Emulator) -> ClientConfig {
    let authority = emulator.certificate_authority().unwrap();
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(authority.pem().as_bytes()).unwrap()).unwrap();
    ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth()
}

fn trusting_client(emulator: &Emulator) -> reqwest::Client {
    let builder = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
    builder.tls_backend_preconfigured(trust(emulator)).build().unwrap()
}

fn connect(emulator: &Emulator) -> SnapshotService {
    Daytona::builder()
        .api_key(emulator.api_key())
        .api_url(emulator.api_url())
        .http_client(trusting_client(emulator))
        .build()
        .unwrap()
        .snapshots()
}

/// Sends a request with these headers over a new TLS connection.
async fn send(emulator: &Emulator, host: &str, path: &str, headers: &str) -> TlsStream<TcpStream> {
    let origin = emulator.api_url().strip_prefix("https://").unwrap();
    let address = origin.strip_suffix("/api").unwrap();
    let tcp = TcpStream::connect(address).await.unwrap();
    let connector = TlsConnector::from(Arc::new(trust(emulator)));
    let name = ServerName::try_from(host.to_owned()).unwrap();
    let mut stream = connector.connect(name, tcp).await.unwrap();
    let request = format!(
        "GET /api{path} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {}\r\n{headers}\r\n",
        emulator.api_key()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    stream
}

/// Sends a request over a new TLS connection. Returns the response and the end of the connection.
async fn exchange(emulator: &Emulator, host: &str, path: &str) -> (String, io::Result<()>) {
    let mut stream = send(emulator, host, path, "connection: close\r\n").await;
    let mut bytes = Vec::new();
    let end = stream.read_to_end(&mut bytes).await.map(drop);
    (String::from_utf8_lossy(&bytes).into_owned(), end)
}

#[tokio::test]
async fn library_uploads_builds_and_follows_the_log() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("main.py"), "print('hi')\n").unwrap();
    let emulator = start().await;
    let image = Image::base("alpine:3.20").add_local_dir(folder.path(), "/app");
    let mut lines = Vec::new();
    let snapshot = connect(&emulator)
        .create(CreateSnapshotParams::new("demo", image))
        .on_logs(|line| lines.push(line.to_owned()))
        .await
        .unwrap();
    assert_eq!(snapshot.state, SnapshotState::Active);
    assert!(!lines.is_empty());
    let context = emulator.build_context("demo").unwrap();
    let requests = emulator.requests();
    let is_feed = |request: &&RecordedRequest| request.path().contains("/socket.io");
    let feed = requests.iter().find(is_feed).unwrap();
    assert_eq!(feed.status(), Some(101), "{requests:?}");
    assert!(context.iter().any(|file| file.content == b"print('hi')\n"[..]), "{context:?}");
}

#[tokio::test]
async fn certificate_is_for_the_loopback_address_and_localhost() {
    let emulator = start().await;
    for host in ["127.0.0.1", "localhost"] {
        let (response, end) = exchange(&emulator, host, "/health").await;
        assert!(response.starts_with("HTTP/1.1 200"), "{host}: {response}");
        end.unwrap();
    }
}

#[tokio::test]
async fn client_that_does_not_trust_the_authority_refuses_the_server() {
    let emulator = start().await;
    let health = format!("{}/health", emulator.api_url());
    let stranger = daytona_api::http_client_builder().unwrap().no_proxy().build().unwrap();
    assert!(stranger.get(&health).send().await.unwrap_err().is_connect());
    let other = start().await;
    assert!(trusting_client(&other).get(&health).send().await.unwrap_err().is_connect());
    assert_eq!(emulator.requests().len(), 0);
    assert_eq!(trusting_client(&emulator).get(&health).send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn faults_end_the_tcp_connection() {
    let seed = SeedSnapshot::new("demo", "alpine:3.20");
    let emulator = Emulator::builder().tls().seed(seed).start().await.unwrap();
    let inject = |fault| -> InjectedFault {
        emulator.clear_faults();
        emulator.inject(fault)
    };
    for fault in [
        Fault::on(Route::GetSnapshot).reset_before_effect(),
        Fault::on(Route::GetSnapshot).reset_after_effect(),
    ] {
        let fault = inject(fault);
        let (response, end) = exchange(&emulator, "localhost", "/snapshots/demo").await;
        assert_eq!((response.as_str(), fault.hits()), ("", 1));
        assert_eq!(end.unwrap_err().kind(), io::ErrorKind::ConnectionReset);
    }

    inject(Fault::on(Route::GetSnapshot).cut(10));
    let (response, end) = exchange(&emulator, "localhost", "/snapshots/demo").await;
    assert_eq!(response.split_once("\r\n\r\n").unwrap().1.len(), 10, "{response}");
    // A close without the end of TLS.
    assert_eq!(end.unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
}

#[tokio::test]
async fn connection_to_the_notification_feed_is_upgraded() {
    let emulator = start().await;
    let headers = "connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n\
        sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    let path = "/socket.io/?EIO=4&transport=websocket";
    let mut stream = send(&emulator, "localhost", path, headers).await;
    let mut received = String::new();
    while !received.contains("pingInterval") {
        let mut bytes = [0; 1024];
        let count = stream.read(&mut bytes).await.unwrap();
        assert!(count > 0, "{received}");
        received.push_str(&String::from_utf8_lossy(&bytes[..count]));
    }
    assert!(received.starts_with("HTTP/1.1 101"), "{received}");
}

#[tokio::test]
async fn connections_are_refused_and_accepted_again() {
    let emulator = start().await;
    let health = format!("{}/health", emulator.api_url());
    let http = trusting_client(&emulator);
    emulator.refuse_connections().await.unwrap();
    assert!(http.get(&health).send().await.unwrap_err().is_connect());
    emulator.accept_connections().await.unwrap();
    assert_eq!(http.get(&health).send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn later_start_keeps_the_authority() {
    let folder = tempfile::tempdir().unwrap();
    let state = folder.path().join("state");
    let start = || Emulator::builder().tls().state_dir(&state).start();
    let first = start().await.unwrap();
    let authority = first.certificate_authority().unwrap().clone();
    first.stop().await;

    let second = start().await.unwrap();
    let kept = second.certificate_authority().unwrap();
    assert_eq!(kept.pem(), authority.pem());
    assert_eq!(fs::read_to_string(kept.file()).unwrap(), authority.pem());
    let bundle = fs::read_to_string(kept.bundle_file()).unwrap();
    assert!(bundle.starts_with(authority.pem()), "{bundle}");
    assert_eq!(bundle.matches(authority.pem()).count(), 1);
    assert!(kept.python_path().join("sitecustomize.py").is_file());
}

#[cfg(unix)]
#[tokio::test]
async fn private_key_is_readable_by_the_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let _emulator = Emulator::builder().tls().state_dir(folder.path()).start().await.unwrap();
    let mut keys = 0;
    let entries = fs::read_dir(folder.path().join("tls")).unwrap();
    for file in entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_file()) {
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600, "{file:?}");
        keys += fs::read_to_string(&file).unwrap().matches("BEGIN PRIVATE KEY").count();
    }
    assert_eq!(keys, 1);
}

#[tokio::test]
async fn emulator_uses_http_by_default() {
    let emulator = Emulator::start().await.unwrap();
    assert!(emulator.certificate_authority().is_none());
    assert!(emulator.api_url().starts_with("http://"));
}
