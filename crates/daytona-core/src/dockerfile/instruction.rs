//! From logical lines to instructions: keyword, flags, arguments, heredocs.

use super::directives::Frontend;
use super::expand::expand;
use super::heredoc::{Heredoc, heredocs};
use super::lines::Lines;
use super::{SyntaxError, check, words};

/// The instructions of the Dockerfile reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keyword {
    Add,
    Arg,
    Cmd,
    Copy,
    Entrypoint,
    Env,
    Expose,
    From,
    Healthcheck,
    Label,
    Maintainer,
    Onbuild,
    Run,
    Shell,
    Stopsignal,
    User,
    Volume,
    Workdir,
    /// One that only another frontend knows.
    Unknown,
}

impl Keyword {
    const NAMES: [(&'static str, Self); 18] = [
        ("ADD", Self::Add),
        ("ARG", Self::Arg),
        ("CMD", Self::Cmd),
        ("COPY", Self::Copy),
        ("ENTRYPOINT", Self::Entrypoint),
        ("ENV", Self::Env),
        ("EXPOSE", Self::Expose),
        ("FROM", Self::From),
        ("HEALTHCHECK", Self::Healthcheck),
        ("LABEL", Self::Label),
        ("MAINTAINER", Self::Maintainer),
        ("ONBUILD", Self::Onbuild),
        ("RUN", Self::Run),
        ("SHELL", Self::Shell),
        ("STOPSIGNAL", Self::Stopsignal),
        ("USER", Self::User),
        ("VOLUME", Self::Volume),
        ("WORKDIR", Self::Workdir),
    ];

    fn read(text: &str) -> Option<Self> {
        let named = Self::NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(text));
        named.map(|&(_, keyword)| keyword)
    }

    /// Returns the keyword as it is usually written.
    pub(crate) fn as_str(self) -> &'static str {
        let named = Self::NAMES.iter().find(|&&(_, keyword)| keyword == self);
        named.map_or("the instruction", |&(name, _)| name)
    }

    fn takes_json(self) -> bool {
        use Keyword::{Add, Cmd, Copy, Entrypoint, Healthcheck, Run, Shell, Volume};
        matches!(self, Add | Cmd | Copy | Entrypoint | Healthcheck | Run | Shell | Volume)
    }

    fn takes_heredocs(self) -> bool {
        matches!(self, Self::Add | Self::Copy | Self::Run)
    }
}

/// What follows keyword and flags.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Arguments {
    /// A JSON array of strings; for HEALTHCHECK, with the `CMD` before it as the first.
    Json(Vec<String>),
    /// Anything else.
    Text(String),
}

/// One instruction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Instruction {
    pub(crate) keyword: Keyword,
    /// The number of its first line, counted from 1.
    pub(crate) line: usize,
    /// The flags as written, such as `--from=build`, without quotes.
    pub(crate) flags: Vec<String>,
    pub(crate) arguments: Arguments,
    /// The instruction behind ONBUILD.
    pub(crate) trigger: Option<Box<Instruction>>,
}

impl Instruction {
    /// Returns the value of a flag `--name=value`; of a flag without a value, the empty text.
    pub(crate) fn flag<'a>(&'a self, name: &'a str) -> Option<&'a str> {
        self.flag_values(name).next()
    }

    /// Returns the values of a flag that may stand several times.
    pub(crate) fn flag_values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.flags.iter().filter_map(move |flag| {
            let (found, value) = flag.split_once('=').unwrap_or((flag, ""));
            (found.strip_prefix("--") == Some(name)).then_some(value)
        })
    }

    /// Returns the names that ENV and ARG set to a value in which there is no variable, and that
    /// is not empty.
    pub(crate) fn names_of_literals(&self, escape: char) -> Vec<String> {
        let Arguments::Text(text) = &self.arguments else { return Vec::new() };
        let pairs = match self.keyword {
            Keyword::Env => words::pairs(text, escape).unwrap_or_default(),
            Keyword::Arg => words::quoted_words(text, escape)
                .iter()
                .filter_map(|word| word.split_once('='))
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            _ => Vec::new(),
        };
        let literal = |value: &str| {
            expand(value, escape, &|_| None)
                .is_ok_and(|value| value.unset.is_empty() && !value.text.trim().is_empty())
        };
        let named = pairs.into_iter().filter(|(_, value)| literal(value));
        named.map(|(name, _)| name).collect()
    }

    /// Tells whether COPY or ADD takes all that is in the context.
    pub(crate) fn takes_whole_context(&self) -> bool {
        if !matches!(self.keyword, Keyword::Copy | Keyword::Add) || self.flag("from").is_some() {
            return false;
        }
        let paths = match &self.arguments {
            Arguments::Json(paths) => paths.clone(),
            Arguments::Text(text) => words::fields(text),
        };
        let whole = |path: &String| {
            let segments = path.split('/').filter(|segment| !matches!(*segment, "" | "."));
            matches!(segments.collect::<Vec<_>>().as_slice(), [] | ["*"])
        };
        paths.split_last().is_some_and(|(_, sources)| sources.iter().any(whole))
    }

    pub(super) fn error(&self, message: impl Into<String>) -> SyntaxError {
        SyntaxError::new(self.line, message)
    }
}

/// How to read a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Grammar {
    pub(super) escape: char,
    pub(super) frontend: Frontend,
}

/// An instruction as it stands in a text.
#[derive(Debug)]
pub(super) struct Parsed<'t> {
    pub(super) instruction: Instruction,
    /// The heredocs that it opens, with their bodies as written.
    #[cfg_attr(not(test), expect(dead_code, reason = "compared with the builder's"))]
    pub(super) heredocs: Vec<(Heredoc, &'t str)>,
    /// See [`super::lines::LogicalLine::dangling`].
    pub(super) dangling: Vec<usize>,
}

impl Grammar {
    /// Takes a text apart and refuses instructions that the builder would refuse.
    pub(super) fn instructions(self, text: &str) -> Result<Vec<Parsed<'_>>, SyntaxError> {
        let found = self.structure(text)?;
        found.iter().try_for_each(|parsed| check::check(&parsed.instruction, self))?;
        Ok(found)
    }

    /// Takes a text apart.
    pub(super) fn structure(self, text: &str) -> Result<Vec<Parsed<'_>>, SyntaxError> {
        let mut lines = Lines::new(text, self.escape);
        let mut found = Vec::new();
        while let Some(line) = lines.next()? {
            let instruction = self.instruction(&line.text, line.number)?;
            let opened = match opens_heredocs(&instruction) {
                true => heredocs(&line.text).map_err(|why| SyntaxError::new(line.number, why))?,
                false => Vec::new(),
            };
            let bodies = opened.into_iter().map(|heredoc| {
                let body = lines.body(&heredoc, line.number)?;
                Ok((heredoc, body))
            });
            let heredocs = bodies.collect::<Result<_, _>>()?;
            found.push(Parsed { instruction, heredocs, dangling: line.dangling });
        }
        Ok(found)
    }

    fn instruction(self, line: &str, number: usize) -> Result<Instruction, SyntaxError> {
        let text = line.trim();
        let (name, rest) = text.split_once(words::is_blank).unwrap_or((text, ""));
        let keyword = match Keyword::read(name) {
            Some(keyword) => keyword,
            None if name.is_empty() => {
                let message = format!("nothing but `{}` is in the line", self.escape);
                return Err(SyntaxError::new(number, message));
            }
            None if self.frontend == Frontend::Foreign => Keyword::Unknown,
            None => {
                let message = format!("`{}` is not a Dockerfile instruction", name.escape_debug());
                return Err(SyntaxError::new(number, message));
            }
        };
        let (flags, rest) = words::split_flags(rest);
        if rest.is_empty() && keyword != Keyword::Unknown {
            let place = if flags.is_empty() { "" } else { " behind its flags" };
            let message = format!("{} has no arguments{place}", keyword.as_str());
            return Err(SyntaxError::new(number, message));
        }
        let trigger = match keyword {
            Keyword::Onbuild => {
                check_trigger(rest, number)?;
                Some(Box::new(self.instruction(rest, number)?))
            }
            _ => None,
        };
        let arguments = self
            .arguments(keyword, rest)
            .map_err(|why| SyntaxError::new(number, format!("{} {why}", keyword.as_str())))?;
        Ok(Instruction { keyword, line: number, flags, arguments, trigger })
    }

    fn arguments(self, keyword: Keyword, text: &str) -> Result<Arguments, String> {
        if matches!(keyword, Keyword::Env | Keyword::Label) {
            words::pairs(text, self.escape)?;
        }
        let (kind, json) = match keyword {
            Keyword::Healthcheck => text.split_once(char::is_whitespace).unwrap_or((text, "")),
            _ => ("", text),
        };
        let json = json.trim_start();
        if !keyword.takes_json() || !json.starts_with('[') {
            return Ok(Arguments::Text(text.to_owned()));
        }
        // What is not valid JSON is shell form, `[ -d /x ]` for one.
        let Ok(elements) = serde_json::from_str::<Vec<serde_json::Value>>(json) else {
            return Ok(Arguments::Text(text.to_owned()));
        };
        let kind = Some(kind).filter(|kind| !kind.is_empty()).map(str::to_owned);
        let strings = elements.iter().map(|element| element.as_str().map(str::to_owned));
        let strings: Option<Vec<String>> = kind.map(Some).into_iter().chain(strings).collect();
        strings
            .map(Arguments::Json)
            .ok_or_else(|| "has JSON with more than strings in it".to_owned())
    }
}

fn check_trigger(text: &str, line: usize) -> Result<(), SyntaxError> {
    let name = text.split(words::is_blank).next().unwrap_or_default();
    match Keyword::read(name) {
        Some(keyword @ (Keyword::From | Keyword::Maintainer | Keyword::Onbuild)) => {
            let message = format!("{} cannot stand behind ONBUILD", keyword.as_str());
            Err(SyntaxError::new(line, message))
        }
        _ => Ok(()),
    }
}

fn opens_heredocs(instruction: &Instruction) -> bool {
    match &instruction.trigger {
        Some(trigger) => opens_heredocs(trigger),
        None => {
            instruction.keyword.takes_heredocs()
                && matches!(instruction.arguments, Arguments::Text(_))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dockerfile::{parse, parse_fragment};

    fn one(text: &str) -> Instruction {
        let mut found = parse_fragment(text, '\\').unwrap();
        assert_eq!(found.len(), 1, "{found:?}");
        found.remove(0)
    }

    #[test]
    fn flags_are_told_from_arguments() {
        let copy = one("copy --from=build --chown=\"a b\" --link x --y /z");
        assert_eq!(copy.keyword, Keyword::Copy);
        assert_eq!(copy.flag("from"), Some("build"));
        assert_eq!(copy.flag("chown"), Some("a b"));
        assert_eq!(copy.flag("link"), Some(""));
        assert_eq!(copy.flag("fro"), None);
        assert_eq!(copy.arguments, Arguments::Text("x --y /z".to_owned()));
    }

    #[test]
    fn literals_of_env_and_arg_have_no_variables() {
        let names = |text: &str| one(text).names_of_literals('\\');
        assert_eq!(
            names("ENV A=1 B='$x' C=$x D=${x} E=\"\" F=${x:-d} G=${x:?} H=a$x I="),
            ["A", "B", "F"]
        );
        assert_eq!(names("ENV A b c"), ["A"]);
        assert_eq!(names("ARG A B=1 C=$x"), ["B"]);
        assert_eq!(names("LABEL A=1"), [""; 0]);
    }

    #[test]
    fn whole_context_has_several_names() {
        let taken = ["COPY . /", "ADD ./ x", "COPY a / b", "COPY [\"./.\", \"b\"]", "COPY * b"];
        for text in taken {
            assert!(one(text).takes_whole_context(), "{text}");
        }
        for text in ["COPY --from=a . b", "COPY a .", "COPY ./a b", "COPY *.c b", "RUN . b"] {
            assert!(!one(text).takes_whole_context(), "{text}");
        }
    }

    #[test]
    fn json_form_needs_valid_json() {
        let json = |text: &str| matches!(one(text).arguments, Arguments::Json(_));
        assert!(json(r#"COPY ["a b", "/c"]"#));
        assert!(!json("RUN [ -d /x ] && true"));
        assert!(!json("CMD ['a']"));
        assert!(!json(r#"CMD ["a"] b"#));
        assert!(!json(r#"EXPOSE ["a"]"#));
        assert_eq!(
            one(r#"HEALTHCHECK --retries=2 CMD ["a"]"#).arguments,
            Arguments::Json(vec!["CMD".to_owned(), "a".to_owned()])
        );
        let error = parse_fragment("\nCMD [1]", '\\').unwrap_err();
        assert_eq!(
            (error.line, error.message.as_str()),
            (2, "CMD has JSON with more than strings in it")
        );
    }

    #[test]
    fn pairs_are_checked_behind_onbuild_too() {
        for (text, expected) in [
            ("LABEL a", "LABEL has a name without a value"),
            ("ENV a=b c", "ENV has a word without `=`: `c`"),
            ("ONBUILD ENV a", "ENV has a name without a value"),
        ] {
            assert_eq!(parse_fragment(text, '\\').unwrap_err().message, expected);
        }
    }

    #[test]
    fn heredoc_bodies_hold_no_instructions() {
        let text = "RUN <<EOF cat <<-'OTHER' > /x\nCOPY a b\nEOF\nCOPY c d\n\t\tOTHER\n\
            ONBUILD COPY <<x /y\nADD e f\nx\nCMD [\"<<no\"]\n";
        let keywords: Vec<Keyword> =
            parse_fragment(text, '\\').unwrap().iter().map(|found| found.keyword).collect();
        assert_eq!(keywords, [Keyword::Run, Keyword::Onbuild, Keyword::Cmd]);
    }

    #[test]
    fn unfinished_heredoc_is_refused_with_its_line() {
        let error = parse_fragment("RUN a\nRUN <<EOF\nb\n", '\\').unwrap_err();
        assert_eq!(error.to_string(), "line 2: no line `EOF` ends the heredoc");
    }

    #[test]
    fn unknown_instruction_is_refused_unless_another_frontend_reads_it() {
        let error = parse("FROM a\nINCLUDE b\n").unwrap_err();
        assert_eq!(error.to_string(), "line 2: `INCLUDE` is not a Dockerfile instruction");
        assert!(parse("# syntax=example/frontend:1\nFROM a\nINCLUDE b\nEND\n").is_ok());
        assert!(parse("FROM a\nCOPY\n").is_err());
        assert!(parse("# syntax=docker/dockerfile:1\nFROM a\nINCLUDE b\n").is_err());
    }

    #[test]
    fn byte_order_mark_and_carriage_returns_are_no_part_of_instructions() {
        let file = parse("\u{feff}FROM a\r\nCOPY b c\r\n").unwrap();
        assert_eq!(file.instructions[1].arguments, Arguments::Text("b c".to_owned()));
    }
}
