//! The exit codes, and the mapping from errors of the library to them.

use std::process::ExitCode;

use daytona_core::Error;
use serde::Serializer;

/// An exit code of the program. The numbers are documented in `docs/exit-codes.md` and never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    Done = 0,
    Other = 1,
    Usage = 2,
    NotFound = 3,
    Conflict = 4,
    Credentials = 5,
    BuildFailed = 6,
    Timeout = 7,
    Server = 8,
    Interrupted = 130,
    Terminated = 143,
}

impl Exit {
    /// Returns `true` if a signal ended the program.
    pub(crate) fn is_by_signal(self) -> bool {
        matches!(self, Self::Interrupted | Self::Terminated)
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Serializes the number of the exit code.
pub(super) fn serialize<S: Serializer>(exit: &Exit, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u8(*exit as u8)
}

/// Returns the exit code of an error and the name of its kind. The library's kind `status` is too
/// coarse for scripts, so the HTTP status decides there.
pub(super) fn of(error: &Error) -> (Exit, &'static str) {
    if error.is_not_found() {
        (Exit::NotFound, "not_found")
    } else if error.is_conflict() {
        (Exit::Conflict, "conflict")
    } else if error.is_unauthorized() {
        (Exit::Credentials, "unauthorized")
    } else if error.is_forbidden() {
        (Exit::Credentials, "forbidden")
    } else if error.is_rate_limited() {
        (Exit::Server, "rate_limited")
    } else if error.kind_name() != "status" {
        (by_kind(error), error.kind_name())
    } else if error.is_server_error() {
        (Exit::Server, "server_error")
    } else {
        (Exit::Other, "refused")
    }
}

fn by_kind(error: &Error) -> Exit {
    if error.is_invalid_input() {
        Exit::Usage
    } else if error.is_config() {
        Exit::Credentials
    } else if error.is_build_failed() || error.is_unexpected_state() {
        Exit::BuildFailed
    } else if error.is_timeout() {
        Exit::Timeout
    } else if error.is_connect()
        || error.is_transport()
        || error.is_storage()
        || error.is_unexpected_response()
    {
        Exit::Server
    } else {
        Exit::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn http_status_decides_exit_code_and_kind() {
        for (status, wanted) in [
            (400, (Exit::Other, "refused")),
            (401, (Exit::Credentials, "unauthorized")),
            (403, (Exit::Credentials, "forbidden")),
            (404, (Exit::NotFound, "not_found")),
            (409, (Exit::Conflict, "conflict")),
            (429, (Exit::Server, "rate_limited")),
            (503, (Exit::Server, "server_error")),
        ] {
            assert_eq!(of(&Error::from_status(status, "no")), wanted, "{status}");
        }
    }

    #[test]
    fn documentation_lists_exactly_the_exit_codes() {
        use Exit::*;
        let all = [
            Done,
            Other,
            Usage,
            NotFound,
            Conflict,
            Credentials,
            BuildFailed,
            Timeout,
            Server,
            Interrupted,
            Terminated,
        ];
        let documented: Vec<&str> = include_str!("../../docs/exit-codes.md")
            .lines()
            .filter_map(|line| line.strip_prefix("- ")?.split(':').next())
            .collect();
        assert_eq!(documented, all.map(|exit| (exit as u8).to_string()));
    }
}
