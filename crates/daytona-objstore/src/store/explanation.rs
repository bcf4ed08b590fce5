//! The explanation in the body of a failed response that is not an S3 error.

use serde_json::Value;

/// The maximum length of an explanation, in characters.
const MAX_CHARS: usize = 200;

/// The members of a JSON object that explain a failure. The first match counts.
const MEMBERS: [&str; 8] =
    ["message", "detail", "error_description", "error", "title", "errors", "msg", "reason"];

/// The elements of a page that explain a failure. The first match counts.
const ELEMENTS: [&str; 3] = ["title", "message", "h1"];

/// Returns the message of a JSON body, the title of a page, or the start of any other text.
pub(super) fn explanation(body: &str) -> Option<String> {
    let json = || json_text(&serde_json::from_str(body).ok()?);
    let heading = || ELEMENTS.iter().find_map(|name| element(body, name));
    let text = json().or_else(heading).unwrap_or_else(|| body.to_owned());
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let shown = match line.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => format!("{}...", &line[..end]),
        None => line,
    };
    (!shown.is_empty() && !shown.contains('\0')).then_some(shown)
}

/// Returns the text of a JSON value: a string, the texts of an array, or a member of an object.
fn json_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => (!text.trim().is_empty()).then(|| text.clone()),
        Value::Array(values) => {
            let texts: Vec<_> = values.iter().filter_map(json_text).collect();
            (!texts.is_empty()).then(|| texts.join(", "))
        }
        Value::Object(members) => MEMBERS.iter().find_map(|name| json_text(members.get(*name)?)),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

/// Returns the text of the first element with a name, in any case and with any attributes.
pub(super) fn element(markup: &str, name: &str) -> Option<String> {
    // Lower-case ASCII has the same positions.
    let lower = markup.to_ascii_lowercase();
    let name = name.to_ascii_lowercase();
    let tag = format!("<{name}");
    let is_tag_end = |next: char| next == '>' || next.is_ascii_whitespace();
    let start = lower
        .match_indices(&tag)
        .map(|(at, tag)| at + tag.len())
        .filter(|&at| lower[at..].starts_with(is_tag_end))
        .find_map(|at| Some(at + lower[at..].find('>')? + 1))?;
    let end = start + lower[start..].find(&format!("</{name}>"))?;
    let text = markup[start..end].replace("&lt;", "<").replace("&gt;", ">");
    let text = text.replace("&quot;", "\"").replace("&apos;", "'").replace("&#39;", "'");
    let text = text.replace("&amp;", "&");
    (!text.trim().is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_explained_by_its_message() {
        for (body, expected) in [
            (r#"{"detail":"Not today"}"#, "Not today"),
            (r#"{"message":"quota","code":7}"#, "quota"),
            (r#"{"error":{"code":7,"message":"quota"}}"#, "quota"),
            (r#"{"detail":[{"loc":["body"],"msg":"field required"}]}"#, "field required"),
            (r#"{"errors":["a","b"]}"#, "a, b"),
            (r#"{"message":"","error":"Bad\n gateway"}"#, "Bad gateway"),
            (r#""rate limited""#, "rate limited"),
            (r#"{"fault":42}"#, r#"{"fault":42}"#),
        ] {
            assert_eq!(explanation(body).as_deref(), Some(expected), "{body}");
        }
    }

    #[test]
    fn page_is_explained_by_its_title() {
        for (body, expected) in [
            ("<html><TITLE lang=en>\n Bad &amp; gateway </TITLE>", "Bad & gateway"),
            ("<!DOCTYPE html><titles>x</titles><title> </title><h1>502</h1>", "502"),
            ("<html><Message>Bad gateway</Message></html>", "Bad gateway"),
            ("<html><title", "<html><title"),
        ] {
            assert_eq!(explanation(body).as_deref(), Some(expected), "{body}");
        }
    }

    #[test]
    fn other_text_is_shown_on_one_line_and_cut() {
        assert_eq!(explanation("upstream\r\nconnect error").unwrap(), "upstream connect error");
        assert_eq!(explanation(" \n"), None);
        assert_eq!(explanation("\0"), None);
        let long = "ä".repeat(9999);
        assert_eq!(explanation(&long).unwrap(), format!("{}...", "ä".repeat(MAX_CHARS)));
    }
}
