//! The option for packed contexts.

use serde::{Deserialize, Serialize};

/// The form in which copied directories reach the builder.
///
/// The builder gets plain files only: links become copies, and empty directories and modes of
/// directories are lost. Therefore what a `COPY` copies travels in archives, and the text that is
/// sent has an `ADD` that unpacks them. [`packing`](crate::packing) describes the rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Packing {
    /// Archives in which every time is 1980-01-02, 0:00 UTC. Equal trees have equal archives.
    #[default]
    FixedTimes,
    /// Archives with the times of the files. A new checkout sends everything again.
    KeepTimes,
    /// Plain files, as the official SDKs send them.
    Off,
}
