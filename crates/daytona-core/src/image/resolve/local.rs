//! Steps that bring files of this machine along.

use std::path::Path;

use super::Resolver;
use crate::image::content::Content;
use crate::image::local::{check_dir, check_file, read_text, unreadable};
use crate::image::options::PyprojectOptions;
use crate::image::step::Step;
use crate::image::{
    ContextFile, FileContent, FileOptions, LocalDirOptions, PipOptions, pyproject, render,
    requirements,
};
use crate::{Error, Result};

impl Resolver {
    pub(super) fn add_local_file(&mut self, local: &Path, destination: &str) -> Result<String> {
        render::check_json_path("the destination", destination)?;
        check_file("local file", local)?;
        let name = local.file_name().and_then(|name| name.to_str()).ok_or_else(|| {
            Error::invalid_input(format!("the name of `{}` is not UTF-8", local.display()))
        })?;
        let destination = file_destination(destination, name);
        // The name stays last: should the destination be a directory of the image, the builder
        // takes it from there.
        let named = match destination.rsplit('/').next() == Some(name) {
            true => destination.clone(),
            false => format!("{destination}/{name}"),
        };
        let archive_path = self.added.name(&named);
        let text = render::copy(&archive_path, &destination, self.escape);
        self.add(local, archive_path)?;
        Ok(text)
    }

    pub(super) fn add_file_content(
        &mut self,
        content: &Content,
        destination: &str,
        options: &FileOptions,
    ) -> Result<String> {
        render::check_json_path("the destination", destination)?;
        if matches!(destination.rsplit('/').next(), Some("" | "." | "..")) {
            return Err(Error::invalid_input("the destination is a directory")
                .with_hint("name the file in it"));
        }
        let content = FileContent::new(content, options)?;
        let archive_path = self.added.name(destination);
        let text = render::copy(&archive_path, destination, self.escape);
        self.push(ContextFile::of_content(content, archive_path));
        Ok(text)
    }

    pub(super) fn add_local_dir(
        &mut self,
        local: &Path,
        destination: &str,
        options: &LocalDirOptions,
    ) -> Result<String> {
        render::check_json_path("the destination", destination)?;
        let archive_path = self.added.name(destination);
        let text = render::copy(&archive_path, destination, self.escape);
        self.push(local_dir(local, archive_path, options)?);
        Ok(text)
    }

    pub(super) fn pip_install_from_requirements(
        &mut self,
        path: &Path,
        options: &PipOptions,
        earlier: &[Step],
    ) -> Result<String> {
        let found = requirements::read(path)?;
        if let Some(local_path) = &found.local_path
            && !earlier.iter().any(Step::may_bring_files)
        {
            return Err(local_path.refuse());
        }
        match found.files.as_slice() {
            [(_, place), _, ..] => {
                let dir = self.added.name(render::REQUIREMENTS_DIR);
                let text = render::pip_install_from_included(&dir, place, options)?;
                for (local, place) in &found.files {
                    self.add(local, format!("{dir}/{place}"))?;
                }
                Ok(text)
            }
            _ => {
                let archive_path = self.added.name(render::REQUIREMENTS);
                let text = render::pip_install_from_requirements(&archive_path, options)?;
                self.add(path, archive_path)?;
                Ok(text)
            }
        }
    }

    fn add(&mut self, local: &Path, archive_path: String) -> Result<()> {
        self.push(context_file(local, archive_path)?);
        Ok(())
    }

    fn push(&mut self, file: ContextFile) {
        self.files.push((self.stages.len().saturating_sub(1), file));
    }
}

/// Returns what goes into the context of a directory that the caller named.
pub(in crate::image) fn local_dir(
    local: &Path,
    archive_path: String,
    options: &LocalDirOptions,
) -> Result<ContextFile> {
    check_dir(local)?;
    let filter = options.filter(local)?;
    let file = context_file(local, archive_path)?;
    Ok(ContextFile { filter, links: options.links, ..file })
}

/// Takes what the caller named: it may be a link itself, but links below may not lead out.
fn context_file(local: &Path, archive_path: String) -> Result<ContextFile> {
    let real = local.canonicalize().map_err(|error| unreadable("path", local, error))?;
    let link_root = match real.parent() {
        Some(parent) if !real.is_dir() => parent.to_owned(),
        _ => real,
    };
    Ok(ContextFile::new(local.to_owned(), archive_path, link_root))
}

pub(super) fn pip_install_from_pyproject(
    path: &Path,
    options: &PyprojectOptions,
) -> Result<String> {
    let text = read_text("pyproject file", path)?;
    let packages = pyproject::dependencies(path, &text, options)?;
    render::pip_install(&packages, &options.pip)
}

/// Completes a destination that is a directory with the name of the file.
fn file_destination(destination: &str, name: &str) -> String {
    match destination.rsplit('/').next() {
        Some("") => format!("{destination}{name}"),
        Some("." | "..") => format!("{destination}/{name}"),
        _ => destination.to_owned(),
    }
}
