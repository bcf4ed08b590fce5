use serde_json::Value;

use super::walk;

/// Removes every response that is not a success. For a declared error, the generator keeps only the declared body. For
/// an undeclared error, the caller gets the whole response.
pub(super) fn apply(description: &mut Value) -> usize {
    let mut hits = 0;
    walk::operations(description, |operation| {
        if let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) {
            let before = responses.len();
            responses.retain(|status, _| status.starts_with('2'));
            hits += before - responses.len();
        }
    });
    hits
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_successes_stay() {
        let responses =
            json!({ "200": {}, "2XX": {}, "301": {}, "404": {}, "5XX": {}, "default": {} });
        let mut description = json!({ "paths": { "/a": { "get": { "responses": responses } } } });
        assert_eq!(apply(&mut description), 4);
        let left = &description["paths"]["/a"]["get"]["responses"];
        assert_eq!(*left, json!({ "200": {}, "2XX": {} }));
    }
}
