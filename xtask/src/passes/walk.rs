//! Visiting the parts of a description that passes look at.

use serde_json::{Map, Value};

/// The HTTP methods that a path can have.
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// The keys under which a schema holds one schema, several in a list, or several by name.
const SCHEMA: [&str; 3] = ["items", "additionalProperties", "not"];
const SCHEMA_LISTS: [&str; 3] = ["allOf", "anyOf", "oneOf"];

/// Visits every operation.
pub(super) fn operations(description: &mut Value, mut visit: impl FnMut(&mut Map<String, Value>)) {
    for item in members(description.get_mut("paths")) {
        for method in METHODS {
            if let Some(operation) = item.get_mut(method).and_then(Value::as_object_mut) {
                visit(operation);
            }
        }
    }
}

/// Visits every list of parameters: those of operations, and those that a path shares among its operations.
pub(super) fn parameter_lists(description: &mut Value, mut visit: impl FnMut(&mut Vec<Value>)) {
    for item in members(description.get_mut("paths")) {
        if let Some(parameters) = item.get_mut("parameters").and_then(Value::as_array_mut) {
            visit(parameters);
        }
    }
    operations(description, |operation| {
        if let Some(parameters) = operation.get_mut("parameters").and_then(Value::as_array_mut) {
            visit(parameters);
        }
    });
}

/// Visits every schema and the schemas inside it, named or not; the outer one first.
pub(super) fn schemas(description: &mut Value, visit: &mut dyn FnMut(&mut Map<String, Value>)) {
    for named in members(description.pointer_mut("/components/schemas")) {
        schema(Some(named), visit);
    }
    parameter_lists(description, |parameters| {
        for parameter in parameters {
            schema(parameter.get_mut("schema"), visit);
        }
    });
    operations(description, |operation| {
        contents(operation.get_mut("requestBody"), visit);
        for response in members(operation.get_mut("responses")) {
            contents(Some(response), visit);
        }
    });
}

/// Visits the schemas of a request body or a response, one per media type.
fn contents(holder: Option<&mut Value>, visit: &mut dyn FnMut(&mut Map<String, Value>)) {
    for media_type in members(holder.and_then(|holder| holder.get_mut("content"))) {
        schema(media_type.get_mut("schema"), visit);
    }
}

fn schema(value: Option<&mut Value>, visit: &mut dyn FnMut(&mut Map<String, Value>)) {
    let Some(object) = value.and_then(Value::as_object_mut) else { return };
    visit(object);
    for key in SCHEMA {
        schema(object.get_mut(key), visit);
    }
    for key in SCHEMA_LISTS {
        for inner in object.get_mut(key).and_then(Value::as_array_mut).into_iter().flatten() {
            schema(Some(inner), visit);
        }
    }
    for inner in members(object.get_mut("properties")) {
        schema(Some(inner), visit);
    }
}

/// The values of an object; none if there is no object.
fn members(value: Option<&mut Value>) -> impl Iterator<Item = &mut Value> {
    value.and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn schemas_are_found_wherever_they_are() {
        let mut description = json!({
            "paths": { "/a": {
                "parameters": [{ "schema": { "title": "shared parameter" } }],
                "post": {
                    "parameters": [{ "schema": { "title": "parameter" } }],
                    "requestBody": { "content": { "application/json": { "schema": { "title": "body" } } } },
                    "responses": { "200": { "content": { "application/json": { "schema": {
                        "title": "list", "items": { "title": "item" }
                    } } } } },
                },
            } },
            "components": { "schemas": { "A": {
                "title": "named",
                "properties": { "title": { "title": "property" } },
                "additionalProperties": { "allOf": [{ "title": "part" }] },
            } } },
        });
        let mut titles = Vec::new();
        schemas(&mut description, &mut |schema| {
            if let Some(title) = schema.get("title").and_then(Value::as_str) {
                titles.push(title.to_owned());
            }
        });
        titles.sort();
        assert_eq!(
            titles,
            ["body", "item", "list", "named", "parameter", "part", "property", "shared parameter"]
        );
    }

    #[test]
    fn a_description_without_schemas_stays_as_it_is() {
        let mut description =
            json!({ "paths": { "/a": { "get": { "parameters": [{ "name": "x" }] } } } });
        let before = description.clone();
        schemas(&mut description, &mut |_| ());
        assert_eq!(description, before);
    }
}
