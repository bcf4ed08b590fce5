//! What a difference means for programs that use our bindings.
//!
//! The rules follow from which way a value goes. Of what is sent, a server that takes less than before breaks
//! programs, and one that takes more does not. Of what is received, a server that may answer more than before breaks
//! them, and one that promises more does not; what our bindings put up with anyhow (unknown fields, unknown values of
//! an enum, `null` or nothing for what is optional or nullable, any status of success) breaks nothing.
//!
//! The table of all rules is in `openapi/README.md`; a test holds it and this code together.

use serde::Serialize;

/// What a difference means for programs that use our bindings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Class {
    /// A program can be refused, fail to read an answer, or no longer get what it asks for.
    Breaking,
    /// Programs go on working; there is something new to bind, or the server promises more than before.
    Additive,
    /// What goes over the wire is the same.
    Cosmetic,
}

/// Which way a value goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Direction {
    /// From a program to the server: parameters and request bodies.
    Sent,
    /// From the server to a program: response bodies.
    Received,
    /// From the server to a program that only looks at the status: the bodies of errors.
    ReceivedRaw,
}

/// How upstream differs from our description.
///
/// The order is that of reports, within a class.
#[cfg_attr(test, derive(clap::ValueEnum))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Change {
    OperationRemoved,
    OperationMoved,
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
    /// No longer required, where the bindings count on it.
    NowOptional,
    /// No longer required, where the bindings take an absent value for `null`.
    NullableNowOptional,
    /// Null where the bindings insist on a value.
    NowNullable,
    /// Null where the bindings have an `Option` already.
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
    /// The class of a change in a value that goes this way.
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

            Self::OptionalParameterAdded
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

    /// The rows of the table in the README: the changes, and their classes when sent and when received.
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
    fn the_table_in_the_readme_has_every_rule() {
        let mut documented = documented();
        let name = |class: Class| serde_json::to_value(class).unwrap().as_str().unwrap().to_owned();
        for change in Change::value_variants() {
            let title = serde_json::to_value(change).unwrap().as_str().unwrap().to_owned();
            let classes =
                (name(change.class(Direction::Sent)), name(change.class(Direction::Received)));
            assert_eq!(documented.remove(&title), Some(classes), "{title}");
        }
        assert!(documented.is_empty(), "no longer changes: {documented:?}");
    }

    #[test]
    fn what_is_inside_an_error_is_cosmetic() {
        for change in Change::value_variants() {
            assert_eq!(change.class(Direction::ReceivedRaw), Class::Cosmetic);
        }
    }
}
