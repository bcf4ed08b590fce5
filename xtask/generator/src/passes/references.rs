use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{prune::schema_name, walk};
use crate::refusal::{Refusal, member};

/// How many references may lead to one another; beyond that they lead in a circle.
const LONGEST_CHAIN: usize = 32;

/// Resolves references to anything but named schemas, and checks the latter.
///
/// Descriptions share parameters, bodies, responses and whole paths by reference, and point into the middle of other
/// schemas. The generator panics at a reference to a path, at one that leads nowhere and at one into another file,
/// and takes a reference into the middle of a schema for a name. This pass puts a copy in place of each reference
/// that is not to a schema, gives a schema that was pointed at where it stood a name of its own, and refuses what
/// leads nowhere or in a circle.
pub(super) fn apply(description: &mut Value) -> Result<usize, Refusal> {
    let original = description.clone();
    let mut hits = resolve_paths(description, &original)?;
    hits += resolve_parts(description, &original)?;
    let mut named_here = BTreeMap::new();
    walk::schemas_at(description, &mut |pointer, schema| {
        hits += usize::from(resolve_schema(pointer, schema, &original, &mut named_here)?);
        Ok(())
    })?;
    for (name, schema) in named_here.into_values() {
        description["components"]["schemas"][name] = schema;
    }
    refuse_circles(description)?;
    Ok(hits)
}

fn resolve_paths(description: &mut Value, original: &Value) -> Result<usize, Refusal> {
    let mut hits = 0;
    let paths = description["paths"].as_object_mut();
    for (path, item) in paths.into_iter().flatten() {
        hits += resolve_in_place(&member("#/paths", path), item, original)?;
    }
    Ok(hits)
}

fn resolve_parts(description: &mut Value, original: &Value) -> Result<usize, Refusal> {
    let mut hits = 0;
    let paths = description["paths"].as_object_mut();
    for (path, item) in paths.into_iter().flatten() {
        let pointer = member("#/paths", path);
        hits += resolve_list(&pointer, item.get_mut("parameters"), original)?;
        for method in walk::METHODS {
            let Some(operation) = item.get_mut(method) else { continue };
            let pointer = member(&pointer, method);
            hits += resolve_list(&pointer, operation.get_mut("parameters"), original)?;
            if let Some(body) = operation.get_mut("requestBody") {
                hits += resolve_in_place(&member(&pointer, "requestBody"), body, original)?;
            }
            let responses = operation.get_mut("responses").and_then(Value::as_object_mut);
            for (status, response) in responses.into_iter().flatten() {
                let pointer = member(&member(&pointer, "responses"), status);
                hits += resolve_in_place(&pointer, response, original)?;
            }
        }
    }
    Ok(hits)
}

fn resolve_list(
    pointer: &str,
    list: Option<&mut Value>,
    original: &Value,
) -> Result<usize, Refusal> {
    let mut hits = 0;
    let list = list.and_then(Value::as_array_mut);
    for (index, value) in list.into_iter().flatten().enumerate() {
        hits += resolve_in_place(&format!("{pointer}/parameters/{index}"), value, original)?;
    }
    Ok(hits)
}

/// Replaces a reference by what it leads to.
fn resolve_in_place(pointer: &str, value: &mut Value, original: &Value) -> Result<usize, Refusal> {
    let mut hits = 0;
    while let Some(reference) = value.get("$ref") {
        if hits == LONGEST_CHAIN {
            return Err(Refusal::new(pointer, "the references lead in a circle"));
        }
        *value = target(pointer, reference, original)?.clone();
        hits += 1;
    }
    Ok(hits)
}

fn target<'a>(pointer: &str, reference: &Value, original: &'a Value) -> Result<&'a Value, Refusal> {
    let Some(reference) = reference.as_str() else {
        return Err(Refusal::new(pointer, "a reference is a text"));
    };
    let Some(fragment) = reference.strip_prefix('#') else {
        return Err(Refusal::new(
            pointer,
            format!("`{reference}` is in another file: bundle the description into one file first"),
        ));
    };
    original
        .pointer(&decoded(fragment))
        .ok_or_else(|| Refusal::new(pointer, format!("`{reference}` leads nowhere")))
}

/// Decodes the percent-encoding of a URI fragment.
fn decoded(fragment: &str) -> String {
    let mut bytes = Vec::with_capacity(fragment.len());
    let mut rest = fragment.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let code = tail.get(..2).and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) if *first == b'%' => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Checks a reference to a schema. If it leads to where a schema stands, and not to a named one, `named_here` gets
/// the schema with a name for it.
fn resolve_schema(
    pointer: &str,
    schema: &mut Map<String, Value>,
    original: &Value,
    named_here: &mut BTreeMap<String, (String, Value)>,
) -> Result<bool, Refusal> {
    let Some(reference) = schema.get("$ref") else { return Ok(false) };
    let target = target(pointer, reference, original)?;
    let text = reference.as_str().unwrap_or_default().to_owned();
    if schema_name(&text).is_some() {
        return Ok(false);
    }
    let plain = decoded(&text);
    let name = match plain.strip_prefix("#/components/schemas/") {
        // A slash or a tilde in the name of a named schema.
        Some(name) if !name.contains('/') => name.replace("~1", "/").replace("~0", "~"),
        _ => {
            let steps = plain.trim_start_matches("#/").replace("~1", "/").replace('/', "-");
            let name = format!("at-{steps}");
            named_here.entry(plain).or_insert_with(|| (name.clone(), target.clone()));
            name
        }
    };
    schema.insert("$ref".to_owned(), json!(format!("#/components/schemas/{name}")));
    Ok(true)
}

/// Refuses schemas that are nothing but one another.
fn refuse_circles(description: &Value) -> Result<(), Refusal> {
    let schemas = &description["components"]["schemas"];
    for name in schemas.as_object().into_iter().flat_map(Map::keys) {
        let mut current = name.as_str();
        for _ in 0..LONGEST_CHAIN {
            match only_name(&schemas[current]) {
                Some(next) if next == name => {
                    let pointer = member("#/components/schemas", name);
                    return Err(Refusal::new(pointer, "the references lead in a circle"));
                }
                Some(next) => current = next,
                None => break,
            }
        }
    }
    Ok(())
}

/// The named schema that a schema is nothing but.
fn only_name(schema: &Value) -> Option<&str> {
    let parts = ["allOf", "anyOf", "oneOf"].into_iter().filter_map(|key| schema[key].as_array());
    let mut only = parts.filter(|parts| parts.len() == 1).map(|parts| &parts[0]);
    let reference = schema["$ref"].as_str().or_else(|| only.next()?["$ref"].as_str());
    reference.and_then(schema_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_parts_are_copied_to_where_they_are_used() {
        let mut description = json!({
            "paths": {
                "/a": { "get": {
                    "parameters": [{ "$ref": "#/components/parameters/Page" }],
                    "requestBody": { "$ref": "#/components/requestBodies/Body" },
                    "responses": { "404": { "$ref": "#/components/responses/Gone" } },
                } },
                "/b": { "$ref": "#/paths/~1a" },
            },
            "components": {
                "parameters": { "Page": { "name": "page" } },
                "requestBodies": { "Body": { "$ref": "#/components/requestBodies/Other" }, "Other": { "content": {} } },
                "responses": { "Gone": { "description": "gone" } },
            },
        });
        // Four in each of the two operations, and the path itself.
        assert_eq!(apply(&mut description), Ok(9));
        let expected = json!({
            "parameters": [{ "name": "page" }],
            "requestBody": { "content": {} },
            "responses": { "404": { "description": "gone" } },
        });
        assert_eq!(description["paths"]["/a"]["get"], expected);
        assert_eq!(description["paths"]["/b"]["get"], expected);
    }

    #[test]
    fn a_schema_pointed_at_where_it_stands_gets_a_name() {
        let mut description = json!({ "paths": {}, "components": { "schemas": {
            "A": { "properties": { "state": { "type": "string" } } },
            "B": { "properties": { "state": { "$ref": "#/components/schemas/A/properties/state" } } },
            "C": { "properties": { "a": { "$ref": "#/components/schemas/A" } } },
        } } });
        assert_eq!(apply(&mut description), Ok(1));
        let schemas = &description["components"]["schemas"];
        let name = "at-components-schemas-A-properties-state";
        assert_eq!(schemas[name], json!({ "type": "string" }));
        assert_eq!(
            schemas["B"]["properties"]["state"]["$ref"],
            format!("#/components/schemas/{name}")
        );
    }

    #[test]
    fn references_that_lead_nowhere_elsewhere_or_in_a_circle_are_refused() {
        for (schema, reason) in [
            (json!({ "$ref": "#/components/schemas/None" }), "leads nowhere"),
            (json!({ "$ref": "other.yaml#/A" }), "another file"),
            (json!({ "$ref": "#/components/schemas/A" }), "circle"),
            (json!({ "allOf": [{ "$ref": "#/components/schemas/A" }] }), "circle"),
        ] {
            let mut description =
                json!({ "paths": {}, "components": { "schemas": { "A": schema } } });
            let refusal = apply(&mut description).unwrap_err().to_string();
            assert!(refusal.starts_with("#/components/schemas/A: "), "{refusal}");
            assert!(refusal.contains(reason), "{refusal}");
        }
    }
}
