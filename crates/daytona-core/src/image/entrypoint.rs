//! The entrypoint that Docker would run, and the one that the server reads from the text.
//!
//! The server does not parse the Dockerfile: it takes the last match of `ENTRYPOINT\s+(.*)`, in
//! comments, heredocs and earlier stages too. Where that misleads it, the entrypoint of the last
//! stage is stated once more at the end, in the one form that both read the same way.

use daytona_dockerfile::{Arguments, Instruction, Keyword};

use super::quote::json_array;

/// What becomes of the entrypoint at the server.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Entrypoint {
    /// The server reads what Docker would run, or nothing where the Dockerfile sets nothing.
    Agreed,
    /// The server would read something else, unless these lines follow.
    Restated(String),
    /// The server reads this text, though the Dockerfile leaves the entrypoint to the image that
    /// it starts from. What that is cannot be known here, so that nothing can be restated.
    Misread {
        text: String,
        /// Where in the Dockerfile the server finds it, in bytes.
        at: usize,
    },
}

/// Compares the two readings.
///
/// `stages` are the instructions of the last stage, after those of the stages that it starts from.
pub(super) fn compare(text: &str, stages: &[&[Instruction]]) -> Entrypoint {
    let read = Reading::of(text);
    let config = Config::after(stages);
    match (config.entrypoint, read) {
        (None, None) => Entrypoint::Agreed,
        (None, Some(read)) => Entrypoint::Misread { text: read.text.to_owned(), at: read.at },
        (Some(known), Some(read)) if read.array().as_ref() == Some(&known) => Entrypoint::Agreed,
        (Some(known), _) => {
            let mut lines = String::new();
            // An ENTRYPOINT takes the place of a CMD that the stage only inherited, too.
            if let Some(command) = config.cmd.filter(|_| !config.sets_cmd) {
                lines.push_str(&instruction(Keyword::Cmd, &command));
            }
            lines.push_str(&instruction(Keyword::Entrypoint, &known));
            Entrypoint::Restated(lines)
        }
    }
}

/// Writes an instruction in JSON form on one line, which Docker and the server read alike.
pub(super) fn instruction(keyword: Keyword, arguments: &[String]) -> String {
    format!("{} {}\n", keyword.as_str(), json_array(arguments))
}

/// What the server finds.
#[derive(Debug, PartialEq, Eq)]
struct Reading<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Reading<'t> {
    /// Returns the last match, or nothing: the server then lets the sandbox sleep.
    fn of(dockerfile: &'t str) -> Option<Self> {
        const KEYWORD: &str = "ENTRYPOINT";
        let mut rest = dockerfile;
        let mut found = None;
        while let Some(at) = rest.find(KEYWORD) {
            let after = &rest[at + KEYWORD.len()..];
            // The white space may well include line breaks.
            let text = after.trim_start_matches(is_space);
            if text.len() == after.len() {
                rest = after;
                continue;
            }
            let end = text.find(is_line_end).unwrap_or(text.len());
            let (line, next) = text.split_at(end);
            let at = dockerfile.len() - rest.len() + at;
            found = Some(Self { text: line.trim_end_matches(is_space), at });
            rest = next;
        }
        found
    }

    /// Returns the words of a JSON array. Anything else is a single word to the server.
    fn array(&self) -> Option<Vec<String>> {
        serde_json::from_str(self.text).ok()
    }
}

/// White space to the server's regular expressions.
fn is_space(c: char) -> bool {
    c == '\u{feff}' || c != '\u{85}' && c.is_whitespace()
}

/// What `.` does not match there.
fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}')
}

/// What Docker notes about the image, stage by stage.
#[derive(Debug)]
struct Config {
    shell: Vec<String>,
    entrypoint: Option<Vec<String>>,
    cmd: Option<Vec<String>>,
    /// Whether the last stage has a CMD of its own.
    sets_cmd: bool,
}

impl Config {
    fn after(stages: &[&[Instruction]]) -> Self {
        let mut config = Self {
            // An image could bring another shell along; hardly any does.
            shell: vec!["/bin/sh".to_owned(), "-c".to_owned()],
            entrypoint: None,
            cmd: None,
            sets_cmd: false,
        };
        for stage in stages {
            config.sets_cmd = false;
            stage.iter().for_each(|instruction| config.follow(instruction));
        }
        config
    }

    fn follow(&mut self, instruction: &Instruction) {
        match (instruction.keyword, &instruction.arguments) {
            (Keyword::Shell, Arguments::Json(words)) => self.shell.clone_from(words),
            (Keyword::Cmd, arguments) => {
                self.cmd = Some(self.command(arguments));
                self.sets_cmd = true;
            }
            (Keyword::Entrypoint, arguments) => {
                self.entrypoint = Some(self.command(arguments));
                if !self.sets_cmd {
                    self.cmd = None;
                }
            }
            _ => {}
        }
    }

    fn command(&self, arguments: &Arguments) -> Vec<String> {
        match arguments {
            Arguments::Json(words) => words.clone(),
            Arguments::Text(text) => {
                self.shell.iter().cloned().chain([text.trim().to_owned()]).collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use daytona_dockerfile::Dockerfile;

    use crate::Image;

    fn compared(text: &str) -> Entrypoint {
        let stages = Dockerfile::parse(text).unwrap().stages().unwrap();
        compare(text, &stages.inherited_instructions())
    }

    #[test]
    fn entrypoint_is_restated_where_the_text_misleads() {
        use Entrypoint::Agreed;
        let restated = |lines: &str| Entrypoint::Restated(lines.to_owned());
        let misread = |text: &str, at| Entrypoint::Misread { text: text.to_owned(), at };
        let sh =
            |command: &str| restated(&format!("ENTRYPOINT [\"/bin/sh\", \"-c\", \"{command}\"]\n"));
        let cases = [
            // Nothing to read on either side: the sandbox sleeps.
            ("FROM a\n", Agreed),
            ("FROM a\nCMD [\"top\"]\n", Agreed),
            // One line of JSON is all that the server understands.
            ("FROM a\nENTRYPOINT [\"top\"]\n", Agreed),
            ("FROM a\nENTRYPOINT\t[\"a\",\"b\"] \n", Agreed),
            ("FROM a\nENTRYPOINT []\n", Agreed),
            ("FROM a\nENTRYPOINT top -b\n", sh("top -b")),
            ("FROM a\nENTRYPOINT ['top']\n", sh("['top']")),
            ("FROM a\nENTRYPOINT \"top\" x\n", sh("\\\"top\\\" x")),
            ("FROM a\nENTRYPOINT a && \\\n # why\n  b\n", sh("a &&   b")),
            ("FROM a\nentrypoint [\"top\"]\n", restated("ENTRYPOINT [\"top\"]\n")),
            ("FROM a\nENTRYPOINT [\"a\", \\\n  \"b\"]\n", restated("ENTRYPOINT [\"a\", \"b\"]\n")),
            (
                "# escape=`\nFROM a\nENTRYPOINT `\n  [\"c:\\\\x\"]\n",
                restated("ENTRYPOINT [\"c:\\\\x\"]\n"),
            ),
            // The shell is the one set above it, also by an earlier stage.
            (
                "FROM a AS x\nSHELL [\"bash\", \"-ec\"]\nFROM x\nENTRYPOINT top\n\
                SHELL [\"zsh\"]\n",
                restated("ENTRYPOINT [\"bash\", \"-ec\", \"top\"]\n"),
            ),
            // What follows and is none.
            (
                "FROM a\nENTRYPOINT [\"a\"]\n# ENTRYPOINT [\"b\"]\n",
                restated("ENTRYPOINT [\"a\"]\n"),
            ),
            (
                "FROM a\nENTRYPOINT [\"a\"]\nRUN <<E\nENTRYPOINT b\nE\n",
                restated("ENTRYPOINT [\"a\"]\n"),
            ),
            (
                "FROM a\nENTRYPOINT [\"a\"]\nLABEL x=\"ENTRYPOINT y\"\n",
                restated("ENTRYPOINT [\"a\"]\n"),
            ),
            (
                "FROM a\nENTRYPOINT [\"a\"]\nONBUILD ENTRYPOINT [\"b\"]\n",
                restated("ENTRYPOINT [\"a\"]\n"),
            ),
            ("FROM a\n# ENTRYPOINT [\"b\"]\nENTRYPOINT [\"a\"]\n", Agreed),
            ("FROM a\nENTRYPOINT [\"a\", \"ENTRYPOINT b\"]\n", Agreed),
            ("FROM a\nENTRYPOINT [\"a\"]\nRUN echo $ENTRYPOINTS\n", Agreed),
            // What a stage inherits within the file.
            ("FROM a AS x\nENTRYPOINT [\"a\"]\nFROM x\n", Agreed),
            ("FROM a AS x\nENTRYPOINT a\nFROM x AS y\nFROM Y\n", sh("a")),
            ("FROM a AS x\nONBUILD ENTRYPOINT [\"b\"]\nFROM x\n", Agreed),
            // Not known, because it is the base's.
            ("FROM a AS x\nENTRYPOINT [\"a\"]\nFROM b\n", misread("[\"a\"]", 12)),
            ("FROM a\n# ENTRYPOINT\nRUN b\n", misread("RUN b", 9)),
        ];
        for (text, expected) in cases {
            assert_eq!(compared(text), expected, "{text}");
        }
    }

    #[test]
    fn restated_entrypoint_keeps_the_command() {
        let cases = [
            // Set in the stage itself, wherever: it stays.
            ("FROM a\nCMD [\"c\"]\nENTRYPOINT e\n", ""),
            ("FROM a\nENTRYPOINT e\nCMD [\"c\"]\n", ""),
            // Inherited from a stage that set it for its entrypoint: an ENTRYPOINT would clear it.
            ("FROM a AS x\nENTRYPOINT e\nCMD [\"c\"]\nFROM x\n", "CMD [\"c\"]\n"),
            (
                "FROM a AS x\nENTRYPOINT e\nCMD c ENTRYPOINT\nFROM x\n",
                "CMD [\"/bin/sh\", \"-c\", \"c ENTRYPOINT\"]\n",
            ),
            // Cleared by the entrypoint that is restated.
            ("FROM a AS x\nCMD [\"c\"]\nFROM x\nENTRYPOINT e\n", ""),
        ];
        for (text, command) in cases {
            let lines = format!("{command}ENTRYPOINT [\"/bin/sh\", \"-c\", \"e\"]\n");
            assert_eq!(compared(text), Entrypoint::Restated(lines), "{text}");
        }
    }

    #[test]
    fn restated_text_agrees_with_itself() {
        for text in [
            "FROM a AS x\nENTRYPOINT e \u{2028}ENTRYPOINT [\"f\"]\nCMD ENTRYPOINT c\nFROM x\n",
            "FROM a\nENTRYPOINT \"e\" # ENTRYPOINT\u{85}[1]\n",
        ] {
            let Entrypoint::Restated(lines) = compared(text) else { panic!("{text}") };
            assert_eq!(compared(&format!("{text}{lines}")), Entrypoint::Agreed, "{lines}");
        }
    }

    #[test]
    fn image_ends_with_the_entrypoint_that_its_commands_set() {
        let image =
            Image::base("alpine:3").dockerfile_commands(["ENTRYPOINT exec top -b", "USER a"]);
        assert_eq!(
            image.dockerfile().unwrap(),
            "FROM alpine:3\nENTRYPOINT exec top -b\nUSER a\n\
            ENTRYPOINT [\"/bin/sh\", \"-c\", \"exec top -b\"]\n"
        );
        let plain = Image::base("alpine:3").entrypoint(["top"]).cmd(["-b"]);
        assert_eq!(
            plain.dockerfile().unwrap(),
            "FROM alpine:3\nENTRYPOINT [\"top\"]\nCMD [\"-b\"]\n"
        );
    }
}
