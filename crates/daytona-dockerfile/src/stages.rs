//! Follows instructions through the stages of a build.

mod findings;
mod from;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::client_mount::ClientMount;
use crate::directives::{Directives, Frontend};
use crate::error::SyntaxError;
use crate::expand::{ExpandedWord, expand};
use crate::instruction::Instruction;
use crate::keyword::Keyword;
use crate::reference;
use crate::sources::{ContextUse, Expand, From, Inputs, inputs};
use crate::unset_arg::UnsetArgs;
use crate::values;
use crate::words;
use findings::LaterStage;

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
    /// The ONBUILD instructions, for stages that start from this one.
    triggers: Vec<Instruction>,
    instructions: Vec<Instruction>,
    context_uses: Vec<ContextUse>,
    /// The reasons why the builder refuses instructions when it runs the stage, each with its
    /// origin.
    refusals: Vec<(usize, SyntaxError)>,
    later_stages: Vec<LaterStage>,
    unset_args: UnsetArgs,
    client_mounts: Vec<ClientMount>,
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
    frontend: Frontend,
    /// The ARGs before the first stage.
    globals: BTreeMap<String, String>,
    stages: Vec<Stage>,
    part: usize,
    /// The part that declares each global ARG.
    declared: BTreeMap<String, usize>,
}

/// The base without files.
const SCRATCH: &str = "scratch";

/// The arguments that every build has. Daytona builds for no other platform.
const PREDEFINED_ARGS: [(&str, &str); 9] = [
    ("BUILDPLATFORM", "linux/amd64"),
    ("BUILDOS", "linux"),
    ("BUILDARCH", "amd64"),
    ("BUILDVARIANT", ""),
    ("TARGETPLATFORM", "linux/amd64"),
    ("TARGETOS", "linux"),
    ("TARGETARCH", "amd64"),
    ("TARGETVARIANT", ""),
    (TARGET_STAGE, "default"),
];

/// The argument with the name of the stage that the build ends with. A stage without a name is
/// `default`.
const TARGET_STAGE: &str = "TARGETSTAGE";

impl Stages {
    /// Creates a build without stages.
    #[must_use]
    pub fn new(escape: char) -> Self {
        let globals =
            PREDEFINED_ARGS.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Self {
            escape,
            frontend: Frontend::BuiltIn,
            globals: globals.collect(),
            stages: Vec::new(),
            part: 0,
            declared: BTreeMap::new(),
        }
    }

    /// Creates a build without stages, for a text with these directives. A frontend that `syntax`
    /// names can know more options than this crate, and these are accepted.
    #[must_use]
    pub fn with_directives(directives: &Directives) -> Self {
        Self { frontend: directives.frontend(), ..Self::new(directives.escape()) }
    }

    /// Sets the name of the stage that the build ends with, the value of `TARGETSTAGE`. Default:
    /// `default`, the value for a stage without a name.
    ///
    /// [`Dockerfile::stages`](crate::Dockerfile::stages) sets the name of the last stage.
    ///
    /// ```
    /// use daytona_dockerfile::{Stages, parse_fragment};
    ///
    /// let mut stages = Stages::new('\\');
    /// stages.set_target("web");
    /// for instruction in &parse_fragment("FROM alpine AS web\nARG TARGETSTAGE\n", '\\')? {
    ///     stages.add(instruction, 0)?;
    /// }
    /// assert_eq!(stages.get(0).and_then(|stage| stage.variable("TARGETSTAGE")), Some("web"));
    /// # Ok::<(), daytona_dockerfile::SyntaxError>(())
    /// ```
    pub fn set_target(&mut self, name: &str) {
        self.globals.insert(TARGET_STAGE.to_owned(), name.to_owned());
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
        if let Some(stage) = self.stages.last_mut() {
            stage.unset_args.observe(instruction, self.escape);
        }
        match instruction.keyword {
            Keyword::From => return self.begin_stage(instruction, origin),
            Keyword::Arg => self.declare(instruction, origin)?,
            Keyword::Env => self.set_env(instruction, origin)?,
            Keyword::Copy | Keyword::Add | Keyword::Run => self.add_inputs(instruction, origin)?,
            Keyword::Onbuild => self.current(instruction)?.triggers.push(instruction.clone()),
            _ => {}
        }
        match self.stages.last_mut() {
            Some(stage) => {
                stage.instructions.push(instruction.clone());
                self.check_values(instruction, origin)?;
            }
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

    fn declare(&mut self, arg: &Instruction, origin: usize) -> Result<(), SyntaxError> {
        for word in words::quoted_words(arg.text(), self.escape) {
            let (name, default) = match word.split_once('=') {
                Some((name, value)) => {
                    let value = self.expanding(arg, origin, |expand| expand(value))?;
                    (name, Some(value.text))
                }
                None => (word.as_str(), None),
            };
            let Some(stage) = self.stages.last_mut() else {
                if let Some(value) = default {
                    self.declare_global(arg, name, value)?;
                }
                continue;
            };
            let value = default.or_else(|| self.globals.get(name).cloned());
            match value {
                Some(_) => stage.unset_args.set(name),
                None if stage.variable(name).is_none() => {
                    stage.unset_args.declare(name, arg.line, origin);
                }
                None => {}
            }
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

    fn set_env(&mut self, env: &Instruction, origin: usize) -> Result<(), SyntaxError> {
        self.current(env)?;
        let pairs = env.pairs(self.escape)?;
        // No value of an instruction sees another variable of the same instruction.
        let values = self.expanding(env, origin, |expand| {
            let pair =
                |(name, value): &(String, String)| Ok((expand(name)?.text, expand(value)?.text));
            pairs.iter().map(pair).collect::<Result<Vec<_>, SyntaxError>>()
        })?;
        let stage = self.current(env)?;
        values.iter().for_each(|(name, _)| stage.unset_args.set(name));
        stage.env.extend(values);
        Ok(())
    }

    fn add_inputs(&mut self, instruction: &Instruction, origin: usize) -> Result<(), SyntaxError> {
        self.current(instruction)?;
        let frontend = self.frontend;
        let Inputs { from, context, client_mounts, refusal } =
            self.expanding(instruction, origin, |expand| {
                inputs(instruction, origin, frontend, expand)
            })?;
        let refusal = refusal.map(|why| format!("{} {why}", instruction.keyword));
        self.refuse(instruction, origin, refusal)?;
        self.current(instruction)?.client_mounts.extend(client_mounts);
        for from in from {
            self.add_dependency(instruction, origin, &from)?;
        }
        if !context.sources.is_empty() {
            self.current(instruction)?.context_uses.push(context);
        }
        Ok(())
    }

    /// Checks the values of an instruction that no other part of the build depends on.
    fn check_values(
        &mut self,
        instruction: &Instruction,
        origin: usize,
    ) -> Result<(), SyntaxError> {
        let escape = self.escape;
        let refusal = self
            .expanding(instruction, origin, |expand| values::check(instruction, escape, expand))?;
        self.refuse(instruction, origin, refusal)?;
        let failure = self.stages.last().and_then(|stage| {
            let value_of = |name: &str| stage.variable(name);
            values::check_heredocs(instruction, escape, &value_of).err()
        });
        self.refuse(instruction, origin, failure)
    }

    /// Runs a step with a function that expands words.
    ///
    /// The builder expands the words of an instruction when it runs the stage. So a word of a stage
    /// that cannot be expanded is empty in the step, and a reason to refuse the stage.
    fn expanding<T>(
        &mut self,
        instruction: &Instruction,
        origin: usize,
        step: impl FnOnce(Expand<'_>) -> Result<T, SyntaxError>,
    ) -> Result<T, SyntaxError> {
        let failure = RefCell::new(None);
        let found = step(&|word| match self.expand(instruction, word) {
            Err(error) if !self.stages.is_empty() => {
                failure.borrow_mut().get_or_insert(error);
                Ok(ExpandedWord::default())
            }
            expanded => expanded,
        });
        if let Some(stage) = self.stages.last_mut() {
            stage.refusals.extend(failure.into_inner().map(|error| (origin, error)));
        }
        found
    }

    /// Adds a reason why the builder refuses the current stage when it runs it.
    fn refuse(
        &mut self,
        instruction: &Instruction,
        origin: usize,
        refusal: Option<String>,
    ) -> Result<(), SyntaxError> {
        let refusal = refusal.map(|why| (origin, instruction.error(why)));
        self.current(instruction)?.refusals.extend(refusal);
        Ok(())
    }

    /// Adds a stage or an image that an instruction takes files from.
    fn add_dependency(
        &mut self,
        instruction: &Instruction,
        origin: usize,
        from: &From,
    ) -> Result<(), SyntaxError> {
        let keyword = instruction.keyword;
        let (name, number) = match from {
            From::Copy(name) => (name, name.parse::<usize>().ok()),
            From::Mount(name) => (name, None),
        };
        // Numbers count from the first stage of the whole text, in every part.
        if number.is_some() && self.stages.first().is_some_and(|first| first.part != self.part) {
            return Err(instruction.error(format!(
                "`from={name}` counts the stages of the whole Dockerfile; name the stage instead"
            )));
        }
        let last = self.stages.len().saturating_sub(1);
        match number.or_else(|| self.position(name)) {
            Some(earlier) if earlier < last => {
                self.current(instruction)?.dependencies.insert(earlier);
            }
            Some(own) if own == last => {
                return Err(instruction.error(format!(
                    "{keyword} takes files from `{name}`, the stage that it belongs to; name an \
                    earlier stage or an image"
                )));
            }
            Some(later) => {
                return Err(instruction.error(format!(
                    "{keyword} takes files from the stage {later}, but only {last} stages come \
                    before this one; name an earlier stage or an image"
                )));
            }
            None if name == SCRATCH => {}
            None => {
                reference::check(name).map_err(|why| {
                    instruction.error(format!(
                        "{keyword} takes files from `{}`, which is no earlier stage, and as an \
                        image {why}",
                        name.escape_debug()
                    ))
                })?;
                let (name, instruction) = (name.clone(), instruction.clone());
                let later = LaterStage { name, instruction: instruction.clone(), origin };
                self.current(&instruction)?.later_stages.push(later);
            }
        }
        Ok(())
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
