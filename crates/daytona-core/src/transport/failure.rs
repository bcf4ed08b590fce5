//! What a failed call says to the person who reads it.

use std::collections::BTreeMap;
use std::error::Error as StdError;

use reqwest::header::HeaderMap;
use serde::Deserialize;

use crate::Error;
use crate::error::{Kind, Response};

/// How much of a failure's body is read, in bytes; a longer one is no answer of the API.
const MAX_BODY_BYTES: usize = 64 * 1024;

/// The body of an answer that says no, as the API writes it; newer services add code and source.
#[derive(Deserialize)]
struct FailureBody {
    message: Message,
    #[serde(alias = "error_code")]
    code: Option<String>,
    source: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Message {
    One(String),
    Several(Vec<String>),
}

impl Message {
    fn into_text(self) -> String {
        match self {
            Self::One(text) => text,
            Self::Several(texts) => texts.join(", "),
        }
    }
}

/// Turns the failure of a generated call into an error of the domain.
pub(super) async fn of_call(error: daytona_api::Error, api_url: &str) -> Error {
    use daytona_api::Error as Call;
    match error {
        Call::InvalidRequest(message) | Call::Custom(message) => Error::invalid_input(message),
        Call::UnexpectedResponse(response) => of_response(response, api_url).await,
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
pub(super) async fn of_response(response: reqwest::Response, url: &str) -> Error {
    let status = response.status();
    let headers = kept_headers(response.headers());
    let undecodable = daytona_api::decode_error(&response).map(str::to_owned);
    let body = read_body(response).await;
    let details = |body: Option<&FailureBody>| Response {
        status: status.as_u16(),
        code: body.and_then(|body| body.code.clone()),
        origin: body.and_then(|body| body.source.clone()),
        headers: headers.clone(),
    };
    if let Some(reason) = undecodable {
        // The bytes stay out of the message: they may hold credentials.
        let message =
            format!("{url} answered with something else than the API describes: {reason}");
        return unexpected(message).with_response(details(None));
    }
    match serde_json::from_slice::<FailureBody>(&body) {
        Ok(body) => {
            let details = details(Some(&body));
            let message = body.message.into_text();
            if status.as_u16() == 404 && is_unknown_route(&message) {
                return unexpected(format!("there is no such endpoint at {url}: {message}"))
                    .with_response(details);
            }
            advised(
                Error::new(Kind::Status, format!("{message} (HTTP {status})"))
                    .with_response(details),
            )
        }
        Err(_) if status.is_success() => {
            unexpected(format!("{url} answered {status} with something that is not JSON"))
                .with_response(details(None))
        }
        Err(_) => unexpected(format!("{url} answered {status} without the API's error message"))
            .with_response(details(None)),
    }
}

/// Turns a connection that could not be made, or that broke, into an error.
pub(super) fn of_connection(error: reqwest::Error, url: &str) -> Error {
    let cause = root_cause(&error);
    if error.is_connect() {
        return Error::new(Kind::Connect, format!("cannot connect to {url}: {cause}"))
            .with_hint("nothing was sent: check the URL, the network and the proxy settings")
            .with_source(error);
    }
    Error::new(Kind::Transport, format!("the connection to {url} broke: {cause}"))
        .with_source(error)
}

fn unexpected(message: String) -> Error {
    Error::new(Kind::UnexpectedResponse, message)
        .with_hint("check that the API URL is right and ends in `/api`, and what stands between")
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

/// Keeps the headers that help to follow a failure up.
fn kept_headers(headers: &HeaderMap) -> BTreeMap<String, String> {
    let is_kept = |name: &str| {
        name.starts_with("retry-after")
            || name.starts_with("x-ratelimit-")
            || matches!(
                name,
                "x-request-id" | "x-daytona-request-id" | "cf-ray" | "date" | "content-type"
            )
    };
    let kept = headers.iter().filter(|(name, _)| is_kept(name.as_str()));
    kept.filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned())))
        .collect()
}

async fn read_body(mut response: reqwest::Response) -> Vec<u8> {
    let mut body = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        body.extend_from_slice(&chunk);
        if body.len() > MAX_BODY_BYTES {
            break;
        }
    }
    body
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
}
