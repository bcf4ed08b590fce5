use serde_json::{Map, Value};

use super::walk;

/// Declares the success of every operation for all of 2xx: services answer with another success status than they
/// declare, and the caller cares for the body alone. Of several successes the one with a body stays.
pub(super) fn apply(description: &mut Value) -> usize {
    let mut hits = 0;
    walk::operations(description, |operation| {
        if let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) {
            hits += usize::from(merge_successes(responses));
        }
    });
    hits
}

fn merge_successes(responses: &mut Map<String, Value>) -> bool {
    let successes: Vec<String> = responses
        .keys()
        .filter(|status| status.starts_with('2') && *status != "2XX")
        .cloned()
        .collect();
    let mut merged = responses.remove("2XX");
    for status in &successes {
        let Some(response) = responses.remove(status) else { continue };
        if merged.as_ref().is_none_or(|merged| merged.get("content").is_none()) {
            merged = Some(response);
        }
    }
    responses.extend(merged.map(|merged| ("2XX".to_owned(), merged)));
    !successes.is_empty()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn responses_after(responses: Value) -> Value {
        let mut description = json!({ "paths": { "/a": { "get": { "responses": responses } } } });
        assert_eq!(apply(&mut description), 1);
        description["paths"]["/a"]["get"]["responses"].take()
    }

    #[test]
    fn a_success_stands_for_all_of_them() {
        let after = responses_after(json!({ "204": { "description": "gone" }, "404": {} }));
        assert_eq!(after, json!({ "2XX": { "description": "gone" }, "404": {} }));
    }

    #[test]
    fn of_several_successes_the_one_with_a_body_stays() {
        let after = responses_after(json!({ "200": {}, "201": { "content": {} }, "204": {} }));
        assert_eq!(after, json!({ "2XX": { "content": {} } }));
    }
}
