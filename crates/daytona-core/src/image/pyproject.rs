//! The dependencies that a `pyproject.toml` declares.

mod extras;
mod groups;
mod named;

use std::path::Path;

use toml::{Table, Value};

use super::PyprojectOptions;
use super::requirement::Requirement;
use crate::{Error, Result};
use extras::Extras;
use groups::Groups;

/// Reads `project.dependencies`, followed by the asked groups of `project.optional-dependencies`
/// and of `dependency-groups`, in the order of the options.
pub(super) fn dependencies(
    path: &Path,
    text: &str,
    options: &PyprojectOptions,
) -> Result<Vec<String>> {
    let document = Document { path, table: &parse(path, text)? };
    let mut found = document.main(options)?;
    if !options.optional_dependencies.is_empty() {
        found.extend(Extras::read(&document)?.take(&options.optional_dependencies)?);
    }
    if !options.dependency_groups.is_empty() {
        found.extend(Groups::read(&document)?.take(&options.dependency_groups)?);
    }
    Ok(found)
}

fn parse(path: &Path, text: &str) -> Result<Table> {
    text.parse().map_err(|error: toml::de::Error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let message = format!("{}:{line}: not valid TOML: {}", path.display(), error.message());
        Error::invalid_input(message).with_source(error)
    })
}

/// A `pyproject.toml` and where it lies.
#[derive(Clone, Copy)]
struct Document<'d> {
    path: &'d Path,
    table: &'d Table,
}

impl<'d> Document<'d> {
    /// Returns what the project needs in any case.
    ///
    /// A file that only has groups need not declare anything else.
    fn main(&self, options: &PyprojectOptions) -> Result<Vec<String>> {
        let Some(project) = self.table.get("project") else {
            return match options.optional_dependencies.is_empty() {
                true if !options.dependency_groups.is_empty() => Ok(Vec::new()),
                _ => Err(self.absent("section [project]")),
            };
        };
        let project = project.as_table().ok_or_else(|| self.malformed("project", "a table"))?;
        self.check_static(project, "dependencies")?;
        match project.get("dependencies") {
            Some(declared) => self.requirements("project.dependencies", declared),
            None if options.asks_for_groups() => Ok(Vec::new()),
            None => Err(self.absent("list `dependencies` in its section [project]")),
        }
    }

    /// Refuses a field of `[project]` that the build backend works out.
    fn check_static(&self, project: &Table, field: &str) -> Result<()> {
        let dynamic = project.get("dynamic").and_then(Value::as_array);
        let names_it = |name: &Value| name.as_str() == Some(field);
        if !dynamic.is_some_and(|dynamic| dynamic.iter().any(names_it)) {
            return Ok(());
        }
        Err(Error::invalid_input(format!(
            "{} leaves `{field}` to its build backend (`project.dynamic`), so that they cannot be \
            read from it",
            self.path.display()
        ))
        .with_hint(
            "list them in the file, or bring the project along with add_local_dir and install it \
            with run_commands",
        ))
    }

    /// Returns a table of groups, with the key that it has in messages.
    fn groups(&self, at: &[&str]) -> Result<Option<&'d Table>> {
        let mut table = self.table;
        for (depth, key) in at.iter().enumerate() {
            table = match table.get(*key) {
                Some(Value::Table(inner)) => inner,
                Some(_) => return Err(self.malformed(&at[..=depth].join("."), "a table")),
                None => return Ok(None),
            };
        }
        Ok(Some(table))
    }

    fn requirements(&self, key: &str, declared: &Value) -> Result<Vec<String>> {
        let list = declared.as_array().ok_or_else(|| self.malformed(key, "a list of strings"))?;
        list.iter().enumerate().map(|(index, item)| self.requirement(key, index, item)).collect()
    }

    /// Reads an entry of a list; entries count from 0.
    fn requirement(&self, key: &str, index: usize, item: &Value) -> Result<String> {
        let Some(text) = item.as_str() else {
            let what = format!("is of the type {}, and not a string", item.type_str());
            return Err(self.bad_entry(key, index, &what));
        };
        if Requirement::read(text).is_none() || text.contains(['\n', '\r', '\0']) {
            let what = format!("is `{}`, which is not a requirement", text.escape_debug());
            return Err(self
                .bad_entry(key, index, &what)
                .with_hint("write the name of a package, and its versions, such as `numpy>=2`"));
        }
        Ok(text.to_owned())
    }

    fn bad_entry(&self, key: &str, index: usize, what: &str) -> Error {
        let path = self.path.display();
        Error::invalid_input(format!("entry {} of `{key}` in {path} {what}", index + 1))
    }

    fn absent(&self, what: &str) -> Error {
        Error::invalid_input(format!("{} has no {what}", self.path.display())).with_hint(
            "dependencies are declared as the list `dependencies` of the section [project]",
        )
    }

    fn malformed(&self, key: &str, wanted: &str) -> Error {
        Error::invalid_input(format!("`{key}` in {} is not {wanted}", self.path.display()))
    }
}

#[cfg(test)]
mod tests;
