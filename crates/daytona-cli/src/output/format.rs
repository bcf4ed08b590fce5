//! The formats of results and of failures.

use std::error::Error;

use clap::ValueEnum;
use serde::Serialize;

use super::terminal_text::TerminalText;

/// The format of results.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Tables and texts for people; they may change between versions
    #[default]
    Table,
    /// One JSON document
    Json,
    /// One JSON object per line for the items of a list and the lines of a log
    Jsonl,
    /// One YAML document
    Yaml,
}

type Document = Result<TerminalText, Box<dyn Error + Send + Sync>>;

impl Format {
    /// Serializes a value as the only document of a stream.
    pub(super) fn document(self, value: &impl Serialize) -> Document {
        match self {
            Self::Table | Self::Json => {
                Ok(TerminalText::json(&serde_json::to_string_pretty(value)?).with_newline())
            }
            Self::Jsonl => line(value).map(TerminalText::with_newline),
            Self::Yaml => yaml("", value),
        }
    }

    /// Serializes a value as a document that follows other lines: JSON on one line, YAML after
    /// `---`. Without a newline at the end.
    pub(super) fn last_document(self, value: &impl Serialize) -> Document {
        match self {
            Self::Table | Self::Json | Self::Jsonl => line(value),
            Self::Yaml => yaml("---\n", value).map(TerminalText::without_newline),
        }
    }
}

/// Serializes a value as one line of JSON, without a newline.
pub(super) fn line(value: &impl Serialize) -> Document {
    Ok(TerminalText::json(&serde_json::to_string(value)?))
}

fn yaml(start: &str, value: &impl Serialize) -> Document {
    let yaml = format!("{start}{}", yaml_serde::to_string(value)?);
    let json = serde_json::to_string_pretty(value)?;
    Ok(TerminalText::yaml(yaml, || format!("{start}{json}\n")))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::terminal_text::tests::{first_hidden_except, hostile};
    use super::*;

    proptest! {
        #[test]
        fn documents_have_no_hidden_characters_and_the_same_value(text in hostile(), key in hostile()) {
            let value = serde_json::json!({ key: [text, "plain"] });
            for (format, document) in [
                (Format::Json, Format::Json.document(&value)),
                (Format::Json, Format::Json.last_document(&value)),
                (Format::Yaml, Format::Yaml.document(&value)),
                (Format::Yaml, Format::Yaml.last_document(&value)),
            ] {
                let document = document.unwrap();
                prop_assert_eq!(first_hidden_except(document.as_str(), &['\n']), None);
                let read: serde_json::Value = match format {
                    Format::Yaml => yaml_serde::from_str(document.as_str()).unwrap(),
                    _ => serde_json::from_str(document.as_str()).unwrap(),
                };
                prop_assert_eq!(&read, &value, "{}", document.as_str());
            }
        }
    }
}
