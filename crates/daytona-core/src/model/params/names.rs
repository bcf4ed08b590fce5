//! Names of snapshots and of images, by the rules of the server and of registries.

use crate::{Error, Result};

/// Parts of a name that the server takes for a link, in any case. The characters of a name leave
/// out the rest of what it refuses: `://` and HTML tags.
const LINK_MARKS: [&str; 5] = ["javascript:", "data:", "mailto:", "tel:", "www."];

const DIGEST_MARK: &str = "@sha256:";

/// The longest name of an image without tag and digest, in bytes.
const MAX_REPOSITORY: usize = 255;

/// The longest tag, in bytes.
const MAX_TAG: usize = 128;

/// Refuses a snapshot name that the server would refuse.
pub(super) fn check_name(name: &str) -> Result<()> {
    if name.is_empty() {
        return Err(Error::invalid_input("the snapshot's name is empty")
            .with_hint("give it a name such as `my-snapshot`"));
    }
    if !has_form(name) {
        return Err(Error::invalid_input(format!(
            "`{}` cannot be the name of a snapshot",
            name.escape_debug()
        ))
        .with_hint("use letters, digits and `_ . - :`, in segments separated by `/`"));
    }
    let lower = name.to_ascii_lowercase();
    if let Some(mark) = LINK_MARKS.iter().find(|mark| lower.contains(**mark)) {
        let message =
            format!("the name `{name}` contains `{mark}`, which Daytona takes for a link");
        return Err(Error::invalid_input(message).with_hint("choose a name without it"));
    }
    check_addressable(name)
}

/// Refuses an id or name that no snapshot can have, or that would not survive as one segment of a
/// URL path.
///
/// HTTP clients resolve `.` and `..` before they send, so that another endpoint would answer.
pub(crate) fn check_addressable(id_or_name: &str) -> Result<()> {
    if id_or_name.is_empty() {
        return Err(Error::invalid_input("the snapshot's id or name is empty"));
    }
    if matches!(id_or_name, "." | "..") || !has_form(id_or_name) {
        return Err(Error::invalid_input(format!(
            "`{}` cannot be the id or name of a snapshot",
            id_or_name.escape_debug()
        ))
        .with_hint("give it as the server lists it"));
    }
    Ok(())
}

/// Returns `true` for `^[a-zA-Z0-9_.\-:]+(\/[a-zA-Z0-9_.\-:]+)*(@sha256:[a-f0-9]{64})?$`.
fn has_form(name: &str) -> bool {
    let (path, digest) = match name.split_once(DIGEST_MARK) {
        Some((path, digest)) => (path, Some(digest)),
        None => (name, None),
    };
    let segment_fits = |segment: &str| {
        !segment.is_empty()
            && segment.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.-:".contains(&b))
    };
    path.split('/').all(segment_fits) && digest.is_none_or(is_digest)
}

fn is_digest(hex: &str) -> bool {
    hex.len() == 64 && hex.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

/// Refuses control characters.
pub(crate) fn check_text(what: &str, text: &str) -> Result<()> {
    if !text.contains(char::is_control) {
        return Ok(());
    }
    let message = format!("{what} has a control character in it: `{}`", text.escape_debug());
    Err(Error::invalid_input(message).with_hint("leave it out"))
}

/// Refuses an image name that the server refuses, or that no registry can have.
///
/// The server wants a tag other than `latest`, or a digest. It takes the port of a registry for a
/// tag.
pub(super) fn check_image_name(image_name: &str) -> Result<()> {
    let refuse = |why: &str| {
        Err(Error::invalid_input(format!("image name `{}` {why}", image_name.escape_debug()))
            .with_hint("name a fixed version, such as `ubuntu:24.04` or `ubuntu@sha256:...`"))
    };
    let reference = match Reference::read(image_name) {
        Ok(reference) => reference,
        Err(why) => return refuse(why),
    };
    match reference {
        Reference { digest: true, .. } => Ok(()),
        Reference { tag: Some("latest"), .. } => {
            refuse("has the tag `latest`, which Daytona refuses")
        }
        Reference { tag: None, port: false, .. } => refuse("has neither a tag nor a digest"),
        Reference { .. } => Ok(()),
    }
}

/// Refuses a text that cannot name an image in a registry; tag and digest may be left out.
pub(crate) fn check_reference(what: &str, text: &str) -> Result<()> {
    match Reference::read(text) {
        Ok(_) => Ok(()),
        Err(why) => Err(Error::invalid_input(format!("{what}, `{}`, {why}", text.escape_debug()))
            .with_hint("name it as in `ubuntu:24.04` or `registry.example.com:5000/team/app:1`")),
    }
}

/// The name of an image, by the grammar that registries share.
struct Reference<'t> {
    port: bool,
    tag: Option<&'t str>,
    digest: bool,
}

impl<'t> Reference<'t> {
    fn read(text: &'t str) -> Result<Self, &'static str> {
        if text.trim().is_empty() {
            return Err("is empty");
        }
        if text.contains(char::is_whitespace) {
            return Err("has white space in it");
        }
        if text.contains("://") {
            return Err("has the scheme of a URL, which the name of an image has not");
        }
        let (rest, digest) = match text.split_once('@') {
            Some((rest, digest)) => (rest, Some(digest)),
            None => (text, None),
        };
        if digest.is_some_and(|digest| !digest.strip_prefix("sha256:").is_some_and(is_digest)) {
            return Err("has a digest that is not `sha256:` and 64 small hex digits");
        }
        let (host, path) = split_host(rest);
        let (path, tag) = match path.split_once(':') {
            Some((path, tag)) => (path, Some(tag)),
            None => (path, None),
        };
        if let Some(tag) = tag {
            check_tag(tag)?;
        }
        let port = host.map(host_has_port).transpose()?.unwrap_or(false);
        check_path(path)?;
        let repository = rest.len() - tag.map_or(0, |tag| tag.len() + 1);
        if repository > MAX_REPOSITORY {
            return Err("is longer than the 255 characters of a registry");
        }
        Ok(Self { port, tag, digest: digest.is_some() })
    }
}

/// Splits off the host, which is told from a folder by a dot, a port, or the name `localhost`.
fn split_host(text: &str) -> (Option<&str>, &str) {
    match text.split_once('/') {
        Some((host, path)) if host.contains(['.', ':']) || host == "localhost" => {
            (Some(host), path)
        }
        _ => (None, text),
    }
}

fn host_has_port(host: &str) -> Result<bool, &'static str> {
    let (name, port) = match host.split_once(':') {
        Some((name, port)) => (name, Some(port)),
        None => (host, None),
    };
    let label_fits = |label: &str| {
        label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let port_fits = |port: &str| {
        port.bytes().all(|b| b.is_ascii_digit()) && port.parse::<u16>().is_ok_and(|port| port > 0)
    };
    match name.split('.').all(label_fits) && port.is_none_or(port_fits) {
        true => Ok(port.is_some()),
        false => Err("has a registry that is neither a host nor a host and a port"),
    }
}

fn check_tag(tag: &str) -> Result<(), &'static str> {
    if tag.is_empty() {
        return Err("has an empty tag");
    }
    let word = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    let fits = tag.bytes().all(|b| word(b) || b == b'.' || b == b'-');
    match fits && tag.bytes().next().is_some_and(word) && tag.len() <= MAX_TAG {
        true => Ok(()),
        false => Err("has a tag that is not 1 to 128 letters, digits and `_ . -`"),
    }
}

/// Checks the folders and the name: small letters and digits, between which there may be a dot, one
/// or two underscores, or dashes.
fn check_path(path: &str) -> Result<(), &'static str> {
    let plain = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    let segment_fits = |segment: &str| {
        let bytes = segment.as_bytes();
        let ends_fit = bytes.first().is_some_and(plain) && bytes.last().is_some_and(plain);
        let mut separators = segment.split(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit());
        ends_fit
            && separators.all(|separator| {
                matches!(separator, "" | "." | "_" | "__") || separator.bytes().all(|b| b == b'-')
            })
    };
    if path.split('/').any(str::is_empty) {
        return Err("has an empty part");
    }
    match path.split('/').all(segment_fits) {
        true => Ok(()),
        false => {
            Err("is not in small letters and digits, with single `.`, `_` and `-` between them")
        }
    }
}

#[cfg(test)]
mod tests;
