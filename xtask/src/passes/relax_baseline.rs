use serde_json::Value;

/// Required fields that servers still in use leave out: the schema and the field.
const MISSING_FROM_OLDER_SERVERS: &[(&str, &str)] = &[("StorageAccessDto", "region")];

/// Makes the fields optional that the description requires, but that older servers do not know.
pub(super) fn apply(description: &mut Value) -> usize {
    let mut hits = 0;
    for (schema, field) in MISSING_FROM_OLDER_SERVERS {
        let required = description.pointer_mut(&format!("/components/schemas/{schema}/required"));
        if let Some(required) = required.and_then(Value::as_array_mut) {
            let before = required.len();
            required.retain(|name| name != field);
            hits += before - required.len();
        }
    }
    hits
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_storage_region_becomes_optional() {
        let mut description = json!({ "components": { "schemas": { "StorageAccessDto": { "required": ["bucket", "region"] } } } });
        assert_eq!(apply(&mut description), 1);
        assert_eq!(
            description["components"]["schemas"]["StorageAccessDto"]["required"],
            json!(["bucket"])
        );
    }
}
