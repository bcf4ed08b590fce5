//! What a failed call says to the person who reads it.

use std::collections::BTreeMap;
use std::error::Error as StdError;
use std::fmt;

use bytes::Bytes;
use reqwest::header::HeaderMap;
use serde::de::IgnoredAny;

use super::explanation::{self, Explanation};
use super::obstacle::{self, Obstacle};
use super::redirect;
use crate::Error;
use crate::error::{Kind, Response};

/// How much of a failure's body is kept, in bytes.
const MAX_BODY_BYTES: usize = 64 * 1024;

/// Who answered.
#[derive(Clone, Copy)]
pub(super) enum Peer<'a> {
    /// The API, by its URL.
    Api(&'a str),
    /// The host of build logs, by its name.
    LogHost(&'a str),
}

impl fmt::Display for Peer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Api(name) | Self::LogHost(name)) = self;
        f.write_str(name)
    }
}

/// Turns the failure of a generated call into an error of the domain.
pub(super) async fn of_call(error: daytona_api::Error, api_url: &str) -> Error {
    use daytona_api::Error as Call;
    match error {
        Call::InvalidRequest(message) | Call::Custom(message) => Error::invalid_input(message),
        Call::UnexpectedResponse(response) => of_response(response, Peer::Api(api_url)).await,
        Call::CommunicationError(error)
        | Call::ResponseBodyError(error)
        | Call::InvalidUpgrade(error) => of_connection(error, api_url),
        // The bytes stay out of the message: they may hold credentials.
        Call::InvalidResponsePayload(_, error) => unexpected(format!(
            "{api_url} answered with something else than the API describes: {error}"
        )),
        Call::ErrorResponse(answer) => {
            let status = answer.status();
            Error::from_status(status.as_u16(), format!("the server answered {status}"))
        }
    }
}

/// Turns an answer that is no success into an error, with what the server said.
pub(super) async fn of_response(response: reqwest::Response, peer: Peer<'_>) -> Error {
    let status = response.status();
    let url = response.url().clone();
    let redirect = daytona_api::redirect_target(&response).cloned();
    let undecodable = daytona_api::decode_error(&response).map(str::to_owned);
    let headers = headers(response.headers());
    let body = read_body(response).await;
    let explanation = Explanation::of(&body);
    let answer = Response { status: status.as_u16(), headers, body, ..Response::default() };
    if let Some(target) = redirect {
        return redirect::error(peer, &url, &target, status).with_response(answer);
    }
    if status.is_success() {
        // The bytes stay out of the message: they may hold credentials.
        let reason = match (explanation::page(&answer.body), undecodable) {
            (Some(heading), _) if heading.is_empty() => "a page".to_owned(),
            (Some(heading), _) => format!("a page, \"{heading}\""),
            (None, Some(reason)) => reason,
            (None, None) => "an HTML page".to_owned(),
        };
        let url = redirect::shown(&url);
        let message =
            format!("{url} answered with something else than the API describes: {reason}");
        // JSON that came whole is of another shape, and will be the next time.
        let is_whole = serde_json::from_slice::<IgnoredAny>(&answer.body).is_ok();
        let error = unexpected(message).with_response(answer);
        return if is_whole { error.worth_attempts(1) } else { error };
    }
    match explanation {
        Explanation::Api { message, code, source } => {
            let answer = Response { code, origin: source, ..answer };
            if status.as_u16() == 404 && is_unknown_route(&message) {
                return unexpected(format!("there is no such endpoint at {peer}: {message}"))
                    .with_response(answer);
            }
            advised(
                Error::new(Kind::Status, format!("{message} (HTTP {status})"))
                    .with_response(answer),
            )
        }
        Explanation::Other(text) => {
            unexpected(format!("{peer} answered {status}{text}")).with_response(answer)
        }
    }
}

/// Turns a connection that could not be made, or that broke, into an error.
pub(super) fn of_connection(error: reqwest::Error, url: &str) -> Error {
    let cause = root_cause(&error);
    let found = Obstacle::of(&error);
    let failure = match error.is_connect() {
        true => Error::new(Kind::Connect, format!("cannot connect to {url}: {cause}"))
            .with_hint("nothing was sent: check the URL, the network and the proxy settings"),
        false => Error::new(Kind::Transport, format!("the connection to {url} broke: {cause}")),
    };
    let may_want_tls = url.starts_with("http://") && obstacle::closed_early(&error);
    let failure = failure.with_source(error);
    match found {
        Some(obstacle) => obstacle.explain(failure),
        None if may_want_tls => failure.with_hint(obstacle::MAY_WANT_TLS),
        None => failure,
    }
}

fn unexpected(message: String) -> Error {
    Error::new(Kind::UnexpectedResponse, message).with_hint(
        "check that the API URL is right and ends in `/api`, and look for a proxy in between",
    )
}

/// Adds to a refusal what the caller can do about it.
fn advised(error: Error) -> Error {
    match error.status() {
        Some(401) => {
            error.with_hint("check the API key or JWT, and that it belongs to this deployment")
        }
        Some(403) => {
            error.with_hint("the credentials lack a permission, or the organization is suspended")
        }
        Some(429) => error.with_hint("wait for as long as the server says before asking again"),
        _ => error,
    }
}

/// Tells whether the API's router answered, and not one of its endpoints.
fn is_unknown_route(message: &str) -> bool {
    let mut words = message.split(' ');
    words.next() == Some("Cannot") && words.nth(1).is_some_and(|path| path.starts_with('/'))
}

/// Returns the headers by their names in lower case; the values of one that repeats are joined.
pub(super) fn headers(headers: &HeaderMap) -> BTreeMap<String, String> {
    let mut all = BTreeMap::<String, String>::new();
    for (name, value) in headers {
        let value = String::from_utf8_lossy(value.as_bytes());
        all.entry(name.to_string())
            .and_modify(|joined| *joined = format!("{joined}, {value}"))
            .or_insert_with(|| value.into_owned());
    }
    all
}

/// Reads the body up to its limit. One that breaks off is kept as far as it came.
async fn read_body(mut response: reqwest::Response) -> Bytes {
    let mut body = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        body.extend_from_slice(&chunk);
        if body.len() >= MAX_BODY_BYTES {
            body.truncate(MAX_BODY_BYTES);
            break;
        }
    }
    body.into()
}

/// Returns the innermost cause, which says the most: "connection refused" and not "error sending
/// request".
fn root_cause(error: &reqwest::Error) -> String {
    let mut cause: &dyn StdError = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn router_is_told_from_endpoint() {
        assert!(is_unknown_route("Cannot GET /api/nothing"));
        for endpoint in
            ["Snapshot with name x not found", "Cannot specify an image name /x", "Cannot"]
        {
            assert!(!is_unknown_route(endpoint), "{endpoint}");
        }
    }

    #[tokio::test]
    async fn connection_closed_without_an_answer_may_want_tls() {
        use tokio::io::AsyncReadExt;

        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/api", listener.local_addr().unwrap());
        let http = daytona_api::http_client_builder().unwrap().no_proxy().build().unwrap();
        let server = async {
            let (mut connection, _) = listener.accept().await.unwrap();
            let _ = connection.read(&mut [0; 4096]).await;
        };
        let (answer, ()) = tokio::join!(http.get(&url).send(), server);
        let error = of_connection(answer.unwrap_err(), &url);
        assert!(error.is_transport(), "{error:?}");
        assert!(error.to_string().contains("should begin with `https://`"), "{error}");
    }
}
