//! The conversion of a failed response to a refusal.

use bytes::Bytes;
use http::header::LOCATION;
use http::{HeaderMap, StatusCode};

use super::explanation::{element, explanation};
use crate::error::Refusal;

/// The maximum length of the body in an error.
const MAX_BODY_BYTES: usize = 64 * 1024;

/// The elements of an S3 error that may contain the signed request with the session token.
const SECRET_ELEMENTS: [&str; 7] = [
    "AWSAccessKeyId",
    "CanonicalRequest",
    "CanonicalRequestBytes",
    "SignatureProvided",
    "StringToSign",
    "StringToSignBytes",
    "Token-0",
];

const REDACTED: &str = "[redacted]";

/// Returns the refusal in a response, or `None` if the response is a success.
///
/// An error may have a status of success, because the store starts the response before it has joined
/// the parts of an object. The session token `token` is removed from the result.
pub(super) fn refusal(
    status: StatusCode,
    headers: &HeaderMap,
    body: &[u8],
    token: Option<&str>,
) -> Option<Refusal> {
    let text = String::from_utf8_lossy(body);
    let is_s3_error = text.contains("<Error>") || text.contains("<Error ");
    if status.is_success() && !is_s3_error {
        return None;
    }
    let text = without_secrets(&text, token);
    let (code, message) = match is_s3_error {
        true => (element(&text, "Code"), element(&text, "Message")),
        false => (None, redirect(headers).or_else(|| explanation(&text))),
    };
    let ends = text.char_indices().map(|(at, next)| at + next.len_utf8());
    let end = ends.take_while(|&end| end <= MAX_BODY_BYTES).last().unwrap_or_default();
    Some(Refusal {
        status: status.as_u16(),
        code,
        // Unescaping may have restored the token.
        message: message.map(|message| without_token(&message, token)),
        headers: headers.clone(),
        body: Bytes::copy_from_slice(&text.as_bytes()[..end]),
    })
}

/// Returns the target of a redirect, without the query, which may contain secrets.
fn redirect(headers: &HeaderMap) -> Option<String> {
    let target = headers.get(LOCATION)?.to_str().ok()?;
    Some(format!("a redirect to {}", target.split(['?', '#']).next()?))
}

fn without_secrets(text: &str, token: Option<&str>) -> String {
    let mut text = without_token(text, token);
    for name in SECRET_ELEMENTS {
        let opening = format!("<{name}>");
        let Some(start) = text.find(&opening).map(|at| at + opening.len()) else { continue };
        let length = text[start..].find(&format!("</{name}>")).unwrap_or(text.len() - start);
        text.replace_range(start..start + length, REDACTED);
    }
    text
}

fn without_token(text: &str, token: Option<&str>) -> String {
    match token.filter(|token| !token.is_empty()) {
        Some(token) => text.replace(token, REDACTED),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(body: &str) -> Refusal {
        let headers = HeaderMap::new();
        refusal(StatusCode::BAD_GATEWAY, &headers, body.as_bytes(), Some("t0/ken")).unwrap()
    }

    #[test]
    fn response_of_a_proxy_is_explained_and_kept() {
        for (body, expected) in [
            ("<html><title>Bad\n gateway</title></html>", "status 502 (Bad gateway)"),
            ("upstream\r\nconnect error", "status 502 (upstream connect error)"),
            (r#"{"detail":"Not today"}"#, "status 502 (Not today)"),
            ("\0", "status 502"),
            ("", "status 502"),
        ] {
            assert_eq!(refused(body).to_string(), expected);
            assert_eq!(refused(body).body, body);
        }
        let long = refused(&"ä".repeat(MAX_BODY_BYTES));
        assert_eq!(long.body.len(), MAX_BODY_BYTES);
    }

    #[test]
    fn s3_error_is_explained_by_code_and_message() {
        for root in ["<Error>", r#"<Error xmlns="urn:s3">"#] {
            let body = format!("{root}<Code>SlowDown</Code><Message>Please</Message></Error>");
            assert_eq!(refused(&body).to_string(), "status 502 (SlowDown: Please)");
            let success = refusal(StatusCode::OK, &HeaderMap::new(), body.as_bytes(), None);
            assert_eq!(success.unwrap().code.as_deref(), Some("SlowDown"));
        }
    }

    #[test]
    fn redirect_is_named_without_the_query() {
        let headers = [(LOCATION, "https://login.example/start?code=s3cret".parse().unwrap())];
        let refusal = refusal(StatusCode::FOUND, &HeaderMap::from_iter(headers), b"", None);
        assert_eq!(
            refusal.unwrap().to_string(),
            "status 302 (a redirect to https://login.example/start)"
        );
    }

    #[test]
    fn credentials_in_the_response_are_redacted() {
        let body = "<Error><Code>X</Code><AWSAccessKeyId>AKIA</AWSAccessKeyId><RequestId>r1</RequestId>\
            <StringToSign>t0/ken</StringToSign><CanonicalRequestBytes>74</Error>";
        let refusal = refused(body);
        assert_eq!(
            refusal.body,
            "<Error><Code>X</Code><AWSAccessKeyId>[redacted]</AWSAccessKeyId><RequestId>r1</RequestId>\
            <StringToSign>[redacted]</StringToSign><CanonicalRequestBytes>[redacted]"
        );
        assert_eq!(refused("you sent t0/ken").to_string(), "status 502 (you sent [redacted])");
        let escaped = refused(r#"{"message":"you sent t0\/ken"}"#);
        assert_eq!(escaped.to_string(), "status 502 (you sent [redacted])");
    }
}
