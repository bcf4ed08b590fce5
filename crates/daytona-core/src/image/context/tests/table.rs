//! The table of cases in `tests/data/context.txt`, which says how it is written.

use std::fs;
use std::path::Path;

use daytona_objstore::{Limits, Progress, scan};
use tempfile::TempDir;

use crate::Image;
use crate::transport::into_source;

const TABLE: &str = include_str!("../../../../tests/data/context.txt");

/// Makes a directory as a field of the table lists it.
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

/// The paths of the files that would be sent, or the error.
async fn sent(dir: &Path) -> Result<Vec<String>, String> {
    let resolved = Image::from_dockerfile(dir.join("Dockerfile"))
        .resolve()
        .map_err(|error| error.to_string())?;
    let sources = resolved.context.into_iter().map(into_source).collect();
    let manifest = scan(sources, Limits::default(), &Progress::new())
        .await
        .map_err(|error| error.to_string())?;
    Ok(manifest.entries().iter().map(|entry| entry.path().to_owned()).collect())
}

#[tokio::test]
async fn table_is_followed() {
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
