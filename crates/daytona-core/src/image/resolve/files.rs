//! Steps that read or add files.

use std::path::Path;

use crate::image::context::file::{ContextFile, FileContent};
use crate::image::context::local::{check_dir, check_file, read_text, unreadable};
use crate::image::context::local_dir;
use crate::image::context::reserved::ReservedNames;
use crate::image::options::file::FileOptions;
use crate::image::options::local_dir::LocalDirOptions;
use crate::image::options::pip::PipOptions;
use crate::image::options::pyproject::PyprojectOptions;
use crate::image::python::{pyproject, requirements};
use crate::image::render::check::check_json_path;
use crate::image::render::{self, packages};
use crate::image::step::content::Content;
use crate::{Error, Result};

/// The lines that a step adds to the Dockerfile, and the files that they copy.
pub(super) struct Addition {
    pub(super) text: String,
    pub(super) files: Vec<ContextFile>,
}

pub(super) fn add_local_file(
    local: &Path,
    destination: &str,
    names: &mut ReservedNames,
    escape: char,
) -> Result<Addition> {
    check_json_path("the destination", destination)?;
    check_file("local file", local)?;
    let name = local.file_name().and_then(|name| name.to_str()).ok_or_else(|| {
        Error::invalid_input(format!("the name of `{}` is not UTF-8", local.display()))
    })?;
    let destination = file_destination(destination, name);
    // If the destination is a directory of the image, the builder keeps the last segment of the
    // archive path as the name.
    let with_name = match destination.rsplit('/').next() == Some(name) {
        true => destination.clone(),
        false => format!("{destination}/{name}"),
    };
    let archive_path = names.name(&with_name);
    let text = render::copy(&archive_path, &destination, escape);
    Ok(Addition { text, files: vec![context_file(local, archive_path)?] })
}

pub(super) fn add_local_dir(
    local: &Path,
    destination: &str,
    options: &LocalDirOptions,
    names: &mut ReservedNames,
    escape: char,
) -> Result<Addition> {
    check_json_path("the destination", destination)?;
    check_dir(local)?;
    let archive_path = names.name(destination);
    let text = render::copy(&archive_path, destination, escape);
    let filter = local_dir::filter(local, options)?;
    let file = context_file(local, archive_path)?;
    let file = ContextFile { filter, links: options.links, modes: options.modes, ..file };
    Ok(Addition { text, files: vec![file] })
}

pub(super) fn add_file_content(
    content: &Content,
    destination: &str,
    options: &FileOptions,
    names: &mut ReservedNames,
    escape: char,
) -> Result<Addition> {
    check_json_path("the destination", destination)?;
    if matches!(destination.rsplit('/').next(), Some("" | "." | "..")) {
        return Err(
            Error::invalid_input("the destination is a directory").with_hint("name the file in it")
        );
    }
    let mode = options.mode.unwrap_or(0o644);
    check_mode(mode)?;
    let archive_path = names.name(destination);
    let text = render::copy(&archive_path, destination, escape);
    let content = FileContent::new(content.bytes().clone(), mode);
    Ok(Addition { text, files: vec![ContextFile::with_content(content, archive_path)] })
}

fn check_mode(mode: u32) -> Result<()> {
    if mode & !0o777 != 0 {
        let message = format!("the mode {mode:o} has more than permission bits");
        return Err(Error::invalid_input(message).with_hint("use one such as 0o644 or 0o755"));
    }
    if matches!(mode, 0o664 | 0o775) {
        let message = format!(
            "the mode {mode:o} follows from a umask, so a build context does not carry its write \
            permission for the group"
        );
        return Err(Error::invalid_input(message)
            .with_hint("leave it out, or change the mode with run_commands"));
    }
    Ok(())
}

/// Adds a requirements file with the files that it includes. `image_has_files` is `true` if an
/// earlier step can have added files to the image.
pub(super) fn add_requirements(
    path: &Path,
    options: &PipOptions,
    image_has_files: bool,
    names: &mut ReservedNames,
) -> Result<Addition> {
    let found = requirements::read(path)?;
    if let Some(local_path) = found.local_path.filter(|_| !image_has_files) {
        return Err(local_path.missing());
    }
    match found.files.as_slice() {
        [(_, first), _, ..] => {
            let dir = names.name(packages::REQUIREMENTS_DIR);
            let text = packages::pip_install_from_requirements_dir(&dir, first, options)?;
            let files = found.files.iter();
            let files = files.map(|(local, path)| context_file(local, format!("{dir}/{path}")));
            Ok(Addition { text, files: files.collect::<Result<_>>()? })
        }
        _ => {
            let archive_path = names.name(packages::REQUIREMENTS);
            let text = packages::pip_install_from_requirements(&archive_path, options)?;
            Ok(Addition { text, files: vec![context_file(path, archive_path)?] })
        }
    }
}

pub(super) fn pyproject(path: &Path, options: &PyprojectOptions) -> Result<String> {
    let text = read_text("pyproject file", path)?;
    let dependencies = pyproject::dependencies(path, &text, options)?;
    packages::pip_install(&dependencies, &options.pip)
}

/// Creates the context entry of a path that the user names. The path can be a link, but links below
/// it must not lead out.
fn context_file(local: &Path, archive_path: String) -> Result<ContextFile> {
    let real = local.canonicalize().map_err(|error| unreadable("path", local, error))?;
    let link_root = match real.parent() {
        Some(parent) if !real.is_dir() => parent.to_owned(),
        _ => real,
    };
    Ok(ContextFile::new(local.to_owned(), archive_path, link_root))
}

/// Appends the name of the file to a destination that is a directory.
fn file_destination(destination: &str, name: &str) -> String {
    match destination.rsplit('/').next() {
        Some("") => format!("{destination}{name}"),
        Some("." | "..") => format!("{destination}/{name}"),
        _ => destination.to_owned(),
    }
}
