//! Reads OpenAPI descriptions.

use std::{fs, path::Path};

use serde_json::Value;

use crate::Error;

/// Reads a description in YAML or JSON.
pub fn read(path: &Path) -> Result<Value, Error> {
    let text = fs::read_to_string(path)
        .map_err(|error| format!("cannot read the description {}: {error}", path.display()))?;
    parse(&text)
        .map_err(|error| format!("cannot parse the description {}: {error}", path.display()).into())
}

fn parse(text: &str) -> Result<Value, String> {
    // Some editors on Windows add a byte order mark.
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with('{') {
        return serde_json::from_str(text).map_err(|error| error.to_string());
    }
    let mut value: yaml_serde::Value =
        yaml_serde::from_str(text).map_err(|error| error.to_string())?;
    value.apply_merge().map_err(|error| error.to_string())?;
    json(value)
}

/// Converts a YAML value to JSON.
fn json(value: yaml_serde::Value) -> Result<Value, String> {
    Ok(match value {
        yaml_serde::Value::Mapping(members) => {
            let members =
                members.into_iter().map(|(key, value)| Ok((key_text(key)?, json(value)?)));
            Value::Object(members.collect::<Result<_, String>>()?)
        }
        yaml_serde::Value::Sequence(values) => {
            Value::Array(values.into_iter().map(json).collect::<Result<_, String>>()?)
        }
        yaml_serde::Value::Tagged(tagged) => json(tagged.value)?,
        plain => serde_json::to_value(plain).map_err(|error| error.to_string())?,
    })
}

/// Returns a key as text. YAML reads an unquoted status such as `200` as a number.
fn key_text(key: yaml_serde::Value) -> Result<String, String> {
    match json(key)? {
        Value::String(text) => Ok(text),
        Value::Array(_) | Value::Object(_) => Err("a key is a list or a mapping".to_owned()),
        plain => Ok(plain.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn yaml_and_json_are_distinguished() {
        let expected = json!({ "openapi": "3.0.0", "paths": {} });
        assert_eq!(
            parse("\u{feff}\n {\"openapi\": \"3.0.0\", \"paths\": {}}"),
            Ok(expected.clone())
        );
        assert_eq!(parse("openapi: 3.0.0\npaths: {}\n"), Ok(expected));
    }

    #[test]
    fn unquoted_status_is_a_text_key() {
        let text = "base: &base { 200: { description: fine } }\nuse: { <<: *base, default: {} }\n";
        let parsed = parse(text).unwrap();
        assert_eq!(parsed["use"], json!({ "200": { "description": "fine" }, "default": {} }));
    }

    #[test]
    fn syntax_error_is_reported_with_its_line() {
        assert!(parse("{\n\"a\": }").unwrap_err().contains("line 2"));
        assert!(parse("a: b\n c: [").unwrap_err().contains("line"));
    }
}
