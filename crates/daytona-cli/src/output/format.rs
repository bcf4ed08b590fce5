//! The formats of results.

use std::error::Error;

use clap::ValueEnum;
use serde::Serialize;

use super::shown::Shown;

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

type Document = Result<Shown, Box<dyn Error + Send + Sync>>;

impl Format {
    /// Writes a value as a document of its own.
    pub(super) fn document(self, value: &impl Serialize) -> Document {
        match self {
            Self::Table | Self::Json => {
                Ok(Shown::json(&serde_json::to_string_pretty(value)?).ended())
            }
            Self::Yaml => yaml("", value),
        }
    }

    /// Writes a value so that a program finds it behind lines of another kind: JSON as one line,
    /// YAML with a start of its own. The last line has no end.
    pub(super) fn last_document(self, value: &impl Serialize) -> Document {
        match self {
            Self::Table | Self::Json => line(value),
            Self::Yaml => yaml("---\n", value).map(Shown::unended),
        }
    }
}

/// Writes a value as one line of JSON.
pub(super) fn line(value: &impl Serialize) -> Document {
    Ok(Shown::json(&serde_json::to_string(value)?))
}

fn yaml(start: &str, value: &impl Serialize) -> Document {
    let yaml = format!("{start}{}", yaml_serde::to_string(value)?);
    let json = serde_json::to_string_pretty(value)?;
    Ok(Shown::yaml(yaml, || format!("{start}{json}\n")))
}
