//! Splits the text of an instruction: flags, words, pairs.

/// Splits off the flags: the first words that start with `--`, without their quotes. A word `--`
/// ends them.
///
/// BuildKit reads each byte of a flag as one character, and always uses `\` as the escape
/// character. Text beyond ASCII is garbled, and this function garbles it in the same way. A caller
/// then finds out before the build that a name does not exist.
pub(crate) fn split_flags(text: &str) -> (Vec<String>, &str) {
    let mut flags = Vec::new();
    let mut bytes = text.bytes().map(char::from).enumerate().peekable();
    loop {
        while bytes.next_if(|(_, c)| c.is_whitespace()).is_some() {}
        let start = bytes.peek().map_or(text.len(), |(at, _)| *at);
        if !text.as_bytes()[start..].starts_with(b"--") {
            return (flags, rest(text, start));
        }
        let (mut word, mut quote, mut quoted) = (String::new(), None, false);
        while let Some((_, c)) = bytes.next() {
            match quote {
                None if c.is_whitespace() => break,
                None if matches!(c, '"' | '\'') => (quote, quoted) = (Some(c), true),
                Some(open) if c == open => quote = None,
                _ if c == '\\' => word.extend(bytes.next().map(|(_, escaped)| escaped)),
                _ => word.push(c),
            }
        }
        if word == "--" {
            let end = bytes.peek().map_or(text.len(), |(at, _)| *at);
            return (flags, rest(text, end));
        }
        if quoted || !word.is_empty() {
            flags.push(word);
        }
    }
}

/// Returns the rest of a text from a byte on. The byte can be inside a character.
fn rest(text: &str, mut start: usize) -> &str {
    while !text.is_char_boundary(start) {
        start += 1;
    }
    text[start..].trim()
}

/// Splits at blanks, also inside quotes, as COPY and ADD do.
pub(crate) fn fields(text: &str) -> Vec<String> {
    text.split(is_blank).filter(|field| !field.is_empty()).map(str::to_owned).collect()
}

/// Returns `true` if a character separates words. Other Unicode white space does not.
pub(crate) fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\x0b' | '\x0c')
}

/// Splits at white space outside of quotes, as ENV and ARG do. The words keep their quotes and
/// escape characters, except for an escape character at the very end.
pub(crate) fn quoted_words(text: &str, escape: char) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut quote = None;
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match quote {
            None if c.is_whitespace() => {
                words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
                continue;
            }
            None if matches!(c, '"' | '\'') => quote = Some(c),
            Some(open) if c == open => quote = None,
            // Single quotes have no escapes.
            Some('\'') => {}
            _ if c == escape => {
                let Some(escaped) = chars.next() else { break };
                word.push(c);
                word.push(escaped);
                continue;
            }
            _ => {}
        }
        word.push(c);
    }
    words.extend((!word.is_empty()).then_some(word));
    words
}

/// Splits the text of ENV and LABEL into names and values as they are written: pairs with `=`, or
/// in the old form one name and the rest of the line.
pub(crate) fn pairs(text: &str, escape: char) -> Result<Vec<(String, String)>, String> {
    let words = quoted_words(text, escape);
    let old_form = words.first().is_some_and(|word| !word.contains('='));
    if old_form {
        let (name, value) = text.split_once(is_blank).ok_or("has a name without a value")?;
        return Ok(vec![(name.to_owned(), value.trim_start_matches(is_blank).to_owned())]);
    }
    let pair = |word: &String| match word.split_once('=') {
        Some((name, value)) => Ok((name.to_owned(), value.to_owned())),
        None => Err(format!("has a word without `=`: `{}`", word.escape_debug())),
    };
    words.iter().map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_words_keep_quotes_and_escapes() {
        assert_eq!(
            quoted_words(r#"A="b c" D='e\' F=g\ h  I="\" j""#, '\\'),
            [r#"A="b c""#, r"D='e\'", r"F=g\ h", r#"I="\" j""#]
        );
        assert_eq!(quoted_words(r"a=b\\\", '\\'), [r"a=b\\"]);
        assert_eq!(quoted_words(r"`", '`'), [""; 0]);
    }

    #[test]
    fn double_dash_ends_the_flags() {
        let (flags, rest) = split_flags("--a --b='c d' -- --e");
        assert_eq!(flags, ["--a", "--b=c d"]);
        assert_eq!(rest, "--e");
        assert_eq!(split_flags("--a --"), (vec!["--a".to_owned()], ""));
    }

    #[test]
    fn flags_are_read_byte_by_byte() {
        assert_eq!(split_flags("--a=\u{e9}x b").0, ["--a=\u{c3}\u{a9}x"]);
        // BuildKit reads the second byte of this character as white space.
        assert_eq!(split_flags("--a=\u{e0}:b"), (vec!["--a=\u{c3}".to_owned()], ":b"));
        assert_eq!(split_flags("--a=\u{820}b").1, "b");
    }

    #[test]
    fn pairs_are_of_the_new_or_the_old_form() {
        let pair = |text: &str| pairs(text, '\\').unwrap();
        let owned = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(pair("a=b c='d e'"), [owned("a", "b"), owned("c", "'d e'")]);
        assert_eq!(pair("a \t b  c=d"), [owned("a", "b  c=d")]);
        for text in ["a", "a=b c", "a\u{a0}b"] {
            assert!(pairs(text, '\\').is_err(), "{text}");
        }
    }
}
