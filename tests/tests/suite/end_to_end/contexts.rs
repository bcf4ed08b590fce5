//! Build contexts: the local files that the builder receives.

use std::fs;
use std::time::Duration;

use daytona_core::{
    ContextUpload, CreateEvent, CreateSnapshotParams, Daytona, FileOptions, Image, LocalDirOptions,
    Packing, Snapshot,
};
use daytona_testkit::{Emulator, Fault, FaultResponse, Route};

use super::fixture::{connect, write};

/// Creates a snapshot, and returns it with the uploads of its context.
async fn create(emulator: &Emulator, name: &str, image: Image) -> (Snapshot, Vec<ContextUpload>) {
    let mut uploads = Vec::new();
    let snapshot = connect(emulator)
        .create(CreateSnapshotParams::new(name, image))
        .on_event(|event| {
            if let CreateEvent::ContextUploaded(context) = event {
                uploads.clone_from(context);
            }
        })
        .await
        .unwrap();
    (snapshot, uploads)
}

/// Returns path, mode and content of each file in the merged context, except the Dockerfile.
fn built(emulator: &Emulator, name: &str) -> Vec<(String, u32, Vec<u8>)> {
    let files = emulator.build_context(name).unwrap().into_iter();
    files
        .filter(|file| file.path != "Dockerfile")
        .map(|file| (file.path, file.mode, file.content.to_vec()))
        .collect()
}

#[tokio::test]
async fn dockerfile_sends_exactly_the_files_that_it_copies() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "Dockerfile", "FROM alpine:3.20\nCOPY app/ /app/\nCOPY run.sh /\n");
    write(folder.path(), "app/main.py", "print('hi')\n");
    write(folder.path(), "app/data/empty", "");
    write(folder.path(), "run.sh", "#!/bin/sh\n");
    write(folder.path(), "secret.env", "TOKEN=x\n");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder.path().join("run.sh"), fs::Permissions::from_mode(0o775))
            .unwrap();
    }
    let emulator = Emulator::start().await.unwrap();
    let image = Image::from_dockerfile(folder.path().join("Dockerfile"));
    let (snapshot, uploads) = create(&emulator, "demo", image).await;
    let hashes: Vec<String> = uploads.iter().map(|upload| upload.hash.clone()).collect();
    assert_eq!(snapshot.build_info.unwrap().context_hashes, hashes);
    let sums = uploads.iter().fold((0, 0), |(files, bytes), upload| {
        (files + upload.files, bytes + upload.content_bytes)
    });
    assert_eq!((uploads.len(), sums), (2, (3, 22)));
    assert!(uploads.iter().all(|upload| upload.sent_bytes > 0));
    let seen = built(&emulator, "demo");
    let expected: [(&str, u32, &[u8]); 3] = [
        ("app/data/empty", 0o644, b""),
        ("app/main.py", 0o644, b"print('hi')\n"),
        ("run.sh", 0o755, b"#!/bin/sh\n"),
    ];
    let expected = expected.map(|(name, mode, content)| (name.to_owned(), mode, content.to_vec()));
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn patterns_exclude_files_of_an_added_directory() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["main.py", "lib/x.py", "lib/x.pyc", ".git/config", "notes.md"] {
        write(folder.path(), name, name);
    }
    write(folder.path(), ".dockerignore", ".git\n.dockerignore\n");
    let options = LocalDirOptions::new().dockerignore().ignore(["**/*.pyc", "*.md"]);
    let image = Image::base("alpine:3.20").add_local_dir_with(folder.path(), "/app", options);
    let emulator = Emulator::start().await.unwrap();
    create(&emulator, "demo", image).await;
    let paths: Vec<String> = built(&emulator, "demo").into_iter().map(|(path, ..)| path).collect();
    assert_eq!(paths, [".daytona-files/app/lib/x.py", ".daytona-files/app/main.py"]);
}

#[tokio::test]
async fn content_from_code_is_sent_like_that_of_a_file() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "app.toml", "debug = true\n");
    let emulator = Emulator::start().await.unwrap();
    let on_disk =
        Image::base("alpine:3.20").add_local_file(folder.path().join("app.toml"), "/etc/app.toml");
    let in_code = Image::base("alpine:3.20").add_file_content("debug = true\n", "/etc/app.toml");
    let first = create(&emulator, "disk", on_disk).await.1;
    let second = create(&emulator, "code", in_code).await.1;
    assert_eq!(second[0].sent_bytes, 0);
    assert_eq!(second[0].hash, first[0].hash);

    let options = FileOptions::new().executable();
    let script = Image::base("alpine:3.20").add_file_content_with([0xff, 0], "/bin/x", options);
    create(&emulator, "script", script).await;
    let expected = (".daytona-files/bin/x".to_owned(), 0o755, vec![0xff, 0]);
    assert_eq!(built(&emulator, "script"), [expected]);
}

#[tokio::test]
async fn requirements_are_sent_with_the_files_that_they_include() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "app/requirements.txt", "-r base.txt\n-c ../constraints.txt\n");
    write(folder.path(), "app/base.txt", "numpy\n");
    write(folder.path(), "constraints.txt", "numpy<3\n");
    let emulator = Emulator::start().await.unwrap();
    let image = Image::base("python:3.12-slim")
        .pip_install_from_requirements(folder.path().join("app/requirements.txt"));
    create(&emulator, "pip", image).await;
    let paths: Vec<String> = built(&emulator, "pip").into_iter().map(|(path, ..)| path).collect();
    let below = |name| format!(".daytona-files/.requirements/{name}");
    assert_eq!(paths, ["_/base.txt", "_/requirements.txt", "constraints.txt"].map(below));
}

#[tokio::test]
async fn ignored_and_excluded_files_are_not_sent() {
    let folder = tempfile::tempdir().unwrap();
    let text = "FROM alpine:3.20\nCOPY --exclude=*.log . /app/\nCOPY data/*.json /data/\n\
        COPY --parents src/./**/*.py /py/\n";
    write(folder.path(), "Dockerfile", text);
    let ignored = "# secrets and build results\n**/.env\nnode_modules\ndata\n!data/a.json\n\
        Dockerfile\n.dockerignore\n";
    write(folder.path(), ".dockerignore", ignored);
    for name in ["main.js", "a.log", ".env", "src/.env", "src/lib/x.py", "data/a.json"] {
        write(folder.path(), name, "kept or not");
    }
    write(folder.path(), "data/b.json", "left out");
    write(folder.path(), "node_modules/deep/index.js", "left out");
    // No file of an ignored directory is read.
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc", folder.path().join("node_modules/etc")).unwrap();

    let emulator = Emulator::start().await.unwrap();
    let image = Image::from_dockerfile(folder.path().join("Dockerfile"));
    let (snapshot, uploads) = create(&emulator, "demo", image).await;
    assert_eq!(snapshot.build_info.unwrap().context_hashes.len(), 3);
    let files: Vec<u64> = uploads.iter().map(|upload| upload.files).collect();
    assert_eq!(files, [1, 3, 1], "one of `data`, and those of two packs");
    let names: Vec<String> = built(&emulator, "demo").into_iter().map(|(name, ..)| name).collect();
    assert_eq!(names, ["data/a.json", "main.js", "src/lib/x.py"]);
}

#[tokio::test]
async fn unchanged_context_in_another_folder_is_not_sent_again() {
    let emulator = Emulator::start().await.unwrap();
    let mut uploads = Vec::new();
    for name in ["first", "second"] {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "src/lib.py", "x = 1\n");
        let image = Image::base("alpine:3.20").add_local_dir(folder.path().join("src"), "/src");
        uploads.extend(create(&emulator, name, image).await.1);
    }
    assert_eq!(uploads[0].hash, uploads[1].hash);
    assert!(uploads[0].sent_bytes > 0);
    assert_eq!(uploads[1].sent_bytes, 0);
    assert_eq!(emulator.objects().len(), 1);
}

#[tokio::test]
async fn digest_cache_does_not_change_the_hashes() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "src/lib.py", "x = 1\n");
    // The cache keeps only files that have not changed for a while.
    let file = fs::File::options().write(true).open(folder.path().join("src/lib.py")).unwrap();
    file.set_modified(std::time::SystemTime::UNIX_EPOCH).unwrap();
    let emulator = Emulator::start().await.unwrap();
    let cache = folder.path().join("cache/digests");
    let service = Daytona::builder()
        .api_key(emulator.api_key())
        .api_url(emulator.api_url())
        .digest_cache(&cache)
        .build()
        .unwrap()
        .snapshots();
    let image = Image::base("alpine:3.20").add_local_dir(folder.path().join("src"), "/src");
    let uncached = connect(&emulator).process_image_context(&image).await.unwrap();
    while !cache.exists() {
        // The change time cannot be set, so repeat until the file is old enough.
        assert_eq!(service.process_image_context(&image).await.unwrap(), uncached);
    }
    assert_eq!(service.process_image_context(&image).await.unwrap(), uncached);
}

#[tokio::test]
async fn context_of_several_parts_is_complete() {
    let folder = tempfile::tempdir().unwrap();
    // Larger than a single PUT, and not a multiple of the part size.
    let content: Vec<u8> = (0..20_000_003_u32).map(|number| (number % 251) as u8).collect();
    write(folder.path(), "big.bin", &content);
    let emulator = Emulator::start().await.unwrap();
    let image =
        Image::base("alpine:3.20").add_local_file(folder.path().join("big.bin"), "/big.bin");
    create(&emulator, "big", image).await;
    let seen = built(&emulator, "big");
    assert_eq!(seen.len(), 1);
    assert!(seen[0].2 == content, "{} bytes arrived", seen[0].2.len());
}

#[tokio::test]
async fn change_in_a_large_tree_sends_one_shard() {
    let folder = tempfile::tempdir().unwrap();
    let content = |seed: usize| vec![u8::try_from(seed).unwrap(); 1024 * 1024];
    for number in 0..24 {
        write(folder.path(), &format!("tree/{number:02}.bin"), content(number));
    }
    let emulator = Emulator::start().await.unwrap();
    let image = || Image::base("alpine:3.20").add_local_dir(folder.path().join("tree"), "/tree");
    let sent = |uploads: &[ContextUpload]| uploads.iter().map(|one| one.sent_bytes).sum::<u64>();

    let (_, first) = create(&emulator, "first", image()).await;
    assert!(first.len() > 1, "{first:?}");
    assert_eq!(first.iter().map(|archive| archive.files).sum::<u64>(), 24);
    write(folder.path(), "tree/13.bin", content(99));
    let (snapshot, second) = create(&emulator, "second", image()).await;
    assert!(sent(&second) > 0 && sent(&second) * 2 <= sent(&first), "{first:?} {second:?}");

    let hashes: Vec<String> = second.into_iter().map(|archive| archive.hash).collect();
    assert_eq!(snapshot.build_info.unwrap().context_hashes, hashes);
    let files = built(&emulator, "second");
    assert_eq!(files.len(), 24);
    assert!(files[13].2 == content(99) && files[14].2 == content(14));
}

#[cfg(unix)]
#[tokio::test]
async fn links_are_sent_as_links_unless_packing_is_off() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "tree/real.txt", "content\n");
    std::os::unix::fs::symlink("real.txt", folder.path().join("tree/link.txt")).unwrap();
    fs::hard_link(folder.path().join("tree/real.txt"), folder.path().join("tree/hard.txt"))
        .unwrap();
    let emulator = Emulator::start().await.unwrap();
    let add = |options| {
        Image::base("alpine:3.20").add_local_dir_with(folder.path().join("tree"), "/tree", options)
    };
    create(&emulator, "packed", add(LocalDirOptions::new())).await;
    create(&emulator, "plain", add(LocalDirOptions::new().packing(Packing::Off))).await;
    let contents = |name| {
        let files = emulator.build_context(name).unwrap().into_iter();
        let files = files.filter(|file| file.path != "Dockerfile");
        files.map(|file| (file.content, file.link_target)).collect::<Vec<_>>()
    };
    let file = || (b"content\n".to_vec(), None);
    let link = (Vec::new(), Some("real.txt".to_owned()));
    assert_eq!(contents("packed"), [file(), link, file()]);
    assert_eq!(contents("plain"), [file(), file(), file()]);
}

#[tokio::test]
async fn copy_with_a_mode_sends_a_plain_file_for_the_directory_that_it_creates() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "Dockerfile", "FROM alpine:3.20\nCOPY --chmod=0700 app /new\n");
    write(folder.path(), "app/lib/a.py", "a");
    write(folder.path(), "app/main.py", "m");
    let emulator = Emulator::start().await.unwrap();
    let image = Image::from_dockerfile(folder.path().join("Dockerfile"));
    let (snapshot, _) = create(&emulator, "demo", image).await;

    let text = snapshot.build_info.unwrap().dockerfile_content.unwrap();
    let line = text.lines().find(|line| line.starts_with("ADD ")).unwrap();
    let words: Vec<&str> = line.split(' ').collect();
    let [_, flag, directory, archive, destination] = words[..] else { panic!("{line}") };
    assert_eq!((flag, destination), ("--chmod=0700", "/new/"));
    assert_eq!(format!("{directory}.tar.zst"), archive);
    // The archive replaces the plain file.
    let expected = [("app/lib/a.py", b"a"), ("app/main.py", b"m")];
    let expected = expected.map(|(name, content)| (name.to_owned(), 0o700, content.to_vec()));
    assert_eq!(built(&emulator, "demo"), expected);
}

#[tokio::test]
async fn process_image_context_returns_the_hashes_of_the_objects() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.txt", "a");
    let emulator = Emulator::start().await.unwrap();
    let image = Image::base("alpine:3.20").add_local_file(folder.path().join("a.txt"), "/a.txt");
    let hashes = connect(&emulator).process_image_context(&image).await.unwrap();
    let keys: Vec<String> = emulator.objects().into_iter().map(|object| object.key).collect();
    assert_eq!(keys, [daytona_objstore::object_key(emulator.organization_id(), &hashes[0])]);
    let without_files = Image::base("alpine:3.20");
    assert!(connect(&emulator).process_image_context(&without_files).await.unwrap().is_empty());
}

#[tokio::test]
async fn storage_access_without_a_region_is_accepted() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.txt", "a");
    let emulator = Emulator::builder().omit_storage_region().start().await.unwrap();
    let image = Image::base("alpine:3.20").add_local_file(folder.path().join("a.txt"), "/a.txt");
    assert_eq!(connect(&emulator).process_image_context(&image).await.unwrap().len(), 1);
}

#[tokio::test]
async fn deadline_reports_the_failed_attempt_of_an_upload() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "data", "data");
    let emulator = Emulator::start().await.unwrap();
    let slow_down = FaultResponse::s3_error(503, "SlowDown");
    emulator.inject(Fault::on(Route::PutObject).respond(slow_down).times(1));
    emulator.inject(Fault::on(Route::PutObject).lose_response());
    let image = Image::base("alpine:3.20").add_local_file(folder.path().join("data"), "/data");
    let create = connect(&emulator).create(CreateSnapshotParams::new("demo", image));

    let error = create.timeout(Duration::from_secs(2)).await.unwrap_err();

    assert!(error.is_timeout(), "{error}");
    let expected = "the deadline of 2s passed while the build context was uploaded, and the last \
        attempt failed: the store refused it with status 503 (SlowDown";
    assert!(error.to_string().contains(expected), "{error}");
}
