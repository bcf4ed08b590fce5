//! The query of the snapshot list.

use super::ApiError;
use crate::tables::{ListQuery, SortField, SortOrder};

const DEFAULT_LIMIT: usize = 100;
const MAX_LIMIT: f64 = 200.0;

/// Checks the parameters in the server's order, and reports all that is wrong with them in one message.
pub(super) fn parse(parameters: &[(String, String)]) -> Result<ListQuery, ApiError> {
    let get = |name: &str| {
        parameters.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    };
    let mut complaints = Vec::new();
    let query = ListQuery {
        page: integer("page", get("page"), 1, f64::INFINITY, &mut complaints),
        limit: integer("limit", get("limit"), DEFAULT_LIMIT, MAX_LIMIT, &mut complaints),
        name: get("name").filter(|name| !name.is_empty()).map(str::to_owned),
        source_sandbox_id: get("sourceSandboxId").filter(|id| !id.is_empty()).map(str::to_owned),
        sort: sort(get("sort"), &mut complaints),
        order: order(get("order"), &mut complaints),
    };
    if complaints.is_empty() {
        Ok(query)
    } else {
        Err(ApiError::bad_request(complaints.join(", ")))
    }
}

fn integer(
    name: &str,
    text: Option<&str>,
    default: usize,
    max: f64,
    complaints: &mut Vec<String>,
) -> usize {
    let Some(text) = text else { return default };
    let number = javascript_number(text);
    if number.is_nan() || number.fract() != 0.0 {
        complaints.push(format!("{name} must be an integer number"));
    }
    if number.is_nan() || number < 1.0 {
        complaints.push(format!("{name} must not be less than 1"));
    }
    if max.is_finite() && (number.is_nan() || number > max) {
        complaints.push(format!("{name} must not be greater than {max}"));
    }
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a number that does not fit has been complained about, or is past every last page"
    )]
    let number = number as usize;
    number
}

/// Reads text as JavaScript's `Number` does, as far as queries go.
fn javascript_number(text: &str) -> f64 {
    let text = text.trim();
    if text.is_empty() { 0.0 } else { text.parse().unwrap_or(f64::NAN) }
}

fn sort(text: Option<&str>, complaints: &mut Vec<String>) -> SortField {
    match text {
        Some("name") => SortField::Name,
        Some("state") => SortField::State,
        None | Some("lastUsedAt") => SortField::LastUsedAt,
        Some("createdAt") => SortField::CreatedAt,
        Some(_) => {
            let message =
                "sort must be one of the following values: name, state, lastUsedAt, createdAt";
            complaints.push(message.to_owned());
            SortField::LastUsedAt
        }
    }
}

fn order(text: Option<&str>, complaints: &mut Vec<String>) -> SortOrder {
    match text {
        Some("asc") => SortOrder::Ascending,
        None | Some("desc") => SortOrder::Descending,
        Some(_) => {
            complaints.push("order must be one of the following values: asc, desc".to_owned());
            SortOrder::Descending
        }
    }
}
