use serde_json::{Value, json};

/// Declares a stream of bytes for the answer of a `GET` that declares no content.
///
/// Upstream declares no content for the logs of builds and for a few lists. The generator then drops the body.
pub(super) fn apply(description: &mut Value) -> usize {
    let mut hits = 0;
    let items = description["paths"].as_object_mut();
    let items = items.into_iter().flat_map(|paths| paths.values_mut());
    for operation in items.filter_map(|item| item.get_mut("get")) {
        let responses = operation.get_mut("responses").and_then(Value::as_object_mut);
        for (_, response) in responses.into_iter().flatten() {
            let silent =
                response.as_object_mut().filter(|response| !response.contains_key("content"));
            if let Some(response) = silent {
                response.insert("content".to_owned(), json!({ "application/octet-stream": {} }));
                hits += 1;
            }
        }
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_get_gets_an_answer() {
        let silent = json!({ "responses": { "200": {} } });
        let mut description = json!({ "paths": { "/a": { "get": silent, "post": silent } } });
        assert_eq!(apply(&mut description), 1);
        let item = &description["paths"]["/a"];
        let bytes = json!({ "application/octet-stream": {} });
        assert_eq!(item["get"]["responses"]["200"]["content"], bytes);
        assert_eq!(item["post"], silent);
    }
}
