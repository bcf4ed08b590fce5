//! The path of a request, as the router of the server matches it.

use axum::http::{Request, Uri, uri::PathAndQuery};

/// A path that matches no route.
const NO_ROUTE: &str = "/api//";

/// The address of a request before [`normalize`] changed it.
#[derive(Clone)]
struct RequestedUri(Uri);

/// Changes the path of a request to the API to its normal form: literals in lower case, no slash at the end.
///
/// The server matches both forms. A path that is not valid percent-encoded UTF-8 matches no route.
pub(crate) fn normalize<B>(request: &mut Request<B>) {
    let uri = request.uri();
    let Some(path) = normal_path(uri.path()).filter(|path| path != uri.path()) else { return };
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let Ok(path) = PathAndQuery::try_from(format!("{path}{query}")) else { return };
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(path);
    let Ok(normal) = Uri::from_parts(parts) else { return };
    let requested = std::mem::replace(request.uri_mut(), normal);
    request.extensions_mut().insert(RequestedUri(requested));
}

/// Returns the address of a request as the client sent it.
pub(super) fn requested_uri<B>(request: &Request<B>) -> Uri {
    let requested = request.extensions().get::<RequestedUri>();
    requested.map_or_else(|| request.uri().clone(), |RequestedUri(uri)| uri.clone())
}

/// Returns the normal form of a path of the API, or `None` for another path.
fn normal_path(path: &str) -> Option<String> {
    let mut segments: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
    if !segments.first()?.eq_ignore_ascii_case("api") {
        return None;
    }
    if !segments.iter().all(|segment| is_decodable(segment)) {
        return Some(NO_ROUTE.to_owned());
    }
    if segments.len() > 2 && segments.last() == Some(&"") {
        segments.pop();
    }
    let is_snapshot = segments.get(1).is_some_and(|name| name.eq_ignore_ascii_case("snapshots"));
    let normal = segments.iter().enumerate().map(|(at, segment)| match at {
        2 if is_snapshot => (*segment).to_owned(),
        _ => segment.to_ascii_lowercase(),
    });
    Some(format!("/{}", normal.collect::<Vec<_>>().join("/")))
}

/// Returns `true` if a segment is valid percent-encoded UTF-8.
fn is_decodable(segment: &str) -> bool {
    let mut bytes = Vec::new();
    let mut rest = segment.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let Some((digits, after)) = after.split_at_checked(2) else { return false };
        let digit = |byte: u8| char::from(byte).to_digit(16);
        let (Some(high), Some(low)) = (digit(digits[0]), digit(digits[1])) else { return false };
        bytes.extend(u8::try_from(high * 16 + low));
        rest = after;
    }
    std::str::from_utf8(&bytes).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_match_in_any_case_and_with_a_slash_at_the_end() {
        for (path, normal) in [
            ("/API/Snapshots", "/api/snapshots"),
            ("/api/snapshots/", "/api/snapshots"),
            ("/api/SNAPSHOTS/My-Name/", "/api/snapshots/My-Name"),
            ("/api/snapshots/ID/Activate", "/api/snapshots/ID/activate"),
            ("/Api/Object-Storage/Push-Access", "/api/object-storage/push-access"),
            ("/api/", "/api/"),
            ("/api//snapshots", "/api//snapshots"),
            ("/api/snapshots/a%2Fb", "/api/snapshots/a%2Fb"),
        ] {
            assert_eq!(normal_path(path).as_deref(), Some(normal), "{path}");
        }
    }

    #[test]
    fn paths_that_cannot_be_decoded_match_no_route() {
        for path in ["/api/snapshots/%", "/api/snapshots/%4", "/api/snapshots/%gg", "/api/%c3%28"] {
            assert_eq!(normal_path(path).as_deref(), Some(NO_ROUTE), "{path}");
        }
    }

    #[test]
    fn other_paths_stay() {
        for path in ["/bucket/KEY/", "/apis/x", "*", "/"] {
            assert_eq!(normal_path(path), None, "{path}");
        }
    }
}
