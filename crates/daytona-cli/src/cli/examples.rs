//! The examples of the help texts. Each line is parsed by a test.

pub(super) const START: &str = "\
Start here:
  daytona-snapshot --local create hello .    try it without an account
  export DAYTONA_API_KEY=...                 then use Daytona
  daytona-snapshot create hello .            build the Dockerfile of this folder
  daytona-snapshot list";

pub(super) const CREATE: &str = "\
Examples:
  daytona-snapshot create hello .
  daytona-snapshot create hello . -f docker/Dockerfile --target app
  daytona-snapshot create hello . --build-arg MODE=fast
  daytona-snapshot create hello . --ignore-file docker/release.ignore --dry-run
  daytona-snapshot create tools -i alpine:3.20 -e 'sleep infinity'
  daytona-snapshot create hello . --if-exists replace --cpu 2 --memory 4";

pub(super) const LIST: &str = "\
Examples:
  daytona-snapshot list
  daytona-snapshot list --all --state error
  daytona-snapshot list --name app --sort created -q
  daytona-snapshot list --all --format jsonl";

pub(super) const GET: &str = "\
Examples:
  daytona-snapshot get hello
  daytona-snapshot get hello --format json";

pub(super) const DELETE: &str = "\
Examples:
  daytona-snapshot delete hello
  daytona-snapshot delete hello tools --wait --yes
  daytona-snapshot delete --all --yes";

pub(super) const PRUNE: &str = "\
Examples:
  daytona-snapshot prune --prefix ci- --keep 5 --dry-run
  daytona-snapshot prune --older-than 7d --yes
  daytona-snapshot prune --state error --state build_failed --yes";

pub(super) const ACTIVATE: &str = "\
Examples:
  daytona-snapshot activate hello --wait";

pub(super) const DEACTIVATE: &str = "\
Examples:
  daytona-snapshot deactivate hello";

pub(super) const LOGS: &str = "\
Examples:
  daytona-snapshot logs hello
  daytona-snapshot logs -f hello
  daytona-snapshot logs -f hello --format jsonl";

pub(super) const WAIT: &str = "\
Examples:
  daytona-snapshot wait hello --timeout 10m
  daytona-snapshot wait hello --state inactive
  daytona-snapshot wait hello --state removed";

pub(super) const REGIONS: &str = "\
Examples:
  daytona-snapshot regions";

pub(super) const CONTEXT: &str = "\
Examples:
  daytona-snapshot context upload .
  daytona-snapshot context upload . -f docker/Dockerfile --format json";

pub(super) const IMAGE: &str = "\
Examples:
  daytona-snapshot image .
  daytona-snapshot image . -f docker/Dockerfile --dry-run
  daytona-snapshot image -f - --format json";

pub(super) const LOCAL: &str = "\
Examples:
  daytona-snapshot local serve
  daytona-snapshot local serve --tls
  daytona-snapshot local status
  daytona-snapshot local prune --dry-run
  daytona-snapshot local reset --yes

Builds are checked and not executed. This line of a Dockerfile makes its build fail (exit code 6):
  LABEL daytona.local.failure=\"exit code: 1\"";

pub(super) const LOCAL_STATUS: &str = "\
Examples:
  daytona-snapshot local status
  daytona-snapshot local status --format json";

pub(super) const LOCAL_PRUNE: &str = "\
Examples:
  daytona-snapshot local prune
  daytona-snapshot local prune --dry-run --format json";

pub(super) const LOCAL_RESET: &str = "\
Examples:
  daytona-snapshot local reset
  daytona-snapshot local reset --yes --local-dir ./state";

pub(super) const COMPLETIONS: &str = "\
Examples:
  source <(daytona-snapshot completions bash)
  daytona-snapshot completions zsh > ~/.zfunc/_daytona-snapshot
  daytona-snapshot completions fish | source";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Cli;

    #[test]
    fn every_example_is_a_valid_command_line() {
        let all = [
            START,
            CREATE,
            LIST,
            GET,
            DELETE,
            PRUNE,
            ACTIVATE,
            DEACTIVATE,
            LOGS,
            WAIT,
            REGIONS,
            CONTEXT,
            IMAGE,
            LOCAL,
            LOCAL_STATUS,
            LOCAL_PRUNE,
            LOCAL_RESET,
            COMPLETIONS,
        ];
        for line in all.iter().flat_map(|text| text.lines()) {
            let Some(start) = line.find("daytona-snapshot ") else { continue };
            let line = line[start..].split("    ").next().unwrap();
            let line = line.split(" > ").next().unwrap().split(" | ").next().unwrap();
            let line = line.trim_end_matches(')');
            let words = shlex::split(line).unwrap().into_iter().map(Into::into);
            let words: Vec<std::ffi::OsString> = words.collect();
            assert!(Cli::read(&words).is_ok(), "{line}: {:?}", Cli::read(&words));
        }
        for line in all.iter().flat_map(|text| text.lines()) {
            // A wrapped example cannot be copied.
            assert!(!line.starts_with("  ") || line.len() <= 80, "{line}");
        }
    }
}
