//! Decodes recorded answers of a server of release 0.190.

use daytona_api::types::{
    DaytonaConfiguration, PaginatedSnapshots, Region, SnapshotDto, StorageAccessDto,
};
use serde::de::DeserializeOwned;
use serde_json::Value;

const RECORDED: &str = include_str!("../../../../tests/data/recorded-api-0.190.json");

#[test]
fn every_recorded_success_is_decoded() {
    let recorded: Vec<Value> = serde_json::from_str(RECORDED).unwrap();
    let mut decoded = 0;
    for exchange in &recorded {
        let is_success = exchange["status"].as_u64().is_some_and(|status| status / 100 == 2);
        let body = &exchange["body"];
        if !is_success || body.is_null() || body.is_string() {
            continue;
        }
        let path = exchange["request"]["path"].as_str().unwrap();
        let path = path.split('?').next().unwrap().strip_prefix("/api/").unwrap();
        match path.split('/').collect::<Vec<_>>()[..] {
            ["snapshots"] if body.get("items").is_some() => check::<PaginatedSnapshots>(body),
            ["snapshots", _, "build-logs-url"] => assert!(body["url"].is_string()),
            ["snapshots", ..] => check::<SnapshotDto>(body),
            ["regions" | "shared-regions"] => check::<Vec<Region>>(body),
            ["config"] => check::<DaytonaConfiguration>(body),
            ["object-storage", "push-access"] => check::<StorageAccessDto>(body),
            _ => continue,
        }
        decoded += 1;
    }
    assert!(decoded > 10, "{decoded} answers were decoded");
}

fn check<T: DeserializeOwned>(body: &Value) {
    if let Err(error) = serde_json::from_value::<T>(body.clone()) {
        panic!("{error} in {body}");
    }
}
