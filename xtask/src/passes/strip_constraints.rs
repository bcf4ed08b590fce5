use serde_json::Value;

use super::walk;

/// What a schema can say about a value beyond its type.
const CONSTRAINTS: &[&str] = &[
    "default",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "maxItems",
    "maxLength",
    "maximum",
    "minItems",
    "minLength",
    "minimum",
    "multipleOf",
    "pattern",
    "uniqueItems",
];

/// Removes bounds, patterns and defaults from every schema. They bind the server, which checks them and may change
/// them; a generated type that enforced them would refuse to decode what a newer server sends.
pub(super) fn apply(description: &mut Value) -> usize {
    let mut hits = 0;
    walk::schemas(description, &mut |schema| {
        let before = schema.len();
        schema.retain(|key, _| !CONSTRAINTS.contains(&key.as_str()));
        hits += before - schema.len();
    });
    hits
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn constraints_go_and_fields_of_the_same_name_stay() {
        let mut description = json!({ "paths": {}, "components": { "schemas": { "A": {
            "properties": { "default": { "type": "string", "maxLength": 3, "pattern": "a+" } },
        } } } });
        assert_eq!(apply(&mut description), 2);
        assert_eq!(
            description["components"]["schemas"]["A"]["properties"],
            json!({ "default": { "type": "string" } })
        );
    }
}
