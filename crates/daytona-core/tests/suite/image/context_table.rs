//! The files that instructions take from a build context: the cases of `tests/data/context.txt`.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use daytona_core::{ContextFile, ContextFilter, Image};
use daytona_objstore::{Filter, Limits, Progress, Source, SpecialFiles, scan};
use tempfile::TempDir;

const TABLE: &str = include_str!("../../data/context.txt");

/// Creates the directory that a field of the table describes.
fn tree(members: &str) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for member in members.split_whitespace() {
        let (name, target) = member.split_once("->").unwrap_or((member, ""));
        let path = dir.path().join(name);
        let parent = if name.ends_with('/') { &path } else { path.parent().unwrap() };
        fs::create_dir_all(parent).unwrap();
        match target {
            "" if name.ends_with('/') => {}
            "" => fs::write(path, name).unwrap(),
            target => std::os::unix::fs::symlink(target, path).unwrap(),
        }
    }
    dir
}

fn write(dir: &Path, name: &str, lines: &str) {
    let text: Vec<&str> = lines.split(" ; ").map(str::trim).collect();
    fs::write(dir.join(name), text.join("\n") + "\n").unwrap();
}

/// The filter of a directory at a path below the root of a context file.
#[derive(Debug)]
struct FilterAt {
    filter: ContextFilter,
    path: String,
}

impl FilterAt {
    fn join(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}/{name}", self.path) }
    }
}

impl Filter for FilterAt {
    fn includes(&self, name: &str) -> bool {
        !self.filter.ignores(&self.join(name))
    }

    fn subdirectory(&self, name: &str) -> Option<Arc<dyn Filter>> {
        Some(Arc::new(Self { filter: self.filter.clone(), path: self.join(name) }))
    }
}

fn source(file: ContextFile) -> Source {
    let source = Source::new(file.local, file.archive_path)
        .root(file.link_root)
        .special_files(SpecialFiles::Omit);
    match file.filter {
        Some(filter) => source.filter(FilterAt { filter, path: String::new() }),
        None => source,
    }
}

/// Returns the paths of the files that are sent, or the error.
async fn sent(dir: &Path) -> Result<Vec<String>, String> {
    let resolved = Image::from_dockerfile(dir.join("Dockerfile"))
        .resolve()
        .map_err(|error| error.to_string())?;
    let sources = resolved.context.into_iter().map(source).collect();
    let manifest = scan(sources, Limits::default(), &Progress::new())
        .await
        .map_err(|error| error.to_string())?;
    Ok(manifest.entries().iter().map(|entry| entry.path().to_owned()).collect())
}

#[tokio::test]
async fn instructions_take_the_files_of_the_table() {
    let cases = TABLE.lines().enumerate();
    let cases: Vec<_> =
        cases.filter(|(_, line)| !line.is_empty() && !line.starts_with("//")).collect();
    assert!(cases.len() >= 80, "{} cases", cases.len());
    let mut wrong = Vec::new();
    for (index, line) in cases {
        let fields: Vec<&str> = line.split(" | ").map(str::trim).collect();
        let [members, ignored, lines, expected] = fields[..] else {
            panic!("line {} of the table", index + 1)
        };
        let dir = tree(members);
        write(dir.path(), "Dockerfile", &format!("FROM a ; {lines}"));
        if !ignored.is_empty() {
            write(dir.path(), ".dockerignore", ignored);
        }
        let found = match sent(dir.path()).await {
            Ok(paths) => paths.join(" "),
            Err(message) => {
                let message = message.replace(dir.path().to_str().unwrap(), "DIR");
                let (_, message) = message.split_once("Dockerfile\"): ").unwrap();
                format!("error: {message}").replace(" (the build context is `DIR`)", "")
            }
        };
        if found != expected {
            wrong.push(format!("line {}: {line}\n  found {found}", index + 1));
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}
