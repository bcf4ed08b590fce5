//! References of images, such as `ghcr.io/org/app:1.2@sha256:...`.
//!
//! The grammar is that of the Go module `github.com/distribution/reference`, which BuildKit uses.

use crate::error::ReferenceError;

/// The digest algorithms, with the number of hexadecimal digits.
const ALGORITHMS: [(&str, usize); 3] = [("sha256", 64), ("sha384", 96), ("sha512", 128)];

/// The path of an image without a registry and without a `/` begins with this.
const LIBRARY: &str = "library/";

const MAX_NAME_BYTES: usize = 255;
const MAX_TAG_BYTES: usize = 128;

/// Checks the name of an image: registry, path, tag and digest, each but the path optional.
///
/// ```
/// use daytona_dockerfile::check_reference;
///
/// assert!(check_reference("ghcr.io/org/app:1.2").is_ok());
/// let error = check_reference("python:").unwrap_err();
/// assert_eq!(error.to_string(), "the image `python:` has no tag after its `:`");
/// ```
///
/// # Errors
///
/// If no registry can have an image of this name, so that BuildKit refuses it.
pub fn check_reference(reference: &str) -> Result<(), ReferenceError> {
    check(reference).map_err(|reason| ReferenceError::new(reference, reason))
}

/// Returns an error for a text that is not a reference. The error continues after the text.
pub(crate) fn check(reference: &str) -> Result<(), String> {
    if reference.len() == 64 && reference.chars().all(is_hex) {
        return Err("is an image id, not a name".to_owned());
    }
    let (name, digest) = match reference.split_once('@') {
        Some((name, digest)) => (name, Some(digest)),
        None => (reference, None),
    };
    let (domain, rest) = split_domain(name);
    let (path, tag) = match rest.split_once(':') {
        Some((path, tag)) => (path, Some(tag)),
        None => (rest, None),
    };
    if let Some(domain) = domain {
        check_domain(domain)?;
    }
    check_path(path)?;
    let prefix = if domain.is_none() && !path.contains('/') { LIBRARY.len() } else { 0 };
    if prefix + path.len() > MAX_NAME_BYTES {
        return Err(format!("has a name of more than {MAX_NAME_BYTES} characters"));
    }
    tag.map_or(Ok(()), check_tag)?;
    digest.map_or(Ok(()), check_digest)
}

/// Splits off the registry. Without a `.`, `:` or capital letter, the first segment belongs to the
/// path, except `localhost`.
fn split_domain(name: &str) -> (Option<&str>, &str) {
    let is_domain = |first: &str| {
        first.contains(['.', ':']) || first == "localhost" || first.chars().any(char::is_uppercase)
    };
    match name.split_once('/') {
        Some((first, rest)) if is_domain(first) => (Some(first), rest),
        _ => (None, name),
    }
}

fn check_domain(domain: &str) -> Result<(), String> {
    let (host, port) = match domain.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (domain, None),
    };
    let is_port = |port: &str| !port.is_empty() && port.bytes().all(|c| c.is_ascii_digit());
    let is_label = |label: &str| {
        let plain = label.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-');
        plain && !label.is_empty() && !label.starts_with('-') && !label.ends_with('-')
    };
    let is_address = |address: &str| {
        !address.is_empty() && address.chars().all(|c| c.is_ascii_hexdigit() || c == ':')
    };
    let is_host = match host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        Some(address) => is_address(address),
        None => host.split('.').all(is_label),
    };
    match is_host && port.is_none_or(is_port) {
        true => Ok(()),
        false => Err(format!("has the registry `{}`, which is no host", domain.escape_debug())),
    }
}

fn check_path(path: &str) -> Result<(), String> {
    if path.is_empty() {
        return Err("has no name of an image".to_owned());
    }
    if path.chars().any(char::is_uppercase) {
        return Err("has capital letters in its name".to_owned());
    }
    match path.split('/').all(is_component) {
        true => Ok(()),
        false => Err("has a name with other characters than small letters, digits, and single \
            `.`, `_` and `-` between them"
            .to_owned()),
    }
}

/// Returns `true` for letters and digits with `.`, `_`, `__` or any number of `-` between them.
fn is_component(component: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let is_separator =
        |text: &str| matches!(text, "." | "_" | "__") || text.bytes().all(|c| c == b'-');
    component.starts_with(is_plain)
        && component.ends_with(is_plain)
        && component.split(is_plain).all(is_separator)
}

fn check_tag(tag: &str) -> Result<(), String> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if tag.is_empty() {
        return Err("has no tag after its `:`".to_owned());
    }
    let is_tag = tag.starts_with(is_word) && tag.chars().all(|c| is_word(c) || ".-".contains(c));
    match is_tag && tag.len() <= MAX_TAG_BYTES {
        true => Ok(()),
        false => Err(format!(
            "has the tag `{}`; a tag has letters, digits, `_`, `.` and `-`, and at most \
            {MAX_TAG_BYTES} of them",
            tag.escape_debug()
        )),
    }
}

pub(crate) fn check_digest(digest: &str) -> Result<(), String> {
    let (algorithm, hex) = digest.split_once(':').unwrap_or((digest, ""));
    let known = ALGORITHMS.iter().find(|(name, _)| *name == algorithm);
    match known {
        Some(&(_, digits)) if hex.len() == digits && hex.chars().all(is_hex) => Ok(()),
        Some((name, digits)) => Err(format!("has a digest without the {digits} digits of {name}")),
        None => Err("has a digest that does not begin with `sha256:`".to_owned()),
    }
}

fn is_hex(c: char) -> bool {
    matches!(c, '0'..='9' | 'a'..='f')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_of_images_are_accepted() {
        let digest = format!("sha256:{}", "0f".repeat(32));
        for reference in [
            "a",
            "a:1",
            "a_b/c__d/e--f.g:V_1.2-x",
            "localhost/a",
            "localhost:5000/a:1",
            "Host.example:5000/a/b",
            "Org/app",
            "[::1]:5000/a",
            "ghcr.io/org/app",
            &format!("a@{digest}"),
            &format!("a:1@{digest}"),
        ] {
            assert_eq!(check(reference), Ok(()), "{reference}");
        }
    }

    #[test]
    fn other_texts_are_refused_with_the_reason() {
        for (reference, expected) in [
            ("python:", "has no tag after its `:`"),
            ("a:1:2", "has the tag `1:2`"),
            ("a:-1", "has the tag `-1`"),
            ("Python", "has capital letters in its name"),
            ("org/App:1", "has capital letters in its name"),
            ("a//b", "has a name with other characters"),
            ("a/", "has a name with other characters"),
            ("a___b", "has a name with other characters"),
            ("-a", "has a name with other characters"),
            (":1", "has no name of an image"),
            ("a b", "has a name with other characters"),
            ("$a", "has a name with other characters"),
            ("https://ghcr.io/a", "has the registry `https:`"),
            ("a@sha256:0", "has a digest without the 64 digits of sha256"),
            ("a@md5:0", "has a digest that does not begin with `sha256:`"),
            ("a@", "has a digest that does not begin with `sha256:`"),
            (&"0f".repeat(32), "is an image id"),
            (&"a".repeat(248), "has a name of more than 255 characters"),
        ] {
            let found = check(reference).unwrap_err();
            assert!(found.starts_with(expected), "{reference}: {found}");
        }
    }
}
