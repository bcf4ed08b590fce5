//! The query of the snapshot list.

use super::ApiError;
use crate::{
    pattern::NamePattern,
    tables::{ListQuery, SortField, SortOrder},
};

const DEFAULT_LIMIT: usize = 100;
const MAX_LIMIT: f64 = 200.0;

/// The value of a parameter.
#[derive(Clone, Copy)]
enum Value<'a> {
    Text(&'a str),
    /// What the server's parser makes of a key that is repeated or has brackets.
    List,
}

/// Checks the parameters in the server's order, and reports all that is wrong with them in one message.
pub(super) fn parse(parameters: &[(String, String)]) -> Result<ListQuery, ApiError> {
    let get = |name: &str| value(parameters, name);
    let mut complaints = Vec::new();
    let query = ListQuery {
        page: integer("page", get("page"), 1, f64::INFINITY, &mut complaints),
        limit: integer("limit", get("limit"), DEFAULT_LIMIT, MAX_LIMIT, &mut complaints),
        name: name_pattern(get("name"), &mut complaints),
        source_sandbox_id: source_sandbox_id(get("sourceSandboxId")),
        sort: sort(get("sort"), &mut complaints),
        order: order(get("order"), &mut complaints),
    };
    if complaints.is_empty() {
        Ok(query)
    } else {
        Err(ApiError::bad_request(complaints.join(", ")))
    }
}

fn value<'a>(parameters: &'a [(String, String)], name: &str) -> Option<Value<'a>> {
    let is_list = |key: &str| key.strip_prefix(name).is_some_and(|rest| rest.starts_with('['));
    let mut found = parameters.iter().filter(|(key, _)| key == name || is_list(key));
    let (key, text) = found.next()?;
    Some(if is_list(key) || found.next().is_some() { Value::List } else { Value::Text(text) })
}

fn name_pattern(value: Option<Value<'_>>, complaints: &mut Vec<String>) -> Option<NamePattern> {
    match value {
        None => None,
        Some(Value::Text(text)) => Some(NamePattern::new(text)),
        Some(Value::List) => {
            complaints.push("name must be a string".to_owned());
            None
        }
    }
}

fn source_sandbox_id(value: Option<Value<'_>>) -> Option<String> {
    match value {
        Some(Value::Text(id)) if !id.is_empty() => Some(id.to_owned()),
        _ => None,
    }
}

fn integer(
    name: &str,
    value: Option<Value<'_>>,
    default: usize,
    max: f64,
    complaints: &mut Vec<String>,
) -> usize {
    let number = match value {
        None => return default,
        Some(Value::Text(text)) => javascript_number(text),
        Some(Value::List) => f64::NAN,
    };
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

fn sort(value: Option<Value<'_>>, complaints: &mut Vec<String>) -> SortField {
    match value {
        Some(Value::Text("name")) => SortField::Name,
        Some(Value::Text("state")) => SortField::State,
        None | Some(Value::Text("lastUsedAt")) => SortField::LastUsedAt,
        Some(Value::Text("createdAt")) => SortField::CreatedAt,
        Some(_) => {
            let message =
                "sort must be one of the following values: name, state, lastUsedAt, createdAt";
            complaints.push(message.to_owned());
            SortField::LastUsedAt
        }
    }
}

fn order(value: Option<Value<'_>>, complaints: &mut Vec<String>) -> SortOrder {
    match value {
        Some(Value::Text("asc")) => SortOrder::Ascending,
        None | Some(Value::Text("desc")) => SortOrder::Descending,
        Some(_) => {
            complaints.push("order must be one of the following values: asc, desc".to_owned());
            SortOrder::Descending
        }
    }
}
