//! Values in the query of a URL, and in forms.

use serde::Serialize;
use serde_json::{Map, Number, Value};

use crate::number::integer;

/// How a list or an object is written; single values look the same in all of them.
#[allow(dead_code, reason = "the description decides which of them are used")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// The name once for each value of a list: `id=a&id=b`.
    Repeated,
    /// The values of a list, or names and values of an object in turn: `id=a,b`.
    Commas,
    /// The same with spaces.
    Spaces,
    /// The same with pipes.
    Pipes,
    /// Each field of an object for itself: `eq=a&not=b`.
    Fields,
    /// Each field of an object in brackets behind the name: `id[eq]=a&id[not]=b`.
    DeepObject,
    /// The whole value as JSON.
    Json,
}

type Pair = (String, String);

/// Writes a value as pairs of names and texts; none for a value that is missing.
///
/// # Errors
/// Fails for a value that cannot be serialized.
pub(crate) fn pairs<T: Serialize>(
    name: &str,
    value: &T,
    style: Style,
) -> Result<Vec<Pair>, String> {
    let value = serde_json::to_value(value)
        .map_err(|error| format!("the {name} cannot be sent: {error}"))?;
    Ok(match (value, style) {
        (Value::Null, _) => Vec::new(),
        (value, Style::Json) => vec![(name.to_owned(), value.to_string())],
        (Value::Object(fields), style) => object(name, fields, style),
        (Value::Array(values), style) => match separator(style) {
            Some(separator) => {
                let texts: Vec<String> = values.iter().map(text).collect();
                vec![(name.to_owned(), texts.join(separator))]
            }
            None => values.iter().map(|value| (name.to_owned(), text(value))).collect(),
        },
        (value, _) => vec![(name.to_owned(), text(&value))],
    })
}

fn object(name: &str, fields: Map<String, Value>, style: Style) -> Vec<Pair> {
    let fields = fields.into_iter().filter(|(_, value)| !value.is_null());
    if let Some(separator) = separator(style) {
        let texts: Vec<String> = fields.flat_map(|(field, value)| [field, text(&value)]).collect();
        return vec![(name.to_owned(), texts.join(separator))];
    }
    let in_brackets = style == Style::DeepObject;
    let mut pairs = Vec::new();
    for (field, value) in fields {
        let name = if in_brackets { format!("{name}[{field}]") } else { field };
        match value {
            Value::Array(values) => {
                pairs.extend(values.iter().map(|value| (name.clone(), text(value))));
            }
            Value::Object(fields) if in_brackets => pairs.extend(object(&name, fields, style)),
            value => pairs.push((name, text(&value))),
        }
    }
    pairs
}

fn separator(style: Style) -> Option<&'static str> {
    match style {
        Style::Commas => Some(","),
        Style::Spaces => Some(" "),
        Style::Pipes => Some("|"),
        Style::Repeated | Style::Fields | Style::DeepObject | Style::Json => None,
    }
}

/// A single value as text; whatever is inside it further is JSON.
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
    fn single_values_are_texts() {
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
    fn lists_are_written_in_each_style() {
        let list = json!(["a", 2.0]);
        for (style, expected) in [
            (Style::Repeated, "id=a&id=2"),
            (Style::Commas, "id=a,2"),
            (Style::Spaces, "id=a 2"),
            (Style::Pipes, "id=a|2"),
            (Style::Json, r#"id=["a",2.0]"#),
        ] {
            assert_eq!(written(list.clone(), style), expected);
        }
    }

    #[test]
    fn objects_are_written_in_each_style() {
        let object = json!({ "eq": "a", "in": ["b", "c"], "not": null });
        for (style, expected) in [
            (Style::Fields, "eq=a&in=b&in=c"),
            (Style::DeepObject, "id[eq]=a&id[in]=b&id[in]=c"),
            (Style::Json, r#"id={"eq":"a","in":["b","c"],"not":null}"#),
        ] {
            assert_eq!(written(object.clone(), style), expected);
        }
        assert_eq!(written(json!({ "a": 1, "b": 2 }), Style::Commas), "id=a,1,b,2");
        assert_eq!(written(json!({ "a": { "b": 1 } }), Style::DeepObject), "id[a][b]=1");
    }
}
