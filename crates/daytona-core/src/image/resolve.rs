//! Resolves steps to the text of a Dockerfile and the files of its build context.

mod arguments;
mod characters;
mod composition;
mod dockerfile;
mod files;
mod fragment;
mod part;
pub(super) mod resolved;
mod step_text;

use daytona_dockerfile::Stages;

use super::context::file::ContextFile;
use super::context::merge::merge;
use super::context::notice::Notice;
use super::render::entrypoint::{self, Entrypoint};
use super::step::Step;
use crate::{Error, Result};
pub(super) use arguments::Usage;
use composition::Composition;
pub(super) use composition::ResolvedStep;
pub(super) use part::Part;
use resolved::ResolvedImage;

/// A resolved image, with the steps that it comes from.
pub(super) struct Resolution<'s> {
    pub(super) image: ResolvedImage,
    /// The stages, and then the image itself.
    pub(super) parts: Vec<Part<'s>>,
    pub(super) steps: Vec<ResolvedStep>,
    pub(super) stages: Stages,
    /// The escape character of the Dockerfile.
    pub(super) escape: char,
    pub(super) misread_entrypoint: Option<MisreadEntrypoint>,
    /// Warnings about sources.
    pub(super) notices: Vec<StepNotice>,
}

/// A warning about a source, with the index of its resolved step.
pub(super) type StepNotice = (usize, Notice);

/// A text that the server reads as the entrypoint.
pub(super) struct MisreadEntrypoint {
    pub(super) text: String,
    /// The index of the resolved step.
    pub(super) step: usize,
    /// The line in the text of the step. The first line is 1.
    pub(super) line: usize,
}

/// Resolves the steps of an image. The result has no warnings.
pub(super) fn resolve(steps: &[Step]) -> Result<Resolution<'_>> {
    if steps.is_empty() {
        return Err(Error::invalid_input("the image has no steps").while_doing("resolve the image"));
    }
    let parts = part::parts(steps)?;
    let mut composition = Composition::new(&parts)?;
    let misread_entrypoint = repeat_entrypoint(&mut composition);
    let (context, notices) = select_files(&composition, &parts)?;

    let escape = composition.escape();
    let Composition { dockerfile, stages, steps, .. } = composition;
    let image = ResolvedImage {
        dockerfile,
        context,
        warnings: Vec::new(),
        misread_entrypoint: misread_entrypoint.as_ref().map(|misread| misread.text.clone()),
    };
    Ok(Resolution { image, parts, steps, stages, escape, misread_entrypoint, notices })
}

/// Repeats the entrypoint at the end if the server would misread it. Returns the text that the server
/// misreads if that cannot be fixed.
fn repeat_entrypoint(composition: &mut Composition<'_, '_>) -> Option<MisreadEntrypoint> {
    let instructions = composition.stages.inherited_instructions();
    match entrypoint::compare(&composition.dockerfile, &instructions) {
        Entrypoint::Agreed => None,
        Entrypoint::Restated(lines) => {
            entrypoint::append(&mut composition.dockerfile, &lines);
            None
        }
        Entrypoint::Misread { text, at } => {
            let (step, line) = composition.locate(at)?;
            Some(MisreadEntrypoint { text, step, line })
        }
    }
}

/// Returns the files that the build uses, and warnings about sources.
fn select_files(
    composition: &Composition<'_, '_>,
    parts: &[Part<'_>],
) -> Result<(Vec<ContextFile>, Vec<StepNotice>)> {
    let mut notices = Vec::new();
    let needed = composition.stages.needed();
    let needed_steps = composition.steps.iter().filter(|step| needed.contains(&step.stage));
    let mut files: Vec<ContextFile> =
        needed_steps.flat_map(|step| step.files.iter().cloned()).collect();
    for instruction in composition.stages.context_uses() {
        let Some(step) = composition.steps.get(instruction.origin) else { continue };
        // The files of other steps are in `files` already.
        let Some(origin) = &step.origin else { continue };
        let location = origin.location(instruction.line);
        let selected = origin
            .context(instruction, &location)
            .and_then(|context| context.select(instruction, &location, &composition.dockerfile))
            .map_err(|error| parts[step.part].at_step(step.index, error))?;
        files.extend(selected.files);
        notices.extend(selected.notices.into_iter().map(|notice| (instruction.origin, notice)));
    }
    let files = merge(files).map_err(|error| error.while_doing("resolve the image"))?;
    Ok((files, notices))
}
