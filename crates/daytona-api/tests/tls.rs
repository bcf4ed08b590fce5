//! Connections over TLS, with the crate's own set-up and with somebody else's.

#![cfg(feature = "rustls")]
#![allow(clippy::unwrap_used, reason = "a test that stops is a test that fails")]

use std::{error::Error, sync::Arc};

use daytona_api::{
    Client, RequestHeaders, http_client_builder, http_client_builder_with,
    rustls::{
        CipherSuite, ClientConfig, RootCertStore, ServerConfig,
        crypto::{CryptoProvider, ring},
        pki_types::{CertificateDer, PrivatePkcs8KeyDer},
    },
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
    task::JoinHandle,
};
use tokio_rustls::LazyConfigAcceptor;

const ONLY_SUITE: CipherSuite = CipherSuite::TLS13_CHACHA20_POLY1305_SHA256;

/// A server with a certificate that no platform trusts.
struct Server {
    url: String,
    certificate: CertificateDer<'static>,
    /// The cipher suites that the first client offered.
    offered: JoinHandle<Vec<CipherSuite>>,
}

impl Server {
    /// Answers one request that `/api/health` takes.
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
    // A client that does not trust the certificate breaks off here.
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

/// Cryptography that tells itself apart from any other: it knows one cipher suite.
fn own_provider() -> CryptoProvider {
    let mut provider = ring::default_provider();
    provider.cipher_suites.retain(|suite| suite.suite() == ONLY_SUITE);
    provider
}

fn client(server: &Server, http: reqwest::Client) -> Client {
    Client::new_with_client(&server.url, http, RequestHeaders::new())
}

/// All that an error says, with its causes.
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
async fn a_client_of_ones_own_is_used_as_it_is() {
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

#[tokio::test]
async fn a_provider_of_ones_own_is_used_with_the_certificates_of_the_platform() {
    let server = Server::start().await;
    let http = http_client_builder_with(own_provider()).unwrap().build().unwrap();

    let error = client(&server, http).check_health().send().await.err().unwrap();
    assert!(chain(&error).contains("certificate"), "{}", chain(&error));
    assert_eq!(own_suites(server.offered.await.unwrap()), [ONLY_SUITE]);
}

#[tokio::test]
async fn ring_is_used_unless_something_else_is_asked_for() {
    let server = Server::start().await;
    let http = http_client_builder().unwrap().build().unwrap();

    let error = client(&server, http).check_health().send().await.err().unwrap();
    assert!(chain(&error).contains("certificate"), "{}", chain(&error));
    let all: Vec<CipherSuite> =
        ring::default_provider().cipher_suites.iter().map(|suite| suite.suite()).collect();
    assert_eq!(own_suites(server.offered.await.unwrap()), all);
}

/// What a client offers, without the signal that it also sends for servers before TLS 1.3.
fn own_suites(mut offered: Vec<CipherSuite>) -> Vec<CipherSuite> {
    offered.retain(|suite| *suite != CipherSuite::TLS_EMPTY_RENEGOTIATION_INFO_SCSV);
    offered
}
