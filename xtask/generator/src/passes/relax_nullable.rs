use serde_json::Value;

use super::walk;

/// Makes every nullable field optional. Older servers omit such a field, and newer servers send `null`.
pub(super) fn apply(description: &mut Value) -> usize {
    let mut hits = 0;
    walk::schemas(description, &mut |schema| {
        let nullable = |name: &Value| {
            let property =
                schema.get("properties").and_then(|properties| properties.get(name.as_str()?));
            property.is_some_and(|property| property["nullable"] == true)
        };
        let Some(required) = schema.get("required").and_then(Value::as_array) else { return };
        let kept: Vec<Value> = required.iter().filter(|name| !nullable(name)).cloned().collect();
        hits += required.len() - kept.len();
        schema.insert("required".to_owned(), kept.into());
    });
    hits
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn nullable_fields_become_optional() {
        let mut description = json!({ "paths": {}, "components": { "schemas": { "A": {
            "properties": { "size": { "nullable": true }, "name": {}, "note": { "nullable": true } },
            "required": ["name", "size"],
        } } } });
        assert_eq!(apply(&mut description), 1);
        assert_eq!(description["components"]["schemas"]["A"]["required"], json!(["name"]));
    }
}
