//! The groups of `[project.optional-dependencies]`.

use std::collections::BTreeSet;

use super::Document;
use super::named::Named;
use crate::image::requirement::{Requirement, normalized};
use crate::{Error, Result};

pub(super) struct Extras<'d> {
    document: Document<'d>,
    groups: Named<'d>,
    /// The name of the project itself, by which groups refer to each other.
    project: Option<String>,
}

impl<'d> Extras<'d> {
    pub(super) fn read(document: &Document<'d>) -> Result<Self> {
        let project = document.groups(&["project"])?;
        if let Some(project) = project {
            document.check_static(project, "optional-dependencies")?;
        }
        let name = project.and_then(|project| project.get("name")).and_then(|name| name.as_str());
        let table = document.groups(&["project", "optional-dependencies"])?;
        let groups = Named::read(document, "project.optional-dependencies", table)?;
        Ok(Self { document: *document, groups, project: name.map(normalized) })
    }

    /// Returns what groups list, and those that they refer to, each group once.
    pub(super) fn take(&self, asked: &[String]) -> Result<Vec<String>> {
        let mut found = Vec::new();
        let mut taken = BTreeSet::new();
        let mut ahead: Vec<String> = asked.iter().rev().cloned().collect();
        while let Some(group) = ahead.pop() {
            if !taken.insert(normalized(&group)) {
                continue;
            }
            let (key, declared) = self.groups.get(&group)?;
            for (index, entry) in self.document.requirements(&key, declared)?.iter().enumerate() {
                match self.own_groups(entry) {
                    None => found.push(entry.clone()),
                    Some(Ok(inner)) => ahead.extend(inner.into_iter().map(str::to_owned)),
                    Some(Err(why)) => return Err(self.refuse(&key, index, entry, why)),
                }
            }
        }
        Ok(found)
    }

    /// Returns the groups that an entry asks the project itself for; nothing for another package.
    ///
    /// `app[test]` in a group of `app` stands for the group `test`. Handed to pip, it would be the
    /// `app` of the package index.
    fn own_groups<'e>(&self, entry: &'e str) -> Option<Result<Vec<&'e str>, &'static str>> {
        let entry = Requirement::read(entry)?;
        if self.project.as_ref() != Some(&normalized(entry.name)) {
            return None;
        }
        Some(match (entry.extras.is_empty(), entry.rest.is_empty()) {
            (true, _) => Err("which is the project itself and no dependency of it"),
            (false, true) => Ok(entry.extras),
            (false, false) => Err("which asks for groups of the project under a condition"),
        })
    }

    fn refuse(&self, key: &str, index: usize, entry: &str, why: &str) -> Error {
        let what = format!("is `{}`, {why}", entry.escape_debug());
        self.document.bad_entry(key, index, &what).with_hint(
            "name groups alone, as in `name[group]`; a project is installed by bringing it along \
            with add_local_dir and running pip",
        )
    }
}
