//! The entrypoint of a Dockerfile, as Docker and as the server read it.
//!
//! The server does not parse the Dockerfile. It takes the last match of `ENTRYPOINT\s+(.*)`, also in
//! comments, heredocs and earlier stages. If that differs from the entrypoint of the last stage, the
//! entrypoint is repeated at the end, in a form that both read in the same way.

use daytona_dockerfile::{Arguments, Directives, Instruction, Keyword};

use super::quote::json_array;

/// A line between a text that ends in the word ENTRYPOINT and the lines that are appended to it.
const SEPARATOR: &str = "#\n";

/// The result of comparing the two readings.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::image) enum Entrypoint {
    /// The server reads the same entrypoint as Docker, or both read none.
    Agreed,
    /// The server reads another entrypoint, unless these lines are appended.
    Restated(String),
    /// The server reads this text, but the Dockerfile inherits the entrypoint of its base image. That
    /// one is unknown here, so it cannot be repeated.
    Misread {
        text: String,
        /// The offset of the match in the Dockerfile, in bytes.
        at: usize,
    },
}

/// Compares the readings of Docker and of the server.
///
/// `stages` has the instructions of the stages that the last stage starts from, and then its own.
pub(in crate::image) fn compare(text: &str, stages: &[&[Instruction]]) -> Entrypoint {
    let read = ServerReading::find(text);
    let config = Config::after(stages);
    match (config.entrypoint, read) {
        (None, None) => Entrypoint::Agreed,
        (None, Some(read)) => Entrypoint::Misread { text: read.text.to_owned(), at: read.at },
        (Some(known), Some(read)) if read.array().as_ref() == Some(&known) => Entrypoint::Agreed,
        (Some(known), _) => {
            let mut lines = String::new();
            // ENTRYPOINT resets an inherited CMD.
            if let Some(command) = config.cmd.filter(|_| !config.sets_cmd) {
                lines.push_str(&instruction(Keyword::Cmd, &command));
            }
            lines.push_str(&instruction(Keyword::Entrypoint, &known));
            Entrypoint::Restated(lines)
        }
    }
}

/// Appends lines to a Dockerfile, so that the server finds an ENTRYPOINT in them.
///
/// The blanks of the server's pattern include line breaks. So a text that ends in the word ENTRYPOINT,
/// such as a comment, matches together with the line after it. A comment takes the place of that line.
pub(in crate::image) fn append(dockerfile: &mut String, lines: &str) {
    super::end_line(dockerfile);
    if ServerReading::find(dockerfile).is_some_and(|read| read.text.is_empty()) {
        dockerfile.push_str(SEPARATOR);
    }
    dockerfile.push_str(lines);
    allow_repetition(dockerfile);
}

/// Changes the directive `check` so that the builder accepts a second ENTRYPOINT or CMD.
///
/// With `error=true`, the builder refuses a Dockerfile that breaks one of its rules.
fn allow_repetition(dockerfile: &mut String) {
    const RULE: &str = "MultipleInstructionsDisallowed";
    const SKIP: &str = "skip=";
    let Ok(directives) = Directives::parse(dockerfile) else { return };
    let Some(options) = directives.check().map(str::to_owned) else { return };
    if options.contains(RULE) || !options.contains("error") || options.contains("skip=all") {
        return;
    }
    // The directives are comments before all other lines, so the first match is the directive.
    let Some(at) = dockerfile.find(&options) else { return };
    match options.find(SKIP) {
        Some(skip) => dockerfile.insert_str(at + skip + SKIP.len(), &format!("{RULE},")),
        None => dockerfile.insert_str(at, &format!("{SKIP}{RULE};")),
    }
}

/// Renders an instruction in JSON form on one line. Docker and the server read this form in the same
/// way.
pub(in crate::image) fn instruction(keyword: Keyword, arguments: &[String]) -> String {
    format!("{} {}\n", keyword.as_str(), json_array(arguments))
}

/// The text that the server reads as the entrypoint.
#[derive(Debug, PartialEq, Eq)]
struct ServerReading<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> ServerReading<'t> {
    /// Returns the last match. If there is none, the server uses `sleep infinity`.
    fn find(dockerfile: &'t str) -> Option<Self> {
        const KEYWORD: &str = "ENTRYPOINT";
        let mut rest = dockerfile;
        let mut found = None;
        while let Some(at) = rest.find(KEYWORD) {
            let after = &rest[at + KEYWORD.len()..];
            // `\s` includes line breaks.
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

    /// Returns the words of a JSON array. The server reads any other text as a single word.
    fn array(&self) -> Option<Vec<String>> {
        serde_json::from_str(self.text).ok()
    }
}

/// Returns `true` for `\s` of the server's regular expressions.
fn is_space(c: char) -> bool {
    c == '\u{feff}' || c != '\u{85}' && c.is_whitespace()
}

/// Returns `true` for a character that `.` of the server's regular expressions does not match.
fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}')
}

/// The part of Docker's image configuration that determines the entrypoint.
#[derive(Debug)]
struct Config {
    shell: Vec<String>,
    entrypoint: Option<Vec<String>>,
    cmd: Option<Vec<String>>,
    /// `true` if the last stage has its own CMD.
    sets_cmd: bool,
}

impl Config {
    fn after(stages: &[&[Instruction]]) -> Self {
        let mut config = Self {
            // A base image can have another shell, but few do.
            shell: vec!["/bin/sh".to_owned(), "-c".to_owned()],
            entrypoint: None,
            cmd: None,
            sets_cmd: false,
        };
        for stage in stages {
            config.sets_cmd = false;
            stage.iter().for_each(|instruction| config.apply(instruction));
        }
        config
    }

    fn apply(&mut self, instruction: &Instruction) {
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
    fn entrypoint_is_repeated_if_the_server_would_misread_it() {
        use Entrypoint::Agreed;
        let restated = |lines: &str| Entrypoint::Restated(lines.to_owned());
        let misread = |text: &str, at| Entrypoint::Misread { text: text.to_owned(), at };
        let sh =
            |command: &str| restated(&format!("ENTRYPOINT [\"/bin/sh\", \"-c\", \"{command}\"]\n"));
        let cases = [
            // Neither side reads an entrypoint.
            ("FROM a\n", Agreed),
            ("FROM a\nCMD [\"top\"]\n", Agreed),
            // The server reads JSON on one line only.
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
            // SHELL of an earlier stage applies.
            (
                "FROM a AS x\nSHELL [\"bash\", \"-ec\"]\nFROM x\nENTRYPOINT top\n\
                SHELL [\"zsh\"]\n",
                restated("ENTRYPOINT [\"bash\", \"-ec\", \"top\"]\n"),
            ),
            // A later match that is not an ENTRYPOINT instruction.
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
            // Inherited from a stage of the file.
            ("FROM a AS x\nENTRYPOINT [\"a\"]\nFROM x\n", Agreed),
            ("FROM a AS x\nENTRYPOINT a\nFROM x AS Y\nFROM y\n", sh("a")),
            ("FROM a AS x\nONBUILD ENTRYPOINT [\"b\"]\nFROM x\n", Agreed),
            // Inherited from the base image, so unknown.
            ("FROM a AS x\nENTRYPOINT [\"a\"]\nFROM b\n", misread("[\"a\"]", 12)),
            ("FROM a\n# ENTRYPOINT\nRUN b\n", misread("RUN b", 9)),
        ];
        for (text, expected) in cases {
            assert_eq!(compared(text), expected, "{text}");
        }
    }

    #[test]
    fn repeated_entrypoint_keeps_the_command() {
        let cases = [
            // CMD of the same stage is kept.
            ("FROM a\nCMD [\"c\"]\nENTRYPOINT e\n", ""),
            ("FROM a\nENTRYPOINT e\nCMD [\"c\"]\n", ""),
            // ENTRYPOINT would reset a CMD of an earlier stage.
            ("FROM a AS x\nENTRYPOINT e\nCMD [\"c\"]\nFROM x\n", "CMD [\"c\"]\n"),
            (
                "FROM a AS x\nENTRYPOINT e\nCMD c ENTRYPOINT\nFROM x\n",
                "CMD [\"/bin/sh\", \"-c\", \"c ENTRYPOINT\"]\n",
            ),
            // The original ENTRYPOINT has reset the CMD already.
            ("FROM a AS x\nCMD [\"c\"]\nFROM x\nENTRYPOINT e\n", ""),
        ];
        for (text, command) in cases {
            let lines = format!("{command}ENTRYPOINT [\"/bin/sh\", \"-c\", \"e\"]\n");
            assert_eq!(compared(text), Entrypoint::Restated(lines), "{text}");
        }
    }

    #[test]
    fn repeated_entrypoint_is_read_alike_by_both() {
        for text in [
            "FROM a AS x\nENTRYPOINT e \u{2028}ENTRYPOINT [\"f\"]\nCMD ENTRYPOINT c\nFROM x\n",
            "FROM a\nENTRYPOINT \"e\" # ENTRYPOINT\u{85}[1]\n",
        ] {
            let Entrypoint::Restated(lines) = compared(text) else { panic!("{text}") };
            assert_eq!(compared(&format!("{text}{lines}")), Entrypoint::Agreed, "{lines}");
        }
    }

    #[test]
    fn text_that_ends_in_the_word_does_not_swallow_the_repeated_entrypoint() {
        let swallowing = [
            "FROM a\nentrypoint [\"e\"]\n# the ENTRYPOINT",
            "FROM a\nentrypoint [\"e\"]\n# the ENTRYPOINT \t\n \n\n",
            "FROM a\nENTRYPOINT e\nENV V=ENTRYPOINT\n",
            "FROM a\nENTRYPOINT e\nRUN <<ENTRYPOINT\nx\nENTRYPOINT\n",
            "FROM a\nENTRYPOINT e\n#ENTRYPOINT a\n# ENTRYPOINT",
            "FROM a AS x\nCMD [\"c\"]\nENTRYPOINT e\nCMD [\"c\"]\nFROM x\n#ENTRYPOINT\u{2028}\n",
        ];
        for text in swallowing {
            let Entrypoint::Restated(lines) = compared(text) else { panic!("{text}") };
            let mut restated = text.to_owned();
            append(&mut restated, &lines);
            assert_eq!(compared(&restated), Entrypoint::Agreed, "{restated}");
            assert!(restated.ends_with(&format!("\n#\n{lines}")), "{restated}");
        }
        // The word belongs to the line of another match.
        for text in ["FROM a\nENTRYPOINT ENTRYPOINT\n", "FROM a\n# ENTRYPOINT\nENTRYPOINT\n", ""] {
            let mut appended = text.to_owned();
            append(&mut appended, "ENTRYPOINT []\n");
            assert_eq!(appended, format!("{text}ENTRYPOINT []\n"));
        }
    }

    #[test]
    fn checks_of_the_builder_accept_the_repeated_entrypoint() {
        for (options, expected) in [
            ("error=true", "skip=MultipleInstructionsDisallowed;error=true"),
            ("skip=A; error=true", "skip=MultipleInstructionsDisallowed,A; error=true"),
            ("skip=all;error=true", "skip=all;error=true"),
            ("skip=A", "skip=A"),
        ] {
            let mut text = format!("# escape=`\n# check={options}\nFROM a\n");
            append(&mut text, "ENTRYPOINT []\n");
            assert_eq!(text, format!("# escape=`\n# check={expected}\nFROM a\nENTRYPOINT []\n"));
        }
    }

    #[test]
    fn entrypoint_of_dockerfile_commands_is_repeated_at_the_end() {
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
