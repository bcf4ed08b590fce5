use serde_json::{Map, Value, json};

use super::walk;

/// The name that the generator gives to the field for further properties.
const FURTHER: &str = "extra";

/// Lets objects have fields that their description does not name, whatever they hold.
///
/// Descriptions close objects (`additionalProperties: false`), or say the type of all further fields. The generator
/// then refuses an object with a field that the server has added, or one whose further fields are not all of that
/// type, and writes a type with two fields of one name where the name that it uses for them is taken. This pass opens
/// closed objects, lets further fields of a declared type hold anything, and leaves them out where their name is
/// taken, or where nothing is said about them: they are then ignored.
pub(super) fn apply(description: &mut Value) -> usize {
    let mut hits = 0;
    walk::schemas(description, &mut |schema| hits += usize::from(open_object(schema)));
    hits
}

fn open_object(schema: &mut Map<String, Value>) -> bool {
    let properties = schema.get("properties").and_then(Value::as_object);
    let taken = properties.is_some_and(|properties| properties.contains_key(FURTHER));
    let named = properties.is_some_and(|properties| !properties.is_empty());
    match schema.get_mut("additionalProperties") {
        Some(Value::Bool(closed)) if !*closed || named => {
            schema.remove("additionalProperties");
            true
        }
        Some(Value::Object(_)) if taken => {
            schema.remove("additionalProperties");
            true
        }
        Some(further @ Value::Object(_)) if named && *further != json!({}) => {
            *further = json!({});
            true
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_open() {
        let text = json!({ "type": "string" });
        for (before, after) in [
            (json!({ "additionalProperties": false }), json!({})),
            (
                json!({ "properties": { "a": {} }, "additionalProperties": text }),
                json!({ "properties": { "a": {} }, "additionalProperties": {} }),
            ),
            (
                json!({ "properties": { "a": {} }, "additionalProperties": true }),
                json!({ "properties": { "a": {} } }),
            ),
            (
                json!({ "properties": { "extra": {} }, "additionalProperties": text }),
                json!({ "properties": { "extra": {} } }),
            ),
        ] {
            let mut description = json!({ "components": { "schemas": { "A": before } } });
            assert_eq!(apply(&mut description), 1);
            assert_eq!(description["components"]["schemas"]["A"], after);
        }
    }

    #[test]
    fn a_map_keeps_the_type_of_its_values() {
        let map = json!({ "type": "object", "additionalProperties": { "type": "string" } });
        let mut description = json!({ "components": { "schemas": { "A": map } } });
        assert_eq!(apply(&mut description), 0);
        assert_eq!(description["components"]["schemas"]["A"], map);
    }
}
