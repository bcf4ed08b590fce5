//! The manifest of a generated crate: that of `daytona-api` without inheritance from the workspace.

use std::fs;

use toml::{Table, Value};

use xtask::{Error, workspace};

/// The manifests that are the template of a generated one.
pub(super) struct Template {
    workspace: Table,
    api: Table,
}

impl Template {
    pub(super) fn read() -> Result<Self, Error> {
        let root = workspace::root();
        let read = |path: &str| -> Result<Table, Error> {
            let path = root.join(path);
            let text = fs::read_to_string(&path)
                .map_err(|error| format!("cannot read {}: {error}", path.display()))?;
            Ok(text.parse::<Table>()?)
        };
        let mut workspace = read("Cargo.toml")?;
        let workspace = match workspace.remove("workspace") {
            Some(Value::Table(workspace)) => workspace,
            _ => Table::new(),
        };
        Ok(Self { workspace, api: read("crates/daytona-api/Cargo.toml")? })
    }

    /// Returns the manifest as text. `multipart` adds the feature for forms with files.
    pub(super) fn manifest(&self, name: &str, description: &str, multipart: bool) -> String {
        let package = table(&self.workspace, "package");
        let inherited = |key: &str| {
            package.get(key).map_or_else(String::new, |value| format!("{key} = {value}\n"))
        };
        let mut text = format!("[package]\nname = \"{name}\"\n");
        text += &format!("description = {}\n", Value::from(description));
        text += "version = \"0.1.0\"\n";
        text += &inherited("edition");
        text += &inherited("rust-version");
        text += "\n[features]\n";
        for (feature, enables) in self.features() {
            text += &format!("{feature} = {}\n", Value::Array(enables));
        }
        text += "\n[dependencies]\n";
        for (dependency, mut table) in self.dependencies() {
            if multipart && dependency == "reqwest" {
                add_features(&mut table, &[Value::from("multipart")]);
            }
            text += &format!("{dependency} = {}\n", inline(&table));
        }
        text
    }

    /// Returns the features that enable dependencies. The others select operations.
    fn features(&self) -> Vec<(String, Vec<Value>)> {
        let features = table(&self.api, "features");
        let enables = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let outward = |value: &Value| {
            let text = value.as_str().unwrap_or_default();
            text.starts_with("dep:") || text.contains('/')
        };
        let kept: Vec<&String> = features
            .iter()
            .filter(|(_, value)| enables(value).iter().any(outward))
            .map(|(name, _)| name)
            .collect();
        let is_kept = |value: &Value| {
            outward(value) || kept.iter().any(|kept| value.as_str() == Some(kept.as_str()))
        };
        features
            .iter()
            .filter(|(name, _)| *name == "default" || kept.contains(name))
            .map(|(name, value)| {
                (name.clone(), enables(value).into_iter().filter(is_kept).collect())
            })
            .collect()
    }

    fn dependencies(&self) -> Vec<(String, Table)> {
        let shared = table(&self.workspace, "dependencies");
        table(&self.api, "dependencies")
            .into_iter()
            .map(|(name, own)| {
                let own = as_table(own);
                if own.get("workspace").is_none() {
                    return (name, own);
                }
                let mut whole = shared.get(&name).cloned().map(as_table).unwrap_or_default();
                if let Some(Value::Array(features)) = own.get("features") {
                    add_features(&mut whole, features);
                }
                if let Some(optional) = own.get("optional") {
                    whole.insert("optional".to_owned(), optional.clone());
                }
                (name, whole)
            })
            .collect()
    }
}

fn table(parent: &Table, key: &str) -> Table {
    parent.get(key).and_then(Value::as_table).cloned().unwrap_or_default()
}

/// Returns a dependency as a table. A string is its version.
fn as_table(dependency: Value) -> Table {
    match dependency {
        Value::Table(table) => table,
        version => Table::from_iter([("version".to_owned(), version)]),
    }
}

fn add_features(dependency: &mut Table, features: &[Value]) {
    let list = dependency.entry("features").or_insert_with(|| Value::Array(Vec::new()));
    if let Some(list) = list.as_array_mut() {
        list.extend(
            features.iter().filter(|feature| !list.contains(feature)).cloned().collect::<Vec<_>>(),
        );
    }
}

fn inline(dependency: &Table) -> String {
    match dependency.get("version") {
        Some(version) if dependency.len() == 1 => version.to_string(),
        version => {
            let version = version.map(|version| ("version", version));
            let others = dependency.iter().filter(|(key, _)| *key != "version");
            let members =
                version.into_iter().chain(others.map(|(key, value)| (key.as_str(), value)));
            let members: Vec<String> =
                members.map(|(key, value)| format!("{key} = {value}")).collect();
            format!("{{ {} }}", members.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template() -> Template {
        let workspace = r#"
            package = { edition = "2024", version = "9.9.9" }
            [dependencies]
            bytes = "1"
            reqwest = { version = "0.13", default-features = false, features = ["json"] }
            rustls = { version = "0.23" }
        "#;
        let api = r#"
            [features]
            default = ["rustls", "regions"]
            regions = []
            rustls = ["dep:rustls"]
            [dependencies]
            bytes.workspace = true
            reqwest = { workspace = true, features = ["stream"] }
            rustls = { workspace = true, optional = true }
            own = "2"
        "#;
        Template { workspace: workspace.parse().unwrap(), api: api.parse().unwrap() }
    }

    #[test]
    fn inherited_values_are_written_out() {
        let manifest = template().manifest("my-daytona", "Bindings.", false);
        let parsed: Table = manifest.parse().unwrap();
        assert_eq!(parsed["package"]["name"].as_str(), Some("my-daytona"));
        assert_eq!(parsed["package"]["edition"].as_str(), Some("2024"));
        for line in [
            r#"bytes = "1""#,
            r#"own = "2""#,
            r#"reqwest = { version = "0.13", default-features = false, features = ["json", "stream"] }"#,
            r#"rustls = { version = "0.23", optional = true }"#,
        ] {
            assert!(manifest.lines().any(|found| found == line), "{line} is not among\n{manifest}");
        }
    }

    #[test]
    fn features_that_select_operations_are_omitted() {
        let features = template().features();
        let rustls = vec![Value::from("rustls")];
        assert_eq!(
            features,
            [
                ("default".to_owned(), rustls),
                ("rustls".to_owned(), vec![Value::from("dep:rustls")]),
            ]
        );
    }

    #[test]
    fn forms_with_files_need_a_feature() {
        assert!(template().manifest("x", "", true).contains(r#""json", "stream", "multipart""#));
    }
}
