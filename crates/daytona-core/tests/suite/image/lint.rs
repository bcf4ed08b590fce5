//! Warnings.

use std::fs;
use std::path::{Path, PathBuf};

use daytona_core::{ContextOptions, Image, LocalDirOptions, Packing, Warning, WarningCode};
use tempfile::TempDir;

use super::fixtures::tree;

pub(super) fn dockerfile(dir: &TempDir) -> PathBuf {
    dir.path().join("Dockerfile")
}

/// Returns the warnings, with `DIR` for the directory of the test.
pub(super) fn warnings(image: &Image, dir: &Path) -> Vec<String> {
    let texts = image.lint().unwrap().into_iter().map(|warning| warning.to_string());
    texts.map(|text| text.replace(dir.to_str().unwrap(), "DIR")).collect()
}

pub(super) fn codes(image: &Image) -> Vec<WarningCode> {
    image.lint().unwrap().into_iter().map(|warning| warning.code).collect()
}

/// Returns the warnings about a Dockerfile with the given text.
pub(super) fn warnings_about(text: &str) -> Vec<String> {
    let dir = tree(&[("Dockerfile", text)]);
    warnings(&Image::from_dockerfile(dockerfile(&dir)), dir.path())
}

pub(super) fn alpine() -> Image {
    Image::base("alpine:3")
}

/// Returns the image of a Dockerfile whose files are not packed.
fn plain(dir: &TempDir) -> Image {
    Image::from_dockerfile_with(dockerfile(dir), ContextOptions::new().packing(Packing::Off))
}

pub(super) fn large_file(path: &Path, bytes: u64) {
    fs::File::create(path).unwrap().set_len(bytes).unwrap();
}

#[test]
fn good_image_has_no_warnings() {
    let dir = tree(&[("Dockerfile", "FROM alpine:3\nCOPY . /a\nENV MODE=batch\n"), ("b", "")]);
    let image = Image::from_dockerfile(dockerfile(&dir));
    assert_eq!(image.lint().unwrap(), []);
    assert_eq!(image.lint().unwrap(), image.clone().lint().unwrap());
    let error = Image::from_dockerfile(dir.path().join("none")).lint().unwrap_err();
    assert!(error.is_invalid_input());
}

#[test]
fn unpinned_bases_are_named_with_their_line() {
    let text = "ARG BASE=debian\nFROM golang AS build\nFROM ${BASE}:${TAG:-latest}\n\
        FROM build\nFROM scratch\nFROM a:1\nFROM a@sha256:\
        0000000000000000000000000000000000000000000000000000000000000000\n";
    assert_eq!(
        warnings_about(text),
        [
            "step 1, DIR/Dockerfile:2: the base `golang` has no tag, which means `latest`, and may \
            be another one in the next build; give it a version or a digest [unpinned-base]",
            "step 1, DIR/Dockerfile:3: the base `debian:latest` has the tag `latest`, and may be \
            another one in the next build; give it a version or a digest [unpinned-base]",
        ]
    );
    let image = Image::base("alpine").dockerfile_commands(["USER a", "FROM b"]);
    let found: Vec<(Option<usize>, Option<usize>)> =
        image.lint().unwrap().iter().map(|warning| (warning.step, warning.line)).collect();
    assert_eq!(found, [(Some(1), None), (Some(2), Some(2))]);
}

#[test]
fn warnings_name_secrets_without_their_values() {
    let text = "FROM a:1\nARG NPM_TOKEN\nARG DB_PASSWORD=hush\nENV A=1 \\\n  API_KEY='hush hush'\n\
        ENV GH_TOKEN=$NPM_TOKEN OTHER_SECRET=\nONBUILD ENV PASSWD hush\n";
    let mut found = warnings_about(text);
    found.retain(|found| !found.contains("[unset-build-arg]"));
    assert!(!found.join("").contains("hush"), "{found:?}");
    assert_eq!(
        found[0],
        "step 1, DIR/Dockerfile:3: ARG sets `DB_PASSWORD` to a text that anybody who has the \
        image can read; give secrets to the sandbox when it starts [secret-in-image]"
    );
    assert!(found[1].starts_with("step 1, DIR/Dockerfile:4: ENV sets `API_KEY`"), "{found:?}");
    assert!(found[2].starts_with("step 1, DIR/Dockerfile:7: ENV sets `PASSWD`"), "{found:?}");
    assert_eq!(found.len(), 3);

    let image = alpine()
        .env([("A", "1"), ("MY_TOKEN", "$hush"), ("NO_TOKEN", "")])
        .env_expanded([("X_TOKEN", "$MY_TOKEN"), ("Y_TOKEN", "hush")]);
    let found = warnings(&image, Path::new("/nowhere"));
    assert!(found[0].starts_with("step 2: ENV sets `MY_TOKEN`"), "{found:?}");
    assert!(found[1].starts_with("step 3: ENV sets `Y_TOKEN`"), "{found:?}");
    assert_eq!(found.len(), 2);
}

#[test]
fn escape_directive_applies_to_later_steps() {
    let dir = tree(&[("Dockerfile", "# escape=`\nFROM a:1\nENV A=` `\n B_TOKEN=x\n")]);
    let image = Image::from_dockerfile(dockerfile(&dir)).env_expanded([("C_TOKEN", "a`b\\")]);
    assert_eq!(codes(&image), [WarningCode::SecretInImage; 2]);
}

#[test]
fn large_context_without_a_dockerignore_is_named() {
    let dir = tree(&[("Dockerfile", "FROM a:1\nRUN x\nCOPY . /a\n"), ("sub/b", "")]);
    let image = Image::from_dockerfile(dockerfile(&dir));
    let large = dir.path().join("sub/large");
    large_file(&large, Warning::LARGE_CONTEXT_BYTES - 1_000);
    assert_eq!(image.lint().unwrap(), []);

    large_file(&large, Warning::LARGE_CONTEXT_BYTES);
    assert_eq!(
        warnings(&image, dir.path()),
        ["step 1, DIR/Dockerfile:3: COPY takes all of `DIR`, more than 50 MiB, and no \
            `.dockerignore` leaves anything out; its largest part is `sub/large` (50 MiB) \
            [no-dockerignore]"]
    );
    let commands = alpine().dockerfile_commands_in(dir.path(), ["ADD . /a"]);
    assert_eq!(codes(&commands)[0], WarningCode::NoDockerignore);
    let part = alpine().dockerfile_commands_in(dir.path(), ["COPY sub /a"]);
    assert_eq!(part.lint().unwrap(), []);

    for name in [".dockerignore", "Dockerfile.dockerignore"] {
        fs::write(dir.path().join(name), "large\n").unwrap();
        assert_eq!(image.lint().unwrap(), [], "{name}");
        fs::remove_file(dir.path().join(name)).unwrap();
    }
}

#[test]
fn directories_without_files_are_named() {
    let dir = tree(&[
        ("Dockerfile", "FROM a:1\nCOPY src /a\nCOPY [\"other\", \"/b\"]\n"),
        ("src/full/b", ""),
        ("other/c", ""),
        ("elsewhere/d", ""),
    ]);
    for name in ["src/full/empty", "src/logs/2024/01", "other/tmp", "elsewhere/empty"] {
        fs::create_dir_all(dir.path().join(name)).unwrap();
    }
    assert_eq!(
        warnings(&plain(&dir), dir.path()),
        ["step 1, DIR/Dockerfile: only files reach the build, and there are none in \
            `DIR/other/tmp`, `DIR/src/full/empty`, `DIR/src/logs`; make such directories with RUN \
            mkdir [empty-directory]"]
    );
    assert_eq!(codes(&Image::from_dockerfile(dockerfile(&dir))), [], "archives have them");
    let options = LocalDirOptions::new().packing(Packing::Off);
    let image = alpine().user("a").add_local_dir_with(dir.path().join("elsewhere"), "/a", options);
    assert_eq!(
        warnings(&image, dir.path()),
        ["step 3: only files reach the build, and there are none in `DIR/elsewhere/empty`; make \
            such directories with RUN mkdir [empty-directory]"]
    );
    for number in 0..9 {
        fs::create_dir_all(dir.path().join(format!("elsewhere/{number}"))).unwrap();
    }
    assert!(warnings(&image, dir.path())[0].contains("`DIR/elsewhere/4` and 5 more; make"));
}

#[test]
fn directory_that_is_added_twice_is_checked_with_the_options_of_each_step() {
    let dir = tree(&[("full/a", "")]);
    fs::create_dir(dir.path().join("empty")).unwrap();
    let options = LocalDirOptions::new().ignore(["empty"]).packing(Packing::Off);
    let image = alpine().add_local_dir_with(dir.path(), "/without", options).add_local_dir_with(
        dir.path(),
        "/with",
        LocalDirOptions::new().packing(Packing::Off),
    );
    assert_eq!(
        warnings(&image, dir.path()),
        ["step 3: only files reach the build, and there are none in `DIR/empty`; make such \
            directories with RUN mkdir [empty-directory]"]
    );
}

#[test]
fn replaced_dockerfile_is_named() {
    let dir = tree(&[("Dockerfile", "FROM a:1\nCOPY . /a\n"), ("b", "")]);
    let own = plain(&dir);
    assert_eq!(codes(&Image::from_dockerfile(dockerfile(&dir)).user("c")), []);
    assert_eq!(own.lint().unwrap(), []);
    let expected = "COPY brings the Dockerfile of the build along, and not `DIR/Dockerfile`, whose \
        text is another [other-dockerfile]";
    assert_eq!(
        warnings(&own.clone().user("c"), dir.path()),
        [format!("step 1, DIR/Dockerfile:2: {expected}")]
    );
    let options = ContextOptions::new().context_dir(dir.path()).packing(Packing::Off);
    let commands = alpine().dockerfile_commands_with(["USER b", "COPY * /a"], options);
    assert_eq!(warnings(&commands, dir.path()), [format!("step 2, line 2: {expected}")]);
    let part = own.dockerfile_commands_in(dir.path(), ["COPY b /a"]);
    assert_eq!(codes(&part), [WarningCode::OtherDockerfile]);
}

#[test]
fn ignored_files_cause_no_warning() {
    let dir = tree(&[
        ("Dockerfile", "FROM a:1\nCOPY . /a\n"),
        (".dockerignore", "Dockerfile\nlogs\n**/*.tmp\n"),
        ("src/b", ""),
        ("src/cache/c.tmp", ""),
    ]);
    fs::create_dir_all(dir.path().join("logs/old")).unwrap();
    let image = plain(&dir).user("c");
    let mut found = warnings(&image, dir.path());
    found.retain(|found| !found.contains("[extra-dockerfile]"));
    assert_eq!(
        found,
        ["step 1, DIR/Dockerfile: only files reach the build, and there are none in \
            `DIR/src/cache`; make such directories with RUN mkdir [empty-directory]"]
    );
    fs::remove_file(dir.path().join(".dockerignore")).unwrap();
    assert_eq!(codes(&image), [WarningCode::EmptyDirectory, WarningCode::OtherDockerfile]);
    assert!(warnings(&image, dir.path())[0].contains("none in `DIR/logs`;"));
}

#[test]
fn other_platforms_are_named() {
    let text = "ARG ARCH=arm64\nFROM --platform=$BUILDPLATFORM a:1\n\
        FROM --platform=linux/${ARCH} a:1\nFROM arm64v8/a:1\n";
    assert_eq!(
        warnings_about(text),
        [
            "step 1, DIR/Dockerfile:3: the base `a:1` is requested for `linux/arm64`, but Daytona runs \
            `linux/amd64` [other-platform]",
            "step 1, DIR/Dockerfile:4: the base `arm64v8/a:1` is of another architecture, but \
            Daytona runs `linux/amd64` [other-platform]",
        ]
    );
}

#[test]
fn misread_entrypoint_is_named_with_its_line() {
    let text = "FROM a:1 AS one\nENTRYPOINT [\"x\"]\nFROM b:1\nRUN y\n# ENTRYPOINT is b\n";
    let expected = |what: &str| {
        format!(
            "the server will take {what} for the entrypoint, though the Dockerfile leaves it to \
            the image that it starts from; write ENTRYPOINT otherwise there, or set the entrypoint \
            [misread-entrypoint]"
        )
    };
    let at = |place: &str, what: &str| [format!("{place}: {}", expected(what))];
    let dir = tree(&[("Dockerfile", text)]);
    let image = Image::from_dockerfile(dockerfile(&dir));
    let found = warnings(&image, dir.path());
    assert_eq!(found, at("step 1, DIR/Dockerfile:5", "`is b`"));
    assert_eq!(image.clone().entrypoint(["top"]).lint().unwrap(), []);

    let commands = image.dockerfile_commands(["USER x", "LABEL a=\"ENTRYPOINT b\""]);
    assert_eq!(warnings(&commands, dir.path()), at("step 2, line 2", "`b\\\"`"));
    let rendered = alpine().env([("A", "ENTRYPOINT c")]).user("x");
    assert_eq!(
        warnings(&rendered, dir.path()),
        at("step 2", "what comes after the word ENTRYPOINT here")
    );
    let text = "FROM a:1\nENTRYPOINT [\"x\"]\nFROM b:1\nRUN y\n";
    let dir = tree(&[("Dockerfile", text)]);
    let staged = alpine().stage("s", Image::from_dockerfile(dockerfile(&dir)));
    let place = "step 1 of the stage `s`, DIR/Dockerfile:2";
    assert_eq!(warnings(&staged, dir.path()), at(place, "`[\\\"x\\\"]`"));
}

#[test]
fn stages_are_checked() {
    let dir = tree(&[("Dockerfile", "ARG A=arm64\nFROM --platform=$A b:1\nENV X_TOKEN=hush\n")]);
    fs::create_dir_all(dir.path().join("src/empty")).unwrap();
    fs::write(dir.path().join("src/a"), "").unwrap();
    let inner = Image::base("c").add_local_dir_with(
        dir.path().join("src"),
        "/src",
        LocalDirOptions::new().packing(Packing::Off),
    );
    let outer = Image::from_dockerfile(dockerfile(&dir))
        .stage("inner", inner)
        .copy_from("inner", "/src", "/src");
    let image = alpine()
        .env([("Y_TOKEN", "hush")])
        .stage("outer", outer)
        .copy_from("outer", "/src", "/src");
    let found: Vec<String> = warnings(&image, dir.path())
        .iter()
        .map(|found| {
            format!("{} {}", found.split(": ").next().unwrap(), &found[found.rfind('[').unwrap()..])
        })
        .collect();
    assert_eq!(
        found,
        [
            "step 1 of the stage `inner` [unpinned-base]",
            "step 2 of the stage `inner` [empty-directory]",
            "step 1 of the stage `outer`, DIR/Dockerfile:2 [other-platform]",
            "step 1 of the stage `outer`, DIR/Dockerfile:3 [secret-in-image]",
            "step 2 [secret-in-image]",
        ]
    );
}

#[test]
fn patterns_without_a_match_are_named() {
    let dir = tree(&[
        ("Dockerfile", "FROM a:1\nARG X\nCOPY .env* b$X* /x/\nCOPY *.md /x/\n"),
        (".dockerignore", "*.md\n"),
        ("c.md", ""),
    ]);
    let image = Image::from_dockerfile(dockerfile(&dir));
    let expected = [
        "step 1, DIR/Dockerfile:3: COPY source `.env*` matches nothing, and copies nothing (the \
        build context is `DIR`) [unmatched-pattern]",
        "step 1, DIR/Dockerfile:3: COPY source `b*` matches nothing, and copies nothing (the build \
        context is `DIR`); nothing in the Dockerfile sets `X` [unmatched-pattern]",
        "step 1, DIR/Dockerfile:4: COPY source `*.md` matches only what `DIR/.dockerignore` \
        ignores, and copies nothing (the build context is `DIR`) [unmatched-pattern]",
    ];
    assert_eq!(warnings(&image, dir.path()), expected);
    let resolved = image.resolve().unwrap();
    assert_eq!(resolved.warnings.len(), 3, "resolve has them too");
    assert!(resolved.context.is_empty());
}

#[test]
fn patterns_in_directories_that_the_build_does_not_have_are_refused() {
    let dir = tree(&[("Dockerfile", ""), ("src/sub/a.py", "")]);
    let resolve = |lines: &str| {
        fs::write(dockerfile(&dir), format!("FROM a:1\n{lines}\n")).unwrap();
        Image::from_dockerfile(dockerfile(&dir)).resolve()
    };
    for (source, missing) in
        [("src/*.md", "src"), ("src/*/none*", "src"), ("none/*", "none"), ("src/sub/n?", "src/sub")]
    {
        let error = resolve(&format!("COPY {source} /x/")).unwrap_err().to_string();
        let expected = format!(
            "COPY source `{source}` matches nothing, and the builder fails because it does not find \
            `{missing}` (the build context is"
        );
        assert!(error.contains(&expected), "{error}");
    }
    for lines in [
        "COPY *.md /x/",
        "COPY s*/*.md /x/",
        "COPY src/*.md /x/\nCOPY src/sub/a.py /y",
        "COPY src/*.md src/sub/a.py /x/",
        "COPY src /x\nCOPY src/sub/*.md /y/",
        "COPY src/*.md /x/\nFROM a:1",
    ] {
        assert!(resolve(lines).is_ok(), "{lines}");
    }
}

#[test]
fn empty_source_is_the_context() {
    let dir = tree(&[("Dockerfile", "FROM a:1\nCOPY \"\" /x/\n"), ("b", "")]);
    let resolved = Image::from_dockerfile(dockerfile(&dir)).resolve().unwrap();
    assert_eq!(resolved.context.len(), 1);
}

#[cfg(unix)]
#[test]
fn matched_link_to_an_ignored_target_is_refused() {
    let dir =
        tree(&[("Dockerfile", "FROM a:1\nCOPY l* /x/\n"), (".dockerignore", "b\n"), ("b", "")]);
    std::os::unix::fs::symlink("b", dir.path().join("link")).unwrap();
    let error = Image::from_dockerfile(dockerfile(&dir)).resolve().unwrap_err().to_string();
    assert!(error.contains("`l*` matches `link`, which is a link to what"), "{error}");

    let refusal = |ignored: &str, source: &str| {
        fs::write(dir.path().join(".dockerignore"), ignored).unwrap();
        fs::write(dockerfile(&dir), format!("FROM a:1\nCOPY {source} /x/\n")).unwrap();
        Image::from_dockerfile(dockerfile(&dir)).resolve().unwrap_err().to_string()
    };
    let target = refusal("*\n!link\n", "link");
    assert!(target.contains("`link` is a link to `b`, which `"), "{target}");
    assert!(target.contains(" ignores (the build context"), "{target}");
    let link = refusal("link\n", "link");
    assert!(link.contains("`link` is ignored by `"), "{link}");
}

#[test]
fn sources_outside_of_the_context_are_named() {
    let dir = tree(&[("Dockerfile", "FROM a:1\nCOPY ../b /x\nCOPY c/../b /y\n"), ("b", "")]);
    assert_eq!(
        warnings(&Image::from_dockerfile(dockerfile(&dir)), dir.path()),
        [
            "step 1, DIR/Dockerfile:2: COPY source `../b` leads out of the build context, so that the \
            builder drops its leading `../` (the build context is `DIR`) [outside-context]"
        ]
    );
}

#[cfg(unix)]
#[test]
fn special_files_in_copied_directories_are_named() {
    let dir = tree(&[
        ("Dockerfile", "FROM a:1\nCOPY src /x\n"),
        (".dockerignore", "src/ignored\n"),
        ("src/b", ""),
    ]);
    let bind = |name: &str| std::os::unix::net::UnixListener::bind(dir.path().join(name)).unwrap();
    let _listeners = ["src/sock", "src/ignored", "elsewhere"].map(bind);
    let image = Image::from_dockerfile(dockerfile(&dir));
    assert_eq!(
        warnings(&image, dir.path()),
        ["step 1, DIR/Dockerfile: only files reach the build, and FIFOs, sockets and devices are \
            left out: `DIR/src/sock` [special-file]"]
    );
    fs::write(dockerfile(&dir), "FROM a:1\nCOPY src/sock /x\n").unwrap();
    let error = image.lint().unwrap_err().to_string();
    assert!(error.contains("`src/sock` is neither a file nor a directory"), "{error}");
}
