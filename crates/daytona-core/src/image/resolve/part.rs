//! An image and its stages, as a flat list.

use crate::image::render::check::check_stage_name;
use crate::image::step::{Step, StepList};
use crate::{Error, Result};

/// The maximum depth of nested stages.
const MAX_DEPTH: usize = 32;

/// The steps of an image or of one of its stages.
pub(in crate::image) struct Part<'s> {
    /// The name of the stage. `None` for the image itself.
    pub(in crate::image) name: Option<&'s str>,
    pub(super) steps: &'s [Step],
    /// The steps that contain this stage, from the image inwards.
    path: Vec<(Option<&'s str>, usize, &'s Step)>,
}

impl Part<'_> {
    /// Adds the step at `index`, and the steps that contain it, to an error.
    pub(super) fn at_step(&self, index: usize, error: Error) -> Error {
        let own = self.steps.get(index).map(|step| (self.name, index, step));
        let steps = self.path.iter().copied().chain(own).rev();
        steps.fold(error, |error, (part, index, step)| {
            let part = match part {
                Some(name) => format!("stage `{name}`"),
                None => "image".to_owned(),
            };
            error.while_doing(format!("resolve step {} of the {part}, {}", index + 1, step.call()))
        })
    }

    /// Returns `true` if a step adds no lines of its own.
    pub(super) fn omits(&self, step: &Step) -> bool {
        match step {
            Step::Stage { .. } => true,
            // The server would read the entrypoint of a stage as that of the image.
            Step::Entrypoint { .. } => self.name.is_some(),
            _ => false,
        }
    }
}

/// Returns the stages in the order of the Dockerfile, and then the image itself.
pub(super) fn parts(steps: &[Step]) -> Result<Vec<Part<'_>>> {
    let mut collector = Collector::default();
    collector.add(Part { name: None, steps, path: Vec::new() })?;
    Ok(collector.parts)
}

#[derive(Default)]
struct Collector<'s> {
    parts: Vec<Part<'s>>,
    seen: Vec<(&'s str, &'s StepList)>,
}

impl<'s> Collector<'s> {
    fn add(&mut self, part: Part<'s>) -> Result<()> {
        for (index, step) in part.steps.iter().enumerate() {
            let Step::Stage { name, image } = step else { continue };
            check_stage(name, image, part.path.len())
                .map_err(|error| part.at_step(index, error))?;
            if self.seen.contains(&(name, image)) {
                continue;
            }
            self.seen.push((name, image));
            let mut path = part.path.clone();
            path.push((part.name, index, step));
            self.add(Part { name: Some(name), steps: &image.steps, path })?;
        }
        self.parts.push(part);
        Ok(())
    }
}

fn check_stage(name: &str, image: &StepList, depth: usize) -> Result<()> {
    check_stage_name(name)?;
    if depth >= MAX_DEPTH {
        let message = format!("stages are nested more than {MAX_DEPTH} deep");
        return Err(Error::invalid_input(message).with_hint("give them to the image side by side"));
    }
    if image.steps.is_empty() {
        return Err(Error::invalid_input("the image of the stage has no steps"));
    }
    Ok(())
}
