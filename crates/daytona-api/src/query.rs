//! Writes values into the query of a URL.

use serde::Serialize;
use serde_json::{Map, Number, Value};

use crate::number::integer;

/// The style of a list or an object. Both styles write a single value in the same way.
#[allow(dead_code, reason = "the description decides which of them are used")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// Repeats the name for each value of a list: `id=a&id=b`.
    Repeated,
    /// Writes each field of an object in brackets after the name: `id[eq]=a&id[not]=b`.
    DeepObject,
}

type Pair = (String, String);

/// Returns a value as pairs of names and texts. A missing value has none.
///
/// # Errors
/// If the value cannot be serialized.
pub(crate) fn pairs<T: Serialize>(
    name: &str,
    value: &T,
    style: Style,
) -> Result<Vec<Pair>, String> {
    let value = serde_json::to_value(value)
        .map_err(|error| format!("the {name} cannot be sent: {error}"))?;
    Ok(match (value, style) {
        (Value::Null, _) => Vec::new(),
        (Value::Object(fields), Style::DeepObject) => object(name, fields),
        (Value::Array(values), _) => {
            values.iter().map(|value| (name.to_owned(), text(value))).collect()
        }
        (value, _) => vec![(name.to_owned(), text(&value))],
    })
}

fn object(name: &str, fields: Map<String, Value>) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (field, value) in fields {
        let name = format!("{name}[{field}]");
        match value {
            Value::Null => {}
            Value::Array(values) => {
                pairs.extend(values.iter().map(|value| (name.clone(), text(value))));
            }
            Value::Object(fields) => pairs.extend(object(&name, fields)),
            value => pairs.push((name, text(&value))),
        }
    }
    pairs
}

/// Returns a single value as text. Lists and objects inside it are JSON.
fn text(value: &Value) -> String {
    let whole = value.as_f64().filter(|_| value.as_i64().is_none() && value.as_u64().is_none());
    match (value, whole.and_then(integer)) {
        (_, Some(integer)) => Number::from(integer).to_string(),
        (Value::String(text), _) => text.clone(),
        (value, _) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn written(value: Value, style: Style) -> String {
        let pairs = pairs("id", &value, style).unwrap();
        let pairs = pairs.into_iter().map(|(name, value)| format!("{name}={value}"));
        pairs.collect::<Vec<_>>().join("&")
    }

    #[test]
    fn single_values_are_written_as_text() {
        for (value, expected) in [
            (json!("a b"), "id=a b"),
            (json!(true), "id=true"),
            (json!(100), "id=100"),
            (json!(100.0), "id=100"),
            (json!(0.5), "id=0.5"),
            (json!(u64::MAX), "id=18446744073709551615"),
            (json!(null), ""),
        ] {
            assert_eq!(written(value, Style::Repeated), expected);
        }
    }

    #[test]
    fn lists_repeat_the_name() {
        assert_eq!(written(json!(["a", 2.0]), Style::Repeated), "id=a&id=2");
    }

    #[test]
    fn objects_have_their_fields_in_brackets() {
        let object = json!({ "eq": "a", "in": ["b", "c"], "not": null, "deep": { "b": 1 } });
        let expected = "id[deep][b]=1&id[eq]=a&id[in]=b&id[in]=c";
        assert_eq!(written(object, Style::DeepObject), expected);
    }
}
