//! Build contexts: refused sources and links. `context_table.rs` tests which files are taken.

use std::fs;

#[cfg(unix)]
use daytona_core::ContextLinks;
use daytona_core::{ContextOptions, Image, ResolvedImage, Result};
use tempfile::TempDir;

/// Creates a build context with empty files and a Dockerfile.
fn tree(files: &[&str], dockerfile: &str) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for name in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "").unwrap();
    }
    fs::write(dir.path().join("Dockerfile"), dockerfile).unwrap();
    dir
}

fn resolve(dir: &TempDir) -> Result<ResolvedImage> {
    Image::from_dockerfile(dir.path().join("Dockerfile")).resolve()
}

fn refusal(files: &[&str], lines: &str) -> String {
    refusal_in(&tree(files, &format!("FROM a\n{lines}\n")))
}

fn refusal_in(dir: &TempDir) -> String {
    let error = resolve(dir).unwrap_err();
    assert!(error.is_invalid_input());
    error.to_string().replace(dir.path().to_str().unwrap(), "DIR")
}

#[test]
fn whole_context_does_not_include_the_dockerfile() {
    let dir = tree(&["a.txt", "src/b"], "FROM a\nCOPY . .\nCOPY Dockerfile D* /x/\n");
    let resolved = resolve(&dir).unwrap();
    let paths: Vec<&str> =
        resolved.context.iter().map(|found| found.archive_path.as_str()).collect();
    assert_eq!(paths, ["a.txt", "src"]);
    assert_eq!(resolved.context[1].local, dir.path().join("src"));
    assert_eq!(resolved.context[1].link_root, dir.path().canonicalize().unwrap());
}

#[test]
fn source_dockerfile_with_other_content_is_refused() {
    let dir = tree(&["b/x"], "FROM a\nCOPY Dockerfile /x\n");
    let image = Image::from_dockerfile(dir.path().join("Dockerfile")).user("me");
    let error = image.resolve().unwrap_err().to_string();
    assert!(error.contains("COPY source `Dockerfile` has the name of the build's own"), "{error}");

    let dir = tree(&["b"], "FROM a\nCOPY * /x\n");
    let image = Image::from_dockerfile(dir.path().join("Dockerfile")).user("me");
    assert_eq!(image.resolve().unwrap().context.len(), 1);
}

#[test]
fn variables_without_a_value_are_named() {
    let message = refusal(&[], "ARG DIR\nCOPY $DIR/a /x");
    assert!(message.contains("nothing in the Dockerfile sets `DIR`"), "{message}");
    let message = refusal(&["a"], "COPY $DIR /x");
    assert!(message.contains("is empty once its variables are expanded"), "{message}");
}

#[test]
fn directory_without_files_is_refused_as_a_name_of_a_plain_copy_only() {
    let dir = tree(&["a"], "FROM a\nCOPY --chown=me empty /x\n");
    fs::create_dir(dir.path().join("empty")).unwrap();
    assert!(refusal_in(&dir).contains("COPY source `empty` is a directory without files"));
    fs::write(dir.path().join("Dockerfile"), "FROM a\nCOPY --chown=me * /x\n").unwrap();
    assert_eq!(resolve(&dir).unwrap().context.len(), 1);
    // An archive carries directories.
    fs::write(dir.path().join("Dockerfile"), "FROM a\nCOPY empty /x\n").unwrap();
    assert!(resolve(&dir).unwrap().context.is_empty());
}

#[test]
fn ignored_files_are_not_in_the_context() {
    let dir = tree(&["a.md", "b.txt", "src/c.md"], "FROM a\nCOPY *.* src /x/\n");
    fs::write(dir.path().join(".dockerignore"), "*.md\n").unwrap();
    let resolved = resolve(&dir).unwrap();
    let paths: Vec<&str> =
        resolved.context.iter().map(|found| found.archive_path.as_str()).collect();
    assert_eq!(paths, [".dockerignore", "b.txt", "src"]);
    let filter = resolved.context[2].filter.as_ref().unwrap();
    assert_eq!(filter.patterns(), ["*.md"]);

    fs::write(dir.path().join("Dockerfile.dockerignore"), "**/*.txt\n").unwrap();
    let resolved = resolve(&dir).unwrap();
    let filter = resolved.context.last().unwrap().filter.as_ref().unwrap();
    assert_eq!(
        filter.patterns(),
        ["**/*.txt"],
        "the ignore file of the Dockerfile takes precedence"
    );
}

#[test]
fn chosen_ignore_file_replaces_the_others() {
    let dir = tree(&["src/a.md", "src/b.txt", "src/c.py"], "FROM a\nCOPY src /src\n");
    fs::write(dir.path().join(".dockerignore"), "**/*.md\n").unwrap();
    fs::write(dir.path().join("Dockerfile.dockerignore"), "**/*.txt\n").unwrap();
    let other = tempfile::tempdir().unwrap();
    let chosen = other.path().join("release.ignore");
    fs::write(&chosen, "# release\nsrc/*.py\n").unwrap();
    let options = ContextOptions::new().context_dir(dir.path()).ignore_file(&chosen);
    let text = "FROM a\nCOPY src /src\n";
    for image in [
        Image::from_dockerfile_with(dir.path().join("Dockerfile"), options.clone()),
        Image::from_dockerfile_text_with(text, options.clone()),
        Image::base("a").dockerfile_commands_with(["COPY src /src"], options.clone()),
    ] {
        let resolved = image.resolve().unwrap();
        let filter = resolved.context[0].filter.as_ref().unwrap();
        assert_eq!(filter.patterns(), ["src/*.py"]);
    }
    fs::write(&chosen, "").unwrap();
    let image = Image::from_dockerfile_with(dir.path().join("Dockerfile"), options);
    assert_eq!(image.resolve().unwrap().context[0].filter, None);
}

#[test]
fn chosen_ignore_file_is_named_in_errors() {
    let dir = tree(&["src/a"], "FROM a\nCOPY src /src\n");
    let at = |name: &str| dir.path().join(name);
    let error = |chosen: &str| {
        let options = ContextOptions::new().ignore_file(at(chosen));
        let error = Image::from_dockerfile_with(at("Dockerfile"), options).resolve().unwrap_err();
        assert!(error.is_invalid_input());
        error.to_string().replace(dir.path().to_str().unwrap(), "DIR")
    };
    fs::write(at("bad"), "a\n\n[\n").unwrap();
    assert!(error("bad").contains("DIR/bad:3: "), "{}", error("bad"));
    fs::write(at("all"), "*\n").unwrap();
    assert!(error("all").contains("COPY source `src` is ignored by `DIR/all`"), "{}", error("all"));
    assert!(error("none").contains("ignore file `DIR/none`"), "{}", error("none"));
    assert!(error("src").contains("ignore file `DIR/src` is a directory"), "{}", error("src"));
    // A missing file is an error even if nothing reads the context.
    fs::write(at("Dockerfile"), "FROM a\n").unwrap();
    assert!(error("none").contains("ignore file `DIR/none`"), "{}", error("none"));
    let options = ContextOptions::new().ignore_file(at("all"));
    let error = Image::from_dockerfile_text_with("FROM a\n", options).resolve().unwrap_err();
    assert!(error.to_string().contains("this text has none"), "{error}");
}

#[cfg(unix)]
#[test]
fn links_are_followed_inside_the_context_and_refused_outside() {
    use std::os::unix::fs::symlink;

    let outside = tree(&["secret"], "");
    let dir = tree(&["real/a"], "FROM a\nCOPY inside/a /x\n");
    symlink("real", dir.path().join("inside")).unwrap();
    assert_eq!(resolve(&dir).unwrap().context[0].archive_path, "inside/a");

    symlink(outside.path(), dir.path().join("leak")).unwrap();
    symlink("nowhere", dir.path().join("dangling")).unwrap();
    for (source, expected) in [
        ("leak/secret", "leads out of the build context through a link"),
        ("le*", "matches `leak`, which leads out of the build context through a link"),
        ("dangling", "is a link to something that does not exist"),
    ] {
        fs::write(dir.path().join("Dockerfile"), format!("FROM a\nCOPY {source} /x\n")).unwrap();
        let message = refusal_in(&dir);
        assert!(message.contains(expected), "{message}");
    }
}

/// Returns the archive paths, and the policy for their links.
#[cfg(unix)]
fn links_of(image: &Image) -> Result<Vec<(String, ContextLinks)>> {
    let files = image.resolve()?.context.into_iter();
    Ok(files.map(|file| (file.archive_path, file.links)).collect())
}

#[cfg(unix)]
#[test]
fn links_can_lead_out_if_the_options_allow_it() {
    use std::os::unix::fs::symlink;

    let outside = tree(&["secret", "keep"], "");
    let dir = tree(&["a"], "FROM a\nCOPY leak lea*/keep leak/secret /x/\n");
    symlink(outside.path(), dir.path().join("leak")).unwrap();
    let path = dir.path().join("Dockerfile");
    let options = ContextOptions::new().links(ContextLinks::FollowAnywhere);
    let image = Image::from_dockerfile_with(&path, options.clone());
    assert_eq!(links_of(&image).unwrap(), [("leak".to_owned(), ContextLinks::FollowAnywhere)]);
    let json = serde_json::to_string(&image).unwrap();
    assert!(json.ends_with(r#"Dockerfile","links":"follow_anywhere"}}]}"#), "{json}");
    assert_eq!(serde_json::from_str::<Image>(&json).unwrap(), image);

    fs::write(dir.path().join(".dockerignore"), "leak/secret\n").unwrap();
    let message = image.resolve().unwrap_err().to_string();
    assert!(message.contains("COPY source `leak/secret` is ignored by"), "{message}");

    let options = options.context_dir(dir.path());
    let commands = ["COPY leak /x", "COPY a /x"];
    let image = Image::base("a").dockerfile_commands_with(commands, options);
    let links = ContextLinks::FollowAnywhere;
    assert_eq!(links_of(&image).unwrap(), [("a".to_owned(), links), ("leak".to_owned(), links)]);
}

#[test]
fn options_can_set_another_context_directory() {
    let dir = tree(&["a.md", "b", "sub/c", "sub/x.Dockerfile"], "");
    fs::write(dir.path().join("sub/x.Dockerfile"), "FROM a\nCOPY a.md* b /x/\n").unwrap();
    fs::write(dir.path().join(".dockerignore"), "*.md\n").unwrap();
    let options = ContextOptions::new().context_dir(dir.path());
    let image = Image::from_dockerfile_with(dir.path().join("sub/x.Dockerfile"), options);
    let paths = |image: &Image| {
        let files = image.resolve().unwrap().context.into_iter();
        files.map(|file| file.archive_path).collect::<Vec<_>>()
    };
    assert_eq!(paths(&image), ["b"]);

    fs::write(dir.path().join("sub/x.Dockerfile.dockerignore"), "sub\n").unwrap();
    assert_eq!(paths(&image), ["a.md", "b"], "the ignore file of the Dockerfile takes precedence");
}

#[cfg(unix)]
#[test]
fn special_file_is_refused_without_being_opened() {
    let dir = tree(&[], "FROM a\nCOPY sock /x\n");
    let _listener = std::os::unix::net::UnixListener::bind(dir.path().join("sock")).unwrap();
    assert!(refusal_in(&dir).contains("`sock` is neither a file nor a directory"));
}

#[test]
fn names_that_the_build_needs_are_refused() {
    let message = refusal(&[".daytona-files/a"], "COPY . /x");
    assert!(message.contains("would take the name `.daytona-files`"), "{message}");
}
