//! The rules for the names of snapshots and images.

use super::error::ApiError;

/// Parts of a text that make it look like a link.
const LINK_MARKS: [&str; 6] = ["://", "www.", "data:", "mailto:", "tel:", "javascript:"];
const DIGEST_MARK: &str = "@sha256:";

/// Checks the characters of a snapshot name.
pub(super) fn check_snapshot_name(name: &str) -> Result<(), ApiError> {
    let path = match name.split_once(DIGEST_MARK) {
        Some((path, digest)) if is_digest(digest) => path,
        Some(_) => return Err(invalid_name()),
        None => name,
    };
    if has_valid_segments(path) { Ok(()) } else { Err(invalid_name()) }
}

/// Checks that an image name has a tag other than `latest`, or a digest.
pub(super) fn check_image_name(name: &str) -> Result<(), ApiError> {
    if let Some((image, digest)) = name.split_once(DIGEST_MARK) {
        if image.is_empty() || !is_digest(digest) {
            return Err(ApiError::bad_request(
                "Invalid digest format. Must be image@sha256:64_hex_characters",
            ));
        }
        return Ok(());
    }
    // The server takes the port of a registry for a tag.
    if !name.contains(':') || name.ends_with(':') {
        return Err(ApiError::bad_request(
            "Image name must include a tag (e.g., ubuntu:22.04) or digest (@sha256:...)",
        ));
    }
    if name.ends_with(":latest") {
        return Err(ApiError::bad_request("Images with tag \":latest\" are not allowed"));
    }
    if !has_valid_segments(name) {
        return Err(ApiError::bad_request(
            "Invalid image name format. Must be lowercase, may contain digits, dots, dashes, and single slashes between components",
        ));
    }
    Ok(())
}

/// Returns `true` if a text contains no HTML tag, link or control character.
pub(super) fn is_safe_text(text: &str) -> bool {
    let lower = text.to_lowercase();
    let tag = text.split_once('<').is_some_and(|(_, rest)| rest.contains('>'));
    let is_refused = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    !tag && !text.chars().any(is_refused) && !LINK_MARKS.iter().any(|mark| lower.contains(mark))
}

fn has_valid_segments(path: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-' | ':');
    path.split('/').all(|segment| !segment.is_empty() && segment.chars().all(allowed))
}

fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

fn invalid_name() -> ApiError {
    ApiError::bad_request(
        "Invalid snapshot name format. May contain letters, digits, dots, colons, and dashes",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn snapshot_names_follow_the_pattern() {
        let digest = "0".repeat(64);
        for valid in ["a", "a.b-c_d:e", "org/name:1.0", &format!("a/b@sha256:{digest}")] {
            assert!(check_snapshot_name(valid).is_ok(), "{valid}");
        }
        for invalid in ["", "a b", "/a", "a/", "a//b", "a@b", "a@sha256:12", "ä"] {
            assert_eq!(check_snapshot_name(invalid), Err(invalid_name()), "{invalid}");
        }
    }

    #[test]
    fn image_names_need_a_tag_or_a_digest() {
        let digest = "a".repeat(64);
        let valid = [
            "alpine:3",
            "localhost:5000/a/b:1",
            "registry:5000/a/b",
            "Alpine:3",
            ":1",
            "alpine:3/x",
        ];
        for valid in valid.into_iter().chain([&*format!("alpine@sha256:{digest}")]) {
            assert!(check_image_name(valid).is_ok(), "{valid}");
        }
        for invalid in [
            "alpine",
            "alpine:",
            "alpine:latest",
            "registry:5000/a:latest",
            "alpine@sha256:1",
            " alpine:3",
            "alpine:3 ",
            "a//b:1",
            "docker://alpine:3",
            "\u{fc}ber:1",
        ] {
            assert!(check_image_name(invalid).is_err(), "{invalid}");
        }
    }
}
