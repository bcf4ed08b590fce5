//! Decodes answers of current, older and newer servers.

use daytona_api::types::{
    BuildInfo, DaytonaConfiguration, GpuType, PaginatedSnapshots, Region, SandboxClass,
    SnapshotDto, SnapshotState, StorageAccessDto,
};
use serde_json::{Value, json};

use crate::fixtures::decode;

fn snapshot() -> Value {
    json!({
        "id": "e0db270e-1c0d-4397-aa15-0b26dfa43f68",
        "organizationId": "f20d9df9-9361-4a95-8ac6-c85a271dc56d",
        "general": false,
        "name": "demo",
        "imageName": "alpine:3.20",
        "state": "active",
        "size": 0.1,
        "entrypoint": ["sleep", "infinity"],
        "cpu": 1,
        "gpu": 1,
        "gpuType": "H100",
        "mem": 1,
        "disk": 3,
        "errorReason": null,
        "createdAt": "2026-11-23T20:38:20.744Z",
        "updatedAt": "2026-11-23T20:38:21.016Z",
        "lastUsedAt": null,
        "regionIds": ["us"],
        "sourceSandboxId": null,
        "sandboxClass": "container",
    })
}

fn snapshot_with(field: &str, value: Value) -> Value {
    let mut snapshot = snapshot();
    snapshot[field] = value;
    snapshot
}

#[test]
fn unknown_values_keep_their_text_and_the_page() {
    let mut odd = snapshot();
    odd["state"] = json!("hibernating");
    odd["sandboxClass"] = json!("unikernel");
    odd["gpuType"] = json!("Z9000");
    let page: PaginatedSnapshots = decode(
        json!({ "items": [snapshot(), odd.clone(), snapshot()], "total": 3, "page": 1, "totalPages": 1 }),
    );

    assert_eq!(page.items.len(), 3);
    assert_eq!(page.items[0].state, SnapshotState::Active);
    let item = &page.items[1];
    assert_eq!(item.state, SnapshotState::Other("hibernating".to_owned()));
    assert_eq!(item.sandbox_class, Some(SandboxClass::Other("unikernel".to_owned())));
    assert_eq!(item.gpu_type, Some(GpuType::Other("Z9000".to_owned())));

    let encoded = serde_json::to_value(item).unwrap();
    for field in ["state", "sandboxClass", "gpuType"] {
        assert_eq!(encoded[field], odd[field], "{field}");
    }
}

#[test]
fn undecodable_item_does_not_fail_the_page() {
    let mut nameless = snapshot();
    nameless.as_object_mut().unwrap().remove("name");
    let odd = [
        (nameless, "missing field `name`"),
        (snapshot_with("createdAt", json!("2026-11-23T20:38:20.744")), "`createdAt`: "),
        (snapshot_with("disk", json!("plenty")), "`disk`: invalid type: string \"plenty\""),
        (snapshot_with("buildInfo", json!({ "createdAt": 7 })), "`buildInfo.createdAt`: "),
        (snapshot_with("state", json!(5)), "`state` is a number"),
        (snapshot_with("sandboxClass", json!([])), "`sandboxClass` is a list"),
        (snapshot_with("entrypoint", json!(["a", 1])), "`entrypoint[1]`: "),
        (json!("a text"), "invalid type: string"),
        (json!(null), "invalid type: null"),
    ];
    let mut items = vec![snapshot()];
    items.extend(odd.iter().map(|(item, _)| item.clone()));
    items.push(snapshot_with("name", json!("last")));
    let page: PaginatedSnapshots =
        decode(json!({ "items": items, "total": 11, "page": 1, "totalPages": 1 }));

    let names: Vec<&str> = page.items.iter().map(|item| item.name.as_str()).collect();
    assert_eq!(names, ["demo", "last"]);
    for (undecodable, (json, reason)) in page.items.undecodable().iter().zip(&odd) {
        assert_eq!(undecodable.json, *json);
        assert!(undecodable.reason.starts_with(reason), "{undecodable:?}");
    }
    assert_eq!(page.items.undecodable().len(), odd.len());

    // Serialization keeps the undecodable items.
    let written = serde_json::to_value(&page).unwrap();
    assert_eq!(written["items"].as_array().unwrap().len(), 11);
    assert_eq!(decode::<PaginatedSnapshots>(written), page);
}

#[test]
fn numbers_written_as_text_are_decoded() {
    let mut snapshot = snapshot();
    for (field, text) in
        [("cpu", "2"), ("gpu", "0"), ("mem", "4.5"), ("disk", " 10 "), ("size", "0.25")]
    {
        snapshot[field] = json!(text);
    }
    let page: PaginatedSnapshots =
        decode(json!({ "items": [snapshot], "total": "11", "page": "2", "totalPages": 2.0 }));
    let item = &page.items[0];
    assert_eq!((item.cpu, item.gpu, item.mem, item.disk), (2.0, 0.0, 4.5, 10.0));
    assert_eq!(item.size, Some(0.25));
    assert_eq!((page.total, page.page, page.total_pages), (11, 2, 2));
}

#[test]
fn known_and_unknown_values_survive_a_round_trip() {
    for text in ["active", "build_failed", "hibernating"] {
        let state: SnapshotState = text.parse().unwrap();
        assert_eq!(state.to_string(), text);
        assert_eq!(decode::<SnapshotState>(json!(text)), state);
        assert_eq!(serde_json::to_value(&state).unwrap(), json!(text));
    }
    assert_eq!("build_failed".parse::<SnapshotState>().unwrap(), SnapshotState::BuildFailed);
    assert_eq!(decode::<SandboxClass>(json!("android")), SandboxClass::Other("android".to_owned()));
}

#[test]
fn every_field_of_a_snapshot_is_decoded() {
    let snapshot: SnapshotDto = decode(snapshot());
    assert_eq!(snapshot.name, "demo");
    assert_eq!(snapshot.size, Some(0.1));
    assert_eq!(snapshot.cpu, 1.0);
    assert_eq!(snapshot.entrypoint, Some(vec!["sleep".to_owned(), "infinity".to_owned()]));
    assert_eq!(snapshot.created_at, "2026-11-23T20:38:20.744Z".parse().unwrap());
    assert_eq!(snapshot.region_ids, ["us"]);
    assert_eq!(snapshot.sandbox_class, Some(SandboxClass::Container));
}

#[test]
fn null_is_none_where_it_is_allowed() {
    for field in ["size", "entrypoint", "errorReason", "lastUsedAt", "sourceSandboxId"] {
        let snapshot: SnapshotDto = decode(snapshot_with(field, Value::Null));
        match field {
            "size" => assert_eq!(snapshot.size, None),
            "entrypoint" => assert_eq!(snapshot.entrypoint, None),
            "errorReason" => assert_eq!(snapshot.error_reason, None),
            "lastUsedAt" => assert_eq!(snapshot.last_used_at, None),
            _ => assert_eq!(snapshot.source_sandbox_id, None),
        }
    }
}

#[test]
fn null_where_it_is_not_allowed_is_an_error() {
    for field in ["id", "name", "state", "createdAt"] {
        let outcome = serde_json::from_value::<SnapshotDto>(snapshot_with(field, Value::Null));
        assert!(outcome.is_err(), "{field} was accepted");
    }
}

#[test]
fn unknown_fields_are_ignored() {
    let snapshot: SnapshotDto = decode(snapshot_with("colour", json!({ "r": 255 })));
    assert_eq!(snapshot.name, "demo");
}

#[test]
fn fields_that_older_servers_omit_are_none() {
    let mut older = snapshot();
    older.as_object_mut().unwrap().remove("sourceSandboxId");
    assert_eq!(decode::<SnapshotDto>(older).source_sandbox_id, None);

    let access: StorageAccessDto = decode(json!({
        "accessKey": "a", "secret": "b", "sessionToken": "c",
        "storageUrl": "https://storage.example", "organizationId": "o", "bucket": "daytona",
    }));
    assert_eq!(access.region, None);
}

#[test]
fn null_in_place_of_a_list_is_an_empty_list() {
    let build: BuildInfo = decode(json!({
        "dockerfileContent": "FROM alpine:3.20\n",
        "contextHashes": null,
        "createdAt": "2026-11-23T20:38:20.853Z",
        "updatedAt": "2026-11-23T20:38:20.853Z",
        "snapshotRef": "daytona-cde2:daytona",
    }));
    assert!(build.context_hashes.is_empty());
    assert!(decode::<SnapshotDto>(snapshot_with("regionIds", Value::Null)).region_ids.is_empty());
}

#[test]
fn fraction_of_a_resource_is_decoded() {
    assert_eq!(decode::<SnapshotDto>(snapshot_with("cpu", json!(0.5))).cpu, 0.5);
}

#[test]
fn regions_and_configuration_of_a_small_installation_are_decoded() {
    let region: Region = decode(json!({
        "id": "us", "name": "us", "organizationId": null, "regionType": "shared",
        "createdAt": "2026-11-23T20:09:50.519Z", "updatedAt": "2026-11-23T20:09:50.519Z",
        "proxyUrl": null, "sshGatewayUrl": null, "snapshotManagerUrl": null,
    }));
    assert_eq!(region.region_type.to_string(), "shared");

    let configuration: DaytonaConfiguration = decode(json!({
        "version": "0.190.0",
        "oidc": { "issuer": "https://auth.example", "clientId": "c", "audience": "a" },
        "linkedAccountsEnabled": false,
        "announcements": { "news": { "text": "New!" } },
        "proxyTemplateUrl": "https://{{PORT}}-{{sandboxId}}.example",
        "proxyToolboxUrl": "https://proxy.example/toolbox",
        "defaultSnapshot": "ubuntu:24.04",
        "dashboardUrl": "https://dashboard.example",
        "maxAutoArchiveInterval": 43200,
        "maintananceMode": false,
        "environment": "production",
    }));
    assert_eq!(configuration.announcements["news"].text, "New!");
}

#[test]
fn storage_credentials_do_not_appear_in_debug() {
    let access: StorageAccessDto = decode(json!({
        "accessKey": "AKIA1", "secret": "s3cret", "sessionToken": "t0ken",
        "storageUrl": "https://storage.example", "organizationId": "o", "bucket": "daytona",
    }));
    let builder = daytona_api::types::builder::StorageAccessDto::from(access.clone());
    for text in [format!("{access:?}"), format!("{builder:?}")] {
        assert!(text.contains("daytona"), "{text}");
        for secret in ["AKIA1", "s3cret", "t0ken"] {
            assert!(!text.contains(secret), "{text}");
        }
    }
}
