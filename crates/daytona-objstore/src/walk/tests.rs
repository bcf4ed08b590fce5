use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::process::Command;

use tempfile::TempDir;

use super::*;
use crate::LinkPolicy;

pub(crate) fn tree(files: &[&str]) -> TempDir {
    let tree = tempfile::tempdir().unwrap();
    for file in files {
        let path = tree.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, *file).unwrap();
    }
    tree
}

/// How a scan is that knows nothing and goes on.
pub(crate) fn survey(progress: &Progress) -> Survey<'_> {
    Survey { began: Duration::ZERO, memory: None, progress, is_stopped: &|| false }
}

pub(crate) fn walked(source: Source) -> Result<Found, Error> {
    walked_within(Limits::default(), source)
}

fn walked_within(limits: Limits, source: Source) -> Result<Found, Error> {
    let progress = Progress::new();
    walk(&[source], limits, &survey(&progress))
}

/// Returns archive path and content of each file found, in order.
fn contents(found: Found) -> Vec<(String, String)> {
    let mut contents: Vec<_> = found
        .files
        .into_iter()
        .map(|file| (file.archive_path.to_string(), fs::read_to_string(file.local()).unwrap()))
        .collect();
    contents.sort();
    contents
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(path, text)| (path.to_string(), text.to_string())).collect()
}

fn refused(source: Source, path: &Path, reason: &str) {
    let error = walked(source).unwrap_err();
    assert_eq!(error.path(), Some(path), "{error}");
    assert!(error.to_string().contains(reason), "{error}");
}

#[test]
fn directory_stands_below_its_archive_path_and_file_at_it() {
    let tree = tree(&["a", "sub/b"]);
    let found = walked(Source::new(tree.path(), "app")).unwrap();
    assert_eq!(contents(found), pairs(&[("app/a", "a"), ("app/sub/b", "sub/b")]));
    let found = walked(Source::new(tree.path(), "")).unwrap();
    assert_eq!(contents(found), pairs(&[("a", "a"), ("sub/b", "sub/b")]));
    let found = walked(Source::new(tree.path().join("a"), "app/renamed")).unwrap();
    assert_eq!(contents(found), pairs(&[("app/renamed", "a")]));
}

#[test]
fn links_inside_the_tree_become_what_they_lead_to() {
    let tree = tree(&["a", "sub/b"]);
    symlink("../a", tree.path().join("sub/to-file")).unwrap();
    symlink("sub", tree.path().join("to-directory")).unwrap();
    symlink("to-directory/to-file", tree.path().join("to-link")).unwrap();
    let found = walked(Source::new(tree.path(), "")).unwrap();
    let expected = [
        ("a", "a"),
        ("sub/b", "sub/b"),
        ("sub/to-file", "a"),
        ("to-directory/b", "sub/b"),
        ("to-directory/to-file", "a"),
        ("to-link", "a"),
    ];
    assert_eq!(contents(found), pairs(&expected));
}

#[test]
fn link_out_of_the_tree_is_refused_unless_allowed() {
    let outside = tree(&["secret"]);
    let tree = tree(&["a"]);
    let link = tree.path().join("link");
    symlink(outside.path().join("secret"), &link).unwrap();

    refused(Source::new(tree.path(), ""), &link, "which is outside of");
    refused(Source::new(&link, "link"), &link, "which is outside of");
    let source = Source::new(tree.path(), "").links(LinkPolicy::FollowAnywhere);
    assert_eq!(contents(walked(source).unwrap()), pairs(&[("a", "a"), ("link", "secret")]));
}

#[test]
fn root_decides_what_is_outside() {
    let tree = tree(&["shared/b", "src/a"]);
    let link = tree.path().join("src/link");
    symlink("../shared", &link).unwrap();

    refused(Source::new(tree.path().join("src"), ""), &link, "which is outside of");
    let source = Source::new(tree.path().join("src"), "").root(tree.path());
    let expected = [("a", "src/a"), ("link/b", "shared/b")];
    assert_eq!(contents(walked(source).unwrap()), pairs(&expected));

    let src = tree.path().join("src");
    let source = Source::new(&src, "").root(tree.path().join("shared"));
    refused(source, &src, "which is outside of");
}

#[test]
fn link_to_nothing_is_refused() {
    let tree = tree(&[]);
    let link = tree.path().join("link");
    symlink("no-such-file", &link).unwrap();
    refused(Source::new(tree.path(), ""), &link, "\"no-such-file\", which does not exist");
    refused(Source::new(&link, "x"), &link, "\"no-such-file\", which does not exist");
}

#[test]
fn links_in_a_circle_are_refused() {
    let tree = tree(&["sub/a"]);
    let up = tree.path().join("sub/up");
    symlink("..", &up).unwrap();
    refused(Source::new(tree.path(), ""), &up, "without end");

    fs::remove_file(&up).unwrap();
    let itself = tree.path().join("itself");
    symlink("itself", &itself).unwrap();
    refused(Source::new(tree.path(), ""), &itself, "without end");
}

#[test]
fn circle_through_a_directory_beside_the_source_is_refused() {
    let tree = tree(&["one/a", "two/b"]);
    symlink("../two", tree.path().join("one/to-two")).unwrap();
    symlink("../one", tree.path().join("two/to-one")).unwrap();
    let source = Source::new(tree.path().join("one"), "").root(tree.path());
    refused(source, &tree.path().join("one/to-two/to-one"), "without end");
}

#[test]
fn links_that_multiply_directories_meet_the_limit() {
    let tree = tree(&[]);
    for level in 0..40 {
        fs::create_dir(tree.path().join(level.to_string())).unwrap();
        for name in ["left", "right"] {
            let link = tree.path().join(format!("{level}/{name}"));
            symlink(format!("../{}", level + 1), link).unwrap();
        }
    }
    fs::create_dir(tree.path().join("40")).unwrap();
    let limits = Limits::default().max_files(5000);
    let error = walked_within(limits, Source::new(tree.path(), "")).unwrap_err();
    assert!(error.is_limit_exceeded(), "{error}");
}

#[test]
fn special_files_are_refused_by_name_without_being_opened() {
    let tree = tree(&[]);
    let fifo = tree.path().join("fifo");
    assert!(Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    // Opening it would wait for a writer that never comes.
    refused(Source::new(tree.path(), ""), &fifo, "is a FIFO");
    refused(Source::new(&fifo, "fifo"), &fifo, "is a FIFO");

    fs::remove_file(&fifo).unwrap();
    let socket = tree.path().join("socket");
    let _listener = UnixListener::bind(&socket).unwrap();
    refused(Source::new(tree.path(), ""), &socket, "is a socket");

    let null = Path::new("/dev/null");
    refused(Source::new(null, "null"), null, "is a character device");
}

#[test]
#[cfg(target_os = "linux")]
fn name_that_is_not_utf8_is_refused() {
    use std::os::unix::ffi::OsStrExt;
    let tree = tree(&[]);
    let name = tree.path().join(std::ffi::OsStr::from_bytes(b"caf\xe9"));
    fs::write(&name, "").unwrap();
    refused(Source::new(tree.path(), ""), &name, "not valid UTF-8");
}

#[test]
fn source_that_does_not_exist_is_refused() {
    let tree = tree(&["a"]);
    let missing = tree.path().join("missing");
    refused(Source::new(&missing, "x"), &missing, "cannot find");
    let below_a_file = tree.path().join("a/b");
    refused(Source::new(&below_a_file, "x"), &below_a_file, "cannot find");
}

#[test]
fn directories_without_content_are_reported() {
    let tree = tree(&["full/a"]);
    fs::create_dir_all(tree.path().join("outer/inner")).unwrap();
    let found = walked(Source::new(tree.path(), "")).unwrap();
    assert_eq!(found.empty_directories, [tree.path().join("outer/inner")]);
}

#[test]
fn very_deep_tree_is_refused_by_the_path_limit() {
    let tree = tree(&[]);
    let depth = 1500;
    fs::create_dir_all(tree.path().join("d/".repeat(depth))).unwrap();
    assert!(walked(Source::new(tree.path(), "")).is_ok());

    let limits = Limits::default().max_path_len(1000);
    let error = walked_within(limits, Source::new(tree.path(), "")).unwrap_err();
    assert!(error.to_string().contains("1001 bytes in its archive path"), "{error}");
}

#[test]
fn limits_are_stated_with_what_broke_them() {
    let tree = tree(&["a", "bb"]);
    for (limits, expected) in [
        (Limits::default().max_files(2), ": 3 files and directories, and the limit is 2"),
        (Limits::default().max_bytes(2), ": 3 bytes, and the limit is 2"),
        (Limits::default().max_path_len(1), ": 2 bytes in its archive path, and the limit is 1"),
    ] {
        let error = walked_within(limits, Source::new(tree.path(), "")).unwrap_err();
        assert!(error.is_limit_exceeded());
        assert!(error.to_string().ends_with(expected), "{error}");
    }
}

fn in_order(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("{number:04}")).collect()
}

#[test]
fn large_directory_is_met_whole_and_in_order() {
    let tree = tempfile::tempdir().unwrap();
    let names = in_order(1000);
    for name in &names {
        fs::write(tree.path().join(name), name).unwrap();
    }
    fs::create_dir(tree.path().join("0300-")).unwrap();
    fs::write(tree.path().join("0300-/below"), "").unwrap();

    let found = walked(Source::new(tree.path(), "")).unwrap();

    let (below, files): (Vec<_>, Vec<_>) =
        found.files.iter().partition(|file| file.archive_path.contains('/'));
    assert_eq!(files.iter().map(|file| &*file.archive_path).collect::<Vec<_>>(), names);
    assert_eq!(below.len(), 1);
    for file in files {
        let digest = file.known.map(|known| known.digest);
        assert_eq!(digest, Some(blake3::hash(file.archive_path.as_bytes()).into()));
    }
}

#[test]
fn first_thing_wrong_in_order_is_the_one_reported() {
    let tree = tempfile::tempdir().unwrap();
    for name in in_order(1000) {
        fs::write(tree.path().join(name), "").unwrap();
    }
    let _sockets: Vec<_> = ["0400", "0500", "0900"]
        .map(|name| {
            fs::remove_file(tree.path().join(name)).unwrap();
            UnixListener::bind(tree.path().join(name)).unwrap()
        })
        .into();
    for _ in 0..20 {
        refused(Source::new(tree.path(), ""), &tree.path().join("0400"), "is a socket");
    }
}

#[test]
fn large_files_are_left_to_be_read_later() {
    let tree = tree(&["small"]);
    fs::write(tree.path().join("large"), vec![0; SMALL_BYTES as usize + 1]).unwrap();
    fs::write(tree.path().join("medium"), vec![0; SMALL_BYTES as usize]).unwrap();
    let found = walked(Source::new(tree.path(), "")).unwrap();
    let later: Vec<_> = found.files.iter().map(|file| file.known.is_none()).collect();
    assert_eq!(later, [true, false, false]);
}

/// Looks at `file` in a tree as if the directory had listed it with that kind.
fn looked_at(tree: &TempDir, kind: Option<FileKind>) -> Result<Vec<Met>, Error> {
    let progress = Progress::new();
    let survey = survey(&progress);
    let (local, real) = (tree.path().to_owned(), tree.path().canonicalize().unwrap());
    let boundary =
        Boundary::of(&Source::new(&local, ""), &local, &real, SourceKind::Directory).unwrap();
    let place = Place { archive_path: String::new(), local, real, taken: Taken::Everything };
    let look = Look {
        survey: &survey,
        reads_small_files: true,
        directory: Arc::new(Directory { place, boundary: Arc::new(boundary), above: None }),
        members: Some(vec![disk::Member { name: "file".into(), kind }]),
    };
    match ahead::Task::run(look, &mut Vec::new())? {
        Looked::Met(met, None) => Ok(met),
        Looked::Met(_, Some(error)) => Err(error),
        Looked::Empty | Looked::Runs(_) => panic!("there was one member to look at"),
    }
}

#[test]
fn file_system_that_does_not_tell_what_it_lists_is_asked() {
    let file = tree(&["file"]);
    assert!(matches!(looked_at(&file, None).unwrap()[..], [Met::File(_)]));

    let directory = tree(&["file/inner"]);
    assert!(matches!(looked_at(&directory, None).unwrap()[..], [Met::Directory(_)]));

    let link = tree(&["other"]);
    symlink("other", link.path().join("file")).unwrap();
    assert!(matches!(looked_at(&link, None).unwrap()[..], [Met::File(_)]));
}

#[test]
fn file_that_is_no_longer_one_when_it_is_opened_is_named() {
    let fifo = tree(&[]);
    assert!(Command::new("mkfifo").arg(fifo.path().join("file")).status().unwrap().success());
    let link = tree(&["other"]);
    symlink("other", link.path().join("file")).unwrap();
    let socket = tree(&[]);
    let _listener = UnixListener::bind(socket.path().join("file")).unwrap();
    let outcomes = [
        (tree(&[]), "changed while"),
        (tree(&["file/inner"]), "changed while"),
        (link, "changed while"),
        (fifo, "is a FIFO"),
        (socket, "cannot open"),
    ];
    for (tree, outcome) in outcomes {
        let error = looked_at(&tree, Some(FileKind::File)).err().unwrap();
        assert_eq!(error.path(), Some(tree.path().join("file").as_path()));
        assert!(error.to_string().contains(outcome), "{error}");
    }
}

#[derive(Debug)]
struct Panics;

impl crate::Filter for Panics {
    fn takes(&self, name: &str) -> bool {
        assert!(name != "b", "as it must");
        true
    }

    fn below(&self, _name: &str) -> Option<Arc<dyn crate::Filter>> {
        Some(Arc::new(Self))
    }
}

#[tokio::test]
async fn filter_that_panics_ends_the_scan() {
    let tree = tree(&["one/a", "two/b", "three/c", "four/b"]);
    let source = Source::new(tree.path(), "").filter(Panics);
    let error = crate::scan(vec![source], Limits::default(), &Progress::new()).await.unwrap_err();
    assert_eq!(error.to_string(), "stopped before it was possible to scan the context");
}
