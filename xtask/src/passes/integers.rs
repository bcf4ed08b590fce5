use serde_json::{Map, Value, json};

use super::walk;

/// Fields and parameters that count something, whatever numeric type the description gives them. Amounts such as
/// cores and GiB are not among them: a server could send a fraction.
const COUNTS: &[&str] = &["limit", "page", "total", "totalPages"];

/// The schemas whose fields are looked at, beside the parameters of operations.
const SCHEMAS: &[&str] = &["PaginatedSnapshots"];

/// Turns numbers that count into unsigned integers; a floating-point `page` would be sent as `page=2.0`, which
/// servers refuse.
pub(super) fn apply(description: &mut Value) -> usize {
    let mut hits = 0;
    for name in SCHEMAS {
        for count in COUNTS {
            let field =
                description.pointer_mut(&format!("/components/schemas/{name}/properties/{count}"));
            hits += usize::from(field.and_then(Value::as_object_mut).is_some_and(make_unsigned));
        }
    }
    walk::parameter_lists(description, |parameters| {
        for parameter in parameters {
            let counts = parameter["name"].as_str().is_some_and(|name| COUNTS.contains(&name));
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
            "components": { "schemas": { "PaginatedSnapshots": { "properties": {
                "total": { "type": "number" }, "size": { "type": "number" },
            } } } },
        });
        assert_eq!(apply(&mut description), 2);
        let unsigned = json!({ "type": "integer", "format": "uint64" });
        assert_eq!(description["paths"]["/a"]["get"]["parameters"][0]["schema"], unsigned);
        let fields = &description["components"]["schemas"]["PaginatedSnapshots"]["properties"];
        assert_eq!(fields["total"], unsigned);
        assert_eq!(fields["size"]["type"], "number");
    }
}
