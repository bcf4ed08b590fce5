//! Stages: bases, variables, triggers, and what the build reads from its context.

use daytona_dockerfile::{Base, ContextUse, Dockerfile, Keyword, SourceKind, Stages, SyntaxError};

fn stages(text: &str) -> Result<Stages, SyntaxError> {
    Dockerfile::parse(text)?.stages()
}

fn uses(text: &str) -> Result<Vec<ContextUse>, SyntaxError> {
    Ok(stages(text)?.context_uses().cloned().collect())
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
    let text = "ARG TAG=1\nFROM --platform=$TARGETPLATFORM a:$TAG AS one\nFROM one\nFROM b:c\n";
    let file = Dockerfile::parse(text).unwrap();
    let mut stages = Stages::new(file.escape());
    file.instructions().iter().try_for_each(|found| stages.add(found, 7)).unwrap();
    let fields = |base: &Base| (base.image.clone(), base.platform.clone(), base.line, base.origin);
    assert_eq!(
        stages.base_images().map(fields).collect::<Vec<_>>(),
        [("a:1".to_owned(), Some("linux/amd64".to_owned()), 2, 7), ("b:c".to_owned(), None, 4, 7)]
    );
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
        ("RUN x\nFROM a", "line 1: RUN comes before the first FROM"),
        ("FROM a b", "line 1: FROM takes an image, and `AS` with a name after it"),
        (
            "FROM $NONE",
            "line 1: FROM names no image once its variables are expanded; nothing sets `NONE`: \
            give it a value before the first FROM, such as `ARG NONE=VALUE`",
        ),
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

#[test]
fn stages_have_names_parents_and_variables() {
    let found = stages(
        "FROM a AS Base\nENV A=1\nFROM --platform=$BUILDPLATFORM base\nARG B=$A\nFROM c AS last\n\
        COPY --from=1 /x /x\n",
    )
    .unwrap();
    assert_eq!((found.len(), found.is_empty()), (3, false));
    let names: Vec<_> = found.iter().map(|stage| stage.name()).collect();
    assert_eq!(names, [Some("base"), None, Some("last")]);
    let second = found.get(1).unwrap();
    assert_eq!((second.parent(), second.variable("B")), (Some(0), Some("1")));
    assert_eq!(second.base().platform.as_deref(), Some("linux/amd64"));
    assert_eq!(found.get(2).unwrap().dependencies().iter().collect::<Vec<_>>(), [&1]);
    assert_eq!(found.needed().into_iter().collect::<Vec<_>>(), [0, 1, 2]);
    assert_eq!((found.position("BASE"), found.position("none")), (Some(0), None));
    assert!(found.get(3).is_none());
}

#[test]
fn stage_runs_the_triggers_of_its_parent_and_then_its_own_instructions() {
    let found = stages(
        "FROM a AS one\nONBUILD COPY <<E x /d/\nE\nONBUILD RUN y\nFROM one AS two\nUSER z\nFROM two\n",
    )
    .unwrap();
    let keywords = |number: usize| -> Vec<(Keyword, usize)> {
        let stage = found.get(number).unwrap();
        stage.instructions().iter().map(|found| (found.keyword, found.line)).collect()
    };
    let (copy, run) = ((Keyword::Copy, 2), (Keyword::Run, 4));
    assert_eq!(keywords(1), [(Keyword::From, 5), copy, run, (Keyword::User, 6)]);
    assert_eq!(keywords(2), [(Keyword::From, 7)]);
    assert_eq!(found.get(1).unwrap().context_uses()[0].line, 2);
    let inherited = found.inherited_instructions();
    assert_eq!(inherited.iter().map(|found| found.len()).collect::<Vec<_>>(), [3, 4, 1]);
}

#[test]
fn sources_have_the_kind_of_their_instruction() {
    let found = uses(
        "FROM a\nCOPY --parents --exclude=*.md a/./b* $X /d/\nADD c /d\nRUN --mount=src=e*,target=/e f\n",
    )
    .unwrap();
    let sources: Vec<_> = found
        .iter()
        .flat_map(|used| &used.sources)
        .map(|source| (source.path.as_str(), source.kind, source.is_name()))
        .collect();
    assert_eq!(
        sources,
        [
            ("a/./b*", SourceKind::Parents, false),
            ("", SourceKind::Parents, true),
            ("c", SourceKind::Pattern, true),
            ("e*", SourceKind::Name, true),
        ]
    );
    assert_eq!(found[0].excludes, ["*.md"]);
    assert_eq!(found[0].sources[1].unset, ["X"]);
}

#[test]
fn empty_from_means_the_build_context() {
    let text = "FROM a\nCOPY --from= b /x\nRUN --mount=from=,source=c,target=/c true\n";
    assert_eq!(paths(text), ["b", "c"]);
}

#[test]
fn last_name_of_a_mount_source_counts() {
    let text = "FROM a\nRUN --mount=source=b,src=c,target=/x --mount=src=d,source=e,target=/y true\n\
        RUN --mount='\"source=f,g\",target=/z' true\nRUN --mount=source=,target=/z true\n";
    assert_eq!(paths(text), ["c", "e", "f,g", "."]);
}

#[test]
fn type_of_a_mount_is_expanded() {
    let text = "FROM a\nARG K=cache B=bind\nRUN --mount=type=$K,target=/c true\n\
        RUN --mount=type=${B},source=b,target=/b true\n";
    assert_eq!(paths(text), ["b"]);
}

#[test]
fn target_stage_is_predefined() {
    assert_eq!(paths("FROM a\nARG TARGETSTAGE\nCOPY $TARGETSTAGE /x\n"), ["default"]);
    let text = "FROM a AS one\nARG TARGETSTAGE\nCOPY $TARGETSTAGE /x\nFROM one AS Web\n";
    assert_eq!(paths(text), ["web"]);
}

/// Returns the error for lines after `FROM a`, or `None` if there is none.
fn refusal(lines: &str) -> Option<String> {
    stages(&format!("FROM a AS first\n{lines}\n")).err().map(|error| error.to_string())
}

#[test]
fn instructions_that_the_builder_refuses_later_are_refused_with_their_line() {
    let refused = [
        (
            "COPY --from=A@b c /d",
            "COPY takes files from `A@b`, which is no earlier stage, and as an \
            image has capital letters in its name",
        ),
        (
            "COPY --from=first b /c",
            "COPY takes files from `first`, the stage that it belongs to; \
            name an earlier stage or an image",
        ),
        (
            "COPY --from=0 b /c",
            "COPY takes files from `0`, the stage that it belongs to; name an \
            earlier stage or an image",
        ),
        (
            "COPY --from=1 b /c",
            "COPY takes files from the stage 1, but only 0 stages come before \
            this one; name an earlier stage or an image",
        ),
        (
            "COPY --from=$X b /c",
            "COPY has a variable in `--from`, which the builder does not expand \
            there; start a stage with `FROM IMAGE AS NAME` and name that stage",
        ),
        (
            "RUN --mount=from=$X,target=/c d",
            "RUN has a variable in `from`, which the builder does \
            not expand there; start a stage with `FROM IMAGE AS NAME` and name that stage",
        ),
        (
            "RUN --mount=tpye=bind,target=/c d",
            "RUN has the mount `tpye=bind,target=/c`, which has \
            the unknown option `tpye`",
        ),
        (
            "RUN --mount=type=bnid,target=/c d",
            "RUN has the mount `type=bnid,target=/c`, which has \
            the unknown type `bnid`; the types are bind, cache, tmpfs, secret and ssh",
        ),
        (
            "RUN --mount=type=cache,target d",
            "RUN has the mount `type=cache,target`, which has the \
            option `target` without a value",
        ),
        (
            "RUN --mount=type=cache,sharing=none,target=/c d",
            "RUN has the mount \
            `type=cache,sharing=none,target=/c`, which has `sharing` with another value than \
            shared, private and locked",
        ),
        (
            "RUN --mount='\"target=/c' d",
            "RUN has the mount `\"target=/c`, which has a quote that is not closed",
        ),
        (
            "COPY --chmod=u+q b /c",
            "COPY has `--chmod=u+q`, which is not a mode; write up to four \
            octal digits such as `755`, or symbols such as `u=rwX,go=rX`",
        ),
        (
            "EXPOSE abc",
            "EXPOSE has the port `abc`, which is neither a port from 0 to 65535 nor a \
            range such as `8000-8010`",
        ),
        (
            "ARG P=80\nEXPOSE $P/http",
            "EXPOSE has the port `80/http`, which has another protocol \
            than `tcp`, `udp` and `sctp`",
        ),
    ];
    for (lines, expected) in refused {
        let line = 2 + lines.matches('\n').count();
        let found = refusal(lines).unwrap_or_else(|| panic!("{lines} is accepted"));
        assert_eq!(found, format!("line {line}: {expected}"));
    }
}

#[test]
fn values_that_the_base_image_can_set_are_not_refused() {
    for lines in [
        "EXPOSE $PORT",
        "EXPOSE $PORT/tcp 80",
        "COPY --chmod=$MODE b /c",
        "RUN --mount=type=$KIND,target=/c d",
        "RUN --mount=type=secret,id=a,env=A,required --mount=type=ssh,required=true b",
        "RUN --mount=type=tmpfs,size=1g,target=/t --mount=type=cache,mode=0755,uid=1,target=/c b",
        "COPY --from=scratch b /c",
        "COPY --chmod=u=rwX,go=rX b /c",
    ] {
        assert_eq!(refusal(lines), None, "{lines}");
    }
}

#[test]
fn newer_frontend_may_know_more_mounts() {
    let text = "FROM a\nRUN --mount=type=new,more=1,target=/c b\n";
    assert!(stages(text).is_err());
    assert!(stages(&format!("# syntax=docker/dockerfile:2\n{text}")).is_ok());
}

#[test]
fn stages_that_are_not_needed_are_not_checked() {
    let lines = "EXPOSE abc\nCOPY --from=later b /c\nFROM b AS later\nFROM c\nRUN d";
    assert_eq!(refusal(lines), None);
}

#[test]
fn later_stage_cannot_be_copied_from() {
    let text = "FROM a\nCOPY --from=Build /x /x\nFROM b AS build\nRUN make\nFROM c\n\
        COPY --from=0 /x /x\n";
    assert!(stages(text).is_err());
    let text = text.replace("Build", "build");
    assert_eq!(
        stages(&text).unwrap_err().to_string(),
        "line 2: COPY takes files from the stage `build`, which comes later; move that stage \
        before this one"
    );
}

#[test]
fn invalid_references_name_the_variable_without_a_value() {
    let found = |text: &str| stages(text).unwrap_err().to_string();
    assert_eq!(
        found("ARG V\nFROM python:$V\n"),
        "line 2: FROM has the image `python:`, which has no tag after its `:`; nothing sets `V`: \
        give it a value before the first FROM, such as `ARG V=VALUE`"
    );
    assert_eq!(
        found("FROM --platform=$UNSET a\n"),
        "line 1: FROM has the platform `$UNSET`, which is empty once its variables are expanded; \
        nothing sets `UNSET`: give it a value before the first FROM, such as `ARG UNSET=VALUE`"
    );
    assert_eq!(
        found("FROM --platform=linux/ a\n"),
        "line 1: FROM has the platform `linux/`, which is not of the form `linux/amd64`"
    );
    assert!(found("FROM a\nFROM Python:3\n").contains("`Python:3`, which has capital letters"));
    assert_eq!(
        found("FROM a AS Python\nFROM Python\n"),
        "line 2: FROM has the image `Python`, which has capital letters in its name; write the name \
        of the stage in small letters"
    );
    assert!(stages("FROM a AS Python\nFROM python\n").is_ok());
    assert!(stages("FROM --platform= a\nFROM scratch\n").is_ok());
}

#[test]
fn triggers_are_refused_only_when_a_stage_runs_them() {
    for (trigger, expected) in [
        ("FOO b", "`FOO` is not a Dockerfile instruction"),
        ("ENV", "ENV has no arguments"),
        ("COPY --form=b c /d", "COPY has no flag `--form`"),
        ("EXPOSE abc", "EXPOSE has the port `abc`"),
        ("COPY --from=base b /c", ""),
    ] {
        let text = format!("FROM a AS base\nONBUILD {trigger}\nRUN b\n");
        assert!(stages(&text).is_ok(), "{trigger}");
        let run = stages(&format!("{text}FROM base\nRUN c\n"));
        match expected {
            "" => assert!(run.is_ok(), "{trigger}"),
            _ => {
                let error = run.unwrap_err();
                assert_eq!(error.line(), 2);
                assert!(error.message().starts_with(expected), "{error}");
            }
        }
    }
    assert!(Dockerfile::parse("FROM a\nONBUILD --flag RUN b\n").is_err());
}

#[test]
fn values_are_refused_only_in_stages_that_the_build_needs() {
    for (instruction, expected) in [
        ("ENV A=${B", "ENV has the word `${B`, in which"),
        ("ARG A=\"b", "ARG has the word `\"b`, in which"),
        ("LABEL a=${B:?x}", "LABEL has the word `${B:?x}`, in which"),
        ("USER 'a", "USER has the word `'a`, in which"),
        ("WORKDIR ${A", "WORKDIR has the word `${A`, in which"),
        ("COPY ${A /x", "COPY has the word `${A`, in which"),
        ("COPY a \"/x", "COPY has the word `\"/x`, in which"),
        ("COPY --chown=${A a /x", "COPY has the word `${A`, in which"),
        ("COPY <<E /x\n'${A\nE", "COPY has the heredoc `E`, in which"),
        ("COPY <<e/x /y\ne/x", "COPY has the heredoc `e/x`, whose name is no file name"),
        ("COPY http://x/a /b", "COPY cannot fetch `http://x/a`, ADD can"),
        ("ADD --checksum=sha256:0 a /b", "ADD has `--checksum` for `a`, which the builder"),
        ("ADD --checksum=sha256:0 http://x/a /b", "ADD has `--checksum=sha256:0`, which is no"),
        ("ADD --checksum=sha256:0 http://x/a b /c/", "ADD has `--checksum` for several"),
        ("VOLUME \"\"", "VOLUME has the path `\\\"\\\"`, which is empty"),
        ("STOPSIGNAL SIGNONE", "STOPSIGNAL has `SIGNONE`, which is neither"),
        ("RUN []", "RUN has an empty list"),
        ("RUN --network=host a", "RUN has `--network=host`, which"),
        ("RUN --mount=type=bind,\"a b", "RUN has the mount `type=bind,a b"),
        ("RUN --mount=target=/x,mode=0700 a", "RUN has the mount `target=/x,mode=0700`"),
    ] {
        let text = format!("FROM a AS one\n{instruction}\n");
        let error = stages(&text).unwrap_err();
        assert_eq!(error.line(), 2, "{instruction}");
        assert!(error.message().starts_with(expected), "{instruction}: {error}");
        assert!(stages(&format!("{text}FROM b\n")).is_ok(), "{instruction}");
    }
}

#[test]
fn values_of_the_base_image_are_not_refused() {
    for instruction in [
        "STOPSIGNAL $S",
        "VOLUME $V",
        "EXPOSE $P/tcp",
        "COPY --chmod=$M a /b",
        "ADD --checksum=$C a /b",
        "RUN --mount=type=cache,target=$T,mode=$M a",
        "RUN --mount=type=secret,id=$I a",
        "RUN --mount=type=$T,target=/x,uid=1 a",
        "COPY <<'E' /x\n${A\nE",
        "COPY <<E /x\n\"'\nE",
        "RUN cat << E\n${A\nE",
    ] {
        let found = stages(&format!("FROM a\n{instruction}\n"));
        assert!(found.is_ok(), "{instruction}: {found:?}");
    }
}

#[test]
fn mounts_with_options_that_contradict_each_other_are_refused() {
    for (mount, expected) in [
        ("target=/x,uid=1", "has `uid`, which only the types cache, secret and ssh take"),
        ("type=tmpfs,target=/x,mode=0700", "has `mode`, which only the types"),
        ("type=cache,target=/x,mode=888", "has `mode` with another value than a number"),
        ("type=cache,target=/x,gid=-1", "has `gid` with another value than a number"),
        ("target=/x,sharing=shared", "has `sharing` without `type=cache`"),
        ("type=tmpfs,target=/x,size=1x", "has `size` with another value than a size"),
        ("type=secret,env=A", "has a secret without an `id`"),
        ("type=ssh,source=a", "has an agent with `source`; write `id`"),
        ("type=cache,target=//..", "has the root directory as its target"),
    ] {
        let error = stages(&format!("FROM a\nRUN --mount={mount} b\n")).unwrap_err();
        let expected = format!("RUN has the mount `{mount}`, which {expected}");
        assert!(error.message().starts_with(&expected), "{error}");
    }
    for mount in
        ["type=cache,target=/x,mode=0755,uid=1,sharing=locked", "type=secret,target=/x", "type=ssh"]
    {
        assert!(stages(&format!("FROM a\nRUN --mount={mount} b\n")).is_ok(), "{mount}");
    }
}
