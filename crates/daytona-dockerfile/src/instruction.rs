//! Instructions: keyword, flags, arguments, heredocs.

use crate::error::SyntaxError;
use crate::expand::expand;
use crate::keyword::Keyword;
use crate::words;

/// The arguments of an instruction: the text after its keyword and its flags.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arguments {
    /// The strings of a JSON array (the exec form). For HEALTHCHECK, `CMD` is the first string.
    Json(Vec<String>),
    /// Any other text (the shell form), with continued lines joined.
    Text(String),
}

/// An instruction of a Dockerfile.
///
/// ```
/// use daytona_dockerfile::{Arguments, Dockerfile, Keyword};
///
/// let file = Dockerfile::parse("FROM alpine\nONBUILD COPY --chown=app <<EOF /motd\nhello\nEOF\n")?;
/// let onbuild = &file.instructions()[1];
/// let copy = onbuild.trigger.as_deref().expect("ONBUILD has a trigger");
/// assert_eq!((copy.keyword, copy.line), (Keyword::Copy, 2));
/// assert_eq!(copy.flag("chown"), Some("app"));
/// assert_eq!(copy.arguments, Arguments::Text("<<EOF /motd".into()));
/// assert_eq!(copy.heredocs[0].body, "hello\n");
/// # Ok::<(), daytona_dockerfile::SyntaxError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Instruction {
    /// The keyword.
    pub keyword: Keyword,
    /// The number of the first line. The first line of a text is 1.
    pub line: usize,
    /// The flags as they are written, such as `--from=build`, without quotes.
    pub flags: Vec<String>,
    /// The text after the flags.
    pub arguments: Arguments,
    /// The heredocs that the instruction opens. Those of a trigger belong to the trigger.
    pub heredocs: Vec<Heredoc>,
    /// The instruction after ONBUILD.
    pub trigger: Option<Box<Instruction>>,
}

/// A heredoc: the lines after an instruction up to a line with the heredoc's name.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Heredoc {
    /// The name that ends the body. For COPY and ADD it is also the name of the file.
    pub name: String,
    /// The body as it is written, with its line breaks.
    pub body: String,
    /// `true` for `<<-`: the builder removes tabs at the start of each line.
    pub strips_tabs: bool,
    /// `true` if no part of the name is quoted: variables in the body are expanded.
    pub expands: bool,
}

impl Instruction {
    /// Returns the value of the flag `--name=value`, or an empty text for a flag without a value.
    #[must_use]
    pub fn flag<'a>(&'a self, name: &'a str) -> Option<&'a str> {
        self.flag_values(name).next()
    }

    /// Returns the values of a flag that can be repeated.
    pub fn flag_values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.flags.iter().filter_map(move |flag| {
            let (found, value) = flag.split_once('=').unwrap_or((flag, ""));
            (found.strip_prefix("--") == Some(name)).then_some(value)
        })
    }

    /// Splits the arguments into words as BuildKit's parse tree has them. Quotes and variables stay
    /// as they are written.
    ///
    /// ENV and LABEL give names and values in turn. An instruction that takes free text, such as
    /// RUN, gives one word.
    ///
    /// # Errors
    ///
    /// If the arguments of ENV or LABEL are not pairs.
    ///
    /// ```
    /// # use daytona_dockerfile::parse_fragment;
    /// let copy = &parse_fragment("COPY a 'b c' /d", '\\')?[0];
    /// assert_eq!(copy.words('\\')?, ["a", "'b", "c'", "/d"]);
    /// # Ok::<(), daytona_dockerfile::SyntaxError>(())
    /// ```
    pub fn words(&self, escape: char) -> Result<Vec<String>, SyntaxError> {
        let text = match &self.arguments {
            Arguments::Json(elements) => return Ok(elements.clone()),
            Arguments::Text(text) => text,
        };
        Ok(match self.keyword {
            Keyword::From | Keyword::Expose | Keyword::Copy | Keyword::Add | Keyword::Volume => {
                words::fields(text)
            }
            Keyword::Arg => words::quoted_words(text, escape),
            Keyword::Env | Keyword::Label => {
                let pairs = self.pairs(escape)?;
                pairs.into_iter().flat_map(|(name, value)| [name, value]).collect()
            }
            Keyword::Healthcheck => {
                let (kind, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
                let words = [kind, rest.trim_start()].into_iter().filter(|word| !word.is_empty());
                words.map(str::to_owned).collect()
            }
            _ => Some(text.clone()).filter(|text| !text.is_empty()).into_iter().collect(),
        })
    }

    /// Returns the names and values of ENV and LABEL as they are written. Other instructions have
    /// none.
    ///
    /// # Errors
    ///
    /// If the arguments are not pairs.
    ///
    /// ```
    /// # use daytona_dockerfile::parse_fragment;
    /// let env = &parse_fragment("ENV PATH=/opt/bin:$PATH MODE='a b'", '\\')?[0];
    /// let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    /// assert_eq!(env.pairs('\\')?, [pair("PATH", "/opt/bin:$PATH"), pair("MODE", "'a b'")]);
    /// # Ok::<(), daytona_dockerfile::SyntaxError>(())
    /// ```
    pub fn pairs(&self, escape: char) -> Result<Vec<(String, String)>, SyntaxError> {
        match (self.keyword, &self.arguments) {
            (Keyword::Env | Keyword::Label, Arguments::Text(text)) => words::pairs(text, escape)
                .map_err(|why| self.error(format!("{} {why}", self.keyword))),
            _ => Ok(Vec::new()),
        }
    }

    /// Returns the names that ENV or ARG sets to a value that is not empty and has no variable.
    ///
    /// ```
    /// # use daytona_dockerfile::parse_fragment;
    /// let env = &parse_fragment("ENV KEY=abc COPY=$KEY EMPTY=", '\\')?[0];
    /// assert_eq!(env.literal_names('\\'), ["KEY"]);
    /// # Ok::<(), daytona_dockerfile::SyntaxError>(())
    /// ```
    #[must_use]
    pub fn literal_names(&self, escape: char) -> Vec<String> {
        let pairs = match (self.keyword, &self.arguments) {
            (Keyword::Arg, Arguments::Text(text)) => words::quoted_words(text, escape)
                .iter()
                .filter_map(|word| word.split_once('='))
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            (Keyword::Env, _) => self.pairs(escape).unwrap_or_default(),
            _ => Vec::new(),
        };
        let is_literal = |value: &str| {
            expand(value, escape, |_| None)
                .is_ok_and(|value| value.unset.is_empty() && !value.text.trim().is_empty())
        };
        let literals = pairs.into_iter().filter(|(_, value)| is_literal(value));
        literals.map(|(name, _)| name).collect()
    }

    /// Returns `true` if COPY or ADD copies the whole context.
    ///
    /// ```
    /// # use daytona_dockerfile::parse_fragment;
    /// let found = parse_fragment("COPY . /app\nCOPY src /app\n", '\\')?;
    /// assert!(found[0].copies_whole_context() && !found[1].copies_whole_context());
    /// # Ok::<(), daytona_dockerfile::SyntaxError>(())
    /// ```
    #[must_use]
    pub fn copies_whole_context(&self) -> bool {
        if !matches!(self.keyword, Keyword::Copy | Keyword::Add) || self.flag("from").is_some() {
            return false;
        }
        let is_whole = |path: &String| {
            let segments = path.split('/').filter(|segment| !matches!(*segment, "" | "."));
            matches!(segments.collect::<Vec<_>>().as_slice(), [] | ["*"])
        };
        let paths = self.paths();
        paths.split_last().is_some_and(|(_, sources)| sources.iter().any(is_whole))
    }

    /// Returns the name that FROM gives its stage, in lower case.
    ///
    /// ```
    /// # use daytona_dockerfile::parse_fragment;
    /// let found = parse_fragment("FROM alpine AS Web\nFROM alpine\n", '\\')?;
    /// assert_eq!(found[0].stage_name().as_deref(), Some("web"));
    /// assert_eq!(found[1].stage_name(), None);
    /// # Ok::<(), daytona_dockerfile::SyntaxError>(())
    /// ```
    #[must_use]
    pub fn stage_name(&self) -> Option<String> {
        match words::fields(self.text()).as_slice() {
            [_, r#as, name] if self.keyword == Keyword::From && r#as.eq_ignore_ascii_case("as") => {
                Some(name.to_lowercase())
            }
            _ => None,
        }
    }

    /// Returns the sources and the destination of COPY and ADD.
    pub(crate) fn paths(&self) -> Vec<String> {
        match &self.arguments {
            Arguments::Json(paths) => paths.clone(),
            Arguments::Text(text) => words::fields(text),
        }
    }

    /// Returns the text of an instruction that has no JSON form.
    pub(crate) fn text(&self) -> &str {
        match &self.arguments {
            Arguments::Text(text) => text,
            Arguments::Json(_) => "",
        }
    }

    pub(crate) fn error(&self, message: impl Into<String>) -> SyntaxError {
        SyntaxError::new(self.line, message)
    }
}
