use serde_json::{Map, Value, json};

use super::{prune::schema_name, walk};
use crate::refusal::{Refusal, member};

/// The extension of a query parameter that says how its value is written (see [`Style`](crate::syntax) there).
pub(crate) const STYLE: &str = "x-wire-style";
/// The extension of a parameter that refers to the schema of its value, where the generator must not see it.
pub(crate) const SCHEMA: &str = "x-wire-schema";
/// How the format of a text begins that stands for a value of a named schema.
pub(crate) const STANDS_FOR: &str = "x-wire-schema-";

const TEXT: &str = "string";

/// Gives every parameter a schema that the generator can take for its place.
///
/// Upstream filters lists by objects in the query, others send lists in paths and headers, JSON in the query, and
/// `null`. The generator panics at an object in the query, writes code that does not compile for a header or a part
/// of a path that is neither text, number nor flag, and refuses every style but the plainest. This pass lets texts
/// stand for objects in the query, which the generator is told to take for the object's type; makes texts of lists
/// and objects in paths and headers; drops `null`; and leaves the style of what goes into the query in an extension,
/// for the pass `query-values` over the generated code.
pub(super) fn apply(description: &mut Value) -> Result<usize, Refusal> {
    let named = description["components"]["schemas"].clone();
    let mut hits = 0;
    walk::operations_at(description, |place, operation| {
        let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut);
        let Some(parameters) = parameters else { return Ok(()) };
        let objects = style_of_objects(parameters, &named);
        for (index, parameter) in parameters.iter_mut().enumerate() {
            let pointer = format!("{}/{index}", member(&place.pointer, "parameters"));
            let Some(parameter) = parameter.as_object_mut() else { continue };
            if objects == "deep-object" && is_plain_object(parameter, &named) {
                parameter.insert("style".to_owned(), json!("deepObject"));
            }
            hits += usize::from(settle_parameter(&pointer, parameter, &named)?);
        }
        Ok(())
    })?;
    Ok(hits)
}

/// How objects in the query are written that say nothing of it. Alone, an object is its fields, as OpenAPI has it;
/// several in one query would not be told apart that way, and servers read names in brackets.
fn style_of_objects(parameters: &[Value], named: &Value) -> &'static str {
    let parameters = parameters.iter().filter_map(Value::as_object);
    match parameters.filter(|parameter| is_plain_object(parameter, named)).count() {
        0 | 1 => "fields",
        _ => "deep-object",
    }
}

fn is_plain_object(parameter: &Map<String, Value>, named: &Value) -> bool {
    let silent = !parameter.contains_key("style") && !parameter.contains_key("explode");
    let in_query = parameter.get("in").is_some_and(|place| place == "query");
    let schema = parameter.get("schema").map(|schema| target(schema, named));
    in_query && silent && schema.is_some_and(|schema| schema["type"] == "object")
}

fn settle_parameter(
    pointer: &str,
    parameter: &mut Map<String, Value>,
    named: &Value,
) -> Result<bool, Refusal> {
    let before = parameter.clone();
    let is_json = move_schema_out_of_content(parameter);
    let schema = parameter.entry("schema").or_insert_with(|| json!({ "type": TEXT }));
    if !schema.is_object() {
        *schema = json!({ "type": TEXT });
    }
    drop_null(schema);
    match parameter.get("in").and_then(Value::as_str) {
        Some("query") => settle_query(parameter, named, is_json),
        Some("path" | "header") => settle_plain(parameter, named),
        _ => {
            return Err(Refusal::new(
                pointer,
                "a parameter is in a path, a query, a header or a cookie",
            ));
        }
    }
    for key in ["style", "explode", "example", "examples", "allowReserved", "allowEmptyValue"] {
        parameter.remove(key);
    }
    let plain = |parameter: &Map<String, Value>| {
        let keys = ["schema", "content", STYLE];
        keys.map(|key| parameter.get(key).cloned())
    };
    Ok(plain(&before) != plain(parameter))
}

/// The schema of a parameter that is encoded in some media type, which is JSON wherever it is used.
fn move_schema_out_of_content(parameter: &mut Map<String, Value>) -> bool {
    let Some(content) = parameter.remove("content") else { return false };
    let body = content.as_object().and_then(|content| content.values().next());
    let schema = body.and_then(|body| body.get("schema")).cloned();
    parameter.insert("schema".to_owned(), schema.unwrap_or_else(|| json!({ "type": TEXT })));
    true
}

fn drop_null(schema: &mut Value) {
    let Some(object) = schema.as_object_mut() else { return };
    object.remove("nullable");
    // What stands beside a reference documents the parameter, which has a description of its own.
    if let Some([only]) = object.get("allOf").and_then(Value::as_array).map(Vec::as_slice) {
        *schema = only.clone();
    }
}

/// What a reference to a named schema leads to in the end.
fn target<'a>(schema: &'a Value, named: &'a Value) -> &'a Value {
    let mut schema = schema;
    for _ in 0..8 {
        let reference = schema["$ref"].as_str().or(schema["allOf"][0]["$ref"].as_str());
        match reference.and_then(schema_name) {
            Some(name) => schema = &named[name],
            None => break,
        }
    }
    schema
}

fn settle_plain(parameter: &mut Map<String, Value>, named: &Value) {
    let kind = target(&parameter["schema"], named)["type"].as_str().unwrap_or_default();
    let several = kind == "array";
    if matches!(kind, "array" | "object" | "") {
        parameter.insert("schema".to_owned(), json!({ "type": TEXT }));
        if several {
            let text = parameter.get("description").and_then(Value::as_str).unwrap_or_default();
            let text = format!("{text} Several are separated by commas.").trim_start().to_owned();
            parameter.insert("description".to_owned(), json!(text));
        }
    }
}

fn settle_query(parameter: &mut Map<String, Value>, named: &Value, is_json: bool) {
    let style = if is_json { "json" } else { style(parameter, named) };
    if style != "repeated" {
        parameter.insert(STYLE.to_owned(), json!(style));
    }
    let schema = &parameter["schema"];
    let is_struct = target(schema, named)["properties"].is_object();
    let name = schema["$ref"].as_str().and_then(schema_name).filter(|_| is_struct);
    if let Some(name) = name {
        let stand_in = json!({ "type": TEXT, "format": format!("{STANDS_FOR}{name}") });
        let reference = parameter.insert("schema".to_owned(), stand_in);
        parameter.insert(SCHEMA.to_owned(), json!(reference));
    }
}

fn style(parameter: &Map<String, Value>, named: &Value) -> &'static str {
    let kind = target(&parameter["schema"], named)["type"].as_str();
    let style = parameter.get("style").and_then(Value::as_str).unwrap_or("form");
    let exploded = parameter.get("explode").and_then(Value::as_bool).unwrap_or(style == "form");
    match (kind, style) {
        (_, "deepObject") => "deep-object",
        (Some("array" | "object"), "spaceDelimited") if !exploded => "spaces",
        (Some("array" | "object"), "pipeDelimited") if !exploded => "pipes",
        (Some("array" | "object"), _) if !exploded => "commas",
        (Some("object"), _) => "fields",
        _ => "repeated",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameter_after(parameter: Value) -> Value {
        let mut description = json!({
            "paths": { "/a": { "get": { "parameters": [parameter] } } },
            "components": { "schemas": {
                "Filter": { "type": "object", "properties": { "eq": { "type": "string" } } },
                "State": { "type": "string", "enum": ["a"] },
            } },
        });
        apply(&mut description).unwrap();
        description["paths"]["/a"]["get"]["parameters"][0].take()
    }

    fn refer(name: &str) -> Value {
        json!({ "$ref": format!("#/components/schemas/{name}") })
    }

    #[test]
    fn a_text_stands_for_an_object_in_the_query() {
        let parameter =
            json!({ "name": "f", "in": "query", "style": "deepObject", "schema": refer("Filter") });
        assert_eq!(
            parameter_after(parameter),
            json!({
                "name": "f", "in": "query", STYLE: "deep-object", SCHEMA: refer("Filter"),
                "schema": { "type": "string", "format": "x-wire-schema-Filter" },
            })
        );
    }

    #[test]
    fn the_style_of_lists_and_objects_is_kept() {
        let list = json!({ "type": "array", "items": { "type": "string" } });
        let object = json!({ "type": "object", "additionalProperties": { "type": "string" } });
        for (schema, style, explode, expected) in [
            (&list, "form", json!(null), json!(null)),
            (&list, "form", json!(false), json!("commas")),
            (&list, "pipeDelimited", json!(null), json!("pipes")),
            (&list, "spaceDelimited", json!(false), json!("spaces")),
            (&object, "form", json!(null), json!("fields")),
            (&object, "deepObject", json!(true), json!("deep-object")),
        ] {
            let parameter =
                json!({ "in": "query", "style": style, "explode": explode, "schema": schema });
            let after = parameter_after(parameter);
            assert_eq!(after[STYLE], expected, "{style} {explode}");
            assert_eq!(after["schema"], *schema);
        }
    }

    #[test]
    fn several_objects_in_one_query_are_told_apart() {
        let filter = |name: &str| json!({ "name": name, "in": "query", "schema": refer("Filter") });
        let mut description = json!({
            "paths": { "/a": { "get": { "parameters": [filter("a"), filter("b")] } } },
            "components": { "schemas": { "Filter": { "type": "object", "properties": {} } } },
        });
        apply(&mut description).unwrap();
        for parameter in description["paths"]["/a"]["get"]["parameters"].as_array().unwrap() {
            assert_eq!(parameter[STYLE], "deep-object");
        }
        assert_eq!(parameter_after(filter("a"))[STYLE], "fields");
    }

    #[test]
    fn json_in_the_query_is_marked() {
        let content = json!({ "application/json": { "schema": { "type": "object" } } });
        let after = parameter_after(json!({ "in": "query", "content": content }));
        assert_eq!(after, json!({ "in": "query", "schema": { "type": "object" }, STYLE: "json" }));
    }

    #[test]
    fn paths_and_headers_hold_texts_numbers_and_flags() {
        let list = json!({ "type": "array", "items": {} });
        let after =
            parameter_after(json!({ "in": "header", "schema": list, "description": "IDs." }));
        let text = json!({ "type": "string" });
        assert_eq!(after["schema"], text);
        assert_eq!(after["description"], "IDs. Several are separated by commas.");
        assert_eq!(parameter_after(json!({ "in": "path", "schema": {} }))["schema"], text);
        assert_eq!(parameter_after(json!({ "in": "path" }))["schema"], text);

        let state = parameter_after(
            json!({ "in": "path", "schema": { "allOf": [refer("State")], "nullable": true } }),
        );
        assert_eq!(state["schema"], refer("State"));
    }

    #[test]
    fn a_parameter_that_is_nowhere_is_refused() {
        let mut description =
            json!({ "paths": { "/a": { "get": { "parameters": [{ "in": "body" }] } } } });
        let refusal = apply(&mut description).unwrap_err().to_string();
        assert!(refusal.starts_with("#/paths/~1a/get/parameters/0: "), "{refusal}");
    }
}
