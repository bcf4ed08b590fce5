//! The error of a redirect that is not followed.

use reqwest::StatusCode;
use url::Url;

use super::peer::Peer;
use crate::Error;
use crate::error::Kind;

/// Returns the error of a redirected request to `peer`. `url` is the URL that answered.
pub(super) fn error(peer: Peer<'_>, url: &Url, target: &Url, status: StatusCode) -> Error {
    let name = match peer {
        Peer::Api(api_url) => format!("the API URL {api_url}"),
        Peer::LogHost(host) => format!("the log host {host}"),
    };
    if !status.is_redirection() {
        let message = format!("{name} was left for {}, which answered in its place", shown(target));
        return Error::new(Kind::UnexpectedResponse, message).with_max_attempts(1).with_hint(
            "build the HTTP client with `redirect(reqwest::redirect::Policy::none())`, and set DAYTONA_API_URL to the URL that the API has now",
        );
    }
    let message = format!("{name} redirects to {} (HTTP {status})", shown(target));
    let error = Error::new(Kind::UnexpectedResponse, message).with_max_attempts(1);
    match peer {
        Peer::Api(api_url) => error.with_hint(match moved(api_url, url, target) {
            Some(moved) => format!("set DAYTONA_API_URL to `{moved}`, if that is your deployment"),
            None => "set DAYTONA_API_URL to the URL that the API has now".to_owned(),
        }),
        Peer::LogHost(_) => {
            error.with_hint("the token is not sent there: have the API name the new URL")
        }
    }
}

/// Returns a URL without the parts that may contain secrets.
pub(super) fn shown(url: &Url) -> String {
    let mut url = url.clone();
    url.set_query(None);
    url.set_fragment(None);
    // This fails only for a URL without a host, which has no credentials.
    let _ = url.set_username("").and_then(|()| url.set_password(None));
    url.to_string()
}

/// Returns the new URL of the API, if the redirect keeps the path of the request.
fn moved(api_url: &str, requested: &Url, target: &Url) -> Option<String> {
    let call = requested.path().strip_prefix(Url::parse(api_url).ok()?.path())?;
    let moved = shown(target);
    let moved = moved.strip_suffix(call).filter(|_| call.len() > 1)?;
    Some(moved.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(requested: &str, target: &str) -> String {
        let (requested, target) = (Url::parse(requested).unwrap(), Url::parse(target).unwrap());
        let peer = Peer::Api("http://old.example/api");
        error(peer, &requested, &target, StatusCode::MOVED_PERMANENTLY).to_string()
    }

    #[test]
    fn new_api_url_is_named_if_the_path_is_kept() {
        let text =
            text("http://old.example/api/snapshots", "https://new.example/api/snapshots?a=1");
        assert_eq!(
            text,
            "the API URL http://old.example/api redirects to https://new.example/api/snapshots \
             (HTTP 301 Moved Permanently); set DAYTONA_API_URL to `https://new.example/api`, \
             if that is your deployment"
        );
    }

    #[test]
    fn credentials_and_query_of_the_target_are_not_shown() {
        let text = text(
            "http://old.example/api/snapshots",
            "https://user:s3cret@login.example/start?code=s3cret#s3cret",
        );
        assert!(text.contains("redirects to https://login.example/start (HTTP"), "{text}");
        assert!(text.ends_with("set DAYTONA_API_URL to the URL that the API has now"), "{text}");
        assert!(!text.contains("s3cret"), "{text}");
    }
}
