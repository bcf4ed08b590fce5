//! The ways in which instructions divide their text: flags, words, pairs, heredoc marks.

use super::lines::Heredoc;

/// Takes the flags off the front: words that begin with `--`, without their quotes. A word `--`
/// ends them.
pub(super) fn split_flags(text: &str, escape: char) -> (Vec<String>, &str) {
    let mut flags = Vec::new();
    let mut rest = text;
    while rest.starts_with("--") {
        let end = word_end(rest, escape);
        let word = &rest[..end];
        rest = rest[end..].trim_start();
        if word == "--" {
            break;
        }
        flags.push(unquoted(word, escape));
    }
    (flags, rest)
}

/// Divides at blanks alone, as COPY and ADD do: quotes hold nothing together.
pub(super) fn fields(text: &str) -> Vec<String> {
    text.split(is_blank).filter(|field| !field.is_empty()).map(str::to_owned).collect()
}

/// Tells whether a character parts words. Other white space of Unicode does not.
pub(super) fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\x0b' | '\x0c')
}

/// Divides at white space outside of quotes, as ENV and ARG do. The words keep their quotes.
pub(super) fn quoted_words(text: &str, escape: char) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let end = word_end(rest, escape);
        words.push(rest[..end].to_owned());
        rest = rest[end..].trim_start();
    }
    words
}

/// Returns the heredocs that a line opens, in the order of their bodies.
pub(super) fn heredocs(line: &str) -> Vec<Heredoc> {
    if !line.contains("<<") {
        return Vec::new();
    }
    // BuildKit reads heredoc marks with this escape character, whatever the directive says.
    quoted_words(line, '\\').iter().filter_map(|word| heredoc(word)).collect()
}

/// Reads a mark such as `<<EOF`, `<<-EOF`, `3<<'EOF'`.
pub(super) fn heredoc(word: &str) -> Option<Heredoc> {
    let mark = word.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix("<<")?;
    let (name, strips_tabs) = match mark.strip_prefix('-') {
        Some(name) => (name, true),
        None => (mark, false),
    };
    if name.is_empty() || name.contains('<') {
        return None;
    }
    let terminator = unquoted(name, '\\');
    (!terminator.is_empty()).then_some(Heredoc { terminator, strips_tabs })
}

/// Returns where the first word ends, at white space that is neither quoted nor escaped.
fn word_end(text: &str, escape: char) -> usize {
    let mut quote = None;
    let mut chars = text.char_indices();
    while let Some((index, c)) = chars.next() {
        match quote {
            None if c.is_whitespace() => return index,
            None if c == '"' || c == '\'' => quote = Some(c),
            Some(open) if c == open => quote = None,
            // Nothing can be escaped between single quotes.
            Some('\'') => {}
            _ if c == escape => {
                chars.next();
            }
            _ => {}
        }
    }
    text.len()
}

/// Takes quotes and escapes off a word, without expanding anything.
fn unquoted(word: &str, escape: char) -> String {
    let mut plain = String::with_capacity(word.len());
    let mut quote = None;
    let mut chars = word.chars();
    while let Some(c) = chars.next() {
        match quote {
            None if c == '"' || c == '\'' => quote = Some(c),
            Some(open) if c == open => quote = None,
            Some('\'') => plain.push(c),
            _ if c == escape => plain.extend(chars.next()),
            _ => plain.push(c),
        }
    }
    plain
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
    }

    #[test]
    fn double_dash_ends_the_flags() {
        let (flags, rest) = split_flags("--a --b='c d' -- --e", '\\');
        assert_eq!(flags, ["--a", "--b=c d"]);
        assert_eq!(rest, "--e");
    }

    #[test]
    fn heredoc_marks_are_told_from_look_alikes() {
        let name = |word: &str| heredoc(word).map(|found| found.terminator);
        assert_eq!(name("<<EOF").as_deref(), Some("EOF"));
        assert_eq!(name("3<<-\"E F\"").as_deref(), Some("E F"));
        assert_eq!(name("<<-'EOF'").as_deref(), Some("EOF"));
        assert_eq!(name("<<<EOF"), None);
        assert_eq!(name("\"<<EOF\""), None);
        assert_eq!(name("a<<EOF"), None);
        assert_eq!(name("<<"), None);
    }
}
