//! The command of the image, which Daytona does not run.

use daytona_dockerfile::{Arguments, Instruction, Keyword};

/// Programs that only wait for input. Without a terminal they end at once.
const INTERACTIVE: [&str; 11] =
    ["ash", "bash", "dash", "fish", "irb", "node", "psql", "python", "python3", "sh", "zsh"];

/// Returns the CMD that Docker runs, if the Dockerfile has no entrypoint.
///
/// `stages` has the instructions of the stages that the last stage starts from, and then its own. A
/// command that only keeps a container running, or that waits for input, is not missed.
pub(super) fn ignored<'s>(stages: &[&'s [Instruction]]) -> Option<&'s Instruction> {
    let mut cmd = None;
    let mut has_entrypoint = false;
    for stage in stages {
        let mut sets_cmd = false;
        for instruction in *stage {
            match instruction.keyword {
                Keyword::Cmd => {
                    cmd = Some(instruction);
                    sets_cmd = true;
                }
                Keyword::Entrypoint => {
                    has_entrypoint = !words(&instruction.arguments).is_empty();
                    // ENTRYPOINT resets an inherited CMD.
                    cmd = cmd.filter(|_| sets_cmd);
                }
                _ => {}
            }
        }
    }
    cmd.filter(|cmd| !has_entrypoint && !is_idle(&words(&cmd.arguments)))
}

fn words(arguments: &Arguments) -> Vec<&str> {
    match arguments {
        Arguments::Json(words) => words.iter().map(String::as_str).collect(),
        Arguments::Text(text) => text.split_whitespace().collect(),
    }
}

/// Returns `true` for no command, and for one that does no work.
fn is_idle(command: &[&str]) -> bool {
    let Some((program, arguments)) = command.split_first() else { return true };
    let program = program.rsplit('/').next().unwrap_or(program);
    match program {
        "sleep" | "true" => true,
        "tail" => arguments.contains(&"/dev/null"),
        _ => {
            INTERACTIVE.contains(&program)
                && arguments.iter().all(|argument| matches!(*argument, "-i" | "-l" | "--login"))
        }
    }
}

#[cfg(test)]
mod tests {
    use daytona_dockerfile::Dockerfile;

    use super::*;

    /// Returns the line of the ignored CMD.
    fn line(text: &str) -> Option<usize> {
        let stages = Dockerfile::parse(text).unwrap().stages().unwrap();
        ignored(&stages.inherited_instructions()).map(|cmd| cmd.line)
    }

    #[test]
    fn command_without_an_entrypoint_is_ignored() {
        for text in [
            "FROM a\nCMD [\"python\", \"app.py\"]\n",
            "FROM a\nCMD ./serve --port 80\n",
            "FROM a\nCMD python -i app.py\nENTRYPOINT []\n",
            "FROM a AS b\nCMD x\nFROM b\nUSER c\n",
            "FROM a AS b\nCMD x\nENTRYPOINT y\nFROM b\nENTRYPOINT []\nCMD z\n",
        ] {
            assert!(line(text).is_some(), "{text}");
        }
        assert_eq!(line("FROM a\nCMD x\nUSER b\nCMD y\n"), Some(4));
    }

    #[test]
    fn command_that_no_one_misses_is_passed_over() {
        for text in [
            "FROM a\n",
            "FROM a\nCMD [\"--verbose\"]\nENTRYPOINT [\"x\"]\n",
            "FROM a\nCMD []\n",
            "FROM a\nCMD\n",
            "FROM a\nCMD [\"/bin/bash\"]\n",
            "FROM a\nCMD bash -l\n",
            "FROM a\nCMD [\"python3\"]\n",
            "FROM a\nCMD [\"sleep\", \"infinity\"]\n",
            "FROM a\nCMD tail -f /dev/null\n",
            "FROM a AS b\nCMD x\nFROM c\n",
            "FROM a AS b\nCMD x\nFROM b\nENTRYPOINT []\n",
        ] {
            assert_eq!(line(text), None, "{text}");
        }
    }
}
