//! Recognition of S3 operations.

use axum::{
    extract::Request,
    http::{HeaderMap, Method},
};

use crate::faults::Route;

/// Returns the operation of a request, or `None` if uploads of build contexts do not use it.
pub(crate) fn route_of(request: &Request) -> Option<Route> {
    let uri = request.uri();
    let mut parameters: Vec<&str> = uri
        .query()
        .unwrap_or_default()
        .split('&')
        .map(|parameter| parameter.split('=').next().unwrap_or_default())
        // Some clients send the name of the operation, for logs.
        .filter(|name| !name.is_empty() && *name != "x-id")
        .collect();
    parameters.sort_unstable();
    match uri.path().trim_start_matches('/').split_once('/') {
        Some((_, key)) if !key.is_empty() => {
            object_route(request.method(), &parameters, request.headers())
        }
        _ => bucket_route(request.method(), &parameters),
    }
}

fn object_route(method: &Method, parameters: &[&str], headers: &HeaderMap) -> Option<Route> {
    match (method.as_str(), parameters) {
        ("PUT", []) if !headers.contains_key("x-amz-copy-source") => Some(Route::PutObject),
        ("PUT", ["partNumber", "uploadId"]) => Some(Route::UploadPart),
        ("POST", ["uploads"]) => Some(Route::CreateMultipartUpload),
        ("POST", ["uploadId"]) => Some(Route::CompleteMultipartUpload),
        ("DELETE", ["uploadId"]) => Some(Route::AbortMultipartUpload),
        ("GET", []) => Some(Route::GetObject),
        ("HEAD", []) => Some(Route::HeadObject),
        _ => None,
    }
}

fn bucket_route(method: &Method, parameters: &[&str]) -> Option<Route> {
    (*method == Method::GET && parameters.contains(&"list-type")).then_some(Route::ListObjectsV2)
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn recognize(method: &str, target: &str) -> Option<Route> {
        route_of(&Request::builder().method(method).uri(target).body(Body::empty()).unwrap())
    }

    #[test]
    fn method_and_query_determine_the_operation() {
        let key = |query: &str| format!("/daytona/org/abc/context.tar{query}");
        let expected = [
            ("PUT", key(""), Some(Route::PutObject)),
            ("PUT", key("?x-id=PutObject"), Some(Route::PutObject)),
            ("PUT", key("?uploadId=u&partNumber=1"), Some(Route::UploadPart)),
            ("PUT", key("?tagging"), None),
            ("POST", key("?uploads"), Some(Route::CreateMultipartUpload)),
            ("POST", key("?uploadId=u"), Some(Route::CompleteMultipartUpload)),
            ("DELETE", key("?uploadId=u"), Some(Route::AbortMultipartUpload)),
            ("DELETE", key(""), None),
            ("GET", key(""), Some(Route::GetObject)),
            ("HEAD", key(""), Some(Route::HeadObject)),
            ("GET", "/daytona?list-type=2&prefix=org".to_owned(), Some(Route::ListObjectsV2)),
            ("GET", "/daytona/?prefix=org&list-type=2".to_owned(), Some(Route::ListObjectsV2)),
            ("GET", "/daytona".to_owned(), None),
        ];
        for (method, target, route) in expected {
            assert_eq!(recognize(method, &target), route, "{method} {target}");
        }
    }
}
