//! The errors of failed calls.

use std::collections::BTreeMap;
use std::error::Error as StdError;

use bytes::Bytes;
use reqwest::header::HeaderMap;

use super::connect_failure::{self, ConnectFailure};
use super::failure_body::{self, FailureBody};
use super::peer::Peer;
use super::redirect;
use crate::Error;
use crate::error::{Kind, Response};

/// The maximum size of a kept body, in bytes.
const MAX_BODY_BYTES: usize = 64 * 1024;

/// Turns the failure of a generated call into an error of the domain.
pub(super) async fn of_call(error: daytona_api::Error, api_url: &str) -> Error {
    use daytona_api::Error as Call;
    match error {
        Call::InvalidRequest(message) | Call::Custom(message) => Error::invalid_input(message),
        Call::UnexpectedResponse(response) => of_response(response, Peer::Api(api_url)).await,
        Call::CommunicationError(error)
        | Call::ResponseBodyError(error)
        | Call::InvalidUpgrade(error) => of_connection(error, api_url),
        // The message leaves the bytes out: they may contain credentials.
        Call::InvalidResponsePayload(_, error) => unexpected(format!(
            "{api_url} answered with something else than the API describes: {error}"
        )),
        Call::ErrorResponse(answer) => {
            let status = answer.status();
            Error::from_status(status.as_u16(), format!("the server answered {status}"))
        }
    }
}

/// Turns a failed or undecodable answer into an error with the message of the server.
pub(super) async fn of_response(response: reqwest::Response, peer: Peer<'_>) -> Error {
    let status = response.status();
    let url = response.url().clone();
    let redirect = daytona_api::redirect_target(&response).cloned();
    let undecodable = daytona_api::decode_error(&response).map(str::to_owned);
    let is_permanent = daytona_api::is_permanent_decode_error(&response);
    let headers = headers(response.headers());
    let body = read_body(response).await;
    let parsed = FailureBody::parse(&body);
    let answer = Response { status: status.as_u16(), headers, body, ..Response::default() };
    if let Some(target) = redirect {
        return redirect::error(peer, &url, &target, status).with_response(answer);
    }
    if status.is_success() {
        // The message leaves the bytes out: they may contain credentials.
        let reason = match (failure_body::heading(&answer.body), undecodable) {
            (Some(heading), _) if heading.is_empty() => "a page".to_owned(),
            (Some(heading), _) => format!("a page, \"{heading}\""),
            (None, Some(reason)) => reason,
            (None, None) => "an HTML page".to_owned(),
        };
        let url = redirect::shown(&url);
        let message =
            format!("{url} answered with something else than the API describes: {reason}");
        let error = unexpected(message).with_response(answer);
        return if is_permanent { error.with_max_attempts(1) } else { error };
    }
    match parsed {
        FailureBody::Api { message, code, source } => {
            let answer = Response { code, origin: source, ..answer };
            if status.as_u16() == 404 && is_unknown_route(&message) {
                return unexpected(format!("there is no such endpoint at {peer}: {message}"))
                    .with_response(answer);
            }
            with_advice(
                Error::new(Kind::Status, format!("{message} (HTTP {status})"))
                    .with_response(answer),
            )
        }
        FailureBody::Other(text) => {
            unexpected(format!("{peer} answered {status}{text}")).with_response(answer)
        }
    }
}

/// Turns a failed or broken connection into an error.
pub(super) fn of_connection(error: reqwest::Error, url: &str) -> Error {
    let cause = root_cause(&error);
    let permanent = ConnectFailure::find(&error);
    let failure = match error.is_connect() {
        true => Error::new(Kind::Connect, format!("cannot connect to {url}: {cause}"))
            .with_hint("nothing was sent: check the URL, the network and the proxy settings"),
        false => Error::new(Kind::Transport, format!("the connection to {url} broke: {cause}")),
    };
    let may_want_tls = url.starts_with("http://") && connect_failure::closed_early(&error);
    let failure = failure.with_source(error);
    match permanent {
        Some(cause) => cause.explain(failure),
        None if may_want_tls => failure.with_hint(connect_failure::MAY_WANT_TLS),
        None => failure,
    }
}

fn unexpected(message: String) -> Error {
    Error::new(Kind::UnexpectedResponse, message).with_hint(
        "check that the API URL is right and ends in `/api`, and look for a proxy in between",
    )
}

/// Adds a hint to a refusal.
fn with_advice(error: Error) -> Error {
    match error.status() {
        Some(401) => {
            error.with_hint("check the API key or JWT, and that it belongs to this deployment")
        }
        Some(403) => {
            error.with_hint("the credentials lack a permission, or the organization is suspended")
        }
        Some(429) => error.with_hint("wait for as long as the server says before the next request"),
        _ => error,
    }
}

/// Returns `true` if the router of the API answered, and not an endpoint.
fn is_unknown_route(message: &str) -> bool {
    let mut words = message.split(' ');
    words.next() == Some("Cannot") && words.nth(1).is_some_and(|path| path.starts_with('/'))
}

/// Returns the headers by their names in lower case. Repeated values are joined by `, `.
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

/// Reads the body up to the limit. A body that breaks off is kept up to there.
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

/// Returns the innermost cause, which is the most specific: "connection refused" and not "error
/// sending request".
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
    fn router_is_distinguished_from_endpoints() {
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
