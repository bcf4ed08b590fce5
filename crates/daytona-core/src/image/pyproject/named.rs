//! Groups of dependencies by their names.

use std::collections::BTreeMap;

use toml::{Table, Value};

use super::Document;
use crate::image::requirement::normalized;
use crate::{Error, Result};

/// A table of groups. Their names are compared as those of packages are.
pub(super) struct Named<'d> {
    document: Document<'d>,
    key: &'static str,
    by_name: BTreeMap<String, (&'d str, &'d Value)>,
}

impl<'d> Named<'d> {
    /// Takes a table apart; `key` is where it stands. Two names that mean the same are refused.
    pub(super) fn read(
        document: &Document<'d>,
        key: &'static str,
        table: Option<&'d Table>,
    ) -> Result<Self> {
        let mut by_name = BTreeMap::new();
        for (name, value) in table.into_iter().flatten() {
            let twice = by_name.insert(normalized(name), (name.as_str(), value));
            if let Some((other, _)) = twice {
                return Err(Error::invalid_input(format!(
                    "[{key}] in {} has the groups `{other}` and `{name}`, whose names mean the same",
                    document.path.display()
                ))
                .with_hint("case, `-`, `_` and `.` make no difference: rename one of them"));
            }
        }
        Ok(Self { document: *document, key, by_name })
    }

    /// Returns the key of a group, for messages, and what it holds.
    pub(super) fn get(&self, name: &str) -> Result<(String, &'d Value)> {
        match self.by_name.get(&normalized(name)) {
            Some((written, value)) => Ok((format!("{}.{written}", self.key), value)),
            None => Err(self.unknown(name)),
        }
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.by_name.contains_key(&normalized(name))
    }

    /// Says which groups there are.
    pub(super) fn known(&self) -> String {
        let known: Vec<&str> = self.by_name.values().map(|(written, _)| *written).collect();
        match known.is_empty() {
            true => "it has no groups".to_owned(),
            false => format!("it has {}", known.join(", ")),
        }
    }

    fn unknown(&self, name: &str) -> Error {
        Error::invalid_input(format!(
            "{} has no group `{}` in [{}]",
            self.document.path.display(),
            name.escape_debug(),
            self.key
        ))
        .with_hint(self.known())
    }
}
