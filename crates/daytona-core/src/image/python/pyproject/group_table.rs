//! A table of dependency groups by name.

use std::collections::BTreeMap;

use toml::{Table, Value};

use super::document::Document;
use crate::image::python::requirement::normalized;
use crate::{Error, Result};

/// A table of groups. Names are compared in their normalized form.
pub(super) struct GroupTable<'d> {
    document: Document<'d>,
    key: &'static str,
    by_name: BTreeMap<String, (&'d str, &'d Value)>,
}

impl<'d> GroupTable<'d> {
    /// Reads the table at `key`. Refuses two names with the same normalized form.
    pub(super) fn read(
        document: &Document<'d>,
        key: &'static str,
        table: Option<&'d Table>,
    ) -> Result<Self> {
        let mut by_name = BTreeMap::new();
        for (name, value) in table.into_iter().flatten() {
            let duplicate = by_name.insert(normalized(name), (name.as_str(), value));
            if let Some((other, _)) = duplicate {
                return Err(Error::invalid_input(format!(
                    "[{key}] in {} has the groups `{other}` and `{name}`, whose names mean the same",
                    document.path.display()
                ))
                .with_hint("case, `-`, `_` and `.` make no difference: rename one of them"));
            }
        }
        Ok(Self { document: *document, key, by_name })
    }

    /// Returns the full key of a group, for errors, and its value.
    pub(super) fn get(&self, name: &str) -> Result<(String, &'d Value)> {
        match self.by_name.get(&normalized(name)) {
            Some((written, value)) => Ok((format!("{}.{written}", self.key), value)),
            None => Err(self.unknown(name)),
        }
    }

    pub(super) fn contains(&self, name: &str) -> bool {
        self.by_name.contains_key(&normalized(name))
    }

    /// Returns the names of all groups, for errors.
    pub(super) fn list(&self) -> String {
        let names: Vec<&str> = self.by_name.values().map(|(written, _)| *written).collect();
        match names.is_empty() {
            true => "it has no groups".to_owned(),
            false => format!("it has {}", names.join(", ")),
        }
    }

    fn unknown(&self, name: &str) -> Error {
        Error::invalid_input(format!(
            "{} has no group `{}` in [{}]",
            self.document.path.display(),
            name.escape_debug(),
            self.key
        ))
        .with_hint(self.list())
    }
}
