//! The query parameters of the snapshot list.

use super::error::ApiError;
use crate::state::{
    NamePattern,
    tables::{ListQuery, SortField, SortOrder},
};

const DEFAULT_LIMIT: usize = 100;
const MAX_LIMIT: f64 = 200.0;
/// The first number that is no 64-bit integer.
const MAX_INTEGER: f64 = 9_223_372_036_854_775_808.0;

/// The value of a parameter.
#[derive(Clone, Copy)]
enum Value<'a> {
    Text(&'a str),
    /// A repeated key, or a key with brackets. The server's parser turns both into a list.
    List,
}

/// Parses the parameters. All errors are in one message, in the server's order.
pub(super) fn parse(parameters: &[(String, String)]) -> Result<ListQuery, ApiError> {
    let get = |name: &str| value(parameters, name);
    let mut errors = Vec::new();
    let query = ListQuery {
        page: integer("page", get("page"), 1, f64::INFINITY, &mut errors),
        limit: integer("limit", get("limit"), DEFAULT_LIMIT, MAX_LIMIT, &mut errors),
        name: name_pattern(get("name"), &mut errors),
        source_sandbox_id: source_sandbox_id(get("sourceSandboxId")),
        sort: sort(get("sort"), &mut errors),
        order: order(get("order"), &mut errors),
    };
    if errors.is_empty() { Ok(query) } else { Err(ApiError::bad_request(errors.join(", "))) }
}

fn value<'a>(parameters: &'a [(String, String)], name: &str) -> Option<Value<'a>> {
    let is_list = |key: &str| key.strip_prefix(name).is_some_and(|rest| rest.starts_with('['));
    let mut found = parameters.iter().filter(|(key, _)| key == name || is_list(key));
    let (key, text) = found.next()?;
    Some(if is_list(key) || found.next().is_some() { Value::List } else { Value::Text(text) })
}

fn name_pattern(value: Option<Value<'_>>, errors: &mut Vec<String>) -> Option<NamePattern> {
    match value {
        None => None,
        Some(Value::Text(text)) => Some(NamePattern::new(text)),
        Some(Value::List) => {
            errors.push("name must be a string".to_owned());
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
    errors: &mut Vec<String>,
) -> usize {
    let number = match value {
        None => return default,
        Some(Value::Text(text)) => javascript_number(text),
        Some(Value::List) => f64::NAN,
    };
    if number.is_nan() || number.fract() != 0.0 {
        errors.push(format!("{name} must be an integer number"));
    }
    if number.is_nan() || number < 1.0 {
        errors.push(format!("{name} must not be less than 1"));
    }
    // The database of the server fails on such a page.
    if number.is_finite() && number >= MAX_INTEGER {
        errors.push(format!("{name} is too large"));
    }
    if max.is_finite() && (number.is_nan() || number > max) {
        errors.push(format!("{name} must not be greater than {max}"));
    }
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a number that does not fit has been reported, or is past every last page"
    )]
    let number = number as usize;
    number
}

/// Parses a number like JavaScript's `Number`.
fn javascript_number(text: &str) -> f64 {
    let text = text.trim();
    let digits = |radix| {
        text.get(2..)
            .and_then(|digits| u32::from_str_radix(digits, radix).ok())
            .map_or(f64::NAN, f64::from)
    };
    match text.get(..2) {
        _ if text.is_empty() => 0.0,
        _ if matches!(text, "Infinity" | "+Infinity") => f64::INFINITY,
        Some("0x" | "0X") => digits(16),
        Some("0o" | "0O") => digits(8),
        Some("0b" | "0B") => digits(2),
        // Rust also parses `inf` and `nan`, in any case.
        _ if text.contains(['n', 'N']) => f64::NAN,
        _ => text.parse().unwrap_or(f64::NAN),
    }
}

fn sort(value: Option<Value<'_>>, errors: &mut Vec<String>) -> SortField {
    match value {
        Some(Value::Text("name")) => SortField::Name,
        Some(Value::Text("state")) => SortField::State,
        None | Some(Value::Text("lastUsedAt")) => SortField::LastUsedAt,
        Some(Value::Text("createdAt")) => SortField::CreatedAt,
        Some(_) => {
            let message =
                "sort must be one of the following values: name, state, lastUsedAt, createdAt";
            errors.push(message.to_owned());
            SortField::LastUsedAt
        }
    }
}

fn order(value: Option<Value<'_>>, errors: &mut Vec<String>) -> SortOrder {
    match value {
        Some(Value::Text("asc")) => SortOrder::Ascending,
        None | Some(Value::Text("desc")) => SortOrder::Descending,
        Some(_) => {
            errors.push("order must be one of the following values: asc, desc".to_owned());
            SortOrder::Descending
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_javascript() {
        for (text, number) in [
            ("0x1F", 31.0),
            (" 7 ", 7.0),
            ("+3", 3.0),
            ("2e1", 20.0),
            ("", 0.0),
            ("0b101", 5.0),
            ("1.", 1.0),
        ] {
            assert!((javascript_number(text) - number).abs() < f64::EPSILON, "{text}");
        }
        for text in ["1_000", "inf", "nan", "0x", "0x1g", "١", "1n"] {
            assert!(javascript_number(text).is_nan(), "{text}");
        }
    }
}
