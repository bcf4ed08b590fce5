//! Warnings about an image that builds, but probably not as intended.

mod base;
mod command;
mod directory;
pub(super) mod dockerfile;
mod files;
mod secret;
mod secret_file;
mod size;
mod text;
mod walk;

use super::resolve::{Resolution, ResolvedStep};
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
    for (index, step) in resolution.steps.iter().enumerate() {
        linter.check_secrets(step);
        linter.check_build_arguments(step);
        if scope == Scope::TextAndDirectories {
            linter.check_files(index, step);
        }
    }
    linter.add_notices();
    linter.check_bases();
    linter.check_unset_arguments();
    linter.check_client_mounts();
    linter.check_entrypoint();
    linter.check_command();
    if scope == Scope::TextAndDirectories {
        linter.check_copied_dockerfiles();
    }
    linter.warnings.sort_by_key(|(part, warning)| (*part, warning.step, warning.line));
    linter.warnings.into_iter().map(|(_, warning)| warning).collect()
}

struct Linter<'r> {
    resolution: &'r Resolution<'r>,
    /// The warnings, each with the index of its part.
    warnings: Vec<(usize, Warning)>,
}

impl Linter<'_> {
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
