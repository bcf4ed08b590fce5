use serde_json::Value;

/// Required fields that older servers do not send, by schema. Fields of requests are not listed, because the newest
/// server decides about them.
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
            // They have a value only if the organization is suspended.
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

/// Makes required fields optional that older servers do not send.
///
/// Two dozen fields became required in one year. An answer of an older server lacks them, and would fail to decode.
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
    fn storage_region_becomes_optional() {
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
