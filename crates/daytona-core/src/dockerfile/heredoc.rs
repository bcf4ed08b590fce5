//! Marks of heredocs in an instruction, such as `<<EOF`.

use super::expand::shell_words;

/// A heredoc that an instruction opens.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Heredoc {
    /// The line that ends it; for COPY and ADD the name of the file, too.
    pub(super) name: String,
    strips_tabs: bool,
}

impl Heredoc {
    /// Tells whether a line, given without its line break, ends the body.
    pub(super) fn ends_with(&self, line: &str) -> bool {
        let line = if self.strips_tabs { line.trim_start_matches('\t') } else { line };
        line == self.name
    }
}

/// Returns the heredocs that a line opens, in the order of their bodies.
pub(super) fn heredocs(line: &str) -> Result<Vec<Heredoc>, String> {
    if !line.contains("<<") {
        return Ok(Vec::new());
    }
    // A line that is no list of shell words has no heredocs; the shell may make sense of it.
    let words = shell_words(line, Quotes::Kept).unwrap_or_default();
    words.iter().filter_map(|word| read(word).transpose()).collect()
}

/// Reads a mark such as `<<EOF`, `<<-EOF`, `3<<'EOF'`.
pub(super) fn heredoc(word: &str) -> Option<Heredoc> {
    read(word).ok().flatten()
}

fn read(word: &str) -> Result<Option<Heredoc>, String> {
    let Some(mark) = word.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix("<<")
    else {
        return Ok(None);
    };
    let (name, strips_tabs) = match mark.strip_prefix('-') {
        Some(name) => (name, true),
        None => (mark, false),
    };
    if name.contains('<') {
        return Ok(None);
    }
    let mut words = shell_words(name, Quotes::Taken)
        .map_err(|why| format!("the heredoc `{}` has a name in which {why}", word.escape_debug()))?
        .into_iter();
    Ok(match (words.next(), words.next()) {
        (Some(name), None) => Some(Heredoc { name, strips_tabs }),
        _ => None,
    })
}

/// What becomes of quotes in shell words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quotes {
    Taken,
    /// They stay, and so do the escape characters outside of them.
    Kept,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_told_from_look_alikes() {
        let name = |word: &str| heredoc(word).map(|found| found.name);
        assert_eq!(name("<<EOF").as_deref(), Some("EOF"));
        assert_eq!(name("3<<-\"E F\"").as_deref(), Some("E F"));
        assert_eq!(name("<<-'EOF'").as_deref(), Some("EOF"));
        assert_eq!(name("<<\\EOF").as_deref(), Some("EOF"));
        assert_eq!(name("<<$EOF").as_deref(), Some("$EOF"));
        for word in ["<<<EOF", "\"<<EOF\"", "a<<EOF", "<<", "<<-", "<<''", "<<a b", "<EOF"] {
            assert_eq!(name(word), None, "{word}");
        }
    }

    #[test]
    fn lines_open_the_heredocs_that_the_builder_sees() {
        let names = |line: &str| -> Vec<String> {
            heredocs(line).unwrap().into_iter().map(|found| found.name).collect()
        };
        assert_eq!(names("RUN <<A 4<<-'B C' cat \"<<D\" x<<E"), ["A", "B C"]);
        assert_eq!(names("RUN echo 'it <<A"), [""; 0]);
        assert_eq!(names("RUN echo ${x@Q} <<A"), [""; 0]);
        assert_eq!(names("RUN echo ${x:-a <<A b}"), ["A"]);
        assert!(heredocs("RUN ${x:- <<'a b'}").unwrap_err().contains("single quote"));
    }

    #[test]
    fn tabs_before_the_end_are_passed_over_only_where_asked() {
        assert!(heredoc("<<-E").unwrap().ends_with("\t\tE"));
        assert!(!heredoc("<<-E").unwrap().ends_with(" E"));
        assert!(!heredoc("<<E").unwrap().ends_with("\tE"));
    }
}
