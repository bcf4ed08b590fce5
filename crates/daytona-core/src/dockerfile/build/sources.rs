//! What instructions take from the build context: COPY, ADD, and the bind mounts of RUN.

use std::collections::BTreeMap;

use super::Build;
use crate::dockerfile::SyntaxError;
use crate::dockerfile::expand::Expanded;
use crate::dockerfile::heredoc::heredoc;
use crate::dockerfile::instruction::{Arguments, Instruction, Keyword};
use crate::dockerfile::pattern::has_wildcard;
use crate::dockerfile::words;

/// What one instruction takes from the build context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ContextUse {
    pub(crate) keyword: Keyword,
    /// The number of the instruction's first line, counted from 1.
    pub(crate) line: usize,
    /// Which of the followed texts the instruction stands in.
    pub(crate) origin: usize,
    pub(crate) sources: Vec<Source>,
    /// Whether it copies from elsewhere too: a heredoc, or what the builder fetches.
    pub(crate) has_other_sources: bool,
    /// What stays out of the directories that it takes (`--exclude`).
    pub(crate) excludes: Vec<String>,
}

/// A path in the build context as an instruction names it, its variables expanded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) kind: SourceKind,
    /// Variables that stand in it and have no value, so that they count as empty.
    pub(crate) unset: Vec<String>,
}

/// How a source is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SourceKind {
    /// A file, a directory or a pattern with Go's rules.
    Pattern,
    /// A directory, which may be left out, the pivot `/./`, and a pattern in which `**` is any
    /// number of directories (`COPY --parents`).
    Parents,
    /// A file or a directory by its name (`RUN --mount=type=bind`).
    Name,
}

impl Source {
    /// Tells whether it stands for what has this name, and for nothing else.
    pub(crate) fn is_name(&self) -> bool {
        self.kind == SourceKind::Name || !has_wildcard(&self.path)
    }
}

impl Build {
    pub(super) fn copy(&mut self, copy: &Instruction, origin: usize) -> Result<(), SyntaxError> {
        let keyword = copy.keyword.as_str();
        let (mut paths, is_json) = match &copy.arguments {
            Arguments::Json(elements) => (elements.clone(), true),
            Arguments::Text(text) => (words::fields(text), false),
        };
        if paths.len() < 2 {
            return Err(
                copy.error(format!("{keyword} takes at least one source and a destination"))
            );
        }
        paths.pop();
        if let Some(stage) = copy.flag("from") {
            return self.take_from(copy, stage);
        }

        let kind = match copy.flag("parents") {
            None => SourceKind::Pattern,
            Some(value) if value.eq_ignore_ascii_case("false") => SourceKind::Pattern,
            Some(_) => SourceKind::Parents,
        };
        let mut taken = ContextUse::by(copy, origin);
        taken.excludes = copy.flag_values("exclude").map(str::to_owned).collect();
        for path in paths {
            if !is_json && heredoc(&path).is_some() {
                taken.has_other_sources = true;
                continue;
            }
            let Expanded { text: path, unset } = self.expand_here(copy, &path)?;
            if !is_remote(&path) {
                taken.sources.push(Source { path, kind, unset });
                continue;
            }
            taken.has_other_sources = true;
            if copy.keyword == Keyword::Copy {
                return Err(copy.error(format!("COPY cannot fetch `{path}`, ADD can")));
            }
        }
        self.note_use(copy, taken)
    }

    pub(super) fn mount(&mut self, run: &Instruction, origin: usize) -> Result<(), SyntaxError> {
        let mut taken = ContextUse::by(run, origin);
        for mount in run.flag_values("mount") {
            let options: BTreeMap<String, &str> = mount
                .split(',')
                .map(|option| option.split_once('=').unwrap_or((option, "")))
                .map(|(name, value)| (name.to_ascii_lowercase(), value))
                .collect();
            let option = |name: &str| options.get(name).copied();
            if let Some(stage) = option("from") {
                self.take_from(run, stage)?;
            } else if option("type").is_none_or(|kind| kind.eq_ignore_ascii_case("bind")) {
                let source = option("source").or_else(|| option("src")).unwrap_or(".");
                let Expanded { text: path, unset } = self.expand_here(run, source)?;
                taken.sources.push(Source { path, kind: SourceKind::Name, unset });
            }
        }
        self.note_use(run, taken)
    }

    /// Notes that the current stage takes something from an earlier one, or from an image.
    fn take_from(&mut self, instruction: &Instruction, stage: &str) -> Result<(), SyntaxError> {
        let stage = self.expand_here(instruction, stage)?.text;
        let by_number = stage.parse().ok().filter(|index| *index + 1 < self.stages.len());
        // Numbers count from the first stage of the text, wherever a part begins.
        if by_number.is_some() && self.stages.first().is_some_and(|first| first.part != self.part) {
            return Err(instruction.error(format!(
                "`from={stage}` counts the stages of the whole Dockerfile; name the stage instead"
            )));
        }
        let earlier = by_number.or_else(|| self.stage_named(&stage));
        self.stage(instruction)?.needs.extend(earlier);
        Ok(())
    }

    fn note_use(
        &mut self,
        instruction: &Instruction,
        taken: ContextUse,
    ) -> Result<(), SyntaxError> {
        if !taken.sources.is_empty() {
            self.stage(instruction)?.uses.push(taken);
        }
        Ok(())
    }
}

impl ContextUse {
    fn by(instruction: &Instruction, origin: usize) -> Self {
        Self {
            keyword: instruction.keyword,
            line: instruction.line,
            origin,
            sources: Vec::new(),
            has_other_sources: false,
            excludes: Vec::new(),
        }
    }
}

/// Tells whether the builder fetches a source itself: a URL or a git repository.
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
