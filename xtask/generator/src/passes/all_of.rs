use serde_json::{Map, Value, json};

use super::{prune::schema_name, walk};
use crate::refusal::Refusal;

/// What may stand beside an `allOf` of one reference without making it more than that.
const BESIDE_A_REFERENCE: &[&str] = &["allOf", "deprecated", "description", "nullable", "type"];

/// Merges the parts of an `allOf` into one schema.
///
/// Upstream uses it for references that something stands beside, which the generator understands and which stay as
/// they are; elsewhere it is inheritance. There the generator's own merging stops at many combinations, and makes
/// others a type that nothing can be. This pass takes the fields of all parts, the later ones and the schema's own
/// winning, and refuses parts of different types and parts that contain themselves.
pub(super) fn apply(description: &mut Value) -> Result<usize, Refusal> {
    let original = description["components"]["schemas"].clone();
    let mut hits = 0;
    walk::schemas_at(description, &mut |pointer, schema| {
        if is_reference(schema) {
            // The type is that of what the reference leads to.
            hits += usize::from(schema.remove("type").is_some());
        } else if schema.contains_key("allOf") {
            *schema = merged(pointer, schema, &original, &mut Vec::new())?;
            hits += 1;
        }
        Ok(())
    })?;
    Ok(hits)
}

fn is_reference(schema: &Map<String, Value>) -> bool {
    let parts = schema.get("allOf").and_then(Value::as_array);
    let of_one = parts.is_some_and(|parts| parts.len() == 1 && parts[0].get("$ref").is_some());
    of_one && schema.keys().all(|key| BESIDE_A_REFERENCE.contains(&key.as_str()))
}

/// The schema with all its parts in it; `open` are the names of the schemas that are being merged already.
fn merged(
    pointer: &str,
    schema: &Map<String, Value>,
    original: &Value,
    open: &mut Vec<String>,
) -> Result<Map<String, Value>, Refusal> {
    let mut whole = Map::new();
    for part in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
        let part = resolved(pointer, part, original, open)?;
        add(pointer, &mut whole, part)?;
    }
    // A part may be nullable only where the whole says so.
    whole.remove("nullable");
    let own = schema.iter().filter(|(key, _)| *key != "allOf");
    add(pointer, &mut whole, own.map(|(key, value)| (key.clone(), value.clone())).collect())?;
    Ok(whole)
}

fn resolved(
    pointer: &str,
    part: &Value,
    original: &Value,
    open: &mut Vec<String>,
) -> Result<Map<String, Value>, Refusal> {
    let Some(part) = part.as_object() else {
        return Err(Refusal::new(pointer, "a part of `allOf` is no schema"));
    };
    let Some(name) = part.get("$ref").and_then(Value::as_str).and_then(schema_name) else {
        return merged(pointer, part, original, open);
    };
    if open.iter().any(|open| open == name) {
        return Err(Refusal::new(pointer, format!("the schema `{name}` is a part of itself")));
    }
    let Some(target) = original[name].as_object() else {
        return Err(Refusal::new(pointer, format!("there is no schema `{name}`")));
    };
    open.push(name.to_owned());
    let reference = json!({ "allOf": [{ "$ref": target.get("$ref") }] });
    let target = if target.contains_key("$ref") { reference.as_object() } else { Some(target) };
    let mut whole = merged(pointer, target.unwrap_or(part), original, open)?;
    open.pop();
    // A base type lists its heirs as alternatives; an heir is not a choice of heirs.
    for key in ["anyOf", "oneOf", "description", "deprecated"] {
        whole.remove(key);
    }
    Ok(whole)
}

/// Adds a part to the whole.
fn add(
    pointer: &str,
    whole: &mut Map<String, Value>,
    part: Map<String, Value>,
) -> Result<(), Refusal> {
    for (key, value) in part {
        match (key.as_str(), whole.get_mut(&key)) {
            ("properties", Some(Value::Object(properties))) => {
                properties.extend(value.as_object().cloned().unwrap_or_default());
            }
            ("required", Some(Value::Array(required))) => {
                let new = value.as_array().into_iter().flatten();
                let new: Vec<Value> =
                    new.filter(|name| !required.contains(name)).cloned().collect();
                required.extend(new);
            }
            ("type", Some(kind)) if *kind != value => {
                let reason = format!("`allOf` asks for {kind} and {value} at once");
                return Err(Refusal::new(pointer, reason));
            }
            _ => {
                whole.insert(key, value);
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refer(name: &str) -> Value {
        json!({ "$ref": format!("#/components/schemas/{name}") })
    }

    fn applied(schemas: Value) -> Result<Value, Refusal> {
        let mut description = json!({ "components": { "schemas": schemas } });
        apply(&mut description).map(|_| description["components"]["schemas"].take())
    }

    #[test]
    fn an_heir_has_the_fields_of_its_base_and_its_own() {
        let schemas = applied(json!({
            "Root": { "type": "object", "properties": { "id": { "type": "string" } }, "required": ["id"] },
            "Base": { "allOf": [refer("Root")], "properties": { "kind": { "type": "string" } } },
            "Heir": { "description": "An heir.", "allOf": [
                refer("Base"),
                { "type": "object", "properties": { "kind": { "type": "integer" } }, "required": ["kind", "id"] },
            ] },
        }))
        .unwrap();
        assert_eq!(
            schemas["Heir"],
            json!({
                "description": "An heir.", "type": "object", "required": ["id", "kind"],
                "properties": { "id": { "type": "string" }, "kind": { "type": "integer" } },
            })
        );
    }

    #[test]
    fn one_reference_stays_a_reference() {
        let field = json!({ "allOf": [refer("A")], "nullable": true, "description": "d" });
        let schemas = json!({ "A": { "type": "string" }, "B": { "properties": { "a": field } } });
        assert_eq!(applied(schemas.clone()), Ok(schemas));

        let typed = json!({ "A": {}, "B": { "type": "object", "allOf": [refer("A")] } });
        assert_eq!(applied(typed).unwrap()["B"], json!({ "allOf": [refer("A")] }));
    }

    #[test]
    fn an_heir_among_the_alternatives_of_its_base_is_no_circle() {
        let schemas = applied(json!({
            "Base": { "type": "object", "properties": { "id": {} }, "oneOf": [refer("Heir")] },
            "Heir": { "allOf": [refer("Base"), { "properties": { "more": {} } }] },
        }))
        .unwrap();
        let expected = json!({ "type": "object", "properties": { "id": {}, "more": {} } });
        assert_eq!(schemas["Heir"], expected);
    }

    #[test]
    fn parts_that_cannot_be_one_are_refused() {
        for (parts, reason) in [
            (json!([{ "type": "string" }, { "type": "object" }]), "at once"),
            (json!([refer("A"), {}]), "a part of itself"),
        ] {
            let refusal = applied(json!({ "A": { "allOf": parts } })).unwrap_err().to_string();
            assert!(refusal.starts_with("#/components/schemas/A: "), "{refusal}");
            assert!(refusal.contains(reason), "{refusal}");
        }
    }
}
