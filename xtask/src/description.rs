//! Reading an OpenAPI description.

use std::{fs, path::Path};

use serde_json::Value;

use crate::Error;

/// Reads a description in YAML or JSON.
pub(crate) fn read(path: &Path) -> Result<Value, Error> {
    let text = fs::read_to_string(path)
        .map_err(|error| format!("cannot read the description {}: {error}", path.display()))?;
    // JSON is YAML too, and the YAML parser says where in the file a mistake is.
    yaml_serde::from_str(&text)
        .map_err(|error| format!("cannot parse the description {}: {error}", path.display()).into())
}
