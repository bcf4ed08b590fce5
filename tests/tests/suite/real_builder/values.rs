//! Builds an image of the `Image` builder with values that need quotes, and reads them back from the
//! image.
//!
//! Ignored by default, because it needs `BuildKit`: buildah 1.28 reads no heredocs.

use std::fs;

use daytona_core::{Daytona, FileOptions, Image};
use daytona_testkit::Emulator;
use serde_json::{Value, json};

use super::builder::Builder;
use super::runner;

const VALUES: &[&str] = &[
    "plain",
    "two  blanks",
    " blank at both ends ",
    "$HOME ${NONE} $(id) `id`",
    "\"double\" 'single'",
    "it's",
    "back\\slash \\\" \\$",
    "at the end\\",
    "key=value # comment",
    "#hash",
    "tab\there",
    "grüße 🦀",
    "a && b || c; d < e > f | g & h",
    "[\"json\"]",
    "-dash",
    "\\n",
    "$",
    "$$",
    "{}*?[a]~!",
    "<<EOF",
    "",
];

#[tokio::test]
#[ignore = "needs BuildKit"]
async fn values_with_special_characters_are_those_of_the_image() {
    let numbered = |prefix: &'static str| {
        VALUES.iter().enumerate().map(move |(n, value)| (format!("{prefix}{n}"), *value))
    };
    let mut image = Image::base("scratch")
        .add_local_file("/bin/busybox", "/bin/sh")
        .env(numbered("V"))
        .workdir("/my app/grüße $V")
        .user("0:0")
        .expose(8080)
        .expose_udp(53)
        .entrypoint(VALUES.iter().copied())
        .cmd(VALUES.iter().copied());
    for (key, value) in numbered("l.") {
        image = image.label(key, value);
    }
    // `echo` of busybox prints its argument as it is.
    let print = |n: usize| format!("echo \"$V{n}\" > \"/printed {n}\"");
    image = image.run_commands((0..VALUES.len()).map(print));
    image = image.run_commands([
        "echo a \\\n  'b  c' > /lines",
        "cat <<EOF > /heredoc\n  $V0 \\$V0\n# no comment\nEOF",
    ]);
    for (n, value) in VALUES.iter().enumerate() {
        image = image.add_file_content_with(
            *value,
            format!("/odd/\"{n}\" [x]"),
            FileOptions::new().mode(0o600),
        );
    }

    let state = tempfile::tempdir().unwrap();
    let emulator = Emulator::builder().state_dir(state.path()).start().await.unwrap();
    let daytona = Daytona::builder().api_key(emulator.api_key()).api_url(emulator.api_url());
    let sent = daytona.build().unwrap().snapshots().process_packed_image(&image).await.unwrap();
    let hashes = sent.archives.iter().map(|archive| archive.hash.as_str());
    let received = runner::merge(&emulator, state.path(), &sent.dockerfile, hashes);
    let built = Builder::find().build_archive(&received).unwrap_or_else(|why| panic!("{why}"));

    let env: Vec<Value> =
        numbered("V").map(|(name, value)| json!(format!("{name}={value}"))).collect();
    let set = built.config["Env"].as_array().unwrap();
    let missing: Vec<_> = env.iter().filter(|variable| !set.contains(variable)).collect();
    assert!(missing.is_empty(), "{missing:?} in {set:?}");
    let labels = built.config["Labels"].as_object().unwrap();
    for (key, value) in numbered("l.") {
        assert_eq!(labels[&key], value, "{key}");
    }
    assert_eq!(built.config["Entrypoint"], json!(VALUES));
    assert_eq!(built.config["Cmd"], json!(VALUES));
    assert_eq!(built.config["WorkingDir"], "/my app/grüße $V");
    assert_eq!(built.config["ExposedPorts"], json!({"8080/tcp": {}, "53/udp": {}}));
    let files = built.folder();
    let read = |name: &str| {
        fs::read_to_string(files.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    };
    for (n, value) in VALUES.iter().enumerate() {
        assert_eq!(read(&format!("printed {n}")), format!("{value}\n"));
        assert_eq!(read(&format!("odd/\"{n}\" [x]")), *value);
    }
    assert_eq!(read("lines"), "a b  c\n");
    assert_eq!(read("heredoc"), "  plain $V0\n# no comment\n");
}
