//! The name filter of the snapshot list, with the semantics of PostgreSQL's `ILIKE`.

/// A pattern that matches a part of a name, regardless of case.
///
/// `_` matches one character and `%` any text. A backslash escapes the next character.
#[derive(Debug, Clone)]
pub(crate) struct NamePattern(Vec<Token>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Literal(char),
    AnyCharacter,
    AnyText,
}

impl NamePattern {
    /// Parses the value of the filter. The server puts it between two `%`.
    ///
    /// Therefore a backslash at the end of the value escapes the server's own `%`.
    pub(crate) fn new(value: &str) -> Self {
        let pattern = format!("%{value}%").to_lowercase();
        let mut characters = pattern.chars();
        let mut tokens = Vec::new();
        while let Some(character) = characters.next() {
            tokens.push(match character {
                '%' => Token::AnyText,
                '_' => Token::AnyCharacter,
                '\\' => Token::Literal(characters.next().unwrap_or('\\')),
                literal => Token::Literal(literal),
            });
        }
        Self(tokens)
    }

    /// Returns `true` if a name matches.
    pub(crate) fn matches(&self, name: &str) -> bool {
        let name: Vec<char> = name.to_lowercase().chars().collect();
        let tokens = self.0.as_slice();
        let (mut token, mut position) = (0, 0);
        // The latest `%`, and the end of its text. Only the latest one needs backtracking.
        let mut latest = None;
        while position < name.len() {
            match tokens.get(token) {
                Some(Token::AnyText) => {
                    token += 1;
                    latest = Some((token, position));
                    continue;
                }
                Some(Token::AnyCharacter) => {}
                Some(Token::Literal(literal)) if *literal == name[position] => {}
                _ => {
                    let Some((after, end)) = latest else { return false };
                    latest = Some((after, end + 1));
                    (token, position) = (after, end + 1);
                    continue;
                }
            }
            token += 1;
            position += 1;
        }
        tokens[token..].iter().all(|token| *token == Token::AnyText)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'a>(value: &str, names: &[&'a str]) -> Vec<&'a str> {
        let pattern = NamePattern::new(value);
        names.iter().copied().filter(|name| pattern.matches(name)).collect()
    }

    #[test]
    fn parts_match_in_any_case() {
        let names = ["Zeta", "alpha/one:x", "ab"];
        assert_eq!(found("", &names), names);
        assert_eq!(found("ZET", &names), ["Zeta"]);
        assert_eq!(found("A", &names), names);
        assert_eq!(found("/one:", &names), ["alpha/one:x"]);
        assert_eq!(found("alpha/one:x ", &names), [""; 0]);
        assert_eq!(found("'", &names), [""; 0]);
    }

    #[test]
    fn wildcards_match_characters_and_texts() {
        let names = ["a_b", "a-b", "ab", "axxb", "b-a"];
        assert_eq!(found("a_b", &names), ["a_b", "a-b"]);
        assert_eq!(found("a__b", &names), ["axxb"]);
        assert_eq!(found("a%b", &names), ["a_b", "a-b", "ab", "axxb"]);
        assert_eq!(found("%", &names), names);
        assert_eq!(found("____", &names), ["axxb"]);
        assert_eq!(found("b%a%b", &["b-a-a-b", "b-a-a"]), ["b-a-a-b"]);
    }

    #[test]
    fn backslash_escapes_the_next_character() {
        let names = ["a_b", "a-b", "50%", "50", r"a\b"];
        assert_eq!(found(r"a\_b", &names), ["a_b"]);
        assert_eq!(found(r"0\%", &names), ["50%"]);
        assert_eq!(found(r"a\\b", &names), [r"a\b"]);
        assert_eq!(found(r"\a\-\B", &names), ["a-b"]);
    }

    #[test]
    fn backslash_at_the_end_escapes_the_percent_sign_of_the_server() {
        assert_eq!(found(r"\", &["a", r"a\", "a%", "a%b"]), ["a%"]);
        assert_eq!(found(r"\\", &["a", r"a\", "a%", r"\b"]), [r"a\", r"\b"]);
    }

    #[test]
    fn many_wildcards_match_in_quadratic_time() {
        let value = "a%".repeat(200) + "b";
        assert_eq!(found(&value, &["a".repeat(20_000).as_str()]), [""; 0]);
    }
}
