//! The dependencies of a `pyproject.toml`.

mod document;
mod extras;
mod group_table;
mod groups;

use std::path::Path;

use toml::Table;

use crate::image::options::pyproject::PyprojectOptions;
use crate::{Error, Result};
use document::Document;
use extras::Extras;
use groups::Groups;

/// Returns `project.dependencies`, followed by the requested groups of
/// `project.optional-dependencies` and of `dependency-groups`, in the order of the options.
pub(in crate::image) fn dependencies(
    path: &Path,
    text: &str,
    options: &PyprojectOptions,
) -> Result<Vec<String>> {
    let document = Document { path, table: &parse(path, text)? };
    let mut dependencies = document.main(options)?;
    if !options.optional_dependencies.is_empty() {
        dependencies.extend(Extras::read(&document)?.resolve(&options.optional_dependencies)?);
    }
    if !options.dependency_groups.is_empty() {
        dependencies.extend(Groups::read(&document)?.resolve(&options.dependency_groups)?);
    }
    Ok(dependencies)
}

fn parse(path: &Path, text: &str) -> Result<Table> {
    text.parse().map_err(|error: toml::de::Error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let message = format!("{}:{line}: not valid TOML: {}", path.display(), error.message());
        Error::invalid_input(message).with_source(error)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, options: &PyprojectOptions) -> Result<Vec<String>> {
        dependencies(Path::new("pyproject.toml"), text, options)
    }

    fn no_groups() -> PyprojectOptions {
        PyprojectOptions::new()
    }

    fn extras(names: &[&str]) -> PyprojectOptions {
        no_groups().optional_dependencies(names.iter().copied())
    }

    fn groups(names: &[&str]) -> PyprojectOptions {
        no_groups().dependency_groups(names.iter().copied())
    }

    fn refusal(text: &str, options: &PyprojectOptions) -> String {
        let error = read(text, options).unwrap_err();
        assert!(error.is_invalid_input());
        error.to_string()
    }

    const PROJECT: &str = "\
[project]
name = 'My.App'
dependencies = ['b', 'a>=1']

[project.optional-dependencies]
dev = ['pytest']
all = ['my_app[dev,docs]', 'extra']
docs = ['sphinx', 'My-App[all]']

[dependency-groups]
test = ['pytest', 'coverage[toml]>7']
Type_Check = ['mypy', {include-group = 'test'}]
ci = [{include-group = 'type-check'}, {include-group = 'TEST'}, 'nox']
";

    #[test]
    fn groups_come_after_the_main_dependencies() {
        assert_eq!(read(PROJECT, &no_groups()).unwrap(), ["b", "a>=1"]);
        assert_eq!(read(PROJECT, &extras(&["dev"])).unwrap(), ["b", "a>=1", "pytest"]);
        let both = extras(&["Dev"]).dependency_groups(["test"]);
        let all = ["b", "a>=1", "pytest", "pytest", "coverage[toml]>7"];
        assert_eq!(read(PROJECT, &both).unwrap(), all);
    }

    #[test]
    fn extras_of_the_project_itself_are_replaced_by_their_groups() {
        let found = read(PROJECT, &extras(&["all"])).unwrap();
        assert_eq!(found, ["b", "a>=1", "extra", "sphinx", "pytest"]);
    }

    #[test]
    fn included_groups_are_installed() {
        let found = read(PROJECT, &groups(&["ci"])).unwrap();
        let all = ["mypy", "pytest", "coverage[toml]>7", "pytest", "coverage[toml]>7", "nox"];
        assert_eq!(found[2..], all);
    }

    #[test]
    fn groups_need_no_project() {
        let alone = "[dependency-groups]\ntest = ['pytest']\n";
        assert_eq!(read(alone, &groups(&["test"])).unwrap(), ["pytest"]);
        let named = format!("[project]\nname = 'x'\n{alone}");
        assert_eq!(read(&named, &groups(&["test"])).unwrap(), ["pytest"]);
        assert!(refusal(alone, &no_groups()).contains("has no section [project]"));
        assert!(refusal(alone, &extras(&["x"])).contains("has no section [project]"));
    }

    #[test]
    fn malformed_projects_are_refused_by_file_table_and_entry() {
        let refused = [
            ("x = ", "pyproject.toml:1: not valid TOML: "),
            ("[project]\na = 1\na = 2\n", "pyproject.toml:3: not valid TOML: "),
            (
                "[tool]",
                "pyproject.toml has no section [project]; dependencies are declared as the list \
                `dependencies` of the section [project]",
            ),
            ("project = 1", "`project` in pyproject.toml is not a table"),
            (
                "[project]\nname = 'x'",
                "pyproject.toml has no list `dependencies` in its section [project]; ",
            ),
            (
                "[project]\ndynamic = ['version', 'dependencies']",
                "pyproject.toml leaves `dependencies` to its build backend (`project.dynamic`), so \
                that they cannot be read from it; list them in the file, or bring the project along \
                with add_local_dir and install it with run_commands",
            ),
            (
                "[project]\ndependencies = 'x'",
                "`project.dependencies` in pyproject.toml is not a list of strings",
            ),
            (
                "[project]\ndependencies = {a = '1'}",
                "`project.dependencies` in pyproject.toml is not a list of strings",
            ),
            (
                "[project]\ndependencies = ['a', 1]",
                "entry 2 of `project.dependencies` in pyproject.toml is of the type integer, and not \
                a string",
            ),
            (
                "[project]\ndependencies = ['-e .']",
                "entry 1 of `project.dependencies` in pyproject.toml is `-e .`, which is not a \
                requirement; write the name of a package, and its versions, such as `numpy>=2`",
            ),
            (
                "[project]\ndependencies = [\"a\\nRUN b\"]",
                "entry 1 of `project.dependencies` in pyproject.toml is `a\\nRUN b`, which is not a",
            ),
        ];
        for (text, expected) in refused {
            let message = refusal(text, &no_groups());
            assert!(message.starts_with(expected), "{message}");
        }
    }

    #[test]
    fn malformed_extras_are_refused_by_file_table_and_entry() {
        let refused = [
            (
                "",
                "pyproject.toml has no group `x` in [project.optional-dependencies]; it has no groups",
            ),
            (
                "dynamic = ['optional-dependencies']",
                "pyproject.toml leaves `optional-dependencies` to its build backend",
            ),
            (
                "optional-dependencies = 1",
                "`project.optional-dependencies` in pyproject.toml is not a table",
            ),
            (
                "optional-dependencies = {x = 'a'}",
                "`project.optional-dependencies.x` in pyproject.toml is not a list of strings",
            ),
            (
                "optional-dependencies = {X = ['a', []]}",
                "entry 2 of `project.optional-dependencies.X` in pyproject.toml is of the type array",
            ),
            (
                "optional-dependencies = {dev = [], y = []}",
                "pyproject.toml has no group `x` in [project.optional-dependencies]; it has dev, y",
            ),
            (
                "optional-dependencies = {a_b = [], A-B = []}",
                "[project.optional-dependencies] in pyproject.toml has the groups `A-B` and `a_b`, \
                whose names mean the same; case, `-`, `_` and `.` make no difference: rename one of \
                them",
            ),
            (
                "name = 'app'\noptional-dependencies = {x = ['App']}",
                "entry 1 of `project.optional-dependencies.x` in pyproject.toml is `App`, which is \
                the project itself and no dependency of it; name groups alone",
            ),
            (
                "name = 'app'\noptional-dependencies = {x = ['app[y]; os_name == \"nt\"'], y = []}",
                "entry 1 of `project.optional-dependencies.x` in pyproject.toml is `app[y]; os_name \
                == \\\"nt\\\"`, which asks for groups of the project under a condition; name",
            ),
            (
                "name = 'app'\noptional-dependencies = {x = ['app[z]'], y = []}",
                "pyproject.toml has no group `z` in [project.optional-dependencies]; it has x, y",
            ),
        ];
        for (lines, expected) in refused {
            let message =
                refusal(&format!("[project]\ndependencies = []\n{lines}"), &extras(&["x"]));
            assert!(message.starts_with(expected), "{message}");
        }
    }

    #[test]
    fn malformed_groups_are_refused_by_file_table_and_entry() {
        let table = "which means nothing; a table has the one key `include-group`, whose value is the \
            name of a group";
        let refused = [
            ("", "pyproject.toml has no group `x` in [dependency-groups]; it has no groups".to_owned()),
            ("y = []", "pyproject.toml has no group `x` in [dependency-groups]; it has y".to_owned()),
            (
                "x = 'a'",
                "`dependency-groups.x` in pyproject.toml is not a list of strings and of tables with \
                the key `include-group`"
                    .to_owned(),
            ),
            (
                "x = ['a', true]",
                "entry 2 of `dependency-groups.x` in pyproject.toml is of the type boolean, and not a \
                string"
                    .to_owned(),
            ),
            (
                "x = [{include = 'a'}]",
                format!(
                    "entry 1 of `dependency-groups.x` in pyproject.toml is a table of `include`, {table}"
                ),
            ),
            (
                "x = [{include-group = 1}]",
                format!(
                    "entry 1 of `dependency-groups.x` in pyproject.toml is a table of `include-group`, {table}"
                ),
            ),
            (
                "x = [{include-group = 'y', path = 'z'}]\ny = []",
                format!(
                    "entry 1 of `dependency-groups.x` in pyproject.toml is a table of `include-group`, `path`, {table}"
                ),
            ),
            (
                "x = [{include-group = 'z'}]\ny = []",
                "entry 1 of `dependency-groups.x` in pyproject.toml includes the group `z`, which is \
                not there; it has x, y"
                    .to_owned(),
            ),
            (
                "x = [{include-group = 'y'}]\ny = ['a', {include-group = 'X'}]",
                "[dependency-groups] in pyproject.toml goes in a circle: x includes y includes X; take \
                one of the includes out"
                    .to_owned(),
            ),
            (
                "x_y = []\nX.y = []",
                "`dependency-groups.X` in pyproject.toml is not".to_owned(),
            ),
            (
                "x = []\nX = []",
                "[dependency-groups] in pyproject.toml has the groups `X` and `x`, whose names mean \
                the same"
                    .to_owned(),
            ),
        ];
        for (lines, expected) in refused {
            let message = refusal(&format!("[dependency-groups]\n{lines}\n"), &groups(&["x"]));
            assert!(message.contains(&expected), "{message}");
        }
    }

    #[test]
    fn groups_that_multiply_are_refused() {
        let mut text = "[dependency-groups]\ng0 = []\n".to_owned();
        for level in 1..40 {
            let inner = format!("{{include-group = 'g{}'}}", level - 1);
            text.push_str(&format!("g{level} = [{inner}, {inner}]\n"));
        }
        let message = refusal(&text, &groups(&["g39"]));
        assert!(message.contains("come to more than 10000 entries"), "{message}");

        let mut text = "[dependency-groups]\ng0 = ['a']\n".to_owned();
        for level in 1..100 {
            text.push_str(&format!("g{level} = [{{include-group = 'g{}'}}]\n", level - 1));
        }
        let message = refusal(&text, &groups(&["g99"]));
        assert!(message.contains("include each other more than 64 deep"), "{message}");
    }
}
