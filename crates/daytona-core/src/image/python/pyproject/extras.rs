//! The groups of `[project.optional-dependencies]`.

use std::collections::BTreeSet;

use super::document::Document;
use super::group_table::GroupTable;
use crate::image::python::requirement::{Requirement, normalized};
use crate::{Error, Result};

pub(super) struct Extras<'d> {
    document: Document<'d>,
    groups: GroupTable<'d>,
    /// The name of the project, with which a group can refer to other groups.
    project: Option<String>,
}

impl<'d> Extras<'d> {
    pub(super) fn read(document: &Document<'d>) -> Result<Self> {
        let project = document.table_at(&["project"])?;
        if let Some(project) = project {
            document.check_static(project, "optional-dependencies")?;
        }
        let name = project.and_then(|project| project.get("name")).and_then(|name| name.as_str());
        let table = document.table_at(&["project", "optional-dependencies"])?;
        let groups = GroupTable::read(document, "project.optional-dependencies", table)?;
        Ok(Self { document: *document, groups, project: name.map(normalized) })
    }

    /// Returns the requirements of the groups, and of the groups that they refer to. Each group is
    /// read once.
    pub(super) fn resolve(&self, requested: &[String]) -> Result<Vec<String>> {
        let mut requirements = Vec::new();
        let mut seen = BTreeSet::new();
        let mut pending: Vec<String> = requested.iter().rev().cloned().collect();
        while let Some(group) = pending.pop() {
            if !seen.insert(normalized(&group)) {
                continue;
            }
            let (key, declared) = self.groups.get(&group)?;
            for (index, entry) in self.document.requirements(&key, declared)?.iter().enumerate() {
                match self.own_groups(entry) {
                    None => requirements.push(entry.clone()),
                    Some(Ok(groups)) => pending.extend(groups.into_iter().map(str::to_owned)),
                    Some(Err(reason)) => return Err(self.invalid(&key, index, entry, reason)),
                }
            }
        }
        Ok(requirements)
    }

    /// Returns the groups that an entry requests from the project itself, or `None` for another
    /// package.
    ///
    /// In a group of `app`, `app[test]` means the group `test`. pip would install the `app` of the
    /// package index.
    fn own_groups<'e>(&self, entry: &'e str) -> Option<Result<Vec<&'e str>, &'static str>> {
        let entry = Requirement::parse(entry)?;
        if self.project.as_ref() != Some(&normalized(entry.name)) {
            return None;
        }
        Some(match (entry.extras.is_empty(), entry.rest.is_empty()) {
            (true, _) => Err("which is the project itself and no dependency of it"),
            (false, true) => Ok(entry.extras),
            (false, false) => Err("which asks for groups of the project under a condition"),
        })
    }

    fn invalid(&self, key: &str, index: usize, entry: &str, reason: &str) -> Error {
        let message = format!("is `{}`, {reason}", entry.escape_debug());
        self.document.bad_entry(key, index, &message).with_hint(
            "name groups alone, as in `name[group]`; a project is installed by bringing it along \
            with add_local_dir and running pip",
        )
    }
}
