use std::fs::{self, FileTimes};
use std::io::Write;
use std::os::unix::fs::{FileExt, MetadataExt, PermissionsExt, symlink};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::thread;

use proptest::prelude::*;
use proptest::sample::Index;
use tempfile::TempDir;

use super::*;
use crate::scan::scan_now;
use crate::stamp::SETTLED_AFTER;
use crate::{Manifest, Progress, ProgressSnapshot, ScanOptions, Source};

/// A tree of a few files, and a cache beside it.
struct Place {
    folder: TempDir,
    cache: DigestCache,
}

impl Place {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("tree")).unwrap();
        let cache = DigestCache::at(folder.path().join("cache/digests"));
        let place = Self { folder, cache };
        for (name, content) in files {
            fs::write(place.file(name), content).unwrap();
        }
        place
    }

    fn tree(&self) -> PathBuf {
        self.folder.path().join("tree")
    }

    fn file(&self, name: &str) -> PathBuf {
        self.tree().join(name)
    }

    /// Scans at a time when everything there is has long been settled.
    fn scan_later(&self) -> (Manifest, ProgressSnapshot) {
        self.wait_for_the_next_tick();
        self.scan_at(SystemTime::now() + 2 * SETTLED_AFTER)
    }

    fn scan_at(&self, started: SystemTime) -> (Manifest, ProgressSnapshot) {
        let options = ScanOptions::default().cache(self.cache.clone());
        let progress = Progress::new();
        let sources = [Source::new(self.tree(), "")];
        let manifest = scan_now(&sources, &options, started, &progress, &|| false).unwrap();
        (manifest, progress.snapshot())
    }

    fn scan_without_cache(&self) -> Manifest {
        let (options, sources) = (ScanOptions::default(), [Source::new(self.tree(), "")]);
        scan_now(&sources, &options, SystemTime::now(), &Progress::new(), &|| false).unwrap()
    }

    /// Waits until a change gets another time than the one before.
    fn wait_for_the_next_tick(&self) {
        let probe = self.folder.path().join("probe");
        let change = || {
            fs::write(&probe, "").unwrap();
            let metadata = fs::metadata(&probe).unwrap();
            (metadata.ctime(), metadata.ctime_nsec())
        };
        let before = change();
        while change() == before {}
    }
}

#[test]
fn files_that_did_not_change_are_not_read_again() {
    let place = Place::new(&[("one", "1"), ("two", "22")]);
    let (first, progress) = place.scan_later();
    assert_eq!((progress.files_scanned, progress.files_recalled), (2, 0));

    let (second, progress) = place.scan_later();
    assert_eq!((progress.files_scanned, progress.files_recalled), (0, 2));
    assert_eq!(second, first);

    fs::write(place.file("two"), "xx").unwrap();
    let (third, progress) = place.scan_later();
    assert_eq!((progress.files_scanned, progress.files_recalled), (1, 1));
    assert_eq!(third, place.scan_without_cache());
}

#[test]
fn file_that_changed_just_before_it_was_read_is_read_again() {
    let place = Place::new(&[("new", "1")]);
    for _ in 0..2 {
        let (_, progress) = place.scan_at(SystemTime::now());
        assert_eq!(progress.files_recalled, 0);
    }
    assert!(!place.cache.path().exists(), "there was nothing to remember");
}

#[test]
fn file_is_settled_when_both_its_times_are_older_than_the_margin() {
    let time = |seconds, nanoseconds| crate::stamp::Time { seconds, nanoseconds };
    let identity = |modified, changed| crate::stamp::Identity {
        device: 1,
        inode: 1,
        size: 1,
        modified,
        changed,
    };
    let old = time(90, 0);
    let (moment, margin) = (Duration::from_secs(103), Duration::from_secs(3));
    for (edge, expected) in [
        (time(99, 999_999_999), true),
        (time(100, 0), false),
        (time(103, 0), false),
        // Set by hand, or by a clock that was wrong.
        (time(1000, 0), false),
        (time(-5, 0), true),
    ] {
        assert_eq!(identity(edge, old).is_settled(moment, margin), expected, "{edge:?}");
        assert_eq!(identity(old, edge).is_settled(moment, margin), expected, "{edge:?}");
    }
    assert!(!identity(old, old).is_settled(Duration::ZERO, margin));
}

/// The file in the tree that links lead to, which is not edited under its own name.
const LINK_TARGET: &str = "target";

/// A way to change a file; `other` is a second one, mostly of the same size.
#[derive(Debug, Clone, Copy)]
enum Edit {
    RewriteKeepingSizeAndTime,
    WriteInPlaceKeepingTime,
    TruncateAndRewrite,
    Append,
    RenameAnotherOver,
    Swap,
    RemoveAndCreate,
    WriteThroughHardLink,
    ReplaceByHardLink,
    ReplaceByLink,
    MakeExecutable,
    SetTimeBack,
}

const EDITS: [Edit; 12] = [
    Edit::RewriteKeepingSizeAndTime,
    Edit::WriteInPlaceKeepingTime,
    Edit::TruncateAndRewrite,
    Edit::Append,
    Edit::RenameAnotherOver,
    Edit::Swap,
    Edit::RemoveAndCreate,
    Edit::WriteThroughHardLink,
    Edit::ReplaceByHardLink,
    Edit::ReplaceByLink,
    Edit::MakeExecutable,
    Edit::SetTimeBack,
];

impl Edit {
    fn apply(self, file: &Path, other: &Path, content: &str) {
        let beside = file.with_extension("beside");
        let times = || {
            let metadata = fs::metadata(file).unwrap();
            let modified = metadata.modified().unwrap();
            FileTimes::new().set_modified(modified).set_accessed(modified)
        };
        let opened = |path| fs::File::options().write(true).open(path).unwrap();
        match self {
            Self::RewriteKeepingSizeAndTime => {
                let times = times();
                fs::write(file, content).unwrap();
                opened(file).set_times(times).unwrap();
            }
            Self::WriteInPlaceKeepingTime => {
                let times = times();
                opened(file).write_all_at(&content.as_bytes()[..1], 0).unwrap();
                opened(file).set_times(times).unwrap();
            }
            Self::TruncateAndRewrite => {
                opened(file).set_len(0).unwrap();
                fs::write(file, content).unwrap();
            }
            Self::Append => {
                let mut opened = fs::File::options().append(true).open(file).unwrap();
                opened.write_all(content.as_bytes()).unwrap();
            }
            Self::RenameAnotherOver => {
                let times = times();
                fs::write(&beside, content).unwrap();
                opened(&beside).set_times(times).unwrap();
                fs::rename(&beside, file).unwrap();
            }
            Self::Swap => {
                fs::rename(file, &beside).unwrap();
                fs::rename(other, file).unwrap();
                fs::rename(&beside, other).unwrap();
            }
            Self::RemoveAndCreate => {
                let times = times();
                fs::remove_file(file).unwrap();
                fs::write(file, content).unwrap();
                opened(file).set_times(times).unwrap();
            }
            Self::WriteThroughHardLink => {
                let times = times();
                let real = fs::canonicalize(file).unwrap();
                fs::hard_link(real, &beside).unwrap();
                fs::write(&beside, content).unwrap();
                opened(&beside).set_times(times).unwrap();
                fs::remove_file(&beside).unwrap();
            }
            Self::ReplaceByHardLink => {
                let real = fs::canonicalize(other).unwrap();
                fs::hard_link(real, &beside).unwrap();
                fs::remove_file(file).unwrap();
                fs::rename(&beside, file).unwrap();
            }
            Self::ReplaceByLink => {
                fs::remove_file(file).unwrap();
                symlink(LINK_TARGET, file).unwrap();
            }
            Self::MakeExecutable => {
                fs::set_permissions(file, fs::Permissions::from_mode(0o755)).unwrap();
            }
            Self::SetTimeBack => {
                let epoch = FileTimes::new().set_modified(UNIX_EPOCH);
                opened(file).set_times(epoch).unwrap();
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 64,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn no_edit_goes_unnoticed(
        edits in prop::collection::vec(
            (prop::sample::select(&EDITS), any::<Index>(), any::<Index>(), "[a-z]{4}", any::<bool>()),
            1..12,
        ),
    ) {
        let names = ["one", "two", "three"];
        let place = Place::new(&["one", "two", "three", LINK_TARGET].map(|name| (name, "abcd")));
        place.scan_later();
        for (edit, which, other, content, at_once) in edits {
            let (file, other) = (which.index(3), other.index(2));
            let other = if other == file { 2 } else { other };
            edit.apply(&place.file(names[file]), &place.file(names[other]), &content);

            // At once is before the clock has moved; later is when everything counts as settled.
            let (cached, _) =
                if at_once { place.scan_at(SystemTime::now()) } else { place.scan_later() };
            prop_assert_eq!(cached, place.scan_without_cache(), "{:?}", edit);
        }
    }
}

#[test]
fn moved_file_is_read_again() {
    let place = Place::new(&[("one", "1")]);
    place.scan_later();
    fs::rename(place.file("one"), place.file("two")).unwrap();
    assert_eq!(place.scan_later().1.files_recalled, 0);
}

#[test]
fn unusable_cache_is_ignored_with_a_warning_and_replaced() {
    let spoil = |change: fn(&mut Vec<u8>)| {
        move |file: &Path| {
            let mut bytes = fs::read(file).unwrap();
            change(&mut bytes);
            fs::write(file, bytes).unwrap();
        }
    };
    type Spoil = Box<dyn Fn(&Path)>;
    let cases: [(&str, Spoil); 11] = [
        ("is empty", Box::new(spoil(Vec::clear))),
        ("is too short", Box::new(spoil(|bytes| bytes.truncate(63)))),
        ("is damaged", Box::new(spoil(|bytes| bytes.truncate(64)))),
        ("is damaged", Box::new(spoil(|bytes| bytes.truncate(64 + 56 + 91)))),
        ("is damaged", Box::new(spoil(|bytes| bytes.push(0)))),
        ("is damaged", Box::new(spoil(|bytes| bytes[64 + 30] ^= 1))),
        ("is damaged", Box::new(spoil(|bytes| bytes[64 + 56 + 70] ^= 1))),
        ("another version", Box::new(spoil(|bytes| bytes[16] = 1))),
        ("not a digest cache", Box::new(|file| fs::write(file, "a".repeat(200)).unwrap())),
        (
            "others may write to it",
            Box::new(|file| fs::set_permissions(file, fs::Permissions::from_mode(0o620)).unwrap()),
        ),
        (
            "is not a file",
            Box::new(|file| {
                fs::remove_file(file).unwrap();
                assert!(Command::new("mkfifo").arg(file).status().unwrap().success());
            }),
        ),
    ];
    for (reason, spoil) in cases {
        let place = Place::new(&[("one", "1"), ("two", "2")]);
        let (first, _) = place.scan_later();
        spoil(place.cache.path());

        let (warnings, (second, progress)) = with_warnings(|| place.scan_later());

        assert_eq!(second, first);
        assert_eq!(progress.files_recalled, 0, "{reason}");
        assert!(warnings.contains("the digest cache"), "{warnings}");
        assert!(warnings.contains(reason), "{warnings}");
        assert_eq!(place.scan_later().1.files_recalled, 2, "{reason}: it was not replaced");
    }
}

#[test]
fn damage_costs_what_it_has_hit() {
    let place = Place::new(&[]);
    for number in 0..1300 {
        fs::write(place.file(&number.to_string()), number.to_string()).unwrap();
    }
    let (first, progress) = place.scan_later();
    assert_eq!(progress.files_scanned, 1300);
    let mut bytes = fs::read(place.cache.path()).unwrap();
    // The last of the second of three chunks.
    bytes[64 + 3 * 56 + 1023 * 92] ^= 1;
    fs::write(place.cache.path(), bytes).unwrap();

    let (warnings, (second, progress)) = with_warnings(|| place.scan_later());

    assert_eq!(second, first);
    assert_eq!((progress.files_scanned, progress.files_recalled), (512, 1300 - 512));
    assert!(warnings.contains("ignored parts of the digest cache"), "{warnings}");
    assert_eq!(place.scan_later().1.files_recalled, 1300);
}

#[test]
fn each_name_of_a_file_is_remembered() {
    let place = Place::new(&[("one", "1")]);
    fs::hard_link(place.file("one"), place.file("two")).unwrap();
    symlink("one", place.file("three")).unwrap();
    assert_eq!(place.scan_later().1.files_scanned, 3);
    assert_eq!(place.scan_later().1.files_recalled, 3);
}

#[test]
fn cache_that_cannot_be_written_is_a_warning_only() {
    let mut place = Place::new(&[("one", "1")]);
    place.cache = DigestCache::at(place.file("one").join("digests"));
    let (warnings, (manifest, _)) = with_warnings(|| place.scan_later());
    assert_eq!(manifest, place.scan_without_cache());
    assert!(warnings.contains("could not write the digest cache"), "{warnings}");
    let cause = fs::create_dir_all(place.file("one").join("digests")).unwrap_err();
    assert!(warnings.contains(&cause.to_string()), "the cause is missing: {warnings}");
}

#[cfg(target_os = "linux")]
#[test]
fn cache_on_a_full_disk_says_so() {
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let known = Records::default();
    let error = Update::new(&known, Vec::new(), Vec::new(), 0).write(1 << 20, full).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::StorageFull);
    assert!(error.to_string().contains("No space left"), "{error}");
}

#[test]
fn cache_is_private_and_leaves_nothing_else_behind() {
    let place = Place::new(&[("one", "1")]);
    let folder = place.cache.path().parent().unwrap().to_owned();
    fs::create_dir(&folder).unwrap();
    let abandoned = folder.join(".digests.new-1-0");
    let in_use = folder.join(".digests.new-2-0");
    for file in [&abandoned, &in_use] {
        fs::write(file, "half of it").unwrap();
    }
    let long_ago = SystemTime::now() - 2 * ABANDONED_AFTER;
    fs::File::options().write(true).open(&abandoned).unwrap().set_modified(long_ago).unwrap();

    place.scan_later();

    let mode = fs::metadata(place.cache.path()).unwrap().mode() & 0o777;
    assert_eq!(mode, 0o600);
    let mut left: Vec<_> =
        fs::read_dir(folder).unwrap().map(|member| member.unwrap().path()).collect();
    left.sort();
    assert_eq!(left, [in_use, place.cache.path().to_owned()]);
}

#[test]
fn longest_unused_files_are_forgotten_first() {
    let mut place = Place::new(&[("old", "1"), ("used", "2")]);
    place.cache = place.cache.clone().max_bytes(64 + 56 + 2 * 92);
    place.scan_later();
    fs::remove_file(place.file("old")).unwrap();
    fs::write(place.file("new"), "3").unwrap();
    place.wait_for_the_next_tick();
    // A minute is what the cache tells apart.
    place.scan_at(SystemTime::now() + Duration::from_secs(120));
    assert_eq!(fs::metadata(place.cache.path()).unwrap().len(), 64 + 56 + 2 * 92);
    assert_eq!(place.scan_later().1.files_recalled, 2);
}

#[test]
fn cache_larger_than_it_may_become_is_ignored() {
    let mut place = Place::new(&[("one", "1"), ("two", "2")]);
    place.scan_later();
    place.cache = place.cache.clone().max_bytes(64 + 56 + 92);
    assert_eq!(place.scan_later().1.files_recalled, 0);
    assert_eq!(place.scan_later().1.files_recalled, 1);
}

#[test]
fn cache_is_whole_at_every_moment_whoever_writes_it() {
    let place = Place::new(&[]);
    let (cache, tree) = (&place.cache, &place.tree());
    thread::scope(|scope| {
        for writer in 0..4 {
            let folder = tree.join(writer.to_string());
            fs::create_dir(&folder).unwrap();
            scope.spawn(move || {
                let options = ScanOptions::default().cache(cache.clone());
                let sources = [Source::new(&folder, "")];
                let started = SystemTime::now() + 100 * SETTLED_AFTER;
                for round in 0..20 {
                    fs::write(folder.join(round.to_string()), "x").unwrap();
                    scan_now(&sources, &options, started, &Progress::new(), &|| false).unwrap();
                    let records = cache.read().unwrap();
                    assert!(records.all().next().is_some() && !records.is_damaged());
                }
            });
        }
    });
    let (cached, progress) = place.scan_later();
    assert_eq!(cached, place.scan_without_cache());
    assert!(progress.files_recalled > 0);
}

#[test]
fn cache_of_the_user_is_where_xdg_says() {
    let below = |xdg: Option<&str>, home: Option<&str>| {
        let cache = DigestCache::below(xdg.map(Into::into), home.map(Into::into));
        cache.map(|cache| cache.path().to_str().unwrap().to_owned())
    };
    let xdg = "/xdg/daytona/digests".to_owned();
    let home = "/home/me/.cache/daytona/digests".to_owned();
    assert_eq!(below(Some("/xdg"), Some("/home/me")), Some(xdg));
    assert_eq!(below(None, Some("/home/me")), Some(home.clone()));
    assert_eq!(below(Some(""), Some("/home/me")), Some(home.clone()));
    assert_eq!(below(Some("relative"), Some("/home/me")), Some(home));
    assert_eq!(below(None, None), None);
    assert_eq!(below(None, Some("")), None);
}

/// Returns the warnings of what happens on this thread, as text.
fn with_warnings<T>(action: impl FnOnce() -> T) -> (String, T) {
    let collector = Collector::default();
    let text = Arc::clone(&collector.0);
    let result = tracing::subscriber::with_default(collector, action);
    let text = text.lock().unwrap().clone();
    (text, result)
}

#[derive(Default)]
struct Collector(Arc<Mutex<String>>);

impl tracing::Subscriber for Collector {
    fn enabled(&self, metadata: &tracing::Metadata<'_>) -> bool {
        *metadata.level() == tracing::Level::WARN
    }

    fn event(&self, event: &tracing::Event<'_>) {
        struct Fields<'a>(&'a mut String);
        impl tracing::field::Visit for Fields<'_> {
            fn record_debug(&mut self, field: &tracing::field::Field, value: &dyn std::fmt::Debug) {
                self.0.push_str(&format!("{field}={value:?} "));
            }
        }
        event.record(&mut Fields(&mut self.0.lock().unwrap()));
    }

    fn new_span(&self, _: &tracing::span::Attributes<'_>) -> tracing::span::Id {
        tracing::span::Id::from_u64(1)
    }

    fn record(&self, _: &tracing::span::Id, _: &tracing::span::Record<'_>) {}
    fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}
    fn enter(&self, _: &tracing::span::Id) {}
    fn exit(&self, _: &tracing::span::Id) {}
}
