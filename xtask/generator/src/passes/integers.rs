use serde_json::{Map, Value, json};

use super::walk;

/// Parameters that are counts. Amounts such as cores and GiB are not, because a server can accept a fraction.
const PARAMETERS: &[&str] =
    &["expiresInMinutes", "expiresInSeconds", "limit", "offset", "page", "port", "ttlMinutes"];

/// Fields of a page that are counts.
const FIELDS: &[&str] = &["page", "total", "totalPages"];

/// Converts counts to unsigned integers.
///
/// Upstream declares nearly all of them as `number`, which is a floating-point number in Rust. A caller would write
/// `page(2.0)`.
pub(super) fn apply(description: &mut Value) -> usize {
    let mut hits = 0;
    walk::schemas(description, &mut |schema| {
        let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) else {
            return;
        };
        if properties.get("items").is_some_and(|items| items["type"] == "array") {
            let fields = properties.iter_mut().filter(|(name, _)| FIELDS.contains(&name.as_str()));
            let fields = fields.filter_map(|(_, field)| field.as_object_mut());
            hits += fields.map(make_unsigned).filter(|changed| *changed).count();
        }
    });
    walk::parameter_lists(description, |parameters| {
        for parameter in parameters {
            let counts = parameter["name"].as_str().is_some_and(|name| PARAMETERS.contains(&name));
            if counts
                && let Some(schema) = parameter.get_mut("schema").and_then(Value::as_object_mut)
            {
                hits += usize::from(make_unsigned(schema));
            }
        }
    });
    hits
}

fn make_unsigned(schema: &mut Map<String, Value>) -> bool {
    let numeric = schema.get("type").is_some_and(|kind| kind == "number" || kind == "integer");
    if numeric {
        schema.insert("type".to_owned(), json!("integer"));
        schema.insert("format".to_owned(), json!("uint64"));
    }
    numeric
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn counts_become_integers_and_amounts_stay() {
        let mut description = json!({
            "paths": { "/a": { "get": { "parameters": [
                { "name": "page", "schema": { "type": "number" } },
                { "name": "name", "schema": { "type": "string" } },
            ] } } },
            "components": { "schemas": { "Page": { "properties": {
                "items": { "type": "array" }, "total": { "type": "number" }, "size": { "type": "number" },
            } } } },
        });
        assert_eq!(apply(&mut description), 2);
        let unsigned = json!({ "type": "integer", "format": "uint64" });
        assert_eq!(description["paths"]["/a"]["get"]["parameters"][0]["schema"], unsigned);
        let fields = &description["components"]["schemas"]["Page"]["properties"];
        assert_eq!(fields["total"], unsigned);
        assert_eq!(fields["size"]["type"], "number");
    }
}
