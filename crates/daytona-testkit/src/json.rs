//! The JSON bodies of the API, with `null` and absent fields as the real server has them.

use jiff::Timestamp;
use serde::{Serialize, Serializer};

use crate::state::tables::{BuildRow, SnapshotRow, Tables};

/// The content type of the API's responses.
pub(crate) const CONTENT_TYPE: &str = "application/json; charset=utf-8";

/// A snapshot.

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Snapshot<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    organization_id: &'a str,
    general: bool,
    name: &'a str,
    image_name: &'a str,
    state: &'a str,
    size: Option<Number>,
    entrypoint: Option<&'a [String]>,
    cpu: Number,
    gpu: Number,
    #[serde(skip_serializing_if = "Option::is_none")]
    gpu_type: Option<&'a str>,
    mem: Number,
    disk: Number,
    error_reason: Option<&'a str>,
    created_at: Time,
    updated_at: Time,
    last_used_at: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    build_info: Option<BuildInfo<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    region_ids: Option<&'a [String]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    initial_runner_id: Option<&'a str>,
    #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
    reference: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_sandbox_id: Option<&'a str>,
    sandbox_class: &'a str,
}

impl<'a> Snapshot<'a> {
    pub(crate) fn of(tables: &'a Tables, row: &'a SnapshotRow) -> Self {
        Self::new(row, tables.build_of(row))
    }

    pub(crate) fn new(row: &'a SnapshotRow, build: Option<&'a BuildRow>) -> Self {
        Self {
            id: Some(&row.id),
            organization_id: &row.organization_id,
            general: row.general,
            name: &row.name,
            image_name: &row.image_name,
            state: &row.state,
            size: row.size.map(Number),
            entrypoint: row.entrypoint.as_deref(),
            cpu: Number(row.cpu),
            gpu: Number(row.gpu),
            gpu_type: row.gpu_type.as_deref(),
            mem: Number(row.mem),
            disk: Number(row.disk),
            error_reason: row.error_reason.as_deref(),
            created_at: Time(row.created_at),
            updated_at: Time(row.updated_at),
            last_used_at: row.last_used_at.map(Time),
            build_info: build.map(BuildInfo::new),
            region_ids: Some(&row.region_ids),
            initial_runner_id: row.initial_runner_id.as_deref(),
            reference: row.reference.as_deref(),
            source_sandbox_id: row.source_sandbox_id.as_deref(),
            sandbox_class: &row.sandbox_class,
        }
    }

    /// Removes the id and the regions. The server has deleted them when it reports a removal.
    pub(crate) fn without_identity(self) -> Self {
        Self { id: None, region_ids: None, ..self }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct BuildInfo<'a> {
    dockerfile_content: &'a str,
    context_hashes: Option<&'a [String]>,
    created_at: Time,
    updated_at: Time,
    snapshot_ref: &'a str,
}

impl<'a> BuildInfo<'a> {
    fn new(row: &'a BuildRow) -> Self {
        Self {
            dockerfile_content: &row.dockerfile,
            context_hashes: row.context_hashes.as_deref(),
            created_at: Time(row.created_at),
            updated_at: Time(row.updated_at),
            snapshot_ref: &row.build_ref,
        }
    }
}

/// A page of a list of snapshots.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Page<'a> {
    pub(crate) items: Vec<Snapshot<'a>>,
    pub(crate) total: usize,
    pub(crate) page: usize,
    pub(crate) total_pages: usize,
}

/// Temporary credentials of the object storage.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PushAccess<'a> {
    pub(crate) access_key: String,
    pub(crate) secret: String,
    pub(crate) session_token: String,
    pub(crate) storage_url: &'a str,
    pub(crate) organization_id: &'a str,
    pub(crate) bucket: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) region: Option<&'a str>,
}

/// A region.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Region<'a> {
    pub(crate) id: &'a str,
    pub(crate) name: &'a str,
    pub(crate) organization_id: Option<&'a str>,
    pub(crate) region_type: &'a str,
    pub(crate) created_at: Time,
    pub(crate) updated_at: Time,
    pub(crate) proxy_url: Option<&'a str>,
    pub(crate) ssh_gateway_url: Option<&'a str>,
    pub(crate) snapshot_manager_url: Option<&'a str>,
}

/// Returns the body of an error.
pub(crate) fn error_body(
    status_code: u16,
    error: &str,
    message: &str,
    path: &str,
    now: Timestamp,
) -> Vec<u8> {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct ErrorBody<'a> {
        path: &'a str,
        timestamp: Time,
        status_code: u16,
        error: &'a str,
        message: &'a str,
    }
    let body = ErrorBody { path, timestamp: Time(now), status_code, error, message };
    serde_json::to_vec(&body).unwrap_or_default()
}

/// Returns the body of an error in the parsing of a request body. It has neither path nor time.
pub(crate) fn parse_error_body(status_code: u16, error: &str, message: &str) -> Vec<u8> {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct ParseErrorBody<'a> {
        message: &'a str,
        error: &'a str,
        status_code: u16,
    }
    serde_json::to_vec(&ParseErrorBody { message, error, status_code }).unwrap_or_default()
}

/// A number in the format of JavaScript: `1`, not `1.0`.
struct Number(f64);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // From 2^53 on, every float is whole and may not fit an integer.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        if self.0.fract() == 0.0 && self.0.abs() < EXACT {
            #[allow(clippy::cast_possible_truncation, reason = "whole and within range")]
            serializer.serialize_i64(self.0 as i64)
        } else {
            serializer.serialize_f64(self.0)
        }
    }
}

/// A time in the format of JavaScript: UTC with milliseconds.
pub(crate) struct Time(pub(crate) Timestamp);

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{:.3}", self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_have_no_fraction() {
        assert_eq!(serde_json::to_string(&[Number(1.0), Number(0.1)]).unwrap(), "[1,0.1]");
    }

    #[test]
    fn times_always_have_milliseconds() {
        let time = Time(Timestamp::from_second(0).unwrap());
        assert_eq!(serde_json::to_string(&time).unwrap(), "\"1970-01-01T00:00:00.000Z\"");
    }
}
