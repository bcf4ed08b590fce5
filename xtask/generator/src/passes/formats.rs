use serde_json::Value;

use super::walk;

/// The formats that change the encoding of a value.
const KEPT: &[&str] = &["binary", "date-time"];

/// Removes every format except `date-time` and `binary`.
///
/// The toolbox API has `int64` and `double`. The types that the generator uses for some formats need more crates,
/// and fail to decode values that servers send: an ID that is not a UUID, or a larger number.
pub(super) fn apply(description: &mut Value) -> usize {
    let mut hits = 0;
    walk::schemas(description, &mut |schema| {
        let text = schema.get("type").is_some_and(|kind| kind == "string");
        let kept = |format: &Value| text && KEPT.iter().any(|kept| format == kept);
        if schema.get("format").is_some_and(|format| !kept(format)) {
            schema.remove("format");
            hits += 1;
        }
    });
    hits
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn formats_that_would_refuse_values_are_removed() {
        let mut description = json!({ "components": { "schemas": {
            "A": { "type": "string", "format": "uuid" },
            "B": { "type": "integer", "format": "int64" },
            "C": { "type": "string", "format": "date-time" },
        } } });
        assert_eq!(apply(&mut description), 2);
        let schemas = &description["components"]["schemas"];
        assert_eq!(schemas["A"], json!({ "type": "string" }));
        assert_eq!(schemas["B"], json!({ "type": "integer" }));
        assert_eq!(schemas["C"]["format"], "date-time");
    }
}
