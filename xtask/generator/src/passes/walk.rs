//! Visits the parts of a description.

use serde_json::{Map, Value};

use crate::refusal::{Refusal, member};

/// The HTTP methods that a path can have.
pub(crate) const METHODS: [&str; 8] =
    ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// The keywords whose value is a schema, and those whose value is a list of schemas.
const SCHEMA: [&str; 2] = ["items", "additionalProperties"];
const SCHEMA_LISTS: [&str; 3] = ["allOf", "anyOf", "oneOf"];

/// The place of an operation.
pub(crate) struct Place<'a> {
    /// The JSON pointer to the operation.
    pub(crate) pointer: String,
    pub(crate) method: &'static str,
    pub(crate) path: &'a str,
}

/// Visits every operation.
pub(crate) fn operations(description: &mut Value, mut visit: impl FnMut(&mut Map<String, Value>)) {
    for item in members(description.get_mut("paths")) {
        for method in METHODS {
            if let Some(operation) = item.get_mut(method).and_then(Value::as_object_mut) {
                visit(operation);
            }
        }
    }
}

/// Returns the number of operations.
pub(crate) fn count_operations(description: &Value) -> usize {
    let items = description["paths"].as_object().into_iter().flat_map(Map::values);
    items.map(|item| METHODS.iter().filter(|method| item.get(**method).is_some()).count()).sum()
}

/// Visits every operation with its place, up to the first refusal.
pub(crate) fn operations_at(
    description: &mut Value,
    mut visit: impl FnMut(&Place<'_>, &mut Map<String, Value>) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let paths = description.get_mut("paths").and_then(Value::as_object_mut);
    for (path, item) in paths.into_iter().flatten() {
        for method in METHODS {
            let Some(operation) = item.get_mut(method).and_then(Value::as_object_mut) else {
                continue;
            };
            let pointer = member(&member("#/paths", path), method);
            visit(&Place { pointer, method, path }, operation)?;
        }
    }
    Ok(())
}

/// Visits the list of parameters of every operation.
pub(crate) fn parameter_lists(description: &mut Value, mut visit: impl FnMut(&mut Vec<Value>)) {
    operations(description, |operation| {
        if let Some(parameters) = operation.get_mut("parameters").and_then(Value::as_array_mut) {
            visit(parameters);
        }
    });
}

/// Visits every schema and the schemas inside it. The outer schema comes first.
pub(crate) fn schemas(description: &mut Value, visit: &mut dyn FnMut(&mut Map<String, Value>)) {
    let outcome = schemas_at(description, &mut |_, schema| {
        visit(schema);
        Ok(())
    });
    debug_assert!(outcome.is_ok(), "nothing was refused");
}

/// A function of a schema and the JSON pointer to it.
pub(crate) type VisitSchema<'a> =
    dyn FnMut(&str, &mut Map<String, Value>) -> Result<(), Refusal> + 'a;

/// Visits every schema like [`schemas`], with its JSON pointer, up to the first refusal.
pub(crate) fn schemas_at(
    description: &mut Value,
    visit: &mut VisitSchema<'_>,
) -> Result<(), Refusal> {
    let named = description.pointer_mut("/components/schemas").and_then(Value::as_object_mut);
    for (name, named) in named.into_iter().flatten() {
        schema(&member("#/components/schemas", name), Some(named), visit)?;
    }
    operation_schemas_at(description, &mut |_, pointer, value| schema(pointer, Some(value), visit))
}

/// The part of an operation that an unnamed schema belongs to.
#[derive(Clone, Debug)]
pub(crate) enum Holder {
    Parameter { operation: Option<String>, name: String },
    RequestBody { operation: Option<String> },
    Response { operation: Option<String> },
}

/// Visits the outermost schemas of all parameters, request bodies and responses, each with its JSON pointer.
pub(crate) fn operation_schemas_at(
    description: &mut Value,
    visit: &mut dyn FnMut(&Holder, &str, &mut Value) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let paths = description.get_mut("paths").and_then(Value::as_object_mut);
    for (path, item) in paths.into_iter().flatten() {
        let pointer = member("#/paths", path);
        for method in METHODS {
            let Some(operation) = item.get_mut(method) else { continue };
            let pointer = member(&pointer, method);
            let id = operation["operationId"].as_str().map(str::to_owned);
            parameters(&pointer, id.as_ref(), operation.get_mut("parameters"), visit)?;

            let holder = Holder::RequestBody { operation: id.clone() };
            let body = operation.get_mut("requestBody");
            contents(&holder, &member(&pointer, "requestBody"), body, visit)?;

            let holder = Holder::Response { operation: id };
            let pointer = member(&pointer, "responses");
            let responses = operation.get_mut("responses").and_then(Value::as_object_mut);
            for (status, response) in responses.into_iter().flatten() {
                contents(&holder, &member(&pointer, status), Some(response), visit)?;
            }
        }
    }
    Ok(())
}

fn parameters(
    pointer: &str,
    operation: Option<&String>,
    list: Option<&mut Value>,
    visit: &mut dyn FnMut(&Holder, &str, &mut Value) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let list = list.and_then(Value::as_array_mut);
    for (index, parameter) in list.into_iter().flatten().enumerate() {
        let name = parameter["name"].as_str().unwrap_or_default().to_owned();
        let holder = Holder::Parameter { operation: operation.cloned(), name };
        let pointer = format!("{pointer}/parameters/{index}");
        if let Some(schema) = parameter.get_mut("schema") {
            visit(&holder, &member(&pointer, "schema"), schema)?;
        }
    }
    Ok(())
}

/// Visits the schemas of a request body or a response, one for each media type.
fn contents(
    holder: &Holder,
    pointer: &str,
    value: Option<&mut Value>,
    visit: &mut dyn FnMut(&Holder, &str, &mut Value) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let content = value.and_then(|value| value.get_mut("content")).and_then(Value::as_object_mut);
    for (media_type, body) in content.into_iter().flatten() {
        if let Some(schema) = body.get_mut("schema") {
            let pointer = member(&member(pointer, "content"), media_type);
            visit(holder, &member(&pointer, "schema"), schema)?;
        }
    }
    Ok(())
}

/// Visits a schema and the schemas inside it. The outer schema comes first.
pub(crate) fn schema(
    pointer: &str,
    value: Option<&mut Value>,
    visit: &mut VisitSchema<'_>,
) -> Result<(), Refusal> {
    let Some(object) = value.and_then(Value::as_object_mut) else { return Ok(()) };
    visit(pointer, object)?;
    for (pointer, inner) in inner_schemas(pointer, object) {
        schema(&pointer, Some(inner), visit)?;
    }
    Ok(())
}

/// Returns the schemas directly inside a schema, each with its JSON pointer.
pub(crate) fn inner_schemas<'a>(
    pointer: &str,
    object: &'a mut Map<String, Value>,
) -> Vec<(String, &'a mut Value)> {
    let mut found = Vec::new();
    for (key, value) in object {
        let pointer = member(pointer, key);
        match value {
            value if SCHEMA.contains(&key.as_str()) => found.push((pointer, value)),
            Value::Array(list) if SCHEMA_LISTS.contains(&key.as_str()) => {
                let list = list.iter_mut().enumerate();
                found.extend(list.map(|(index, inner)| (format!("{pointer}/{index}"), inner)));
            }
            Value::Object(properties) if key == "properties" => {
                let properties = properties.iter_mut();
                found.extend(properties.map(|(name, inner)| (member(&pointer, name), inner)));
            }
            _ => {}
        }
    }
    found
}

/// Returns the values of an object. Other values have none.
fn members(value: Option<&mut Value>) -> impl Iterator<Item = &mut Value> {
    value.and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn schemas_are_found_in_every_place() {
        let mut description = json!({
            "paths": { "/a": {
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
        let before = description.clone();
        let mut titles = Vec::new();
        schemas_at(&mut description, &mut |pointer, schema| {
            if let Some(title) = schema.get("title").and_then(Value::as_str) {
                // The pointer is that of the schema.
                assert_eq!(before.pointer(&pointer[1..]).unwrap()["title"], title, "{pointer}");
                titles.push(title.to_owned());
            }
            Ok(())
        })
        .unwrap();
        titles.sort();
        assert_eq!(titles, ["body", "item", "list", "named", "parameter", "part", "property"]);
    }

    #[test]
    fn description_without_schemas_is_unchanged() {
        let mut description =
            json!({ "paths": { "/a": { "get": { "parameters": [{ "name": "x" }] } } } });
        let before = description.clone();
        schemas(&mut description, &mut |_| ());
        assert_eq!(description, before);
    }
}
