//! The formats of results.

use std::error::Error;

use clap::ValueEnum;
use serde::Serialize;

/// How results are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people: tables and texts, which may change
    #[default]
    Table,
    /// One JSON document
    Json,
    /// One YAML document
    Yaml,
}

type Text = Result<String, Box<dyn Error + Send + Sync>>;

impl Format {
    /// Writes a value as a document of its own.
    pub(super) fn document(self, value: &impl Serialize) -> Text {
        match self {
            Self::Table | Self::Json => Ok(serde_json::to_string_pretty(value)? + "\n"),
            Self::Yaml => Ok(yaml_serde::to_string(value)?),
        }
    }

    /// Writes a value so that a program finds it behind lines of another kind: JSON as one line,
    /// YAML with a start of its own.
    pub(super) fn last_document(self, value: &impl Serialize) -> Text {
        match self {
            Self::Table | Self::Json => Ok(serde_json::to_string(value)?),
            Self::Yaml => Ok(format!("---\n{}", yaml_serde::to_string(value)?)),
        }
    }
}
