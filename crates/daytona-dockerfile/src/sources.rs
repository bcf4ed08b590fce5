//! The paths that COPY, ADD and RUN read from the build context.

use std::collections::BTreeMap;

use crate::error::SyntaxError;
use crate::expand::ExpandedWord;
use crate::glob::has_wildcard;
use crate::heredoc::is_heredoc;
use crate::instruction::{Arguments, Instruction};
use crate::keyword::Keyword;

/// The paths that one instruction reads from the build context.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ContextUse {
    /// The keyword of the instruction.
    pub keyword: Keyword,
    /// The number of the instruction's first line. The first line of a text is 1.
    pub line: usize,
    /// The text that the instruction belongs to, as given to [`Stages::add`](crate::Stages::add).
    pub origin: usize,
    /// The paths, in order.
    pub sources: Vec<Source>,
    /// `true` if the instruction also copies a heredoc, or a file that the builder downloads.
    pub has_other_sources: bool,
    /// The values of `--exclude`: patterns of files to leave out of copied directories.
    pub excludes: Vec<String>,
}

/// A path in the build context, with its variables expanded.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Source {
    /// The path, or the pattern.
    pub path: String,
    /// The rules that the path follows.
    pub kind: SourceKind,
    /// The variables in it that have no value. Each counts as empty.
    pub unset: Vec<String>,
}

/// The rules that a source path follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceKind {
    /// A file, a directory, or a [`Glob`](crate::Glob).
    Pattern,
    /// A source of `COPY --parents`: an optional directory or [`Glob`](crate::Glob), the pivot
    /// `/./`, and a name or an [`IncludePattern`](crate::IncludePattern). In the latter, `**`
    /// matches any number of directories.
    Parents,
    /// A file or a directory, never a pattern (`RUN --mount=type=bind`).
    Name,
}

impl Source {
    /// Returns `true` if the path is a name: no wildcard makes it a pattern.
    #[must_use]
    pub fn is_name(&self) -> bool {
        self.kind == SourceKind::Name || !has_wildcard(&self.path)
    }
}

/// The inputs of one instruction.
pub(crate) struct Inputs {
    /// Names or numbers of stages, or images: the values of `from`.
    pub(crate) from: Vec<String>,
    pub(crate) context: ContextUse,
}

/// Expands a word with the variables of the current stage.
pub(crate) type Expand<'e> = &'e dyn Fn(&str) -> Result<ExpandedWord, SyntaxError>;

/// Returns the inputs of COPY, ADD and RUN. Other instructions have none.
pub(crate) fn inputs(
    instruction: &Instruction,
    origin: usize,
    expand: Expand<'_>,
) -> Result<Inputs, SyntaxError> {
    let context = ContextUse {
        keyword: instruction.keyword,
        line: instruction.line,
        origin,
        sources: Vec::new(),
        has_other_sources: false,
        excludes: Vec::new(),
    };
    let mut inputs = Inputs { from: Vec::new(), context };
    match instruction.keyword {
        Keyword::Copy | Keyword::Add => inputs.copy(instruction, expand)?,
        Keyword::Run => inputs.mount(instruction, expand)?,
        _ => {}
    }
    Ok(inputs)
}

impl Inputs {
    fn copy(&mut self, copy: &Instruction, expand: Expand<'_>) -> Result<(), SyntaxError> {
        let is_json = matches!(copy.arguments, Arguments::Json(_));
        let mut paths = copy.paths();
        if paths.len() < 2 {
            let message = format!("{} takes at least one source and a destination", copy.keyword);
            return Err(copy.error(message));
        }
        paths.pop();
        if let Some(stage) = copy.flag("from") {
            self.from.push(expand(stage)?.text);
            return Ok(());
        }

        let kind = match copy.flag("parents") {
            None => SourceKind::Pattern,
            Some(value) if value.eq_ignore_ascii_case("false") => SourceKind::Pattern,
            Some(_) => SourceKind::Parents,
        };
        self.context.excludes = copy.flag_values("exclude").map(str::to_owned).collect();
        for path in paths {
            if !is_json && is_heredoc(&path) {
                self.context.has_other_sources = true;
                continue;
            }
            let ExpandedWord { text: path, unset } = expand(&path)?;
            if !is_remote(&path) {
                self.context.sources.push(Source { path, kind, unset });
                continue;
            }
            self.context.has_other_sources = true;
            if copy.keyword == Keyword::Copy {
                return Err(copy.error(format!("COPY cannot fetch `{path}`, ADD can")));
            }
        }
        Ok(())
    }

    fn mount(&mut self, run: &Instruction, expand: Expand<'_>) -> Result<(), SyntaxError> {
        for mount in run.flag_values("mount") {
            let options: BTreeMap<String, &str> = mount
                .split(',')
                .map(|option| option.split_once('=').unwrap_or((option, "")))
                .map(|(name, value)| (name.to_ascii_lowercase(), value))
                .collect();
            let option = |name: &str| options.get(name).copied();
            if let Some(stage) = option("from") {
                self.from.push(expand(stage)?.text);
            } else if option("type").is_none_or(|kind| kind.eq_ignore_ascii_case("bind")) {
                let source = option("source").or_else(|| option("src")).unwrap_or(".");
                let ExpandedWord { text: path, unset } = expand(source)?;
                self.context.sources.push(Source { path, kind: SourceKind::Name, unset });
            }
        }
        Ok(())
    }
}

/// Returns `true` if the builder downloads a source: a URL or a Git repository.
fn is_remote(source: &str) -> bool {
    const SCHEMES: [&str; 4] = ["http://", "https://", "git://", "ssh://"];
    let scp_like = || {
        let (user, rest) = source.split_once('@')?;
        let (host, _) = rest.split_once(':')?;
        let plain = |text: &str, more: &str| {
            !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || more.contains(c))
        };
        Some(plain(user, "-_") && plain(host, "-."))
    };
    SCHEMES.iter().any(|scheme| source.starts_with(scheme)) || scp_like() == Some(true)
}
