//! The dependencies that a `pyproject.toml` declares.

use std::path::Path;

use toml::{Table, Value};

use crate::{Error, Result};

/// Reads `project.dependencies`, followed by the asked groups of `project.optional-dependencies`.
pub(super) fn dependencies(path: &Path, text: &str, groups: &[String]) -> Result<Vec<String>> {
    let document: Table = text.parse().map_err(|error| invalid_toml(path, text, error))?;
    let project = match document.get("project") {
        Some(Value::Table(project)) => project,
        _ => return Err(absent(path, "section [project]")),
    };
    let mut found = match project.get("dependencies") {
        Some(declared) => requirements(path, "project.dependencies", declared)?,
        None => return Err(absent(path, "list `dependencies` in its section [project]")),
    };
    for group in groups {
        found.extend(optional(path, project, group)?);
    }
    Ok(found)
}

fn optional(path: &Path, project: &Table, group: &str) -> Result<Vec<String>> {
    const KEY: &str = "project.optional-dependencies";
    let none = Table::new();
    let groups = match project.get("optional-dependencies") {
        Some(Value::Table(groups)) => groups,
        Some(_) => return Err(malformed(path, KEY, "a table")),
        None => &none,
    };
    match groups.get(group) {
        Some(declared) => requirements(path, &format!("{KEY}.{group}"), declared),
        None => {
            let known: Vec<&str> = groups.keys().map(String::as_str).collect();
            let known = if known.is_empty() { "no groups".to_owned() } else { known.join(", ") };
            Err(Error::invalid_input(format!(
                "{} has no group `{group}` in [{KEY}]",
                path.display()
            ))
            .with_hint(format!("it has {known}")))
        }
    }
}

fn requirements(path: &Path, key: &str, declared: &Value) -> Result<Vec<String>> {
    let not_strings = || malformed(path, key, "a list of strings");
    let list = declared.as_array().ok_or_else(not_strings)?;
    list.iter().map(|item| item.as_str().map(str::to_owned).ok_or_else(not_strings)).collect()
}

fn invalid_toml(path: &Path, text: &str, error: toml::de::Error) -> Error {
    let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let message = format!("{}:{line}: not valid TOML: {}", path.display(), error.message());
    Error::invalid_input(message).with_source(error)
}

fn absent(path: &Path, what: &str) -> Error {
    Error::invalid_input(format!("{} has no {what}", path.display()))
        .with_hint("dependencies are declared as the list `dependencies` of the section [project]")
}

fn malformed(path: &Path, key: &str, wanted: &str) -> Error {
    Error::invalid_input(format!("`{key}` in {} is not {wanted}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, groups: &[&str]) -> Result<Vec<String>> {
        let groups: Vec<String> = groups.iter().map(ToString::to_string).collect();
        dependencies(Path::new("pyproject.toml"), text, &groups)
    }

    const PROJECT: &str = "[project]\ndependencies = ['b', 'a>=1']\n\
        [project.optional-dependencies]\ndev = ['pytest']\n";

    #[test]
    fn groups_follow_the_main_dependencies() {
        assert_eq!(read(PROJECT, &[]).unwrap(), ["b", "a>=1"]);
        assert_eq!(read(PROJECT, &["dev"]).unwrap(), ["b", "a>=1", "pytest"]);
    }

    #[test]
    fn unknown_group_is_refused_with_the_known_ones() {
        let error = read(PROJECT, &["dve"]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "pyproject.toml has no group `dve` in [project.optional-dependencies]; it has dev"
        );
    }

    #[test]
    fn malformed_files_say_what_is_missing() {
        let refused = [
            ("x = ", "not valid TOML"),
            ("[tool]", "no section [project]"),
            ("[project]\nname = 'x'", "no list `dependencies`"),
            (
                "[project]\ndependencies = 'x'",
                "`project.dependencies` in pyproject.toml is not a list",
            ),
            ("[project]\ndependencies = [1]", "is not a list of strings"),
        ];
        for (text, expected) in refused {
            let error = read(text, &[]).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        }
    }
}
