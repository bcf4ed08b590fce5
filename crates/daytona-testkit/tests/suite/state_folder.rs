//! The safety of state folders: files of the user are not changed, and other users have no access.

use std::{
    collections::BTreeMap,
    fs,
    os::unix::fs::{MetadataExt, PermissionsExt, symlink},
    path::{Path, PathBuf},
    process::Command,
};

use daytona_testkit::{Emulator, StartError};
use reqwest::{Method, StatusCode};
use tempfile::TempDir;

use crate::client::Client;

const MARKER: &str = ".daytona-emulator";

/// All properties of a file tree that an emulator could change.
#[derive(Debug, PartialEq, Eq)]
struct Tree(BTreeMap<PathBuf, (u32, u64, i64, i64, Vec<u8>)>);

impl Tree {
    fn of(root: &Path) -> Self {
        let mut tree = BTreeMap::new();
        Self::add(root, &mut tree);
        Self(tree)
    }

    fn add(path: &Path, tree: &mut BTreeMap<PathBuf, (u32, u64, i64, i64, Vec<u8>)>) {
        let metadata = path.symlink_metadata().unwrap();
        let content = if metadata.is_symlink() {
            fs::read_link(path).unwrap().into_os_string().into_encoded_bytes()
        } else if metadata.is_file() {
            fs::read(path).unwrap()
        } else {
            Vec::new()
        };
        let seen =
            (metadata.mode(), metadata.ino(), metadata.mtime(), metadata.mtime_nsec(), content);
        tree.insert(path.to_owned(), seen);
        if metadata.is_dir() {
            for entry in fs::read_dir(path).unwrap() {
                Self::add(&entry.unwrap().path(), tree);
            }
        }
    }
}

fn write(root: &Path, file: &str, content: &str) {
    let path = root.join(file);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}

async fn start(folder: &Path) -> Result<Emulator, StartError> {
    Emulator::builder().state_dir(folder).start().await
}

/// Returns a state folder with a marker.
async fn marked() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    start(folder.path()).await.unwrap().stop().await;
    folder
}

/// Returns a folder of the user, with a file at each path that an emulator uses.
fn user_folder() -> TempDir {
    let user = tempfile::tempdir().unwrap();
    for name in ["letter", "row.json", "daytona-1.log", "scratch/half", "objects/1.json", "lock"] {
        write(user.path(), name, "the user's own");
    }
    user
}

/// The description of a folder of the user, and the function that writes its content.
type Layout<'a> = (&'a str, &'a dyn Fn(&Path));

#[tokio::test]
async fn folder_that_is_neither_empty_nor_marked_is_refused_unchanged() {
    let marker = fs::read(marked().await.path().join(MARKER)).unwrap();
    let layouts: [Layout<'_>; 14] = [
        ("a project", &|root| {
            for file in ["scratch/a/b", "objects/x.json", "lock", "logs/1.log", "src/main.rs"] {
                write(root, file, "mine");
            }
        }),
        ("every folder of an emulator without the marker", &|root| {
            for folder in ["scratch", "objects", "logs", "snapshots", "builds", "server"] {
                fs::create_dir(root.join(folder)).unwrap();
            }
        }),
        ("one hidden file", &|root| write(root, ".env", "KEY=1")),
        ("one empty folder", &|root| fs::create_dir(root.join("scratch")).unwrap()),
        ("one empty file", &|root| write(root, "lock", "")),
        ("one dangling link", &|root| symlink("nowhere", root.join("lock")).unwrap()),
        ("one FIFO", &|root| {
            let made = Command::new("mkfifo").arg(root.join("fifo")).status().unwrap();
            assert!(made.success());
        }),
        ("a marker of other content", &|root| write(root, MARKER, "mine")),
        ("a marker with more content", &|root| {
            fs::write(root.join(MARKER), [marker.as_slice(), b"x"].concat()).unwrap();
        }),
        ("a marker that is a folder", &|root| fs::create_dir(root.join(MARKER)).unwrap()),
        ("a marker that is a FIFO", &|root| {
            let made = Command::new("mkfifo").arg(root.join(MARKER)).status().unwrap();
            assert!(made.success());
        }),
        ("a marker that is a link to a valid one", &|root| {
            fs::create_dir(root.join("elsewhere")).unwrap();
            fs::write(root.join("elsewhere/marker"), &marker).unwrap();
            symlink("elsewhere/marker", root.join(MARKER)).unwrap();
        }),
        ("an unfinished marker among other files", &|root| {
            fs::write(root.join(MARKER), &marker[..9]).unwrap();
            write(root, "lock", "mine");
        }),
        ("a marker one level deeper", &|root| {
            fs::create_dir(root.join("objects")).unwrap();
            fs::write(root.join("objects").join(MARKER), &marker).unwrap();
        }),
    ];
    for (name, layout) in layouts {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("user");
        fs::create_dir(&root).unwrap();
        layout(&root);
        let before = Tree::of(folder.path());
        let error = start(&root).await.unwrap_err();
        assert!(matches!(error, StartError::StateForeign { .. }), "{name}: {error}");
        let text = error.to_string();
        assert!(text.contains(root.to_str().unwrap()), "{name}: {text}");
        assert!(text.contains("choose a new or an empty folder"), "{name}: {text}");
        assert_eq!(Tree::of(folder.path()), before, "{name}");
    }
}

#[tokio::test]
async fn file_instead_of_a_folder_is_refused_unchanged() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "state", "mine");
    symlink("nowhere", folder.path().join("dangling")).unwrap();
    let before = Tree::of(folder.path());
    for name in ["state", "dangling", "state/below"] {
        let error = start(&folder.path().join(name)).await.unwrap_err();
        assert!(matches!(error, StartError::State { .. }), "{name}: {error}");
    }
    assert_eq!(Tree::of(folder.path()), before);
}

#[tokio::test]
async fn error_of_a_link_in_a_state_folder_names_it() {
    for name in ["lock", "scratch", "objects", "logs", "snapshots", "builds", "server"] {
        for target in ["letter", ""] {
            let (folder, user) = (marked().await, user_folder());
            let before = Tree::of(user.path());
            let entry = folder.path().join(name);
            if entry.is_dir() {
                fs::remove_dir_all(&entry).unwrap();
            } else {
                fs::remove_file(&entry).unwrap();
            }
            symlink(user.path().join(target), &entry).unwrap();
            let error = start(folder.path()).await.unwrap_err();
            let cause = std::error::Error::source(&error).unwrap().to_string();
            assert!(error.to_string().contains(entry.to_str().unwrap()), "{name}: {error}");
            assert!(cause.contains("symbolic link") && cause.contains("remove it"), "{cause}");
            assert_eq!(Tree::of(user.path()), before, "{name} -> {target}");
        }
    }
}

#[tokio::test]
async fn error_of_an_irregular_row_file_names_it() {
    for name in ["snapshots/a.json", "builds/a.json", "objects/a.json", "server/identity.json"] {
        let (folder, user) = (marked().await, user_folder());
        let before = Tree::of(user.path());
        let entry = folder.path().join(name);
        let _ = fs::remove_file(&entry);
        symlink(user.path().join("row.json"), &entry).unwrap();
        let error = start(folder.path()).await.unwrap_err();
        assert!(error.to_string().contains(entry.to_str().unwrap()), "{name}: {error}");
        assert!(matches!(error, StartError::State { .. }), "{name}: {error}");
        assert_eq!(Tree::of(user.path()), before, "{name}");

        fs::remove_file(&entry).unwrap();
        assert!(Command::new("mkfifo").arg(&entry).status().unwrap().success());
        let error = start(folder.path()).await.unwrap_err();
        assert!(error.to_string().contains(entry.to_str().unwrap()), "{name}: {error}");
    }
}

#[tokio::test]
async fn links_in_the_scratch_folder_are_removed_and_their_targets_stay() {
    let (folder, user) = (marked().await, user_folder());
    let before = Tree::of(user.path());
    for place in ["scratch", "objects"] {
        let place = folder.path().join(place);
        symlink(user.path().join("letter"), place.join("file")).unwrap();
        symlink(user.path(), place.join("folder")).unwrap();
        fs::create_dir(place.join("kept")).unwrap();
        symlink(user.path(), place.join("kept/folder")).unwrap();
    }
    start(folder.path()).await.unwrap().stop().await;
    for place in ["scratch", "objects"] {
        let left: Vec<_> = fs::read_dir(folder.path().join(place)).unwrap().collect();
        assert_eq!(left.len(), 1, "{place}: {left:?}");
    }
    assert_eq!(Tree::of(user.path()), before);
}

#[tokio::test]
async fn log_that_is_a_link_is_not_written_to() {
    let links: [fn(PathBuf, PathBuf); 2] = [
        |original, link| symlink(original, link).unwrap(),
        |original, link| fs::hard_link(original, link).unwrap(),
    ];
    for link in links {
        // The same input has the same log file name in every folder.
        let build = async |folder: &Path| {
            let daytona = start(folder).await.unwrap();
            Client::of(&daytona).build("demo", "FROM alpine:3.20\n", &[]).await;
            daytona
        };
        let first = marked().await;
        let daytona = build(first.path()).await;
        daytona.wait_for_state("demo", "active").await;
        daytona.stop().await;
        let log = fs::read_dir(first.path().join("logs")).unwrap().next().unwrap().unwrap();

        // A hard link needs the file system of the log.
        let user = tempfile::tempdir_in(first.path().parent().unwrap()).unwrap();
        write(user.path(), "letter", "the user's own");
        let second = marked().await;
        link(user.path().join("letter"), second.path().join("logs").join(log.file_name()));
        let before = Tree::of(user.path());
        let daytona = build(second.path()).await;
        daytona.wait_for_state("demo", "error").await;
        assert_eq!(Tree::of(user.path()), before);
        let (_, snapshot) = Client::of(&daytona).get("/snapshots/demo").await;
        assert!(snapshot["errorReason"].as_str().unwrap().contains("link"), "{snapshot}");
    }
}

#[tokio::test]
async fn folder_that_becomes_a_link_later_is_not_followed() {
    let (folder, user) = (marked().await, user_folder());
    let before = Tree::of(user.path());
    let daytona = start(folder.path()).await.unwrap();
    let client = Client::of(&daytona);
    let storage = client.storage().await;
    for name in ["scratch", "objects", "logs", "snapshots", "builds"] {
        let entry = folder.path().join(name);
        fs::rename(&entry, folder.path().join(format!("{name}.moved"))).unwrap();
        symlink(user.path(), &entry).unwrap();
    }
    storage.put_context("c1", vec![0; 1024]).await;
    client.build("demo", "FROM alpine:3.20\n", &["c1"]).await;
    daytona.wait_for_state("demo", "active").await;
    daytona.stop().await;
    assert_eq!(Tree::of(user.path()), before);
}

#[tokio::test]
async fn path_instead_of_a_file_name_is_not_followed() {
    let folder = marked().await;
    write(folder.path(), "letter", "the user's own");
    let daytona = start(folder.path()).await.unwrap();
    let storage = Client::of(&daytona).storage().await;
    let key = storage.context_key("c1");
    daytona.stop().await;
    let object = serde_json::json!({
        "key": key, "size": 14, "etag": "e", "modified": "2026-01-01T00:00:00Z", "file": "../letter",
    });
    write(folder.path(), "objects/a.json", &object.to_string());
    let daytona = start(folder.path()).await.unwrap();
    let client = Client::of(&daytona);
    // The file can neither be read nor removed.
    client.build("demo", "FROM alpine:3.20\n", &["c1"]).await;
    daytona.wait_for_state("demo", "error").await;
    let put = client.storage().await.send(Method::PUT, &key, "", b"new".to_vec()).await;
    assert_ne!(put.status, 200);
    assert_eq!(fs::read_to_string(folder.path().join("letter")).unwrap(), "the user's own");
}

#[tokio::test]
async fn only_the_owner_has_access_to_a_state_folder() {
    let parent = tempfile::tempdir().unwrap();
    let missing = parent.path().join("new/deeper");
    let given = parent.path().join("given");
    fs::create_dir(&given).unwrap();
    fs::set_permissions(&given, fs::Permissions::from_mode(0o755)).unwrap();
    for folder in [missing, given] {
        let daytona = start(&folder).await.unwrap();
        let client = Client::of(&daytona);
        let storage = client.storage().await;
        storage.put_context("c1", vec![0; 1024]).await;
        let key = storage.context_key("c2");
        let begun = storage.send(Method::POST, &key, "uploads=", Vec::new()).await;
        let part = format!("partNumber=1&uploadId={}", begun.element("UploadId"));
        let part = storage.send(Method::PUT, &key, &part, b"part".to_vec()).await;
        assert_eq!(part.status, 200, "{}", part.text());
        client.build("demo", "FROM alpine:3.20\n", &["c1"]).await;
        daytona.wait_for_state("demo", "active").await;

        let Tree(entries) = Tree::of(&folder);
        for (path, (mode, ..)) in &entries {
            let expected = if path.is_dir() { 0o700 } else { 0o600 };
            assert_eq!(mode & 0o777, expected, "{}", path.display());
        }
        for place in ["scratch", "objects", "logs", "snapshots", "builds", "server", "lock"] {
            assert!(entries.keys().any(|path| path.starts_with(folder.join(place))), "{place}");
        }
        let parts = fs::read_dir(folder.join("scratch")).unwrap().count();
        assert_eq!(parts, 1, "the part of the upload is in the scratch folder");
    }
}

#[tokio::test]
async fn link_to_the_state_folder_is_followed() {
    let parent = tempfile::tempdir().unwrap();
    let (real, link) = (parent.path().join("real"), parent.path().join("link"));
    fs::create_dir(&real).unwrap();
    symlink(&real, &link).unwrap();
    for path in [&link, &real] {
        let daytona = start(path).await.unwrap();
        assert_eq!(Client::of(&daytona).get("/snapshots").await.0, StatusCode::OK);
        daytona.stop().await;
    }
    assert!(link.is_symlink());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_of_several_concurrent_starts_in_an_empty_folder_succeeds() {
    for _ in 0..5 {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().to_owned();
        let starts: Vec<_> = (0..4)
            .map(|_| {
                let path = path.clone();
                tokio::spawn(async move { start(&path).await })
            })
            .collect();
        let mut running = Vec::new();
        for start in starts {
            match start.await.unwrap() {
                Ok(daytona) => running.push(daytona),
                Err(error) => assert!(matches!(error, StartError::StateInUse { .. }), "{error}"),
            }
        }
        assert_eq!(running.len(), 1);
    }
}
