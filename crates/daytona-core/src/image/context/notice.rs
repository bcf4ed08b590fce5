//! Warnings about the sources of an instruction.

use super::file::ContextFile;
use crate::WarningCode;

/// The files that an instruction takes, and warnings about its sources.
#[derive(Debug, Default)]
pub(in crate::image) struct Selection {
    pub(in crate::image) files: Vec<ContextFile>,
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
