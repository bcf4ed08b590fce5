use serde_json::{Value, json};

use super::walk;

/// Wraps a reference that something stands beside.
///
/// Upstream writes `nullable` and descriptions next to a `$ref`, which 3.0 says to ignore, and which the generator
/// does ignore: a field that can be `null` then fails to decode. This pass puts the reference into an `allOf` of one,
/// which keeps what stands beside it.
pub(super) fn apply(description: &mut Value) -> usize {
    let mut hits = 0;
    walk::schemas(description, &mut |schema| {
        if schema.len() > 1
            && let Some(reference) = schema.remove("$ref")
        {
            let mut parts = vec![json!({ "$ref": reference })];
            if let Some(Value::Array(others)) = schema.remove("allOf") {
                parts.extend(others);
            }
            schema.insert("allOf".to_owned(), Value::from(parts));
            hits += 1;
        }
    });
    hits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_beside_a_reference_is_kept() {
        let mut description = json!({ "components": { "schemas": { "A": { "properties": {
            "b": { "$ref": "#/b", "nullable": true },
            "c": { "$ref": "#/c" },
        } } } } });
        assert_eq!(apply(&mut description), 1);
        let properties = &description["components"]["schemas"]["A"]["properties"];
        assert_eq!(properties["b"], json!({ "allOf": [{ "$ref": "#/b" }], "nullable": true }));
        assert_eq!(properties["c"], json!({ "$ref": "#/c" }));
    }
}
