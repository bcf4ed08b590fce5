use serde_json::{Map, Value, json};

use super::walk;

/// Settles on one media type for each answer.
///
/// Upstream declares `application/json` throughout, and older descriptions `text/plain` and files; other tools write
/// `*/*`, `application/problem+json`, several media types for one answer, and JSON without a schema. The generator
/// decodes what is called exactly `application/json`, stops where that has no schema, and makes everything else a
/// stream of bytes. This pass calls everything JSON that is, gives it the empty schema if it has none, and otherwise
/// keeps the first media type; a file that is declared as JSON is none.
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
        return response.remove("content").is_some();
    };
    let json = content.iter().find(|(name, _)| *name == "application/json");
    let json = json.or_else(|| content.iter().find(|(name, body)| is_json(name, body)));
    let settled = match json.or_else(|| content.iter().next()) {
        None => None,
        Some((name, body)) if is_json(name, body) => {
            let schema = body.get("schema").filter(|schema| schema.is_object()).cloned();
            let schema = schema.unwrap_or_else(|| json!({}));
            Some(json!({ "application/json": { "schema": schema } }))
        }
        Some((name, _)) if name.contains("json") => Some(json!({ "application/octet-stream": {} })),
        Some((name, _)) => Some(json!({ name: {} })),
    };
    match settled {
        Some(settled) => response.insert("content".to_owned(), settled),
        None => response.remove("content"),
    };
    response.get("content") != Some(&Value::Object(content))
}

/// Tells whether a body of this media type is JSON. A media type that leaves it open is, if the body has a structure.
pub(super) fn is_json(media_type: &str, body: &Value) -> bool {
    let schema = &body["schema"];
    if schema["format"] == "binary" {
        return false;
    }
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "application/json" | "text/json" => true,
        "*/*" | "application/*" => schema.is_object() && schema["type"] != "string",
        essence => essence.ends_with("+json"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_json_or_one_kind_of_bytes() {
        let structure = json!({ "schema": { "type": "object" } });
        let text = json!({ "schema": { "type": "string" } });
        let decoded = json!({ "application/json": structure });
        for (before, after) in [
            (json!({ "text/plain": text, "application/json": structure }), decoded.clone()),
            (json!({ "application/vnd.daytona+json": structure }), decoded.clone()),
            (json!({ "application/json; charset=utf-8": structure }), decoded.clone()),
            (json!({ "*/*": structure }), decoded),
            (json!({ "*/*": text }), json!({ "*/*": {} })),
            (json!({ "application/json": {} }), json!({ "application/json": { "schema": {} } })),
            (json!({ "image/png": text, "text/plain": text }), json!({ "image/png": {} })),
            (
                json!({ "application/json": { "schema": { "type": "string", "format": "binary" } } }),
                json!({ "application/octet-stream": {} }),
            ),
        ] {
            let mut description = json!({ "paths": { "/a": { "get": { "responses": { "200": { "content": before } } } } } });
            assert_eq!(apply(&mut description), 1);
            assert_eq!(description["paths"]["/a"]["get"]["responses"]["200"]["content"], after);
        }
    }

    #[test]
    fn an_empty_list_of_media_types_is_none() {
        let mut description =
            json!({ "paths": { "/a": { "get": { "responses": { "200": { "content": {} } } } } } });
        assert_eq!(apply(&mut description), 1);
        assert_eq!(description["paths"]["/a"]["get"]["responses"]["200"], json!({}));
    }
}
