use serde_json::{Map, Value, json};

use super::walk;

/// Adds the missing type of objects, and removes the type next to `allOf`.
///
/// Upstream omits `type` in an object with `additionalProperties`. The toolbox API writes `type: object` next to a
/// reference in `allOf`, even if the target is not an object.
pub(super) fn apply(description: &mut Value) -> usize {
    let mut hits = 0;
    walk::schemas(description, &mut |schema| hits += usize::from(settle_type(schema)));
    hits
}

fn settle_type(schema: &mut Map<String, Value>) -> bool {
    if schema.contains_key("allOf") {
        return schema.remove("type").is_some();
    }
    let object = schema.contains_key("properties") || schema.contains_key("additionalProperties");
    let missing = object && !schema.contains_key("type");
    if missing {
        schema.insert("type".to_owned(), json!("object"));
    }
    missing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_have_a_type_and_references_that_of_their_target() {
        let refer = json!({ "$ref": "#/components/schemas/B" });
        for (before, after, hits) in [
            (
                json!({ "additionalProperties": {} }),
                json!({ "additionalProperties": {}, "type": "object" }),
                1,
            ),
            (json!({ "properties": {} }), json!({ "properties": {}, "type": "object" }), 1),
            (json!({ "allOf": [refer], "type": "object" }), json!({ "allOf": [refer] }), 1),
            (json!({ "type": "string" }), json!({ "type": "string" }), 0),
            (json!({}), json!({}), 0),
        ] {
            let mut description = json!({ "components": { "schemas": { "A": before } } });
            assert_eq!(apply(&mut description), hits);
            assert_eq!(description["components"]["schemas"]["A"], after);
        }
    }
}
