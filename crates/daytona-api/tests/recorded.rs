//! Answers that a server of an older release gave: they are decoded like those of today's.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that stops is a test that fails")]

use daytona_api::types::{
    DaytonaConfiguration, PaginatedSnapshots, Region, SnapshotDto, StorageAccessDto,
};
use serde::de::DeserializeOwned;
use serde_json::Value;

const RECORDED: &str = include_str!("../../../tests/data/recorded-api-0.190.json");

#[test]
fn every_recorded_success_is_decoded() {
    let recorded: Vec<Value> = serde_json::from_str(RECORDED).unwrap();
    let mut decoded = 0;
    for question in &recorded {
        let is_success = question["status"].as_u64().is_some_and(|status| status / 100 == 2);
        let body = &question["body"];
        if !is_success || body.is_null() || body.is_string() {
            continue;
        }
        let path = question["request"]["path"].as_str().unwrap();
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
    assert!(decoded > 10, "{decoded} answers were looked at");
}

fn check<T: DeserializeOwned>(body: &Value) {
    if let Err(error) = serde_json::from_value::<T>(body.clone()) {
        panic!("{error} in {body}");
    }
}
