use serde_json::{Map, Value};

use super::walk;

/// The keywords of a schema that shape a type or document it.
const KEPT: &[&str] = &[
    "$ref",
    "additionalProperties",
    "allOf",
    "anyOf",
    "deprecated",
    "description",
    "enum",
    "format",
    "items",
    "nullable",
    "oneOf",
    "properties",
    "required",
    "type",
];

/// The members of an operation that shape a call or document it.
const KEPT_IN_OPERATIONS: &[&str] = &[
    "deprecated",
    "description",
    "operationId",
    "parameters",
    "requestBody",
    "responses",
    "summary",
    "tags",
];

const KEPT_IN_DESCRIPTION: &[&str] = &["components", "info", "openapi", "paths"];

/// Removes keywords that do not shape a value: bounds, patterns, defaults, titles, examples, discriminators and vendor
/// extensions.
///
/// The server checks bounds and defaults and can change them. With them, the generated types could fail to decode an
/// answer of a newer server. The generator names a type after its title, so two schemas with one title would become one
/// type. It also interprets some extensions. In operations and at the top level, the pass removes members that the
/// generator ignores or interprets: callbacks, servers, security and vendor extensions.
pub(super) fn apply(description: &mut Value) -> usize {
    let mut hits = 0;
    walk::schemas(description, &mut |schema| {
        hits += retain(schema, |key| KEPT.contains(&key));
    });
    walk::operations(description, |operation| {
        hits += retain(operation, |key| {
            KEPT_IN_OPERATIONS.contains(&key) || key.starts_with("x-wire-")
        });
    });
    if let Some(description) = description.as_object_mut() {
        hits += retain(description, |key| KEPT_IN_DESCRIPTION.contains(&key));
    }
    hits
}

/// Removes the other members of an object, and returns their number.
fn retain(object: &mut Map<String, Value>, kept: impl Fn(&str) -> bool) -> usize {
    let before = object.len();
    object.retain(|key, _| kept(key));
    before - object.len()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_the_shape_and_the_documentation_stay() {
        let mut description = json!({ "components": { "schemas": { "A": {
            "title": "Item", "x-rust-type": {}, "example": 1,
            "type": "object", "description": "An item.",
            "properties": { "default": { "type": "string", "maxLength": 3, "default": 1 } },
        } } } });
        assert_eq!(apply(&mut description), 5);
        assert_eq!(
            description["components"]["schemas"]["A"],
            json!({
                "type": "object", "description": "An item.",
                "properties": { "default": { "type": "string" } },
            })
        );
    }

    #[test]
    fn operations_keep_what_makes_a_call() {
        let mut description = json!({ "openapi": "3.0.3", "servers": 1, "paths": { "/a": { "get": {
            "operationId": "a", "security": [], "callbacks": {}, "x-dropshot-websocket": {},
            "x-wire-multipart": true,
        } } } });
        assert_eq!(apply(&mut description), 4);
        let kept = json!({ "operationId": "a", "x-wire-multipart": true });
        let expected = json!({ "openapi": "3.0.3", "paths": { "/a": { "get": kept } } });
        assert_eq!(description, expected);
    }
}
