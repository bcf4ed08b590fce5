//! Warnings about the sources of an instruction.

use super::file::ContextFile;
use super::reserved::overlap;
use crate::image::packing::form::PackedSource;
use crate::{Error, WarningCode};

/// The files that an instruction takes, and warnings about its sources.
#[derive(Debug, Default)]
pub(in crate::image) struct Selection {
    pub(in crate::image) files: Vec<ContextFile>,
    /// Those of the files that no archive contains.
    pub(in crate::image) plain: Vec<ContextFile>,
    /// The sources of a packed instruction.
    pub(in crate::image) packed: Option<Vec<PackedSource>>,
    /// `true` if the image gets a plain copy of the Dockerfile that was sent.
    pub(in crate::image) copies_dockerfile: bool,
    pub(in crate::image) notices: Vec<Notice>,
    pub(in crate::image) unmatched: Vec<UnmatchedPattern>,
    /// The context itself, for each source that is the whole context.
    pub(in crate::image) whole: Vec<ContextFile>,
}

/// The context itself as a source of an instruction. Its members go into the context one by one.
#[derive(Debug)]
pub(in crate::image) struct WholeContext {
    /// The index of the resolved step.
    pub(in crate::image) step: usize,
    /// The line of the instruction.
    pub(in crate::image) line: usize,
    pub(in crate::image) dir: ContextFile,
}

/// A pattern below a directory that matches nothing.
#[derive(Debug)]
pub(in crate::image) struct UnmatchedPattern {
    /// The directory before the first wildcard. The builder looks into it.
    pub(in crate::image) dir: String,
    /// The error if the context does not have the directory.
    pub(in crate::image) error: Error,
}

impl UnmatchedPattern {
    /// Returns `true` if the context has the directory when it has a file or directory.
    pub(in crate::image) fn is_sent_with(&self, file: &ContextFile) -> bool {
        overlap(&self.dir, &file.archive_path)
    }
}

/// A warning about a source.
#[derive(Debug)]
pub(in crate::image) struct Notice {
    pub(in crate::image) code: WarningCode,
    pub(in crate::image) message: String,
    /// The line of the instruction.
    pub(in crate::image) line: usize,
}
