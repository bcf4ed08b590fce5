//! What is found by following Dockerfiles.

use super::*;
use crate::dockerfile::parse;

fn uses(text: &str) -> Result<Vec<ContextUse>, SyntaxError> {
    let file = parse(text)?;
    let mut build = Build::new(file.escape);
    file.instructions.iter().try_for_each(|instruction| build.follow(instruction, 0))?;
    Ok(build.context_uses())
}

fn paths(text: &str) -> Vec<String> {
    let uses = uses(text).unwrap();
    uses.into_iter().flat_map(|found| found.sources).map(|source| source.path).collect()
}

#[test]
fn variables_come_from_arg_defaults_and_env() {
    let text = "ARG BASE=alpine\nARG DIR=global\nFROM $BASE\nARG DIR\nARG SUB=s NONE\n\
        COPY $DIR/${SUB} /x\nENV SUB=env OTHER=${DIR}1\nCOPY ${SUB} $OTHER ${NONE:-d} /x\n\
        ENV OLD old value\nCOPY [\"$OLD\", \"$TARGETARCH\", \"/x\"]\n\
        ARG TARGETARCH\nCOPY $TARGETARCH /x\n";
    assert_eq!(paths(text), ["global/s", "env", "global1", "d", "old value", "", "amd64"]);
}

#[test]
fn stages_hand_on_their_variables_and_triggers() {
    let text = "FROM a AS Base\nENV DIR=src\nONBUILD COPY $DIR /x\nFROM base AS child\n\
        COPY $DIR/a /y\nFROM child\n";
    assert_eq!(paths(text), ["src", "src/a"]);
}

#[test]
fn bases_are_the_images_behind_the_stages() {
    let text = "ARG TAG=1\nFROM --platform=$TARGETPLATFORM a:$TAG AS one\nFROM ONE\nFROM b@c\n";
    let file = parse(text).unwrap();
    let mut build = Build::new(file.escape);
    file.instructions.iter().try_for_each(|found| build.follow(found, 7)).unwrap();
    let base = |image: &str, platform: Option<&str>, line| Base {
        image: image.to_owned(),
        platform: platform.map(str::to_owned),
        line,
        origin: 7,
    };
    assert_eq!(build.bases(), [base("a:1", Some("linux/amd64"), 2), base("b@c", None, 4)]);
}

#[test]
fn only_stages_that_the_last_one_needs_count() {
    let text = "FROM a AS one\nCOPY one /\nFROM a AS two\nCOPY two /\nFROM a\nCOPY three /\n\
        FROM a\nCOPY --from=one /one /\nCOPY --from=2 /three /\n\
        RUN --mount=from=image,target=/x true\nCOPY --from=nginx:1 /two /\n";
    assert_eq!(paths(text), ["one", "three"]);
}

#[test]
fn bind_mounts_without_a_stage_use_the_context() {
    let text = "FROM a\nRUN --mount=type=bind,source=pkg,target=/p --mount=target=. make\n\
        RUN --mount=type=cache,target=/c --mount=type=secret,id=s make\n";
    assert_eq!(paths(text), ["pkg", "."]);
}

#[test]
fn urls_and_heredocs_are_left_to_the_builder() {
    let text = "FROM a\nADD https://example.com/a.tar git@github.com:a/b.git local.tar /x\n\
        COPY <<EOF f /x/\nCOPY inside /\nEOF\n";
    assert_eq!(paths(text), ["local.tar", "f"]);
    let error = uses("FROM a\nCOPY https://example.com/a /x\n").unwrap_err();
    assert_eq!(error.to_string(), "line 2: COPY cannot fetch `https://example.com/a`, ADD can");
}

#[test]
fn instructions_that_cannot_work_are_refused_with_their_line() {
    let refused = [
        ("RUN x\nFROM a", "line 1: RUN stands before the first FROM"),
        ("FROM a b", "line 1: FROM takes an image, and `AS` with a name after it"),
        ("FROM $NONE", "line 1: FROM names no image once its variables are expanded"),
        ("FROM a\nCOPY x", "line 2: COPY takes at least one source and a destination"),
        ("FROM a\nENV x", "line 2: ENV has a name without a value"),
        ("FROM a\nENV x=1 y", "line 2: ENV has a word without `=`: `y`"),
        (
            "FROM a\nCOPY \"a b\" /x",
            "line 2: COPY has the word `\"a`, in which a double quote is not closed",
        ),
    ];
    for (text, expected) in refused {
        assert_eq!(uses(text).unwrap_err().to_string(), expected);
    }
}
