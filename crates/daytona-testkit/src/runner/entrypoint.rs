//! The entrypoint of a Dockerfile, as the server parses it.

/// The entrypoint without a match.
const DEFAULT: [&str; 2] = ["sleep", "infinity"];
const KEYWORD: &str = "ENTRYPOINT";

/// Parses the entrypoint as the server does: the last match of the pattern `ENTRYPOINT\s+(.*)`.
///
/// The server does not parse the Dockerfile. Comments and heredocs match too, and `CMD` does not.
pub(crate) fn parse(dockerfile: &str) -> Vec<String> {
    match last_match(dockerfile) {
        None => DEFAULT.map(str::to_owned).to_vec(),
        Some(text) => match serde_json::from_str::<Vec<String>>(text) {
            Ok(words) => words,
            Err(_) => vec![unquoted(text).to_owned()],
        },
    }
}

/// Returns the trimmed text of the last match.
fn last_match(dockerfile: &str) -> Option<&str> {
    let mut rest = dockerfile;
    let mut found = None;
    while let Some(at) = rest.find(KEYWORD) {
        let after = &rest[at + KEYWORD.len()..];
        let text = after.trim_start();
        if text.len() == after.len() {
            rest = after;
            continue;
        }
        // The whitespace of the pattern includes line breaks. The text ends at the next one.
        let line_end = text.find(['\n', '\r']).unwrap_or(text.len());
        found = Some(text[..line_end].trim());
        rest = &text[line_end..];
    }
    found
}

fn unquoted(text: &str) -> &str {
    let quote = |c: char| matches!(c, '"' | '\'');
    text.trim_matches(quote)
}

#[cfg(test)]
mod tests {
    use super::*;

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
        assert_eq!(parse("ENTRYPOINT \"run me\""), ["run me"]);
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
