//! Warnings about an image that builds, but probably not as intended.

mod base;
mod directory;
mod secret;

use std::path::Path;

use daytona_dockerfile::Instruction;

use super::context::build_context::{BuildContext, DOCKERFILE};
use super::context::file::ContextFile;
use super::context::reserved::is_reserved;
use super::resolve::{Resolution, ResolvedStep, Usage};
use super::warning::{Warning, WarningCode};

/// Which parts of an image to check.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    Text,
    TextAndDirectories,
}

/// Returns the warnings in the order of the stages, steps and lines.
pub(super) fn lint(resolution: &Resolution<'_>, scope: Scope) -> Vec<Warning> {
    let mut linter = Linter { resolution, warnings: Vec::new() };
    for step in &resolution.steps {
        linter.check_secrets(step);
        linter.check_build_arguments(step);
        if scope == Scope::TextAndDirectories {
            linter.check_directories(step);
        }
    }
    linter.add_notices();
    linter.check_bases();
    linter.check_entrypoint();
    linter.warnings.sort_by_key(|(part, warning)| (*part, warning.step, warning.line));
    linter.warnings.into_iter().map(|(_, warning)| warning).collect()
}

struct Linter<'r> {
    resolution: &'r Resolution<'r>,
    /// The warnings, each with the index of its part.
    warnings: Vec<(usize, Warning)>,
}

impl Linter<'_> {
    fn check_secrets(&mut self, step: &ResolvedStep) {
        for instruction in &step.instructions {
            let effective = instruction.trigger.as_deref().unwrap_or(instruction);
            let keyword = effective.keyword.as_str();
            let names = effective.literal_names(self.resolution.escape);
            for name in names.iter().filter(|name| secret::is_secret(name)) {
                let message = format!(
                    "{keyword} sets `{}` to a text that anybody who has the image can read; give \
                    secrets to the sandbox when it starts",
                    name.escape_debug()
                );
                self.warn(WarningCode::SecretInImage, message, step, Some(instruction.line));
            }
        }
    }

    fn check_build_arguments(&mut self, step: &ResolvedStep) {
        let arguments = step.origin.iter().flat_map(|origin| &origin.arguments);
        for argument in arguments {
            let name = argument.name.escape_debug();
            let (code, message, line) = match argument.usage {
                // A name that looks like a secret has a warning of its ARG.
                Usage::Line(line)
                    if secret::is_secret_value(&argument.value)
                        && !secret::is_secret(&argument.name) =>
                {
                    let message = format!(
                        "the build argument `{name}` has a value that looks like a secret, and \
                        anybody who has the image can read it; give secrets to the sandbox when it \
                        starts"
                    );
                    (WarningCode::SecretInImage, message, Some(line))
                }
                Usage::Line(_) => continue,
                Usage::Unused => {
                    let message = format!(
                        "the build argument `{name}` has no effect, because no ARG has this name; \
                        add one, or leave the argument out"
                    );
                    (WarningCode::UnusedBuildArg, message, None)
                }
                Usage::Builder => {
                    let message = format!(
                        "the build argument `{name}` has no effect, because it sets up the builder \
                        and the server passes no arguments to it; leave it out"
                    );
                    (WarningCode::UnusedBuildArg, message, None)
                }
            };
            self.warn(code, message, step, line);
        }
    }

    fn add_notices(&mut self) {
        let resolution = self.resolution;
        for (step, notice) in &resolution.notices {
            let Some(step) = resolution.steps.get(*step) else { continue };
            self.warn(notice.code, notice.message.clone(), step, Some(notice.line));
        }
    }

    fn check_bases(&mut self) {
        let resolution = self.resolution;
        for base in resolution.stages.base_images() {
            let Some(step) = resolution.steps.get(base.origin) else { continue };
            if let Some(message) = base::unpinned(base) {
                self.warn(WarningCode::UnpinnedBase, message, step, Some(base.line));
            }
            if let Some(message) = base::other_platform(base) {
                self.warn(WarningCode::OtherPlatform, message, step, Some(base.line));
            }
        }
    }

    fn check_entrypoint(&mut self) {
        let resolution = self.resolution;
        let Some(misread) = &resolution.misread_entrypoint else { return };
        let Some(step) = resolution.steps.get(misread.step) else { return };
        let text = match &step.origin {
            Some(_) if misread.text.is_empty() => "an empty text".to_owned(),
            Some(_) => format!("`{}`", misread.text.escape_debug()),
            // The text can be a part of a value, which can be secret.
            None => "what comes after the word ENTRYPOINT here".to_owned(),
        };
        let message = format!(
            "the server will take {text} for the entrypoint, though the Dockerfile leaves it to \
            the image that it starts from; write ENTRYPOINT otherwise there, or set the entrypoint"
        );
        self.warn(WarningCode::MisreadEntrypoint, message, step, Some(misread.line));
    }

    fn check_directories(&mut self, step: &ResolvedStep) {
        let copied: Vec<&ContextFile> = match &step.origin {
            None => step.files.iter().collect(),
            Some(origin) => {
                let Some(context) = &origin.context else { return };
                let mut instructions = step.instructions.iter();
                if let Some(copy) = instructions.find(|found| found.copies_whole_context()) {
                    self.check_whole_context(step, context, copy);
                }
                files_of(&self.resolution.image.context, context.dir())
            }
        };
        let special = directory::special_files(&copied);
        if let Some(message) = directory::list_special(&special) {
            self.warn(WarningCode::SpecialFile, message, step, None);
        }
        let empty = directory::without_files(&copied);
        if let Some(message) = directory::list(&empty) {
            self.warn(WarningCode::EmptyDirectory, message, step, None);
        }
    }

    /// Checks an instruction that copies the whole build context.
    fn check_whole_context(
        &mut self,
        step: &ResolvedStep,
        context: &BuildContext,
        copy: &Instruction,
    ) {
        let (keyword, dir) = (copy.keyword.as_str(), context.dir());
        let limit = Warning::LARGE_CONTEXT_BYTES;
        if !context.has_ignore_file() && directory::is_larger(dir, limit) {
            let message = format!(
                "{keyword} takes all of `{}`, more than {} MiB, and no `.dockerignore` leaves \
                anything out",
                dir.display(),
                limit / 1024 / 1024
            );
            self.warn(WarningCode::NoDockerignore, message, step, Some(copy.line));
        }
        let local = dir.join(DOCKERFILE);
        let text = &self.resolution.image.dockerfile;
        if !context.ignores(DOCKERFILE) && directory::holds_other_text(&local, text) {
            let message = format!(
                "{keyword} brings the Dockerfile of the build along, and not `{}`, whose text is \
                another",
                local.display()
            );
            self.warn(WarningCode::OtherDockerfile, message, step, Some(copy.line));
        }
    }

    /// Adds a warning. A line is only given for text that is written by the user.
    fn warn(
        &mut self,
        code: WarningCode,
        message: String,
        step: &ResolvedStep,
        line: Option<usize>,
    ) {
        let origin = step.origin.as_ref();
        let warning = Warning {
            code,
            message,
            stage: self.resolution.parts[step.part].name.map(str::to_owned),
            step: Some(step.index + 1),
            file: origin.and_then(|origin| origin.file.clone()),
            line: line.and_then(|line| origin.map(|origin| origin.line(line))),
        };
        self.warnings.push((step.part, warning));
    }
}

/// Returns the files that come from a directory by their own name.
fn files_of<'f>(files: &'f [ContextFile], dir: &Path) -> Vec<&'f ContextFile> {
    let is_from_dir = |file: &&ContextFile| {
        let first = file.archive_path.split('/').next().unwrap_or_default();
        !is_reserved(first) && file.local == dir.join(&file.archive_path)
    };
    files.iter().filter(is_from_dir).collect()
}
