//! The walk over the sources: which files there are, before any of them is opened.

use std::fs::{self, FileType, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::boundary::Boundary;
use crate::error::Kind;
use crate::filter::Taken;
use crate::limits::Meter;
use crate::listing::{Lister, Member, Ticket, with_lister};
use crate::manifest::{Content, Entry};
use crate::source::{Memory, SourceKind, join};
use crate::stamp::{Seen, Stamp};
use crate::{Error, Limits, Source, scan};

/// A file that will become an entry once it has been read.
#[derive(Debug)]
pub(crate) struct Candidate {
    pub(crate) archive_path: String,
    pub(crate) local: PathBuf,
    pub(crate) stamp: Stamp,
}

/// What a walk over all sources found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) files: Vec<Candidate>,
    pub(crate) in_memory: Vec<Entry>,
    pub(crate) empty_directories: Vec<PathBuf>,
}

/// Walks all sources, until `is_stopped` says that nobody wants the result.
pub(crate) fn walk(
    sources: &[Source],
    limits: Limits,
    is_stopped: &dyn Fn() -> bool,
) -> Result<Found, Error> {
    with_lister(|lister| {
        let mut walk =
            Walk { meter: Meter::new(limits), is_stopped, lister, found: Found::default() };
        for source in sources {
            walk.source(source)?;
        }
        Ok(walk.found)
    })
}

struct Walk<'a> {
    meter: Meter,
    is_stopped: &'a dyn Fn() -> bool,
    lister: &'a Lister,
    found: Found,
}

/// A directory that was found.
struct Place {
    archive_path: String,
    /// As reached, for messages.
    local: PathBuf,
    /// With all links resolved.
    real: PathBuf,
    taken: Taken,
}

/// A directory still to be listed. Those above it are kept to recognize a link that leads back.
struct Directory {
    place: Place,
    members: Ticket,
    above: Option<Arc<Directory>>,
}

impl Walk<'_> {
    fn source(&mut self, source: &Source) -> Result<(), Error> {
        if let Some(memory) = &source.memory {
            return self.memory(source, memory);
        }
        let local = std::path::absolute(&source.local)
            .map_err(|error| Error::io("resolve", &source.local, error))?;
        let (real, metadata) = resolve(&local)?;
        let kind = kind_of(&metadata);
        source.check_archive_path(kind)?;
        let boundary = Boundary::of(source, &local, &real, kind)?;

        let taken = boundary.taken_of_source(&local, &real, kind);
        if taken.is_nothing() {
            return Ok(());
        }

        let archive_path = source.archive_path.clone();
        match kind {
            SourceKind::File => {
                self.file(archive_path, || local.clone(), real, Seen::of(&metadata))
            }
            SourceKind::Directory => {
                self.tree(Place { archive_path, local, real, taken }, &boundary)
            }
        }
    }

    /// Takes in content that is known already.
    fn memory(&mut self, source: &Source, memory: &Memory) -> Result<(), Error> {
        source.check_archive_path(SourceKind::File)?;
        let size = memory.bytes.len() as u64;
        self.meter.visit(|| source.local.clone(), &source.archive_path)?;
        self.meter.add_bytes(|| source.local.clone(), size)?;
        self.found.in_memory.push(Entry {
            path: source.archive_path.clone(),
            mode: memory.mode,
            size,
            digest: blake3::hash(&memory.bytes).into(),
            content: Content::Memory(memory.bytes.clone()),
        });
        Ok(())
    }

    /// Walks a directory without recursion: a tree may be deeper than the stack.
    fn tree(&mut self, top: Place, boundary: &Boundary) -> Result<(), Error> {
        let mut pending = vec![self.directory(top, None)];
        while let Some(directory) = pending.pop() {
            let Place { archive_path, local, .. } = &directory.place;
            self.meter.visit(|| local.clone(), archive_path)?;
            let members = self
                .lister
                .take(directory.members)
                .map_err(|error| Error::io("list the directory", local, error))?;
            if members.is_empty() {
                self.found.empty_directories.push(local.clone());
            }
            let mut below = Vec::new();
            for member in members {
                if (self.is_stopped)() {
                    return Err(Kind::Stopped { action: scan::ACTION }.into());
                }
                below.extend(self.member(&directory, member, boundary)?);
            }
            // The first one is taken next, so that files are found almost in the order they are
            // to have.
            for place in below.into_iter().rev() {
                pending.push(self.directory(place, Some(&directory)));
            }
        }
        Ok(())
    }

    /// Has a directory listed that will be walked later.
    fn directory(&self, place: Place, above: Option<&Arc<Directory>>) -> Arc<Directory> {
        let members = self.lister.order(&place.local);
        Arc::new(Directory { place, members, above: above.cloned() })
    }

    /// Takes in one member of a directory; returns it when it is a directory itself.
    fn member(
        &mut self,
        directory: &Directory,
        member: Member,
        boundary: &Boundary,
    ) -> Result<Option<Place>, Error> {
        let holder = &directory.place;
        let path = || holder.local.join(&member.name);
        let mut taken = holder.taken_of(&member);
        if taken.is_nothing() {
            return Ok(None);
        }
        let Some(name) = member.name.to_str() else {
            return Err(Kind::NotUtf8 { path: path() }.into());
        };
        let mut seen = member.seen.map_err(|error| unseen(&path(), error))?;
        let mut real = None;
        if seen.file_type.is_symlink() {
            let (target, metadata) = resolve(&path())?;
            boundary.check(&path(), &target)?;
            taken = boundary.taken_of_target(&target, kind_of(&metadata), &holder.taken, name);
            if taken.is_nothing() {
                return Ok(None);
            }
            (real, seen) = (Some(target), Seen::of(&metadata));
        }

        let real = real.unwrap_or_else(|| holder.real.join(name));
        let archive_path = join(&holder.archive_path, name);
        if seen.file_type.is_dir() {
            directory.check_not_above(&path(), &real)?;
            return Ok(Some(Place { archive_path, local: path(), real, taken }));
        }
        self.file(archive_path, path, real, seen)?;
        Ok(None)
    }

    /// Takes in a file that is reached as `path` and lies at `real`.
    fn file(
        &mut self,
        archive_path: String,
        path: impl Fn() -> PathBuf,
        real: PathBuf,
        seen: Seen,
    ) -> Result<(), Error> {
        let Seen { file_type, stamp } = seen;
        if !file_type.is_file() {
            return Err(Kind::SpecialFile { path: path(), what: name_of_type(file_type) }.into());
        }
        self.meter.visit(&path, &archive_path)?;
        self.meter.add_bytes(&path, stamp.size)?;
        self.found.files.push(Candidate { archive_path, local: real, stamp });
        Ok(())
    }
}

impl Place {
    /// Returns what a member contributes by its own name, before a link is followed.
    fn taken_of(&self, member: &Member) -> Taken {
        let name = member.name.to_string_lossy();
        match &member.seen {
            Ok(seen) if seen.file_type.is_dir() => self.taken.below(&name),
            _ => self.taken.file(&name),
        }
    }
}

impl Directory {
    /// Refuses a directory that is this one or lies above it on the way taken here.
    fn check_not_above(&self, path: &Path, real: &Path) -> Result<(), Error> {
        let mut current = Some(self);
        while let Some(directory) = current {
            if directory.place.real.as_os_str() == real.as_os_str() {
                let (path, target) = (path.to_owned(), real.to_owned());
                return Err(Kind::LinkCycle { path, target }.into());
            }
            current = directory.above.as_deref();
        }
        Ok(())
    }
}

/// Follows all links in `path` to what they lead to.
pub(crate) fn resolve(path: &Path) -> Result<(PathBuf, Metadata), Error> {
    let real = fs::canonicalize(path).map_err(|error| unresolved(path, error))?;
    let metadata = metadata_of(&real)?;
    Ok((real, metadata))
}

fn kind_of(metadata: &Metadata) -> SourceKind {
    if metadata.is_dir() { SourceKind::Directory } else { SourceKind::File }
}

/// Asks what is at a path, without opening it or following a link.
fn metadata_of(path: &Path) -> Result<Metadata, Error> {
    fs::symlink_metadata(path).map_err(|error| unseen(path, error))
}

fn unseen(path: &Path, error: io::Error) -> Error {
    Error::io("read the metadata of", path, error)
}

/// Says why a path leads nowhere.
fn unresolved(path: &Path, error: io::Error) -> Error {
    let path = path.to_owned();
    match fs::read_link(&path) {
        Ok(target) if error.kind() == io::ErrorKind::NotFound => {
            Kind::DanglingLink { path, target }.into()
        }
        Ok(target) if is_link_loop(&error) => Kind::LinkCycle { path, target }.into(),
        _ => Error::io("find", &path, error),
    }
}

#[cfg(unix)]
fn is_link_loop(error: &io::Error) -> bool {
    error.raw_os_error() == Some(libc::ELOOP)
}

#[cfg(not(unix))]
fn is_link_loop(_error: &io::Error) -> bool {
    false
}

#[cfg(unix)]
fn name_of_type(file_type: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    match file_type {
        kind if kind.is_fifo() => "FIFO",
        kind if kind.is_socket() => "socket",
        kind if kind.is_block_device() => "block device",
        kind if kind.is_char_device() => "character device",
        _ => "special file",
    }
}

#[cfg(not(unix))]
fn name_of_type(_file_type: FileType) -> &'static str {
    "special file"
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;
    use std::process::Command;

    use tempfile::TempDir;

    use super::*;
    use crate::LinkPolicy;

    fn tree(files: &[&str]) -> TempDir {
        let tree = tempfile::tempdir().unwrap();
        for file in files {
            let path = tree.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, *file).unwrap();
        }
        tree
    }

    fn walked(source: Source) -> Result<Found, Error> {
        walk(&[source], Limits::default(), &|| false)
    }

    /// Returns archive path and content of each file found, in order.
    fn contents(found: Found) -> Vec<(String, String)> {
        let mut contents: Vec<_> = found
            .files
            .into_iter()
            .map(|file| (file.archive_path, fs::read_to_string(file.local).unwrap()))
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
        let error = walk(&[Source::new(tree.path(), "")], limits, &|| false).unwrap_err();
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
        let error = walk(&[Source::new(tree.path(), "")], limits, &|| false).unwrap_err();
        assert!(error.to_string().contains("1001 bytes in its archive path"), "{error}");
    }

    #[test]
    fn limits_are_stated_with_what_broke_them() {
        let tree = tree(&["a", "bb"]);
        for (limits, expected) in [
            (Limits::default().max_files(2), ": 3 files and directories, and the limit is 2"),
            (Limits::default().max_bytes(2), ": 3 bytes, and the limit is 2"),
            (
                Limits::default().max_path_len(1),
                ": 2 bytes in its archive path, and the limit is 1",
            ),
        ] {
            let error = walk(&[Source::new(tree.path(), "")], limits, &|| false).unwrap_err();
            assert!(error.is_limit_exceeded());
            assert!(error.to_string().ends_with(expected), "{error}");
        }
    }
}
