//! The operations of a description.

use std::collections::BTreeMap;

use super::document::{Document, Node};
use crate::Error;

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// An operation, with the members that it shares with others on its path.
pub(super) struct Operation<'a> {
    method: &'static str,
    /// The path below the base path.
    pub(super) path: String,
    path_item: Node<'a>,
    pub(super) node: Node<'a>,
}

impl<'a> Operation<'a> {
    /// Returns the method and the path.
    pub(super) fn title(&self) -> String {
        format!("{} {}", self.method.to_uppercase(), self.path)
    }

    pub(super) fn id(&self) -> String {
        self.node.text("operationId").map_or_else(|| self.title(), str::to_owned)
    }

    pub(super) fn tags(&self) -> Vec<&'a str> {
        self.node.get_or_nothing("tags").elements().filter_map(|tag| tag.value.as_str()).collect()
    }

    pub(super) fn tag(&self) -> String {
        self.tags().first().map_or("without a tag", |tag| tag).to_owned()
    }

    /// Returns the route: the path without the names of its parameters.
    pub(super) fn route(&self) -> (&'static str, String) {
        self.route_below("")
    }

    /// Returns the route without a base path, which can be missing from the path.
    pub(super) fn route_below(&self, base_path: &str) -> (&'static str, String) {
        let segments = self.below(base_path).unwrap_or(&self.path).split('/');
        let segments = segments.map(|part| if part.starts_with('{') { "{}" } else { part });
        (self.method, segments.collect::<Vec<_>>().join("/"))
    }

    /// Returns the path without a base path. Returns `None` if the path is not below it.
    pub(super) fn below(&self, base_path: &str) -> Option<&str> {
        match self.path.strip_prefix(base_path)? {
            "" => Some("/"),
            path => path.starts_with('/').then_some(path),
        }
    }

    /// Removes a base path from the path.
    pub(super) fn strip(&mut self, base_path: &str) {
        if let Some(path) = self.below(base_path) {
            self.path = path.to_owned();
        }
    }

    /// Returns the request body.
    pub(super) fn request_body(&self) -> Result<Option<Node<'a>>, Error> {
        self.node.get("requestBody").map(|body| body.resolved()).transpose()
    }

    /// Returns the parameters, including those of the path. Those of the operation take precedence.
    pub(super) fn parameters(&self) -> Result<Vec<Node<'a>>, Error> {
        let mut parameters = BTreeMap::new();
        for holder in [&self.path_item, &self.node] {
            for parameter in holder.get_or_nothing("parameters").elements() {
                let parameter = parameter.resolved()?;
                parameters.insert(key(&parameter), parameter);
            }
        }
        Ok(parameters.into_values().collect())
    }
}

/// Returns the operations of a description. Their paths begin with `server_path`.
pub(super) fn operations<'a>(
    document: &'a Document,
    server_path: &str,
) -> Result<Vec<Operation<'a>>, Error> {
    let mut operations = Vec::new();
    for (path, item) in document.top().get_or_nothing("paths").members() {
        if !path.starts_with('/') {
            continue;
        }
        let path_item = item.resolved()?;
        for method in METHODS {
            if let Some(node) = path_item.get(method).filter(|node| node.value.is_object()) {
                let path = match (server_path, path) {
                    ("", path) => path.to_owned(),
                    (server_path, "/") => server_path.to_owned(),
                    (server_path, path) => format!("{server_path}{path}"),
                };
                operations.push(Operation { method, path, path_item: path_item.clone(), node });
            }
        }
    }
    Ok(operations)
}

/// The location and the name, which identify a parameter of an operation.
pub(super) fn key(parameter: &Node<'_>) -> (String, String) {
    let location = parameter.text("in").unwrap_or_default();
    let name = parameter.text("name").unwrap_or_default();
    // The names of headers ignore case.
    let name = if location == "header" { name.to_lowercase() } else { name.to_owned() };
    (location.to_owned(), name)
}
