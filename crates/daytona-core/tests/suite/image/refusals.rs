//! The error of each method for an argument that cannot work: the step, the method, the argument, the
//! cause and the advice.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use daytona_core::{
    CacheMount, FileOptions, Image, PipOptions, PyprojectOptions, RunOptions, UvOptions,
};

use super::json::step_names;

fn base() -> Image {
    Image::base("a")
}

/// Returns the method, the number of the step, an image that is refused, and the error.
fn cases(dir: &Path) -> Vec<(&'static str, usize, Image, &'static str)> {
    let at = |name: &str| dir.join(name);
    vec![
        (
            "base",
            1,
            Image::base(" "),
            "base(\" \"): the name of the image is empty; give it a value, or leave it out",
        ),
        (
            "debian_slim",
            1,
            Image::debian_slim("2.7".into()),
            "debian_slim(2.7): `2.7` is not a release of Python 3; give one such as `3.12.4` or `3.14.0rc1`",
        ),
        (
            "from_dockerfile",
            1,
            Image::from_dockerfile(at("bad")),
            "from_dockerfile(\"DIR/bad\"): DIR/bad:2: `RUNN` is not a Dockerfile instruction",
        ),
        (
            "from_dockerfile_text",
            1,
            Image::from_dockerfile_text("FROM a\nRUNN b\n"),
            "from_dockerfile_text(14 bytes): line 2 of the Dockerfile: `RUNN` is not a Dockerfile \
            instruction",
        ),
        (
            "pip_install",
            2,
            base().pip_install(["numpy", "a\nb"]),
            "pip_install([\"numpy\", \"a\\nb\"]): a package has a line break in it, which no Dockerfile can \
            hold there; leave it out, or bring the text along in a file with add_local_file",
        ),
        (
            "pip_install",
            2,
            base().pip_install_with(["a"], PipOptions::new().index_url("")),
            "pip_install([\"a\"]): the index_url is empty; give it a value, or leave it out",
        ),
        (
            "pip_install_from_requirements",
            2,
            base().pip_install_from_requirements(at("r.txt")),
            "pip_install_from_requirements(\"DIR/r.txt\"): DIR/r.txt:2: requirements file `DIR/no.txt` does \
            not exist",
        ),
        (
            "pip_install_from_pyproject",
            2,
            base().pip_install_from_pyproject_with(
                at("p.toml"),
                PyprojectOptions::new().dependency_groups(["x"]),
            ),
            "pip_install_from_pyproject(\"DIR/p.toml\"): DIR/p.toml has no group `x` in \
            [dependency-groups]; it has no groups",
        ),
        (
            "uv_pip_install",
            2,
            base().uv_pip_install_with(["a"], UvOptions::new().image("u v")),
            "uv_pip_install([\"a\"]): the image of uv, `u v`, cannot be used; it is not empty, and has no \
            white space, quotes, commas, `$` or `\\`",
        ),
        (
            "apt_install",
            2,
            base().apt_install(["git curl"]),
            "apt_install([\"git curl\"]): `git curl` is not the name of a package; name it as in `git`, with \
            a version as in `git=1:2.39.5-0+deb12u2`, or with a release as in `git/bookworm-backports`; for \
            options of apt-get, use run_commands",
        ),
        (
            "add_local_file",
            2,
            base().add_local_file(dir, "/x"),
            "add_local_file(\"DIR\", \"/x\"): local file `DIR` is a directory; use add_local_dir for a \
            directory",
        ),
        (
            "add_local_dir",
            2,
            base().add_local_dir(at("empty"), "/x"),
            "add_local_dir(\"DIR/empty\", \"/x\"): directory `DIR/empty` has no files in it; put a file into it, or make the directory with run_commands",
        ),
        (
            "add_file_content",
            2,
            base().add_file_content("hush", "/x/"),
            "add_file_content(4 bytes, \"/x/\"): the destination is a directory; name the file in it",
        ),
        (
            "add_file_content",
            2,
            base().add_file_content_with("", "/x", FileOptions::new().mode(0o4755)),
            "add_file_content(0 bytes, \"/x\"): the mode 4755 has more than permission bits; use one such as \
            0o644 or 0o755",
        ),
        (
            "stage",
            2,
            base().stage("B", base()),
            "stage(\"B\"): `B` cannot be the name of a stage; begin it with a small letter, and go on with \
            small letters, digits, `-`, `_` and `.`",
        ),
        (
            "copy_from",
            2,
            base().copy_from("b", "/x", "/y"),
            "copy_from(\"b\", \"/x\", \"/y\"): no stage `b` comes before this one; add it with stage",
        ),
        (
            "run_commands",
            3,
            base().user("u").run_commands(["a\nb"]),
            "run_commands([\"a\\nb\"]): the command `a\\nb` has line breaks that end it for the Dockerfile; \
            give each line as a separate command, join them with `&&`, end them with `\\`, or use a heredoc",
        ),
        (
            "run_commands",
            2,
            base().run_commands_with(["a"], RunOptions::new().cache(CacheMount::new("/c").id(","))),
            "run_commands([\"a\"]): the id of a cache, `,`, cannot be used; it is not empty, and has no white \
            space, quotes, commas, `$` or `\\`",
        ),
        (
            "shell",
            2,
            base().shell::<&str>([]),
            "shell([]): no shell is named; name its program and options, such as `/bin/bash` and `-c`",
        ),
        (
            "run_exec",
            2,
            base().run_exec::<&str>([]),
            "run_exec([]): no program to run is named; name the program, and its arguments after it",
        ),
        (
            "entrypoint",
            2,
            base().entrypoint(["a\u{1b}"]),
            "entrypoint([\"a\\u{1b}\"]): line 1 of what it adds has the control character U+001B in it; \
            leave it out, or bring the text along in a file with add_local_file",
        ),
        (
            "cmd",
            2,
            base().cmd(["\0"]),
            "cmd([\"\\0\"]): line 1 of what it adds has a zero byte in it; leave it out, or bring the text \
            along in a file with add_local_file",
        ),
        (
            "env",
            2,
            base().env([("A", "1"), ("B C", "hush")]),
            "env([\"A\", \"B C\"]): `B C` cannot be a name; a name is not empty, does not begin with `--`, and \
            has no white space, quotes, `=`, `$` or `\\`",
        ),
        (
            "env_expanded",
            2,
            base().env_expanded([("A", "a\nb")]),
            "env_expanded([\"A\"]): the value of `A` has a line break in it, which no Dockerfile can hold \
            there; leave it out, or bring the text along in a file with add_local_file",
        ),
        (
            "label",
            2,
            base().label("", "v"),
            "label(\"\"): `` cannot be a name; a name is not empty, does not begin with `--`, and has no white \
            space, quotes, `=`, `$` or `\\`",
        ),
        (
            "workdir",
            2,
            base().workdir(""),
            "workdir(\"\"): the path is empty; give it a value, or leave it out",
        ),
        (
            "user",
            2,
            base().user(""),
            "user(\"\"): the user is empty; give it a value, or leave it out",
        ),
        (
            "expose",
            2,
            base().expose(0),
            "expose(0): port 0 cannot be exposed; name a port from 1 to 65535",
        ),
        (
            "dockerfile_commands",
            2,
            base().dockerfile_commands_in(dir, ["USER u", "COPY no /x"]),
            "dockerfile_commands([\"USER u\", \"COPY no /x\"]): line 2 of the commands: COPY source `no` does \
            not exist (the build context is `DIR`)",
        ),
    ]
}

#[test]
fn every_method_reports_the_cause_and_the_advice() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("bad"), "FROM a\nRUNN b\n").unwrap();
    fs::write(dir.path().join("r.txt"), "numpy\n-r no.txt\n").unwrap();
    fs::write(dir.path().join("p.toml"), "[project]\ndependencies = []\n").unwrap();
    fs::create_dir(dir.path().join("empty")).unwrap();

    let cases = cases(dir.path());
    for (_, step, image, expected) in &cases {
        let error = image.resolve().unwrap_err();
        assert!(error.is_invalid_input());
        let message = error.to_string().replace(dir.path().to_str().unwrap(), "DIR");
        assert_eq!(message, format!("failed to resolve step {step} of the image, {expected}"));
    }
    let tested: BTreeSet<String> = cases.iter().map(|(method, ..)| (*method).to_owned()).collect();
    assert_eq!(tested, step_names());
}
