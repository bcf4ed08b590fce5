//! Answers to options of `docker build` that this program does not have.

use clap::error::{ContextKind, ContextValue, ErrorKind};

/// The options of `docker build`, and what to do instead.
const ANSWERS: [(&[&str], &str); 10] = [
    (
        &["-t", "--tag"],
        "a snapshot has a name instead of tags: `daytona-snapshot create NAME CONTEXT`",
    ),
    (
        &["--platform"],
        "Daytona builds for linux/amd64 only; to pin a base image, write `FROM --platform=linux/amd64`",
    ),
    (
        &["--secret", "--ssh"],
        "the server passes no secrets to a build; fetch private files first and copy them from the \
         context, or push a finished image and use `--image`",
    ),
    (
        &["--no-cache", "--no-cache-filter"],
        "the server reuses a build of the same Dockerfile and files; change a `--build-arg` or a \
         file to build again",
    ),
    (
        &["--cache-from", "--cache-to"],
        "the server keeps its own build cache, and a build cannot choose another",
    ),
    (&["--pull"], "the server pulls base images itself; pin one by digest to choose its version"),
    (
        &["--label", "--annotation"],
        "write a `LABEL` into the Dockerfile, which can come from standard input with `-f -`",
    ),
    (
        &["--build-context"],
        "there is one context; copy the files into it, or `COPY --from` an image",
    ),
    (
        &["--network", "--add-host", "--ulimit", "--shm-size", "--cgroup-parent", "--allow"],
        "the server sets up the builder, and a build cannot change that",
    ),
    (
        &[
            "-o",
            "--output",
            "--load",
            "--push",
            "--iidfile",
            "--metadata-file",
            "--sbom",
            "--provenance",
        ],
        "the build becomes a snapshot and nothing else; `--format json` prints its record",
    ),
];

/// Returns the answer to an option of `docker build`.
fn answer_of(error: &clap::Error) -> Option<&'static str> {
    if error.kind() != ErrorKind::UnknownArgument {
        return None;
    }
    let Some(ContextValue::String(option)) = error.get(ContextKind::InvalidArg) else {
        return None;
    };
    let option = option.split('=').next().unwrap_or_default();
    let found = ANSWERS.iter().find(|(options, _)| options.contains(&option));
    found.map(|(_, answer)| *answer)
}

/// Replaces the suggestion of an error by the answer, if there is one.
pub(super) fn explained(mut error: clap::Error) -> clap::Error {
    if let Some(answer) = answer_of(&error) {
        error.remove(ContextKind::SuggestedArg);
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![answer.into()]));
    }
    error
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::*;
    use crate::cli::Cli;

    #[test]
    fn every_option_is_unknown_and_answered() {
        for (options, answer) in ANSWERS {
            for option in options {
                let line = ["x", "create", "demo", ".", option, "v"].map(OsString::from);
                let error = Cli::read(&line).unwrap_err();
                assert!(error.to_string().contains(answer), "{option}: {error}");
            }
        }
    }

    #[test]
    fn other_errors_are_not_answered() {
        let line = ["x", "create", "demo", ".", "--wrong"].map(OsString::from);
        assert_eq!(answer_of(&Cli::read(&line).unwrap_err()), None);
    }
}
