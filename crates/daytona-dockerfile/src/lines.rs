//! From physical to logical lines: comments, continuations, heredoc bodies.

use std::ops::Range;

use crate::error::SyntaxError;
use crate::heredoc::HeredocMark;

/// The longest line that BuildKit reads, in bytes, without its `\n`.
const MAX_LINE_BYTES: usize = 65_535;

/// The text of one instruction, with continued lines joined.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct LogicalLine {
    pub(crate) text: String,
    /// The number of its first physical line.
    pub(crate) number: usize,
    /// The byte positions, in the whole text, of escape characters that continue the instruction
    /// past the end of the text. Only white space and comments follow the first one. Empty for an
    /// instruction that ends before the text does.
    pub(crate) dangling: Vec<usize>,
}

/// Reads the logical lines of a text one by one. The caller reads the body of each heredoc with
/// [`body`](Lines::body) before it reads the next line.
#[derive(Debug)]
pub(crate) struct Lines<'t> {
    text: &'t str,
    /// The byte position of the next line.
    at: usize,
    /// The number of the line before the next one.
    number: usize,
    escape: char,
}

/// A line of the text without its line break.
struct PhysicalLine<'t> {
    text: &'t str,
    start: usize,
}

impl<'t> Lines<'t> {
    pub(crate) fn new(text: &'t str, escape: char) -> Self {
        Self { text, at: 0, number: 0, escape }
    }

    /// Returns the next instruction. Skips comments and blank lines.
    pub(crate) fn next(&mut self) -> Result<Option<LogicalLine>, SyntaxError> {
        while let Some(line) = self.physical()? {
            let text = line.text.trim_start();
            if text.is_empty() || is_comment(text) {
                continue;
            }
            let mut logical =
                LogicalLine { text: String::new(), number: self.number, dangling: Vec::new() };
            if self.join(&mut logical, text, line.start + line.text.len() - text.len()) {
                self.join_continuations(&mut logical)?;
            }
            return Ok(Some(logical));
        }
        Ok(None)
    }

    /// Appends a line to an instruction. Returns `true` if the next line continues it.
    fn join(&self, logical: &mut LogicalLine, part: &str, start: usize) -> bool {
        let Some(continued) = before_continuation(part, self.escape) else {
            logical.text.push_str(part);
            logical.dangling.clear();
            return false;
        };
        if !continued.trim().is_empty() {
            logical.dangling.clear();
        }
        logical.text.push_str(continued);
        logical.dangling.push(start + continued.len());
        true
    }

    fn join_continuations(&mut self, logical: &mut LogicalLine) -> Result<(), SyntaxError> {
        while let Some(line) = self.physical()? {
            if line.text.trim().is_empty() || is_comment(line.text) {
                continue;
            }
            if !self.join(logical, line.text, line.start) {
                break;
            }
        }
        Ok(())
    }

    /// Reads the body of a heredoc that the line `number` opened, and returns its range in the text.
    pub(crate) fn body(
        &mut self,
        heredoc: &HeredocMark,
        number: usize,
    ) -> Result<Range<usize>, SyntaxError> {
        let start = self.at;
        while let Some(line) = self.physical()? {
            if heredoc.ends_with(line.text) {
                return Ok(start..line.start);
            }
        }
        let message = format!("no line `{}` ends the heredoc", heredoc.name.escape_debug());
        Err(SyntaxError::new(number, message))
    }

    fn physical(&mut self) -> Result<Option<PhysicalLine<'t>>, SyntaxError> {
        let start = self.at;
        let rest = &self.text[start..];
        if rest.is_empty() {
            return Ok(None);
        }
        let end = rest.find('\n').unwrap_or(rest.len());
        self.at = (start + end + 1).min(self.text.len());
        self.number += 1;
        if end > MAX_LINE_BYTES {
            let message = format!("the line has {end} bytes, the builder reads {MAX_LINE_BYTES}");
            return Err(SyntaxError::new(self.number, message));
        }
        Ok(Some(PhysicalLine { text: rest[..end].trim_end_matches('\r'), start }))
    }
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with('#')
}

/// Returns a continued line without its escape character, or `None` for a line that is not
/// continued. Two escape characters at the end are one literal character.
pub(crate) fn before_continuation(line: &str, escape: char) -> Option<&str> {
    let trimmed = line.trim_end_matches([' ', '\t']);
    trimmed.strip_suffix(escape).filter(|rest| !rest.ends_with(escape))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn logical(text: &str, escape: char) -> Vec<(usize, String)> {
        let mut lines = Lines::new(text, escape);
        std::iter::from_fn(|| lines.next().unwrap()).map(|line| (line.number, line.text)).collect()
    }

    fn dangling(text: &str) -> Vec<usize> {
        Lines::new(text, '\\').next().unwrap().unwrap().dangling
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
    fn continuation_past_the_end_is_reported_with_its_position() {
        assert!(dangling("RUN a\\\n b").is_empty());
        assert_eq!(dangling("RUN a \\\n # b\n\n"), [6]);
        assert_eq!(dangling("RUN a \\\n b\\ \n  \\\n"), [10, 15]);
    }

    #[test]
    fn line_that_the_builder_cannot_read_is_refused() {
        let line = |bytes: usize| format!("FROM a\n#{}\r\nRUN b", "x".repeat(bytes - 2));
        assert!(Lines::new(&line(MAX_LINE_BYTES), '\\').join_all().is_ok());
        let error = Lines::new(&line(MAX_LINE_BYTES + 1), '\\').join_all().unwrap_err();
        assert_eq!(error.to_string(), "line 2: the line has 65536 bytes, the builder reads 65535");
    }

    impl Lines<'_> {
        fn join_all(&mut self) -> Result<(), SyntaxError> {
            while self.next()?.is_some() {}
            Ok(())
        }
    }
}
