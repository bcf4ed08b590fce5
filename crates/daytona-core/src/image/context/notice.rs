//! Warnings about the sources of an instruction.

use super::file::ContextFile;
use crate::WarningCode;
use crate::image::packing::form::PackedSource;

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
}

/// A warning about a source.
#[derive(Debug)]
pub(in crate::image) struct Notice {
    pub(in crate::image) code: WarningCode,
    pub(in crate::image) message: String,
    /// The line of the instruction.
    pub(in crate::image) line: usize,
}
