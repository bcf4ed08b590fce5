//! Generated code as a value and as a file.

use std::{fs, path::Path};

use serde_json::Value;
use xtask::Error;

use super::generator;
use crate::{passes, report::Report, syntax};

/// Generated code, with its description.
pub(super) struct Bindings {
    pub(super) file: syn::File,
    /// The description after the passes.
    pub(super) description: Value,
    pub(super) report: Report,
}

impl Bindings {
    /// Generates code for the operations with one of these tags, or for all if there are no tags.
    pub(super) fn of(mut description: Value, tags: &[String]) -> Result<Self, Error> {
        let mut report = Report::default();
        passes::apply(&mut description, tags, &mut report)?;
        let mut file = generator::generate(&description)?;
        syntax::apply(&mut file, &description, &mut report);
        Ok(Self { file, description, report })
    }

    /// Returns the code as source text.
    pub(super) fn code(&self) -> String {
        prettyplease::unparse(&self.file)
    }
}

/// Writes a generated file.
pub(super) fn write_file(target: &Path, text: &str) -> Result<(), Error> {
    fs::write(target, text)
        .map_err(|error| format!("cannot write {}: {error}", target.display()).into())
}
