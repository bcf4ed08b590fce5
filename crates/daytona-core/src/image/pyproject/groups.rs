//! The groups of `[dependency-groups]`, which may include each other (PEP 735).

use toml::{Table, Value};

use super::Document;
use super::named::Named;
use crate::image::requirement::normalized;
use crate::{Error, Result};

const KEY: &str = "dependency-groups";
const INCLUDE: &str = "include-group";

/// How deep groups may include each other.
const MAX_DEPTH: usize = 64;

/// The most entries that are followed. Groups that include groups could otherwise fill any memory
/// with a few lines.
const MAX_ENTRIES: usize = 10_000;

pub(super) struct Groups<'d> {
    document: Document<'d>,
    groups: Named<'d>,
}

/// What has been found, on the way from group to group.
#[derive(Default)]
struct Way {
    within: Vec<String>,
    entries: usize,
    found: Vec<String>,
}

impl<'d> Groups<'d> {
    pub(super) fn read(document: &Document<'d>) -> Result<Self> {
        let groups = Named::read(document, KEY, document.groups(&[KEY])?)?;
        Ok(Self { document: *document, groups })
    }

    /// Returns what groups list and include. As the specification has it, what is included twice
    /// stands there twice.
    pub(super) fn take(&self, asked: &[String]) -> Result<Vec<String>> {
        let mut way = Way::default();
        for group in asked {
            self.follow(group, &mut way)?;
        }
        Ok(way.found)
    }

    fn follow(&self, group: &str, way: &mut Way) -> Result<()> {
        let (key, declared) = self.groups.get(group)?;
        self.check_way(group, &way.within)?;
        way.within.push(group.to_owned());
        let wanted = "a list of strings and of tables with the key `include-group`";
        let list = declared.as_array().ok_or_else(|| self.document.malformed(&key, wanted))?;
        for (index, item) in list.iter().enumerate() {
            way.entries += 1;
            if way.entries > MAX_ENTRIES {
                return Err(self.too_many());
            }
            match item {
                Value::Table(table) => self.follow(self.included(&key, index, table)?, way)?,
                _ => way.found.push(self.document.requirement(&key, index, item)?),
            }
        }
        way.within.pop();
        Ok(())
    }

    /// Reads `{include-group = "name"}`.
    fn included<'v>(&self, key: &str, index: usize, table: &'v Table) -> Result<&'v str> {
        match table.iter().collect::<Vec<_>>().as_slice() {
            [(only, Value::String(group))] if only.as_str() == INCLUDE => {
                if self.groups.has(group) {
                    return Ok(group);
                }
                let what =
                    format!("includes the group `{}`, which is not there", group.escape_debug());
                let refused = self.document.bad_entry(key, index, &what);
                Err(refused.with_hint(self.groups.known()))
            }
            pairs => {
                let keys: Vec<String> = pairs.iter().map(|(key, _)| format!("`{key}`")).collect();
                let what = format!("is a table of {}, which means nothing", keys.join(", "));
                Err(self.document.bad_entry(key, index, &what).with_hint(
                    "a table has the one key `include-group`, whose value is the name of a group",
                ))
            }
        }
    }

    /// Refuses a group that includes itself.
    fn check_way(&self, group: &str, within: &[String]) -> Result<()> {
        let path = self.document.path.display();
        if within.iter().any(|outer| normalized(outer) == normalized(group)) {
            let way: Vec<&str> = within.iter().map(String::as_str).chain([group]).collect();
            return Err(Error::invalid_input(format!(
                "[{KEY}] in {path} goes in a circle: {}",
                way.join(" includes ")
            ))
            .with_hint("take one of the includes out"));
        }
        if within.len() >= MAX_DEPTH {
            let message = format!(
                "groups of [{KEY}] in {path} include each other more than {MAX_DEPTH} deep"
            );
            return Err(Error::invalid_input(message));
        }
        Ok(())
    }

    fn too_many(&self) -> Error {
        let path = self.document.path.display();
        Error::invalid_input(format!(
            "the groups of [{KEY}] in {path} come to more than {MAX_ENTRIES} entries"
        ))
        .with_hint("look for a group that is included again and again")
    }
}
