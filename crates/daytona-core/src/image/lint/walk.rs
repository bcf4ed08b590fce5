//! A walk over the files that steps and instructions copy.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use super::directory::Directory;
use super::secret_file::{self, SecretFile};
use super::size::Size;
use crate::files;
use crate::image::context::build_context::DOCKERFILE;
use crate::image::context::file::ContextFile;

/// The maximum number of files whose name does not tell what they contain, and that are read.
const MAX_UNNAMED: usize = 2_000;

/// The results of a walk, each sorted by path.
#[derive(Default)]
pub(super) struct Findings {
    /// FIFOs, sockets and devices.
    pub(super) special: Vec<PathBuf>,
    /// Directories from which no file is copied although they are not ignored. Their subdirectories
    /// are not listed.
    pub(super) empty: Vec<PathBuf>,
    /// Symbolic links below a directory.
    pub(super) links: Vec<PathBuf>,
    /// Symbolic links below a directory that are left out of plain files.
    pub(super) broken_links: Vec<PathBuf>,
    /// Directories below a directory with a mode other than 755, or 775 by a umask.
    pub(super) modes: Vec<PathBuf>,
    pub(super) secrets: BTreeMap<SecretFile, Vec<PathBuf>>,
    /// The size of all files.
    pub(super) size: Size,
}

/// Walks over files and directories. Does not follow links, and passes over what cannot be read.
pub(super) fn walk(copied: &[&ContextFile]) -> Findings {
    let mut walk = Walk { findings: Findings::default(), unnamed: 0 };
    for file in copied {
        walk.source(file);
    }
    walk.findings.sort();
    walk.findings
}

/// Checks the members of a directory, but not what is below them.
pub(super) fn walk_members(dir: &ContextFile) -> Findings {
    let mut walk = Walk { findings: Findings::default(), unnamed: 0 };
    if let Some(dir) = Directory::of(dir) {
        walk.visit(dir);
    }
    // The builder provides the Dockerfile.
    let mut findings = walk.findings;
    findings.links.retain(|path| path.file_name() != Some(OsStr::new(DOCKERFILE)));
    findings
}

impl Findings {
    /// Adds what does not reach the build as it is. An archive has links and modes.
    pub(super) fn add_members(&mut self, mut members: Self, is_packed: bool) {
        self.special.append(&mut members.special);
        if !is_packed {
            self.links.append(&mut members.links);
            self.broken_links.append(&mut members.broken_links);
            self.modes.append(&mut members.modes);
        }
        self.sort();
    }

    fn sort(&mut self) {
        let Self { special, empty, links, broken_links, modes, secrets, .. } = self;
        let lists = secrets.values_mut();
        for list in lists.chain([special, empty, links, broken_links, modes]) {
            list.sort();
            list.dedup();
        }
    }
}

/// A directory whose files are checked.
#[derive(Default)]
struct Visited<'f> {
    size: Size,
    has_file: bool,
    /// The subdirectories that are not checked yet.
    pending: Vec<Directory<'f>>,
    /// The subdirectories without files.
    empty: Vec<PathBuf>,
}

impl Visited<'_> {
    /// Adds a subdirectory.
    fn add(&mut self, below: Self) {
        self.has_file |= below.has_file;
        self.empty.extend((!below.has_file).then(|| below.size.path.clone()));
        self.size.add(below.size);
    }
}

/// Returns `true` for a directory whose mode is neither the usual one nor that of another umask.
#[cfg(unix)]
fn has_mode(entry: &fs::DirEntry) -> bool {
    use std::os::unix::fs::PermissionsExt;

    entry
        .metadata()
        .is_ok_and(|metadata| !matches!(metadata.permissions().mode() & 0o7777, 0o755 | 0o775))
}

#[cfg(not(unix))]
fn has_mode(_entry: &fs::DirEntry) -> bool {
    false
}

struct Walk {
    findings: Findings,
    /// The number of read files whose name does not tell what they contain.
    unnamed: usize,
}

impl Walk {
    fn source(&mut self, file: &ContextFile) {
        if let Some(content) = &file.content {
            let path = Path::new(&file.archive_path);
            let found = secret_file::kind(path, |limit| {
                content.bytes().get(..limit).unwrap_or(content.bytes()).to_vec()
            });
            self.add_secret(found, path);
            return;
        }
        let size = match Directory::of(file) {
            Some(dir) => {
                let path = dir.path.clone();
                let Visited { size, has_file, .. } = self.directory(dir);
                self.findings.empty.extend((!has_file).then_some(path));
                size
            }
            None if file.local.is_file() => {
                self.file(&file.local);
                let bytes = fs::metadata(&file.local).map_or(0, |metadata| metadata.len());
                Size::file(file.local.clone(), bytes)
            }
            None => return,
        };
        self.findings.size.add(size);
    }

    /// Returns the size of a directory, and `true` if a file of it is copied. Does not recurse, because a
    /// tree can be deeper than the stack.
    fn directory<'f>(&mut self, top: Directory<'f>) -> Visited<'f> {
        let mut ancestors = Vec::new();
        let mut current = self.visit(top);
        loop {
            if let Some(below) = current.pending.pop() {
                ancestors.push(current);
                current = self.visit(below);
                continue;
            }
            if current.has_file {
                self.findings.empty.append(&mut current.empty);
            }
            let Some(mut parent) = ancestors.pop() else { return current };
            parent.add(current);
            current = parent;
        }
    }

    /// Checks the files of a directory.
    fn visit<'f>(&mut self, dir: Directory<'f>) -> Visited<'f> {
        let mut visited = Visited { size: Size::directory(dir.path.clone()), ..Visited::default() };
        for entry in dir.entries() {
            let (Ok(kind), name) = (entry.file_type(), entry.file_name()) else { continue };
            if kind.is_dir() {
                let Some(below) = dir.below(&name) else { continue };
                if has_mode(&entry) {
                    self.findings.modes.push(entry.path());
                }
                visited.pending.push(below);
                continue;
            }
            if !dir.takes(&name) {
                continue;
            }
            if !self.sends(&dir, &entry.path(), kind) {
                continue;
            }
            visited.has_file = true;
            self.file(&entry.path());
            let bytes = entry.metadata().map_or(0, |metadata| metadata.len());
            visited.size.add(Size::file(entry.path(), bytes));
        }
        visited
    }

    /// Returns `true` if a file or link is a part of plain files.
    fn sends(&mut self, dir: &Directory<'_>, path: &Path, kind: fs::FileType) -> bool {
        let is_sent = dir.sends(path, kind);
        let found = match (kind.is_symlink(), is_sent) {
            (true, true) => &mut self.findings.links,
            (true, false) => &mut self.findings.broken_links,
            (false, false) => &mut self.findings.special,
            (false, true) => return true,
        };
        found.push(path.to_owned());
        is_sent
    }

    fn file(&mut self, path: &Path) {
        let is_unnamed = secret_file::is_unnamed(path);
        if is_unnamed && self.unnamed >= MAX_UNNAMED {
            return;
        }
        self.unnamed += usize::from(is_unnamed);
        let found = secret_file::kind(path, |limit| files::head(path, limit).unwrap_or_default());
        self.add_secret(found, path);
    }

    fn add_secret(&mut self, found: Option<SecretFile>, path: &Path) {
        if let Some(kind) = found {
            self.findings.secrets.entry(kind).or_default().push(path.to_owned());
        }
    }
}
