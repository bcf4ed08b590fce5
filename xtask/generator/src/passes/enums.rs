use serde_json::{Map, Value};

use super::walk;

/// Removes repeated values from enums. The toolbox API lists some values twice, and the generator fails for them.
pub(super) fn apply(description: &mut Value) -> usize {
    let mut hits = 0;
    walk::schemas(description, &mut |schema| hits += usize::from(remove_repetitions(schema)));
    hits
}

fn remove_repetitions(schema: &mut Map<String, Value>) -> bool {
    let Some(values) = schema.get_mut("enum").and_then(Value::as_array_mut) else { return false };
    let before = values.len();
    let mut seen: Vec<Value> = Vec::new();
    values.retain(|value| {
        let new = !seen.contains(value);
        seen.push(value.clone());
        new
    });
    values.len() < before
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_value_is_listed_once_in_the_given_order() {
        for (before, after, hits) in [
            (json!(["b", "a", "b", "b"]), json!(["b", "a"]), 1),
            (json!(["b", "a"]), json!(["b", "a"]), 0),
        ] {
            let mut description =
                json!({ "components": { "schemas": { "A": { "enum": before } } } });
            assert_eq!(apply(&mut description), hits);
            assert_eq!(description["components"]["schemas"]["A"]["enum"], after);
        }
    }
}
