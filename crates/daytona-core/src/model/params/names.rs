//! Names of snapshots and images, with the rules of the server and of registries.

use crate::{Error, Result};

/// Parts of a name that the server reads as a link, without regard to case. It also refuses `://` and
/// HTML tags, whose characters are not allowed in a name.
const LINK_MARKS: [&str; 5] = ["javascript:", "data:", "mailto:", "tel:", "www."];

const DIGEST_MARK: &str = "@sha256:";

/// The maximum length of an image name without tag and digest, in bytes.
const MAX_REPOSITORY: usize = 255;

/// The maximum length of a tag, in bytes.
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

/// Refuses an id or name that no snapshot can have, or that cannot be a segment of a URL path.
///
/// HTTP clients resolve `.` and `..`, so the request would reach another endpoint.
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
/// The server requires a tag other than `latest`, or a digest. It reads the port of a registry as a
/// tag.
pub(super) fn check_image_name(image_name: &str) -> Result<()> {
    let refuse = |why: &str| {
        Err(Error::invalid_input(format!("image name `{}` {why}", image_name.escape_debug()))
            .with_hint("name a fixed version, such as `ubuntu:24.04` or `ubuntu@sha256:...`"))
    };
    let reference = match Reference::parse(image_name) {
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

/// A parsed image name, with the grammar that registries share.
struct Reference<'t> {
    port: bool,
    tag: Option<&'t str>,
    digest: bool,
}

impl<'t> Reference<'t> {
    fn parse(text: &'t str) -> Result<Self, &'static str> {
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

/// Splits off the host. A host contains a dot or a port, or is `localhost`.
fn split_host(text: &str) -> (Option<&str>, &str) {
    match text.split_once('/') {
        Some((host, path)) if host.contains(['.', ':']) || host == "localhost" => {
            (Some(host), path)
        }
        _ => (None, text),
    }
}

/// Checks a host. Returns `true` if it has a port.
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

/// Checks the segments of the path: lower-case letters and digits, separated by a dot, one or two
/// underscores, or dashes.
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
mod tests {
    use super::*;

    fn digest() -> String {
        format!("@sha256:{}", "a".repeat(64))
    }

    /// Names that Daytona 0.190 accepted.
    const ACCEPTED_NAMES: [&str; 18] = [
        "a",
        "A",
        "A-b_c.d",
        "a/b",
        "a/../b",
        "-a",
        "a:b:c",
        ":a",
        "http:x",
        "1",
        "true",
        "null",
        "12345678-1234-4234-8234-123456789012",
        "alpha/one:x",
        "Zeta",
        "demo-image",
        "my-snapshot_1.0:x",
        "team/app:v1",
    ];

    /// Names that Daytona 0.190 refused.
    const REFUSED_NAMES: [&str; 40] = [
        "",
        "a//b",
        "a/",
        "/a",
        "a@b",
        "日本",
        "a\0b",
        "a\tb",
        " a",
        "a ",
        "a b",
        "a\n",
        "a&b",
        "a\"b",
        "a;b",
        "a,b",
        "a%20b",
        "a#b",
        "~a",
        "a*",
        "https://x/y",
        "javascript:alert",
        "😀",
        "ﬁ",
        "hotel:1",
        "data:x",
        "ftp://x",
        "my-data:v1",
        "MY-DATA:v1",
        "team/Data:1",
        "mailto:a",
        "Tel:1",
        "www.example.com",
        "a/WWW.b",
        "<b>a</b>",
        "a@sha256:1",
        "a\u{1b}",
        "a\u{7f}",
        "a\u{202e}b",
        "a+b",
    ];

    #[test]
    fn names_follow_the_servers_rule() {
        let long = "a".repeat(1_000);
        let with_digest = format!("a{}", digest());
        for name in ACCEPTED_NAMES.into_iter().chain([long.as_str(), with_digest.as_str()]) {
            assert!(check_name(name).is_ok(), "{name} is good");
        }
        let short = digest();
        let short = format!("a{}", &short[..short.len() - 1]);
        let (alone, more) = (digest(), format!("a{}/b", digest()));
        for name in REFUSED_NAMES.into_iter().chain([&*short, &*alone, &*more]) {
            let error = check_name(name).unwrap_err();
            assert!(error.is_invalid_input() && error.hint().is_some(), "{name:?} is bad");
            assert!(!error.to_string().contains(char::is_control), "{name:?} is shown raw");
        }
    }

    #[test]
    fn names_that_no_url_can_carry_are_refused() {
        // The server accepts them.
        for name in [".", ".."] {
            assert!(check_name(name).is_err());
        }
    }

    #[test]
    fn link_mark_is_named() {
        let message = check_name("my-Data:v1").unwrap_err().to_string();
        assert!(message.starts_with("the name `my-Data:v1` contains `data:`"), "{message}");
    }

    #[test]
    fn ids_and_names_that_no_snapshot_has_are_refused() {
        let named = format!("app{}", digest());
        for id in
            ["0d8ae4a5-1111-4234-8234-123456789012", "id-1", "hotel:1", "team/app:v1", &*named]
        {
            assert!(check_addressable(id).is_ok(), "{id}");
        }
        for id in
            ["", ".", "..", "a b", "a\0", "../x", "a//b", "%2e", "a?b", "a#b", "ü", "{id}", "a\n"]
        {
            match id {
                "../x" => assert!(check_addressable(id).is_ok(), "its slash is sent as `%2F`"),
                _ => assert!(check_addressable(id).unwrap_err().is_invalid_input(), "{id:?}"),
            }
        }
    }

    #[test]
    fn image_names_that_server_and_registries_accept_are_accepted() {
        let tag = format!("alpine:{}", "x".repeat(128));
        let digests = ["alpine", "alpine:3", "a:latest", "localhost:5000/a", "r.io/a/b", "a/b:1"]
            .map(|name| format!("{name}{}", digest()));
        let good = [
            "alpine:3.20",
            "alpine:3",
            "registry.x.io/a/b:1",
            "registry.x.io:5000/a/b:1",
            "localhost:5000/a:1",
            "localhost/a:1",
            "alpine:v1.0-rc_2",
            "alpine:_x",
            "alpine:latest-1",
            "alpine:LATEST",
            "a/b/c/d/e:1",
            "a_b/c__d/e-f/g--h.i:1",
            "Registry.Example.COM/a:1",
            "127.0.0.1:5000/a:1",
            // The server reads the port as a tag.
            "registry:5000/a/b",
            "alpine:3/x",
        ];
        for name in good.into_iter().chain([&*tag]).chain(digests.iter().map(String::as_str)) {
            assert!(check_image_name(name).is_ok(), "{name} is good");
        }
    }

    #[test]
    fn image_names_that_the_server_refuses_or_no_registry_has_are_refused() {
        let (alone, upper) = (digest(), format!("alpine@sha256:{}", "A".repeat(64)));
        let short = format!("alpine@sha256:{}", "a".repeat(63));
        let (two, long) = (format!("a{0}{0}", digest()), format!("{}:1", "a/".repeat(128) + "b"));
        let tag = format!("alpine:{}", "x".repeat(129));
        let bad = [
            "",
            " ",
            "alpine",
            "a/b",
            "registry.x.io/a/b",
            "alpine:latest",
            "registry:5000/a:latest",
            "alpine:",
            ":1",
            "a@sha256:12",
            "a@sha256:",
            "a@md5:12",
            "a@",
            "a b:1",
            " alpine:3",
            "alpine:3 ",
            "alpine:3\n",
            "alpine\u{a0}:3",
            "a//b:1",
            "/a:1",
            "a/:1",
            "http://a/b:1",
            "https://registry.x.io/a:1",
            "docker://a:1",
            "docker://alpine:3",
            "oci://a:1",
            "über:1",
            "a:ü",
            "FOO:1",
            "Alpine:3",
            "team/App:1",
            "alpine:1:2",
            "r.io:5000:1/a:1",
            "alpine:.1",
            "alpine:-1",
            "alpine:a+b",
            "a..b:1",
            "a___b:1",
            "a_-b:1",
            "-a:1",
            "a-:1",
            ".a/b:1",
            "a.b-/c:1",
            "r.io:x/a:1",
            "r.io:/a:1",
            "a\0:1",
            "a\u{1b}[0m:1",
            "a;b:1",
            "$IMAGE:1",
            "<b>:1",
        ];
        let made = [&alone, &upper, &short, &two, &long, &tag].map(String::as_str);
        for name in bad.into_iter().chain(made) {
            let error = check_image_name(name).err().unwrap_or_else(|| panic!("{name:?} is bad"));
            assert!(error.is_invalid_input() && error.hint().is_some(), "{name:?}");
            assert!(!error.to_string().contains(char::is_control), "{name:?} is shown raw");
        }
    }

    #[test]
    fn port_of_a_registry_is_in_range() {
        for port in ["1", "5000", "65535"] {
            assert!(check_image_name(&format!("reg:{port}/a:1")).is_ok(), "{port}");
        }
        for port in ["", "0", "65536", "99999999", "+80"] {
            let name = format!("reg:{port}/a:1");
            let error = check_image_name(&name).unwrap_err().to_string();
            assert!(error.contains("neither a host nor a host and a port"), "{error}");
        }
    }
}
