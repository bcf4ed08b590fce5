use super::*;

fn digest() -> String {
    format!("@sha256:{}", "a".repeat(64))
}

/// Names that a server of v0.190 took.
const NAMES_TAKEN: [&str; 18] = [
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

/// Names that it refused.
const NAMES_REFUSED: [&str; 40] = [
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
    for name in NAMES_TAKEN.into_iter().chain([long.as_str(), with_digest.as_str()]) {
        assert!(check_name(name).is_ok(), "{name} is good");
    }
    let short = digest();
    let short = format!("a{}", &short[..short.len() - 1]);
    let (alone, more) = (digest(), format!("a{}/b", digest()));
    for name in NAMES_REFUSED.into_iter().chain([&*short, &*alone, &*more]) {
        let error = check_name(name).unwrap_err();
        assert!(error.is_invalid_input() && error.hint().is_some(), "{name:?} is bad");
        assert!(!error.to_string().contains(char::is_control), "{name:?} is shown raw");
    }
}

#[test]
fn names_that_no_url_can_carry_are_refused() {
    // The server takes them.
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
    for id in ["0d8ae4a5-1111-4234-8234-123456789012", "id-1", "hotel:1", "team/app:v1", &*named] {
        assert!(check_addressable(id).is_ok(), "{id}");
    }
    for id in ["", ".", "..", "a b", "a\0", "../x", "a//b", "%2e", "a?b", "a#b", "ü", "{id}", "a\n"]
    {
        match id {
            "../x" => assert!(check_addressable(id).is_ok(), "its slash is sent as `%2F`"),
            _ => assert!(check_addressable(id).unwrap_err().is_invalid_input(), "{id:?}"),
        }
    }
}

#[test]
fn image_names_that_server_and_registries_take_are_good() {
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
        // The server takes the port for a tag.
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
