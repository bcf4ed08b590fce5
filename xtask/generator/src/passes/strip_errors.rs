use serde_json::{Map, Value};

use super::walk;

/// Removes every response that is no success. For a declared error the generator keeps the declared body only, and
/// drops any other; for one that is not declared the caller gets the whole response.
///
/// An operation that declares `default` and no success says with it what a success looks like.
pub(super) fn apply(description: &mut Value) -> usize {
    let mut hits = 0;
    walk::operations(description, |operation| {
        if let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) {
            hits += strip(responses);
        }
    });
    hits
}

fn strip(responses: &mut Map<String, Value>) -> usize {
    let fallback = responses.remove("default");
    let before = responses.len();
    responses.retain(|status, _| status.starts_with('2'));
    let mut hits = before - responses.len();
    if let Some(fallback) = fallback {
        hits += 1;
        if responses.is_empty() {
            responses.insert("2XX".to_owned(), fallback);
        }
    }
    hits
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn responses_after(responses: Value) -> (usize, Value) {
        let mut description = json!({ "paths": { "/a": { "get": { "responses": responses } } } });
        let hits = apply(&mut description);
        (hits, description["paths"]["/a"]["get"]["responses"].take())
    }

    #[test]
    fn only_successes_stay() {
        let before =
            json!({ "200": {}, "2XX": {}, "301": {}, "404": {}, "5XX": {}, "default": {} });
        assert_eq!(responses_after(before), (4, json!({ "200": {}, "2XX": {} })));
    }

    #[test]
    fn a_default_without_a_success_is_the_success() {
        let before = json!({ "404": {}, "default": { "description": "d" } });
        assert_eq!(responses_after(before), (2, json!({ "2XX": { "description": "d" } })));
    }
}
