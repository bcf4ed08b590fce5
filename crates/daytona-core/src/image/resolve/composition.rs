//! The composition of one Dockerfile from an image and its stages.

use std::mem;

use daytona_dockerfile::{Directives, Dockerfile, Instruction, Keyword, Stage, Stages};

use super::dockerfile::{Origin, located};
use super::fragment::{FirstStep, Fragment};
use super::part::Part;
use super::step_text::{Renderer, StepText};
use crate::image::context::file::ContextFile;
use crate::image::render;
use crate::{Error, Result};

/// A step after its text has been added to the Dockerfile.
pub(in crate::image) struct ResolvedStep {
    /// The index of the part that the step belongs to.
    pub(in crate::image) part: usize,
    /// The index of the step in its part.
    pub(in crate::image) index: usize,
    /// The origin of text that is written by the user.
    pub(in crate::image) origin: Option<Origin>,
    /// The instructions, with lines of the text of the step.
    pub(in crate::image) instructions: Vec<Instruction>,
    /// The files that the step itself adds. Those of COPY instructions are not included.
    pub(in crate::image) files: Vec<ContextFile>,
    /// The number of the stage in the Dockerfile.
    pub(super) stage: usize,
}

/// The position of a fragment in the Dockerfile.
struct Segment {
    /// The offset in bytes.
    start: usize,
    /// The index of the resolved step.
    step: usize,
    /// The number of its first line in the text of the step.
    line: usize,
}

/// The first step of a part before it has been added to the Dockerfile.
struct PendingPart {
    /// The index of the resolved step.
    step: usize,
    first: FirstStep,
}

/// The Dockerfile while it is composed.
pub(super) struct Composition<'p, 's> {
    parts: &'p [Part<'s>],
    pub(super) dockerfile: String,
    pub(super) stages: Stages,
    pub(super) steps: Vec<ResolvedStep>,
    segments: Vec<Segment>,
    renderer: Renderer,
}

impl<'p, 's> Composition<'p, 's> {
    /// Composes the Dockerfile of all parts. The last part is the image itself.
    pub(super) fn new(parts: &'p [Part<'s>]) -> Result<Self> {
        let composed = Self::with_target(parts, None)?;
        // Any text can have the last stage, whose name is the value of an argument.
        match composed.stages.iter().last().and_then(Stage::name) {
            Some(target) if composed.dockerfile.contains("TARGETSTAGE") => {
                Self::with_target(parts, Some(target))
            }
            _ => Ok(composed),
        }
    }

    /// Composes the Dockerfile for a last stage of this name.
    fn with_target(parts: &'p [Part<'s>], target: Option<&str>) -> Result<Self> {
        let renderer = Renderer::new();
        let mut composition = Self {
            parts,
            dockerfile: String::new(),
            stages: Stages::new(renderer.escape()),
            steps: Vec::new(),
            segments: Vec::new(),
            renderer,
        };
        composition.add_parts(target)?;
        composition.check()?;
        Ok(composition)
    }

    pub(super) fn escape(&self) -> char {
        self.renderer.escape()
    }

    /// Returns the step and the line of its text at an offset of the Dockerfile.
    pub(super) fn locate(&self, offset: usize) -> Option<(usize, usize)> {
        let segment = self.segments.iter().rfind(|segment| segment.start <= offset)?;
        let before = self.dockerfile.get(segment.start..offset).unwrap_or_default();
        Some((segment.step, segment.line + before.matches('\n').count()))
    }

    /// Returns the offset of a line of the text of a step.
    pub(super) fn offset(&self, step: usize, line: usize) -> Option<usize> {
        let of_step = |segment: &&Segment| segment.step == step && segment.line <= line;
        let segment = self.segments.iter().filter(of_step).max_by_key(|segment| segment.line)?;
        let text = self.dockerfile.get(segment.start..)?;
        let lines = text.split_inclusive('\n').take(line - segment.line);
        Some(segment.start + lines.map(str::len).sum::<usize>())
    }

    fn add_parts(&mut self, target: Option<&str>) -> Result<()> {
        // The escape character applies to the whole text, and any first step can set it.
        let mut pending = Vec::new();
        for number in 0..self.parts.len() {
            pending.push(self.render_first(number)?);
        }
        let Some(mut image) = pending.pop() else { return Ok(()) };
        self.stages = self.stages_after(&image, &pending);
        if let Some(target) = target {
            self.stages.set_target(target);
        }

        // Directives are valid at the top of the text only, and an ARG for all FROMs before the
        // first FROM only.
        self.append(image.step, mem::take(&mut image.first.head))?;
        for stage in &mut pending {
            self.append_head(stage.step, mem::take(&mut stage.first.head))?;
        }
        // These stages come first, because the image can refer to them by number.
        self.append(image.step, image.first.earlier_stages)?;
        for stage in pending {
            self.append(stage.step, stage.first.earlier_stages)?;
            self.append(stage.step, stage.first.last_stage)?;
            self.add_later_steps(stage.step)?;
        }
        self.append(image.step, image.first.last_stage)?;
        self.add_later_steps(image.step)
    }

    /// Creates the stages under the directives of the whole Dockerfile: those of its first text.
    fn stages_after(&self, image: &PendingPart, stages: &[PendingPart]) -> Stages {
        let mut heads = [image].into_iter().chain(stages).map(|part| &part.first.head.text);
        let top = heads.find(|text| !text.is_empty()).map_or("", String::as_str);
        match Directives::parse(top) {
            Ok(directives) if directives.escape() == self.escape() => {
                Stages::with_directives(&directives)
            }
            _ => Stages::new(self.escape()),
        }
    }

    /// Renders the first step of a part.
    fn render_first(&mut self, number: usize) -> Result<PendingPart> {
        let parts = self.parts;
        let part = &parts[number];
        let (first, origin) = first_step(part, &mut self.renderer, &self.stages)
            .map_err(|error| part.at_step(0, error))?;
        Ok(PendingPart { step: self.push(number, 0, origin, Vec::new()), first })
    }

    /// Adds the steps after the first one.
    fn add_later_steps(&mut self, first_step: usize) -> Result<()> {
        let number = self.steps[first_step].part;
        let parts = self.parts;
        let part = &parts[number];
        for (index, step) in part.steps.iter().enumerate().skip(1) {
            if part.omits(step) {
                continue;
            }
            let text = self.renderer.render(step, &part.steps[..index], &self.stages);
            let text = text
                .and_then(|text| check_stages(part, text))
                .map_err(|error| part.at_step(index, error))?;
            let step = self.push(number, index, text.origin, text.files);
            let (text, instructions) = (text.text, text.instructions);
            self.append(step, Fragment { text, line: 1, instructions })?;
            self.steps[step].stage = self.stages.len().saturating_sub(1);
        }
        Ok(())
    }

    fn push(
        &mut self,
        part: usize,
        index: usize,
        origin: Option<Origin>,
        files: Vec<ContextFile>,
    ) -> usize {
        let instructions = Vec::new();
        self.steps.push(ResolvedStep { part, index, origin, instructions, files, stage: 0 });
        self.steps.len() - 1
    }

    fn append_head(&mut self, step: usize, head: Fragment) -> Result<()> {
        if !head.text.is_empty() && !self.dockerfile.is_empty() {
            // An empty line ends the directives, because each can occur only once.
            self.dockerfile.push('\n');
        }
        self.append(step, head)
    }

    fn append(&mut self, step: usize, fragment: Fragment) -> Result<()> {
        let resolved = &mut self.steps[step];
        let part = &self.parts[resolved.part];
        self.stages.begin_part(resolved.part);
        for instruction in &fragment.instructions {
            self.stages.add(instruction, step).map_err(|error| {
                part.at_step(resolved.index, located(resolved.origin.as_ref(), error))
            })?;
        }
        resolved.instructions.extend(fragment.instructions);

        let before = self.dockerfile.len();
        render::append(&mut self.dockerfile, &fragment.text);
        let start = (self.dockerfile.len() - fragment.text.len()).max(before);
        self.segments.push(Segment { start, step, line: fragment.line });
        Ok(())
    }

    /// Refuses stages that the builder cannot run, or reads differently as a part of the whole
    /// Dockerfile.
    fn check(&self) -> Result<()> {
        self.stages.check().map_err(|(step, error)| match self.steps.get(step) {
            Some(step) => {
                self.parts[step.part].at_step(step.index, located(step.origin.as_ref(), error))
            }
            None => located(None, error),
        })?;
        if self.parts.len() < 2 {
            return Ok(());
        }
        let error = match Dockerfile::parse(&self.dockerfile) {
            Ok(file) if file.escape() == self.escape() => return Ok(()),
            Ok(_) => Error::invalid_input("its stages change the escape character"),
            Err(error) => Error::invalid_input(format!(
                "its stages do not go together in one Dockerfile: {}",
                error.message()
            ))
            .with_source(error),
        };
        Err(error.while_doing("resolve the image"))
    }
}

/// Renders the first step of a part. It adds no files.
fn first_step(
    part: &Part<'_>,
    renderer: &mut Renderer,
    stages: &Stages,
) -> Result<(FirstStep, Option<Origin>)> {
    let step = part.steps.first().ok_or_else(|| Error::invalid_input("it has no steps"))?;
    let StepText { text, instructions, origin, .. } = renderer.render(step, &[], stages)?;
    let mut first = FirstStep::split(text, instructions)?;
    if let Some(name) = part.name {
        first.set_stage_name(name)?;
    }
    Ok((first, origin))
}

/// Refuses a FROM in a stage after its first step.
fn check_stages(part: &Part<'_>, text: StepText) -> Result<StepText> {
    let begins_stage = text.instructions.iter().any(|found| found.keyword == Keyword::From);
    if part.name.is_some() && begins_stage {
        return Err(Error::invalid_input("FROM cannot begin another stage here")
            .with_hint("add that one with stage"));
    }
    Ok(text)
}
