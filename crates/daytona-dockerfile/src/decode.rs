//! The text of a Dockerfile from its bytes.

use std::ops::Range;

use crate::directives::Directives;
use crate::error::SyntaxError;
use crate::instruction::Instruction;
use crate::parser::heredoc_bodies;

/// Decodes the bytes of a Dockerfile, without a byte order mark and with `\n` as line break.
///
/// As in the builder, the bodies of heredocs keep `\r\n`, and comments can have bytes that are not
/// UTF-8. The text has U+FFFD in place of such bytes.
///
/// ```
/// use daytona_dockerfile::decode;
///
/// let text = decode(b"# caf\xe9\r\nFROM alpine\r\nCOPY <<E /x\r\na\r\nE\r\n")?;
/// assert_eq!(text, "# caf\u{fffd}\nFROM alpine\nCOPY <<E /x\na\r\nE\n");
/// let error = decode(b"FROM alpine\nRUN echo caf\xe9\n").unwrap_err();
/// assert_eq!(error.line(), 2);
/// # Ok::<(), daytona_dockerfile::SyntaxError>(())
/// ```
///
/// # Errors
///
/// If bytes outside of comments are not UTF-8. The error names the line of the instruction.
pub fn decode(bytes: &[u8]) -> Result<String, SyntaxError> {
    let text = replaced(bytes, "\u{fffd}");
    if let Err(error) = std::str::from_utf8(bytes) {
        let before = &bytes[..error.valid_up_to()];
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        check_comments_only(&text, &replaced(bytes, "?"), line)?;
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    Ok(with_line_feeds(text))
}

/// Returns the text with a replacement for bytes that are not UTF-8.
fn replaced(bytes: &[u8], replacement: &str) -> String {
    let mut text = String::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            text.push_str(replacement);
        }
    }
    text
}

/// Returns an error if two texts with different replacements have different instructions. Then the
/// bytes are not in comments only. `line` is the first line with such bytes.
fn check_comments_only(one: &str, other: &str, line: usize) -> Result<(), SyntaxError> {
    let (Ok(one), Ok(other)) = (instructions(one), instructions(other)) else {
        let message = "the line has bytes that are not UTF-8; save the Dockerfile as UTF-8";
        return Err(SyntaxError::new(line, message));
    };
    let mut pairs = one.iter().zip(&other);
    match pairs.find(|(one, other)| one != other) {
        None => Ok(()),
        Some((instruction, _)) => Err(instruction.error(format!(
            "{} has bytes that are not UTF-8; save the Dockerfile as UTF-8",
            instruction.keyword
        ))),
    }
}

fn instructions(text: &str) -> Result<Vec<Instruction>, SyntaxError> {
    Directives::parse(text)?.parse_structure(text)
}

/// Converts `\r\n` to `\n` outside of heredoc bodies.
fn with_line_feeds(text: &str) -> String {
    if !text.contains('\r') {
        return text.to_owned();
    }
    let bodies: Vec<Range<usize>> = Directives::parse(text)
        .and_then(|directives| heredoc_bodies(&directives, text))
        .unwrap_or_default();
    let mut converted = String::with_capacity(text.len());
    let mut at = 0;
    for body in bodies {
        converted.push_str(&text[at..body.start].replace("\r\n", "\n"));
        converted.push_str(&text[body.clone()]);
        at = body.end;
    }
    converted.push_str(&text[at..].replace("\r\n", "\n"));
    converted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_of_heredocs_keep_their_line_breaks() {
        let text = "\u{feff}FROM a\r\nRUN <<A <<-B\r\n1\r\nA\r\n\t2\r\n\tB\r\nONBUILD COPY <<C /c\r\n3\r\nC\r\nUSER d\r\n";
        assert_eq!(
            decode(text.as_bytes()).unwrap(),
            "FROM a\nRUN <<A <<-B\n1\r\nA\n\t2\r\n\tB\nONBUILD COPY <<C /c\n3\r\nC\nUSER d\n"
        );
        assert_eq!(decode(b"FROM a\r\nNONSENSE\r\n").unwrap(), "FROM a\nNONSENSE\n");
    }

    #[test]
    fn bytes_that_are_not_utf8_are_accepted_in_comments_only() {
        for text in [&b"# \xff\nFROM a\n"[..], b"FROM a\nRUN b \\\n # \xe9\n c\n"] {
            assert!(decode(text).is_ok());
        }
        for (text, line) in [
            (&b"FROM \xff\n"[..], 1),
            (b"FROM a\nNONSENSE \xff\n", 2),
            (b"# \xff\nFROM a\nRUN b \\\n \xff\n", 3),
            (b"FROM a\nCOPY <<E /x\n# \xff\nE\n", 2),
        ] {
            let error = decode(text).unwrap_err();
            assert_eq!(error.line(), line);
            assert!(error.message().contains("bytes that are not UTF-8"), "{error}");
        }
    }
}
