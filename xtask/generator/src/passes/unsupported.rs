//! Refuses parts for which the generator would write wrong code without an error. No description of Daytona's API has
//! them.
//!
//! There are no checks for parts at which the generator fails: [`generate`](crate::generate) finds them.

use serde_json::{Map, Value};

use super::{prune::schema_name, walk};
use crate::refusal::{Refusal, member};

type Object = Map<String, Value>;

/// Refuses other formats than OpenAPI 3.0.
pub(super) fn refuse_formats(description: &mut Value) -> Result<(), Refusal> {
    let version = description["openapi"].as_str().unwrap_or_default();
    if description.get("swagger").is_some() {
        let reason = "Swagger 2 is not supported: convert the description to OpenAPI 3.0";
        Err(Refusal::new("#/swagger", reason))
    } else if version.is_empty() {
        Err(Refusal::new("#/openapi", "the file is not an OpenAPI description"))
    } else if !version.starts_with("3.0.") {
        let reason =
            format!("OpenAPI {version} is not supported: convert the description to OpenAPI 3.0");
        Err(Refusal::new("#/openapi", reason))
    } else if !description["paths"].is_object() {
        Err(Refusal::new("#/paths", "the description has no paths"))
    } else {
        Ok(())
    }
}

/// Refuses references without a target, reference cycles, and references to other parts than named schemas of the file.
pub(super) fn refuse_references(description: &mut Value) -> Result<(), Refusal> {
    let schemas = &description["components"]["schemas"];
    check_references("#/paths", &description["paths"], schemas)?;
    check_references("#/components/schemas", schemas, schemas)?;
    for (name, schema) in schemas.as_object().into_iter().flatten() {
        let mut target = schema;
        for _ in 0..schemas.as_object().map_or(0, Map::len) {
            match sole_reference(target).and_then(schema_name) {
                Some(next) => target = &schemas[next],
                None => break,
            }
        }
        if sole_reference(target).is_some() {
            let pointer = member("#/components/schemas", name);
            return Err(Refusal::new(pointer, "the references form a cycle"));
        }
    }
    Ok(())
}

fn check_references(pointer: &str, value: &Value, schemas: &Value) -> Result<(), Refusal> {
    match value {
        Value::Object(object) => {
            let reference = object.get("$ref").and_then(Value::as_str);
            if let Some(reference) = reference
                && schema_name(reference).is_none_or(|name| schemas.get(name).is_none())
            {
                let reason = format!(
                    "`{reference}` is not a schema in `#/components/schemas`, and other references are not supported"
                );
                return Err(Refusal::new(pointer, reason));
            }
            let documentation = ["example", "examples"];
            object.iter().filter(|(key, _)| !documentation.contains(&key.as_str())).try_for_each(
                |(key, value)| check_references(&member(pointer, key), value, schemas),
            )
        }
        Value::Array(values) => values.iter().enumerate().try_for_each(|(index, value)| {
            check_references(&format!("{pointer}/{index}"), value, schemas)
        }),
        _ => Ok(()),
    }
}

/// Returns the reference of a schema that has no other members.
fn sole_reference(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str().or(schema["allOf"][0]["$ref"].as_str())
}

/// A part of a description that is not supported: the test for it, and the reason.
type Rule = (fn(&Object) -> bool, &'static str);

const PATHS: &[Rule] = &[
    (
        |item| item.get("parameters").is_some(),
        "parameters that operations share are not supported: declare them in each operation",
    ),
    (
        |item| item.contains_key("options") || item.contains_key("trace"),
        "the methods OPTIONS and TRACE are not supported",
    ),
];

const RESPONSES: &[Rule] = &[
    (
        |responses| {
            let success = responses.keys().any(|status| status.starts_with('2'));
            responses.contains_key("default") && !success
        },
        "`default` without a response for a success is not supported: declare the status of the success",
    ),
    (
        |responses| {
            let responses =
                responses.values().filter_map(|response| response["content"].as_object());
            responses.flat_map(Map::keys).any(|name| name.contains("json") && name != super::JSON)
        },
        "media types of JSON other than `application/json` are not supported",
    ),
];

/// Refuses operations that the generator would get wrong.
pub(super) fn refuse_operations(description: &mut Value) -> Result<(), Refusal> {
    for (path, item) in description["paths"].as_object().into_iter().flatten() {
        let pointer = member("#/paths", path);
        if !path.starts_with('/') {
            return Err(Refusal::new(pointer, "a path starts with a slash"));
        }
        check(&pointer, item.as_object(), PATHS)?;
    }
    walk::operations_at(description, |place, operation| {
        let parameters = operation.get("parameters").and_then(Value::as_array);
        for (index, parameter) in parameters.into_iter().flatten().enumerate() {
            let name = parameter["name"].as_str().unwrap_or_default();
            if parameter["in"] == "path" && !place.path.contains(&format!("{{{name}}}")) {
                let pointer = format!("{}/{index}", member(&place.pointer, "parameters"));
                return Err(Refusal::new(pointer, format!("the path has no `{{{name}}}`")));
            }
        }
        let responses = operation.get("responses").and_then(Value::as_object);
        check(&member(&place.pointer, "responses"), responses, RESPONSES)
    })
}

const NAMED_SCHEMAS: &[Rule] = &[(
    |schema| schema.get("nullable").is_some_and(|nullable| nullable == true),
    "a nullable named schema is not supported: declare it nullable where it is used",
)];

const SCHEMAS: &[Rule] = &[
    (
        |schema| schema.contains_key("anyOf") || schema.contains_key("oneOf"),
        "`anyOf` and `oneOf` are not supported",
    ),
    (
        |schema| schema.contains_key("allOf") && !is_documented_reference(schema),
        "`allOf` is supported only for one reference and its documentation",
    ),
    (
        |schema| schema.contains_key("$ref") && schema.contains_key("nullable"),
        "OpenAPI 3.0 ignores `nullable` next to `$ref`: put the reference into `allOf`",
    ),
    (
        |schema| schema.get("enum").is_some_and(|values| !is_enum_of_texts(schema, values)),
        "an enum is supported only with the type `string` and string values",
    ),
    (
        |schema| {
            let required = schema.get("required").and_then(Value::as_array);
            let declared = schema.get("properties").and_then(Value::as_object);
            required
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .any(|name| declared.is_none_or(|declared| !declared.contains_key(name)))
        },
        "`required` names a field that `properties` does not declare",
    ),
    (
        |schema| {
            let further = schema.get("additionalProperties").and_then(Value::as_object);
            schema.contains_key("properties") && further.is_some_and(|further| !further.is_empty())
        },
        "`properties` with a schema for `additionalProperties` is not supported",
    ),
];

/// Refuses schemas that the generator would get wrong. It runs after `annotations`, on the keywords that shape a type.
pub(super) fn refuse_schemas(description: &mut Value) -> Result<(), Refusal> {
    let named = description["components"]["schemas"].as_object();
    for (name, schema) in named.into_iter().flatten() {
        check(&member("#/components/schemas", name), schema.as_object(), NAMED_SCHEMAS)?;
    }
    walk::schemas_at(description, &mut |pointer, schema| check(pointer, Some(schema), SCHEMAS))
}

fn is_documented_reference(schema: &Object) -> bool {
    let parts = schema.get("allOf").and_then(Value::as_array).map(Vec::as_slice);
    let one = matches!(parts, Some([part]) if part.get("$ref").is_some());
    one && schema
        .keys()
        .all(|key| ["allOf", "deprecated", "description", "nullable"].contains(&key.as_str()))
}

fn is_enum_of_texts(schema: &Object, values: &Value) -> bool {
    let values = values.as_array().map(Vec::as_slice).unwrap_or_default();
    let is_text = schema.get("type").is_some_and(|kind| kind == "string");
    is_text && !values.is_empty() && values.iter().all(Value::is_string)
}

fn check(pointer: &str, object: Option<&Object>, rules: &[Rule]) -> Result<(), Refusal> {
    let broken = object.and_then(|object| rules.iter().find(|(breaks, _)| breaks(object)));
    broken.map_or(Ok(()), |(_, reason)| Err(Refusal::new(pointer, *reason)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn refer(name: &str) -> Value {
        json!({ "$ref": format!("#/components/schemas/{name}") })
    }

    #[track_caller]
    fn assert_refused(outcome: Result<(), Refusal>, pointer: &str, reason: &str) {
        let refusal = outcome.unwrap_err().to_string();
        assert!(refusal.starts_with(&format!("{pointer}: ")), "{refusal}");
        assert!(refusal.contains(reason), "{refusal}");
    }

    #[test]
    fn other_formats_are_refused() {
        for (mut description, pointer) in [
            (json!({ "swagger": "2.0" }), "#/swagger"),
            (json!({ "openapi": "3.1.0", "paths": {} }), "#/openapi"),
            (json!({ "name": "x" }), "#/openapi"),
            (json!({ "openapi": "3.0.0" }), "#/paths"),
        ] {
            assert_refused(refuse_formats(&mut description), pointer, "");
        }
        assert_eq!(refuse_formats(&mut json!({ "openapi": "3.0.1", "paths": {} })), Ok(()));
    }

    #[test]
    fn references_to_other_parts_than_named_schemas_are_refused() {
        for (paths, schemas, pointer, reason) in [
            (
                json!({ "/a": { "get": { "parameters": [{ "$ref": "#/components/parameters/Page" }] } } }),
                json!({}),
                "#/paths/~1a/get/parameters/0",
                "other references are not supported",
            ),
            (
                json!({}),
                json!({ "A": refer("B") }),
                "#/components/schemas/A",
                "`#/components/schemas/B`",
            ),
            (
                json!({}),
                json!({ "A": { "items": { "$ref": "other.yaml#/A" } } }),
                "#/components/schemas/A/items",
                "`other.yaml#/A`",
            ),
            (
                json!({}),
                json!({ "A": refer("B"), "B": { "allOf": [refer("A")] } }),
                "#/components/schemas/A",
                "cycle",
            ),
        ] {
            let mut description = json!({ "paths": paths, "components": { "schemas": schemas } });
            assert_refused(refuse_references(&mut description), pointer, reason);
        }
    }

    #[test]
    fn references_to_named_schemas_and_in_examples_are_accepted() {
        let mut description = json!({ "paths": {}, "components": { "schemas": {
            "A": { "properties": { "a": refer("A"), "b": refer("B") }, "example": { "$ref": "x" } },
            "B": refer("A"),
        } } });
        assert_eq!(refuse_references(&mut description), Ok(()));
    }

    #[test]
    fn operations_that_the_generator_gets_wrong_are_refused() {
        let patch = json!({ "200": { "content": { "application/merge-patch+json": {} } } });
        let elsewhere = json!({ "parameters": [{ "name": "id", "in": "path" }] });
        for (item, place, reason) in [
            (json!({ "parameters": [], "get": {} }), "", "share"),
            (json!({ "get": elsewhere }), "/get/parameters/0", "no `{id}`"),
            (json!({ "trace": {} }), "", "TRACE"),
            (json!({ "get": { "responses": { "default": {} } } }), "/get/responses", "`default`"),
            (json!({ "get": { "responses": patch } }), "/get/responses", "media types"),
        ] {
            let mut description = json!({ "paths": { "/a": item } });
            let outcome = refuse_operations(&mut description);
            assert_refused(outcome, &format!("#/paths/~1a{place}"), reason);
        }
        let outcome = refuse_operations(&mut json!({ "paths": { "a": {} } }));
        assert_refused(outcome, "#/paths/a", "slash");
    }

    #[test]
    fn schemas_that_the_generator_gets_wrong_are_refused() {
        let text = json!({ "type": "string" });
        for (schema, reason) in [
            (json!({ "oneOf": [text] }), "`oneOf`"),
            (json!({ "anyOf": [refer("A"), text] }), "`anyOf`"),
            (json!({ "allOf": [refer("A"), { "properties": {} }] }), "`allOf`"),
            (json!({ "allOf": [refer("A")], "properties": {} }), "`allOf`"),
            (json!({ "$ref": "#/components/schemas/A", "nullable": true }), "`nullable`"),
            (json!({ "type": "string", "enum": ["a", null] }), "enum"),
            (json!({ "type": "string", "enum": [] }), "enum"),
            (json!({ "type": "integer", "enum": [1] }), "enum"),
            (json!({ "properties": { "a": text }, "required": ["a", "gone"] }), "`required`"),
            (json!({ "properties": { "a": text }, "additionalProperties": text }), "`properties`"),
        ] {
            let mut description =
                json!({ "components": { "schemas": { "B": { "items": schema } } } });
            let outcome = refuse_schemas(&mut description);
            assert_refused(outcome, "#/components/schemas/B/items", reason);
        }
        let mut description =
            json!({ "components": { "schemas": { "A": { "type": "string", "nullable": true } } } });
        assert_refused(refuse_schemas(&mut description), "#/components/schemas/A", "named schema");
    }

    #[test]
    fn schemas_of_upstream_are_supported() {
        let mut description = json!({ "components": { "schemas": { "A": {
            "type": "object",
            "properties": {
                "state": { "allOf": [refer("B")], "description": "d", "nullable": true, "deprecated": true },
                "kind": { "type": "string", "enum": ["a"], "nullable": true },
                "labels": { "type": "object", "additionalProperties": { "type": "string" } },
            },
            "required": ["state"],
            "additionalProperties": true,
        } } } });
        assert_eq!(refuse_schemas(&mut description), Ok(()));
    }
}
