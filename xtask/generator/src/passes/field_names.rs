use serde_json::{Map, Value, json};

use super::walk;
use crate::names::{Kind, Scope};

/// The extension of a schema that says which of its properties, or of the values of its enum, go over the wire under
/// another name.
pub(crate) const WIRE_NAMES: &str = "x-wire-names";

/// Renames the fields of an object, and the values of an enum, that would have the same name in Rust.
///
/// `createdAt` and `created_at` in one object give two fields of one name, `a-b` and `a_b` in one enum two variants;
/// the generator writes code that does not compile for the first and stops at the second. This pass adds a number to
/// the later one, and leaves the true name in an extension for the pass `wire-names` over the generated code.
pub(super) fn apply(description: &mut Value) -> usize {
    let mut hits = 0;
    walk::schemas(description, &mut |schema| {
        let mut wire = Map::new();
        rename_fields(schema, &mut wire);
        rename_values(schema, &mut wire);
        if !wire.is_empty() {
            hits += wire.len();
            schema.insert(WIRE_NAMES.to_owned(), wire.into());
        }
    });
    hits
}

fn rename_fields(schema: &mut Map<String, Value>, wire: &mut Map<String, Value>) {
    let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) else {
        return;
    };
    let mut scope = Scope::new(Kind::Field);
    let mut renamed = Map::new();
    for (name, property) in std::mem::take(properties) {
        let unique = scope.take(&name);
        if unique != name {
            wire.insert(unique.clone(), json!(name));
        }
        renamed.insert(unique, property);
    }
    *properties = renamed;
    let required = schema.get_mut("required").and_then(Value::as_array_mut);
    for required in required.into_iter().flatten() {
        if let Some((unique, _)) = wire.iter().find(|(_, name)| *name == required) {
            *required = json!(unique);
        }
    }
}

fn rename_values(schema: &mut Map<String, Value>, wire: &mut Map<String, Value>) {
    let Some(values) = schema.get_mut("enum").and_then(Value::as_array_mut) else { return };
    let mut scope = Scope::new(Kind::Variant);
    for value in values {
        let Some(name) = value.as_str().map(str::to_owned) else { continue };
        let unique = scope.take(&name);
        if unique != name {
            *value = json!(unique);
            wire.insert(unique, json!(name));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clashing_fields_and_values_get_a_number() {
        let mut description = json!({ "components": { "schemas": {
            "A": { "properties": { "createdAt": {}, "created_at": {} }, "required": ["created_at"] },
            "B": { "type": "string", "enum": ["a-b", "a_b", "c"] },
        } } });
        assert_eq!(apply(&mut description), 2);
        let schemas = &description["components"]["schemas"];
        assert_eq!(
            schemas["A"],
            json!({
                "properties": { "createdAt": {}, "created_at-2": {} },
                "required": ["created_at-2"],
                "x-wire-names": { "created_at-2": "created_at" },
            })
        );
        assert_eq!(schemas["B"]["enum"], json!(["a-b", "a_b-2", "c"]));
        assert_eq!(schemas["B"]["x-wire-names"], json!({ "a_b-2": "a_b" }));
    }
}
