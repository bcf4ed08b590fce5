//! The stream of a build log, from another host than the API.

use std::time::Duration;

use futures_util::StreamExt;
use secrecy::ExposeSecret;
use url::{Host, Url};

use super::connection::Connection;
use super::failure;
use super::peer::Peer;
use crate::error::Kind;
use crate::stub::{LogChunks, LogMode};
use crate::{Error, Result};

/// The header with the organization of a JWT, as on requests to the API.
const ORGANIZATION_ID: &str = "x-daytona-organization-id";

/// The pauses before a missing log is requested again. A build begins a moment before its log.
const PAUSES: [Duration; 3] =
    [Duration::from_millis(100), Duration::from_millis(200), Duration::from_millis(400)];

/// Opens the log at `url` with the token of the API. A log to follow may begin a little later.
pub(super) async fn open(connection: &Connection, url: &str, mode: LogMode) -> Result<LogChunks> {
    let pauses = if mode == LogMode::Follow { &PAUSES[..] } else { &[] };
    for pause in pauses {
        match open_once(connection, url, mode).await {
            Err(error) if error.is_not_found() => tokio::time::sleep(*pause).await,
            outcome => return outcome,
        }
    }
    open_once(connection, url, mode).await
}

async fn open_once(connection: &Connection, url: &str, mode: LogMode) -> Result<LogChunks> {
    let url = with_mode(url, mode)?;
    check_host(&url, connection.api_url())?;
    let host = url.host_str().unwrap_or_default().to_owned();
    let request = connection.http.get(url).bearer_auth(connection.endpoint.token.expose_secret());
    let request = match &connection.endpoint.organization_id {
        Some(id) => request.header(ORGANIZATION_ID, id),
        None => request,
    };
    #[cfg(feature = "otel")]
    let request = with_trace_context(request);
    // Only the head of the answer has a limit: the body takes as long as the build.
    let answer = async {
        let broken = |error: reqwest::Error| failure::of_connection(error.without_url(), &host);
        let request = request.build().map_err(broken)?;
        let response = daytona_api::execute(&connection.http, request).await.map_err(broken)?;
        let is_own = daytona_api::redirect_target(&response).is_none();
        match response.status().is_success() && is_own {
            true => Ok(response),
            false => Err(failure::of_response(response, Peer::LogHost(&host)).await),
        }
    };
    let response = connection.within_attempt(&host, answer).await?;
    let chunks = response.bytes_stream().map(move |chunk| {
        chunk.map_err(|error| failure::of_connection(error.without_url(), &host))
    });
    Ok(Box::pin(chunks))
}

/// Checks that the token may be sent to the host: over TLS, to this machine, or if the API itself has
/// no TLS.
fn check_host(url: &Url, api_url: &str) -> Result<()> {
    let is_plain = url.scheme() == "http" && (is_loopback(url) || api_url.starts_with("http://"));
    if url.scheme() == "https" || is_plain {
        return Ok(());
    }
    let host = url.host_str().unwrap_or_default();
    let message = format!(
        "the build log is at `{host}` over {}, and the token is sent to a log host over https only",
        url.scheme()
    );
    Err(Error::new(Kind::Config, message)
        .with_hint("have the deployment name an https URL for its build logs"))
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(feature = "otel")]
fn with_trace_context(request: reqwest::RequestBuilder) -> reqwest::RequestBuilder {
    let mut headers = reqwest::header::HeaderMap::new();
    daytona_api::add_trace_context(&mut headers);
    request.headers(headers)
}

/// Adds the mode to the query of the URL.
fn with_mode(url: &str, mode: LogMode) -> Result<Url> {
    let mut url = Url::parse(url).map_err(|error| {
        Error::new(
            Kind::UnexpectedResponse,
            format!("the server named a malformed log URL: {error}"),
        )
    })?;
    if mode == LogMode::Follow {
        url.query_pairs_mut().append_pair("follow", "true");
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn token_is_sent_over_tls_or_to_this_machine() {
        let outcome = |url: &str, api: &str| check_host(&Url::parse(url).unwrap(), api);
        const API: &str = "https://app.example/api";
        for url in [
            "https://logs.example/1",
            "http://127.0.0.1:4000/1",
            "http://127.8.9.10/1",
            "http://[::1]:4000/1",
            "http://localhost/1",
            "http://proxy.localhost/1",
        ] {
            assert!(outcome(url, API).is_ok(), "{url}");
        }
        for url in [
            "http://logs.example/1",
            "http://10.0.0.1/1",
            "http://localhost.example/1",
            "http://127.0.0.1.example/1",
            "http://[::ffff:8.8.8.8]/1",
            "ftp://logs.example/1",
            "file:///etc/passwd",
        ] {
            let error = outcome(url, API).unwrap_err();
            let host = Url::parse(url).unwrap().host_str().unwrap_or_default().to_owned();
            assert!(error.to_string().contains(&format!("`{host}`")), "{error}");
            assert!(!error.is_transient(), "{error}");
        }
        assert!(outcome("http://logs.example/1", "http://app.example/api").is_ok());
        assert!(outcome("ws://logs.example/1", "http://app.example/api").is_err());
    }

    #[test]
    fn follow_is_added_to_an_existing_query() {
        let follow = |url| with_mode(url, LogMode::Follow).unwrap().to_string();
        assert_eq!(follow("https://proxy.example/logs"), "https://proxy.example/logs?follow=true");
        assert_eq!(
            follow("https://proxy.example/logs?a=1"),
            "https://proxy.example/logs?a=1&follow=true"
        );
        assert!(with_mode("logs", LogMode::Snapshot).unwrap_err().is_unexpected_response());
    }
}
