use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::walk;
use crate::{
    names::{Kind, Scope},
    refusal::{Refusal, member},
};

/// The extension of a parameter that says under which name it goes over the wire.
pub(crate) const WIRE_NAME: &str = "x-wire-name";

/// Renames parameters of one operation that would have the same name in Rust, and those called like something that
/// the builder of a call has already.
///
/// An `id` in the path and an `id` in the query are different to OpenAPI. The generator silently drops the first;
/// at `page` beside `Page`, or at a parameter called `send`, it writes code that does not compile. This pass adds a
/// number, and leaves the true name in an extension for the pass `wire-names` over the generated code. A name that
/// no header can have is refused.
pub(super) fn apply(description: &mut Value) -> Result<usize, Refusal> {
    let mut hits = rename_in_paths(description);
    walk::operations_at(description, |place, operation| {
        let Some(parameters) = operation.get_mut("parameters").and_then(Value::as_array_mut) else {
            return Ok(());
        };
        let mut scope = Scope::new(Kind::Parameter);
        // Those in the path cannot be renamed for one operation alone.
        let (first, others): (Vec<&mut Value>, Vec<&mut Value>) =
            parameters.iter_mut().partition(|parameter| parameter["in"] == "path");
        for parameter in first.into_iter().chain(others) {
            let pointer = member(&place.pointer, "parameters");
            hits += usize::from(rename(&pointer, parameter, &mut scope)?);
        }
        Ok(())
    })?;
    Ok(hits)
}

fn rename(pointer: &str, parameter: &mut Value, scope: &mut Scope) -> Result<bool, Refusal> {
    let Some(name) = parameter["name"].as_str().map(str::to_owned) else {
        return Err(Refusal::new(pointer, "a parameter has no name"));
    };
    let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    if parameter["in"] == "header" && (name.is_empty() || !name.chars().all(is_token)) {
        return Err(Refusal::new(pointer, format!("`{name}` cannot be the name of a header")));
    }
    let unique = scope.take(&name);
    if unique == name {
        return Ok(false);
    }
    parameter["name"] = json!(unique);
    parameter[WIRE_NAME] = json!(name);
    Ok(true)
}

/// Renames parameters in the paths themselves, where only their place matters.
fn rename_in_paths(description: &mut Value) -> usize {
    let Some(paths) = description["paths"].as_object_mut() else { return 0 };
    let mut hits = 0;
    let mut renamed_paths = Map::new();
    for (path, mut item) in std::mem::take(paths) {
        let renamed = renamed(&path);
        hits += renamed.len();
        let mut new_path = path;
        for (name, unique) in &renamed {
            new_path = new_path.replace(&format!("{{{name}}}"), &format!("{{{unique}}}"));
            let item = item.as_object_mut().into_iter().flat_map(Map::values_mut);
            for operation in item {
                let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut);
                for parameter in parameters.into_iter().flatten() {
                    if parameter["in"] == "path" && parameter["name"] == **name {
                        parameter["name"] = json!(unique);
                    }
                }
            }
        }
        renamed_paths.insert(new_path, item);
    }
    *paths = renamed_paths;
    hits
}

/// The parameters of a path that need another name, with that name.
fn renamed(path: &str) -> BTreeMap<String, String> {
    let mut scope = Scope::new(Kind::Parameter);
    let mut seen = BTreeMap::new();
    let pieces = path.split('{').skip(1).filter_map(|piece| piece.split_once('}'));
    for (name, _) in pieces {
        if !seen.contains_key(name) {
            seen.insert(name.to_owned(), scope.take(name));
        }
    }
    seen.retain(|name, unique| name != unique);
    seen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_of_one_name_get_a_number_and_keep_their_name_on_the_wire() {
        let mut description = json!({ "paths": { "/a/{id}": { "get": { "parameters": [
            { "name": "id", "in": "query" }, { "name": "send", "in": "query" },
            { "name": "Page", "in": "header" }, { "name": "page", "in": "query" },
            { "name": "id", "in": "path" },
        ] } } } });
        assert_eq!(apply(&mut description), Ok(3));
        assert_eq!(
            description["paths"]["/a/{id}"]["get"]["parameters"],
            json!([
                { "name": "id-2", "in": "query", "x-wire-name": "id" },
                { "name": "send-2", "in": "query", "x-wire-name": "send" },
                { "name": "Page", "in": "header" },
                { "name": "page-2", "in": "query", "x-wire-name": "page" },
                { "name": "id", "in": "path" },
            ])
        );
    }

    #[test]
    fn a_parameter_in_a_path_is_renamed_in_the_path() {
        let mut description = json!({ "paths": { "/a/{new}/b": {
            "get": { "parameters": [{ "name": "new", "in": "path" }] },
        } } });
        assert_eq!(apply(&mut description), Ok(1));
        let item = &description["paths"]["/a/{new-2}/b"];
        assert_eq!(item["get"]["parameters"], json!([{ "name": "new-2", "in": "path" }]));
    }

    #[test]
    fn a_name_that_no_header_can_have_is_refused() {
        let mut description = json!({ "paths": { "/a": { "get": { "parameters": [
            { "name": "X Odd", "in": "header" },
        ] } } } });
        let refusal = apply(&mut description).unwrap_err().to_string();
        assert!(refusal.starts_with("#/paths/~1a/get/parameters: `X Odd`"), "{refusal}");
    }
}
