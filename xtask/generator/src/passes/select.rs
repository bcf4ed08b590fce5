use std::collections::BTreeSet;

use serde_json::Value;

use super::walk::{self, METHODS};
use crate::refusal::Refusal;

/// Removes the operations without one of these tags. Without tags, every operation stays.
///
/// Upstream describes the whole service, including administration. Most programs call a part of it, and every operation
/// takes time to compile.
pub(super) fn apply(description: &mut Value, tags: &[String]) -> Result<usize, Refusal> {
    if tags.is_empty() {
        return Ok(0);
    }
    let known = known_tags(description);
    if let Some(unknown) = tags.iter().find(|tag| !known.contains(*tag)) {
        let known: Vec<String> = known.into_iter().collect();
        return Err(Refusal::new(
            "#/paths",
            format!("no operation has the tag `{unknown}`; the tags are: {}", known.join(", ")),
        ));
    }
    let wanted = |operation: &Value| {
        let mut own = operation["tags"].as_array().into_iter().flatten();
        own.any(|tag| tags.iter().any(|wanted| tag == wanted))
    };
    let mut hits = 0;
    if let Some(paths) = description["paths"].as_object_mut() {
        for item in paths.values_mut().filter_map(Value::as_object_mut) {
            let before = item.len();
            item.retain(|key, value| !METHODS.contains(&key.as_str()) || wanted(value));
            hits += before - item.len();
        }
        paths.retain(|_, item| METHODS.iter().any(|method| item.get(method).is_some()));
    }
    Ok(hits)
}

fn known_tags(description: &mut Value) -> BTreeSet<String> {
    let mut known = BTreeSet::new();
    walk::operations(description, |operation| {
        let tags = operation.get("tags").and_then(Value::as_array).into_iter().flatten();
        known.extend(tags.filter_map(Value::as_str).map(str::to_owned));
    });
    known
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn description() -> Value {
        json!({ "paths": {
            "/a": { "parameters": [], "get": { "tags": ["one"] }, "put": { "tags": ["two"] } },
            "/b": { "get": { "tags": ["two", "three"] }, "post": {} },
        } })
    }

    #[test]
    fn operations_of_other_tags_and_empty_paths_are_removed() {
        let mut description = description();
        assert_eq!(apply(&mut description, &["one".to_owned()]), Ok(3));
        let expected = json!({ "/a": { "parameters": [], "get": { "tags": ["one"] } } });
        assert_eq!(description["paths"], expected);
    }

    #[test]
    fn every_operation_stays_without_tags() {
        let mut description = description();
        assert_eq!(apply(&mut description, &[]), Ok(0));
        assert_eq!(description, self::description());
    }

    #[test]
    fn unknown_tag_is_refused_with_the_known_ones() {
        let refusal = apply(&mut description(), &["on".to_owned()]).unwrap_err().to_string();
        assert!(refusal.contains("`on`") && refusal.contains("one, three, two"), "{refusal}");
    }
}
