//! Quoting of values, so that the builder and the shell read exactly the given value.

/// Quotes a word for a POSIX shell, and for ENV, LABEL, WORKDIR and USER, which read single quotes in
/// the same way.
pub(in crate::image) fn shell_word(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "@%+=:,./_-".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        return text.to_owned();
    }
    single_quoted(text)
}

/// Quotes the argument of WORKDIR or USER. The builder reads an unquoted `--` as a flag.
pub(in crate::image) fn argument(text: &str) -> String {
    if text.starts_with("--") { single_quoted(text) } else { shell_word(text) }
}

fn single_quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r#"'"'"'"#))
}

/// Quotes words for a POSIX shell, separated by blanks.
pub(in crate::image) fn shell_words<'a>(words: impl IntoIterator<Item = &'a String>) -> String {
    words.into_iter().map(|word| shell_word(word)).collect::<Vec<_>>().join(" ")
}

/// Renders the JSON form of an instruction on one line.
pub(in crate::image) fn json_array<S: AsRef<str>>(elements: &[S]) -> String {
    let quoted: Vec<String> =
        elements.iter().map(|element| json_string(element.as_ref())).collect();
    format!("[{}]", quoted.join(", "))
}

fn json_string(text: &str) -> String {
    let written = serde_json::Value::from(text).to_string();
    // These two end the line in the regular expressions of the server.
    written.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

/// Quotes a value with double quotes, in which the builder expands variables.
pub(in crate::image) fn expanded_value(text: &str, escape: char) -> String {
    format!("\"{}\"", escaped(text, escape, &['"']))
}

/// Escapes a word that the builder unquotes and expands. Only variables stay special.
pub(in crate::image) fn expanded_word(text: &str, escape: char) -> String {
    escaped(text, escape, &['"', '\''])
}

/// Escapes quotes and the escape character of the Dockerfile.
///
/// In `text`, only `\$` is an escape. The meaning of a step must not depend on the escape character
/// of the Dockerfile.
fn escaped(text: &str, escape: char, quotes: &[char]) -> String {
    let mut written = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if c == '\\' && rest.next_if_eq(&'$').is_some() {
            written.extend([escape, '$']);
            continue;
        }
        if quotes.contains(&c) || c == escape {
            written.push(escape);
        }
        written.push(c);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shell_words_are_quoted_only_where_needed() {
        assert_eq!(shell_word("a-b_c.d/e:f=1%2+3@4,5"), "a-b_c.d/e:f=1%2+3@4,5");
        assert_eq!(shell_word(""), "''");
        assert_eq!(shell_word("flask>=2"), "'flask>=2'");
        assert_eq!(shell_word("it's"), r#"'it'"'"'s'"#);
        assert_eq!(shell_word("é"), "'é'");
    }

    #[test]
    fn json_form_escapes_quotes_backslashes_and_newlines() {
        assert_eq!(json_array(&["a\"b", "c\\d", "e\nf"]), r#"["a\"b", "c\\d", "e\nf"]"#);
        assert_eq!(json_array(&["a\u{2028}b\u{2029}é"]), r#"["a\u2028b\u2029é"]"#);
        assert_eq!(json_array::<&str>(&[]), "[]");
    }

    #[test]
    fn expanded_values_keep_variables_and_escape_the_rest() {
        assert_eq!(expanded_value(r#"say "$X" \n"#, '\\'), r#""say \"$X\" \\n""#);
        assert_eq!(expanded_value(r"cost \$5", '\\'), r#""cost \$5""#);
        assert_eq!(expanded_value(r#"c:\"x""#, '`'), r#""c:\`"x`"""#);
        assert_eq!(expanded_value(r"`\$5 \n $X", '`'), r#""```$5 \n $X""#);
        assert_eq!(expanded_word("it's", '\\'), r"it\'s");
    }
}
