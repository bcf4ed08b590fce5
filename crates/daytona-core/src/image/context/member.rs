//! Members of copied directories that are sent as plain files.

use std::fs::FileType;
use std::path::{Path, PathBuf};

use super::file::ContextFile;
use super::rooted;
use crate::image::options::context::ContextLinks;

/// Returns `true` if a member of a directory is sent: a file, or a link to a file or a directory.
///
/// `dir` is the directory of the context, or one above it.
pub(in crate::image) fn is_sent(path: &Path, kind: FileType, dir: &ContextFile) -> bool {
    if !kind.is_symlink() {
        return kind.is_file();
    }
    let target = target(path, dir).and_then(|target| target.metadata().ok());
    target.is_some_and(|target| target.is_file() || target.is_dir())
}

/// Returns the target of a link below a directory of the context, without links.
///
/// Returns `None` for a link that is left out: it leads nowhere, to a directory that contains it, or out
/// of the context. The scan of the upload applies the same rule.
fn target(link: &Path, dir: &ContextFile) -> Option<PathBuf> {
    let above = link.parent()?.canonicalize().ok()?;
    let follows_anywhere = dir.links == ContextLinks::FollowAnywhere;
    let real = link.canonicalize().ok();
    let real = real.filter(|real| follows_anywhere || real.starts_with(&dir.link_root));
    let inside = || {
        let link = above.strip_prefix(&dir.link_root).ok()?.join(link.file_name()?);
        Some(dir.link_root.join(rooted::resolve(&dir.link_root, &link)?))
    };
    let target = match follows_anywhere {
        true => real,
        false => real.or_else(inside),
    };
    target.filter(|target| !above.starts_with(target))
}
