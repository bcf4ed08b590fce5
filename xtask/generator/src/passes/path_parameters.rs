use serde_json::{Map, Value, json};

use super::walk::METHODS;
use crate::refusal::{Refusal, member};

/// Declares for each operation the parameters that its path has, as required, and no others.
///
/// Descriptions forget to declare what stands in braces in the path, declare what does not, call it optional, or
/// declare it for the path as a whole. The generator panics at each of the first three. This pass moves the shared
/// parameters of a path into its operations, adds what is missing as text, removes what the path has no place for,
/// and makes the rest required.
pub(super) fn apply(description: &mut Value) -> Result<usize, Refusal> {
    let mut hits = 0;
    let paths = description["paths"].as_object_mut();
    for (path, item) in paths.into_iter().flatten() {
        let pointer = member("#/paths", path);
        let names = names_in_braces(path).ok_or_else(|| {
            Refusal::new(&pointer, "the braces around the parameters of a path come in pairs")
        })?;
        let Some(item) = item.as_object_mut() else { continue };
        let shared = match item.remove("parameters") {
            Some(Value::Array(shared)) => shared,
            _ => Vec::new(),
        };
        for method in METHODS {
            let Some(operation) = item.get_mut(method).and_then(Value::as_object_mut) else {
                continue;
            };
            let Some(parameters) = parameters(operation) else {
                let pointer = member(&member(&pointer, method), "parameters");
                return Err(Refusal::new(pointer, "parameters are a list of objects"));
            };
            hits += share(parameters, &shared) + complete(parameters, &names);
        }
    }
    Ok(hits)
}

/// The names in braces; none at all if the braces do not match.
fn names_in_braces(path: &str) -> Option<Vec<&str>> {
    let mut names = Vec::new();
    let mut rest = path;
    while let Some((constant, tail)) = rest.split_once('{') {
        let (name, tail) = tail.split_once('}')?;
        if constant.contains('}') || name.contains(['{', '/']) || name.is_empty() {
            return None;
        }
        names.push(name);
        rest = tail;
    }
    (!rest.contains('}')).then_some(names)
}

fn parameters(operation: &mut Map<String, Value>) -> Option<&mut Vec<Value>> {
    let parameters = operation.entry("parameters").or_insert_with(|| json!([])).as_array_mut()?;
    parameters.iter().all(Value::is_object).then_some(parameters)
}

/// Adds the shared parameters that the operation does not declare for itself.
fn share(parameters: &mut Vec<Value>, shared: &[Value]) -> usize {
    let missing: Vec<Value> = shared
        .iter()
        .filter(|shared| !parameters.iter().any(|own| same(own, shared)))
        .cloned()
        .collect();
    let hits = missing.len();
    parameters.extend(missing);
    hits
}

fn same(left: &Value, right: &Value) -> bool {
    left["name"] == right["name"] && left["in"] == right["in"]
}

fn complete(parameters: &mut Vec<Value>, names: &[&str]) -> usize {
    let before = parameters.len();
    parameters.retain(|parameter| {
        parameter["in"] != "path" || names.iter().any(|name| parameter["name"] == *name)
    });
    let mut hits = before - parameters.len();
    for parameter in parameters.iter_mut().filter(|parameter| parameter["in"] == "path") {
        if parameter["required"] != true {
            parameter["required"] = json!(true);
            hits += 1;
        }
    }
    for (index, name) in names.iter().enumerate() {
        let declared = |parameter: &Value| parameter["in"] == "path" && parameter["name"] == *name;
        if !parameters.iter().any(declared) {
            let text = json!({ "type": "string" });
            let missing = json!({ "name": name, "in": "path", "required": true, "schema": text });
            parameters.insert(index.min(parameters.len()), missing);
            hits += 1;
        }
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_declares_what_its_path_has() {
        let mut description = json!({ "paths": { "/a/{id}/{name}": {
            "parameters": [{ "name": "id", "in": "path" }, { "name": "page", "in": "query" }],
            "get": { "parameters": [
                { "name": "page", "in": "query", "description": "Its own." },
                { "name": "gone", "in": "path", "required": true },
            ] },
        } } });
        assert_eq!(apply(&mut description), Ok(4));
        assert_eq!(
            description["paths"]["/a/{id}/{name}"],
            json!({ "get": { "parameters": [
                { "name": "page", "in": "query", "description": "Its own." },
                { "name": "name", "in": "path", "required": true, "schema": { "type": "string" } },
                { "name": "id", "in": "path", "required": true },
            ] } })
        );
    }

    #[test]
    fn braces_that_do_not_match_are_refused() {
        for path in ["/a/{id", "/a/id}", "/a/{b/c}", "/a/{}", "/{a{b}}"] {
            let mut description = json!({ "paths": { path: { "get": {} } } });
            let refusal = apply(&mut description).unwrap_err().to_string();
            assert!(refusal.starts_with(&member("#/paths", path)), "{refusal}");
        }
    }
}
