//! Quotes, escapes and variables in a word, as the builder reads them.

use std::iter::Peekable;
use std::str::Chars;

use super::DEFAULT_ESCAPE;
use super::heredoc::Quotes;
use super::substitution::{Pattern, Reach};

/// How deep `${a:-${b:-...}}` may go; the builder itself stops nowhere.
const MAX_DEPTH: usize = 64;

/// The longest text that a word may become, in bytes. Linux gives no longer variable to a process,
/// and a few lines that double a variable would fill any memory.
const MAX_BYTES: usize = 128 * 1024;

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
    let variables = Variables::Replaced(value_of);
    let mut expansion = Expansion::new(word, escape, variables, Quotes::Taken);
    let text = expansion.until(None, Escapes::Taken)?.whole;
    Ok(Expanded { text, unset: expansion.unset })
}

/// Divides a text at white space outside of quotes. Variables stay as they are written.
///
/// The builder looks for heredocs this way, with this escape character whatever the directive says.
pub(super) fn shell_words(text: &str, quotes: Quotes) -> Result<Vec<String>, String> {
    let escapes = match quotes {
        Quotes::Taken => Escapes::Taken,
        Quotes::Kept => Escapes::Kept,
    };
    let mut expansion = Expansion::new(text, DEFAULT_ESCAPE, Variables::Kept, quotes);
    Ok(expansion.until(None, escapes)?.into_words())
}

struct Expansion<'w, 'f, 'v> {
    rest: Peekable<Chars<'w>>,
    escape: char,
    variables: Variables<'f, 'v>,
    quotes: Quotes,
    unset: Vec<String>,
    depth: usize,
}

#[derive(Clone, Copy)]
enum Variables<'f, 'v> {
    Replaced(&'f dyn Fn(&str) -> Option<&'v str>),
    /// None has a value, and each stays as it is written.
    Kept,
}

/// What becomes of the escape character outside of quotes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Escapes {
    /// It makes the next character literal and goes.
    Taken,
    /// It stays, for the reader of a pattern.
    Kept,
}

/// A text as a whole, and as the words that white space divides it into.
#[derive(Default)]
struct Text {
    whole: String,
    words: Vec<String>,
    word: String,
}

impl Text {
    /// Adds what white space divides.
    fn plain(&mut self, text: &str) {
        self.whole.push_str(text);
        for c in text.chars() {
            if !c.is_whitespace() {
                self.word.push(c);
            } else if !self.word.is_empty() {
                self.words.push(std::mem::take(&mut self.word));
            }
        }
    }

    /// Adds what is quoted or escaped.
    fn literal(&mut self, text: &str) {
        self.whole.push_str(text);
        self.word.push_str(text);
    }

    fn into_words(mut self) -> Vec<String> {
        self.words.extend((!self.word.is_empty()).then_some(self.word));
        self.words
    }
}

impl<'w, 'f, 'v> Expansion<'w, 'f, 'v> {
    fn new(word: &'w str, escape: char, variables: Variables<'f, 'v>, quotes: Quotes) -> Self {
        Self {
            rest: word.chars().peekable(),
            escape,
            variables,
            quotes,
            unset: Vec::new(),
            depth: 0,
        }
    }

    /// Reads up to the end, or up to the given character.
    fn until(&mut self, end: Option<char>, escapes: Escapes) -> Result<Text, String> {
        let mut text = Text::default();
        let mut buffer = [0; 4];
        while let Some(c) = self.rest.next() {
            match c {
                _ if Some(c) == end => return Ok(text),
                '\'' => text.literal(&self.single_quoted()?),
                '"' => text.literal(&self.double_quoted(escapes)?),
                '$' => text.plain(&self.variable()?),
                _ if c == self.escape => {
                    if escapes == Escapes::Kept {
                        text.literal(c.encode_utf8(&mut buffer));
                    }
                    if let Some(escaped) = self.rest.next() {
                        text.literal(escaped.encode_utf8(&mut buffer));
                    }
                }
                _ => text.plain(c.encode_utf8(&mut buffer)),
            }
            if matches!(self.variables, Variables::Replaced(_)) && text.whole.len() > MAX_BYTES {
                return Err(too_long());
            }
        }
        match end {
            Some(end) => Err(format!("a `{end}` is missing")),
            None => Ok(text),
        }
    }

    fn single_quoted(&mut self) -> Result<String, String> {
        let mut text = self.kept_quote('\'');
        for c in self.rest.by_ref() {
            if c == '\'' {
                return Ok(text + &self.kept_quote('\''));
            }
            text.push(c);
        }
        Err("a single quote is not closed".to_owned())
    }

    fn double_quoted(&mut self, escapes: Escapes) -> Result<String, String> {
        let mut text = self.kept_quote('"');
        while let Some(c) = self.rest.next() {
            match c {
                '"' => return Ok(text + &self.kept_quote('"')),
                '$' => text.push_str(&self.variable()?),
                _ if c == self.escape => {
                    // Before a character that it does not escape it then stands twice, as with
                    // the builder, for the reader of a pattern to take one.
                    text.extend((escapes == Escapes::Kept).then_some(c));
                    let escaped = |next: &char| matches!(next, '"' | '$') || *next == c;
                    text.push(self.rest.next_if(escaped).unwrap_or(c));
                }
                _ => text.push(c),
            }
            if matches!(self.variables, Variables::Replaced(_)) && text.len() > MAX_BYTES {
                return Err(too_long());
            }
        }
        Err("a double quote is not closed".to_owned())
    }

    fn kept_quote(&self, quote: char) -> String {
        match self.quotes {
            Quotes::Taken => String::new(),
            Quotes::Kept => quote.to_string(),
        }
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
        Ok(match self.variables {
            Variables::Replaced(_) => self.plain(&name),
            Variables::Kept => format!("${name}"),
        })
    }

    fn braced(&mut self) -> Result<String, String> {
        if matches!(self.rest.peek(), None | Some('{' | '}' | ':')) {
            return Err("`${` is not followed by the name of a variable".to_owned());
        }
        let name = self.name();
        let mut modifier: String = self.rest.next().into_iter().collect();
        // With a colon, an empty value counts as none.
        let colon = modifier == ":";
        if colon {
            modifier.extend(self.rest.next());
        }
        let substitution = match modifier.chars().next_back() {
            None => return Err("a `}` is missing".to_owned()),
            Some('}') if !colon => {
                return Ok(match self.variables {
                    Variables::Replaced(_) => self.plain(&name),
                    Variables::Kept => format!("${{{name}}}"),
                });
            }
            Some('-') => Substitution::Default(self.operand(Escapes::Taken)?),
            Some('+') => Substitution::Alternative(self.operand(Escapes::Taken)?),
            Some('?') => Substitution::Demand(self.operand(Escapes::Taken)?),
            Some('#') => Substitution::TrimStart(self.operand(Escapes::Kept)?),
            Some('%') => Substitution::TrimEnd(self.operand(Escapes::Kept)?),
            Some('/') if !colon => {
                let reach = match self.rest.next_if_eq(&'/') {
                    Some(_) => Reach::Most,
                    None => Reach::Least,
                };
                let pattern = self.until(Some('/'), Escapes::Kept)?.whole;
                Substitution::Replace { pattern, replacement: self.operand(Escapes::Kept)?, reach }
            }
            _ => return Err(format!("the substitution `${{{name}{modifier}` is not understood")),
        };
        match self.variables {
            Variables::Replaced(value_of) => substitution.apply(&name, value_of(&name), colon),
            Variables::Kept => Ok(substitution.written(&name, &modifier)),
        }
    }

    /// Reads the word of a substitution up to its closing brace.
    fn operand(&mut self, escapes: Escapes) -> Result<String, String> {
        self.until(Some('}'), escapes).map(|text| text.whole)
    }

    fn plain(&mut self, name: &str) -> String {
        let value = match self.variables {
            Variables::Replaced(value_of) => value_of(name),
            Variables::Kept => None,
        };
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

/// What stands behind the name in `${name...}`.
enum Substitution {
    Default(String),
    Alternative(String),
    Demand(String),
    TrimStart(String),
    TrimEnd(String),
    Replace { pattern: String, replacement: String, reach: Reach },
}

impl Substitution {
    fn apply(self, name: &str, value: Option<&str>, colon: bool) -> Result<String, String> {
        let present = value.filter(|value| !colon || !value.is_empty());
        let value = value.unwrap_or_default();
        match self {
            Self::Default(word) => Ok(present.map_or(word, str::to_owned)),
            Self::Alternative(word) => Ok(present.map(|_| word).unwrap_or_default()),
            Self::Demand(said) => present.map(str::to_owned).ok_or_else(|| match said.as_str() {
                "" => format!("the variable `{name}` has no value"),
                said => format!("the variable `{name}` has no value: {said}"),
            }),
            Self::TrimStart(word) => {
                let (pattern, reach) = doubled(&word, '#');
                Ok(Pattern::read(pattern)?.trim_start(value, reach))
            }
            Self::TrimEnd(word) => {
                let (pattern, reach) = doubled(&word, '%');
                Ok(Pattern::read(pattern)?.trim_end(value, reach))
            }
            Self::Replace { pattern, replacement, reach } => {
                let pattern = Pattern::read(&pattern)?;
                pattern.replace(value, &replacement, reach, MAX_BYTES).ok_or_else(too_long)
            }
        }
    }

    /// Writes it down again, as the builder does where it leaves variables alone.
    fn written(&self, name: &str, modifier: &str) -> String {
        match self {
            Self::Default(word)
            | Self::Alternative(word)
            | Self::Demand(word)
            | Self::TrimStart(word)
            | Self::TrimEnd(word) => format!("${{{name}{modifier}{word}}}"),
            Self::Replace { pattern, replacement, .. } => {
                format!("${{{name}/{pattern}/{replacement}}}")
            }
        }
    }
}

fn too_long() -> String {
    format!("the variables come to more than {MAX_BYTES} bytes")
}

/// Takes a second operator off a pattern. It counts wherever it comes from.
fn doubled(word: &str, operator: char) -> (&str, Reach) {
    match word.strip_prefix(operator) {
        Some(pattern) => (pattern, Reach::Most),
        None => (word, Reach::Least),
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
            ("${DIR:#s}", "rc"),
            ("${DIR%%r*}", "s"),
            ("${DIR//[sc]/x}", "src"),
            (r"${DIR/s/\}}", r"\}rc"),
            ("${DIR:?why}", "src"),
            ("${EMPTY?why}", ""),
            ("${+x}", ""),
            ("100$", "100$"),
            ("$1x", "x"),
        ];
        for (word, expected) in cases {
            assert_eq!(text(word).as_deref(), Ok(expected), "{word}");
        }
    }

    /// What BuildKit makes of each. buildah was asked, too, as far as it goes: it knows `:-` and
    /// `:+` alone, and agrees on those and on quotes.
    #[test]
    fn substitutions_are_those_of_the_builder() {
        let value_of = |name: &str| match name {
            "FILE" => Some("lib/a*b?/x.tar.gz"),
            "ODD" => Some(r"([{}])^$.+|\end"),
            "STAR" => Some(r"\*"),
            "DIR" => Some("/b"),
            "PATHS" => Some("/b/b/c"),
            "EMPTY" => Some(""),
            _ => None,
        };
        let cases = [
            // The least and the most, at the front.
            ("${FILE#*/}", "a*b?/x.tar.gz"),
            ("${FILE##*/}", "x.tar.gz"),
            ("${FILE#*}", "lib/a*b?/x.tar.gz"),
            ("${FILE##*}", ""),
            ("${FILE#lib/a\\*}", "b?/x.tar.gz"),
            ("${FILE#???/}", "a*b?/x.tar.gz"),
            ("${FILE#tar}", "lib/a*b?/x.tar.gz"),
            ("${FILE#}", "lib/a*b?/x.tar.gz"),
            ("${FILE##}", "lib/a*b?/x.tar.gz"),
            // At the end.
            ("${FILE%.*}", "lib/a*b?/x.tar"),
            ("${FILE%%.*}", "lib/a*b?/x"),
            ("${FILE%/*}", "lib/a*b?"),
            ("${FILE%%/*}", "lib"),
            ("${FILE%%\\**}", "lib/a"),
            ("${FILE%}", "lib/a*b?/x.tar.gz"),
            // Nothing but `*`, `?` and `\` is special in a pattern.
            (r"${ODD#([{\}])^$.+|\\}", "end"),
            (r"${ODD/^$./-}", r"([{}])-+|\end"),
            // Once and everywhere.
            ("${FILE/a/A}", "lib/A*b?/x.tar.gz"),
            ("${FILE//a/A}", "lib/A*b?/x.tAr.gz"),
            ("${FILE/$STAR/-}", "lib/a-b?/x.tar.gz"),
            ("${PATHS/$DIR/}", "/b/c"),
            ("${PATHS//$DIR/}", "/c"),
            (r"${PATHS//\//\/}", r"\/b\/b\/c"),
            ("${PATHS//\\//:}", ":b:b:c"),
            ("${PATHS/$EMPTY/x}", "x/b/b/c"),
            ("${PATHS///}", "/b/b/c"),
            // Without a value.
            ("${NONE#*}", ""),
            ("${NONE///}", ""),
            ("${NONE-a}${EMPTY-b}${DIR-c}", "a/b"),
            ("${NONE:-a}${EMPTY:-b}${DIR:-c}", "ab/b"),
            ("${NONE+a}${EMPTY+b}${DIR+c}", "bc"),
            ("${NONE:+a}${EMPTY:+b}${DIR:+c}", "c"),
            ("${NONE:-}", ""),
            ("[${EMPTY?a}${DIR?a}${DIR:?a}]", "[/b/b]"),
            // A word within.
            ("${NONE:-${EMPTY:-${DIR:+x$DIR}}}", "x/b"),
            ("${NONE:-'$DIR'}${NONE:-\"a $DIR\"}", "$DIRa /b"),
            (r"${NONE:-a\}b}", "a}b"),
        ];
        for (word, expected) in cases {
            let found = expand(word, '\\', &value_of).map(|expanded| expanded.text);
            assert_eq!(found.as_deref(), Ok(expected), "{word}");
        }
        for word in ["${NONE?a}", "${NONE:?}", "${EMPTY:?a}", "${DIR=a}", "${DIR//a}", "${DIR//}"] {
            assert!(expand(word, '\\', &value_of).is_err(), "{word}");
        }
        let demanded = expand("${NONE:?set $DIR}", '\\', &value_of).unwrap_err();
        assert!(demanded.ends_with("has no value: set /b"), "{demanded}");
    }

    #[test]
    fn malformed_words_are_refused() {
        for word in [
            "'a",
            "\"a",
            "${DIR",
            "${}",
            "${:-a}",
            "${DIR:}",
            "${DIR@Q}",
            "${NONE:?why}",
            r"${DIR#\s}",
        ] {
            assert!(text(word).is_err(), "{word}");
        }
    }

    #[test]
    fn bottomless_nesting_is_refused() {
        assert!(text(&"${NONE:-".repeat(100_000)).unwrap_err().contains("nested"));
    }

    #[test]
    fn doubling_variable_is_refused_before_it_fills_the_memory() {
        let long = "x".repeat(MAX_BYTES / 2 + 1);
        let value_of = |name: &str| (name == "A").then_some(long.as_str());
        for word in ["$A$A", "\"$A$A\"", "${A//x/xx}"] {
            let refusal = expand(word, '\\', &value_of).unwrap_err();
            assert!(refusal.contains("more than 131072 bytes"), "{refusal}");
        }
    }

    #[test]
    fn variables_without_a_value_are_told() {
        let expanded = expand("$A/${B}/${C:-c}", '\\', &|_| None).unwrap();
        assert_eq!(expanded.unset, ["A", "B"]);
    }
}
