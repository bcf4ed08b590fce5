use serde_json::{Map, Value, json};

use super::walk;

const JSON: &str = "application/json";

/// Declares the success of every operation for all of 2xx.
///
/// Services answer with another success status than they declare (upstream's server does on two dozen routes), and
/// the caller cares for the body alone; the generator takes any other status for an error, and stops at successes
/// with different bodies. This pass makes one response of all successes of an operation. Of different bodies it is
/// the one that holds each of them, which the documentation of the operation then tells: a body that only some of
/// them have is optional, different JSON bodies are a value of any type, and JSON beside something else is bytes.
pub(super) fn apply(description: &mut Value) -> usize {
    let mut hits = 0;
    walk::operations(description, |operation| hits += usize::from(merge_successes(operation)));
    hits
}

fn merge_successes(operation: &mut Map<String, Value>) -> bool {
    let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) else {
        return false;
    };
    let is_success = |status: &String| status.starts_with('2');
    let statuses: Vec<String> =
        responses.keys().filter(|status| is_success(status)).cloned().collect();
    if statuses.is_empty() || statuses == ["2XX"] {
        return false;
    }
    let successes: Vec<(String, Value)> = statuses
        .into_iter()
        .filter_map(|status| Some((status.clone(), responses.remove(&status)?)))
        .collect();
    let merged = merged(&successes);
    let note = note(&successes);
    responses.insert("2XX".to_owned(), merged);
    if let Some(note) = note {
        let text = operation.get("description").and_then(Value::as_str).unwrap_or_default();
        let text = format!("{text}\n\n{note}").trim_start().to_owned();
        operation.insert("description".to_owned(), Value::from(text));
    }
    true
}

fn media_type(response: &Value) -> Option<&str> {
    response["content"].as_object()?.keys().next().map(String::as_str)
}

fn merged(successes: &[(String, Value)]) -> Value {
    let with_body: Vec<&Value> = successes
        .iter()
        .map(|(_, response)| response)
        .filter(|one| media_type(one).is_some())
        .collect();
    let [first, others @ ..] = &with_body[..] else {
        return successes.first().map_or_else(|| json!({}), |(_, response)| response.clone());
    };
    let mut merged = (*first).clone();
    let all_json = with_body.iter().all(|response| media_type(response) == Some(JSON));
    if !all_json {
        if with_body.iter().any(|response| media_type(response) != media_type(first)) {
            merged["content"] = json!({ "application/octet-stream": {} });
        }
        return merged;
    }
    let schema = |response: &Value| response["content"][JSON]["schema"].clone();
    let mut common = schema(first);
    if others.iter().any(|other| schema(other) != common) {
        common = json!({});
    } else if with_body.len() < successes.len() {
        common = optional(common);
    }
    merged["content"] = json!({ JSON: { "schema": common } });
    merged
}

/// The schema, with `null` allowed; an empty body is decoded as `null`.
fn optional(schema: Value) -> Value {
    if schema.get("$ref").is_some() {
        return json!({ "allOf": [schema], "nullable": true });
    }
    let mut schema = schema;
    schema["nullable"] = json!(true);
    schema
}

/// Tells which body comes with which status, if not all are the same.
fn note(successes: &[(String, Value)]) -> Option<String> {
    let bodies: Vec<String> = successes.iter().map(|(_, response)| body_name(response)).collect();
    if bodies.iter().all(|body| *body == bodies[0]) {
        return None;
    }
    let parts = successes
        .iter()
        .zip(&bodies)
        .map(|((status, _), body)| format!("{body} with status {status}"));
    Some(format!("Answers {}.", parts.collect::<Vec<_>>().join(", ")))
}

fn body_name(response: &Value) -> String {
    let schema = &response["content"][JSON]["schema"];
    let name = |schema: &Value| schema["$ref"].as_str()?.rsplit('/').next().map(str::to_owned);
    match media_type(response) {
        None => "nothing".to_owned(),
        Some(JSON) => match (name(schema), name(&schema["items"]), schema["type"].as_str()) {
            (Some(name), ..) => format!("`{name}`"),
            (_, Some(name), _) => format!("a list of `{name}`"),
            (.., Some(kind)) => format!("JSON ({kind})"),
            _ => "JSON".to_owned(),
        },
        Some(other) => format!("`{other}`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn operation_after(responses: Value) -> Value {
        let mut description = json!({ "paths": { "/a": { "get": { "responses": responses } } } });
        assert_eq!(apply(&mut description), 1);
        description["paths"]["/a"]["get"].take()
    }

    fn body(name: &str) -> Value {
        let schema = json!({ "$ref": format!("#/components/schemas/{name}") });
        json!({ "content": { JSON: { "schema": schema } } })
    }

    #[test]
    fn a_success_stands_for_all_of_them() {
        let after = operation_after(json!({ "204": { "description": "gone" }, "404": {} }));
        assert_eq!(after["responses"], json!({ "2XX": { "description": "gone" }, "404": {} }));
    }

    #[test]
    fn one_body_for_several_statuses_stays() {
        let after = operation_after(json!({ "200": body("A"), "201": body("A") }));
        assert_eq!(after, json!({ "responses": { "2XX": body("A") } }));
    }

    #[test]
    fn a_body_that_only_some_successes_have_is_optional() {
        let after = operation_after(json!({ "200": body("A"), "204": {} }));
        let schema = &after["responses"]["2XX"]["content"][JSON]["schema"];
        assert_eq!(
            *schema,
            json!({ "allOf": [{ "$ref": "#/components/schemas/A" }], "nullable": true })
        );
        assert_eq!(after["description"], "Answers `A` with status 200, nothing with status 204.");
    }

    #[test]
    fn different_bodies_are_a_value_of_any_type() {
        let after = operation_after(json!({ "200": body("A"), "202": body("B") }));
        assert_eq!(after["responses"]["2XX"]["content"], json!({ JSON: { "schema": {} } }));
        assert_eq!(after["description"], "Answers `A` with status 200, `B` with status 202.");
    }

    #[test]
    fn json_beside_text_is_bytes() {
        let text = json!({ "content": { "text/plain": {} } });
        let after = operation_after(json!({ "200": body("A"), "202": text }));
        let expected = json!({ "application/octet-stream": {} });
        assert_eq!(after["responses"]["2XX"]["content"], expected);
    }
}
