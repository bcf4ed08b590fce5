//! Text that is safe to write to a terminal.
//!
//! Names, messages and logs come from a server. Control characters in them could change the title
//! of the terminal, overwrite earlier lines, or hide text.

use std::fmt::Write as _;

/// The sequence that resets the colours of a terminal.
const RESET: &str = "\u{1b}[0m";

/// Text without hidden characters. Each is replaced by a visible escape such as `\u{1b}`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct TerminalText(String);

impl TerminalText {
    /// Escapes all hidden characters, line breaks included.
    pub(super) fn line(text: &str) -> Self {
        Self::escaped(text, |_| false, push_escaped)
    }

    /// Escapes hidden characters, except line breaks and tabs.
    pub(super) fn lines(text: &str) -> Self {
        Self::escaped(text, |c| matches!(c, '\n' | '\t'), push_escaped)
    }

    /// Keeps a text unchanged. Neither for terminals nor for text of a server.
    pub(super) fn unchecked(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// Escapes hidden characters of a line, except tabs and colours. Colours end with the line.
    pub(super) fn coloured_line(line: &str) -> Self {
        let mut escaped = Self::default();
        let mut coloured = false;
        let mut rest = line;
        while let Some(start) = rest.find('\u{1b}') {
            let (before, sequence) = rest.split_at(start);
            escaped.0.push_str(&Self::escaped(before, |c| c == '\t', push_escaped).0);
            let length = colour(sequence).unwrap_or(0);
            if length == 0 {
                push_escaped('\u{1b}', &mut escaped.0);
                rest = &sequence[1..];
            } else {
                let (sequence, after) = sequence.split_at(length);
                escaped.0.push_str(sequence);
                coloured = !matches!(sequence, "\u{1b}[m" | RESET);
                rest = after;
            }
        }
        escaped.0.push_str(&Self::escaped(rest, |c| c == '\t', push_escaped).0);
        if coloured {
            escaped.0.push_str(RESET);
        }
        escaped
    }

    /// Escapes hidden characters, except line breaks, tabs and colours.
    pub(super) fn coloured_lines(text: &str) -> Self {
        let lines = text.split('\n').map(|line| Self::coloured_line(line).0);
        Self(lines.collect::<Vec<_>>().join("\n"))
    }

    /// Escapes hidden characters of a JSON document. Its value stays the same.
    pub(super) fn json(document: &str) -> Self {
        // In JSON, hidden characters other than line breaks occur only within strings.
        Self::escaped(
            document,
            |c| c == '\n',
            |c, escaped| {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    // Writing to a string cannot fail.
                    let _ = write!(escaped, "\\u{unit:04x}");
                }
            },
        )
    }

    /// Returns `yaml` if it has no hidden characters. Otherwise escapes those of `json`, which must
    /// have the same value. JSON is valid YAML, and its strings can hold escapes.
    pub(super) fn yaml(yaml: String, json: impl FnOnce() -> String) -> Self {
        if !yaml.contains(|c| is_hidden(c) && c != '\n') {
            return Self(yaml);
        }
        Self::escaped(
            &json(),
            |c| c == '\n',
            |c, escaped| {
                let _ = write!(escaped, "\\U{:08x}", u32::from(c));
            },
        )
    }

    /// Adds a newline at the end.
    pub(super) fn with_newline(mut self) -> Self {
        self.0.push('\n');
        self
    }

    /// Removes newlines at the end.
    pub(super) fn without_newline(mut self) -> Self {
        self.0.truncate(self.0.trim_end_matches('\n').len());
        self
    }

    /// Joins lines with newlines.
    pub(super) fn joined(lines: impl IntoIterator<Item = Self>) -> Self {
        Self(lines.into_iter().map(|line| line.0).collect::<Vec<_>>().join("\n"))
    }

    /// Returns the width of one line, in columns.
    pub(super) fn width(&self) -> usize {
        self.0.chars().count()
    }

    /// Returns the text.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    fn escaped(
        text: &str,
        is_allowed: impl Fn(char) -> bool,
        escape: impl Fn(char, &mut String),
    ) -> Self {
        let mut escaped = String::with_capacity(text.len());
        for c in text.chars() {
            if is_hidden(c) && !is_allowed(c) { escape(c, &mut escaped) } else { escaped.push(c) }
        }
        Self(escaped)
    }
}

/// Returns `true` if a character does more to a terminal than fill a cell.
///
/// These are controls, line and paragraph separators, bidirectional controls, and the invisible
/// code points that Unicode lists as `Default_Ignorable_Code_Point`.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{115f}'..='\u{1160}'
                | '\u{17b4}'..='\u{17b5}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff0}'..='\u{fffb}'
                | '\u{1bca0}'..='\u{1bca3}'
                | '\u{1d173}'..='\u{1d17a}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

/// Adds a hidden character in the escaped notation of Rust.
fn push_escaped(c: char, escaped: &mut String) {
    // Writing to a string cannot fail.
    let _ = match c {
        '\n' | '\r' | '\t' => write!(escaped, "{}", c.escape_default()),
        _ => write!(escaped, "{}", c.escape_unicode()),
    };
}

/// Returns the length of the colour sequence at the start of a text, if there is one.
fn colour(text: &str) -> Option<usize> {
    let parameters = text.strip_prefix("\u{1b}[")?;
    let end = parameters.find(|c: char| !matches!(c, '0'..='9' | ';' | ':'))?;
    parameters[end..].starts_with('m').then_some("\u{1b}[".len() + end + 1)
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Returns texts in which every second character is one that a terminal may interpret.
    pub(in crate::output) fn hostile() -> impl Strategy<Value = String> {
        let hidden = prop_oneof![
            prop::char::range('\0', '\u{a0}'),
            prop::char::range('\u{200b}', '\u{206f}'),
            prop::char::range('\u{fe00}', '\u{fe0f}'),
            prop::char::range('\u{e0000}', '\u{e0fff}'),
            prop::sample::select(vec!['\u{61c}', '\u{feff}', '\u{ad}', '\u{85}', '"', '\\', '\'']),
        ];
        let piece = prop_oneof![
            hidden.prop_map(String::from),
            any::<char>().prop_map(String::from),
            "\u{1b}\\[[0-9;:]{0,4}[mKJH]?",
        ];
        prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
    }

    /// Returns the first hidden character of a text, except these.
    pub(in crate::output) fn first_hidden_except(text: &str, allowed: &[char]) -> Option<char> {
        text.chars().find(|&c| is_hidden(c) && !allowed.contains(&c))
    }

    fn without_colours(text: &str) -> String {
        let mut pieces = text.split("\u{1b}[");
        let first = pieces.next().unwrap_or_default().to_owned();
        pieces.fold(first, |text, piece| {
            text + piece
                .trim_start_matches(|c: char| "0123456789;:".contains(c))
                .strip_prefix('m')
                .unwrap_or("\u{1b}")
        })
    }

    proptest! {
        #[test]
        fn no_hidden_character_is_left(text in hostile()) {
            prop_assert_eq!(first_hidden_except(TerminalText::line(&text).as_str(), &[]), None);
            prop_assert_eq!(first_hidden_except(TerminalText::lines(&text).as_str(), &['\n', '\t']), None);
            let line = TerminalText::coloured_line(&text);
            prop_assert_eq!(first_hidden_except(&without_colours(line.as_str()), &['\t']), None);
        }
    }

    #[test]
    fn hidden_characters_are_escaped() {
        for (text, escaped) in [
            ("a\u{1b}[2J\r\nb\tc", r"a\u{1b}[2J\r\nb\tc"),
            ("\u{1b}]0;title\u{7}", r"\u{1b}]0;title\u{7}"),
            ("\u{9b}31m \u{7f}", r"\u{9b}31m \u{7f}"),
            ("a\u{202e}b\u{2028}c\u{200b}", r"a\u{202e}b\u{2028}c\u{200b}"),
            ("ü 日本 🎉 \\ \"quoted\"", "ü 日本 🎉 \\ \"quoted\""),
        ] {
            assert_eq!(TerminalText::line(text).as_str(), escaped);
        }
        for c in "\u{34f}\u{115f}\u{1160}\u{17b4}\u{180b}\u{3164}\u{ffa0}\u{fff0}\u{fe00}\u{fe0f}\u{e0100}\u{e01ef}"
            .chars()
        {
            let escaped = format!("a{}b", c.escape_unicode());
            assert_eq!(TerminalText::line(&format!("a{c}b")).as_str(), escaped);
            assert_eq!(TerminalText::coloured_line(&format!("a{c}b")).as_str(), escaped);
        }
        assert_eq!(TerminalText::line("❤\u{fe0f} 한글").as_str(), r"❤\u{fe0f} 한글");
        assert_eq!(TerminalText::lines("a\n\tb\r\n").as_str(), "a\n\tb\\r\n");
    }

    #[test]
    fn colours_end_with_the_line() {
        for (line, escaped) in [
            ("\u{1b}[1;31mred", "\u{1b}[1;31mred\u{1b}[0m"),
            ("\u{1b}[38:5:9mred\u{1b}[0m plain\tend", "\u{1b}[38:5:9mred\u{1b}[0m plain\tend"),
            ("\u{1b}[mplain", "\u{1b}[mplain"),
            ("\u{1b}[2K\u{1b}[1A\u{1b}[?25lx", r"\u{1b}[2K\u{1b}[1A\u{1b}[?25lx"),
            ("\u{1b}[31", r"\u{1b}[31"),
            ("50%\r100%\u{1b}", r"50%\r100%\u{1b}"),
        ] {
            assert_eq!(TerminalText::coloured_line(line).as_str(), escaped);
        }
    }
}
