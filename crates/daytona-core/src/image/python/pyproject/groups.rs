//! The groups of `[dependency-groups]`, which can include each other (PEP 735).

use toml::{Table, Value};

use super::document::Document;
use super::group_table::GroupTable;
use crate::image::python::requirement::normalized;
use crate::{Error, Result};

const KEY: &str = "dependency-groups";
const INCLUDE: &str = "include-group";

/// The maximum depth of includes.
const MAX_DEPTH: usize = 64;

/// The maximum number of entries. A few lines of nested includes can otherwise fill the memory.
const MAX_ENTRIES: usize = 10_000;

pub(super) struct Groups<'d> {
    document: Document<'d>,
    groups: GroupTable<'d>,
}

/// The state of resolving includes.
#[derive(Default)]
struct Resolution {
    /// The groups that include each other, the outermost first.
    open: Vec<String>,
    entries: usize,
    requirements: Vec<String>,
}

impl<'d> Groups<'d> {
    pub(super) fn read(document: &Document<'d>) -> Result<Self> {
        let groups = GroupTable::read(document, KEY, document.table_at(&[KEY])?)?;
        Ok(Self { document: *document, groups })
    }

    /// Returns the requirements of the groups and of the groups that they include. PEP 735 keeps
    /// duplicates.
    pub(super) fn resolve(&self, requested: &[String]) -> Result<Vec<String>> {
        let mut resolution = Resolution::default();
        for group in requested {
            self.add(group, &mut resolution)?;
        }
        Ok(resolution.requirements)
    }

    fn add(&self, group: &str, resolution: &mut Resolution) -> Result<()> {
        let (key, declared) = self.groups.get(group)?;
        self.check_depth(group, &resolution.open)?;
        resolution.open.push(group.to_owned());
        let expected = "a list of strings and of tables with the key `include-group`";
        let list = declared.as_array().ok_or_else(|| self.document.malformed(&key, expected))?;
        for (index, item) in list.iter().enumerate() {
            resolution.entries += 1;
            if resolution.entries > MAX_ENTRIES {
                return Err(self.too_many_entries());
            }
            match item {
                Value::Table(table) => self.add(self.included(&key, index, table)?, resolution)?,
                _ => {
                    let requirement = self.document.requirement(&key, index, item)?;
                    resolution.requirements.push(requirement);
                }
            }
        }
        resolution.open.pop();
        Ok(())
    }

    /// Returns the name in `{include-group = "name"}`.
    fn included<'v>(&self, key: &str, index: usize, table: &'v Table) -> Result<&'v str> {
        match table.iter().collect::<Vec<_>>().as_slice() {
            [(only, Value::String(group))] if only.as_str() == INCLUDE => {
                if self.groups.contains(group) {
                    return Ok(group);
                }
                let message =
                    format!("includes the group `{}`, which is not there", group.escape_debug());
                let error = self.document.bad_entry(key, index, &message);
                Err(error.with_hint(self.groups.list()))
            }
            pairs => {
                let keys: Vec<String> = pairs.iter().map(|(key, _)| format!("`{key}`")).collect();
                let message = format!("is a table of {}, which means nothing", keys.join(", "));
                Err(self.document.bad_entry(key, index, &message).with_hint(
                    "a table has the one key `include-group`, whose value is the name of a group",
                ))
            }
        }
    }

    /// Refuses a group that includes itself, and includes that are too deep.
    fn check_depth(&self, group: &str, open: &[String]) -> Result<()> {
        let path = self.document.path.display();
        if open.iter().any(|outer| normalized(outer) == normalized(group)) {
            let cycle: Vec<&str> = open.iter().map(String::as_str).chain([group]).collect();
            return Err(Error::invalid_input(format!(
                "[{KEY}] in {path} goes in a circle: {}",
                cycle.join(" includes ")
            ))
            .with_hint("take one of the includes out"));
        }
        if open.len() >= MAX_DEPTH {
            let message = format!(
                "groups of [{KEY}] in {path} include each other more than {MAX_DEPTH} deep"
            );
            return Err(Error::invalid_input(message));
        }
        Ok(())
    }

    fn too_many_entries(&self) -> Error {
        let path = self.document.path.display();
        Error::invalid_input(format!(
            "the groups of [{KEY}] in {path} come to more than {MAX_ENTRIES} entries"
        ))
        .with_hint("look for a group that is included again and again")
    }
}
