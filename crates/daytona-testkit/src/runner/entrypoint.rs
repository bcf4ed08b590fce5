//! The entrypoint that the server reads from a Dockerfile's text.

/// What a built snapshot runs when its Dockerfile names nothing.
const DEFAULT: [&str; 2] = ["sleep", "infinity"];
const KEYWORD: &str = "ENTRYPOINT";

/// Finds the entrypoint the way the server does: by the pattern `ENTRYPOINT\s+(.*)`, last match wins.
///
/// The server does not parse the Dockerfile, so comments and heredocs count too, and `CMD` does not.
pub(crate) fn of(dockerfile: &str) -> Vec<String> {
    match last_match(dockerfile) {
        None => DEFAULT.map(str::to_owned).to_vec(),
        Some(text) => match serde_json::from_str::<Vec<String>>(text) {
            Ok(words) => words,
            Err(_) => vec![unquoted(text).to_owned()],
        },
    }
}

/// Returns the captured text of the last match, trimmed.
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
        // The white space may include line breaks; the captured text ends at the next one.
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
    fn json_array_is_taken_as_is() {
        assert_eq!(
            of("FROM a:1\nENTRYPOINT [\"sh\", \"-c\", \"echo hi\"]\n"),
            ["sh", "-c", "echo hi"]
        );
    }

    #[test]
    fn anything_else_is_one_string_without_quotes() {
        assert_eq!(of("ENTRYPOINT python -m app"), ["python -m app"]);
        assert_eq!(of("ENTRYPOINT \"run me\""), ["run me"]);
    }

    #[test]
    fn last_match_wins_also_in_a_comment() {
        assert_eq!(of("ENTRYPOINT [\"a\"]\n# ENTRYPOINT [\"b\"]\nCMD [\"c\"]\n"), ["b"]);
    }

    #[test]
    fn without_a_match_it_sleeps() {
        assert_eq!(of("FROM a:1\nCMD [\"x\"]\nRUN echo $ENTRYPOINTS\n"), ["sleep", "infinity"]);
    }
}
