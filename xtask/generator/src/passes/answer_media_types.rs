use serde_json::{Map, Value, json};

use super::{JSON, walk};

/// Reduces each answer to one media type: JSON, or a stream of bytes.
///
/// Upstream declares a file as `application/json`, and logs as `text/plain`. The toolbox API declares `*/*`, an empty
/// list, and JSON next to an event stream. The generator decodes only `application/json`. This pass prefers JSON,
/// reads `*/*` as JSON, and keeps the first of other media types.
pub(super) fn apply(description: &mut Value) -> usize {
    let mut hits = 0;
    walk::operations(description, |operation| {
        let responses = operation.get_mut("responses").and_then(Value::as_object_mut);
        for (_, response) in responses.into_iter().flatten() {
            hits += usize::from(response.as_object_mut().is_some_and(settle_content));
        }
    });
    hits
}

fn settle_content(response: &mut Map<String, Value>) -> bool {
    let Some(content) = response.get("content").and_then(Value::as_object).cloned() else {
        return false;
    };
    let json = content.iter().find(|(name, _)| *name == JSON || *name == "*/*");
    let settled = match json.or_else(|| content.iter().next()) {
        None => None,
        Some((_, body)) if json.is_some() => Some(match body["schema"]["format"].as_str() {
            Some("binary") => json!({ "application/octet-stream": {} }),
            _ => json!({ JSON: body }),
        }),
        Some((name, _)) => Some(json!({ name: {} })),
    };
    match settled {
        Some(settled) => response.insert("content".to_owned(), settled),
        None => response.remove("content"),
    };
    response.get("content") != Some(&Value::Object(content))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answer_is_json_or_bytes() {
        let object = json!({ "schema": { "type": "object" } });
        let text = json!({ "schema": { "type": "string" } });
        let decoded = json!({ "content": { JSON: object } });
        for (before, after) in [
            (json!({ "text/event-stream": object, JSON: object }), decoded.clone()),
            (json!({ "*/*": object }), decoded),
            (json!({ "text/plain": text }), json!({ "content": { "text/plain": {} } })),
            (
                json!({ JSON: { "schema": { "type": "string", "format": "binary" } } }),
                json!({ "content": { "application/octet-stream": {} } }),
            ),
            (json!({}), json!({})),
        ] {
            let mut description = json!({ "paths": { "/a": { "get": { "responses": { "200": { "content": before } } } } } });
            assert_eq!(apply(&mut description), 1);
            assert_eq!(description["paths"]["/a"]["get"]["responses"]["200"], after);
        }
    }
}
