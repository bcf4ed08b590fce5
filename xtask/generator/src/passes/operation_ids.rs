use serde_json::Value;

use super::walk::{self, Place};
use crate::names::{Kind, Scope};

/// Gives every operation an ID of its own.
///
/// Descriptions leave `operationId` out, use one twice, or use two that differ in punctuation only; some are called
/// like a method that the client has already. The generator refuses the first two and writes code that does not
/// compile for the others. This pass makes a missing ID of method and path, and adds a number to one that is taken.
pub(super) fn apply(description: &mut Value) -> usize {
    let mut scope = Scope::new(Kind::Method);
    let mut hits = 0;
    let outcome = walk::operations_at(description, |place, operation| {
        let declared = operation.get("operationId").and_then(Value::as_str);
        let declared = declared.filter(|id| id.contains(|c: char| c.is_ascii_alphanumeric()));
        let id = scope.take(&declared.map_or_else(|| made_of(place), str::to_owned));
        if declared != Some(&id) {
            operation.insert("operationId".to_owned(), Value::from(id));
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
    use serde_json::json;

    use super::*;

    #[test]
    fn missing_repeated_and_clashing_ids_are_replaced() {
        let mut description = json!({ "paths": {
            "/a": { "get": { "operationId": "getIt" }, "put": { "operationId": "get_it" } },
            "/b/{id}": { "get": {}, "put": { "operationId": "client" }, "post": { "operationId": "getIt" } },
        } });
        assert_eq!(apply(&mut description), 4);
        let paths = &description["paths"];
        assert_eq!(paths["/a"]["get"]["operationId"], "getIt");
        assert_eq!(paths["/a"]["put"]["operationId"], "get_it-2");
        assert_eq!(paths["/b/{id}"]["get"]["operationId"], "get_b_id");
        assert_eq!(paths["/b/{id}"]["put"]["operationId"], "client-2");
        assert_eq!(paths["/b/{id}"]["post"]["operationId"], "getIt-3");
    }
}
