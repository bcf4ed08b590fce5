use serde_json::{Map, Value};

use super::walk;

/// Removes `additionalProperties` from objects with `properties`, so that undeclared fields are ignored.
///
/// Otherwise the generator adds a field for them that every caller has to set, or the decoding of an object with a new
/// field fails.
pub(super) fn apply(description: &mut Value) -> usize {
    let mut hits = 0;
    walk::schemas(description, &mut |schema| hits += usize::from(open_object(schema)));
    hits
}

fn open_object(schema: &mut Map<String, Value>) -> bool {
    schema.contains_key("properties") && schema.remove("additionalProperties").is_some()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn objects_with_fields_are_open_and_maps_stay() {
        for further in [json!(true), json!(false), json!({})] {
            let object = json!({ "properties": { "a": {} }, "additionalProperties": further });
            let map = json!({ "type": "object", "additionalProperties": further });
            let mut description = json!({ "components": { "schemas": { "A": object, "B": map } } });
            assert_eq!(apply(&mut description), 1);
            let schemas = &description["components"]["schemas"];
            assert_eq!(schemas["A"], json!({ "properties": { "a": {} } }));
            assert_eq!(schemas["B"], map);
        }
    }
}
