use serde_json::{Map, Value};

use super::walk;
use crate::refusal::{Refusal, member};

/// Declares the success of every operation for all statuses 2xx.
///
/// Upstream's server answers two dozen routes with another success than declared. The generator treats any other status
/// as an error. This pass merges all successes of an operation into one response, and refuses successes with different
/// bodies.
pub(super) fn apply(description: &mut Value) -> Result<usize, Refusal> {
    let mut hits = 0;
    walk::operations_at(description, |place, operation| {
        if let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) {
            hits += usize::from(merge_successes(&member(&place.pointer, "responses"), responses)?);
        }
        Ok(())
    })?;
    Ok(hits)
}

fn merge_successes(pointer: &str, responses: &mut Map<String, Value>) -> Result<bool, Refusal> {
    let mut successes = std::mem::take(responses).into_iter();
    let Some((status, first)) = successes.next() else { return Ok(false) };
    if successes.any(|(_, other)| other["content"] != first["content"]) {
        return Err(Refusal::new(pointer, "successes with different bodies are not supported"));
    }
    responses.insert("2XX".to_owned(), first);
    Ok(status != "2XX")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn responses_after(responses: Value) -> Result<Value, Refusal> {
        let mut description = json!({ "paths": { "/a": { "get": { "responses": responses } } } });
        apply(&mut description)?;
        Ok(description["paths"]["/a"]["get"]["responses"].take())
    }

    fn body(kind: &str) -> Value {
        json!({ "content": { "application/json": { "schema": { "type": kind } } } })
    }

    #[test]
    fn declared_success_covers_every_success() {
        let gone = json!({ "description": "gone" });
        assert_eq!(responses_after(json!({ "204": gone })), Ok(json!({ "2XX": gone })));
        let both = json!({ "200": body("object"), "201": body("object") });
        assert_eq!(responses_after(both), Ok(json!({ "2XX": body("object") })));
        assert_eq!(responses_after(json!({})), Ok(json!({})));
    }

    #[test]
    fn successes_with_different_bodies_are_refused() {
        for other in [body("string"), json!({})] {
            let outcome = responses_after(json!({ "200": body("object"), "202": other }));
            let refusal = outcome.unwrap_err().to_string();
            assert!(refusal.starts_with("#/paths/~1a/get/responses: "), "{refusal}");
        }
    }
}
