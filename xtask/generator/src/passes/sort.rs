use serde_json::{Map, Value};

/// Sorts the members of every object by name. The order of a description then does not change the bindings, and the diff
/// of a change to them can be reviewed.
pub(super) fn apply(description: &mut Value) -> usize {
    match description {
        Value::Object(object) => {
            let mut members: Vec<(String, Value)> = std::mem::take(object).into_iter().collect();
            members.sort_by(|(left, _), (right, _)| left.cmp(right));
            let inner: usize = members.iter_mut().map(|(_, value)| apply(value)).sum();
            *object = members.into_iter().collect::<Map<_, _>>();
            inner + 1
        }
        Value::Array(values) => values.iter_mut().map(apply).sum(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_sorted_at_every_depth() {
        let mut description: Value =
            serde_json::from_str(r#"{"b":[{"d":1,"c":2}],"a":3}"#).unwrap();
        assert_eq!(apply(&mut description), 2);
        assert_eq!(description.to_string(), r#"{"a":3,"b":[{"c":2,"d":1}]}"#);
    }
}
