//! Classifies differences by their consequences for programs that use our bindings.
//!
//! The class depends on the direction of a value. For values that are sent, a server that accepts less breaks programs,
//! and a server that accepts more does not. For values that are received, a server that can answer more breaks them,
//! and a server that guarantees more does not. Answers that our bindings tolerate break nothing: unknown fields, unknown
//! values of an enum, a missing or `null` value of an optional or nullable field, and any status of success.
//!
//! The table of all rules is in `openapi/README.md`. A test compares it with this code.

use serde::Serialize;

/// The consequence of a difference for programs that use our bindings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// A request can be refused, an answer cannot be decoded, or data is missing.
    Breaking,
    /// Programs still work. Something can be bound in addition, or the server guarantees more.
    Additive,
    /// Requests and answers are the same.
    Cosmetic,
}

/// The direction of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// From a program to the server: parameters and request bodies.
    Sent,
    /// From the server to a program: response bodies.
    Received,
    /// From the server to a program that only reads the status: the bodies of errors.
    ReceivedRaw,
}

/// The kind of a difference.
///
/// Reports list the kinds of a class in this order.
#[cfg_attr(test, derive(clap::ValueEnum))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Change {
    OperationRemoved,
    OperationMoved,
    /// An operation of a bound tag is not bound.
    OperationAdded,
    OperationRenamed,
    OperationTags,
    Deprecation,
    ParameterRemoved,
    RequiredParameterAdded,
    OptionalParameterAdded,
    ParameterRenamed,
    ParameterForm,
    BodyRemoved,
    RequiredBodyAdded,
    BodyAdded,
    MediaTypeRemoved,
    MediaTypeAdded,
    SuccessStatus,
    ErrorStatusAdded,
    ErrorStatusRemoved,
    FieldRemoved,
    RequiredFieldAdded,
    OptionalFieldAdded,
    NowRequired,
    /// No longer required, but the bindings require it.
    NowOptional,
    /// No longer required, and the bindings read a missing value as `null`.
    NullableNowOptional,
    /// `null`, but the bindings require a value.
    NowNullable,
    /// `null`, and the bindings have an `Option`.
    OptionalNowNullable,
    NotNullable,
    TypeChanged,
    TypeWidened,
    TypeNarrowed,
    FormatNote,
    EnumValuesRemoved,
    EnumValuesAdded,
    EnumOpened,
    EnumClosed,
    VariantRemoved,
    VariantAdded,
    BoundTightened,
    BoundLoosened,
    BoundChanged,
    DefaultChanged,
    DefaultNote,
    SchemaRenamed,
}

impl Change {
    /// Returns the class of a change in a value of this direction.
    pub(super) fn class(self, direction: Direction) -> Class {
        use Class::{Additive, Breaking, Cosmetic};
        use Direction::{ReceivedRaw, Sent};
        let by_direction = |sent, received| if direction == Sent { sent } else { received };
        if direction == ReceivedRaw {
            return Cosmetic;
        }
        match self {
            Self::OperationRemoved
            | Self::OperationMoved
            | Self::ParameterRemoved
            | Self::RequiredParameterAdded
            | Self::ParameterForm
            | Self::BodyRemoved
            | Self::RequiredBodyAdded
            | Self::MediaTypeRemoved
            | Self::FieldRemoved
            | Self::TypeChanged => Breaking,

            Self::OperationAdded
            | Self::OptionalParameterAdded
            | Self::BodyAdded
            | Self::MediaTypeAdded
            | Self::SuccessStatus
            | Self::ErrorStatusAdded
            | Self::OptionalFieldAdded
            | Self::NullableNowOptional
            | Self::OptionalNowNullable
            | Self::EnumValuesAdded
            | Self::EnumOpened => Additive,

            Self::RequiredFieldAdded
            | Self::NowRequired
            | Self::NotNullable
            | Self::TypeNarrowed
            | Self::EnumValuesRemoved
            | Self::EnumClosed
            | Self::VariantRemoved => by_direction(Breaking, Additive),

            Self::NowOptional | Self::NowNullable | Self::TypeWidened | Self::VariantAdded => {
                by_direction(Additive, Breaking)
            }

            Self::BoundTightened | Self::BoundChanged | Self::DefaultChanged => {
                by_direction(Breaking, Cosmetic)
            }
            Self::BoundLoosened => by_direction(Additive, Cosmetic),

            Self::OperationRenamed
            | Self::OperationTags
            | Self::Deprecation
            | Self::ParameterRenamed
            | Self::ErrorStatusRemoved
            | Self::FormatNote
            | Self::DefaultNote
            | Self::SchemaRenamed => Cosmetic,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, fs};

    use clap::ValueEnum;

    use super::*;
    use crate::workspace;

    /// Returns the table in the README: the changes and their classes when sent and when received.
    fn documented() -> BTreeMap<String, (String, String)> {
        let page = fs::read_to_string(workspace::root().join("openapi/README.md")).unwrap();
        let rows = page.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |"));
        let mut documented = BTreeMap::new();
        for cells in rows.map(|row| row.split(" | ").collect::<Vec<_>>()) {
            let [_, changes, sent, received] = cells[..] else { continue };
            for change in changes.split(", ").filter_map(|name| name.strip_prefix('`')) {
                let name = change.trim_end_matches('`').to_owned();
                documented.insert(name, (sent.to_owned(), received.to_owned()));
            }
        }
        documented
    }

    #[test]
    fn table_in_the_readme_has_every_rule() {
        let mut documented = documented();
        let name = |class: Class| serde_json::to_value(class).unwrap().as_str().unwrap().to_owned();
        for change in Change::value_variants() {
            let title = serde_json::to_value(change).unwrap().as_str().unwrap().to_owned();
            let classes =
                (name(change.class(Direction::Sent)), name(change.class(Direction::Received)));
            assert_eq!(documented.remove(&title), Some(classes), "{title}");
        }
        assert!(documented.is_empty(), "unknown changes in the table: {documented:?}");
    }

    #[test]
    fn changes_inside_an_error_are_cosmetic() {
        for change in Change::value_variants() {
            assert_eq!(change.class(Direction::ReceivedRaw), Class::Cosmetic);
        }
    }
}
