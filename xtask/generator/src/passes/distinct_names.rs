use serde_json::{Map, Value};

use super::walk;
use crate::{
    names::{Kind, Scope},
    refusal::{Refusal, member},
};

/// Refuses two names with one Rust name, and names that generated code uses itself.
///
/// The generator merges two schemas with one Rust name into one type, and drops one of two parameters. In other cases it
/// writes code that does not compile.
pub(super) fn check(description: &mut Value) -> Result<(), Refusal> {
    let mut types = Scope::new(Kind::Type);
    let schemas = description["components"]["schemas"].as_object();
    for name in schemas.into_iter().flat_map(Map::keys) {
        let pointer = member("#/components/schemas", name);
        if !name.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c)) {
            let reason = "the name of a schema is supported if it has letters, digits, `_`, `-` and `.` alone";
            return Err(Refusal::new(pointer, reason));
        }
        types.take(&pointer, name)?;
    }
    walk::schemas_at(description, &mut |pointer, schema| {
        let mut fields = Scope::new(Kind::Field);
        let pointer_to_fields = member(pointer, "properties");
        let properties = schema.get("properties").and_then(Value::as_object);
        for name in properties.into_iter().flat_map(Map::keys) {
            fields.take(&member(&pointer_to_fields, name), name)?;
        }
        let mut variants = Scope::new(Kind::Variant);
        let values = schema.get("enum").and_then(Value::as_array).into_iter().flatten();
        values.filter_map(Value::as_str).try_for_each(|name| variants.take(pointer, name))
    })?;
    let mut methods = Scope::new(Kind::Method);
    walk::operations_at(description, |place, operation| {
        let id = operation.get("operationId").and_then(Value::as_str).unwrap_or_default();
        methods.take(&member(&place.pointer, "operationId"), id)?;
        let mut names = Scope::new(Kind::Parameter);
        let parameters = operation.get("parameters").and_then(Value::as_array);
        for (index, parameter) in parameters.into_iter().flatten().enumerate() {
            let pointer = format!("{}/parameters/{index}", place.pointer);
            names.take(&pointer, parameter["name"].as_str().unwrap_or_default())?;
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_that_clash_in_rust_or_are_taken_are_refused() {
        let get = |operation: Value| json!({ "/a/{id}": { "get": operation } });
        let same = json!({ "/a": { "get": { "operationId": "getIt" } }, "/b": { "put": { "operationId": "get_it" } } });
        let parameters = json!({ "operationId": "get", "parameters": [
            { "name": "id", "in": "path" }, { "name": "id", "in": "query" },
        ] });
        let taken =
            json!({ "operationId": "get", "parameters": [{ "name": "send", "in": "query" }] });
        for (paths, schemas, pointer) in [
            (
                json!({}),
                json!({ "SnapshotState": {}, "Snapshot_State": {} }),
                "#/components/schemas/Snapshot_State",
            ),
            (json!({}), json!({ "Option": {} }), "#/components/schemas/Option"),
            (json!({}), json!({ "a/b": {} }), "#/components/schemas/a~1b"),
            (
                json!({}),
                json!({ "A": { "properties": { "createdAt": {}, "created_at": {} } } }),
                "#/components/schemas/A/properties/created_at",
            ),
            (json!({}), json!({ "A": { "enum": ["a-b", "a_b"] } }), "#/components/schemas/A"),
            (same, json!({}), "#/paths/~1b/put/operationId"),
            (
                get(json!({ "operationId": "client" })),
                json!({}),
                "#/paths/~1a~1{id}/get/operationId",
            ),
            (get(parameters), json!({}), "#/paths/~1a~1{id}/get/parameters/1"),
            (get(taken), json!({}), "#/paths/~1a~1{id}/get/parameters/0"),
        ] {
            let mut description = json!({ "paths": paths, "components": { "schemas": schemas } });
            let refusal = check(&mut description).err().map(|refusal| refusal.to_string());
            let names_the_place = refusal
                .as_ref()
                .is_some_and(|refusal| refusal.starts_with(&format!("{pointer}: ")));
            assert!(names_the_place, "{pointer}: {refusal:?}");
        }
    }

    #[test]
    fn same_name_in_two_scopes_is_accepted() {
        let operation = |id: &str| json!({ "operationId": id, "parameters": [{ "name": "id", "in": "query" }] });
        let mut description = json!({
            "paths": { "/a": { "get": operation("list"), "put": operation("set") } },
            "components": { "schemas": {
                "List": { "properties": { "id": {}, "name": {} } }, "B": { "properties": { "id": {} } },
            } },
        });
        assert_eq!(check(&mut description), Ok(()));
    }
}
