//! Quotes, escapes and variables in a word, as BuildKit reads them.

mod substitution;

use std::iter::Peekable;
use std::str::Chars;

use crate::directives::DEFAULT_ESCAPE;
use crate::error::ExpandError;
use substitution::{MatchLength, Occurrences, Pattern};

/// The number of levels that `${a:-${b:-...}}` can have. BuildKit itself has no limit.
const MAX_DEPTH: usize = 64;

/// The longest text that a word can become, in bytes. Linux passes no longer variable to a process.
/// Without a limit, a few lines that double a variable fill the memory.
const MAX_BYTES: usize = 128 * 1024;

/// A word without its quotes, and with the values of its variables.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExpandedWord {
    /// The text.
    pub text: String,
    /// The variables in the word that have no value. Each counts as empty.
    pub unset: Vec<String>,
}

/// Expands a word: removes its quotes and replaces its variables.
///
/// `value_of` returns the value of a variable.
///
/// ```
/// use daytona_dockerfile::expand;
///
/// let value_of = |name: &str| (name == "FILE").then_some("app.tar.gz");
/// let word = expand(r#"/tmp/"${FILE%%.*}"/$NONE"#, '\\', value_of)?;
/// assert_eq!(word.text, "/tmp/app/");
/// assert_eq!(word.unset, ["NONE"]);
/// # Ok::<(), daytona_dockerfile::ExpandError>(())
/// ```
///
/// # Errors
///
/// If the word is malformed, if `${name:?}` requires a value that is not set, if variables nest
/// more than 64 levels, or if the text becomes longer than 128 KiB.
pub fn expand<'v>(
    word: &str,
    escape: char,
    value_of: impl Fn(&str) -> Option<&'v str>,
) -> Result<ExpandedWord, ExpandError> {
    let variables = Variables::Replaced(&value_of);
    let mut expansion = Expansion::new(word, escape, variables, Quotes::Removed);
    let text = expansion.until(None, Escapes::Removed).map_err(ExpandError::new)?.whole;
    Ok(ExpandedWord { text, unset: expansion.unset })
}

/// How quotes in shell words are treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quotes {
    Removed,
    /// Quotes stay, and so do escape characters outside of quotes.
    Kept,
    /// Quotes are text like any other, as in the body of a heredoc.
    Literal,
}

/// Returns an error for a heredoc body whose variables cannot be expanded.
///
/// A body can be longer than a word. What follows the first 128 KiB of its result is not checked.
pub(crate) fn check_body<'v>(
    body: &str,
    escape: char,
    value_of: &dyn Fn(&str) -> Option<&'v str>,
) -> Result<(), ExpandError> {
    let variables = Variables::Replaced(value_of);
    let mut expansion = Expansion::new(body, escape, variables, Quotes::Literal);
    expansion.until(None, Escapes::Kept).map(drop).map_err(ExpandError::new)
}

/// Splits a text at white space outside of quotes. Quotes, escape characters and variables stay as
/// they are written. The blanks after `<<` belong to the word.
///
/// BuildKit finds heredocs in this way. It ignores the directive `escape` here.
pub(crate) fn shell_words(text: &str) -> Result<Vec<String>, String> {
    let mut expansion = Expansion::new(text, DEFAULT_ESCAPE, Variables::Kept, Quotes::Kept);
    Ok(expansion.until(None, Escapes::Kept)?.into_words())
}

/// Returns the name of a heredoc without its quotes, or `None` for a text that is not one word, or has a
/// variable with a modifier.
pub(crate) fn heredoc_name(text: &str) -> Result<Option<String>, String> {
    let mut expansion = Expansion::new(text, DEFAULT_ESCAPE, Variables::Kept, Quotes::Removed);
    let words = expansion.until(None, Escapes::Removed)?.into_words();
    Ok(match <[String; 1]>::try_from(words) {
        Ok([name]) if !expansion.has_modifier => Some(name),
        _ => None,
    })
}

struct Expansion<'w, 'f, 'v> {
    rest: Peekable<Chars<'w>>,
    escape: char,
    variables: Variables<'f, 'v>,
    quotes: Quotes,
    unset: Vec<String>,
    depth: usize,
    /// `true` after a variable with a modifier, such as `${a:-b}`.
    has_modifier: bool,
}

#[derive(Clone, Copy)]
enum Variables<'f, 'v> {
    Replaced(&'f dyn Fn(&str) -> Option<&'v str>),
    /// Variables stay as they are written.
    Kept,
}

/// How escape characters outside of quotes are treated.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Escapes {
    /// The next character is literal.
    Removed,
    /// They stay, because a pattern is parsed from the text.
    Kept,
}

/// A text as a whole, and split into words at white space.
#[derive(Default)]
struct Text {
    whole: String,
    words: Vec<String>,
    word: String,
}

impl Text {
    /// Adds text that is split at white space.
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

    /// Adds quoted or escaped text.
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
            has_modifier: false,
        }
    }

    /// Reads up to the end, or up to the given character.
    fn until(&mut self, end: Option<char>, escapes: Escapes) -> Result<Text, String> {
        let mut text = Text::default();
        let mut buffer = [0; 4];
        let has_quotes = self.quotes != Quotes::Literal;
        while let Some(c) = self.rest.next() {
            match c {
                _ if Some(c) == end => return Ok(text),
                '\'' if has_quotes => text.literal(&self.single_quoted()?),
                '"' if has_quotes => text.literal(&self.double_quoted(escapes)?),
                '$' => text.plain(&self.variable()?),
                '<' if self.rest.next_if_eq(&'<').is_some() => {
                    text.literal("<<");
                    while let Some(blank) = self.rest.next_if(|c| matches!(c, ' ' | '\t' | '\r')) {
                        text.literal(blank.encode_utf8(&mut buffer));
                    }
                }
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
                return if has_quotes { Err(too_long()) } else { Ok(text) };
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
                    // Before a character that it does not escape, it is then written twice, as
                    // BuildKit does. The parser of the pattern removes one.
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
            Quotes::Kept => quote.to_string(),
            Quotes::Removed | Quotes::Literal => String::new(),
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
            Some('-') => Substitution::Default(self.operand(Escapes::Removed)?),
            Some('+') => Substitution::Alternative(self.operand(Escapes::Removed)?),
            Some('?') => Substitution::Required(self.operand(Escapes::Removed)?),
            Some('#') => Substitution::TrimStart(self.operand(Escapes::Kept)?),
            Some('%') => Substitution::TrimEnd(self.operand(Escapes::Kept)?),
            Some('/') if !colon => {
                let occurrences = match self.rest.next_if_eq(&'/') {
                    Some(_) => Occurrences::All,
                    None => Occurrences::First,
                };
                let pattern = self.until(Some('/'), Escapes::Kept)?.whole;
                let replacement = self.operand(Escapes::Kept)?;
                Substitution::Replace { pattern, replacement, occurrences }
            }
            _ => return Err(format!("the substitution `${{{name}{modifier}` is not understood")),
        };
        self.has_modifier = true;
        match self.variables {
            Variables::Replaced(value_of) => substitution.apply(&name, value_of(&name), colon),
            Variables::Kept => Ok(substitution.written(&name, &modifier)),
        }
    }

    /// Reads the word in a substitution up to the closing brace.
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

/// The operator and the words after the name in `${name...}`.
enum Substitution {
    Default(String),
    Alternative(String),
    Required(String),
    TrimStart(String),
    TrimEnd(String),
    Replace { pattern: String, replacement: String, occurrences: Occurrences },
}

impl Substitution {
    fn apply(self, name: &str, value: Option<&str>, colon: bool) -> Result<String, String> {
        let present = value.filter(|value| !colon || !value.is_empty());
        let value = value.unwrap_or_default();
        match self {
            Self::Default(word) => Ok(present.map_or(word, str::to_owned)),
            Self::Alternative(word) => Ok(present.map(|_| word).unwrap_or_default()),
            Self::Required(reason) => {
                present.map(str::to_owned).ok_or_else(|| match reason.as_str() {
                    "" => format!("the variable `{name}` has no value"),
                    reason => format!("the variable `{name}` has no value: {reason}"),
                })
            }
            Self::TrimStart(word) => {
                let (pattern, length) = doubled(&word, '#');
                Ok(Pattern::parse(pattern)?.trim_start(value, length))
            }
            Self::TrimEnd(word) => {
                let (pattern, length) = doubled(&word, '%');
                Ok(Pattern::parse(pattern)?.trim_end(value, length))
            }
            Self::Replace { pattern, replacement, occurrences } => {
                let pattern = Pattern::parse(&pattern)?;
                pattern.replace(value, &replacement, occurrences, MAX_BYTES).ok_or_else(too_long)
            }
        }
    }

    /// Returns the text of the substitution, as BuildKit writes it where it keeps variables.
    fn written(&self, name: &str, modifier: &str) -> String {
        match self {
            Self::Default(word)
            | Self::Alternative(word)
            | Self::Required(word)
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

/// Removes a second operator from a pattern. It can also come from a variable in the pattern.
fn doubled(word: &str, operator: char) -> (&str, MatchLength) {
    match word.strip_prefix(operator) {
        Some(pattern) => (pattern, MatchLength::Longest),
        None => (word, MatchLength::Shortest),
    }
}
