//! Build arguments and target stages, in the text that is sent.

use std::fs;

use daytona_core::{ContextOptions, Image, WarningCode};

fn with(text: &str, arguments: &[(&str, &str)]) -> Image {
    let options = arguments
        .iter()
        .fold(ContextOptions::new(), |options, (name, value)| options.build_arg(*name, *value));
    Image::from_dockerfile_text_with(text, options)
}

fn sent(text: &str, arguments: &[(&str, &str)]) -> String {
    with(text, arguments).dockerfile().unwrap()
}

fn cut(text: &str, target: &str) -> Image {
    Image::from_dockerfile_text_with(text, ContextOptions::new().target(target))
}

fn refusal(image: &Image) -> String {
    image.lint().unwrap_err().to_string()
}

#[test]
fn values_take_the_place_of_defaults_in_every_scope() {
    let cases = [
        ("ARG V=1\nFROM a:$V\n", "ARG V=2\nFROM a:$V\n"),
        ("ARG V\nFROM a:$V\n", "ARG V=2\nFROM a:$V\n"),
        ("FROM a:1\nARG V\nFROM b:1\nARG V=1\n", "FROM a:1\nARG V=2\nFROM b:1\nARG V=2\n"),
        ("FROM a:1\narg U=$V V=1 W\n", "FROM a:1\nARG U=$V V=2 W\n"),
        ("FROM a:1\nARG V=1", "FROM a:1\nARG V=2"),
        ("FROM a:1\nARG U VV=1 v=1\n", "FROM a:1\nARG U VV=1 v=1\n"),
        // The lines keep their numbers.
        (
            "FROM a:1\nARG U=\"x y\" \\\n  # why\n\n  V=1\n# next\nUSER $V\n",
            "FROM a:1\nARG U=\"x y\" V=2\n  # why\n\n\n# next\nUSER $V\n",
        ),
        // The triggers of the last stage run in other builds.
        (
            "FROM a:1 AS x\nONBUILD ARG V=1\nFROM x\nONBUILD ARG V=1\n",
            "FROM a:1 AS x\nONBUILD ARG V=2\nFROM x\nONBUILD ARG V=1\n",
        ),
        // What looks like an ARG in a heredoc, a comment or a command is none.
        (
            "FROM a:1\n# ARG V=1\nRUN <<E\nARG V=1\nE\nRUN \\\nARG V=1\n",
            "FROM a:1\n# ARG V=1\nRUN <<E\nARG V=1\nE\nRUN \\\nARG V=1\n",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(sent(text, &[("V", "2")]), expected, "{text}");
    }
    assert_eq!(sent("FROM a:1\r\nARG V=1\r\n", &[("V", "2")]), "FROM a:1\nARG V=2\n");
}

#[test]
fn last_value_of_a_name_counts() {
    let text = "FROM a:1\nARG V\n";
    assert_eq!(sent(text, &[("V", "1"), ("V", "2")]), "FROM a:1\nARG V=2\n");
}

#[test]
fn values_are_literal() {
    let cases = [
        ("", "''"),
        ("a b", "'a b'"),
        ("$HOME", "'$HOME'"),
        ("a\\", "'a\\'"),
        ("it's", r#"'it'"'"'s'"#),
        ("\"q\"", "'\"q\"'"),
        ("#x", "'#x'"),
        ("\u{e9}", "'\u{e9}'"),
    ];
    for (value, written) in cases {
        assert_eq!(
            sent("FROM a:1\nARG V\n", &[("V", value)]),
            format!("FROM a:1\nARG V={written}\n")
        );
    }
    for value in ["a\nb", "a\rb", "\0"] {
        let message = refusal(&with("FROM a:1\nARG V\n", &[("V", value)]));
        assert!(message.contains("the value of the build argument `V` has "), "{message}");
        assert!(message.contains("which ARG cannot express"), "{message}");
    }
}

#[test]
fn predefined_arguments_are_added() {
    assert_eq!(
        sent("# syntax=docker/dockerfile:1\nFROM a:1\nRUN x\nFROM b:1", &[("http_proxy", "p")]),
        "# syntax=docker/dockerfile:1\nFROM a:1\nARG HTTP_PROXY=p http_proxy=p\nRUN x\nFROM b:1\n\
        ARG HTTP_PROXY=p http_proxy=p\n"
    );
    assert_eq!(
        sent("ARG V=$TARGETARCH\nFROM a:$V\n", &[("TARGETARCH", "arm64")]),
        "ARG TARGETARCH=arm64\nARG V=$TARGETARCH\nFROM a:$V\n"
    );
    let image = with("FROM a:1\n", &[("NO_PROXY", "x"), ("TARGETOS", "y")]);
    assert!(image.lint().unwrap().is_empty());
}

#[test]
fn target_ends_the_text() {
    let text = "FROM a:1 AS one\nRUN x\nFROM b:1 AS Two\n\nRUN y\nFROM one AS three\n";
    assert_eq!(cut(text, "ONE").dockerfile().unwrap(), "FROM a:1 AS one\nRUN x\n");
    assert!(cut(text, "two").dockerfile().unwrap().ends_with("RUN y\n"));
    assert_eq!(cut(text, "three").dockerfile().unwrap(), text);
    let steps = cut(text, "one").user("guest").dockerfile().unwrap();
    assert_eq!(steps, "FROM a:1 AS one\nRUN x\nUSER guest\n");

    let message = refusal(&cut(text, "four"));
    assert!(message.contains("no stage has the name of the target, `four`"), "{message}");
    assert!(message.contains("name one of `one`, `Two`, `three`"), "{message}");
    assert!(refusal(&cut("FROM a:1\n", "0")).contains("name the stage with `AS` in its FROM"));
}

#[test]
fn name_of_the_target_is_the_value_of_its_argument() {
    let text = "FROM a:1 AS one\nARG TARGETSTAGE\nFROM b:1\n";
    let expected = "ARG TARGETSTAGE=ONE\nFROM a:1 AS one\nARG TARGETSTAGE\n";
    assert_eq!(cut(text, "ONE").dockerfile().unwrap(), expected);
}

#[test]
fn context_of_a_target_has_only_its_files() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a"), "a").unwrap();
    let text = "ARG F=none\nFROM a:1 AS one\nARG F\nCOPY $F /\nFROM one\nCOPY none /\n";
    let options =
        ContextOptions::new().context_dir(folder.path()).target("one").build_arg("F", "a");
    let resolved = Image::from_dockerfile_text_with(text, options).resolve().unwrap();
    let paths: Vec<_> = resolved.context.iter().map(|file| file.archive_path.as_str()).collect();
    assert_eq!(paths, ["a"]);
}

#[test]
fn argument_can_name_the_stage_to_start_from() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a"), "a").unwrap();
    let text = "ARG B=two\nFROM a:1 AS one\nCOPY a /\nFROM a:1 AS two\nCOPY none /\nFROM $B\n";
    let options = ContextOptions::new().context_dir(folder.path()).build_arg("B", "one");
    let resolved = Image::from_dockerfile_text_with(text, options).resolve().unwrap();
    assert_eq!(resolved.context.len(), 1);
    assert!(resolved.dockerfile.starts_with("ARG B=one\n"));
}

#[test]
fn text_without_a_context_refuses_what_reads_one() {
    let image = Image::from_dockerfile_text("FROM a:1\nRUN x\nCOPY src /src\n");
    let message = refusal(&image);
    assert!(
        message.contains(
            "line 3 of the Dockerfile: COPY reads `src` from the build context, and this text has \
            none"
        ),
        "{message}"
    );
    assert!(message.contains("ContextOptions::context_dir"), "{message}");
    let without = "FROM a:1 AS x\nFROM a:1\nCOPY --from=x /a /\nCOPY <<E /b\nE\n";
    assert_eq!(Image::from_dockerfile_text(without).dockerfile().unwrap(), without);
}

#[test]
fn lines_of_messages_are_those_of_the_original_text() {
    let text = "FROM a:1\nARG V\nFROM b:1\nCOPY none /\n";
    let folder = tempfile::tempdir().unwrap();
    let options =
        |name: &str| ContextOptions::new().context_dir(folder.path()).build_arg(name, "x");
    for name in ["V", "HTTP_PROXY", "TARGETARCH"] {
        let message = refusal(&Image::from_dockerfile_text_with(text, options(name)));
        assert!(message.contains("line 4 of the Dockerfile: COPY"), "{name}: {message}");
    }
    let image = with("FROM a:1\nFROM b\n", &[("HTTP_PROXY", "x")]);
    assert_eq!(image.lint().unwrap()[0].line, Some(2));
}

#[test]
fn unused_arguments_and_secrets_give_warnings() {
    let arguments = [
        // The case of a name matters.
        ("v", "1"),
        ("BUILDKIT_INLINE_CACHE", "1"),
        ("API_TOKEN", "x"),
        ("V", "ghp_0123456789abcdefghij"),
    ];
    let image = with("FROM a:1\nARG V API_TOKEN\n", &arguments);
    let warnings = image.resolve().unwrap().warnings;
    let found: Vec<_> = warnings.iter().map(|warning| (warning.code, warning.line)).collect();
    assert_eq!(
        found,
        [
            (WarningCode::UnusedBuildArg, None),
            (WarningCode::UnusedBuildArg, None),
            (WarningCode::SecretInImage, Some(2)),
            (WarningCode::SecretInImage, Some(2)),
        ]
    );
    let texts: Vec<_> = warnings.iter().map(ToString::to_string).collect();
    assert!(texts.iter().all(|text| !text.contains("ghp_")), "{texts:?}");
    assert!(texts[1].contains("`v` has no effect, because no ARG has this name"), "{texts:?}");
    assert_eq!(warnings, image.lint().unwrap());
}

#[test]
fn commands_take_arguments_and_no_target() {
    let options = ContextOptions::new().build_arg("V", "2");
    let image = Image::base("a:1").dockerfile_commands_with(["ARG V=1", "USER $V"], options);
    assert_eq!(image.dockerfile().unwrap(), "FROM a:1\nARG V=2\nUSER $V\n");
    let options = ContextOptions::new().target("x");
    let message = refusal(&Image::base("a:1").dockerfile_commands_with(["USER a"], options));
    assert!(message.contains("a target stage is an option of a whole Dockerfile"), "{message}");
}

#[test]
fn stage_of_an_image_can_be_a_target() {
    let text = "ARG V=1\nFROM a:$V AS one\nFROM one AS two\n";
    let options = ContextOptions::new().target("one").build_arg("V", "2");
    let built = Image::from_dockerfile_text_with(text, options);
    let image = Image::base("b:1").stage("tools", built).copy_from("tools", "/a", "/a");
    assert_eq!(
        image.dockerfile().unwrap(),
        "ARG V=2\nFROM a:$V AS tools\nFROM b:1\nCOPY --from=tools [\"/a\", \"/a\"]\n"
    );
}
