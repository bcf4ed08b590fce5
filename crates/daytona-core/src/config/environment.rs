//! The variables of the process and of the `.env` files beside it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Only variables whose name begins so are looked at.
const PREFIX: &str = "DAYTONA_";

/// The files, in the order in which they count.
const FILES: [&str; 2] = [".env.local", ".env"];

/// What the process and the `.env` files set, read once. The environment of the process is not
/// changed.
pub(crate) struct Environment {
    layers: Vec<Layer>,
}

struct Layer {
    file: Option<PathBuf>,
    variables: HashMap<String, String>,
}

/// A variable and the file that set it; `None` for the process.
pub(crate) struct Found {
    pub(crate) value: String,
    pub(crate) file: Option<PathBuf>,
}

impl Environment {
    /// Reads the process and the files of the working directory.
    pub(crate) fn of_process() -> Self {
        // `vars_os`: a variable of somebody else's that is not Unicode is no reason to fail.
        let variables = std::env::vars_os().filter_map(|(name, value)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        });
        Self::read(variables, Path::new("."))
    }

    pub(crate) fn read(process: impl IntoIterator<Item = (String, String)>, folder: &Path) -> Self {
        let mut layers = vec![Layer { file: None, variables: relevant(process) }];
        for name in FILES {
            let file = folder.join(name);
            let variables = relevant(variables_of(&file));
            layers.push(Layer { file: Some(file), variables });
        }
        Self { layers }
    }

    /// Returns a variable from the first place that sets it to more than nothing.
    pub(crate) fn get(&self, name: &str) -> Option<Found> {
        self.layers.iter().find_map(|layer| {
            let value = layer.variables.get(name)?.clone();
            Some(Found { value, file: layer.file.clone() })
        })
    }
}

fn relevant(variables: impl IntoIterator<Item = (String, String)>) -> HashMap<String, String> {
    variables
        .into_iter()
        .filter(|(name, value)| name.starts_with(PREFIX) && !value.is_empty())
        .collect()
}

/// Reads the lines of a file that can be read; a line may hold a secret, so none is ever shown.
fn variables_of(file: &Path) -> Vec<(String, String)> {
    let lines = match dotenvy::from_path_iter(file) {
        Ok(lines) => lines,
        Err(error) => {
            if !error.not_found() {
                tracing::warn!(file = %file.display(), "cannot be read, left out");
            }
            return Vec::new();
        }
    };
    let mut variables = Vec::new();
    for line in lines {
        match line {
            Ok(variable) => variables.push(variable),
            Err(dotenvy::Error::LineParse(..)) => {
                tracing::warn!(file = %file.display(), "a line cannot be parsed, left out");
            }
            // A directory of that name, for one, would fail so for ever.
            Err(_) => {
                tracing::warn!(file = %file.display(), "cannot be read to its end");
                break;
            }
        }
    }
    variables
}
