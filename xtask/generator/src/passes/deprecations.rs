use serde_json::{Map, Value};

use super::walk;

const NOTE: &str = "Deprecated.";

/// Adds a note to the description of deprecated parameters and fields.
///
/// The generator ignores `deprecated`. With Rust's attribute, the generated code of a field would warn about itself. The
/// pass `deprecated-operations` over the generated code adds the attribute to operations.
pub(super) fn apply(description: &mut Value) -> usize {
    let mut hits = 0;
    walk::schemas(description, &mut |schema| {
        let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
        for (_, property) in properties.into_iter().flatten() {
            hits += usize::from(property.as_object_mut().is_some_and(add_note));
        }
    });
    walk::parameter_lists(description, |parameters| {
        for parameter in parameters.iter_mut().filter_map(Value::as_object_mut) {
            hits += usize::from(add_note(parameter));
        }
    });
    hits
}

fn add_note(holder: &mut Map<String, Value>) -> bool {
    if holder.remove("deprecated") != Some(Value::Bool(true)) {
        return false;
    }
    let text = holder.get("description").and_then(Value::as_str).unwrap_or_default();
    let text = format!("{NOTE} {text}").trim_end().to_owned();
    holder.insert("description".to_owned(), Value::from(text));
    true
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn deprecated_fields_and_parameters_have_a_note() {
        let mut description = json!({
            "paths": { "/a": { "get": { "deprecated": true, "parameters": [{ "deprecated": true }] } } },
            "components": { "schemas": { "A": { "properties": {
                "old": { "deprecated": true, "description": "A name." },
                "new": { "deprecated": false },
            } } } },
        });
        assert_eq!(apply(&mut description), 2);
        let properties = &description["components"]["schemas"]["A"]["properties"];
        assert_eq!(properties["old"], json!({ "description": "Deprecated. A name." }));
        assert_eq!(properties["new"], json!({}));
        let operation = &description["paths"]["/a"]["get"];
        assert_eq!(
            *operation,
            json!({ "deprecated": true, "parameters": [{ "description": "Deprecated." }] })
        );
    }
}
