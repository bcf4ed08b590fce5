use serde_json::{Map, Value, json};

/// Makes a stream of bytes of what a `GET` answers without saying what.
///
/// Upstream declares no content for the logs of builds and for a few lists. The generator then drops the body. Who
/// asks with `GET` wants an answer, so this pass declares bytes where a success of it has no content.
pub(super) fn apply(description: &mut Value) -> usize {
    let mut hits = 0;
    let items = description["paths"].as_object_mut();
    let items = items.into_iter().flat_map(|paths| paths.values_mut());
    for operation in items.filter_map(|item| item.get_mut("get")) {
        let responses = operation.get_mut("responses").and_then(Value::as_object_mut);
        for (status, response) in responses.into_iter().flatten() {
            // These two have no body by definition.
            let empty = status == "204" || status == "205";
            if let Some(response) = response.as_object_mut().filter(|_| !empty) {
                hits += usize::from(declare_bytes(response));
            }
        }
    }
    hits
}

fn declare_bytes(response: &mut Map<String, Value>) -> bool {
    let silent = !response.contains_key("content");
    if silent {
        response.insert("content".to_owned(), json!({ "application/octet-stream": {} }));
    }
    silent
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_get_is_taken_to_answer_something() {
        let silent = json!({ "responses": { "200": {}, "204": {} } });
        let mut description = json!({ "paths": { "/a": { "get": silent, "post": silent } } });
        assert_eq!(apply(&mut description), 1);
        let item = &description["paths"]["/a"];
        assert_eq!(
            item["get"]["responses"]["200"]["content"],
            json!({ "application/octet-stream": {} })
        );
        assert_eq!(item["get"]["responses"]["204"], json!({}));
        assert_eq!(item["post"], silent);
    }
}
