//! The entrypoint of a Dockerfile, as the server parses it.

use serde_json::Value;

/// The entrypoint without a match.
const DEFAULT: [&str; 2] = ["sleep", "infinity"];
const KEYWORD: &str = "ENTRYPOINT";
/// The characters that the dot of a pattern in JavaScript does not match.
const LINE_ENDS: [char; 4] = ['\n', '\r', '\u{2028}', '\u{2029}'];

/// Parses the entrypoint as the server does: the last match of the pattern `ENTRYPOINT\s+(.*)`.
///
/// The server does not parse the Dockerfile. Comments and heredocs match too, and `CMD` does not. Returns `None` for an
/// empty entrypoint, and an error for an array that the server fails on.
pub(crate) fn parse(dockerfile: &str) -> Result<Option<Vec<String>>, NotAWord> {
    let default = DEFAULT.map(str::to_owned).to_vec();
    let Some(text) = last_match(dockerfile) else { return Ok(Some(default)) };
    let words = match serde_json::from_str(text) {
        Ok(Value::Array(values)) => words(values)?,
        Ok(_) => default,
        Err(_) => vec![text.replace(['"', '\''], "")],
    };
    let words: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).collect();
    Ok(Some(words).filter(|words| !words.is_empty()))
}

/// An element of an entrypoint that is neither a string nor `null`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NotAWord;

/// Returns the strings of an array. `null` is left out.
fn words(values: Vec<Value>) -> Result<Vec<String>, NotAWord> {
    let words = values.into_iter().filter(|value| !value.is_null());
    words
        .map(|value| match value {
            Value::String(word) => Ok(word),
            _ => Err(NotAWord),
        })
        .collect()
}

/// Returns `true` for whitespace in JavaScript, in which the server is written.
fn is_space(character: char) -> bool {
    const NEXT_LINE: char = '\u{85}';
    const BYTE_ORDER_MARK: char = '\u{feff}';
    (character.is_whitespace() && character != NEXT_LINE) || character == BYTE_ORDER_MARK
}

/// Returns the trimmed text of the last match.
fn last_match(dockerfile: &str) -> Option<&str> {
    let mut rest = dockerfile;
    let mut found = None;
    while let Some(at) = rest.find(KEYWORD) {
        let after = &rest[at + KEYWORD.len()..];
        let text = after.trim_start_matches(is_space);
        if text.len() == after.len() {
            rest = after;
            continue;
        }
        // The whitespace of the pattern includes line breaks. The text ends at the next one.
        let line_end = text.find(LINE_ENDS).unwrap_or(text.len());
        found = Some(text[..line_end].trim_matches(is_space));
        rest = &text[line_end..];
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(dockerfile: &str) -> Vec<String> {
        super::parse(dockerfile).unwrap().unwrap()
    }

    #[test]
    fn empty_entrypoint_is_none() {
        for text in [
            "ENTRYPOINT ",
            "ENTRYPOINT []",
            "ENTRYPOINT [\"\"]",
            "ENTRYPOINT [\"a\"]\nENTRYPOINT  ",
        ] {
            assert_eq!(super::parse(text), Ok(None), "{text}");
        }
    }

    #[test]
    fn json_that_is_no_array_gives_the_default() {
        for json in ["\"run me\"", "null", "{}", "1", "true"] {
            assert_eq!(parse(&format!("ENTRYPOINT {json}")), ["sleep", "infinity"], "{json}");
        }
    }

    #[test]
    fn array_may_have_null_and_no_other_values() {
        assert_eq!(parse("ENTRYPOINT [\"a\", null, \"b\"]"), ["a", "b"]);
        for array in ["[1, 2]", "[\"a\", true]", "[[]]"] {
            assert_eq!(super::parse(&format!("ENTRYPOINT {array}")), Err(NotAWord), "{array}");
        }
    }

    #[test]
    fn json_array_is_the_entrypoint() {
        assert_eq!(
            parse("FROM a:1\nENTRYPOINT [\"sh\", \"-c\", \"echo hi\"]\n"),
            ["sh", "-c", "echo hi"]
        );
    }

    #[test]
    fn other_text_is_one_word_without_quotes() {
        assert_eq!(parse("ENTRYPOINT python -m app"), ["python -m app"]);
        assert_eq!(parse("ENTRYPOINT run \"it's me\""), ["run its me"]);
        assert_eq!(parse("ENTRYPOINT [\"a\",]"), ["[a,]"]);
        assert_eq!(parse("ENTRYPOINT [\"a\"] && b"), ["[a] && b"]);
    }

    #[test]
    fn whitespace_is_that_of_javascript() {
        assert_eq!(parse("ENTRYPOINT\n\n# comment\n"), ["# comment"]);
        assert_eq!(parse("ENTRYPOINT\u{feff}a\u{feff}\u{2028}b"), ["a"]);
        assert_eq!(parse("ENTRYPOINT\u{85}a"), ["sleep", "infinity"]);
    }

    #[test]
    fn last_match_counts_even_in_a_comment() {
        assert_eq!(parse("ENTRYPOINT [\"a\"]\n# ENTRYPOINT [\"b\"]\nCMD [\"c\"]\n"), ["b"]);
    }

    #[test]
    fn entrypoint_without_a_match_is_sleep() {
        assert_eq!(parse("FROM a:1\nCMD [\"x\"]\nRUN echo $ENTRYPOINTS\n"), ["sleep", "infinity"]);
    }
}
