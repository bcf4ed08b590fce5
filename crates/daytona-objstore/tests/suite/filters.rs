//! Filters of sources.

use std::os::unix::fs::symlink;
use std::sync::{Arc, Mutex};

use daytona_objstore::{Filter, LinkPolicy, Source};

use crate::tree::{scanned, tree};

/// Excludes paths, and records the paths of its calls.
#[derive(Debug, Clone)]
struct Exclude {
    excluded: Vec<&'static str>,
    directory: String,
    calls: Arc<Mutex<Vec<String>>>,
}

impl Exclude {
    fn paths(excluded: &[&'static str]) -> Self {
        let excluded = excluded.to_vec();
        Self { excluded, directory: String::new(), calls: Arc::default() }
    }

    fn path(&self, name: &str) -> String {
        let path = format!("{}{name}", self.directory);
        self.calls.lock().unwrap().push(path.clone());
        path
    }
}

impl Filter for Exclude {
    fn includes(&self, name: &str) -> bool {
        !self.excluded.contains(&self.path(name).as_str())
    }

    fn subdirectory(&self, name: &str) -> Option<Arc<dyn Filter>> {
        let path = self.path(name);
        (!self.excluded.contains(&path.as_str())).then(|| {
            Arc::new(Self { directory: format!("{path}/"), ..self.clone() }) as Arc<dyn Filter>
        })
    }
}

async fn paths(source: Source) -> Vec<String> {
    let manifest = scanned(source).await.unwrap();
    manifest.entries().iter().map(|entry| entry.path().to_owned()).collect()
}

#[tokio::test]
async fn excluded_files_are_absent() {
    let tree = tree(&["a", "b", "sub/a", "sub/b", "sub/deep/c"]);
    let source = Source::new(tree.path(), "x").filter(Exclude::paths(&["b", "sub/a", "sub/deep"]));
    assert_eq!(paths(source).await, ["x/a", "x/sub/b"]);
}

#[tokio::test]
async fn filter_applies_to_the_root_of_the_source() {
    let tree = tree(&["sub/a", "sub/b", "a"]);
    let filter = Exclude::paths(&["sub/a"]);
    let source = |name: &str| {
        Source::new(tree.path().join(name), "x").root(tree.path()).filter(filter.clone())
    };
    assert_eq!(paths(source("sub")).await, ["x/b"]);
    assert_eq!(paths(source("sub/a")).await, [""; 0]);
    assert_eq!(paths(source("a")).await, ["x"]);
    let all = Source::new(tree.path().join("sub"), "x").root(tree.path());
    assert_eq!(paths(all.filter(Exclude::paths(&["sub"]))).await, [""; 0]);
}

#[tokio::test]
async fn excluded_directory_is_not_listed() {
    let tree = tree(&["kept/a", "out/a"]);
    let _socket = std::os::unix::net::UnixListener::bind(tree.path().join("out/socket")).unwrap();
    symlink("nowhere", tree.path().join("out/dangling")).unwrap();
    let filter = Exclude::paths(&["out"]);
    let calls = filter.calls.clone();
    assert_eq!(paths(Source::new(tree.path(), "").filter(filter)).await, ["kept/a"]);
    assert_eq!(*calls.lock().unwrap(), ["kept", "out", "kept/a"]);
}

#[tokio::test]
async fn excluded_file_causes_no_error() {
    let outside = tree(&["secret"]);
    let tree = tree(&["a"]);
    let _socket = std::os::unix::net::UnixListener::bind(tree.path().join("socket")).unwrap();
    symlink("nowhere", tree.path().join("dangling")).unwrap();
    symlink(outside.path(), tree.path().join("leaving")).unwrap();
    let filter = Exclude::paths(&["socket", "dangling", "leaving"]);
    assert_eq!(paths(Source::new(tree.path(), "").filter(filter)).await, ["a"]);
}

#[tokio::test]
async fn filter_applies_to_links_and_their_targets() {
    let tree = tree(&["real/a", "real/b", "out/a", "file"]);
    for (target, link) in [("real", "to-real"), ("out", "to-left"), ("out/a", "to-file")] {
        symlink(target, tree.path().join(link)).unwrap();
    }
    let source = |excluded: &[&'static str]| {
        paths(Source::new(tree.path(), "").filter(Exclude::paths(excluded)))
    };
    assert_eq!(
        source(&["real/b", "out"]).await,
        ["file", "real/a", "to-real/a"],
        "a link does not include an excluded target"
    );
    assert_eq!(
        source(&["to-real", "to-file", "to-left/a", "file"]).await,
        ["out/a", "real/a", "real/b", "to-left/a"],
        "the exclusion of a link does not exclude its target"
    );
}

#[tokio::test]
async fn filter_applies_to_targets_outside_by_the_path_of_the_link() {
    let outside = tree(&["a", "b", "sub/c"]);
    let tree = tree(&["x"]);
    symlink(outside.path(), tree.path().join("link")).unwrap();
    let filter = Exclude::paths(&["link/a", "link/sub/c"]);
    let source = |name: &str| {
        let source = Source::new(tree.path().join(name), "").root(tree.path());
        paths(source.links(LinkPolicy::FollowAnywhere).filter(filter.clone()))
    };
    assert_eq!(source("").await, ["link/b", "x"]);
    assert_eq!(source("link").await, ["b"]);
    assert_eq!(source("link/sub").await, [""; 0]);
    assert_eq!(
        paths(Source::new(tree.path(), "").links(LinkPolicy::FollowAnywhere)).await.len(),
        4
    );
}
