//! Text that cannot steer a terminal, whoever wrote it.
//!
//! [`Streams`](super::streams) writes nothing else.

use std::fmt::Write as _;

/// Resets the colours of a terminal.
const RESET: &str = "\u{1b}[0m";

/// Text without hidden characters: each is replaced by a visible escape such as `\u{1b}`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Shown(String);

impl Shown {
    /// Returns a text on one line.
    pub(super) fn line(text: &str) -> Self {
        Self::escaped(text, |_| false, visible)
    }

    /// Returns a text whose lines and tabs stay.
    pub(super) fn text(text: &str) -> Self {
        Self::escaped(text, |c| matches!(c, '\n' | '\t'), visible)
    }

    /// Returns a text as it is. Not for a terminal, and not for a server's text.
    pub(super) fn exact(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// Returns a line whose tabs and colours stay, the latter to its end and no further.
    pub(super) fn coloured_line(line: &str) -> Self {
        let mut shown = Self::default();
        let mut coloured = false;
        let mut rest = line;
        while let Some(start) = rest.find('\u{1b}') {
            let (before, sequence) = rest.split_at(start);
            shown.0.push_str(&Self::escaped(before, |c| c == '\t', visible).0);
            let length = colour(sequence).unwrap_or(0);
            if length == 0 {
                visible('\u{1b}', &mut shown.0);
                rest = &sequence[1..];
            } else {
                let (sequence, after) = sequence.split_at(length);
                shown.0.push_str(sequence);
                coloured = !matches!(sequence, "\u{1b}[m" | RESET);
                rest = after;
            }
        }
        shown.0.push_str(&Self::escaped(rest, |c| c == '\t', visible).0);
        if coloured {
            shown.0.push_str(RESET);
        }
        shown
    }

    /// Returns lines whose tabs and colours stay.
    pub(super) fn coloured_text(text: &str) -> Self {
        let lines = text.split('\n').map(|line| Self::coloured_line(line).0);
        Self(lines.collect::<Vec<_>>().join("\n"))
    }

    /// Returns a JSON document that has the same value.
    pub(super) fn json(document: &str) -> Self {
        // A hidden character other than a line end is inside a string there.
        Self::escaped(
            document,
            |c| c == '\n',
            |c, escaped| {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    // Writing to a string does not fail.
                    let _ = write!(escaped, "\\u{unit:04x}");
                }
            },
        )
    }

    /// Returns a YAML document that has the same value: `yaml`, or else `json`, the same value as
    /// JSON, which is YAML with other quotes.
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

    /// Adds a line end.
    pub(super) fn ended(mut self) -> Self {
        self.0.push('\n');
        self
    }

    /// Leaves the line end out.
    pub(super) fn unended(mut self) -> Self {
        self.0.truncate(self.0.trim_end_matches('\n').len());
        self
    }

    /// Puts lines below each other.
    pub(super) fn joined(lines: impl IntoIterator<Item = Self>) -> Self {
        Self(lines.into_iter().map(|line| line.0).collect::<Vec<_>>().join("\n"))
    }

    /// Returns the number of columns that one line takes.
    pub(super) fn width(&self) -> usize {
        self.0.chars().count()
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    fn escaped(
        text: &str,
        stays: impl Fn(char) -> bool,
        escape: impl Fn(char, &mut String),
    ) -> Self {
        let mut shown = String::with_capacity(text.len());
        for c in text.chars() {
            if is_hidden(c) && !stays(c) { escape(c, &mut shown) } else { shown.push(c) }
        }
        Self(shown)
    }
}

/// Returns `true` if a character does something to a terminal other than to fill a cell:
/// controls, line and paragraph separators, directions of writing, and what is invisible: the
/// code points that Unicode lists as `Default_Ignorable_Code_Point`.
pub(super) fn is_hidden(c: char) -> bool {
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

/// Adds the visible notation of a hidden character, as Rust writes it.
fn visible(c: char, shown: &mut String) {
    // Writing to a string does not fail.
    let _ = match c {
        '\n' | '\r' | '\t' => write!(shown, "{}", c.escape_default()),
        _ => write!(shown, "{}", c.escape_unicode()),
    };
}

/// Returns the length of the sequence that sets colours with which a text begins, if it does.
fn colour(text: &str) -> Option<usize> {
    let parameters = text.strip_prefix("\u{1b}[")?;
    let end = parameters.find(|c: char| !matches!(c, '0'..='9' | ';' | ':'))?;
    parameters[end..].starts_with('m').then_some("\u{1b}[".len() + end + 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::output::Format;

    /// Texts of which every second character is one that a terminal may act on.
    fn hostile() -> impl Strategy<Value = String> {
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

    /// Returns what a text has hidden, other than these characters.
    fn hidden_but(text: &str, allowed: &[char]) -> Option<char> {
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
        fn nothing_hidden_is_left(text in hostile()) {
            prop_assert_eq!(hidden_but(Shown::line(&text).as_str(), &[]), None);
            prop_assert_eq!(hidden_but(Shown::text(&text).as_str(), &['\n', '\t']), None);
            let line = Shown::coloured_line(&text);
            prop_assert_eq!(hidden_but(&without_colours(line.as_str()), &['\t']), None);
        }

        #[test]
        fn documents_hide_nothing_and_keep_the_value(text in hostile(), key in hostile()) {
            let value = serde_json::json!({ key: [text, "plain"] });
            for (format, document) in [
                (Format::Json, Format::Json.document(&value)),
                (Format::Json, Format::Json.last_document(&value)),
                (Format::Yaml, Format::Yaml.document(&value)),
                (Format::Yaml, Format::Yaml.last_document(&value)),
            ] {
                let document = document.unwrap();
                prop_assert_eq!(hidden_but(document.as_str(), &['\n']), None);
                let read: serde_json::Value = match format {
                    Format::Yaml => yaml_serde::from_str(document.as_str()).unwrap(),
                    _ => serde_json::from_str(document.as_str()).unwrap(),
                };
                prop_assert_eq!(&read, &value, "{}", document.as_str());
            }
        }
    }

    #[test]
    fn hidden_characters_have_one_notation() {
        for (text, shown) in [
            ("a\u{1b}[2J\r\nb\tc", r"a\u{1b}[2J\r\nb\tc"),
            ("\u{1b}]0;title\u{7}", r"\u{1b}]0;title\u{7}"),
            ("\u{9b}31m \u{7f}", r"\u{9b}31m \u{7f}"),
            ("a\u{202e}b\u{2028}c\u{200b}", r"a\u{202e}b\u{2028}c\u{200b}"),
            ("ü 日本 🎉 \\ \"quoted\"", "ü 日本 🎉 \\ \"quoted\""),
        ] {
            assert_eq!(Shown::line(text).as_str(), shown);
        }
        for c in "\u{34f}\u{115f}\u{1160}\u{17b4}\u{180b}\u{3164}\u{ffa0}\u{fff0}\u{fe00}\u{fe0f}\u{e0100}\u{e01ef}"
            .chars()
        {
            let shown = format!("a{}b", c.escape_unicode());
            assert_eq!(Shown::line(&format!("a{c}b")).as_str(), shown);
            assert_eq!(Shown::coloured_line(&format!("a{c}b")).as_str(), shown);
        }
        assert_eq!(Shown::line("❤\u{fe0f} 한글").as_str(), r"❤\u{fe0f} 한글");
        assert_eq!(Shown::text("a\n\tb\r\n").as_str(), "a\n\tb\\r\n");
    }

    #[test]
    fn colours_of_a_log_end_with_the_line() {
        for (line, shown) in [
            ("\u{1b}[1;31mred", "\u{1b}[1;31mred\u{1b}[0m"),
            ("\u{1b}[38:5:9mred\u{1b}[0m plain\tend", "\u{1b}[38:5:9mred\u{1b}[0m plain\tend"),
            ("\u{1b}[mplain", "\u{1b}[mplain"),
            ("\u{1b}[2K\u{1b}[1A\u{1b}[?25lx", r"\u{1b}[2K\u{1b}[1A\u{1b}[?25lx"),
            ("\u{1b}[31", r"\u{1b}[31"),
            ("50%\r100%\u{1b}", r"50%\r100%\u{1b}"),
        ] {
            assert_eq!(Shown::coloured_line(line).as_str(), shown);
        }
    }
}
