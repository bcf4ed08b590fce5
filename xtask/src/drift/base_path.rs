//! The base path of a description: the part of its addresses before the paths of our description.
//!
//! Our description has `/snapshots`. A running server describes itself with `/api/snapshots`, and other descriptions have
//! `/api` in the URL of the server.

use std::collections::BTreeSet;

use super::{document::Document, operation::Operation};

/// Returns the path in the URL of the first server, without a slash at the end.
pub(super) fn server_path(document: &Document) -> String {
    let Some(server) = document.top().get_or_nothing("servers").elements().next() else {
        return String::new();
    };
    let mut url = server.text("url").unwrap_or_default().to_owned();
    for (name, variable) in server.get_or_nothing("variables").members() {
        url = url.replace(&format!("{{{name}}}"), variable.text("default").unwrap_or_default());
    }
    let path = match url.split_once("//") {
        Some((_, after_scheme)) => after_scheme.split_once('/').map_or("", |(_, path)| path),
        None => url.as_str(),
    };
    let path = path.split(['?', '#']).next().unwrap_or_default().trim_matches('/');
    if path.is_empty() { String::new() } else { format!("/{path}") }
}

/// Returns the base path of the upstream operations, whose paths begin with the path of the server.
///
/// Of the prefixes that all paths share, it is the one with which the most operations of ours have a counterpart. The
/// path of the server comes first, and then the shortest prefix.
pub(super) fn base_path(
    ours: &[Operation<'_>],
    upstream: &[Operation<'_>],
    server_path: String,
) -> String {
    let matches = |base: &str| {
        let routes: BTreeSet<_> =
            upstream.iter().map(|operation| operation.route_below(base)).collect();
        ours.iter().filter(|operation| routes.contains(&operation.route())).count()
    };
    let mut best = (matches(&server_path), server_path);
    for base in common_prefixes(upstream) {
        let count = matches(&base);
        if count > best.0 {
            best = (count, base);
        }
    }
    best.1
}

/// Returns the prefixes of whole segments that all paths share, shortest first. Segments with parameters are in none.
fn common_prefixes(operations: &[Operation<'_>]) -> Vec<String> {
    let mut prefixes = vec![String::new()];
    let Some((first, others)) = operations.split_first() else { return prefixes };
    let mut prefix = String::new();
    for segment in first.path.split('/').skip(1).take_while(|segment| !segment.contains('{')) {
        prefix = format!("{prefix}/{segment}");
        if others.iter().any(|operation| operation.below(&prefix).is_none()) {
            break;
        }
        prefixes.push(prefix.clone());
    }
    prefixes
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn path_of_a_server_is_read_from_its_url() {
        for (servers, path) in [
            (json!([]), ""),
            (json!([{ "url": "https://a.example" }]), ""),
            (json!([{ "url": "https://a.example/" }]), ""),
            (json!([{ "url": "https://a.example/api/" }, { "url": "/other" }]), "/api"),
            (json!([{ "url": "//a.example/api/v1?x#y" }]), "/api/v1"),
            (json!([{ "url": "/" }]), ""),
            (json!([{ "url": "api" }]), "/api"),
            (
                json!([{ "url": "{scheme}://{host}/{base}", "variables": {
                    "scheme": { "default": "https" },
                    "host": { "default": "a.example:3000" },
                    "base": { "default": "api" },
                } }]),
                "/api",
            ),
        ] {
            let root = json!({ "openapi": "3.0.0", "paths": {}, "servers": servers });
            assert_eq!(server_path(&Document::new(root).unwrap()), path, "{servers}");
        }
    }
}
