//! Follows the instructions of a Dockerfile through its stages, to find what they take from the
//! build context.

use std::collections::{BTreeMap, BTreeSet};

use super::expand::{Expanded, expand};
use super::heredoc::heredoc;
use super::instruction::{Arguments, Instruction, Keyword};
use super::{SyntaxError, words};

/// What one instruction takes from the build context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ContextUse {
    pub(crate) keyword: Keyword,
    /// The number of the instruction's first line, counted from 1.
    pub(crate) line: usize,
    /// Which of the followed texts the instruction stands in.
    pub(crate) origin: usize,
    pub(crate) sources: Vec<Source>,
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
    /// A pattern in which `**` is any number of directories (`COPY --parents`).
    DeepPattern,
    /// A file or a directory by its name (`RUN --mount=type=bind`).
    Name,
}

/// An image that a stage starts from, its variables expanded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Base {
    pub(crate) image: String,
    pub(crate) platform: Option<String>,
    /// The number of its line, counted from 1.
    pub(crate) line: usize,
    /// Which of the followed texts it stands in.
    pub(crate) origin: usize,
}

/// The stages of a Dockerfile as far as it has been read.
#[derive(Debug)]
pub(crate) struct Build {
    escape: char,
    /// The ARGs before the first stage.
    globals: BTreeMap<String, String>,
    stages: Vec<Stage>,
    bases: Vec<Base>,
    /// Which of the texts that make up the Dockerfile is being followed.
    part: usize,
    /// The part that has set a global ARG.
    declared: BTreeMap<String, usize>,
}

#[derive(Debug, Default)]
struct Stage {
    part: usize,
    name: Option<String>,
    /// The earlier stages that it starts or copies from.
    needs: BTreeSet<usize>,
    args: BTreeMap<String, String>,
    env: BTreeMap<String, String>,
    /// The instructions behind ONBUILD, for stages that start from this one.
    triggers: Vec<Instruction>,
    uses: Vec<ContextUse>,
    /// The stage that it starts from, where that is no image.
    parent: Option<usize>,
    /// Its SHELL, CMD and ENTRYPOINT instructions.
    settings: Vec<Instruction>,
}

impl Stage {
    fn value_of(&self, name: &str) -> Option<&str> {
        self.env.get(name).or_else(|| self.args.get(name)).map(String::as_str)
    }
}

/// The arguments that every build has. Daytona builds for this platform alone.
const PLATFORM_ARGS: [(&str, &str); 8] = [
    ("BUILDPLATFORM", "linux/amd64"),
    ("BUILDOS", "linux"),
    ("BUILDARCH", "amd64"),
    ("BUILDVARIANT", ""),
    ("TARGETPLATFORM", "linux/amd64"),
    ("TARGETOS", "linux"),
    ("TARGETARCH", "amd64"),
    ("TARGETVARIANT", ""),
];

impl Build {
    pub(crate) fn new(escape: char) -> Self {
        let globals =
            PLATFORM_ARGS.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Self {
            escape,
            globals: globals.collect(),
            stages: Vec::new(),
            bases: Vec::new(),
            part: 0,
            declared: BTreeMap::new(),
        }
    }

    /// Says that what follows belongs to another text, written without knowledge of the others:
    /// what it names must not turn out to be theirs by chance.
    pub(crate) fn enter(&mut self, part: usize) {
        self.part = part;
    }

    /// Tells whether a stage has begun.
    pub(crate) fn has_stage(&self) -> bool {
        !self.stages.is_empty()
    }

    /// Returns the number of the stage that has begun last, counted from 0.
    pub(crate) fn last_stage(&self) -> usize {
        self.stages.len().saturating_sub(1)
    }

    /// Tells whether a stage of that name comes before the one that has begun last.
    pub(crate) fn has_earlier_stage(&self, name: &str) -> bool {
        self.stage_named(name).is_some_and(|number| number < self.last_stage())
    }

    /// Returns the images that the stages start from, which leaves out those that start from
    /// another stage.
    pub(crate) fn bases(&self) -> &[Base] {
        &self.bases
    }

    /// Follows the next instruction. `origin` says which text it stands in.
    pub(crate) fn follow(
        &mut self,
        instruction: &Instruction,
        origin: usize,
    ) -> Result<(), SyntaxError> {
        match instruction.keyword {
            Keyword::From => return self.begin_stage(instruction, origin),
            Keyword::Arg => return self.declare(instruction),
            _ => {}
        }
        let stage = self.stage(instruction)?;
        match instruction.keyword {
            Keyword::Env => self.set_env(instruction),
            Keyword::Copy | Keyword::Add => self.copy(instruction, origin),
            Keyword::Run => self.mount(instruction, origin),
            Keyword::Onbuild => {
                stage.triggers.extend(instruction.trigger.as_deref().cloned());
                Ok(())
            }
            Keyword::Shell | Keyword::Cmd | Keyword::Entrypoint => {
                stage.settings.push(instruction.clone());
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Returns the numbers of the last stage and of the stages that it is made from.
    pub(crate) fn needed_stages(&self) -> BTreeSet<usize> {
        let mut needed = BTreeSet::new();
        let mut ahead: Vec<usize> = self.stages.len().checked_sub(1).into_iter().collect();
        while let Some(index) = ahead.pop() {
            if needed.insert(index) {
                ahead.extend(&self.stages[index].needs);
            }
        }
        needed
    }

    /// Returns what the last stage, and the stages it is made from, take from the context.
    pub(crate) fn context_uses(self) -> Vec<ContextUse> {
        let needed = self.needed_stages();
        let stages = self.stages.into_iter().enumerate();
        stages
            .filter(|(index, _)| needed.contains(index))
            .flat_map(|(_, stage)| stage.uses)
            .collect()
    }

    /// Returns the SHELL, CMD and ENTRYPOINT instructions of the last stage, after those of the
    /// stages that it starts from.
    pub(crate) fn settings(&self) -> Vec<&[Instruction]> {
        let last = self.stages.last();
        let parent = |stage: &&Stage| stage.parent.and_then(|parent| self.stages.get(parent));
        let mut settings: Vec<&[Instruction]> =
            std::iter::successors(last, parent).map(|stage| stage.settings.as_slice()).collect();
        settings.reverse();
        settings
    }

    fn begin_stage(&mut self, from: &Instruction, origin: usize) -> Result<(), SyntaxError> {
        let words = words::fields(text(from));
        let (image, name) = match words.as_slice() {
            [image] => (image, None),
            [image, r#as, name] if r#as.eq_ignore_ascii_case("as") => {
                (image, Some(name.to_lowercase()))
            }
            _ => {
                return Err(from.error("FROM takes an image, and `AS` with a name after it"));
            }
        };
        let globals = |name: &str| self.globals.get(name).map(String::as_str);
        let image = self.expand(from, image, &globals)?;
        if image.text.is_empty() {
            return Err(from.error("FROM names no image once its variables are expanded"));
        }

        let platform = from.flag("platform").map(|platform| self.expand(from, platform, &globals));
        let platform = platform.transpose()?.map(|platform| platform.text);

        let is_foreign = |stage: &Stage| stage.part != self.part;
        if self.stages.iter().any(|stage| is_foreign(stage) && name.is_some() && stage.name == name)
        {
            let name = name.unwrap_or_default();
            return Err(from.error(format!("the name `{name}` belongs to another stage")));
        }
        let parent = self.stage_named(&image.text);
        if parent.and_then(|parent| self.stages.get(parent)).is_some_and(is_foreign) {
            return Err(from.error(format!(
                "FROM would start from the stage `{}` instead of the image; give the stage another \
                name",
                image.text
            )));
        }

        let mut stage = Stage { part: self.part, name, ..Stage::default() };
        let mut triggers = Vec::new();
        if let Some(parent) = parent {
            stage.needs.insert(parent);
            stage.parent = Some(parent);
            stage.args.clone_from(&self.stages[parent].args);
            stage.env.clone_from(&self.stages[parent].env);
            triggers.clone_from(&self.stages[parent].triggers);
        } else {
            self.bases.push(Base { image: image.text, platform, line: from.line, origin });
        }
        self.stages.push(stage);
        triggers.iter().try_for_each(|trigger| self.follow(trigger, origin))
    }

    fn declare(&mut self, arg: &Instruction) -> Result<(), SyntaxError> {
        for word in words::quoted_words(text(arg), self.escape) {
            let (name, default) = match word.split_once('=') {
                Some((name, value)) => (name, Some(self.expand_here(arg, value)?.text)),
                None => (word.as_str(), None),
            };
            let Some(stage) = self.stages.last_mut() else {
                if let Some(value) = default {
                    self.declare_global(arg, name, value)?;
                }
                continue;
            };
            let value = default.or_else(|| self.globals.get(name).cloned());
            stage.args.extend(value.map(|value| (name.to_owned(), value)));
        }
        Ok(())
    }

    fn declare_global(
        &mut self,
        arg: &Instruction,
        name: &str,
        value: String,
    ) -> Result<(), SyntaxError> {
        let part = self.declared.insert(name.to_owned(), self.part);
        if part.is_some_and(|part| part != self.part) && self.globals.get(name) != Some(&value) {
            return Err(arg.error(format!(
                "ARG `{name}` has another value before the first FROM of another Dockerfile; give \
                it another name in one of them"
            )));
        }
        self.globals.insert(name.to_owned(), value);
        Ok(())
    }

    fn set_env(&mut self, env: &Instruction) -> Result<(), SyntaxError> {
        let pairs =
            words::pairs(text(env), self.escape).map_err(|why| env.error(format!("ENV {why}")))?;
        // All values of one instruction see the variables from before it.
        let mut values = Vec::new();
        for (name, value) in pairs {
            let name = self.expand_here(env, &name)?.text;
            values.push((name, self.expand_here(env, &value)?.text));
        }
        self.stage(env)?.env.extend(values);
        Ok(())
    }

    fn copy(&mut self, copy: &Instruction, origin: usize) -> Result<(), SyntaxError> {
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
            None | Some("false") => SourceKind::Pattern,
            Some(_) => SourceKind::DeepPattern,
        };
        let mut sources = Vec::new();
        for path in paths {
            if !is_json && heredoc(&path).is_some() {
                continue;
            }
            let Expanded { text: path, unset } = self.expand_here(copy, &path)?;
            if !is_remote(&path) {
                sources.push(Source { path, kind, unset });
            } else if copy.keyword == Keyword::Copy {
                return Err(copy.error(format!("COPY cannot fetch `{path}`, ADD can")));
            }
        }
        self.note_use(copy, origin, sources)
    }

    fn mount(&mut self, run: &Instruction, origin: usize) -> Result<(), SyntaxError> {
        let mut sources = Vec::new();
        for mount in run.flag_values("mount") {
            let options: BTreeMap<&str, &str> = mount
                .split(',')
                .map(|option| option.split_once('=').unwrap_or((option, "")))
                .collect();
            let option = |name: &str| options.get(name).copied();
            if let Some(stage) = option("from") {
                self.take_from(run, stage)?;
            } else if option("type").is_none_or(|kind| kind == "bind") {
                let source = option("source").or_else(|| option("src")).unwrap_or(".");
                let Expanded { text: path, unset } = self.expand_here(run, source)?;
                sources.push(Source { path, kind: SourceKind::Name, unset });
            }
        }
        self.note_use(run, origin, sources)
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
        origin: usize,
        sources: Vec<Source>,
    ) -> Result<(), SyntaxError> {
        if !sources.is_empty() {
            let (keyword, line) = (instruction.keyword, instruction.line);
            self.stage(instruction)?.uses.push(ContextUse { keyword, line, origin, sources });
        }
        Ok(())
    }

    /// Returns the last stage of that name.
    fn stage_named(&self, name: &str) -> Option<usize> {
        let name = name.to_lowercase();
        self.stages.iter().rposition(|stage| stage.name.as_deref() == Some(name.as_str()))
    }

    /// Expands a word with the variables known where the build has come to.
    fn expand_here(&self, instruction: &Instruction, word: &str) -> Result<Expanded, SyntaxError> {
        match self.stages.last() {
            Some(stage) => self.expand(instruction, word, &|name| stage.value_of(name)),
            None => {
                self.expand(instruction, word, &|name| self.globals.get(name).map(String::as_str))
            }
        }
    }

    fn expand<'v>(
        &self,
        instruction: &Instruction,
        word: &str,
        value_of: &dyn Fn(&str) -> Option<&'v str>,
    ) -> Result<Expanded, SyntaxError> {
        let keyword = instruction.keyword.as_str();
        expand(word, self.escape, value_of).map_err(|why| {
            instruction.error(format!("{keyword} has the word `{word}`, in which {why}"))
        })
    }

    /// Returns the stage that an instruction belongs to.
    fn stage(&mut self, instruction: &Instruction) -> Result<&mut Stage, SyntaxError> {
        self.stages.last_mut().ok_or_else(|| {
            let keyword = instruction.keyword.as_str();
            instruction.error(format!("{keyword} stands before the first FROM"))
        })
    }
}

/// The text of an instruction that has no JSON form.
fn text(instruction: &Instruction) -> &str {
    match &instruction.arguments {
        Arguments::Text(text) => text,
        Arguments::Json(_) => "",
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dockerfile::parse;

    fn uses(text: &str) -> Result<Vec<ContextUse>, SyntaxError> {
        let file = parse(text)?;
        let mut build = Build::new(file.escape);
        file.instructions.iter().try_for_each(|instruction| build.follow(instruction, 0))?;
        Ok(build.context_uses())
    }

    fn paths(text: &str) -> Vec<String> {
        let uses = uses(text).unwrap();
        uses.into_iter().flat_map(|found| found.sources).map(|source| source.path).collect()
    }

    #[test]
    fn variables_come_from_arg_defaults_and_env() {
        let text = "ARG BASE=alpine\nARG DIR=global\nFROM $BASE\nARG DIR\nARG SUB=s NONE\n\
            COPY $DIR/${SUB} /x\nENV SUB=env OTHER=${DIR}1\nCOPY ${SUB} $OTHER ${NONE:-d} /x\n\
            ENV OLD old value\nCOPY [\"$OLD\", \"$TARGETARCH\", \"/x\"]\n\
            ARG TARGETARCH\nCOPY $TARGETARCH /x\n";
        assert_eq!(paths(text), ["global/s", "env", "global1", "d", "old value", "", "amd64"]);
    }

    #[test]
    fn stages_hand_on_their_variables_and_triggers() {
        let text = "FROM a AS Base\nENV DIR=src\nONBUILD COPY $DIR /x\nFROM base AS child\n\
            COPY $DIR/a /y\nFROM child\n";
        assert_eq!(paths(text), ["src", "src/a"]);
    }

    #[test]
    fn bases_are_the_images_behind_the_stages() {
        let text = "ARG TAG=1\nFROM --platform=$TARGETPLATFORM a:$TAG AS one\nFROM ONE\nFROM b@c\n";
        let file = parse(text).unwrap();
        let mut build = Build::new(file.escape);
        file.instructions.iter().try_for_each(|found| build.follow(found, 7)).unwrap();
        let base = |image: &str, platform: Option<&str>, line| Base {
            image: image.to_owned(),
            platform: platform.map(str::to_owned),
            line,
            origin: 7,
        };
        assert_eq!(build.bases(), [base("a:1", Some("linux/amd64"), 2), base("b@c", None, 4)]);
    }

    #[test]
    fn only_stages_that_the_last_one_needs_count() {
        let text = "FROM a AS one\nCOPY one /\nFROM a AS two\nCOPY two /\nFROM a\nCOPY three /\n\
            FROM a\nCOPY --from=one /one /\nCOPY --from=2 /three /\n\
            RUN --mount=from=image,target=/x true\nCOPY --from=nginx:1 /two /\n";
        assert_eq!(paths(text), ["one", "three"]);
    }

    #[test]
    fn bind_mounts_without_a_stage_use_the_context() {
        let text = "FROM a\nRUN --mount=type=bind,source=pkg,target=/p --mount=target=. make\n\
            RUN --mount=type=cache,target=/c --mount=type=secret,id=s make\n";
        assert_eq!(paths(text), ["pkg", "."]);
    }

    #[test]
    fn urls_and_heredocs_are_left_to_the_builder() {
        let text = "FROM a\nADD https://example.com/a.tar git@github.com:a/b.git local.tar /x\n\
            COPY <<EOF f /x/\nCOPY inside /\nEOF\n";
        assert_eq!(paths(text), ["local.tar", "f"]);
        let error = uses("FROM a\nCOPY https://example.com/a /x\n").unwrap_err();
        assert_eq!(error.to_string(), "line 2: COPY cannot fetch `https://example.com/a`, ADD can");
    }

    #[test]
    fn instructions_that_cannot_work_are_refused_with_their_line() {
        let refused = [
            ("RUN x\nFROM a", "line 1: RUN stands before the first FROM"),
            ("FROM a b", "line 1: FROM takes an image, and `AS` with a name after it"),
            ("FROM $NONE", "line 1: FROM names no image once its variables are expanded"),
            ("FROM a\nCOPY x", "line 2: COPY takes at least one source and a destination"),
            ("FROM a\nENV x", "line 2: ENV has a name without a value"),
            ("FROM a\nENV x=1 y", "line 2: ENV has a word without `=`: `y`"),
            (
                "FROM a\nCOPY \"a b\" /x",
                "line 2: COPY has the word `\"a`, in which a double quote is not closed",
            ),
        ];
        for (text, expected) in refused {
            assert_eq!(uses(text).unwrap_err().to_string(), expected);
        }
    }
}
