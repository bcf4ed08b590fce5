use serde_json::{Map, Value, json};

use super::{prune::schema_name, walk};
use crate::refusal::{Refusal, member};

/// The extension of a query parameter with a reference to the object that is its value. It is hidden from the generator.
pub(crate) const OBJECT: &str = "x-wire-object";
/// The prefix of the string format that represents a named schema in a query.
pub(crate) const OBJECT_FORMAT: &str = "x-wire-object-";

/// The headers that OpenAPI ignores in parameters, in lower case.
const IGNORED: [&str; 3] = ["accept", "authorization", "content-type"];

/// Converts the schema of every parameter to one that the generator supports.
///
/// Upstream filters lists by objects in the query, for which the generator panics. This pass replaces them by strings
/// with a format that is mapped to the type of the object. It adds the object as an extension for the pass `query-values`
/// over the generated code. A parameter that refers to a schema has its own documentation, and is never `null`, so such
/// keywords are removed. Other shapes are refused.
pub(super) fn apply(description: &mut Value) -> Result<usize, Refusal> {
    let named = description["components"]["schemas"].clone();
    let mut hits = 0;
    walk::operations_at(description, |place, operation| {
        let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut);
        let Some(parameters) = parameters else { return Ok(()) };
        let is_object = |parameter: &Value| kind(&parameter["schema"], &named) == "object";
        let objects = parameters.iter().filter(|parameter| is_object(parameter)).count();
        for (index, parameter) in parameters.iter_mut().enumerate() {
            let refuse = |reason: &str| {
                let pointer = format!("{}/{index}", member(&place.pointer, "parameters"));
                Err(Refusal::new(pointer, reason))
            };
            if let Some(reason) = unsupported(parameter, &named, objects) {
                return refuse(reason);
            }
            let Some(parameter) = parameter.as_object_mut() else {
                return refuse("a parameter is an object");
            };
            hits += usize::from(settle_parameter(parameter, &named));
        }
        Ok(())
    })?;
    Ok(hits)
}

/// Returns the reason to refuse a parameter. `objects` is the number of parameters of the operation that are objects.
fn unsupported(parameter: &Value, named: &Value, objects: usize) -> Option<&'static str> {
    let name = parameter["name"].as_str().unwrap_or_default();
    let kind = kind(&parameter["schema"], named);
    let compound = matches!(kind, "array" | "object" | "");
    let place = parameter["in"].as_str().unwrap_or_default();
    let deep = parameter["style"] == "deepObject";
    let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    match place {
        _ if parameter.get("content").is_some() => {
            Some("a parameter that is encoded in a media type is not supported")
        }
        "path" | "header" if compound => {
            Some("a list, an object or any value in a path or a header is not supported")
        }
        "header" if IGNORED.contains(&name.to_ascii_lowercase().as_str()) => {
            Some("OpenAPI ignores a header parameter of this name: remove it")
        }
        "header" if name.is_empty() || !name.chars().all(is_token) => {
            Some("the name cannot be that of a header")
        }
        "path" | "header" => None,
        "query" if kind == "object" && !deep && objects < 2 => {
            Some("the only object in a query is supported in the style `deepObject`")
        }
        "query" if kind == "object" && !is_struct(&parameter["schema"], named) => {
            Some("a map in a query is not supported")
        }
        "query" if kind == "array" && parameter["explode"] == false => {
            Some("a list in a query is supported if it repeats the name for each value")
        }
        "query" if !deep && !matches!(parameter["style"].as_str(), None | Some("form")) => {
            Some("the style of the parameter is not supported")
        }
        "query" => None,
        _ => Some("a parameter is supported in a path, a query and a header"),
    }
}

fn settle_parameter(parameter: &mut Map<String, Value>, named: &Value) -> bool {
    parameter.remove("style");
    parameter.remove("explode");
    let Some(schema) = parameter.get_mut("schema") else { return false };
    let mut changed =
        schema.as_object_mut().is_some_and(|schema| schema.remove("nullable").is_some());
    if schema["allOf"][0].is_object() {
        *schema = schema["allOf"][0].take();
        changed = true;
    }
    let name = schema["$ref"].as_str().and_then(schema_name).map(str::to_owned);
    if let Some(name) = name.filter(|_| is_struct(schema, named)) {
        let placeholder = json!({ "type": "string", "format": format!("{OBJECT_FORMAT}{name}") });
        let reference = std::mem::replace(schema, placeholder);
        parameter.insert(OBJECT.to_owned(), reference);
        changed = true;
    }
    changed
}

fn kind<'a>(schema: &'a Value, named: &'a Value) -> &'a str {
    target(schema, named)["type"].as_str().unwrap_or_default()
}

fn is_struct(schema: &Value, named: &Value) -> bool {
    target(schema, named)["properties"].is_object()
}

/// Returns the schema at the end of a chain of references. Reference cycles have been refused.
fn target<'a>(schema: &'a Value, named: &'a Value) -> &'a Value {
    let reference = schema["$ref"].as_str().or(schema["allOf"][0]["$ref"].as_str());
    match reference.and_then(schema_name) {
        Some(name) => target(&named[name], named),
        None => schema,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameters_after(parameters: &Value) -> Result<(usize, Value), Refusal> {
        let mut description = json!({
            "paths": { "/a": { "get": { "parameters": parameters } } },
            "components": { "schemas": {
                "Filter": { "type": "object", "properties": { "eq": { "type": "string" } } },
                "Map": { "type": "object", "additionalProperties": { "type": "string" } },
                "State": { "type": "string", "enum": ["a"] },
            } },
        });
        let hits = apply(&mut description)?;
        Ok((hits, description["paths"]["/a"]["get"]["parameters"].take()))
    }

    fn refer(name: &str) -> Value {
        json!({ "$ref": format!("#/components/schemas/{name}") })
    }

    #[test]
    fn object_in_the_query_is_replaced_by_a_string() {
        let filter = |name: &str| json!({ "name": name, "in": "query", "schema": refer("Filter") });
        let exploded = json!({
            "name": "b", "in": "query", "style": "form", "explode": true, "schema": { "allOf": [refer("Filter")] },
        });
        let deep =
            json!({ "name": "a", "in": "query", "style": "deepObject", "schema": refer("Filter") });
        for (parameters, hits) in [(json!([filter("a"), exploded]), 2), (json!([deep]), 1)] {
            let (found, after) = parameters_after(&parameters).unwrap();
            assert_eq!(found, hits);
            assert_eq!(
                after[0],
                json!({
                    "name": "a", "in": "query", OBJECT: refer("Filter"),
                    "schema": { "type": "string", "format": "x-wire-object-Filter" },
                })
            );
        }
    }

    #[test]
    fn keywords_next_to_a_reference_are_removed() {
        let documented = json!({ "allOf": [refer("State")], "description": "d", "nullable": true });
        let parameter = json!({ "name": "a", "in": "path", "schema": documented });
        let (hits, after) = parameters_after(&json!([parameter])).unwrap();
        assert_eq!(hits, 1);
        assert_eq!(after[0]["schema"], refer("State"));
    }

    #[test]
    fn supported_styles_are_unchanged() {
        let list = json!({ "type": "array", "items": { "type": "string" } });
        let text = json!({ "type": "string" });
        let parameters = json!([
            { "name": "a", "in": "query", "style": "form", "explode": true, "schema": list },
            { "name": "b", "in": "query", "style": "form", "explode": false, "schema": text },
            { "name": "c", "in": "path", "style": "simple", "explode": false, "schema": text },
        ]);
        assert_eq!(parameters_after(&parameters).unwrap().0, 0);
    }

    #[test]
    fn other_shapes_are_refused() {
        let list = json!({ "type": "array", "items": { "type": "string" } });
        let text = json!({ "type": "string" });
        for (parameter, reason) in [
            (json!({ "in": "cookie", "schema": text }), "a query and a header"),
            (json!({ "in": "query", "content": { "application/json": {} } }), "media type"),
            (json!({ "in": "query", "schema": refer("Filter") }), "only object"),
            (json!({ "in": "query", "style": "deepObject", "schema": refer("Map") }), "map"),
            (json!({ "in": "query", "explode": false, "schema": list }), "repeats the name"),
            (json!({ "in": "query", "style": "pipeDelimited", "schema": list }), "style"),
            (json!({ "in": "path", "schema": list }), "a path or a header"),
            (json!({ "in": "header", "name": "X-A", "schema": {} }), "a path or a header"),
            (json!({ "in": "header", "name": "Authorization", "schema": text }), "ignores"),
            (json!({ "in": "header", "name": "X Odd", "schema": text }), "name"),
        ] {
            let refusal = parameters_after(&json!([parameter])).unwrap_err().to_string();
            assert!(refusal.starts_with("#/paths/~1a/get/parameters/0: "), "{refusal}");
            assert!(refusal.contains(reason), "{refusal}");
        }
    }
}
