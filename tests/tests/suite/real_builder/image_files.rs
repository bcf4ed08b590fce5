//! Everything that an image has below its root.

use std::collections::BTreeMap;
use std::fmt::{self, Display};
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;

/// The files, directories and links of an image, without their times.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct ImageFiles {
    entries: BTreeMap<String, ImageFile>,
}

/// A file, directory or link of an image.
#[derive(Clone, PartialEq, Eq)]
struct ImageFile {
    kind: Kind,
    /// Mode and owner. The mode of a link is always the same.
    attributes: String,
}

#[derive(Clone, PartialEq, Eq)]
enum Kind {
    Directory,
    File(Vec<u8>),
    Link(Vec<u8>),
    Special,
}

impl ImageFiles {
    pub(crate) fn read(root: &Path) -> Self {
        let mut entries = BTreeMap::new();
        collect(root, "", &mut entries);
        Self { entries }
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Changes the mode and the owner of an entry. Returns `false` if there is no entry.
    pub(crate) fn set_attributes(&mut self, path: &str, attributes: &str) -> bool {
        let entry = self.entries.get_mut(path);
        entry.map(|entry| attributes.clone_into(&mut entry.attributes)).is_some()
    }

    /// Returns the paths at which two images differ, with both entries.
    pub(crate) fn differences(&self, other: &Self) -> Vec<String> {
        let missing = self.entries.keys().filter(|path| !other.entries.contains_key(*path));
        let paths = missing.chain(other.entries.keys());
        let changed = paths.filter(|path| self.entries.get(*path) != other.entries.get(*path));
        let shown =
            |entry: Option<&ImageFile>| entry.map_or("none".to_owned(), ToString::to_string);
        changed
            .map(|path| {
                let entries = [self, other].map(|files| shown(files.entries.get(path)));
                format!("{path}: {} <> {}", entries[0], entries[1])
            })
            .collect()
    }
}

/// Shows the first bytes of a file.
impl Display for ImageFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let attributes = &self.attributes;
        match &self.kind {
            Kind::Directory => write!(f, "directory {attributes}"),
            Kind::File(content) => {
                let start = content[..content.len().min(20)].escape_ascii();
                write!(f, "file {attributes} {} B \"{start}\"", content.len())
            }
            Kind::Link(target) => write!(f, "link {attributes} to {}", target.escape_ascii()),
            Kind::Special => write!(f, "special file {attributes}"),
        }
    }
}

fn collect(dir: &Path, name: &str, entries: &mut BTreeMap<String, ImageFile>) {
    for entry in fs::read_dir(dir).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{name}/{}", entry.file_name().to_str().unwrap());
        let path = entry.path();
        let metadata = entry.metadata().unwrap();
        let kind = if metadata.is_dir() {
            collect(&path, &name, entries);
            Kind::Directory
        } else if metadata.is_symlink() {
            Kind::Link(fs::read_link(&path).unwrap().as_os_str().as_bytes().to_vec())
        } else if metadata.is_file() {
            Kind::File(fs::read(&path).unwrap())
        } else {
            Kind::Special
        };
        let mode = metadata.permissions().mode() & 0o7777;
        let attributes = format!("{mode:04o} {}:{}", metadata.uid(), metadata.gid());
        entries.insert(name, ImageFile { kind, attributes });
    }
}
