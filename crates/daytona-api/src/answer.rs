//! Decodes answers of servers, including those that differ from the description.

use progenitor_client::{Error, ResponseValue};
use reqwest::{Response, ResponseBuilderExt, header::CONTENT_TYPE};
use serde::{Deserialize, Deserializer, de::DeserializeOwned, de::IgnoredAny};
use serde_json::Value;
use serde_path_to_error::{Path, Segment};

use crate::redirect::redirect_target;

/// The longest body that is read into memory, in bytes.
const MAX_BYTES: usize = 64 * 1024 * 1024;

/// The part of a longer body that is kept, in bytes.
const KEPT_BYTES: usize = 64 * 1024;

/// The message of serde for a value of an open enum that is not a string. It does not name the value.
const NO_VARIANT: &str = "data did not match any variant";

/// The longest JSON in which such a value is looked up, in bytes.
const MAX_SEARCHED_BYTES: usize = 1024 * 1024;

/// Returns `true` if the answer is not from the API: an HTML page, or an answer of another URL than the requested one.
pub(crate) fn is_foreign(response: &Response) -> bool {
    is_html(response) || redirect_target(response).is_some()
}

/// Returns `true` if the answer is an HTML page. No endpoint returns one. It comes from a proxy, a sign-in page or a
/// dashboard in place of the API.
fn is_html(response: &Response) -> bool {
    let content_type = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    content_type.is_some_and(|value| {
        let media_type = value.split(';').next().unwrap_or_default().trim();
        media_type.eq_ignore_ascii_case("text/html")
    })
}

/// Decodes `null` as an empty list or map.
pub(crate) fn null_as_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Option::<T>::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// Decodes the body of an answer. If that fails, the error has the body, the status and the headers.
pub(crate) async fn decode<T, E>(mut response: Response) -> Result<ResponseValue<T>, Error<E>>
where
    T: DeserializeOwned,
{
    if redirect_target(&response).is_some() {
        return Err(Error::UnexpectedResponse(response));
    }
    let (status, version, url) = (response.status(), response.version(), response.url().clone());
    let headers = response.headers().clone();
    let is_html = is_html(&response);
    let mut body = read(&mut response).await.map_err(Error::ResponseBodyError)?;
    let reason = if body.len() > MAX_BYTES {
        body.truncate(KEPT_BYTES);
        let reason = format!("a body of more than {} MiB", MAX_BYTES >> 20);
        Undecodable { reason, is_permanent: true }
    } else {
        match value(&body, is_html) {
            Ok(value) => return Ok(ResponseValue::new(value, status, headers)),
            Err(reason) => {
                let is_permanent = serde_json::from_slice::<IgnoredAny>(&body).is_ok();
                Undecodable { reason, is_permanent }
            }
        }
    };
    let mut whole = http::Response::builder().status(status).version(version).url(url);
    if let Some(copy) = whole.headers_mut() {
        *copy = headers;
    }
    match whole.extension(reason).body(body) {
        Ok(whole) => Err(Error::UnexpectedResponse(whole.into())),
        // The parts come from a valid response.
        Err(error) => Err(Error::Custom(error.to_string())),
    }
}

/// Reads a body up to the limit, including the chunk that exceeds it.
async fn read(response: &mut Response) -> reqwest::Result<Vec<u8>> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        body.extend_from_slice(&chunk);
        if body.len() > MAX_BYTES {
            break;
        }
    }
    Ok(body)
}

/// Returns the reason why the body of a successful response cannot be decoded. Returns `None` for any other response.
///
/// The reason names fields and types, and can quote a value of the wrong type. A body of more than 64 MiB is not
/// decoded either. The response then has its first 64 KiB.
pub fn decode_error(response: &Response) -> Option<&str> {
    undecodable(response).map(|undecodable| undecodable.reason.as_str())
}

/// Returns `true` if a response has a [`decode_error`] that the next response would have too.
///
/// This is JSON of another shape, or a body of more than 64 MiB. Truncated JSON and HTML pages may be transient.
pub fn is_permanent_decode_error(response: &Response) -> bool {
    undecodable(response).is_some_and(|undecodable| undecodable.is_permanent)
}

fn undecodable(response: &Response) -> Option<&Undecodable> {
    response.extensions().get()
}

#[derive(Clone, Debug)]
struct Undecodable {
    reason: String,
    is_permanent: bool,
}

/// Parses a body as JSON.
///
/// An empty body is `null`, and `null` in place of a list is an empty list. If a string is expected, a body that is not
/// JSON is that string. Some frameworks send strings, numbers and booleans with the media type of HTML, so only a body
/// that looks like a page is refused as one.
fn value<T: DeserializeOwned>(body: &[u8], is_html: bool) -> Result<T, String> {
    let text = body.trim_ascii();
    if is_html && text.starts_with(b"<") {
        return Err("an HTML page".to_owned());
    }
    let json = if text.is_empty() { b"null" } else { text };
    serde_json::from_slice(json).or_else(|error| {
        let fallback = match json {
            b"null" => Some(Value::Array(Vec::new())),
            _ if error.is_data() => None,
            _ => std::str::from_utf8(body).ok().map(|text| Value::String(text.to_owned())),
        };
        fallback.and_then(|fallback| serde_json::from_value(fallback).ok()).ok_or_else(|| {
            if text.is_empty() { "an empty body".to_owned() } else { reason::<T>(json, &error) }
        })
    })
}

/// Returns the reason of an error, after the path of the malformed field.
fn reason<T: DeserializeOwned>(json: &[u8], error: &serde_json::Error) -> String {
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    match serde_path_to_error::deserialize::<_, T>(&mut deserializer) {
        Err(error) => located(&error, json),
        // The error is in the text after the value.
        Ok(_) => error.to_string(),
    }
}

/// Decodes one item of a page. The error names the malformed field.
pub(crate) fn decode_item<T: DeserializeOwned>(json: &str) -> Result<T, String> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let reason = located(&error, json.as_bytes());
        // The position is that within the item, not within the answer.
        let inner = error.inner();
        let position = format!(" at line {} column {}", inner.line(), inner.column());
        reason.strip_suffix(&position).map(str::to_owned).unwrap_or(reason)
    })
}

/// Returns the reason of an error, with the path of the malformed field.
fn located(error: &serde_path_to_error::Error<serde_json::Error>, json: &[u8]) -> String {
    let (path, message) = (error.path(), error.inner().to_string());
    if path.iter().len() == 0 {
        return message;
    }
    let is_found = message.starts_with(NO_VARIANT) && json.len() <= MAX_SEARCHED_BYTES;
    match is_found.then(|| type_at(path, json)).flatten() {
        Some(found) => format!("`{path}` is {found}"),
        None => format!("`{path}`: {message}"),
    }
}

/// Returns the type of the value at a path.
fn type_at(path: &Path, json: &[u8]) -> Option<&'static str> {
    let json: Value = serde_json::from_slice(json).ok()?;
    let value = path.iter().try_fold(&json, |value, segment| match segment {
        Segment::Map { key } => value.get(key),
        Segment::Seq { index } => value.get(index),
        Segment::Enum { .. } | Segment::Unknown => None,
    })?;
    Some(match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<T: DeserializeOwned>(body: &'static str) -> Result<T, String> {
        value(body.as_bytes(), false)
    }

    #[test]
    fn strings_without_quotes_are_accepted() {
        assert_eq!(read(r#""key""#), Ok("key".to_owned()));
        assert_eq!(read("key 1"), Ok("key 1".to_owned()));
        assert_eq!(read("true"), Ok(true));
        assert_eq!(value(b"true", true), Ok(true));
    }

    #[test]
    fn empty_body_is_none_and_an_empty_list() {
        for body in ["", " \n", "null"] {
            assert_eq!(read(body), Ok(None::<bool>));
            assert_eq!(read(body), Ok(Vec::<bool>::new()));
        }
        assert_eq!(read::<bool>("").unwrap_err(), "an empty body");
    }

    #[test]
    fn html_page_is_not_a_string() {
        assert_eq!(value::<String>(b"\n<!DOCTYPE html>", true).unwrap_err(), "an HTML page");
    }

    #[test]
    fn malformed_field_is_named() {
        type Nested = std::collections::BTreeMap<String, Vec<u8>>;
        let reason = read::<Nested>(r#"{"a":[1],"b":[1,"x"]}"#).unwrap_err();
        assert!(reason.starts_with("`b[1]`: invalid type: string \"x\", expected u8"), "{reason}");
        assert!(read::<Nested>(r#"{"a":[1]} {}"#).unwrap_err().starts_with("trailing"));
        assert!(read::<bool>("1").unwrap_err().starts_with("invalid type"), "there is no field");
    }

    #[test]
    fn json_of_another_type_is_not_a_string() {
        assert!(read::<String>("{\"a\":1}").unwrap_err().contains("invalid type: map"));
        assert!(read::<bool>("{").is_err());
    }
}
