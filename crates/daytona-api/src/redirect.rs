//! Redirects: followed within the origin and with the same method, reported otherwise.

use http::{Method, StatusCode};
use reqwest::{Client, Request, Response, Url, header::LOCATION};

use crate::sent::watch_body;

/// How many redirects of one request are followed.
const MAX_REDIRECTS: usize = 10;

/// Sends a request, and follows the redirects that keep its method and its origin.
///
/// These are the statuses 307 and 308 with a target of the same scheme, host and port, at most 10 in a row. Any other
/// redirect is returned as it came, so that the headers of the request reach no other origin. Every call of a
/// [`Client`](crate::Client) goes through this function.
///
/// `http` must not follow redirects by itself; the client of [`http_client_builder`](crate::http_client_builder) does
/// not. Another client is built with `redirect(reqwest::redirect::Policy::none())`. reqwest's default policy turns a
/// POST into a GET, and sends headers such as `X-Daytona-Organization-ID` to other origins. Where a client has followed
/// a redirect, [`redirect_target`] returns the URL that answered:
/// - if it has another origin;
/// - for a request that is no GET or HEAD, if it differs at all.
///
/// # Errors
/// Fails if the client does: no connection, or one that broke.
pub async fn execute(http: &Client, mut request: Request) -> reqwest::Result<Response> {
    for _ in 0..MAX_REDIRECTS {
        let copy = request.try_clone();
        let response = send(http, request).await?;
        match copy.and_then(|copy| followed(copy, &response)) {
            Some(next) => request = next,
            None => return Ok(response),
        }
    }
    send(http, request).await
}

/// Returns where a response of [`execute`] redirects to, or which other URL has answered in its place.
///
/// `None` for an answer to the request itself. The URL may hold credentials or a query with secrets.
pub fn redirect_target(response: &Response) -> Option<&Url> {
    response.extensions().get::<Target>().map(|Target(url)| url)
}

#[derive(Clone, Debug)]
struct Target(Url);

/// Sends a request once, and notes where it was redirected to.
async fn send(http: &Client, mut request: Request) -> reqwest::Result<Response> {
    // Not earlier: a watched body cannot be cloned for a redirect.
    watch_body(&mut request);
    let requested = request.url().clone();
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let mut response = http.execute(request).await?;
    let answered = response.url();
    let is_elsewhere = answered.origin() != requested.origin();
    let target = if response.status().is_redirection() {
        location(&response)
    } else {
        let is_changed = is_elsewhere || (!is_read && *answered != requested);
        is_changed.then(|| answered.clone())
    };
    if let Some(target) = target {
        response.extensions_mut().insert(Target(target));
    }
    Ok(response)
}

/// Returns the request that follows a redirect, if it may be followed.
fn followed(mut request: Request, response: &Response) -> Option<Request> {
    let keeps_method = matches!(
        response.status(),
        StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT
    );
    let target = location(response)?;
    if !keeps_method || target.origin() != request.url().origin() {
        return None;
    }
    *request.url_mut() = target;
    Some(request)
}

fn location(response: &Response) -> Option<Url> {
    let location = response.headers().get(LOCATION)?.to_str().ok()?;
    response.url().join(location).ok()
}
