//! Reduces a description to some of its operations or schemas.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::refusal::Refusal;

/// Removes the schemas that no operation needs, if operations are selected by tags.
pub(super) fn apply(description: &mut Value, tags: &[String]) -> Result<usize, Refusal> {
    Ok(if tags.is_empty() { 0 } else { unreachable_schemas(description) })
}

/// Removes the named schemas that no operation refers to, directly or through other schemas.
pub(crate) fn unreachable_schemas(description: &mut Value) -> usize {
    let kept = closure(description, references(&description["paths"]));
    let Some(schemas) = schemas_mut(description) else { return 0 };
    let before = schemas.len();
    schemas.retain(|name, _| kept.contains(name));
    before - schemas.len()
}

/// Returns the description without operations and schemas.
pub(crate) fn only_frame(description: &Value) -> Value {
    without_operations(description, &BTreeSet::new())
}

/// Returns the description without operations, with one schema and those that it needs.
pub(crate) fn only_schema(description: &Value, name: &str) -> Value {
    without_operations(description, &closure(description, BTreeSet::from([name.to_owned()])))
}

/// Returns the description without operations, with these schemas.
fn without_operations(description: &Value, kept: &BTreeSet<String>) -> Value {
    let mut piece = without(description, "paths");
    piece["paths"] = json!({});
    if let Some(schemas) = schemas_mut(&mut piece) {
        schemas.retain(|name, _| kept.contains(name));
    }
    piece
}

/// Returns the description with one operation and the schemas that it needs.
pub(crate) fn only_operation(description: &Value, path: &str, method: &str) -> Value {
    let mut piece = without(description, "paths");
    piece["paths"] = json!({ path: { method: description["paths"][path][method] } });
    unreachable_schemas(&mut piece);
    piece
}

/// Returns the number of named schemas.
pub(crate) fn schema_count(description: &Value) -> usize {
    let schemas = description.pointer("/components/schemas").and_then(Value::as_object);
    schemas.map_or(0, Map::len)
}

fn without(description: &Value, key: &str) -> Value {
    let members = description.as_object().into_iter().flatten();
    members
        .filter(|(name, _)| *name != key)
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

fn schemas_mut(description: &mut Value) -> Option<&mut Map<String, Value>> {
    description.pointer_mut("/components/schemas").and_then(Value::as_object_mut)
}

/// Returns the names of these schemas and of all schemas that they refer to.
fn closure(description: &Value, roots: BTreeSet<String>) -> BTreeSet<String> {
    let schemas = &description["components"]["schemas"];
    let mut reached = BTreeSet::new();
    let mut open: Vec<String> = roots.into_iter().collect();
    while let Some(name) = open.pop() {
        if !reached.contains(&name) {
            open.extend(references(&schemas[&name]));
            reached.insert(name);
        }
    }
    reached
}

/// Returns the names of the schemas that any part of a value refers to.
fn references(value: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    collect(value, &mut found);
    found
}

fn collect(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            let reference = object.get("$ref").and_then(Value::as_str);
            found.extend(reference.and_then(schema_name).map(str::to_owned));
            object.values().for_each(|value| collect(value, found));
        }
        Value::Array(values) => values.iter().for_each(|value| collect(value, found)),
        _ => {}
    }
}

/// Returns the name of the schema that a reference leads to.
pub(crate) fn schema_name(reference: &str) -> Option<&str> {
    reference.strip_prefix("#/components/schemas/").filter(|name| !name.contains('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refer(name: &str) -> Value {
        json!({ "$ref": format!("#/components/schemas/{name}") })
    }

    fn description() -> Value {
        json!({
            "openapi": "3.0.0",
            "paths": { "/a": { "get": { "schema": refer("A") }, "put": { "schema": refer("C") } } },
            "components": { "schemas": {
                "A": { "properties": { "b": refer("B") } },
                "B": { "items": refer("A") },
                "C": {}, "D": refer("C"),
            } },
        })
    }

    fn names(description: &Value) -> Vec<&String> {
        description["components"]["schemas"].as_object().unwrap().keys().collect()
    }

    #[test]
    fn schemas_without_operations_are_removed_and_cycles_end() {
        let mut description = description();
        assert_eq!(unreachable_schemas(&mut description), 1);
        assert_eq!(names(&description), ["A", "B", "C"]);
    }

    #[test]
    fn operation_keeps_the_schemas_that_it_needs() {
        let piece = only_operation(&description(), "/a", "get");
        assert_eq!(names(&piece), ["A", "B"]);
        assert_eq!(piece["paths"]["/a"].as_object().unwrap().len(), 1);
        assert_eq!(piece["openapi"], "3.0.0");
    }

    #[test]
    fn schema_keeps_the_schemas_that_it_needs() {
        let piece = only_schema(&description(), "D");
        assert_eq!(names(&piece), ["C", "D"]);
        assert_eq!(piece["paths"], json!({}));
    }
}
