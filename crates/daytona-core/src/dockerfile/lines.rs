//! From physical to logical lines: directives, comments, continuations, heredoc bodies.

use super::{DEFAULT_ESCAPE, SyntaxError};

/// What the comments at the top of a Dockerfile say about how to read it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Directives {
    pub(super) escape: char,
    /// Whether a frontend other than Docker's own reads the file.
    pub(super) foreign_syntax: bool,
}

impl Directives {
    /// Reads the directives: comments of the form `# name=value` before everything else.
    pub(super) fn read(text: &str) -> Result<Self, SyntaxError> {
        let mut found = Self { escape: DEFAULT_ESCAPE, foreign_syntax: false };
        let mut seen: Vec<String> = Vec::new();
        for (index, line) in text.lines().enumerate() {
            let Some((name, value)) = directive(line) else { break };
            if seen.contains(&name) {
                let message = format!("the directive `{name}` stands here a second time");
                return Err(SyntaxError::new(index + 1, message));
            }
            match name.as_str() {
                "escape" => found.escape = escape_character(value, index + 1)?,
                "syntax" => found.foreign_syntax = !value.contains("docker/dockerfile"),
                _ => {}
            }
            seen.push(name);
        }
        Ok(found)
    }
}

fn directive(line: &str) -> Option<(String, &str)> {
    const KNOWN: [&str; 3] = ["check", "escape", "syntax"];
    let (name, value) = line.trim_start().strip_prefix('#')?.split_once('=')?;
    let (name, value) = (name.trim().to_ascii_lowercase(), value.trim());
    (KNOWN.contains(&name.as_str()) && !value.is_empty()).then_some((name, value))
}

fn escape_character(value: &str, line: usize) -> Result<char, SyntaxError> {
    match value {
        "\\" => Ok('\\'),
        "`" => Ok('`'),
        _ => {
            let message = format!("the escape character is either \\ or `, not `{value}`");
            Err(SyntaxError::new(line, message))
        }
    }
}

/// One instruction as text, its continuations joined.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct LogicalLine {
    pub(super) text: String,
    /// The number of its first physical line.
    pub(super) number: usize,
}

/// Hands out the logical lines of a text one by one. Who takes a line apart then says which
/// heredocs it opened, so that their bodies are passed over.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    rest: std::iter::Enumerate<std::str::Lines<'a>>,
    escape: char,
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a str, escape: char) -> Self {
        Self { rest: text.lines().enumerate(), escape }
    }

    /// Returns the next instruction, without comments and blank lines.
    pub(super) fn next(&mut self) -> Result<Option<LogicalLine>, SyntaxError> {
        while let Some((index, line)) = self.rest.next() {
            if is_comment(line) {
                continue;
            }
            let number = index + 1;
            let text = match self.split_continuation(line.trim_start()) {
                (text, false) => text.to_owned(),
                (text, true) => self.join_continuations(text, number)?,
            };
            if !text.trim().is_empty() {
                return Ok(Some(LogicalLine { text, number }));
            }
        }
        Ok(None)
    }

    fn join_continuations(&mut self, first: &str, number: usize) -> Result<String, SyntaxError> {
        let mut text = first.to_owned();
        for (_, line) in self.rest.by_ref() {
            if is_comment(line) || line.trim().is_empty() {
                continue;
            }
            let (part, continues) = split_continuation(line, self.escape);
            text.push_str(part);
            if !continues {
                return Ok(text);
            }
        }
        // The builder would let it pass, but whatever is appended would become part of it.
        let message = format!("the text ends in a line that `{}` continues", self.escape);
        Err(SyntaxError::new(number, message))
    }

    fn split_continuation<'b>(&self, line: &'b str) -> (&'b str, bool) {
        split_continuation(line, self.escape)
    }

    /// Passes over the body of a heredoc that the line `number` opened.
    pub(super) fn skip_heredoc(
        &mut self,
        heredoc: &Heredoc,
        number: usize,
    ) -> Result<(), SyntaxError> {
        let ends = |line: &str| {
            let line = if heredoc.strips_tabs { line.trim_start_matches('\t') } else { line };
            line == heredoc.terminator
        };
        if self.rest.any(|(_, line)| ends(line)) {
            return Ok(());
        }
        let message = format!("no line `{}` ends the heredoc", heredoc.terminator);
        Err(SyntaxError::new(number, message))
    }
}

/// The mark of a heredoc in an instruction, such as `<<EOF`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Heredoc {
    pub(super) terminator: String,
    pub(super) strips_tabs: bool,
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with('#')
}

/// Takes the escape character off the end of a line that goes on. Two of them are one literal one.
fn split_continuation(line: &str, escape: char) -> (&str, bool) {
    let trimmed = line.trim_end_matches([' ', '\t']);
    match trimmed.strip_suffix(escape) {
        Some(rest) if !rest.ends_with(escape) => (rest, true),
        _ => (line, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn logical(text: &str, escape: char) -> Vec<(usize, String)> {
        let mut lines = Lines::new(text, escape);
        std::iter::from_fn(|| lines.next().unwrap()).map(|line| (line.number, line.text)).collect()
    }

    #[test]
    fn continuations_pass_over_comments_and_blank_lines() {
        let text = "# top\r\nRUN a \\  \r\n  # inside\r\n\r\n  b \\\n  c\n  COPY x y";
        assert_eq!(
            logical(text, '\\'),
            [(2, "RUN a   b   c".to_owned()), (7, "COPY x y".to_owned())]
        );
    }

    #[test]
    fn doubled_escape_character_does_not_continue() {
        assert_eq!(logical("RUN a \\\\\nRUN b", '\\').len(), 2);
        assert_eq!(logical("RUN a \\\nRUN b `\nc", '`').len(), 2);
    }

    #[test]
    fn unfinished_continuation_names_its_first_line() {
        let error = Lines::new("\nRUN a \\\n b \\\n", '\\').next().unwrap_err();
        assert_eq!(error.line, 2);
    }

    #[test]
    fn directives_stand_before_everything_else() {
        let escape = |text: &str| Directives::read(text).map(|directives| directives.escape);
        assert_eq!(escape("# syntax=docker/dockerfile:1\n# Escape = ` \nFROM a"), Ok('`'));
        assert_eq!(escape("\n# escape=`\nFROM a"), Ok('\\'));
        assert_eq!(escape("# a comment\n# escape=`"), Ok('\\'));
        assert_eq!(escape("# escape=x").unwrap_err().line, 1);
        assert_eq!(escape("#escape=`\n#escape=`").unwrap_err().line, 2);
    }
}
