//! Follows the instructions of a Dockerfile through its stages, to find what they take from the
//! build context.

mod sources;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

pub(crate) use sources::{ContextUse, Source, SourceKind};

use super::expand::{Expanded, expand};
use super::instruction::{Arguments, Instruction, Keyword};
use super::{SyntaxError, words};

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
