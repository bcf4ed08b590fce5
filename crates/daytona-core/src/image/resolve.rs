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

use std::ops::Range;

use daytona_dockerfile::Stages;

use super::context::file::ContextFile;
use super::context::merge::merge;
use super::context::notice::{Notice, UnmatchedPattern, WholeContext};
use super::options::packing::Packing;
use super::packing::form::{
    ContextPack, PackEntry, PackedCopy, PackedForm, PackedSource, instruction_range,
};
use super::packing::rule::PackableCopy;
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
    /// The packed instructions of build contexts: the index of the resolved step, and the line.
    pub(super) packed_lines: Vec<(usize, usize)>,
    /// The sources that are the whole context.
    pub(super) whole_contexts: Vec<WholeContext>,
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
    let SelectedFiles { files: context, packed, packed_lines, notices, whole_contexts } =
        select_files(&composition, &parts)?;

    let escape = composition.escape();
    let Composition { dockerfile, stages, steps, .. } = composition;
    let image = ResolvedImage {
        dockerfile,
        context,
        warnings: Vec::new(),
        misread_entrypoint: misread_entrypoint.as_ref().map(|misread| misread.text.clone()),
        packed,
    };
    Ok(Resolution {
        image,
        parts,
        steps,
        stages,
        escape,
        misread_entrypoint,
        notices,
        packed_lines,
        whole_contexts,
    })
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

/// The files that the build uses, and warnings about sources.
struct SelectedFiles {
    files: Vec<ContextFile>,
    packed: PackedForm,
    packed_lines: Vec<(usize, usize)>,
    notices: Vec<StepNotice>,
    whole_contexts: Vec<WholeContext>,
}

/// Selects the files that the build uses.
fn select_files(composition: &Composition<'_, '_>, parts: &[Part<'_>]) -> Result<SelectedFiles> {
    let (mut notices, mut whole_contexts) = (Vec::new(), Vec::new());
    let mut packed = PackedForm::default();
    let mut packed_lines = Vec::new();
    let mut copies_dockerfile = false;
    let mut unmatched = Vec::new();
    let needed = composition.stages.needed();
    let mut files: Vec<ContextFile> = Vec::new();
    for (index, step) in composition.steps.iter().enumerate() {
        if needed.contains(&step.stage) {
            files.extend(step.files.iter().cloned());
            let form = added_form(parts[step.part].steps.get(step.index), step, composition, index);
            packed.copies.extend(form.copies);
            packed.plain.extend(form.plain);
        }
    }
    for instruction in composition.stages.context_uses() {
        let index = instruction.origin;
        let Some(step) = composition.steps.get(index) else { continue };
        // The files of other steps are in `files` already.
        let Some(origin) = &step.origin else { continue };
        let location = origin.location(instruction.line);
        let copy = packable(step, instruction.line, composition, index);
        let selected = origin
            .context(instruction, &location)
            .and_then(|context| {
                let copy = copy.as_ref().map(|(copy, _)| copy);
                context.select(instruction, &location, &composition.dockerfile, copy)
            })
            .map_err(|error| parts[step.part].at_step(step.index, error))?;
        if let (Some((copy, range)), Some(sources)) = (copy, selected.packed) {
            packed.copies.push(PackedCopy { range, copy, sources });
            packed_lines.push((index, instruction.line));
        }
        copies_dockerfile |= selected.copies_dockerfile;
        packed.plain.extend(selected.plain);
        files.extend(selected.files);
        unmatched.extend(selected.unmatched.into_iter().map(|pattern| (step, pattern)));
        let line = instruction.line;
        let whole = selected.whole.into_iter();
        whole_contexts.extend(whole.map(|dir| WholeContext { step: index, line, dir }));
        notices.extend(selected.notices.into_iter().map(|notice| (index, notice)));
    }
    for (step, pattern) in unmatched {
        if !add_directory(&pattern, &files, &mut packed.plain) {
            return Err(parts[step.part].at_step(step.index, pattern.error));
        }
    }
    let merge = |files| merge(files).map_err(|error| error.while_doing("resolve the image"));
    if copies_dockerfile {
        // The text in the image must be the user's.
        (packed.copies, packed.plain) = (Vec::new(), files.clone());
        packed_lines.clear();
    }
    packed.plain = merge(packed.plain)?;
    packed.copies.sort_by_key(|copied| copied.range.start);
    Ok(SelectedFiles { files: merge(files)?, packed, packed_lines, notices, whole_contexts })
}

/// Adds a file with which the context has the directory of a pattern, unless `plain` has one: archives
/// do not count. Returns `false` if the build has no such file.
fn add_directory(
    pattern: &UnmatchedPattern,
    files: &[ContextFile],
    plain: &mut Vec<ContextFile>,
) -> bool {
    let found = files.iter().find(|file| pattern.is_sent_with(file));
    if !plain.iter().any(|file| pattern.is_sent_with(file)) {
        plain.extend(found.cloned());
    }
    found.is_some()
}

/// Returns the instruction of a step at a line if it can be packed, and its bytes in the Dockerfile.
fn packable(
    step: &ResolvedStep,
    line: usize,
    composition: &Composition<'_, '_>,
    index: usize,
) -> Option<(PackableCopy, Range<usize>)> {
    let escape = composition.escape();
    let instruction = step.instructions.iter().find(|found| found.line == line)?;
    let copy = PackableCopy::of(instruction, escape)?;
    let start = composition.offset(index, line)?;
    Some((copy, instruction_range(&composition.dockerfile, start, escape)))
}

/// Returns the packed form of the files that a step itself adds.
fn added_form(
    step: Option<&Step>,
    resolved: &ResolvedStep,
    composition: &Composition<'_, '_>,
    index: usize,
) -> PackedForm {
    let plain = || PackedForm { copies: Vec::new(), plain: resolved.files.clone() };
    let Some(Step::AddLocalDir { options, .. }) = step else { return plain() };
    let ([file], Some(instruction)) = (resolved.files.as_slice(), resolved.instructions.first())
    else {
        return plain();
    };
    let packable = packable(resolved, instruction.line, composition, index);
    let Some((copy, range)) = packable.filter(|_| options.packs()) else { return plain() };
    let real = file.local.canonicalize().unwrap_or_else(|_| file.local.clone());
    let entry = ContextFile { local: real, archive_path: String::new(), ..file.clone() };
    let keeps_times = options.packing == Packing::KeepTimes;
    let pack = ContextPack::new(&file.archive_path, vec![PackEntry::new(entry)], keeps_times);
    let sources = vec![PackedSource::Pack(pack)];
    PackedForm { copies: vec![PackedCopy { range, copy, sources }], plain: Vec::new() }
}
