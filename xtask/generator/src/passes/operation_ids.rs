use serde_json::{Value, json};

use super::walk::{self, Place};

/// Adds missing operation IDs from method and path. The analytics API has none, and the generator requires them.
pub(super) fn apply(description: &mut Value) -> usize {
    let mut hits = 0;
    let outcome = walk::operations_at(description, |place, operation| {
        if !operation.contains_key("operationId") {
            operation.insert("operationId".to_owned(), json!(made_of(place)));
            hits += 1;
        }
        Ok(())
    });
    debug_assert!(outcome.is_ok(), "nothing was refused");
    hits
}

fn made_of(place: &Place<'_>) -> String {
    let words =
        place.path.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let words: Vec<&str> = std::iter::once(place.method).chain(words).collect();
    words.join("_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_ids_are_added_and_others_stay() {
        let mut description = json!({ "paths": {
            "/a": { "get": { "operationId": "getIt" } },
            "/b/{id}/c": { "get": {}, "put": {} },
        } });
        assert_eq!(apply(&mut description), 2);
        let paths = &description["paths"];
        assert_eq!(paths["/a"]["get"]["operationId"], "getIt");
        assert_eq!(paths["/b/{id}/c"]["get"]["operationId"], "get_b_id_c");
        assert_eq!(paths["/b/{id}/c"]["put"]["operationId"], "put_b_id_c");
    }
}
