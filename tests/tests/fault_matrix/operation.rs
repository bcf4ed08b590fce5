//! The operations of the matrix, the conditions that they run under, and their outcomes.

use std::time::Duration;

use daytona_core::{Error, Snapshot};
use daytona_testkit::Route;

/// An operation of the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    List,
    Get,
    CreateFromImage,
    CreateWithContext,
    BuildLogs,
    Activate,
    Delete,
}

impl Operation {
    /// All operations, in the order of the columns of the table.
    pub(crate) const ALL: [Self; 7] = [
        Self::List,
        Self::Get,
        Self::CreateFromImage,
        Self::CreateWithContext,
        Self::BuildLogs,
        Self::Activate,
        Self::Delete,
    ];

    /// Returns the name in the head of the table.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Get => "get",
            Self::CreateFromImage => "create from image",
            Self::CreateWithContext => "create with context",
            Self::BuildLogs => "build logs",
            Self::Activate => "activate",
            Self::Delete => "delete",
        }
    }

    /// Returns the route of the main request.
    pub(crate) fn route(self) -> Route {
        match self {
            Self::List => Route::GetAllSnapshots,
            Self::Get => Route::GetSnapshot,
            Self::CreateFromImage | Self::CreateWithContext => Route::CreateSnapshot,
            Self::BuildLogs => Route::GetSnapshotBuildLogsUrl,
            Self::Activate => Route::ActivateSnapshot,
            Self::Delete => Route::RemoveSnapshot,
        }
    }

    /// Returns the state of the snapshot while the operation waits for it.
    pub(crate) fn state_while_waiting(self) -> &'static str {
        if self == Self::CreateWithContext { "building" } else { "pulling" }
    }

    /// Returns `true` if the operation creates a snapshot.
    pub(crate) fn is_create(self) -> bool {
        matches!(self, Self::CreateFromImage | Self::CreateWithContext)
    }

    /// Returns `true` if the operation changes the state of the server.
    pub(crate) fn is_change(self) -> bool {
        !matches!(self, Self::List | Self::Get | Self::BuildLogs)
    }

    /// Returns `true` if the operation uploads a context.
    pub(crate) fn sends_files(self) -> bool {
        self == Self::CreateWithContext
    }
}

/// The conditions of an operation in a cell.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Conditions {
    /// The build ends only when the scenario ends it.
    pub(crate) endless: bool,
    /// The context is large enough for an upload in parts.
    pub(crate) in_parts: bool,
    /// A delete waits for the removal.
    pub(crate) until_removed: bool,
    pub(crate) log: ExpectedLog,
    pub(crate) build_time: Duration,
    pub(crate) deadline: Option<Duration>,
}

/// The log that the operation must receive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExpectedLog {
    Complete,
    /// The lines of an earlier failed build of the same content, and then those of this build.
    AfterFailedBuild,
    Empty,
}

/// The outcome of an operation.
#[derive(Debug)]
pub(crate) enum Outcome {
    Success(Option<Box<Snapshot>>),
    Failure(Error),
    /// The operation received everything and does not end.
    Open,
    /// The operation returned a wrong value.
    Wrong(String),
}

impl From<daytona_core::Result<Snapshot>> for Outcome {
    fn from(result: daytona_core::Result<Snapshot>) -> Self {
        match result {
            Ok(snapshot) => Self::Success(Some(Box::new(snapshot))),
            Err(error) => Self::Failure(error),
        }
    }
}
