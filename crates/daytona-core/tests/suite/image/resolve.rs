//! Resolved images, and refused ones.

use std::fs;
use std::path::{Path, PathBuf};

use daytona_core::{Image, PipOptions, PyprojectOptions, WarningCode};

use super::fixtures::tree;

fn alpine() -> Image {
    Image::base("alpine:3")
}

/// Returns the message of the error, with `DIR` for the directory of the test.
fn refusal(image: &Image, dir: &Path) -> String {
    let error = image.resolve().unwrap_err();
    assert!(error.is_invalid_input());
    error.to_string().replace(dir.to_str().unwrap(), "DIR")
}

#[test]
fn archive_paths_depend_on_destinations() {
    let dir = tree(&[("a.txt", ""), ("src/b", "")]);
    let (file, src) = (dir.path().join("a.txt"), dir.path().join("src"));
    let resolved = alpine()
        .add_local_file(&file, "/etc/app/")
        .add_local_file(&file, "/etc/b.txt")
        .add_local_file(&file, ".")
        .add_local_dir(&src, "/srv/$NAME's")
        .resolve()
        .unwrap();

    assert_eq!(
        resolved.dockerfile,
        "FROM alpine:3\n\
        COPY [\".daytona-files/etc/app/a.txt\", \"/etc/app/a.txt\"]\n\
        COPY [\".daytona-files/etc/b.txt/a.txt\", \"/etc/b.txt\"]\n\
        COPY [\".daytona-files/a.txt\", \"./a.txt\"]\n\
        COPY [\".daytona-files/srv/_NAME_s\", \"/srv/$NAME\\\\'s\"]\n"
    );
    let context: Vec<(PathBuf, &str)> = resolved
        .context
        .iter()
        .map(|found| (found.local.clone(), found.archive_path.as_str()))
        .collect();
    assert_eq!(
        context,
        [
            (file.clone(), ".daytona-files/a.txt"),
            (file.clone(), ".daytona-files/etc/app/a.txt"),
            (file, ".daytona-files/etc/b.txt/a.txt"),
            (src.clone(), ".daytona-files/srv/_NAME_s"),
        ]
    );
    let root = dir.path().canonicalize().unwrap();
    assert_eq!(resolved.context[0].link_root, root);
    assert_eq!(resolved.context[3].link_root, root.join("src"));
}

#[test]
fn second_file_for_a_destination_does_not_change_the_first() {
    let dir = tree(&[("a", "1"), ("b", "2")]);
    let resolved = alpine()
        .pip_install_from_requirements(dir.path().join("a"))
        .pip_install_from_requirements_with(dir.path().join("b"), PipOptions::new().pre())
        .resolve()
        .unwrap();
    assert_eq!(
        resolved.dockerfile,
        "FROM alpine:3\n\
        COPY .daytona-files/.requirements.txt /.requirements.txt\n\
        RUN python -m pip install -r /.requirements.txt\n\
        COPY .daytona-files-2/.requirements.txt /.requirements.txt\n\
        RUN python -m pip install -r /.requirements.txt --pre\n"
    );
    assert_eq!(resolved.context.len(), 2);
}

#[test]
fn pyproject_dependencies_are_installed_by_name() {
    let dir = tree(&[(
        "pyproject.toml",
        "[project]\ndependencies = [\"b\", \"a>=1\"]\n\
        [project.optional-dependencies]\ndev = [\"pytest\"]\n",
    )]);
    let path = dir.path().join("pyproject.toml");
    let options = PyprojectOptions::new().optional_dependencies(["dev"]);
    assert_eq!(
        alpine().pip_install_from_pyproject_with(&path, options).dockerfile().unwrap(),
        "FROM alpine:3\nRUN python -m pip install 'a>=1' b pytest\n"
    );
}

#[test]
fn steps_after_a_dockerfile_do_not_continue_its_last_line() {
    let dir = tree(&[("Dockerfile", "FROM alpine\nRUN a && \\\n  b \\\n# c\n\\\n")]);
    let image = Image::from_dockerfile(dir.path().join("Dockerfile")).user("d");
    assert_eq!(image.dockerfile().unwrap(), "FROM alpine\nRUN a && \\\n  b \n# c\n\nUSER d\n");
}

#[test]
fn steps_after_a_dockerfile_begin_on_a_new_line() {
    let dir = tree(&[("Dockerfile", "\u{feff}# escape=`\r\nFROM alpine\r\nCMD `\r\n x")]);
    let image = Image::from_dockerfile(dir.path().join("Dockerfile"));
    assert_eq!(image.dockerfile().unwrap(), "# escape=`\nFROM alpine\nCMD `\n x");
    assert_eq!(
        image.env_expanded([("A", "`\"$B\\")]).dockerfile().unwrap(),
        "# escape=`\nFROM alpine\nCMD `\n x\nENV A=\"```\"$B\\\"\n"
    );
}

#[test]
fn paths_of_the_wrong_kind_are_refused_with_the_step() {
    let dir = tree(&[("file", ""), ("full/file", ""), ("bad.toml", "x = ")]);
    fs::create_dir_all(dir.path().join("empty/empty")).unwrap();
    fs::write(dir.path().join("latin1"), [0xff]).unwrap();
    let at = |name: &str| dir.path().join(name);
    let cases: [(Image, &str); 11] = [
        (
            alpine().add_local_file(at("none"), "/x"),
            "failed to resolve step 2 of the image, add_local_file(\"DIR/none\", \"/x\"): \
            local file `DIR/none` does not exist",
        ),
        (
            alpine().user("a").add_local_file(at("full"), "/x"),
            "failed to resolve step 3 of the image, add_local_file(\"DIR/full\", \"/x\"): \
            local file `DIR/full` is a directory; use add_local_dir for a directory",
        ),
        (
            alpine().add_local_dir(at("file"), "/x"),
            "failed to resolve step 2 of the image, add_local_dir(\"DIR/file\", \"/x\"): \
            `DIR/file` is not a directory; use add_local_file for a file",
        ),
        (
            alpine().add_local_dir(at("empty"), "/x"),
            "failed to resolve step 2 of the image, add_local_dir(\"DIR/empty\", \"/x\"): \
            directory `DIR/empty` has no files in it; \
            put a file into it, or make the directory with run_commands",
        ),
        (
            alpine().add_local_file(at("file"), ""),
            "failed to resolve step 2 of the image, add_local_file(\"DIR/file\", \"\"): \
            the destination is empty",
        ),
        (
            alpine().pip_install_from_requirements(at("full")),
            "failed to resolve step 2 of the image, pip_install_from_requirements(\"DIR/full\"): \
            requirements file `DIR/full` is a directory; name the file in it",
        ),
        (
            alpine().pip_install_from_pyproject(at("bad.toml")),
            "failed to resolve step 2 of the image, pip_install_from_pyproject(\"DIR/bad.toml\"): \
            DIR/bad.toml:1: not valid TOML: ",
        ),
        (
            Image::from_dockerfile(at("none")),
            "failed to resolve step 1 of the image, from_dockerfile(\"DIR/none\"): \
            Dockerfile `DIR/none` does not exist",
        ),
        (
            Image::from_dockerfile(at("full")),
            "failed to resolve step 1 of the image, from_dockerfile(\"DIR/full\"): \
            Dockerfile `DIR/full` is a directory; name the file in it",
        ),
        (
            Image::from_dockerfile(at("latin1")),
            "failed to resolve step 1 of the image, from_dockerfile(\"DIR/latin1\"): \
            DIR/latin1:1: the line has bytes that are not UTF-8; save the Dockerfile as UTF-8",
        ),
        (
            alpine().dockerfile_commands_in(at("file"), ["USER a"]),
            "failed to resolve step 2 of the image, dockerfile_commands([\"USER a\"]): \
            context directory `DIR/file` is not a directory",
        ),
    ];
    for (image, expected) in cases {
        let message = refusal(&image, dir.path());
        assert!(message.starts_with(expected), "{message}");
    }
}

#[test]
fn malformed_dockerfile_is_refused_with_its_line() {
    let cases = [
        ("", "no FROM instruction is in it"),
        ("# nothing\nARG A=1\n", "no FROM instruction is in it"),
        ("RUN a\nFROM b\n", "DIR/Dockerfile:1: RUN comes before the first FROM"),
        ("FROM a\n\nRUNN b\n", "DIR/Dockerfile:3: `RUNN` is not a Dockerfile instruction"),
        ("FROM a\nRUN <<E\n", "DIR/Dockerfile:2: no line `E` ends the heredoc"),
    ];
    for (text, expected) in cases {
        let dir = tree(&[("Dockerfile", text)]);
        let message = refusal(&Image::from_dockerfile(dir.path().join("Dockerfile")), dir.path());
        let call = "failed to resolve step 1 of the image, from_dockerfile(\"DIR/Dockerfile\"): ";
        assert!(message.starts_with(&format!("{call}{expected}")), "{message}");
    }
}

#[test]
fn command_is_exactly_one_instruction() {
    let good = ["a && b", "a \\\n  b", "cat <<EOF\nCOPY a b\nEOF", "[\"a\"]", "[ -d /x ] || y\n"];
    for command in good {
        let text = alpine().run_commands([command]).dockerfile().unwrap();
        assert_eq!(text, format!("FROM alpine:3\nRUN {command}\n"));
    }
    for (command, expected) in [
        (
            "a\nb",
            "has line breaks that end it for the Dockerfile; give each line as a separate command",
        ),
        ("a\nUSER b", "has line breaks that end it for the Dockerfile"),
        ("a \\", "cannot follow RUN: the text ends in a line that `\\` continues"),
        ("cat <<EOF", "cannot follow RUN: no line `EOF` ends the heredoc"),
    ] {
        let message = refusal(&alpine().run_commands(["ok", command]), Path::new("/nowhere"));
        assert!(message.contains(expected), "{message}");
    }
}

#[test]
fn only_the_first_step_can_start_an_image() {
    let read = |json: &str| serde_json::from_str::<Image>(json).unwrap();
    let nowhere = Path::new("/nowhere");
    let message = refusal(&read(r#"{"steps":[{"user":{"user":"a"}}]}"#), nowhere);
    assert!(message.contains("step 1 of the image, user(\"a\"): an image cannot begin with"));
    let base = r#"{"base":{"image":"a"}}"#;
    let message = refusal(&read(&format!(r#"{{"steps":[{base},{base}]}}"#)), nowhere);
    assert!(message.contains("this step can only be an image's first"), "{message}");
    assert!(refusal(&read(r#"{"steps":[]}"#), nowhere).contains("the image has no steps"));
}

#[test]
fn entrypoint_of_the_request_comes_last_and_does_not_change_the_image() {
    let image = Image::base("alpine:3").entrypoint(["a"]);
    let resolved = image.resolve().unwrap().with_entrypoint(&["b \"c\"".to_owned()]);
    assert_eq!(
        resolved.dockerfile,
        "FROM alpine:3\nENTRYPOINT [\"a\"]\nENTRYPOINT [\"b \\\"c\\\"\"]\n"
    );
    assert_eq!(image, Image::base("alpine:3").entrypoint(["a"]));
}

#[test]
fn resolved_image_has_the_warnings_about_its_text() {
    let warned = |image: &Image| -> Vec<WarningCode> {
        image.resolve().unwrap().warnings.iter().map(|warning| warning.code).collect()
    };
    let image = Image::base("alpine").dockerfile_commands(["# an ENTRYPOINT of its own"]);
    assert_eq!(warned(&image), [WarningCode::UnpinnedBase, WarningCode::MisreadEntrypoint]);
    assert_eq!(warned(&image.clone().entrypoint(["top"])), [WarningCode::UnpinnedBase]);

    let replaced = image.resolve().unwrap().with_entrypoint(&["top".to_owned()]);
    assert_eq!(replaced.warnings.len(), 1);
}

#[test]
fn warning_does_not_contain_the_misread_value() {
    let image = Image::base("alpine:3").env([("NOTE", "ENTRYPOINT hunter2")]);
    let warnings = image.lint().unwrap();
    assert_eq!(warnings[0].code, WarningCode::MisreadEntrypoint);
    assert!(!warnings[0].to_string().contains("hunter2"), "{}", warnings[0]);
}

#[test]
fn dockerfile_is_read_as_the_builder_reads_it() {
    let dir = tree(&[]);
    let path = dir.path().join("Dockerfile");
    let text =
        b"# caf\xe9\r\nFROM a:1\r\nRUN\r\nENV A = b\r\nONBUILD FOO\r\nCOPY <<E /x\r\n1\r\nE\r\n";
    fs::write(&path, text).unwrap();
    assert_eq!(
        Image::from_dockerfile(&path).dockerfile().unwrap(),
        "# caf\u{fffd}\nFROM a:1\nRUN\nENV A = b\nONBUILD FOO\nCOPY <<E /x\n1\r\nE\n"
    );
    let text = "\u{feff}FROM a:1\r\nCOPY <<E /x\r\n1\r\nE\r\n";
    assert_eq!(
        Image::from_dockerfile_text(text).dockerfile().unwrap(),
        "FROM a:1\nCOPY <<E /x\n1\r\nE\n"
    );
}

#[test]
fn instructions_that_the_builder_refuses_are_named_with_file_and_line() {
    let dir = tree(&[("Dockerfile", "FROM python:$V\n"), ("b", "")]);
    let image = Image::from_dockerfile(dir.path().join("Dockerfile"));
    assert_eq!(
        refusal(&image, dir.path()),
        "failed to resolve step 1 of the image, from_dockerfile(\"DIR/Dockerfile\"): \
        DIR/Dockerfile:1: FROM has the image `python:`, which has no tag after its `:`; nothing \
        sets `V`: give it a value before the first FROM, such as `ARG V=VALUE`"
    );
    for (lines, expected) in [
        ("EXPOSE abc", "Dockerfile:2: EXPOSE has the port `abc`"),
        ("COPY --chmod=9 b /c", "Dockerfile:2: COPY has `--chmod=9`"),
        ("RUN --mount=type=x,target=/c d", "Dockerfile:2: RUN has the mount `type=x,target=/c`"),
        ("COPY --from=0 b /c", "Dockerfile:2: COPY takes files from `0`, the stage that it"),
        (
            "COPY --from=s /b /c\nFROM c AS s\nFROM d\nCOPY --from=0 /b /c",
            "Dockerfile:2: COPY takes",
        ),
    ] {
        fs::write(dir.path().join("Dockerfile"), format!("FROM a\n{lines}\n")).unwrap();
        let message = refusal(&image, dir.path());
        assert!(message.contains(expected), "{message}");
        assert_eq!(image.lint().unwrap_err().to_string(), image.resolve().unwrap_err().to_string());
    }
    let commands = Image::base("a:1").dockerfile_commands(["USER b", "EXPOSE abc"]);
    let message = refusal(&commands, dir.path());
    assert!(message.contains("line 2 of the commands: EXPOSE has the port `abc`"), "{message}");
}
