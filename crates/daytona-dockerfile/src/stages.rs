//! Follows instructions through the stages of a build.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::SyntaxError;
use crate::expand::{ExpandedWord, expand};
use crate::instruction::Instruction;
use crate::keyword::Keyword;
use crate::sources::{ContextUse, Inputs, inputs};
use crate::words;

/// The operand of FROM: an image, or the name of an earlier stage.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Base {
    /// The image or the stage, with its variables expanded.
    pub image: String,
    /// The value of `--platform`, with its variables expanded.
    pub platform: Option<String>,
    /// The number of the line of FROM. The first line of a text is 1.
    pub line: usize,
    /// The text that FROM belongs to, as given to [`Stages::add`].
    pub origin: usize,
}

/// A stage of a build: FROM and the instructions up to the next FROM.
#[derive(Clone, Debug)]
pub struct Stage {
    part: usize,
    name: Option<String>,
    base: Base,
    parent: Option<usize>,
    dependencies: BTreeSet<usize>,
    args: BTreeMap<String, String>,
    env: BTreeMap<String, String>,
    /// The triggers of ONBUILD, for stages that start from this one.
    triggers: Vec<Instruction>,
    instructions: Vec<Instruction>,
    context_uses: Vec<ContextUse>,
}

impl Stage {
    /// Returns the name in lower case. Names are compared without regard to case.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Returns what the stage starts from.
    #[must_use]
    pub fn base(&self) -> &Base {
        &self.base
    }

    /// Returns the number of the stage that this one starts from; `None` if it starts from an image.
    #[must_use]
    pub fn parent(&self) -> Option<usize> {
        self.parent
    }

    /// Returns the numbers of the earlier stages that this one starts from or copies from.
    #[must_use]
    pub fn dependencies(&self) -> &BTreeSet<usize> {
        &self.dependencies
    }

    /// Returns the instructions that the builder runs: FROM, the triggers that the stage inherits,
    /// and its own instructions.
    #[must_use]
    pub fn instructions(&self) -> &[Instruction] {
        &self.instructions
    }

    /// Returns the paths that the stage reads from the build context.
    #[must_use]
    pub fn context_uses(&self) -> &[ContextUse] {
        &self.context_uses
    }

    /// Returns the value of a variable of ENV or ARG at the end of the stage.
    #[must_use]
    pub fn variable(&self, name: &str) -> Option<&str> {
        self.env.get(name).or_else(|| self.args.get(name)).map(String::as_str)
    }
}

/// The stages of a build.
///
/// [`Dockerfile::stages`](crate::Dockerfile::stages) returns those of one text. A Dockerfile that is
/// composed of several texts is followed with [`add`](Self::add):
///
/// ```
/// use daytona_dockerfile::{Dockerfile, Stages, parse_fragment};
///
/// let file = Dockerfile::parse("FROM alpine\nENV DIR=src\n")?;
/// let mut stages = Stages::new(file.escape());
/// for instruction in file.instructions() {
///     stages.add(instruction, 0)?;
/// }
/// for instruction in &parse_fragment("COPY $DIR /app", file.escape())? {
///     stages.add(instruction, 1)?;
/// }
/// let used = stages.context_uses().next().expect("COPY reads the context");
/// assert_eq!((used.origin, used.sources[0].path.as_str()), (1, "src"));
/// # Ok::<(), daytona_dockerfile::SyntaxError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Stages {
    escape: char,
    /// The ARGs before the first stage.
    globals: BTreeMap<String, String>,
    stages: Vec<Stage>,
    part: usize,
    /// The part that declares each global ARG.
    declared: BTreeMap<String, usize>,
}

/// The arguments that every build has. Daytona builds for no other platform.
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

impl Stages {
    /// Creates a build without stages.
    #[must_use]
    pub fn new(escape: char) -> Self {
        let globals =
            PLATFORM_ARGS.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Self {
            escape,
            globals: globals.collect(),
            stages: Vec::new(),
            part: 0,
            declared: BTreeMap::new(),
        }
    }

    /// Sets the part of the Dockerfile that the next instructions belong to. Default: 0.
    ///
    /// Parts are texts that were written without knowledge of each other. A name in one part that
    /// refers to a stage of another part by accident is an error in [`add`](Self::add).
    pub fn begin_part(&mut self, part: usize) {
        self.part = part;
    }

    /// Adds the next instruction. `origin` identifies its text in [`Base`] and [`ContextUse`].
    ///
    /// # Errors
    ///
    /// If the instruction comes before the first FROM, a word cannot be expanded, or the operands
    /// are incomplete. The error names the line.
    pub fn add(&mut self, instruction: &Instruction, origin: usize) -> Result<(), SyntaxError> {
        match instruction.keyword {
            Keyword::From => return self.begin_stage(instruction, origin),
            Keyword::Arg => self.declare(instruction)?,
            Keyword::Env => self.set_env(instruction)?,
            Keyword::Copy | Keyword::Add | Keyword::Run => self.add_inputs(instruction, origin)?,
            Keyword::Onbuild => {
                let trigger = instruction.trigger.as_deref().cloned();
                self.current(instruction)?.triggers.extend(trigger);
            }
            _ => {}
        }
        match self.stages.last_mut() {
            Some(stage) => stage.instructions.push(instruction.clone()),
            None if instruction.keyword == Keyword::Arg => {}
            None => return Err(no_stage(instruction)),
        }
        Ok(())
    }

    /// Returns the number of stages.
    #[must_use]
    pub fn len(&self) -> usize {
        self.stages.len()
    }

    /// Returns `true` if there is no stage.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.stages.is_empty()
    }

    /// Returns the stage with this number. The first stage is 0.
    #[must_use]
    pub fn get(&self, number: usize) -> Option<&Stage> {
        self.stages.get(number)
    }

    /// Returns the stages in order.
    pub fn iter(&self) -> impl Iterator<Item = &Stage> {
        self.stages.iter()
    }

    /// Returns the number of the last stage with this name.
    #[must_use]
    pub fn position(&self, name: &str) -> Option<usize> {
        let name = name.to_lowercase();
        self.stages.iter().rposition(|stage| stage.name.as_deref() == Some(name.as_str()))
    }

    /// Returns the images that stages start from.
    pub fn base_images(&self) -> impl Iterator<Item = &Base> {
        let stages = self.stages.iter().filter(|stage| stage.parent.is_none());
        stages.map(|stage| &stage.base)
    }

    /// Returns the numbers of the last stage and of all stages that it depends on.
    #[must_use]
    pub fn needed(&self) -> BTreeSet<usize> {
        let mut needed = BTreeSet::new();
        let mut ahead: Vec<usize> = self.stages.len().checked_sub(1).into_iter().collect();
        while let Some(number) = ahead.pop() {
            if needed.insert(number) {
                ahead.extend(&self.stages[number].dependencies);
            }
        }
        needed
    }

    /// Returns the paths that the [needed](Self::needed) stages read from the build context.
    pub fn context_uses(&self) -> impl Iterator<Item = &ContextUse> {
        self.needed().into_iter().flat_map(|number| &self.stages[number].context_uses)
    }

    /// Returns the instructions of the last stage, after those of the stages that it starts from.
    #[must_use]
    pub fn inherited_instructions(&self) -> Vec<&[Instruction]> {
        let parent = |stage: &&Stage| stage.parent.and_then(|parent| self.stages.get(parent));
        let mut found: Vec<&[Instruction]> = std::iter::successors(self.stages.last(), parent)
            .map(|stage| stage.instructions.as_slice())
            .collect();
        found.reverse();
        found
    }

    fn begin_stage(&mut self, from: &Instruction, origin: usize) -> Result<(), SyntaxError> {
        let words = words::fields(from.text());
        let (image, name) = match words.as_slice() {
            [image] => (image, None),
            [image, r#as, name] if r#as.eq_ignore_ascii_case("as") => {
                (image, Some(name.to_lowercase()))
            }
            _ => {
                return Err(from.error("FROM takes an image, and `AS` with a name after it"));
            }
        };
        let image = self.expand_global(from, image)?.text;
        if image.is_empty() {
            return Err(from.error("FROM names no image once its variables are expanded"));
        }
        let platform = from.flag("platform").map(|platform| self.expand_global(from, platform));
        let platform = platform.transpose()?.map(|platform| platform.text);

        let is_foreign = |stage: &Stage| stage.part != self.part;
        if let Some(name) = &name
            && self.stages.iter().any(|stage| is_foreign(stage) && stage.name() == Some(name))
        {
            return Err(from.error(format!("the name `{name}` belongs to another stage")));
        }
        let parent = self.position(&image);
        let inherited = parent.and_then(|parent| self.stages.get(parent));
        if inherited.is_some_and(is_foreign) {
            return Err(from.error(format!(
                "FROM would start from the stage `{image}` instead of the image; give the stage \
                another name"
            )));
        }

        let triggers = inherited.map(|parent| parent.triggers.clone()).unwrap_or_default();
        self.stages.push(Stage {
            part: self.part,
            name,
            base: Base { image, platform, line: from.line, origin },
            parent,
            dependencies: parent.into_iter().collect(),
            args: inherited.map(|parent| parent.args.clone()).unwrap_or_default(),
            env: inherited.map(|parent| parent.env.clone()).unwrap_or_default(),
            triggers: Vec::new(),
            instructions: vec![from.clone()],
            context_uses: Vec::new(),
        });
        triggers.iter().try_for_each(|trigger| self.add(trigger, origin))
    }

    fn declare(&mut self, arg: &Instruction) -> Result<(), SyntaxError> {
        for word in words::quoted_words(arg.text(), self.escape) {
            let (name, default) = match word.split_once('=') {
                Some((name, value)) => (name, Some(self.expand(arg, value)?.text)),
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
        // No value of an instruction sees another variable of the same instruction.
        let mut values = Vec::new();
        for (name, value) in env.pairs(self.escape)? {
            let name = self.expand(env, &name)?.text;
            values.push((name, self.expand(env, &value)?.text));
        }
        self.current(env)?.env.extend(values);
        Ok(())
    }

    fn add_inputs(&mut self, instruction: &Instruction, origin: usize) -> Result<(), SyntaxError> {
        self.current(instruction)?;
        let Inputs { from, context } =
            inputs(instruction, origin, &|word| self.expand(instruction, word))?;
        for stage in from {
            let dependency = self.dependency(instruction, &stage)?;
            self.current(instruction)?.dependencies.extend(dependency);
        }
        if !context.sources.is_empty() {
            self.current(instruction)?.context_uses.push(context);
        }
        Ok(())
    }

    /// Returns the number of an earlier stage by its name or number; `None` for an image.
    fn dependency(
        &self,
        instruction: &Instruction,
        stage: &str,
    ) -> Result<Option<usize>, SyntaxError> {
        let by_number = stage.parse().ok().filter(|number| number + 1 < self.stages.len());
        // Numbers count from the first stage of the whole text, in every part.
        if by_number.is_some() && self.stages.first().is_some_and(|first| first.part != self.part) {
            return Err(instruction.error(format!(
                "`from={stage}` counts the stages of the whole Dockerfile; name the stage instead"
            )));
        }
        Ok(by_number.or_else(|| self.position(stage)))
    }

    /// Expands a word with the variables of the current stage, or with the global ARGs before the
    /// first stage.
    fn expand(&self, instruction: &Instruction, word: &str) -> Result<ExpandedWord, SyntaxError> {
        match self.stages.last() {
            Some(stage) => self.expand_with(instruction, word, |name| stage.variable(name)),
            None => self.expand_global(instruction, word),
        }
    }

    fn expand_global(
        &self,
        instruction: &Instruction,
        word: &str,
    ) -> Result<ExpandedWord, SyntaxError> {
        self.expand_with(instruction, word, |name| self.globals.get(name).map(String::as_str))
    }

    fn expand_with<'v>(
        &self,
        instruction: &Instruction,
        word: &str,
        value_of: impl Fn(&str) -> Option<&'v str>,
    ) -> Result<ExpandedWord, SyntaxError> {
        expand(word, self.escape, value_of).map_err(|why| {
            let keyword = instruction.keyword;
            instruction.error(format!("{keyword} has the word `{word}`, in which {why}"))
        })
    }

    /// Returns the stage that an instruction belongs to.
    fn current(&mut self, instruction: &Instruction) -> Result<&mut Stage, SyntaxError> {
        self.stages.last_mut().ok_or_else(|| no_stage(instruction))
    }
}

fn no_stage(instruction: &Instruction) -> SyntaxError {
    instruction.error(format!("{} comes before the first FROM", instruction.keyword))
}
