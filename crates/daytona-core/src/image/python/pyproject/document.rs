//! A parsed `pyproject.toml`.

use std::path::Path;

use toml::{Table, Value};

use crate::image::options::pyproject::PyprojectOptions;
use crate::image::python::requirement::Requirement;
use crate::{Error, Result};

/// A `pyproject.toml` and its path.
#[derive(Clone, Copy)]
pub(super) struct Document<'d> {
    pub(super) path: &'d Path,
    pub(super) table: &'d Table,
}

impl<'d> Document<'d> {
    /// Returns the `project.dependencies`. They are optional if groups are requested.
    pub(super) fn main(&self, options: &PyprojectOptions) -> Result<Vec<String>> {
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
            None if options.has_groups() => Ok(Vec::new()),
            None => Err(self.absent("list `dependencies` in its section [project]")),
        }
    }

    /// Refuses a field of `[project]` that the build backend computes.
    pub(super) fn check_static(&self, project: &Table, field: &str) -> Result<()> {
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

    /// Returns the table at a path of keys, or `None` if there is none.
    pub(super) fn table_at(&self, keys: &[&str]) -> Result<Option<&'d Table>> {
        let mut table = self.table;
        for (depth, key) in keys.iter().enumerate() {
            table = match table.get(*key) {
                Some(Value::Table(inner)) => inner,
                Some(_) => return Err(self.malformed(&keys[..=depth].join("."), "a table")),
                None => return Ok(None),
            };
        }
        Ok(Some(table))
    }

    /// Reads a list of requirements. `key` is its full key, for errors.
    pub(super) fn requirements(&self, key: &str, declared: &Value) -> Result<Vec<String>> {
        let list = declared.as_array().ok_or_else(|| self.malformed(key, "a list of strings"))?;
        list.iter().enumerate().map(|(index, item)| self.requirement(key, index, item)).collect()
    }

    /// Reads an entry of a list. The first index is 0.
    pub(super) fn requirement(&self, key: &str, index: usize, item: &Value) -> Result<String> {
        let is_control = |c: char| c.is_control() && c != '\t';
        let Some(text) = item.as_str() else {
            let what = format!("is of the type {}, and not a string", item.type_str());
            return Err(self.bad_entry(key, index, &what));
        };
        if Requirement::parse(text).is_none() || text.contains(is_control) {
            let what = format!("is `{}`, which is not a requirement", text.escape_debug());
            return Err(self
                .bad_entry(key, index, &what)
                .with_hint("write the name of a package, and its versions, such as `numpy>=2`"));
        }
        Ok(text.to_owned())
    }

    /// Returns an error about an entry of a list.
    pub(super) fn bad_entry(&self, key: &str, index: usize, what: &str) -> Error {
        let path = self.path.display();
        Error::invalid_input(format!("entry {} of `{key}` in {path} {what}", index + 1))
    }

    fn absent(&self, what: &str) -> Error {
        Error::invalid_input(format!("{} has no {what}", self.path.display())).with_hint(
            "dependencies are declared as the list `dependencies` of the section [project]",
        )
    }

    /// Returns an error about a value of the wrong type.
    pub(super) fn malformed(&self, key: &str, wanted: &str) -> Error {
        Error::invalid_input(format!("`{key}` in {} is not {wanted}", self.path.display()))
    }
}
