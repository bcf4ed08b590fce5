//! Requirements files with includes.

use std::fs;
use std::path::Path;

use daytona_core::{Image, ResolvedImage, Result};
use tempfile::TempDir;

use super::fixtures::tree;

fn resolve(dir: &Path, path: &str) -> Result<ResolvedImage> {
    Image::base("a").pip_install_from_requirements(dir.join(path)).resolve()
}

/// Returns the archive paths below `.daytona-files/.requirements/`, and the path for pip.
fn paths(files: &[(&str, &str)], path: &str) -> (Vec<String>, String) {
    let dir = tree(files);
    let resolved = resolve(dir.path(), path).unwrap();
    let below = |path: &str| path.strip_prefix(".daytona-files/.requirements/").unwrap().to_owned();
    let paths = resolved.context.iter().map(|file| below(&file.archive_path)).collect();
    let copy = "FROM a\nCOPY [\".daytona-files/.requirements\", \"/.requirements\"]\n";
    let run = resolved.dockerfile.strip_prefix(copy).unwrap();
    let given = run.strip_prefix("RUN python -m pip install -r ").unwrap();
    (paths, given.trim_end().to_owned())
}

fn refusal(files: &[(&str, &str)], path: &str) -> String {
    refusal_in(&tree(files), path)
}

fn refusal_in(dir: &TempDir, path: &str) -> String {
    let error = resolve(dir.path(), path).unwrap_err();
    assert!(error.is_invalid_input());
    let message = error.to_string().replace(dir.path().to_str().unwrap(), "DIR");
    let call = "failed to resolve step 2 of the image, pip_install_from_requirements(";
    message.strip_prefix(&format!("{call}\"DIR/{path}\"): ")).unwrap().to_owned()
}

#[test]
fn file_without_includes_is_copied_alone() {
    let dir = tree(&[("r.txt", "numpy\n# -r no.txt\n-r https://example.com/x.txt\n")]);
    let resolved = resolve(dir.path(), "r.txt").unwrap();
    assert_eq!(
        resolved.dockerfile,
        "FROM a\nCOPY .daytona-files/.requirements.txt /.requirements.txt\n\
        RUN python -m pip install -r /.requirements.txt\n"
    );
}

#[test]
fn included_files_keep_their_relative_paths() {
    let files = [
        ("r.txt", "-r base.txt\n-c sub/c.txt\n"),
        ("base.txt", "-r sub/more.txt\nnumpy"),
        ("sub/more.txt", "-c c.txt\n-r ../last.txt"),
        ("sub/c.txt", "numpy<3"),
        ("last.txt", "flask"),
        ("other.txt", ""),
    ];
    let (sent, for_pip) = paths(&files, "r.txt");
    assert_eq!(sent, ["base.txt", "last.txt", "r.txt", "sub/c.txt", "sub/more.txt"]);
    assert_eq!(for_pip, "/.requirements/r.txt");
}

#[test]
fn parent_directories_have_neutral_names() {
    let files = [
        ("checkout/app/it's.txt", "-r ../../shared/base.txt\n-c ../c.txt"),
        ("shared/base.txt", "-r ../shared/more.txt"),
        ("shared/more.txt", ""),
        ("checkout/c.txt", ""),
    ];
    let (sent, for_pip) = paths(&files, "checkout/app/it's.txt");
    assert_eq!(sent, ["_/_/it's.txt", "_/c.txt", "shared/base.txt", "shared/more.txt"]);
    assert_eq!(for_pip, "'/.requirements/_/_/it'\"'\"'s.txt'");
}

#[test]
fn local_archives_are_sent() {
    let files = [
        ("r.txt", "-f wheels\n--find-links=page.html\n-f /nowhere\n-f missing\n--find-links .\nx"),
        ("wheels/x-1.whl", ""),
        ("wheels/x-1.tar.gz", ""),
        ("wheels/notes.md", ""),
        ("wheels/deep/y-1.whl", ""),
        ("page.html", ""),
        ("secret", ""),
    ];
    let (sent, _) = paths(&files, "r.txt");
    assert_eq!(sent, ["page.html", "r.txt", "wheels/x-1.tar.gz", "wheels/x-1.whl"]);
}

#[test]
fn second_file_with_includes_does_not_change_the_first() {
    let dir = tree(&[("a.txt", "-r b.txt"), ("b.txt", "x"), ("c.txt", "-r b.txt")]);
    let image = Image::base("a")
        .pip_install_from_requirements(dir.path().join("a.txt"))
        .pip_install_from_requirements(dir.path().join("c.txt"));
    let paths: Vec<String> =
        image.resolve().unwrap().context.into_iter().map(|file| file.archive_path).collect();
    assert_eq!(
        paths,
        [
            ".daytona-files-2/.requirements/b.txt",
            ".daytona-files-2/.requirements/c.txt",
            ".daytona-files/.requirements/a.txt",
            ".daytona-files/.requirements/b.txt",
        ]
    );
}

#[test]
fn missing_file_is_named_with_the_includes_that_lead_to_it() {
    let files = [("r.txt", "a\n-r sub/b.txt\n"), ("sub/b.txt", "\n\n-c c.txt")];
    assert_eq!(
        refusal(&files, "r.txt"),
        "DIR/sub/b.txt:3, included by DIR/r.txt:2: requirements file `DIR/sub/c.txt` does not exist"
    );
    let files = [("r.txt", "--requirement=sub"), ("sub/b.txt", "")];
    assert_eq!(
        refusal(&files, "r.txt"),
        "DIR/r.txt:1: requirements file `DIR/sub` is a directory; name the file in it"
    );
}

#[test]
fn includes_that_would_fail_in_the_build_are_refused_with_their_line() {
    let advice = "is not relative to this file; write the path relative to this file; a \
        file of the image can be given to pip as extra_options";
    let cases = [
        ("-r r.txt", "DIR/r.txt:1: `DIR/r.txt` includes itself; take one of the includes out".into()),
        ("\n-c b.txt", "DIR/b.txt:1, included by DIR/r.txt:2: `DIR/r.txt` includes itself; take".into()),
        ("-r /etc/hosts", format!("DIR/r.txt:1: `-r /etc/hosts` {advice}")),
        ("-c file:c.txt", format!("DIR/r.txt:1: `-c file:c.txt` {advice}")),
        ("-r ~/c.txt", format!("DIR/r.txt:1: `-r ~/c.txt` {advice}")),
        (
            "-r ${WHERE}/c.txt",
            "DIR/r.txt:1: `-r ${WHERE}/c.txt` depends on a variable of the build; name the file \
            itself"
                .into(),
        ),
        ("-r 'c.txt", "DIR/r.txt:1: a quote is not closed".into()),
        (
            "-r empty/../c.txt",
            "DIR/r.txt:1: `-r empty/../c.txt` passes through the directory `empty`, which will not \
            be in the build; write the path without the directory and the `..` behind it"
                .into(),
        ),
    ];
    for (line, expected) in cases {
        let files = [("r.txt", line), ("b.txt", "-r r.txt"), ("c.txt", ""), ("empty/x", "")];
        let message = refusal(&files, "r.txt");
        assert!(message.starts_with(&expected), "{message}");
    }
}

#[test]
fn deep_includes_are_refused() {
    let files: Vec<(String, String)> =
        (0..100).map(|level| (format!("{level}.txt"), format!("-r {}.txt", level + 1))).collect();
    let files: Vec<(&str, &str)> =
        files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    assert!(refusal(&files, "0.txt").contains("files include each other more than 64 deep"));
}

#[cfg(unix)]
#[test]
fn links_are_resolved() {
    let dir = tree(&[("real/c.txt", "x"), ("c.txt", "y"), ("r.txt", "-r link/c.txt\n-r l.txt")]);
    std::os::unix::fs::symlink("real", dir.path().join("link")).unwrap();
    std::os::unix::fs::symlink("c.txt", dir.path().join("l.txt")).unwrap();
    let resolved = resolve(dir.path(), "r.txt").unwrap();
    assert_eq!(resolved.context.len(), 3);

    std::os::unix::fs::symlink("real/deep", dir.path().join("way")).unwrap();
    fs::create_dir(dir.path().join("real/deep")).unwrap();
    fs::write(dir.path().join("real/deep/x.txt"), "").unwrap();
    fs::write(dir.path().join("r.txt"), "-r way/x.txt\n-r way/../c.txt\n-r c.txt").unwrap();
    let message = refusal_in(&dir, "r.txt");
    assert!(message.contains("would have the same place, because of a link"), "{message}");
}

#[test]
fn paths_are_refused_unless_an_earlier_step_adds_files() {
    for line in ["-e .", "./pkg[dev]", "pkg @ file:///pkg", "x-1.whl"] {
        let text = format!("numpy\n{line}\n");
        let dir = tree(&[("r.txt", "-r b.txt"), ("b.txt", &text), ("pkg/setup.py", "")]);
        assert_eq!(
            refusal_in(&dir, "r.txt"),
            format!(
                "DIR/b.txt:2: `{line}` is looked for in the image, and no step before this one \
                brings files into it; add the files first, with add_local_dir and workdir for \
                instance, or take the line out"
            )
        );
        let with_files = Image::base("a")
            .add_local_dir(dir.path(), "/app")
            .workdir("/app")
            .pip_install_from_requirements(dir.path().join("r.txt"));
        assert!(with_files.resolve().is_ok(), "{line}");
    }
}
