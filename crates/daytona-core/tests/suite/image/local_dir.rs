//! Options of local directories.

use std::fs;

use daytona_core::{ContextFilter, ContextLinks, Image, LocalDirOptions};
use tempfile::TempDir;

use super::fixtures::tree;

fn image(dir: &TempDir, options: LocalDirOptions) -> Image {
    Image::base("a").add_local_dir_with(dir.path(), "/app", options)
}

fn filter(dir: &TempDir, options: LocalDirOptions) -> Option<ContextFilter> {
    let mut resolved = image(dir, options).resolve().unwrap();
    assert_eq!(resolved.context[0].archive_path, ".daytona-files/app");
    assert_eq!(resolved.context[0].link_root, dir.path().canonicalize().unwrap());
    resolved.context.remove(0).filter
}

fn refusal(dir: &TempDir, options: LocalDirOptions) -> String {
    let error = image(dir, options).resolve().unwrap_err();
    assert!(error.is_invalid_input());
    let message = error.to_string().replace(dir.path().to_str().unwrap(), "DIR");
    let call = "failed to resolve step 2 of the image, add_local_dir(\"DIR\", \"/app\"): ";
    message.strip_prefix(call).unwrap().to_owned()
}

#[test]
fn patterns_are_relative_to_the_directory() {
    let dir = tree(&[("main.py", ""), ("lib/x.pyc", ""), ("keep.md", ""), ("a.md", "")]);
    let options = LocalDirOptions::new().ignore(["**/*.pyc", "*.md", "!keep.md"]);
    let filter = filter(&dir, options).unwrap();
    let ignored = ["lib/x.pyc", "a.md"];
    for path in ["main.py", "lib/x.pyc", "lib/x.py", "keep.md", "a.md", "lib/b.md"] {
        assert_eq!(filter.ignores(path), ignored.contains(&path), "{path}");
    }
}

#[test]
fn patterns_of_the_options_apply_after_those_of_the_file() {
    let dir = tree(&[(".dockerignore", "# no logs\n*.log\r\n\n"), ("a.log", ""), ("b.log", "")]);
    assert_eq!(filter(&dir, LocalDirOptions::new()), None);
    let options = LocalDirOptions::new().dockerignore().ignore(["!b.log"]);
    let filter = filter(&dir, options).unwrap();
    assert_eq!(filter.patterns(), ["*.log", "!b.log"]);
    assert!(filter.ignores("a.log") && !filter.ignores("b.log"));
}

#[test]
fn options_can_allow_links_that_lead_out() {
    let dir = tree(&[("a", "")]);
    let links = |options| image(&dir, options).resolve().unwrap().context[0].links;
    assert_eq!(links(LocalDirOptions::new()), ContextLinks::RefuseLeaving);
    let options = LocalDirOptions::new().links(ContextLinks::FollowAnywhere);
    assert_eq!(links(options), ContextLinks::FollowAnywhere);
}

#[test]
fn directory_whose_files_are_all_ignored_is_refused() {
    let dir = tree(&[("a/b", ""), ("c", "")]);
    let nothing = "the patterns leave nothing of `DIR`; take a pattern out, or bring files back \
        with one that begins with `!`";
    for patterns in [&["*"][..], &["a", "c"], &["**"]] {
        let options = LocalDirOptions::new().ignore(patterns.iter().copied());
        assert_eq!(refusal(&dir, options), nothing);
    }
    assert!(filter(&dir, LocalDirOptions::new().ignore(["*", "!a/b"])).is_some());
}

#[test]
fn malformed_patterns_are_refused_with_their_location() {
    let dir = tree(&[(".dockerignore", "*.log\n\n[\n"), ("a", "")]);
    let message = refusal(&dir, LocalDirOptions::new().ignore(["*.md", "["]));
    assert!(message.starts_with("the pattern `[` "), "{message}");
    assert!(message.ends_with("; the rules are those of `.dockerignore`"), "{message}");
    let message = refusal(&dir, LocalDirOptions::new().dockerignore());
    assert!(message.starts_with("DIR/.dockerignore:3: the pattern `[` "), "{message}");

    fs::remove_file(dir.path().join(".dockerignore")).unwrap();
    assert_eq!(
        refusal(&dir, LocalDirOptions::new().dockerignore()),
        "ignore file `DIR/.dockerignore` does not exist"
    );
}
