use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::prune::schema_name;
use crate::names::{Kind, Scope, type_name};

/// Renames schemas whose Rust names clash, or whose names cannot be followed.
///
/// `Snapshot_State` and `SnapshotState` give one Rust type, of which the generator silently takes the first for both;
/// a schema called `Option` or `Result` takes the place of what generated code means by that; and the generator reads
/// the name in a reference from its last slash on. This pass adds a number to a name that is taken, writes names with
/// anything but letters, digits, `_`, `-` and `.` in them as Rust would, and changes the references to them.
pub(super) fn apply(description: &mut Value) -> usize {
    let Some(schemas) = description.pointer_mut("/components/schemas") else { return 0 };
    let Some(schemas) = schemas.as_object_mut() else { return 0 };
    let mut scope = Scope::new(Kind::Type);
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
    let renamed: BTreeMap<String, String> = schemas
        .keys()
        .map(|name| {
            let readable = if name.chars().all(plain) { name.clone() } else { type_name(name) };
            (name.clone(), scope.take(&readable))
        })
        .filter(|(before, after)| before != after)
        .collect();
    if renamed.is_empty() {
        return 0;
    }
    let rename = |name: String| renamed.get(&name).cloned().unwrap_or(name);
    *schemas = std::mem::take(schemas)
        .into_iter()
        .map(|(name, schema)| (rename(name), schema))
        .collect::<Map<_, _>>();
    follow(description, &renamed);
    renamed.len()
}

fn follow(value: &mut Value, renamed: &BTreeMap<String, String>) {
    match value {
        Value::Object(object) => {
            let reference = object.get("$ref").and_then(Value::as_str);
            let name = reference.and_then(|reference| {
                // A name with a slash in it is one all the same: no reference leads further.
                let name = reference.strip_prefix("#/components/schemas/");
                schema_name(reference).or(name)
            });
            if let Some(name) = name.and_then(|name| renamed.get(name)) {
                let reference = json!(format!("#/components/schemas/{name}"));
                object.insert("$ref".to_owned(), reference);
            }
            object.values_mut().for_each(|value| follow(value, renamed));
        }
        Value::Array(values) => values.iter_mut().for_each(|value| follow(value, renamed)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clashing_and_taken_names_change_with_the_references_to_them() {
        let refer = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
        let mut description = json!({ "paths": {}, "components": { "schemas": {
            "Option": {}, "SnapshotState": {}, "Snapshot_State": {}, "a/b": {},
            "User": { "properties": {
                "a": refer("Snapshot_State"), "b": refer("SnapshotState"), "c": refer("a/b"), "d": refer("Option"),
            } },
        } } });
        assert_eq!(apply(&mut description), 3);
        let schemas = description["components"]["schemas"].as_object().unwrap();
        let names: Vec<&String> = schemas.keys().collect();
        assert_eq!(names, ["AB", "Option-2", "SnapshotState", "Snapshot_State-2", "User"]);
        let properties = &schemas["User"]["properties"];
        assert_eq!(properties["a"], refer("Snapshot_State-2"));
        assert_eq!(properties["b"], refer("SnapshotState"));
        assert_eq!(properties["c"], refer("AB"));
        assert_eq!(properties["d"], refer("Option-2"));
    }
}
