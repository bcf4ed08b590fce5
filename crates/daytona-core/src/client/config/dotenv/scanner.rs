//! A scanner for the names and values of a file.

use std::borrow::Cow;

/// A name and its value without quotes and escapes. There is no value without `=`.
type Binding<'t> = (&'t str, Option<Cow<'t, str>>);

/// A position in the text of a file whose lines end in `\n`.
#[derive(Clone, Copy)]
pub(super) struct Scanner<'t> {
    rest: &'t str,
    /// The number of the line, from 1.
    pub(super) line: usize,
}

impl<'t> Scanner<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { rest: text, line: 1 }
    }

    /// Skips blank lines and comments. Returns `false` at the end of the text.
    pub(super) fn skip_to_binding(&mut self) -> bool {
        loop {
            self.skip(is_space);
            // python-dotenv reads `export # text` as a comment.
            let mut ahead = *self;
            ahead.skip_export();
            if !ahead.rest.starts_with('#') {
                return !self.rest.is_empty();
            }
            self.skip_line();
        }
    }

    /// Parses a binding up to the end of its line; `None` if there is none.
    pub(super) fn binding(&mut self) -> Option<Binding<'t>> {
        self.skip_export();
        let key = match self.rest.starts_with('\'') {
            true => self.single_quoted_key()?,
            false => self.taken(|c| c != '=' && c != '#' && !is_space(c))?,
        };
        self.skip(is_blank);
        let value = match self.rest.strip_prefix('=') {
            Some(rest) => {
                self.rest = rest;
                Some(self.value()?)
            }
            None => None,
        };
        self.end_of_line()?;
        Some((key, value))
    }

    /// Skips the line, and returns its name.
    pub(super) fn skip_line(&mut self) -> &'t str {
        self.skip_export();
        let line = self.rest.split('\n').next().unwrap_or_default();
        self.advance(line.len());
        line.split('=').next().unwrap_or_default().trim_matches(|c| is_space(c) || c == '\'')
    }

    fn skip_export(&mut self) {
        let Some(rest) = self.rest.strip_prefix("export") else { return };
        let after = rest.trim_start_matches(is_blank);
        if after.len() < rest.len() {
            self.rest = after;
        }
    }

    fn single_quoted_key(&mut self) -> Option<&'t str> {
        let inner = self.rest.get(1..)?;
        let key = inner.split_once('\'').map(|(key, _)| key).filter(|key| !key.is_empty())?;
        self.advance(key.len() + 2);
        Some(key)
    }

    fn value(&mut self) -> Option<Cow<'t, str>> {
        let before = self.rest.len();
        self.skip(is_blank);
        match self.rest.chars().next() {
            None | Some('\n') => Some(Cow::Borrowed("")),
            // After white space `#` begins a comment. Otherwise it is a part of the value.
            Some('#') if self.rest.len() < before => Some(Cow::Borrowed("")),
            Some('\'') => self.quoted('\'', single_quoted_escape),
            Some('"') => self.quoted('"', double_quoted_escape),
            Some(_) => {
                let line = self.taken(|c| c != '\n')?;
                Some(Cow::Borrowed(without_comment(line).trim_end_matches(is_space)))
            }
        }
    }

    /// Parses up to the closing quote, which may be on a later line. A backslash escapes a quote.
    fn quoted(&mut self, quote: char, escape: fn(char) -> Option<char>) -> Option<Cow<'t, str>> {
        let mut value = String::new();
        let mut characters = self.rest.char_indices().skip(1);
        loop {
            let (at, character) = characters.next()?;
            match character {
                '\\' => {
                    let (_, escaped) = characters.next()?;
                    match escape(escaped) {
                        Some(unescaped) => value.push(unescaped),
                        None => value.extend(['\\', escaped]),
                    }
                }
                _ if character == quote => {
                    self.advance(at + 1);
                    return Some(Cow::Owned(value));
                }
                _ => value.push(character),
            }
        }
    }

    fn end_of_line(&mut self) -> Option<()> {
        self.skip(is_blank);
        if self.rest.starts_with('#') {
            self.skip_line();
        }
        (self.rest.is_empty() || self.rest.starts_with('\n')).then_some(())
    }

    fn skip(&mut self, is_skipped: impl Fn(char) -> bool) {
        self.advance(self.rest.len() - self.rest.trim_start_matches(is_skipped).len());
    }

    /// Takes the next characters that match; `None` if there are none.
    fn taken(&mut self, fits: impl Fn(char) -> bool) -> Option<&'t str> {
        let length = self.rest.find(|c| !fits(c)).unwrap_or(self.rest.len());
        let taken = self.rest.get(..length).filter(|taken| !taken.is_empty())?;
        self.advance(length);
        Some(taken)
    }

    fn advance(&mut self, length: usize) {
        let (passed, rest) = self.rest.split_at(length);
        self.line += passed.matches('\n').count();
        self.rest = rest;
    }
}

/// Returns the text before the first `#` that follows white space.
fn without_comment(line: &str) -> &str {
    let starts = line.match_indices('#').map(|(at, _)| &line[..at]);
    let mut before = starts.filter(|before| before.ends_with(is_space));
    before.next().unwrap_or(line)
}

fn single_quoted_escape(character: char) -> Option<char> {
    matches!(character, '\\' | '\'').then_some(character)
}

fn double_quoted_escape(character: char) -> Option<char> {
    Some(match character {
        '\\' | '\'' | '"' => character,
        'a' => '\u{7}',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\u{b}',
        _ => return None,
    })
}

/// Returns `true` for white space as Python defines it, including line ends.
fn is_space(character: char) -> bool {
    character.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&character)
}

fn is_blank(character: char) -> bool {
    character != '\n' && is_space(character)
}
