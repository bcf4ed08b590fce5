use serde_json::{Map, Value, json};

use super::{prune::schema_name, walk};

/// Settles schemas that are one of several (`oneOf`, `anyOf`).
///
/// The generator tries the alternatives in their order and takes the first that fits. With fields that may be missing
/// and unknown ones ignored the first nearly always does, and what it does not know is lost; an alternative that the
/// server adds costs the whole answer. This pass makes of them what keeps every value: alternatives of one plain type
/// that type, one alternative itself, choices between the fields of one object that object with all of the fields
/// optional, and anything else a value of any type, to be decoded by who knows which one it is.
pub(super) fn apply(description: &mut Value) -> usize {
    let original = description["components"]["schemas"].clone();
    let mut hits = 0;
    walk::schemas(description, &mut |schema| {
        hits += usize::from(settle_alternatives(schema, &original));
    });
    hits
}

fn settle_alternatives(schema: &mut Map<String, Value>, named: &Value) -> bool {
    let mut alternatives: Vec<Value> = Vec::new();
    for key in ["anyOf", "oneOf"] {
        if let Some(Value::Array(more)) = schema.remove(key) {
            alternatives.extend(more);
        }
    }
    if alternatives.is_empty() {
        return false;
    }
    if schema.contains_key("properties") {
        add_fields(schema, &alternatives, named);
    } else if let [only] = &alternatives[..] {
        become_the_only(schema, only);
    } else {
        become_what_holds_all(schema, &alternatives, named);
    }
    true
}

fn target<'a>(schema: &'a Value, named: &'a Value) -> &'a Value {
    let mut schema = schema;
    for _ in 0..8 {
        let inner = &schema["allOf"][0];
        let reference = schema["$ref"].as_str().or(inner["$ref"].as_str());
        match reference.and_then(schema_name) {
            Some(name) => schema = &named[name],
            None => break,
        }
    }
    schema
}

fn add_fields(schema: &mut Map<String, Value>, alternatives: &[Value], named: &Value) {
    let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) else {
        return;
    };
    for alternative in alternatives {
        let fields = target(alternative, named)["properties"].as_object();
        for (name, field) in fields.into_iter().flatten() {
            properties.entry(name).or_insert_with(|| field.clone());
        }
    }
}

fn become_the_only(schema: &mut Map<String, Value>, only: &Value) {
    if only.get("$ref").is_some() {
        schema.remove("type");
        schema.insert("allOf".to_owned(), json!([only]));
        return;
    }
    for (key, value) in only.as_object().into_iter().flatten() {
        schema.entry(key).or_insert_with(|| value.clone());
    }
}

fn become_what_holds_all(schema: &mut Map<String, Value>, alternatives: &[Value], named: &Value) {
    let is = |alternative: &Value, kinds: &[&str]| {
        kinds.iter().any(|kind| target(alternative, named)["type"] == *kind)
    };
    let all = |kinds: &[&str]| alternatives.iter().all(|alternative| is(alternative, kinds));
    let kind = [&["string"][..], &["boolean"], &["integer"], &["integer", "number"]]
        .into_iter()
        .find(|kinds| all(kinds))
        .and_then(|kinds| kinds.last().copied());
    let nullable = |alternative: &Value| target(alternative, named)["nullable"] == true;
    if alternatives.iter().any(nullable) {
        schema.insert("nullable".to_owned(), json!(true));
    }
    schema.retain(|key, _| ["deprecated", "description", "nullable"].contains(&key.as_str()));
    if let Some(kind) = kind {
        schema.insert("type".to_owned(), json!(kind));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alternatives_become_what_holds_each_of_them() {
        let cat = json!({ "$ref": "#/components/schemas/Cat" });
        let text = json!({ "type": "string", "enum": ["a"] });
        for (before, after) in [
            (json!({ "oneOf": [text, { "type": "string" }] }), json!({ "type": "string" })),
            (
                json!({ "oneOf": [{ "type": "integer" }, { "type": "number" }] }),
                json!({ "type": "number" }),
            ),
            (
                json!({ "anyOf": [cat], "nullable": true }),
                json!({ "allOf": [cat], "nullable": true }),
            ),
            (json!({ "oneOf": [text] }), text.clone()),
            (
                json!({ "type": "object", "properties": { "id": {} }, "oneOf": [cat, { "required": ["id"] }] }),
                json!({ "type": "object", "properties": { "id": {}, "name": {} } }),
            ),
            (
                json!({ "oneOf": [cat, { "type": "object", "nullable": true }], "description": "d" }),
                json!({ "description": "d", "nullable": true }),
            ),
        ] {
            let cat =
                json!({ "type": "object", "properties": { "name": {} }, "required": ["name"] });
            let mut description =
                json!({ "components": { "schemas": { "A": before, "Cat": cat } } });
            assert_eq!(apply(&mut description), 1);
            assert_eq!(description["components"]["schemas"]["A"], after);
        }
    }
}
