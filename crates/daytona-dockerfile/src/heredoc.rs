//! Heredoc marks in an instruction, such as `<<EOF`.

use crate::expand::{heredoc_name, shell_words};
use crate::path::path_segments;

/// A mark that opens a heredoc.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct HeredocMark {
    /// The line that ends the body.
    pub(crate) name: String,
    pub(crate) strips_tabs: bool,
    pub(crate) expands: bool,
}

impl HeredocMark {
    /// Returns `true` if a line, given without its line break, ends the body.
    pub(crate) fn ends_with(&self, line: &str) -> bool {
        let line = if self.strips_tabs { line.trim_start_matches('\t') } else { line };
        line == self.name
    }
}

/// Returns the heredocs that a line opens, in the order of their bodies.
pub(crate) fn heredocs(line: &str) -> Result<Vec<HeredocMark>, String> {
    if !line.contains("<<") {
        return Ok(Vec::new());
    }
    // A line that cannot be split into shell words opens no heredoc. It can still be valid shell.
    let words = shell_words(line).unwrap_or_default();
    words.iter().filter_map(|word| read(word).transpose()).collect()
}

/// Returns `true` if the builder can copy the body of a heredoc to a file of this name. It makes no
/// directories.
pub(crate) fn names_a_file(name: &str) -> bool {
    path_segments(name).len() == 1
}

/// Returns `true` if a word is a mark such as `<<EOF`, `<<-EOF` or `3<<'EOF'`.
pub(crate) fn is_heredoc(word: &str) -> bool {
    matches!(read(word), Ok(Some(_)))
}

fn read(word: &str) -> Result<Option<HeredocMark>, String> {
    let Some(mark) = word.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix("<<")
    else {
        return Ok(None);
    };
    let (written, strips_tabs) = match mark.strip_prefix('-') {
        Some(written) => (written, true),
        None => (mark, false),
    };
    let written = written.trim_start_matches([' ', '\t', '\r']);
    if written.contains('<') {
        return Ok(None);
    }
    let name = heredoc_name(written).map_err(|why| {
        format!("the heredoc `{}` has a name in which {why}", word.escape_debug())
    })?;
    Ok(name.map(|name| {
        let expands = name == written;
        HeredocMark { name, strips_tabs, expands }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(word: &str) -> Option<HeredocMark> {
        read(word).ok().flatten()
    }

    #[test]
    fn heredoc_marks_are_distinguished_from_similar_text() {
        let name = |word: &str| mark(word).map(|found| found.name);
        assert_eq!(name("<<EOF").as_deref(), Some("EOF"));
        assert_eq!(name("3<<-\"E F\"").as_deref(), Some("E F"));
        assert_eq!(name("<<-'EOF'").as_deref(), Some("EOF"));
        assert_eq!(name("<<\\EOF").as_deref(), Some("EOF"));
        assert_eq!(name("<<$EOF").as_deref(), Some("$EOF"));
        assert_eq!(name("<< \t'EOF'").as_deref(), Some("EOF"));
        assert_eq!(name("<<'${a:-b}'").as_deref(), Some("${a:-b}"));
        assert_eq!(name("<< -EOF").as_deref(), Some("-EOF"));
        for word in [
            "<<<EOF",
            "\"<<EOF\"",
            "a<<EOF",
            "<<",
            "<<-",
            "<<''",
            "<<a b",
            "<EOF",
            "<<${a:-b}",
            "<<\"${a#b}\"",
        ] {
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
        // Blanks can stand between the mark and the name, but not after a `-`.
        assert_eq!(names("RUN cat << A 3<<\tB <<- C x<< D \"<< E\" > /x"), ["A", "B"]);
        assert_eq!(names("RUN echo $((1 << 2)) $((1<< 2)) $((1<<2))"), ["2))"]);
        assert_eq!(names("RUN a << <<"), [""; 0]);
        assert!(heredocs("RUN ${x:- <<'a b'}").unwrap_err().contains("single quote"));
    }

    #[test]
    fn heredocs_become_files_without_directories() {
        for name in ["E", "/E", "../E", "./a.txt", "a/../b"] {
            assert!(names_a_file(name), "{name}");
        }
        for name in ["E/x", ".", "..", "/", "a/.."] {
            assert!(!names_a_file(name), "{name}");
        }
    }

    #[test]
    fn tabs_before_the_end_are_passed_over_only_where_asked() {
        assert!(mark("<<-E").unwrap().ends_with("\t\tE"));
        assert!(!mark("<<-E").unwrap().ends_with(" E"));
        assert!(!mark("<<E").unwrap().ends_with("\tE"));
    }

    #[test]
    fn quotes_in_the_name_prevent_expansion() {
        for word in ["<<E", "<<-E.F", "2<<$E"] {
            assert!(mark(word).unwrap().expands, "{word}");
        }
        for word in ["<<'E'", "<<-\"E\"", "<<E'F'", "<<\\E"] {
            assert!(!mark(word).unwrap().expands, "{word}");
        }
    }
}
