use serde_json::Value;

use super::walk;

/// The IDs that contain class names of the server, each with its replacement.
const NAMES: &[(&str, &str)] = &[
    ("ConfigController_getConfig", "getConfig"),
    ("HealthController_check", "checkReadiness"),
    ("HealthController_live", "checkHealth"),
];

/// Replaces operation IDs that contain class names of the server.
pub(super) fn apply(description: &mut Value) -> usize {
    let mut hits = 0;
    walk::operations(description, |operation| {
        let name = NAMES
            .iter()
            .find(|(upstream, _)| operation.get("operationId").is_some_and(|id| id == upstream));
        if let Some((_, ours)) = name {
            operation.insert("operationId".to_owned(), Value::from(*ours));
            hits += 1;
        }
    });
    hits
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn listed_operations_are_renamed() {
        let mut description = json!({ "paths": {
            "/config": { "get": { "operationId": "ConfigController_getConfig" } },
            "/snapshots": { "get": { "operationId": "getAllSnapshots" } },
        } });
        assert_eq!(apply(&mut description), 1);
        assert_eq!(description["paths"]["/config"]["get"]["operationId"], "getConfig");
        assert_eq!(description["paths"]["/snapshots"]["get"]["operationId"], "getAllSnapshots");
    }
}
