use serde_json::{Map, Value, json};

use super::walk;

/// Leaves enums to those that hold texts.
///
/// Upstream lists `null` among the values, texts that YAML reads as numbers, values twice, and no values at all; other
/// descriptions have enums of numbers. The generator makes an empty enum a type that nothing can be, stops at two
/// values of one name, and closes an enum of numbers, so that one new number costs the whole answer. This pass makes
/// `null` `nullable`, writes the values of texts as texts, once each, and drops enums that are empty or hold anything
/// else: their values are then open by nature.
pub(super) fn apply(description: &mut Value) -> usize {
    let mut hits = 0;
    walk::schemas(description, &mut |schema| hits += usize::from(settle_enum(schema)));
    hits
}

fn settle_enum(schema: &mut Map<String, Value>) -> bool {
    let Some(values) = schema.get("enum").and_then(Value::as_array).cloned() else { return false };
    let mut texts: Vec<String> = Vec::new();
    for value in values.iter().filter(|value| !value.is_null()) {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    if values.iter().any(Value::is_null) {
        schema.insert("nullable".to_owned(), json!(true));
    }
    let holds_texts = schema.get("type").is_some_and(|kind| kind == "string") && !texts.is_empty();
    let settled = Value::from(texts);
    let changed = !holds_texts || settled != Value::from(values);
    match holds_texts {
        true => schema.insert("enum".to_owned(), settled),
        false => schema.remove("enum"),
    };
    changed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn enums_hold_different_texts_or_go() {
        for (before, after) in [
            (
                json!({ "type": "string", "enum": ["a", null, "a", 1] }),
                json!({ "type": "string", "enum": ["a", "1"], "nullable": true }),
            ),
            (json!({ "type": "string", "enum": [] }), json!({ "type": "string" })),
            (
                json!({ "type": "string", "enum": [null] }),
                json!({ "type": "string", "nullable": true }),
            ),
            (json!({ "type": "integer", "enum": [1, 2] }), json!({ "type": "integer" })),
            (json!({ "enum": ["a", 1] }), json!({})),
        ] {
            let mut description = json!({ "components": { "schemas": { "A": before } } });
            assert_eq!(apply(&mut description), 1);
            assert_eq!(description["components"]["schemas"]["A"], after);
        }
    }

    #[test]
    fn an_enum_of_texts_stays() {
        let mut description = json!({ "components": { "schemas": { "A": { "type": "string", "enum": ["b", "a"] } } } });
        assert_eq!(apply(&mut description), 0);
        assert_eq!(description["components"]["schemas"]["A"]["enum"], json!(["b", "a"]));
    }
}
