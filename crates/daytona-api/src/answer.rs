//! What servers answer beyond the description.

use bytes::Bytes;
use progenitor_client::{Error, ResponseValue};
use reqwest::{Response, ResponseBuilderExt, header::CONTENT_TYPE};
use serde::{Deserialize, Deserializer, de::DeserializeOwned};
use serde_json::Value;

/// Tells whether the answer is an HTML page. No endpoint answers with one: it comes from a proxy, a sign-in page or
/// a dashboard that was reached in place of the API.
pub(crate) fn is_html(response: &Response) -> bool {
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

/// Decodes the body of an answer. One that cannot be decoded is handed on as it came, with its status and headers.
pub(crate) async fn decode<T, E>(response: Response) -> Result<ResponseValue<T>, Error<E>>
where
    T: DeserializeOwned,
{
    let (status, version, url) = (response.status(), response.version(), response.url().clone());
    let headers = response.headers().clone();
    let is_html = is_html(&response);
    let body = response.bytes().await.map_err(Error::ResponseBodyError)?;
    let reason = match value(&body, is_html) {
        Ok(value) => return Ok(ResponseValue::new(value, status, headers)),
        Err(reason) => Undecodable(reason),
    };
    let mut whole = http::Response::builder().status(status).version(version).url(url);
    if let Some(copy) = whole.headers_mut() {
        *copy = headers;
    }
    match whole.extension(reason).body(body) {
        Ok(whole) => Err(Error::UnexpectedResponse(whole.into())),
        // All parts are those of a response.
        Err(error) => Err(Error::Custom(error.to_string())),
    }
}

/// Why the body of a response that was a success could not be decoded, if that is what it is there for.
///
/// The reason names fields and types, and may quote a value of the wrong type.
pub fn decode_error(response: &Response) -> Option<&str> {
    response.extensions().get::<Undecodable>().map(|Undecodable(reason)| reason.as_str())
}

#[derive(Clone, Debug)]
struct Undecodable(String);

/// Reads the body as JSON; an empty one as `null`, `null` in place of a list as an empty list, and what is no JSON as
/// the text that it is, where a text is wanted. Frameworks send texts, numbers and flags as HTML, so that only what
/// looks like a page is taken for one.
fn value<T: DeserializeOwned>(body: &Bytes, is_html: bool) -> Result<T, String> {
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
            if text.is_empty() { "an empty body".to_owned() } else { error.to_string() }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<T: DeserializeOwned>(body: &'static str) -> Result<T, String> {
        value(&Bytes::from_static(body.as_bytes()), false)
    }

    #[test]
    fn texts_need_no_quotes() {
        assert_eq!(read(r#""key""#), Ok("key".to_owned()));
        assert_eq!(read("key 1"), Ok("key 1".to_owned()));
        assert_eq!(read("true"), Ok(true));
        assert_eq!(value(&Bytes::from_static(b"true"), true), Ok(true));
    }

    #[test]
    fn nothing_is_none_and_an_empty_list() {
        for body in ["", " \n", "null"] {
            assert_eq!(read(body), Ok(None::<bool>));
            assert_eq!(read(body), Ok(Vec::<bool>::new()));
        }
        assert_eq!(read::<bool>("").unwrap_err(), "an empty body");
    }

    #[test]
    fn a_page_is_no_text() {
        let page = Bytes::from_static(b"\n<!DOCTYPE html>");
        assert_eq!(value::<String>(&page, true).unwrap_err(), "an HTML page");
    }

    #[test]
    fn json_of_another_shape_is_no_text() {
        assert!(read::<String>("{\"a\":1}").unwrap_err().contains("invalid type: map"));
        assert!(read::<bool>("{").is_err());
    }
}
