//! Stages.

use std::fs;
use std::path::Path;

use daytona_core::{Image, Result};
use tempfile::TempDir;

fn base(name: &str) -> Image {
    Image::base(name)
}

fn refusal(image: &Image) -> String {
    let error = image.resolve().unwrap_err();
    assert!(error.is_invalid_input());
    error.to_string()
}

fn dockerfile(text: &str) -> (TempDir, Image) {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("Dockerfile"), text).unwrap();
    fs::write(dir.path().join("a.txt"), "").unwrap();
    let image = Image::from_dockerfile(dir.path().join("Dockerfile"));
    (dir, image)
}

#[test]
fn stages_come_before_the_image() {
    let deps = base("b").user("one");
    let build = base("c").copy_from("deps", "/a b", "/c").user("two");
    let image = base("a")
        .copy_from("build", "/x", "/y")
        .stage("deps", deps)
        .user("three")
        .stage("build", build);
    assert_eq!(
        image.dockerfile().unwrap(),
        "FROM b AS deps\nUSER one\n\
        FROM c AS build\nCOPY --from=deps [\"/a b\", \"/c\"]\nUSER two\n\
        FROM a\nCOPY --from=build [\"/x\", \"/y\"]\nUSER three\n"
    );
}

#[test]
fn stage_within_two_stages_is_built_once() {
    let tool = base("t");
    let user = |name: &str| base(name).stage("tool", tool.clone()).copy_from("tool", "/t", "/t");
    let image = base("a").stage("b", user("b")).stage("c", user("c"));
    assert_eq!(
        image.dockerfile().unwrap(),
        "FROM t AS tool\n\
        FROM b AS b\nCOPY --from=tool [\"/t\", \"/t\"]\n\
        FROM c AS c\nCOPY --from=tool [\"/t\", \"/t\"]\n\
        FROM a\n"
    );
}

#[test]
fn local_files_of_used_stages_are_sent() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("f");
    fs::write(&file, "").unwrap();
    let with_file = |name: &str| base(name).add_local_file(&file, "/etc/f");
    let image = with_file("a")
        .stage("used", with_file("b"))
        .stage("unused", with_file("c").copy_from("used", "/x", "/x"))
        .copy_from("used", "/x", "/x");
    let resolved = image.resolve().unwrap();
    let paths: Vec<&str> = resolved.context.iter().map(|file| file.archive_path.as_str()).collect();
    assert_eq!(paths, [".daytona-files-3/etc/f", ".daytona-files/etc/f"]);
    assert!(resolved.dockerfile.contains("COPY [\".daytona-files-2/etc/f\", \"/etc/f\"]"));
}

#[test]
fn stages_come_before_the_last_stage_of_a_dockerfile() {
    let (dir, image) = dockerfile(
        "# escape=`\nARG V=1\nFROM a:$V AS first\nCOPY a.txt /\n# last\nFROM b\n\
        COPY --from=0 /x /x",
    );
    let image = image
        .stage("tool", base("t").env_expanded([("A", "\\$`")]))
        .copy_from("first", "/y", "/y")
        .copy_from("tool", "/z", "/z");
    let resolved = image.resolve().unwrap();
    assert_eq!(
        resolved.dockerfile,
        "# escape=`\nARG V=1\nFROM a:$V AS first\nCOPY a.txt /\n# last\n\
        FROM t AS tool\nENV A=\"`$``\"\n\
        FROM b\nCOPY --from=0 /x /x\nCOPY --from=first [\"/y\", \"/y\"]\n\
        COPY --from=tool [\"/z\", \"/z\"]\n"
    );
    assert_eq!(resolved.context[0].local, dir.path().join("a.txt"));
}

#[test]
fn dockerfile_can_be_a_stage() {
    let (_one, first) =
        dockerfile("# escape=`\nARG V=1\nFROM a:$V AS inner\nCOPY a.txt /\nFROM inner as x");
    let (_two, second) = dockerfile("# escape=`\nARG V=1\nARG W=2\nFROM `\n b:$W as y\nFROM y\n");
    let image = base("c")
        .stage("first", first.clone().user("u"))
        .stage("second", second)
        .copy_from("first", "/x", "/x")
        .workdir("/`");
    let resolved = image.resolve().unwrap();
    assert_eq!(
        resolved.dockerfile,
        "# escape=`\nARG V=1\n\n# escape=`\nARG V=1\nARG W=2\n\
        FROM a:$V AS inner\nCOPY a.txt /\nFROM inner as first\nUSER u\n\
        FROM `\n b:$W as y\nFROM y AS second\n\
        FROM c\nCOPY --from=first [\"/x\", \"/x\"]\nWORKDIR '/`'\n"
    );
    assert_eq!(resolved.context.len(), 1);
}

#[test]
fn entrypoint_of_a_stage_is_omitted() {
    let image = base("a").stage("b", base("b").entrypoint(["x"]).cmd(["y"]));
    let resolved = image.resolve().unwrap();
    assert_eq!(resolved.dockerfile, "FROM b AS b\nCMD [\"y\"]\nFROM a\n");
    assert_eq!(resolved.misread_entrypoint(), None);
}

#[test]
fn unknown_stages_are_refused() {
    let missing = refusal(&base("a").copy_from("build", "/x", "/y"));
    assert_eq!(
        missing,
        "failed to resolve step 2 of the image, copy_from(\"build\", \"/x\", \"/y\"): no stage \
        `build` comes before this one; add it with stage"
    );
    let early = base("a").stage("b", base("b").copy_from("c", "/x", "/y")).stage("c", base("c"));
    assert_eq!(
        refusal(&early),
        "failed to resolve step 2 of the image, stage(\"b\"): cannot resolve step 2 of the stage \
        `b`, copy_from(\"c\", \"/x\", \"/y\"): no stage `c` comes before this one; add it with \
        stage"
    );
    let own = base("a").stage("b", base("b").copy_from("b", "/x", "/y"));
    assert!(refusal(&own).contains("no stage `b` comes before this one"));
}

#[test]
fn names_that_the_builder_reads_differently_are_refused() {
    for name in ["", "1a", "Build", "a b", "a/b", "scratch", "context", "é"] {
        let message = refusal(&base("a").stage(name, base("b")));
        let call = format!("failed to resolve step 2 of the image, stage({name:?}): `{name}` ");
        assert!(message.starts_with(&call), "{message}");
    }
    let two = base("a").stage("x", base("b")).stage("x", base("c"));
    assert!(refusal(&two).contains("the name `x` belongs to another stage"));
    let captured = base("alpine").stage("alpine", base("b"));
    assert_eq!(
        refusal(&captured),
        "failed to resolve step 1 of the image, base(\"alpine\"): FROM would start from the \
        stage `alpine` instead of the image; give the stage another name"
    );
}

#[test]
fn dockerfiles_that_cannot_be_merged_are_refused() {
    let (_plain, plain) = dockerfile("ARG V=1\nFROM a AS x\nFROM x");
    let (_backtick, backtick) = dockerfile("# escape=`\nFROM b");
    let (_value, value) = dockerfile("ARG V=2\nFROM b");
    let (_number, number) = dockerfile("FROM b\nFROM c\nCOPY --from=0 /x /x");
    let (_lines, lines) = dockerfile("FROM \\\n b\n");
    let (_named, named) = dockerfile("FROM c AS x\nFROM d");
    let cases = [
        (backtick, "its escape character is not that of the image's other Dockerfile"),
        (value, "ARG `V` has another value before the first FROM of another Dockerfile"),
        (number, "`from=0` counts the stages of the whole Dockerfile; name the stage instead"),
        (lines, "the last FROM goes on over several lines, so that it cannot be given a name"),
        (named, "the name `x` belongs to another stage"),
        (base("b").dockerfile_commands(["FROM c"]), "FROM cannot begin another stage here"),
    ];
    for (stage, expected) in cases {
        let image = plain.clone().stage("s", stage);
        let message = refusal(&image);
        assert!(message.contains(expected), "{message}");
    }
}

#[test]
fn deeply_nested_stages_are_refused() {
    let nested =
        (0..100).fold(base("a"), |inner, number| base("b").stage(format!("s{number}"), inner));
    assert!(refusal(&nested).contains("stages are nested more than"));
}

#[test]
fn stages_round_trip_through_json() -> Result<()> {
    let image = base("a").stage("b", base("c").user("d")).copy_from("b", "/x", "/y");
    let json = r#"{"steps":[{"base":{"image":"a"}},{"stage":{"name":"b","image":{"steps":[{"base":{"image":"c"}},{"user":{"user":"d"}}]}}},{"copy_from":{"stage":"b","source":"/x","destination":"/y"}}]}"#;
    assert_eq!(serde_json::to_string(&image).unwrap(), json);
    assert_eq!(serde_json::from_str::<Image>(json).unwrap(), image);

    let unknown = json.replace("{\"user\":{\"user\":\"d\"}}", "{\"fly\":{}}");
    let error = serde_json::from_str::<Image>(&unknown).unwrap_err().to_string();
    assert!(error.starts_with("step 2 of the image: step 2 of the image: unknown step `fly`"));
    Ok(())
}

#[test]
fn error_in_a_stage_names_the_step() {
    let image = base("a").stage("b", base("c").add_local_file("/nowhere/x", "/x"));
    assert!(!Path::new("/nowhere/x").exists());
    assert_eq!(
        refusal(&image),
        "failed to resolve step 2 of the image, stage(\"b\"): cannot resolve step 2 of the stage \
        `b`, add_local_file(\"/nowhere/x\", \"/x\"): local file `/nowhere/x` does not exist"
    );
}
