use serde_json::{Map, Value, json};

use super::walk;

/// Says what OpenAPI 3.1 says about schemas in the words of 3.0.
///
/// From 3.1 on `null` is a type of its own that stands in a list of types or among alternatives, a single value is
/// `const`, and `true` is a schema. The generator reads 3.0 only, and refuses the whole description at the first of
/// them. This pass turns the null type into `nullable`, a list of several other types into a value of any type,
/// `const` into an enum of one, `prefixItems` into a list of anything, and `true` into the empty schema.
pub(super) fn apply(description: &mut Value) -> usize {
    let mut hits = 0;
    walk::schemas(description, &mut |schema| {
        hits += types_in_a_list(schema) + null_alternatives(schema) + words_of_3_1(schema);
        for (pointer, inner) in walk::inner_schemas("", schema) {
            // It has always been allowed there, where `false` means something else.
            if inner.is_boolean() && pointer != "/additionalProperties" {
                *inner = json!({});
                hits += 1;
            }
        }
    });
    hits
}

fn types_in_a_list(schema: &mut Map<String, Value>) -> usize {
    let Some(types) = schema.get("type").and_then(Value::as_array) else {
        if schema.get("type").is_some_and(|kind| kind == "null") {
            schema.remove("type");
            schema.insert("nullable".to_owned(), json!(true));
            return 1;
        }
        return 0;
    };
    let (nulls, others): (Vec<Value>, Vec<Value>) =
        types.iter().cloned().partition(|kind| kind == "null");
    if !nulls.is_empty() {
        schema.insert("nullable".to_owned(), json!(true));
    }
    match <[Value; 1]>::try_from(others) {
        Ok([only]) => {
            schema.insert("type".to_owned(), only);
        }
        // Anything else that the schema says holds for one of the types only.
        Err(_) => schema.retain(|key, _| key == "description" || key == "nullable"),
    }
    1
}

fn null_alternatives(schema: &mut Map<String, Value>) -> usize {
    let mut hits = 0;
    for key in ["anyOf", "oneOf"] {
        let Some(alternatives) = schema.get_mut(key).and_then(Value::as_array_mut) else {
            continue;
        };
        let before = alternatives.len();
        alternatives.retain(|alternative| alternative["type"] != "null");
        if alternatives.len() < before {
            schema.insert("nullable".to_owned(), json!(true));
            hits += 1;
        }
    }
    hits
}

fn words_of_3_1(schema: &mut Map<String, Value>) -> usize {
    let mut hits = 0;
    if let Some(only) = schema.remove("const") {
        schema.insert("enum".to_owned(), json!([only]));
        hits += 1;
    }
    if schema.remove("prefixItems").is_some() {
        schema.insert("items".to_owned(), json!({}));
        hits += 1;
    }
    if schema.remove("contentMediaType").is_some() && !schema.contains_key("contentEncoding") {
        schema.insert("format".to_owned(), json!("binary"));
        hits += 1;
    }
    // In 3.0 it only says whether the boundary itself is allowed.
    for key in ["exclusiveMinimum", "exclusiveMaximum"] {
        if schema.get(key).is_some_and(Value::is_number) {
            schema.remove(key);
            hits += 1;
        }
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn newer_words_become_older_ones() {
        for (newer, older) in [
            (
                json!({ "type": ["string", "null"], "maxLength": 3 }),
                json!({ "type": "string", "nullable": true, "maxLength": 3 }),
            ),
            (json!({ "type": ["string", "integer"], "maxLength": 3 }), json!({})),
            (json!({ "type": "null" }), json!({ "nullable": true })),
            (json!({ "const": "a" }), json!({ "enum": ["a"] })),
            (
                json!({ "anyOf": [{ "type": "string" }, { "type": "null" }] }),
                json!({ "anyOf": [{ "type": "string" }], "nullable": true }),
            ),
            (
                json!({ "type": "array", "prefixItems": [{}, {}] }),
                json!({ "type": "array", "items": {} }),
            ),
            (json!({ "properties": { "a": true } }), json!({ "properties": { "a": {} } })),
            (json!({ "exclusiveMinimum": 0 }), json!({})),
        ] {
            let mut description = json!({ "components": { "schemas": { "A": newer } } });
            assert_eq!(apply(&mut description), 1);
            assert_eq!(description["components"]["schemas"]["A"], older);
        }
    }
}
