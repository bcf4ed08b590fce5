//! Quotes, escapes and variables in a word, as the builder reads them.

use std::iter::Peekable;
use std::str::Chars;

use super::substitution::{self, Reach};

/// How deep `${a:-${b:-...}}` may go; the builder itself stops nowhere.
const MAX_DEPTH: usize = 64;

/// A word with its quotes gone and its variables replaced.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Expanded {
    pub(super) text: String,
    /// The variables that stand in the word and have no value.
    pub(super) unset: Vec<String>,
}

/// Expands a word. `value_of` looks a variable up.
pub(super) fn expand<'v>(
    word: &str,
    escape: char,
    value_of: &dyn Fn(&str) -> Option<&'v str>,
) -> Result<Expanded, String> {
    let mut expansion =
        Expansion { rest: word.chars().peekable(), escape, value_of, unset: Vec::new(), depth: 0 };
    let text = expansion.until(None, Escapes::Taken)?;
    Ok(Expanded { text, unset: expansion.unset })
}

struct Expansion<'w, 'f, 'v> {
    rest: Peekable<Chars<'w>>,
    escape: char,
    value_of: &'f dyn Fn(&str) -> Option<&'v str>,
    unset: Vec<String>,
    depth: usize,
}

/// What becomes of the escape character outside of quotes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Escapes {
    /// It makes the next character literal and goes.
    Taken,
    /// It stays, for the reader of a pattern.
    Kept,
}

impl Expansion<'_, '_, '_> {
    /// Reads up to the end, or up to the given character.
    fn until(&mut self, end: Option<char>, escapes: Escapes) -> Result<String, String> {
        let mut text = String::new();
        while let Some(c) = self.rest.next() {
            match c {
                _ if Some(c) == end => return Ok(text),
                '\'' => self.single_quoted(&mut text)?,
                '"' => self.double_quoted(&mut text)?,
                '$' => text.push_str(&self.variable()?),
                _ if c == self.escape => {
                    text.extend((escapes == Escapes::Kept).then_some(c));
                    text.extend(self.rest.next());
                }
                _ => text.push(c),
            }
        }
        match end {
            Some(end) => Err(format!("a `{end}` is missing")),
            None => Ok(text),
        }
    }

    fn single_quoted(&mut self, text: &mut String) -> Result<(), String> {
        for c in self.rest.by_ref() {
            if c == '\'' {
                return Ok(());
            }
            text.push(c);
        }
        Err("a single quote is not closed".to_owned())
    }

    fn double_quoted(&mut self, text: &mut String) -> Result<(), String> {
        while let Some(c) = self.rest.next() {
            match c {
                '"' => return Ok(()),
                '$' => text.push_str(&self.variable()?),
                _ if c == self.escape => {
                    let escapes = |next: &char| matches!(next, '"' | '$') || *next == c;
                    text.push(self.rest.next_if(escapes).unwrap_or(c));
                }
                _ => text.push(c),
            }
        }
        Err("a double quote is not closed".to_owned())
    }

    fn variable(&mut self) -> Result<String, String> {
        if self.rest.next_if_eq(&'{').is_some() {
            self.depth += 1;
            if self.depth > MAX_DEPTH {
                return Err(format!("variables are nested more than {MAX_DEPTH} deep"));
            }
            let text = self.braced();
            self.depth -= 1;
            return text;
        }
        let name = self.name();
        if name.is_empty() {
            return Ok("$".to_owned());
        }
        Ok(self.plain(&name))
    }

    fn braced(&mut self) -> Result<String, String> {
        let name = self.name();
        if name.is_empty() {
            return Err("`${` is not followed by the name of a variable".to_owned());
        }
        let mut operator = self.rest.next();
        // With a colon, an empty value counts as none.
        let colon = operator == Some(':');
        if colon {
            operator = self.rest.next();
        }
        let Some(operator) = operator else { return Err("a `}` is missing".to_owned()) };
        if operator == '}' && !colon {
            return Ok(self.plain(&name));
        }
        let set = (self.value_of)(&name);
        let value = set.filter(|value| !colon || !value.is_empty());
        match operator {
            '-' => self.word().map(|word| value.map_or(word, str::to_owned)),
            '+' => self.word().map(|word| value.map(|_| word).unwrap_or_default()),
            '?' => {
                let message = self.word()?;
                value.map(str::to_owned).ok_or_else(|| match message.as_str() {
                    "" => format!("the variable `{name}` has no value"),
                    said => format!("the variable `{name}` has no value: {said}"),
                })
            }
            '#' | '%' if !colon => {
                let reach = self.reach(operator);
                let pattern = self.until(Some('}'), Escapes::Kept)?;
                let trim =
                    if operator == '#' { substitution::trim_start } else { substitution::trim_end };
                Ok(trim(&pattern, set.unwrap_or_default(), reach))
            }
            '/' if !colon => {
                let reach = self.reach('/');
                let pattern = self.until(Some('/'), Escapes::Kept)?;
                let replacement = self.word()?;
                Ok(substitution::replace(&pattern, set.unwrap_or_default(), &replacement, reach))
            }
            other => Err(format!("the substitution `{other}` in `${{{name}` is not understood")),
        }
    }

    /// Reads the word of a substitution up to its closing brace.
    fn word(&mut self) -> Result<String, String> {
        self.until(Some('}'), Escapes::Taken)
    }

    /// Reads whether the operator stands twice.
    fn reach(&mut self, operator: char) -> Reach {
        match self.rest.next_if_eq(&operator) {
            Some(_) => Reach::Most,
            None => Reach::Least,
        }
    }

    fn plain(&mut self, name: &str) -> String {
        let value = (self.value_of)(name);
        if value.is_none() {
            self.unset.push(name.to_owned());
        }
        value.unwrap_or_default().to_owned()
    }

    /// Reads a name: letters, digits and `_`, or digits alone, or one special character.
    fn name(&mut self) -> String {
        let mut name = String::new();
        if let Some(special) = self.rest.next_if(|c| "@*#?-$!".contains(*c)) {
            name.push(special);
            return name;
        }
        let numbered = self.rest.peek().is_some_and(char::is_ascii_digit);
        let belongs = |c: &char| match numbered {
            true => c.is_ascii_digit(),
            false => c.is_alphanumeric() || *c == '_',
        };
        while let Some(c) = self.rest.next_if(belongs) {
            name.push(c);
        }
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(word: &str) -> Result<String, String> {
        let value_of = |name: &str| match name {
            "DIR" => Some("src"),
            "EMPTY" => Some(""),
            _ => None,
        };
        expand(word, '\\', &value_of).map(|expanded| expanded.text)
    }

    #[test]
    fn words_are_read_as_the_builder_reads_them() {
        let cases = [
            ("$DIR/a", "src/a"),
            ("${DIR}x", "srcx"),
            ("$NONE/a", "/a"),
            ("${NONE:-d}", "d"),
            ("${NONE:-$DIR/x}", "src/x"),
            ("${EMPTY:-d}", "d"),
            ("${EMPTY-d}", ""),
            ("${DIR:+yes}", "yes"),
            ("${NONE+yes}", ""),
            ("'$DIR'", "$DIR"),
            ("\"$DIR\"", "src"),
            (r"\$DIR", "$DIR"),
            (r#""\$DIR \n""#, r"$DIR \n"),
            (r"a\ b", "a b"),
            ("${DIR#s*}", "rc"),
            ("${DIR##s*}", ""),
            ("${DIR%c}", "sr"),
            ("${DIR/r/$DIR}", "ssrcc"),
            ("100$", "100$"),
            ("$1x", "x"),
        ];
        for (word, expected) in cases {
            assert_eq!(text(word).as_deref(), Ok(expected), "{word}");
        }
    }

    #[test]
    fn malformed_words_are_refused() {
        for word in ["'a", "\"a", "${DIR", "${}", "${:-a}", "${DIR:}", "${DIR@Q}", "${NONE:?why}"] {
            assert!(text(word).is_err(), "{word}");
        }
    }

    #[test]
    fn bottomless_nesting_is_refused() {
        assert!(text(&"${NONE:-".repeat(100_000)).unwrap_err().contains("nested"));
    }

    #[test]
    fn variables_without_a_value_are_told() {
        let expanded = expand("$A/${B}/${C:-c}", '\\', &|_| None).unwrap();
        assert_eq!(expanded.unset, ["A", "B"]);
    }
}
