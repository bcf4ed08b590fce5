//! Reads as much of a Dockerfile as a checked build needs: its instructions, and what they copy.

/// One instruction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Instruction {
    /// The line that it begins on; the first is 1.
    pub(super) line: usize,
    /// In capitals.
    pub(super) keyword: String,
    /// The arguments, with continued lines joined and here-documents left out.
    pub(super) arguments: String,
}

/// Why a text is not a Dockerfile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SyntaxError {
    pub(super) line: usize,
    pub(super) message: String,
}

const KEYWORDS: [&str; 18] = [
    "ADD",
    "ARG",
    "CMD",
    "COPY",
    "ENTRYPOINT",
    "ENV",
    "EXPOSE",
    "FROM",
    "HEALTHCHECK",
    "LABEL",
    "MAINTAINER",
    "ONBUILD",
    "RUN",
    "SHELL",
    "STOPSIGNAL",
    "USER",
    "VOLUME",
    "WORKDIR",
];
/// The instructions that here-documents belong to.
const WITH_HEREDOCS: [&str; 3] = ["ADD", "COPY", "RUN"];

/// Splits a Dockerfile into its instructions.
pub(super) fn parse(text: &str) -> Result<Vec<Instruction>, SyntaxError> {
    let escape = escape_character(text);
    let mut lines = text.lines().enumerate().map(|(index, line)| (index + 1, line));
    let mut instructions = Vec::new();
    while let Some((number, line)) = lines.next() {
        if is_blank_or_comment(line) {
            continue;
        }
        let mut whole = String::new();
        let mut open = push_line(&mut whole, line, escape);
        while open {
            let Some((_, line)) = lines.next() else { break };
            if !is_blank_or_comment(line) {
                open = push_line(&mut whole, line, escape);
            }
        }
        let instruction = instruction(number, &whole)?;
        if WITH_HEREDOCS.contains(&instruction.keyword.as_str()) {
            for heredoc in heredocs(&instruction.arguments) {
                let end = |line: &str| heredoc.ends_at(line);
                if !lines.by_ref().any(|(_, line)| end(line)) {
                    let message = format!("unterminated heredoc {}", heredoc.name);
                    return Err(SyntaxError { line: number, message });
                }
            }
        }
        instructions.push(instruction);
    }
    check_stages(&instructions)?;
    Ok(instructions)
}

fn is_blank_or_comment(line: &str) -> bool {
    let line = line.trim_start();
    line.is_empty() || line.starts_with('#')
}

/// Reads the `escape` directive, which only counts among the comments at the very top.
fn escape_character(text: &str) -> char {
    let directives = text.lines().map_while(|line| line.trim_start().strip_prefix('#'));
    for directive in directives {
        let Some((name, value)) = directive.split_once('=') else { break };
        if name.trim().eq_ignore_ascii_case("escape") {
            return if value.trim() == "`" { '`' } else { '\\' };
        }
    }
    '\\'
}

/// Appends a line without its continuation mark; returns whether the next line belongs to it.
fn push_line(whole: &mut String, line: &str, escape: char) -> bool {
    match line.trim_end().strip_suffix(escape) {
        Some(line) => {
            whole.push_str(line);
            true
        }
        None => {
            whole.push_str(line);
            false
        }
    }
}

fn instruction(line: usize, whole: &str) -> Result<Instruction, SyntaxError> {
    let whole = whole.trim();
    let (keyword, arguments) = whole.split_once(char::is_whitespace).unwrap_or((whole, ""));
    let name = keyword.to_ascii_uppercase();
    if !KEYWORDS.contains(&name.as_str()) {
        return Err(SyntaxError { line, message: format!("unknown instruction: {keyword}") });
    }
    Ok(Instruction { line, keyword: name, arguments: arguments.trim().to_owned() })
}

fn check_stages(instructions: &[Instruction]) -> Result<(), SyntaxError> {
    let first = instructions.iter().find(|instruction| instruction.keyword != "ARG");
    match first {
        None => Err(SyntaxError { line: 1, message: "file with no instructions".to_owned() }),
        Some(instruction) if instruction.keyword != "FROM" => Err(SyntaxError {
            line: instruction.line,
            message: "no build stage in current context".to_owned(),
        }),
        Some(_) => Ok(()),
    }
}

struct Heredoc {
    name: String,
    strips_tabs: bool,
}

impl Heredoc {
    fn ends_at(&self, line: &str) -> bool {
        let line = if self.strips_tabs { line.trim_start_matches('\t') } else { line };
        line == self.name
    }
}

/// Finds the here-documents that an instruction opens.
fn heredocs(arguments: &str) -> Vec<Heredoc> {
    arguments.split_whitespace().filter_map(heredoc).collect()
}

fn heredoc(word: &str) -> Option<Heredoc> {
    // A file descriptor may stand before the mark: `3<<EOF`.
    let word = word.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix("<<")?;
    let (word, strips_tabs) = match word.strip_prefix('-') {
        Some(word) => (word, true),
        None => (word, false),
    };
    let name = word.trim_matches(|c| matches!(c, '"' | '\''));
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    is_name.then(|| Heredoc { name: name.to_owned(), strips_tabs })
}

impl Instruction {
    /// Returns the flags that stand before the arguments, without their dashes.
    pub(super) fn flags(&self) -> impl Iterator<Item = &str> {
        self.arguments.split_whitespace().map_while(|word| word.strip_prefix("--"))
    }

    /// Returns the arguments behind the flags.
    pub(super) fn operands(&self) -> &str {
        let mut rest = self.arguments.as_str();
        while rest.starts_with("--") {
            let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
            rest = rest[end..].trim_start();
        }
        rest
    }

    /// Returns the paths of the context that a COPY or ADD reads, as written; none for other instructions.
    ///
    /// Left out are other stages and images (`--from`), here-documents, URLs and Git repositories of ADD, and
    /// paths with variables, which are not expanded here.
    pub(super) fn context_sources(&self) -> Vec<String> {
        let copies = matches!(self.keyword.as_str(), "COPY" | "ADD");
        if !copies || self.flags().any(|flag| flag.starts_with("from=")) {
            return Vec::new();
        }
        let mut words = words(self.operands());
        words.pop();
        let is_remote = |word: &str| self.keyword == "ADD" && is_remote(word);
        words.retain(|word| heredoc(word).is_none() && !is_remote(word) && !word.contains('$'));
        words
    }
}

/// Splits the JSON form or the plain form.
fn words(operands: &str) -> Vec<String> {
    if operands.starts_with('[')
        && let Ok(words) = serde_json::from_str(operands)
    {
        return words;
    }
    operands.split_whitespace().map(str::to_owned).collect()
}

fn is_remote(source: &str) -> bool {
    source.contains("://") || source.starts_with("git@")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(text: &str) -> Vec<String> {
        let instructions = parse(text).unwrap();
        instructions.iter().flat_map(Instruction::context_sources).collect()
    }

    #[test]
    fn continuations_skip_comments_and_blank_lines() {
        let text = "FROM a:1\nCOPY one \\\n  # not this\n\n  two \\\n  /dst/\n";
        assert_eq!(sources(text), ["one", "two"]);
        assert_eq!(parse(text).unwrap()[1].line, 2);
    }

    #[test]
    fn escape_directive_changes_the_continuation_mark() {
        assert_eq!(sources("# escape=`\nFROM a:1\nCOPY one `\n two /dst/\n"), ["one", "two"]);
    }

    #[test]
    fn json_form_keeps_spaces_in_names() {
        assert_eq!(
            sources("FROM a:1\nCOPY --chown=1:1 [\"a b\", \"c\", \"/dst/\"]\n"),
            ["a b", "c"]
        );
    }

    #[test]
    fn heredoc_bodies_are_not_instructions() {
        let text =
            "FROM a:1\nCOPY <<EOF <<-\"END\" real /dst/\nCOPY fake /\nEOF\n\tEND\ncopy last /\n";
        assert_eq!(sources(text), ["real", "last"]);
    }

    #[test]
    fn other_stages_urls_and_variables_are_not_sources() {
        let text = "FROM a:1 AS b\nFROM b\nCOPY --from=b /x /y\nADD https://e.example/f git@h:r.git f /d\nCOPY $X /d\n";
        assert_eq!(sources(text), ["f"]);
    }

    #[test]
    fn what_is_no_dockerfile_is_refused_with_its_line() {
        let error = |text| parse(text).unwrap_err();
        assert_eq!(error("FROM a:1\nFRMO b\n").message, "unknown instruction: FRMO");
        assert_eq!(error("FROM a:1\nFRMO b\n").line, 2);
        assert_eq!(error("RUN x\n").message, "no build stage in current context");
        assert_eq!(error("# nothing\n").message, "file with no instructions");
        assert_eq!(error("FROM a:1\nRUN <<EOF\nx\n").message, "unterminated heredoc EOF");
    }
}
