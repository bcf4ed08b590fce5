//! Filters, tried through the walk.

use std::os::unix::fs::symlink;
use std::path::Path;
use std::sync::{Arc, Mutex};

use super::Filter;
use crate::walk::tests::{tree, walked};
use crate::{LinkPolicy, Source};

/// Leaves out what is listed, and what is in it, and remembers what it was asked.
#[derive(Debug, Clone)]
struct Without {
    left_out: Vec<&'static str>,
    dir: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Without {
    fn these(left_out: &[&'static str]) -> Self {
        let left_out = left_out.to_vec();
        Self { left_out, dir: String::new(), asked: Arc::default() }
    }

    fn path(&self, name: &str) -> String {
        let path = format!("{}{name}", self.dir);
        self.asked.lock().unwrap().push(path.clone());
        path
    }
}

impl Filter for Without {
    fn takes(&self, name: &str) -> bool {
        !self.left_out.contains(&self.path(name).as_str())
    }

    fn below(&self, name: &str) -> Option<Arc<dyn Filter>> {
        let path = self.path(name);
        (!self.left_out.contains(&path.as_str()))
            .then(|| Arc::new(Self { dir: format!("{path}/"), ..self.clone() }) as Arc<dyn Filter>)
    }
}

fn found(source: Source) -> Vec<String> {
    let found = walked(source).unwrap();
    let mut paths: Vec<_> =
        found.files.into_iter().map(|file| file.archive_path.to_string()).collect();
    paths.sort();
    paths
}

#[test]
fn what_a_filter_leaves_out_is_absent() {
    let tree = tree(&["a", "b", "sub/a", "sub/b", "sub/deep/c"]);
    let source = Source::new(tree.path(), "x").filter(Without::these(&["b", "sub/a", "sub/deep"]));
    assert_eq!(found(source), ["x/a", "x/sub/b"]);
}

#[test]
fn filter_speaks_for_the_root_wherever_the_source_is() {
    let tree = tree(&["sub/a", "sub/b", "a"]);
    let filter = Without::these(&["sub/a"]);
    let below = |name: &str| {
        Source::new(tree.path().join(name), "x").root(tree.path()).filter(filter.clone())
    };
    assert_eq!(found(below("sub")), ["x/b"]);
    assert_eq!(found(below("sub/a")), [""; 0]);
    assert_eq!(found(below("a")), ["x"]);
    let all = Source::new(tree.path().join("sub"), "x").root(tree.path());
    assert_eq!(found(all.filter(Without::these(&["sub"]))), [""; 0]);
}

#[test]
fn directory_that_is_left_out_is_not_looked_into() {
    let tree = tree(&["kept/a", "left/a"]);
    let _socket = std::os::unix::net::UnixListener::bind(tree.path().join("left/socket")).unwrap();
    symlink("nowhere", tree.path().join("left/dangling")).unwrap();
    let filter = Without::these(&["left"]);
    let asked = filter.asked.clone();
    assert_eq!(found(Source::new(tree.path(), "").filter(filter)), ["kept/a"]);
    assert_eq!(*asked.lock().unwrap(), ["kept", "left", "kept/a"]);
}

#[test]
fn what_could_not_be_sent_does_no_harm_when_it_is_left_out() {
    let outside = tree(&["secret"]);
    let tree = tree(&["a"]);
    let _socket = std::os::unix::net::UnixListener::bind(tree.path().join("socket")).unwrap();
    symlink("nowhere", tree.path().join("dangling")).unwrap();
    symlink(outside.path(), tree.path().join("leaving")).unwrap();
    let filter = Without::these(&["socket", "dangling", "leaving"]);
    assert_eq!(found(Source::new(tree.path(), "").filter(filter)), ["a"]);
}

#[test]
fn files_behind_links_are_judged_by_where_they_lie() {
    let tree = tree(&["real/a", "real/b", "left/a", "file"]);
    for (target, link) in [("real", "to-real"), ("left", "to-left"), ("left/a", "to-file")] {
        symlink(target, tree.path().join(link)).unwrap();
    }
    let source = |left_out: &[&'static str]| {
        found(Source::new(tree.path(), "").filter(Without::these(left_out)))
    };
    assert_eq!(
        source(&["real/b", "left"]),
        ["file", "real/a", "to-real/a"],
        "what is left out is not brought in by a link"
    );
    assert_eq!(
        source(&["to-real", "to-file", "to-left/a", "file"]),
        ["left/a", "real/a", "real/b", "to-left/a"],
        "a link is left out by its own name, what is behind it is not"
    );
}

#[test]
fn files_outside_of_the_root_are_judged_by_the_place_of_the_link() {
    let outside = tree(&["a", "b", "sub/c"]);
    let tree = tree(&["x"]);
    symlink(outside.path(), tree.path().join("link")).unwrap();
    let filter = Without::these(&["link/a", "link/sub/c"]);
    let source = |name: &str| {
        let source = Source::new(tree.path().join(name), "").root(tree.path());
        found(source.links(LinkPolicy::FollowAnywhere).filter(filter.clone()))
    };
    assert_eq!(source(""), ["link/b", "x"]);
    assert_eq!(source("link"), ["b"]);
    assert_eq!(source("link/sub"), [""; 0]);
    assert_eq!(
        found(Source::new(Path::new(tree.path()), "").links(LinkPolicy::FollowAnywhere)).len(),
        4
    );
}
