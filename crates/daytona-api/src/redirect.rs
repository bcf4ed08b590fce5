//! Follows redirects that keep the origin and the method, and reports the others.

use http::{Method, StatusCode};
use reqwest::{Client, Request, Response, Url, header::LOCATION};

use crate::sent::watch_body;

/// The maximum number of redirects that one request follows.
const MAX_REDIRECTS: usize = 10;

/// Sends a request, and follows the redirects that keep its method and its origin.
///
/// These are redirects with the status 307 or 308 and a target with the same scheme, host and port. At most 10 are
/// followed. Any other redirect is returned as the response, so that the headers reach no other origin. Every call of a
/// [`Client`](crate::Client) uses this function.
///
/// `http` must not follow redirects itself. The client of [`http_client_builder`](crate::http_client_builder) does
/// not; build other clients with `redirect(reqwest::redirect::Policy::none())`. reqwest's default policy turns a POST
/// into a GET, and sends headers such as `X-Daytona-Organization-ID` to other origins. If a client has followed a
/// redirect, [`redirect_target`] returns the URL that answered:
/// - if it has another origin;
/// - if it differs at all, for methods other than GET and HEAD.
///
/// # Errors
/// If the client fails, for example without a connection.
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

/// Returns the target of a redirect that [`execute`] did not follow, or the other URL that answered.
///
/// Returns `None` for an answer of the requested URL. The returned URL can contain secrets.
pub fn redirect_target(response: &Response) -> Option<&Url> {
    response.extensions().get::<Target>().map(|Target(url)| url)
}

#[derive(Clone, Debug)]
struct Target(Url);

/// Sends a request once, and adds the target of a redirect to the response.
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

/// Returns the request that follows a redirect, if the redirect keeps the origin and the method.
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
