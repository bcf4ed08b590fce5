//! The stream of a build log, which lies on another host than the API.

use futures_util::StreamExt;
use secrecy::ExposeSecret;
use url::Url;

use super::{Transport, failure};
use crate::error::Kind;
use crate::stub::{LogChunks, LogMode};
use crate::{Error, Result};

/// Says for whom a JWT asks, as on requests to the API.
const ORGANIZATION_ID: &str = "x-daytona-organization-id";

/// Opens the log at `url` with the token of the API.
pub(super) async fn open(transport: &Transport, url: &str, mode: LogMode) -> Result<LogChunks> {
    let url = with_mode(url, mode)?;
    let host = url.host_str().unwrap_or_default().to_owned();
    let request = transport.http.get(url).bearer_auth(transport.token.expose_secret());
    let request = match &transport.organization_id {
        Some(id) => request.header(ORGANIZATION_ID, id),
        None => request,
    };
    #[cfg(feature = "otel")]
    let request = with_trace_context(request);
    // Only the beginning of the answer is limited: the rest comes for as long as the build takes.
    let answer = async {
        let response = request.send().await;
        let response =
            response.map_err(|error| failure::of_connection(error.without_url(), &host))?;
        match response.status().is_success() {
            true => Ok(response),
            false => Err(failure::of_response(response, &host).await),
        }
    };
    let response = transport.within(transport.call_timeout, &host, answer).await?;
    let chunks = response.bytes_stream().map(move |chunk| {
        chunk.map_err(|error| failure::of_connection(error.without_url(), &host))
    });
    Ok(Box::pin(chunks))
}

#[cfg(feature = "otel")]
fn with_trace_context(request: reqwest::RequestBuilder) -> reqwest::RequestBuilder {
    let mut headers = reqwest::header::HeaderMap::new();
    daytona_api::add_trace_context(&mut headers);
    request.headers(headers)
}

/// Adds the wish to follow to a URL that may have a query already.
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
    fn follow_joins_an_existing_query() {
        let follow = |url| with_mode(url, LogMode::Follow).unwrap().to_string();
        assert_eq!(follow("https://proxy.example/logs"), "https://proxy.example/logs?follow=true");
        assert_eq!(
            follow("https://proxy.example/logs?a=1"),
            "https://proxy.example/logs?a=1&follow=true"
        );
        assert!(with_mode("logs", LogMode::Snapshot).unwrap_err().is_unexpected_response());
    }
}
