use serde_json::{Map, Value, json};

use super::walk;
use crate::refusal::{Refusal, member};

/// Makes an OpenAPI 3.x description one of OpenAPI 3.0 with all that the generator insists on.
///
/// Upstream has announced 3.1, and files written by hand leave out what they find obvious: the version as a text, a
/// description of each response, responses at all. The generator refuses any version but 3.0 and any gap. This pass
/// sets the version (the newer kinds of schema are the work of `newer-schemas`), drops what 3.0 does not know, and
/// fills the gaps with nothing.
pub(super) fn apply(description: &mut Value) -> Result<usize, Refusal> {
    if description.get("swagger").is_some() {
        return Err(Refusal::new(
            "#/swagger",
            "Swagger 2 is not understood: convert the description to OpenAPI 3 first",
        ));
    }
    let version = description["openapi"].as_str().unwrap_or_default().to_owned();
    if !version.starts_with("3.") {
        return Err(Refusal::new("#/openapi", "only OpenAPI 3 is understood"));
    }
    if !description["paths"].is_object() {
        return Err(Refusal::new("#/paths", "not a description of an API: it has no `paths`"));
    }
    let mut hits = 0;
    if !version.starts_with("3.0.") {
        description["openapi"] = json!("3.0.3");
        hits += 1;
    }
    if let Some(description) = description.as_object_mut() {
        let later = ["webhooks", "jsonSchemaDialect"];
        hits += later.into_iter().filter(|key| description.remove(*key).is_some()).count();
    }
    hits += complete_info(description);
    refuse_misshapen_items(description)?;
    walk::operations_at(description, |place, operation| {
        hits += complete_responses(&place.pointer, operation)?;
        Ok(())
    })?;
    Ok(hits)
}

fn complete_info(description: &mut Value) -> usize {
    if !description["info"].is_object() {
        description["info"] = json!({});
    }
    let mut hits = 0;
    for (key, fallback) in [("title", "the API"), ("version", "unknown")] {
        let value = &description["info"][key];
        if !value.is_string() {
            let text = value.as_number().map_or(fallback.to_owned(), ToString::to_string);
            description["info"][key] = Value::from(text);
            hits += 1;
        }
    }
    hits
}

fn refuse_misshapen_items(description: &Value) -> Result<(), Refusal> {
    for (path, item) in description["paths"].as_object().into_iter().flatten() {
        let pointer = member("#/paths", path);
        if !path.starts_with('/') {
            return Err(Refusal::new(pointer, "a path begins with a slash"));
        }
        let Some(item) = item.as_object() else {
            return Err(Refusal::new(pointer, "a path holds an object"));
        };
        for method in walk::METHODS {
            if item.get(method).is_some_and(|operation| !operation.is_object()) {
                return Err(Refusal::new(member(&pointer, method), "an operation is an object"));
            }
        }
    }
    Ok(())
}

fn complete_responses(pointer: &str, operation: &mut Map<String, Value>) -> Result<usize, Refusal> {
    let mut hits = usize::from(!operation.contains_key("responses"));
    let responses = operation.entry("responses").or_insert_with(|| json!({}));
    let pointer = member(pointer, "responses");
    let Some(responses) = responses.as_object_mut() else {
        return Err(Refusal::new(pointer, "responses are an object with a status for a key"));
    };
    for (status, response) in responses {
        let Some(response) = response.as_object_mut() else {
            return Err(Refusal::new(member(&pointer, status), "a response is an object"));
        };
        if !response.contains_key("$ref") && !response.contains_key("description") {
            response.insert("description".to_owned(), json!(""));
            hits += 1;
        }
    }
    Ok(hits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_newer_and_incomplete_description_becomes_a_complete_one_of_3_0() {
        let mut description = json!({
            "openapi": "3.1.0", "info": { "version": 1.5 }, "webhooks": {}, "jsonSchemaDialect": "x",
            "paths": { "/a": { "get": {}, "put": { "responses": { "200": {} } } } },
        });
        assert_eq!(apply(&mut description), Ok(7));
        assert_eq!(
            description,
            json!({
                "openapi": "3.0.3", "info": { "title": "the API", "version": "1.5" },
                "paths": { "/a": {
                    "get": { "responses": {} },
                    "put": { "responses": { "200": { "description": "" } } },
                } },
            })
        );
    }

    #[test]
    fn what_is_no_description_is_refused() {
        for (description, pointer) in [
            (json!({ "swagger": "2.0" }), "#/swagger"),
            (json!({ "name": "x" }), "#/openapi"),
            (json!({ "openapi": "3.0.0" }), "#/paths"),
            (json!({ "openapi": "3.0.0", "paths": { "a": {} } }), "#/paths/a"),
            (json!({ "openapi": "3.0.0", "paths": { "/a": { "get": 1 } } }), "#/paths/~1a/get"),
        ] {
            let refusal = apply(&mut description.clone()).unwrap_err().to_string();
            assert!(refusal.starts_with(&format!("{pointer}: ")), "{refusal}");
        }
    }
}
