//! Connections over TLS, with the client of this crate and with other clients.

use std::{error::Error, sync::Arc};

use base64::prelude::{BASE64_STANDARD, Engine as _};
use daytona_api::{Client, RequestHeaders, http_client_builder};
#[cfg(feature = "rustls")]
use rustls::crypto::aws_lc_rs as back_end;
#[cfg(not(feature = "rustls"))]
use rustls::crypto::ring as back_end;
use rustls::{
    CipherSuite, ClientConfig, RootCertStore, ServerConfig,
    crypto::{CryptoProvider, ring},
    pki_types::{CertificateDer, PrivatePkcs8KeyDer},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
    task::JoinHandle,
};
use tokio_rustls::LazyConfigAcceptor;

const ONLY_SUITE: CipherSuite = CipherSuite::TLS13_CHACHA20_POLY1305_SHA256;

/// A TLS server with a self-signed certificate.
struct Server {
    url: String,
    certificate: CertificateDer<'static>,
    /// The cipher suites that the first client offers.
    offered: JoinHandle<Vec<CipherSuite>>,
}

impl Server {
    /// Starts a server that answers one request of `/api/health`.
    async fn start() -> Self {
        let pair = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let certificate = pair.cert.der().clone();
        let key = PrivatePkcs8KeyDer::from(pair.signing_key.serialize_der());
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.clone()], key.into())
            .unwrap();
        let listener = TcpListener::bind("localhost:0").await.unwrap();
        let url = format!("https://localhost:{}/api", listener.local_addr().unwrap().port());
        let offered = tokio::spawn(answer_once(listener, Arc::new(config)));
        Self { url, certificate, offered }
    }
}

async fn answer_once(listener: TcpListener, config: Arc<ServerConfig>) -> Vec<CipherSuite> {
    let (connection, _) = listener.accept().await.unwrap();
    let start = LazyConfigAcceptor::new(Default::default(), connection).await.unwrap();
    let offered = start.client_hello().cipher_suites().to_vec();
    // A client that does not trust the certificate closes the connection here.
    if let Ok(mut stream) = start.into_stream(config).await {
        let mut request = Vec::new();
        while !request.ends_with(b"\r\n\r\n") {
            request.push(stream.read_u8().await.unwrap());
        }
        assert!(request.starts_with(b"GET /api/health HTTP/1.1\r\n"));
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await.unwrap();
        stream.flush().await.unwrap();
    }
    offered
}

/// Returns a provider with a single cipher suite, by which a test recognizes it.
fn own_provider() -> CryptoProvider {
    let mut provider = ring::default_provider();
    provider.cipher_suites.retain(|suite| suite.suite() == ONLY_SUITE);
    provider
}

fn client(server: &Server, http: reqwest::Client) -> Client {
    Client::new_with_client(&server.url, http, RequestHeaders::new())
}

/// Returns the message of an error and of all its causes.
fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text = format!("{text}: {cause}");
        next = cause.source();
    }
    text
}

#[tokio::test]
async fn preconfigured_client_is_used_unchanged() {
    let server = Server::start().await;
    let mut roots = RootCertStore::empty();
    roots.add(server.certificate.clone()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(own_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let http = reqwest::Client::builder().tls_backend_preconfigured(config).build().unwrap();

    let answer = client(&server, http).check_health().send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(own_suites(server.offered.await.unwrap()), [ONLY_SUITE]);
}

/// Runs an ignored test alone in a new process, because it changes the state of the process.
fn run_alone(test: &str, environment: &[(&str, &str)]) {
    let output = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--ignored", "--test-threads=1"])
        .envs(environment.iter().copied())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
}

#[test]
fn provider_of_the_process_is_used_with_the_certificates_of_the_platform() {
    run_alone("tls::alone::installed_provider_is_used", &[]);
}

#[tokio::test]
async fn back_end_of_the_feature_is_used_unless_another_is_installed() {
    let server = Server::start().await;
    let http = http_client_builder().unwrap().build().unwrap();

    let error = client(&server, http).check_health().send().await.err().unwrap();
    assert!(chain(&error).contains("certificate"), "{}", chain(&error));
    let all: Vec<CipherSuite> =
        back_end::default_provider().cipher_suites.iter().map(|suite| suite.suite()).collect();
    assert_eq!(own_suites(server.offered.await.unwrap()), all);
    assert!(CryptoProvider::get_default().is_none());
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn certificates_of_the_environment_are_trusted() {
    let server = Server::start().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("own.pem");
    std::fs::write(&file, pem(&server.certificate)).unwrap();
    let file = file.to_str().unwrap().to_owned();
    tokio::task::spawn_blocking(move || {
        let environment = [("SSL_CERT_FILE", &*file), ("SERVER_URL", &*server.url)];
        run_alone("tls::alone::certificate_file_is_trusted", &environment);
    })
    .await
    .unwrap();
}

mod alone {
    use super::*;

    #[ignore = "run by another test in a new process"]
    #[tokio::test]
    async fn installed_provider_is_used() {
        own_provider().install_default().unwrap();
        let server = Server::start().await;
        let http = http_client_builder().unwrap().build().unwrap();

        let error = client(&server, http).check_health().send().await.err().unwrap();
        assert!(chain(&error).contains("certificate"), "{}", chain(&error));
        assert_eq!(own_suites(server.offered.await.unwrap()), [ONLY_SUITE]);
    }

    #[ignore = "run by another test in a new process"]
    #[tokio::test]
    async fn certificate_file_is_trusted() {
        let url = std::env::var("SERVER_URL").unwrap();
        let http = http_client_builder().unwrap().build().unwrap();
        let client = Client::new_with_client(&url, http, RequestHeaders::new());
        assert_eq!(client.check_health().send().await.unwrap().status(), 200);
    }
}

fn pem(certificate: &CertificateDer<'_>) -> String {
    let text = BASE64_STANDARD.encode(certificate);
    format!("-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n")
}

/// Returns the offered cipher suites, without the signalling value for servers before TLS 1.3.
fn own_suites(mut offered: Vec<CipherSuite>) -> Vec<CipherSuite> {
    offered.retain(|suite| *suite != CipherSuite::TLS_EMPTY_RENEGOTIATION_INFO_SCSV);
    offered
}
