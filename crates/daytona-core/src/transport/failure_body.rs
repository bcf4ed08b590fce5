//! The message in the body of a failed answer, from the API or a proxy.

use serde_json::Value;

/// The maximum length of a body in an error message, in characters.
const MAX_SHOWN: usize = 300;

/// The members of a JSON object that may contain a message, the most specific first.
const MEMBERS: [&str; 9] = [
    "message",
    "detail",
    "error_description",
    "error",
    "title",
    "errors",
    "msg",
    "reason",
    "description",
];

/// The elements of an HTML or XML document that may contain a message, the most specific first.
const ELEMENTS: [&str; 3] = ["title", "message", "h1"];

/// A parsed body.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum FailureBody {
    /// A JSON object of the API with a message. Newer services add code and source.
    Api { message: String, code: Option<String>, source: Option<String> },
    /// Any other body, as text that follows a status: `: not today` or ` with an empty body`.
    Other(String),
}

impl FailureBody {
    pub(super) fn parse(body: &[u8]) -> Self {
        let json = serde_json::from_slice::<Value>(body).ok();
        let member = |name: &str| Some(json.as_ref()?.get(name)?.as_str()?.to_owned());
        match json.as_ref().and_then(|json| text_of(json.get("message")?)) {
            Some(message) => Self::Api {
                message,
                code: member("code").or_else(|| member("error_code")),
                source: member("source"),
            },
            None => Self::Other(describe(body, json.as_ref())),
        }
    }
}

/// Returns the heading of an HTML or XML body, which may be empty; `None` for any other body.
pub(super) fn heading(body: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(body).ok()?;
    let is_markup = text.trim_start().starts_with('<');
    is_markup.then(|| ELEMENTS.iter().find_map(|name| element(text, name)).unwrap_or_default())
}

fn describe(body: &[u8], json: Option<&Value>) -> String {
    if body.trim_ascii().is_empty() {
        return " with an empty body".to_owned();
    }
    match heading(body) {
        Some(heading) if heading.is_empty() => return " with a page".to_owned(),
        Some(heading) => return format!(" with a page, \"{heading}\""),
        None => {}
    }
    if let Some(text) = json.and_then(text_of) {
        return format!(": {}", cut(&text));
    }
    // A body beyond the limit may be cut inside a character.
    let text = String::from_utf8_lossy(body);
    match text.contains('\0') {
        true => format!(" with {} bytes that are not text", body.len()),
        false => format!(": {}", cut(&text)),
    }
}

/// Returns the message in a JSON value: a string, an array of messages, or a member with one.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => (!text.trim().is_empty()).then(|| text.clone()),
        Value::Array(values) => joined(values.iter().filter_map(text_of)),
        Value::Object(members) => {
            let known = MEMBERS.iter().find_map(|name| text_of(members.get(*name)?));
            // Some servers send the messages by field: {"name": ["is taken"]}.
            known.or_else(|| {
                joined(members.iter().filter_map(|(name, value)| match value {
                    Value::Array(_) => Some(format!("{name}: {}", text_of(value)?)),
                    _ => None,
                }))
            })
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

fn joined(texts: impl Iterator<Item = String>) -> Option<String> {
    let texts: Vec<String> = texts.collect();
    (!texts.is_empty()).then(|| texts.join(", "))
}

/// Returns the text of the first element with this name, ignoring case.
fn element(markup: &str, name: &str) -> Option<String> {
    // The positions stay the same, since only ASCII letters change.
    let lower = markup.to_ascii_lowercase();
    let tag = format!("<{name}");
    let openings = lower.match_indices(&tag).map(|(at, tag)| at + tag.len());
    let start = openings
        .filter(|&at| lower[at..].starts_with(|next: char| next == '>' || next.is_whitespace()))
        .find_map(|at| Some(at + lower[at..].find('>')? + 1))?;
    let end = start + lower[start..].find('<')?;
    let text = markup[start..end].replace("&lt;", "<").replace("&gt;", ">");
    let text = text.replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&");
    let text = cut(&text);
    (!text.is_empty()).then_some(text)
}

/// Puts a text on one line, and cuts it after 300 characters.
fn cut(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}...", &line[..end]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn other(body: &str) -> String {
        match FailureBody::parse(body.as_bytes()) {
            FailureBody::Other(text) => text,
            api => panic!("{api:?}"),
        }
    }

    #[test]
    fn known_members_are_shown() {
        for (body, expected) in [
            (r#"{"detail":"Not today"}"#, ": Not today"),
            (r#"{"detail":[{"loc":["body"],"msg":"field required"}]}"#, ": field required"),
            (r#"{"error":"invalid_grant","error_description":"Expired"}"#, ": Expired"),
            (r#"{"error":{"code":7,"message":"quota"}}"#, ": quota"),
            (r#"{"error":"no such host"}"#, ": no such host"),
            (r#"{"type":"about:blank","title":"Bad Gateway","status":502}"#, ": Bad Gateway"),
            (r#"{"errors":["a","b"]}"#, ": a, b"),
            (
                r#"{"errors":{"name":["is taken"],"cpu":["is odd"]}}"#,
                ": cpu: is odd, name: is taken",
            ),
            (r#"{"fault":42}"#, r#": {"fault":42}"#),
            (r#""rate limited""#, ": rate limited"),
            ("null", ": null"),
        ] {
            assert_eq!(other(body), expected, "{body}");
        }
    }

    #[test]
    fn messages_of_the_api_may_have_several_forms() {
        for (message, expected) in [
            (r#""no""#, "no"),
            (r#"["a","b"]"#, "a, b"),
            (r#"[{"message":"a"}]"#, "a"),
            (r#"{"message":"inner"}"#, "inner"),
        ] {
            let body = format!(r#"{{"message":{message},"error_code":"E","source":"S"}}"#);
            let expected = FailureBody::Api {
                message: expected.to_owned(),
                code: Some("E".to_owned()),
                source: Some("S".to_owned()),
            };
            assert_eq!(FailureBody::parse(body.as_bytes()), expected);
        }
    }

    #[test]
    fn pages_show_their_heading() {
        for (body, expected) in [
            (
                "<html><TITLE lang=en>\n Bad &amp; gateway </TITLE>",
                " with a page, \"Bad & gateway\"",
            ),
            ("<!DOCTYPE html><titles>x</titles><h1>502</h1>", " with a page, \"502\""),
            ("<?xml version='1.0'?><Error><Message>Busy</Message>", " with a page, \"Busy\""),
            ("<html><title></title>", " with a page"),
            ("<html><title", " with a page"),
        ] {
            assert_eq!(other(body), expected, "{body}");
        }
    }

    #[test]
    fn texts_are_shown_on_one_line_and_cut() {
        assert_eq!(other("upstream\r\nconnect error\n"), ": upstream connect error");
        assert_eq!(other(" \n"), " with an empty body");
        assert_eq!(other("\0\0\0"), " with 3 bytes that are not text");
        assert_eq!(other(&"ä".repeat(9999)), format!(": {}...", "ä".repeat(MAX_SHOWN)));
        let cut_inside_a_character = &"ä".as_bytes()[..1];
        let FailureBody::Other(text) = FailureBody::parse(cut_inside_a_character) else { panic!() };
        assert_eq!(text, ": \u{FFFD}");
    }
}
