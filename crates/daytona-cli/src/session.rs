//! The context that every verb with a server runs in.

use std::time::Duration;

use daytona_core::{Daytona, SnapshotService};

use crate::command_line::CommandLine;
use crate::failure::Failure;
use crate::operation::OperationStatus;
use crate::output::{Format, Progress};

/// The client, the output format, the progress and the status of the running verb.
pub(crate) struct Session {
    pub(crate) daytona: Daytona,
    pub(crate) snapshots: SnapshotService,
    pub(crate) format: Format,
    pub(crate) status: OperationStatus,
    pub(crate) command_line: CommandLine,
    pub(crate) progress: Progress,
    /// The value of `--timeout`. [`Duration::ZERO`] means no timeout.
    pub(crate) timeout: Duration,
}

impl Session {
    /// Creates the failure of a verb that follows a snapshot. If the server may still complete the
    /// work, the failure has the command that resumes the verb.
    pub(crate) fn follow_failure(&self, error: daytona_core::Error) -> Failure {
        let failure = Failure::from(error);
        let failure = match self.status.replaced_snapshot() {
            Some(note) => failure.with_message_end(&note),
            None => failure,
        };
        if !failure.may_complete_on_server() {
            return failure;
        }
        match self.status.followed() {
            Some(id_or_name) => failure.with_resume(self.command_line.with(&["wait", &id_or_name])),
            None => self.status.with_removal(failure, &self.command_line),
        }
    }
}
