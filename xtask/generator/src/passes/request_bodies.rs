use serde_json::{Map, Value, json};

use super::{JSON, walk};
use crate::refusal::{Refusal, member};

/// The extension of an operation that sends a form with files.
pub(crate) const MULTIPART: &str = "x-wire-multipart";
/// The extension of an operation that can be called without a body.
pub(crate) const OPTIONAL: &str = "x-wire-optional-body";

/// Declares request bodies that the generator can send.
///
/// Descriptions of 2025 and the toolbox API have forms with files, which the generator does not support. Upstream has
/// optional bodies, which it treats as required. This pass declares forms as bytes, and every body as required. It adds
/// both facts as extensions for the passes `body-types` and `optional-bodies` over the generated code. It refuses other
/// media types.
pub(super) fn apply(description: &mut Value) -> Result<usize, Refusal> {
    let mut hits = 0;
    walk::operations_at(description, |place, operation| {
        hits += usize::from(settle_body(&place.pointer, operation)?);
        Ok(())
    })?;
    Ok(hits)
}

fn settle_body(pointer: &str, operation: &mut Map<String, Value>) -> Result<bool, Refusal> {
    let Some(body) = operation.get_mut("requestBody").and_then(Value::as_object_mut) else {
        return Ok(false);
    };
    let offers = |name: &str| body.get("content").and_then(|content| content.get(name)).is_some();
    let (json, multipart) = (offers(JSON), offers("multipart/form-data"));
    if !json && !multipart {
        let pointer = member(pointer, "requestBody");
        let reason = "a body is supported as `application/json` and as `multipart/form-data`";
        return Err(Refusal::new(pointer, reason));
    }
    let optional = body.insert("required".to_owned(), json!(true)) != Some(json!(true));
    if !json {
        let bytes = json!({ "schema": { "type": "string", "format": "binary" } });
        body.insert("content".to_owned(), json!({ "application/octet-stream": bytes }));
        operation.insert(MULTIPART.to_owned(), json!(true));
    } else if let Some(content) = body.get_mut("content").and_then(Value::as_object_mut) {
        content.retain(|name, _| name == JSON);
    }
    if optional {
        operation.insert(OPTIONAL.to_owned(), json!(true));
    }
    Ok(optional || !json)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn operation_after(body: Value) -> Result<(usize, Value), Refusal> {
        let mut description = json!({ "paths": { "/a": { "post": { "requestBody": body } } } });
        let hits = apply(&mut description)?;
        Ok((hits, description["paths"]["/a"]["post"].take()))
    }

    #[test]
    fn required_json_is_unchanged() {
        let body = json!({ "required": true, "content": { JSON: { "schema": {} } } });
        assert_eq!(operation_after(body.clone()), Ok((0, json!({ "requestBody": body }))));
    }

    #[test]
    fn json_is_preferred() {
        let body = json!({ "content": { JSON: {}, "multipart/form-data": {} }, "required": true });
        let (_, operation) = operation_after(body).unwrap();
        assert_eq!(operation["requestBody"]["content"], json!({ JSON: {} }));
        assert!(operation.get(MULTIPART).is_none());
    }

    #[test]
    fn form_with_files_is_marked_and_becomes_bytes() {
        let body =
            json!({ "required": true, "content": { "multipart/form-data": { "schema": {} } } });
        let (hits, operation) = operation_after(body).unwrap();
        assert_eq!((hits, &operation[MULTIPART]), (1, &json!(true)));
        let bytes = json!({ "schema": { "type": "string", "format": "binary" } });
        assert_eq!(
            operation["requestBody"]["content"],
            json!({ "application/octet-stream": bytes })
        );
    }

    #[test]
    fn optional_body_is_marked() {
        let (hits, operation) = operation_after(json!({ "content": { JSON: {} } })).unwrap();
        assert_eq!((hits, &operation[OPTIONAL]), (1, &json!(true)));
        assert_eq!(operation["requestBody"]["required"], true);
    }

    #[test]
    fn other_media_types_are_refused() {
        for content in
            [json!({}), json!({ "text/plain": {} }), json!({ "application/merge-patch+json": {} })]
        {
            let refusal = operation_after(json!({ "content": content })).unwrap_err().to_string();
            assert!(refusal.starts_with("#/paths/~1a/post/requestBody: "), "{refusal}");
        }
    }
}
