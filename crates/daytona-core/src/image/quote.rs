//! How a value is written so that what reads the Dockerfile gets back exactly that value.

/// Writes a word for a POSIX shell, and for the quoting of ENV, LABEL, WORKDIR and USER, which
/// reads single quotes the same way.
pub(super) fn shell_word(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "@%+=:,./_-".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        return text.to_owned();
    }
    single_quoted(text)
}

/// Writes the argument of WORKDIR or USER, which must not look like a flag.
pub(super) fn argument(text: &str) -> String {
    if text.starts_with("--") { single_quoted(text) } else { shell_word(text) }
}

fn single_quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r#"'"'"'"#))
}

/// Writes words for a POSIX shell, with a space between.
pub(super) fn shell_words<'a>(words: impl IntoIterator<Item = &'a String>) -> String {
    words.into_iter().map(|word| shell_word(word)).collect::<Vec<_>>().join(" ")
}

/// Writes the JSON form of an instruction on one line.
pub(super) fn json_array<S: AsRef<str>>(elements: &[S]) -> String {
    let quoted: Vec<String> =
        elements.iter().map(|element| json_string(element.as_ref())).collect();
    format!("[{}]", quoted.join(", "))
}

fn json_string(text: &str) -> String {
    let written = serde_json::Value::from(text).to_string();
    // To the server's regular expressions these two end the line.
    written.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

/// Writes a value in double quotes, in which the builder goes on expanding variables.
pub(super) fn expanded_value(text: &str, escape: char) -> String {
    format!("\"{}\"", escaped(text, escape, &['"']))
}

/// Writes a word that the builder unquotes and expands, so that only variables are special in it.
pub(super) fn expanded_word(text: &str, escape: char) -> String {
    escaped(text, escape, &['"', '\''])
}

/// Escapes quotes and the escape character of the Dockerfile. In `text`, only `\$` is an escape,
/// whatever that character is: what a step means does not depend on the file it follows.
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
