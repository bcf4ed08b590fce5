use serde_json::Value;

use super::walk;

/// Removes fields from `required` that the object does not declare.
///
/// Descriptions keep the name of a field that is long gone. The generator makes it a field of any type that must be
/// there, and an answer without it fails.
pub(super) fn apply(description: &mut Value) -> usize {
    let mut hits = 0;
    walk::schemas(description, &mut |schema| {
        let declared: Vec<String> = match schema.get("properties").and_then(Value::as_object) {
            Some(properties) => properties.keys().cloned().collect(),
            None => Vec::new(),
        };
        if let Some(required) = schema.get_mut("required").and_then(Value::as_array_mut) {
            let before = required.len();
            required.retain(|name| declared.iter().any(|declared| name == declared));
            hits += before - required.len();
        }
    });
    hits
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_declared_fields_are_required() {
        let mut description = json!({ "components": { "schemas": {
            "A": { "properties": { "a": {} }, "required": ["a", "gone"] },
        } } });
        assert_eq!(apply(&mut description), 1);
        assert_eq!(description["components"]["schemas"]["A"]["required"], json!(["a"]));
    }
}
