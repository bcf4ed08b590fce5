use serde_json::{Map, Value, json};

use super::walk;

/// Replaces an enum by a reference to a named enum with the same values, so that both are one Rust type.
pub(super) fn apply(description: &mut Value) -> usize {
    let named = named_enums(description);
    let mut hits = 0;
    walk::schemas(description, &mut |schema| {
        let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) else {
            return;
        };
        for property in properties.values_mut().filter_map(Value::as_object_mut) {
            let Some(values) = property.get("enum").map(sorted) else { continue };
            if let Some((name, _)) = named.iter().find(|(_, named)| *named == values) {
                refer_to(property, name);
                hits += 1;
            }
        }
    });
    hits
}

fn named_enums(description: &Value) -> Vec<(String, Vec<String>)> {
    let schemas = description["components"]["schemas"].as_object();
    schemas
        .into_iter()
        .flatten()
        .filter_map(|(name, schema)| Some((name.clone(), sorted(schema.get("enum")?))))
        .collect()
}

fn sorted(values: &Value) -> Vec<String> {
    let mut values: Vec<String> =
        values.as_array().into_iter().flatten().map(Value::to_string).collect();
    values.sort();
    values
}

fn refer_to(property: &mut Map<String, Value>, name: &str) {
    property.retain(|key, _| key == "description" || key == "nullable");
    property
        .insert("allOf".to_owned(), json!([{ "$ref": format!("#/components/schemas/{name}") }]));
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn repeated_enum_becomes_a_reference() {
        let mut description = json!({ "paths": {}, "components": { "schemas": {
            "Class": { "type": "string", "enum": ["a", "b"] },
            "Item": { "properties": {
                "class": { "type": "string", "description": "Its class.", "enum": ["b", "a"] },
                "other": { "type": "string", "enum": ["a"] },
            } },
        } } });
        assert_eq!(apply(&mut description), 1);
        let properties = &description["components"]["schemas"]["Item"]["properties"];
        assert_eq!(
            properties["class"],
            json!({ "description": "Its class.", "allOf": [{ "$ref": "#/components/schemas/Class" }] })
        );
        assert_eq!(properties["other"]["enum"], json!(["a"]));
    }
}
