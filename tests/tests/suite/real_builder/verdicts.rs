//! Compares which Dockerfiles the library refuses with which ones `BuildKit` refuses.
//!
//! The table has the verdict of `BuildKit`, which one test asks again. buildah has another parser, so that
//! it is not asked.

use std::fs;
use std::sync::Mutex;
use std::thread;

use daytona_core::{ContextOptions, Image, Packing};
use tempfile::TempDir;

use super::builder::Builder;
use super::tree;
use super::verdict_cases::{ACCEPTED, REFUSED};

const FILES: &[(&str, &str)] = &[("a", "a\n"), ("d/b", "b\n")];

/// The beginning of a text without a FROM of its own. RUN needs a shell.
const BASE: &str = "FROM scratch\nCOPY busybox /bin/sh\n";

/// The number of Dockerfiles that are built at the same time.
const PARALLEL: usize = 4;

struct Case {
    name: &'static str,
    text: String,
    is_accepted: bool,
}

fn cases() -> Vec<Case> {
    let case = |&(name, text): &(&'static str, &str), is_accepted| {
        let is_whole = text.contains("FROM scratch")
            || text.starts_with("FROM")
            || name == "no stage"
            || name == "no instruction";
        let text = if is_whole { text.to_owned() } else { format!("{BASE}{text}") };
        Case { name, text, is_accepted }
    };
    let accepted = ACCEPTED.iter().map(|found| case(found, true));
    accepted.chain(REFUSED.iter().map(|found| case(found, false))).collect()
}

/// Writes a text with the files that it can name to a folder.
fn folder(case: &Case) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    tree::write(folder.path(), FILES);
    tree::write(folder.path(), &[("Dockerfile", &case.text)]);
    folder
}

#[test]
fn library_refuses_what_the_builder_refuses() {
    let mut wrong = Vec::new();
    for case in cases() {
        let folder = folder(&case);
        fs::write(folder.path().join("busybox"), "").unwrap();
        let options = ContextOptions::new().packing(Packing::Off);
        let image = Image::from_dockerfile_with(folder.path().join("Dockerfile"), options);
        match image.resolve() {
            Ok(_) if !case.is_accepted => wrong.push(format!("{} is accepted", case.name)),
            Err(error) if case.is_accepted => wrong.push(format!("{}: {error}", case.name)),
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
#[ignore = "needs BuildKit"]
fn builder_has_the_verdicts_of_the_table() {
    let Builder::Docker(builder) = Builder::find() else {
        panic!("the table has the verdicts of BuildKit");
    };
    let cases = cases();
    assert!(cases.len() >= 100, "only {} cases", cases.len());
    let wrong = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for part in cases.chunks(cases.len().div_ceil(PARALLEL)) {
            let (builder, wrong) = (&builder, &wrong);
            scope.spawn(move || {
                for case in part {
                    let folder = folder(case);
                    fs::copy("/bin/busybox", folder.path().join("busybox")).unwrap();
                    let built = builder.check(folder.path());
                    if built.is_ok() != case.is_accepted {
                        let why = built.err().unwrap_or_else(|| "is accepted".to_owned());
                        wrong.lock().unwrap().push(format!("{}: {why}", case.name));
                    }
                }
            });
        }
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}
