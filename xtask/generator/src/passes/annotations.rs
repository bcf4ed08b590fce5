use serde_json::{Map, Value};

use super::walk;

/// What shapes a type or documents it.
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

/// What makes or documents an operation.
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

/// Removes what a schema says beyond the shape of a value: bounds, patterns and defaults, titles, examples,
/// discriminators, what must not match, vendor extensions, and keywords that OpenAPI 3.0 does not have.
///
/// Bounds and defaults bind the server, which checks them and may change them; the generator's types would refuse to
/// decode what a newer server sends, and it stops at a default of the wrong type. It names a type after its title, so
/// that two schemas of one title silently become one type; it acts on some extensions, stops at most uses of `not`,
/// and refuses a keyword of the wrong type. Nothing of it changes what goes over the wire. Of operations and of the
/// description as a whole goes what the generator does not read, or reads as an instruction: callbacks, servers,
/// security, vendor extensions.
pub(super) fn apply(description: &mut Value) -> usize {
    let mut hits = 0;
    walk::schemas(description, &mut |schema| {
        let before = schema.len();
        schema.retain(|key, value| KEPT.contains(&key.as_str()) && is_well_typed(key, value));
        hits += before - schema.len();
        hits += keep_known_names(schema);
    });
    walk::operations(description, |operation| {
        let before = operation.len();
        operation.retain(|key, value| {
            let kept = KEPT_IN_OPERATIONS.contains(&key.as_str()) || key.starts_with("x-wire-");
            kept && is_well_typed(key, value)
        });
        hits += before - operation.len();
    });
    if let Some(description) = description.as_object_mut() {
        let before = description.len();
        description
            .retain(|key, _| ["components", "info", "openapi", "paths"].contains(&key.as_str()));
        hits += before - description.len();
    }
    hits
}

fn is_well_typed(key: &str, value: &Value) -> bool {
    match key {
        "description" | "format" | "summary" => value.is_string(),
        "deprecated" | "nullable" => value.is_boolean(),
        "properties" => value.is_object(),
        "allOf" | "anyOf" | "enum" | "oneOf" | "required" | "tags" => value.is_array(),
        _ => true,
    }
}

/// Removes what is no name from the list of required fields.
fn keep_known_names(schema: &mut Map<String, Value>) -> usize {
    let Some(required) = schema.get_mut("required").and_then(Value::as_array_mut) else { return 0 };
    let before = required.len();
    required.retain(Value::is_string);
    before - required.len()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_the_shape_and_the_documentation_stay() {
        let mut description = json!({ "components": { "schemas": { "A": {
            "title": "Thing", "not": {}, "x-rust-type": {}, "example": 1, "if": {}, "required": true,
            "type": "object", "description": "A thing.",
            "properties": { "default": { "type": "string", "maxLength": 3, "default": 1, "description": 3 } },
        } } } });
        assert_eq!(apply(&mut description), 9);
        assert_eq!(
            description["components"]["schemas"]["A"],
            json!({
                "type": "object", "description": "A thing.",
                "properties": { "default": { "type": "string" } },
            })
        );
    }

    #[test]
    fn operations_keep_what_makes_a_call() {
        let mut description = json!({ "openapi": "3.0.3", "servers": 1, "paths": { "/a": { "get": {
            "operationId": "a", "security": [], "callbacks": {}, "x-dropshot-websocket": {}, "summary": 3,
            "x-wire-media-type": "text/plain",
        } } } });
        assert_eq!(apply(&mut description), 5);
        let kept = json!({ "operationId": "a", "x-wire-media-type": "text/plain" });
        let expected = json!({ "openapi": "3.0.3", "paths": { "/a": { "get": kept } } });
        assert_eq!(description, expected);
    }
}
