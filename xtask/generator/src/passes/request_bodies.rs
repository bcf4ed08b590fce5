use serde_json::{Map, Value, json};

use super::{answer_media_types::is_json, walk};
use crate::refusal::{Refusal, member};

/// The extension of an operation that says what media type its body really has.
pub(crate) const MEDIA_TYPE: &str = "x-wire-media-type";
/// The extension of an operation that can be called without a body.
pub(crate) const OPTIONAL: &str = "x-wire-optional-body";
/// The media type of forms with files.
pub(crate) const MULTIPART: &str = "multipart/form-data";

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";
const BYTES: &str = "application/octet-stream";
const TEXT: &str = "text/plain";

/// Settles on one media type for each request body, and makes it one that the generator can send.
///
/// The toolbox takes `multipart/form-data` and files, other descriptions offer several media types for one body, or
/// leave its schema out. The generator stops at all of that, at any media type that it does not know by name, at
/// bytes and texts with a schema that is not to its liking, and always sends a body, needed or not. This pass picks
/// JSON where it is offered, then a form, then what comes first; declares what the generator does not know as bytes;
/// and leaves the true media type, and whether the body can be left out, in an extension, for the pass `body-types`
/// over the generated code.
pub(super) fn apply(description: &mut Value) -> Result<usize, Refusal> {
    let mut hits = 0;
    walk::operations_at(description, |place, operation| {
        hits += usize::from(settle_body(&place.pointer, operation)?);
        Ok(())
    })?;
    Ok(hits)
}

fn settle_body(pointer: &str, operation: &mut Map<String, Value>) -> Result<bool, Refusal> {
    let Some(body) = operation.get("requestBody") else { return Ok(false) };
    let before = body.clone();
    let Some(content) = body["content"].as_object().filter(|content| !content.is_empty()) else {
        // There is nothing that one could send.
        if body.is_object() {
            operation.remove("requestBody");
            return Ok(true);
        }
        let pointer = member(pointer, "requestBody");
        return Err(Refusal::new(pointer, "a request body is an object"));
    };
    let (media_type, body_is_json, schema) = preferred(content);
    let settled = if body_is_json {
        (JSON, schema)
    } else if media_type == FORM {
        (FORM, schema)
    } else if media_type == TEXT {
        (TEXT, json!({ "type": "string" }))
    } else {
        (BYTES, json!({ "type": "string", "format": "binary" }))
    };
    let (generated, schema) = settled;
    if !media_type.chars().all(|c| c.is_ascii_graphic() || c == ' ') {
        let pointer = member(&member(pointer, "requestBody"), "content");
        return Err(Refusal::new(pointer, format!("{media_type:?} cannot be a media type")));
    }
    let mut after = before.clone();
    after["content"] = json!({ generated: { "schema": schema } });
    if generated != media_type && media_type != "*/*" {
        operation.insert(MEDIA_TYPE.to_owned(), json!(media_type));
    }
    if after["required"] != true {
        operation.insert(OPTIONAL.to_owned(), json!(true));
    }
    after["required"] = json!(true);
    let changed = before != after;
    operation.insert("requestBody".to_owned(), after);
    Ok(changed)
}

/// The media type to send, without its parameters; whether it is JSON; and the schema of the body.
fn preferred(content: &Map<String, Value>) -> (String, bool, Value) {
    let essence =
        |name: &str| name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let rank = |name: &str, body: &Value| match essence(name).as_str() {
        JSON if is_json(name, body) => 0,
        _ if is_json(name, body) => 1,
        FORM => 2,
        MULTIPART => 3,
        _ => 4,
    };
    let best = content.iter().min_by_key(|(name, body)| rank(name, body));
    let Some((name, body)) = best else { return (BYTES.to_owned(), false, json!({})) };
    let schema = body.get("schema").filter(|schema| schema.is_object()).cloned();
    (essence(name), is_json(name, body), schema.unwrap_or_else(|| json!({})))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn operation_after(body: Value) -> Value {
        let mut description = json!({ "paths": { "/a": { "post": { "requestBody": body } } } });
        apply(&mut description).unwrap();
        description["paths"]["/a"]["post"].take()
    }

    fn content_after(content: Value) -> (Value, Value) {
        let mut operation = operation_after(json!({ "required": true, "content": content }));
        (operation["requestBody"]["content"].take(), operation[MEDIA_TYPE].take())
    }

    #[test]
    fn json_is_preferred_and_needs_no_schema() {
        let content =
            json!({ "text/plain": {}, "application/json": {}, "multipart/form-data": {} });
        let expected = json!({ "application/json": { "schema": {} } });
        assert_eq!(content_after(content), (expected, Value::Null));
    }

    #[test]
    fn media_types_that_the_generator_does_not_know_are_kept_beside() {
        let bytes = json!({ BYTES: { "schema": { "type": "string", "format": "binary" } } });
        for name in [MULTIPART, "application/x-tar", "image/png"] {
            assert_eq!(content_after(json!({ name: {} })), (bytes.clone(), json!(name)));
        }
        assert_eq!(content_after(json!({ "*/*": {} })), (bytes, Value::Null));

        let patch = json!({ "schema": { "type": "object" } });
        let (content, name) = content_after(json!({ "application/merge-patch+json": patch }));
        assert_eq!(content, json!({ JSON: patch }));
        assert_eq!(name, "application/merge-patch+json");
    }

    #[test]
    fn texts_and_bytes_have_the_schema_that_the_generator_wants() {
        let odd = json!({ "schema": { "type": "string", "enum": ["a"], "nullable": true } });
        let (content, _) = content_after(json!({ "text/plain; charset=utf-8": odd }));
        assert_eq!(content, json!({ TEXT: { "schema": { "type": "string" } } }));
        let (content, _) = content_after(json!({ BYTES: odd }));
        assert_eq!(
            content,
            json!({ BYTES: { "schema": { "type": "string", "format": "binary" } } })
        );
    }

    #[test]
    fn a_body_that_is_not_required_is_marked() {
        assert_eq!(operation_after(json!({ "content": { JSON: {} } }))[OPTIONAL], true);
        let required = operation_after(json!({ "required": true, "content": { JSON: {} } }));
        assert!(required.get(OPTIONAL).is_none());
    }

    #[test]
    fn a_media_type_that_no_header_can_hold_is_refused() {
        let body = json!({ "content": { "im\u{e4}ge/png": {} } });
        let mut description = json!({ "paths": { "/a": { "post": { "requestBody": body } } } });
        let refusal = apply(&mut description).unwrap_err().to_string();
        assert!(refusal.starts_with("#/paths/~1a/post/requestBody/content: "), "{refusal}");
    }

    #[test]
    fn a_body_without_content_goes() {
        assert_eq!(operation_after(json!({ "content": {} })), json!({}));
    }
}
