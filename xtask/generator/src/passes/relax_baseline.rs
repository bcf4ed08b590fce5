use serde_json::Value;

/// Required fields that servers still in use leave out, by schema. Only of what servers answer: what they ask for is
/// for the newest one to say.
const MISSING_FROM_OLDER_SERVERS: &[(&str, &[&str])] = &[
    ("ApiKeyList", &["userId"]),
    ("BuildInfo", &["snapshotRef"]),
    (
        "Organization",
        &[
            "experimentalConfig",
            "maxSecretsPerSandbox",
            "previewWarningEnabled",
            "sandboxLimitedNetworkEgress",
            "secretQuota",
            "snapshotDeactivationTimeoutMinutes",
            "ssoEnabled",
            // Of no meaning unless an organization is suspended, and `null` then at best.
            "suspendedAt",
            "suspendedUntil",
            "suspensionCleanupGracePeriodHours",
            "suspensionReason",
        ],
    ),
    ("PortPreviewUrl", &["sandboxId"]),
    ("RegionUsageOverview", &["currentGpuUsage", "sandboxClass", "totalGpuQuota"]),
    ("Runner", &["apiVersion", "name", "runnerClass", "tags"]),
    ("Sandbox", &["name", "networkBlockAll", "toolboxProxyUrl"]),
    ("StorageAccessDto", &["region"]),
    ("User", &["emailVerified"]),
];

/// Makes the fields optional that the description requires, but that older servers do not know.
///
/// A description says what the newest server does. In the course of a year two dozen fields became required; an
/// answer of an older server lacks them, and would not decode.
pub(super) fn apply(description: &mut Value) -> usize {
    let mut hits = 0;
    for (schema, fields) in MISSING_FROM_OLDER_SERVERS {
        let required = description.pointer_mut(&format!("/components/schemas/{schema}/required"));
        if let Some(required) = required.and_then(Value::as_array_mut) {
            let before = required.len();
            required.retain(|name| !fields.iter().any(|field| name == field));
            hits += before - required.len();
        }
    }
    hits
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_storage_region_becomes_optional() {
        let access = json!({ "required": ["bucket", "region"] });
        let mut description =
            json!({ "components": { "schemas": { "StorageAccessDto": access } } });
        assert_eq!(apply(&mut description), 1);
        assert_eq!(
            description["components"]["schemas"]["StorageAccessDto"]["required"],
            json!(["bucket"])
        );
    }
}
