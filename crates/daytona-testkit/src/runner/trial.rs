//! Builds for people who try Daytona out: an explained log, and failures on request.

use crate::script::BuildOutcome;

/// The line after the first step that would run a command.
pub(super) const NOT_EXECUTED: &str =
    "emulator: RUN is not executed. Only the Dockerfile and its context are checked.";
/// The start of a line that requests a failed build.
const FAILURE: &str = "LABEL daytona.local.failure=";
/// The reason of a failure without one.
const REASON: &str = "the Dockerfile requests a failure";

/// Returns the outcome that a Dockerfile requests by a label.
pub(super) fn requested_outcome(dockerfile: &str) -> Option<BuildOutcome> {
    let reason =
        dockerfile.lines().filter_map(|line| line.trim().strip_prefix(FAILURE)).next_back()?;
    let reason = reason.trim_matches(['"', '\'']);
    Some(BuildOutcome::error(if reason.is_empty() { REASON } else { reason }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn label_requests_a_failure_with_its_reason() {
        for (label, reason) in [
            ("LABEL daytona.local.failure=\"exit code: 1\"", Some("exit code: 1")),
            ("  LABEL daytona.local.failure=1  ", Some("1")),
            ("LABEL daytona.local.failure=\"\"", Some(REASON)),
            ("# LABEL daytona.local.failure=1", None),
            ("LABEL other=1", None),
        ] {
            let outcome = requested_outcome(&format!("FROM alpine:3.20\n{label}\nRUN true\n"));
            assert_eq!(outcome, reason.map(BuildOutcome::error), "{label}");
        }
    }
}
