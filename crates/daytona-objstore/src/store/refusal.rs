//! What an answer other than success says.

use bytes::Bytes;
use http::header::LOCATION;
use http::{HeaderMap, StatusCode};

use crate::error::Refusal;

/// How much of an answer is kept for the error, in bytes.
const KEPT_BYTES: usize = 64 * 1024;

/// How much of an answer that is not of S3 goes into a message, in characters.
const MAX_SHOWN: usize = 200;

/// The elements of an S3 error that echo the signed request, the session token included.
const SECRET_ELEMENTS: [&str; 7] = [
    "AWSAccessKeyId",
    "CanonicalRequest",
    "CanonicalRequestBytes",
    "SignatureProvided",
    "StringToSign",
    "StringToSignBytes",
    "Token-0",
];

/// Reads an answer as a refusal, unless it is a success.
///
/// An error can come with a status of success: the store begins its answer before it has joined the
/// parts of an object. `token` is the session token, which is removed from whatever echoes it.
pub(super) fn refusal(
    status: StatusCode,
    headers: &HeaderMap,
    body: &[u8],
    token: Option<&str>,
) -> Option<Refusal> {
    let text = String::from_utf8_lossy(body);
    let is_s3_error = text.contains("<Error>");
    if status.is_success() && !is_s3_error {
        return None;
    }
    let text = without_secrets(&text, token);
    let (code, message) = match is_s3_error {
        true => (element(&text, "Code"), element(&text, "Message")),
        false => (None, redirect(headers).or_else(|| explanation(&text))),
    };
    let kept = text.char_indices().map(|(at, next)| at + next.len_utf8());
    let end = kept.take_while(|&end| end <= KEPT_BYTES).last().unwrap_or_default();
    Some(Refusal {
        status: status.as_u16(),
        code,
        message,
        headers: headers.clone(),
        body: Bytes::copy_from_slice(&text.as_bytes()[..end]),
    })
}

/// Says where a redirect leads, without a query that may hold secrets.
fn redirect(headers: &HeaderMap) -> Option<String> {
    let target = headers.get(LOCATION)?.to_str().ok()?;
    Some(format!("a redirect to {}", target.split(['?', '#']).next()?))
}

/// Returns the title of a page, or the beginning of any other text.
fn explanation(text: &str) -> Option<String> {
    let text =
        element(text, "title").or_else(|| element(text, "Message")).unwrap_or(text.to_owned());
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let shown = match line.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}...", &line[..end]),
        None => line,
    };
    (!shown.is_empty() && !shown.contains('\0')).then_some(shown)
}

fn without_secrets(text: &str, token: Option<&str>) -> String {
    let mut text = match token.filter(|token| !token.is_empty()) {
        Some(token) => text.replace(token, "[redacted]"),
        None => text.to_owned(),
    };
    for name in SECRET_ELEMENTS {
        let opening = format!("<{name}>");
        let Some(start) = text.find(&opening).map(|at| at + opening.len()) else { continue };
        let length = text[start..].find(&format!("</{name}>")).unwrap_or(text.len() - start);
        text.replace_range(start..start + length, "[redacted]");
    }
    text
}

/// Returns the text of the first element of that name.
fn element(body: &str, name: &str) -> Option<String> {
    let (_, rest) = body.split_once(&format!("<{name}>"))?;
    let (text, _) = rest.split_once(&format!("</{name}>"))?;
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    let text = text.replace("&apos;", "'").replace("&amp;", "&");
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(body: &str) -> Refusal {
        refusal(StatusCode::BAD_GATEWAY, &HeaderMap::new(), body.as_bytes(), Some("t0ken")).unwrap()
    }

    #[test]
    fn answers_of_others_are_explained_in_their_own_words() {
        for (body, expected) in [
            ("<html><title>Bad\n gateway</title></html>", "status 502 (Bad gateway)"),
            ("upstream\r\nconnect error", "status 502 (upstream connect error)"),
            (r#"{"detail":"Not today"}"#, r#"status 502 ({"detail":"Not today"})"#),
            ("\0", "status 502"),
            ("", "status 502"),
        ] {
            assert_eq!(refused(body).to_string(), expected);
            assert_eq!(refused(body).body, body);
        }
        let long = refused(&"ä".repeat(KEPT_BYTES));
        assert_eq!(long.to_string(), format!("status 502 ({}...)", "ä".repeat(MAX_SHOWN)));
        assert_eq!(long.body.len(), KEPT_BYTES);
    }

    #[test]
    fn redirect_names_its_target_without_the_query() {
        let headers = [(LOCATION, "https://login.example/start?code=s3cret".parse().unwrap())];
        let refusal = refusal(StatusCode::FOUND, &HeaderMap::from_iter(headers), b"", None);
        assert_eq!(
            refusal.unwrap().to_string(),
            "status 302 (a redirect to https://login.example/start)"
        );
    }

    #[test]
    fn what_echoes_the_request_is_removed() {
        let body = "<Error><Code>X</Code><AWSAccessKeyId>AKIA</AWSAccessKeyId><RequestId>r1</RequestId>\
            <StringToSign>t0ken</StringToSign><CanonicalRequestBytes>74</Error>";
        let refusal = refused(body);
        assert_eq!(
            refusal.body,
            "<Error><Code>X</Code><AWSAccessKeyId>[redacted]</AWSAccessKeyId><RequestId>r1</RequestId>\
            <StringToSign>[redacted]</StringToSign><CanonicalRequestBytes>[redacted]"
        );
        assert_eq!(refused("you sent t0ken").to_string(), "status 502 (you sent [redacted])");
    }
}
