use serde_json::{Map, Value, json};

use super::walk;

const KNOWN: [&str; 6] = ["array", "boolean", "integer", "number", "object", "string"];

/// Gives schemas the type that they leave out, and takes away one that OpenAPI does not know.
///
/// Descriptions leave `type` out where the rest makes it plain, and frameworks write types of their own, such as
/// `file`. The generator guesses wrongly at the first when `null` is allowed too, and stops at the second. This pass
/// adds the type that properties, items or texts in an enum imply; `file` becomes binary text, and any other unknown
/// type a value of any type.
pub(super) fn apply(description: &mut Value) -> usize {
    let mut hits = 0;
    walk::schemas(description, &mut |schema| hits += usize::from(settle_type(schema)));
    hits
}

fn settle_type(schema: &mut Map<String, Value>) -> bool {
    match schema.get("type") {
        Some(kind) if KNOWN.iter().any(|known| kind == known) => false,
        Some(kind) if kind == "file" => {
            schema.insert("type".to_owned(), json!("string"));
            schema.insert("format".to_owned(), json!("binary"));
            true
        }
        Some(_) => {
            schema.retain(|key, _| key == "description" || key == "nullable");
            true
        }
        None => match implied_type(schema) {
            Some(kind) => {
                schema.insert("type".to_owned(), json!(kind));
                true
            }
            None => false,
        },
    }
}

fn implied_type(schema: &Map<String, Value>) -> Option<&'static str> {
    let composed = ["$ref", "allOf", "anyOf", "oneOf"];
    if composed.iter().any(|key| schema.contains_key(*key)) {
        return None;
    }
    let texts = |values: &Value| {
        let values = values.as_array().filter(|values| values.iter().any(Value::is_string));
        values.is_some_and(|values| values.iter().all(|value| value.is_string() || value.is_null()))
    };
    if schema.contains_key("properties") || schema.contains_key("additionalProperties") {
        Some("object")
    } else if schema.contains_key("items") {
        Some("array")
    } else if schema.get("enum").is_some_and(texts) {
        Some("string")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_filled_in_and_unknown_ones_go() {
        for (before, after) in [
            (json!({ "properties": {} }), json!({ "properties": {}, "type": "object" })),
            (json!({ "items": {} }), json!({ "items": {}, "type": "array" })),
            (json!({ "enum": ["a", null] }), json!({ "enum": ["a", null], "type": "string" })),
            (json!({ "type": "file" }), json!({ "type": "string", "format": "binary" })),
            (json!({ "type": "any", "description": "d" }), json!({ "description": "d" })),
        ] {
            let mut description = json!({ "components": { "schemas": { "A": before } } });
            assert_eq!(apply(&mut description), 1);
            assert_eq!(description["components"]["schemas"]["A"], after);
        }
    }

    #[test]
    fn schemas_that_say_their_type_or_compose_others_stay() {
        for schema in
            [json!({ "type": "string" }), json!({ "allOf": [], "properties": {} }), json!({})]
        {
            let mut description = json!({ "components": { "schemas": { "A": schema } } });
            assert_eq!(apply(&mut description), 0);
            assert_eq!(description["components"]["schemas"]["A"], schema);
        }
    }
}
