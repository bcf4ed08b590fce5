//! Checks of instructions.

use daytona_dockerfile::{ClientMount, ClientMountKind};

use super::{Linter, command, secret};
use crate::WarningCode;
use crate::image::resolve::{ResolvedStep, StepNotice, Usage};

impl Linter<'_> {
    pub(super) fn check_secrets(&mut self, step: &ResolvedStep) {
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

    pub(super) fn check_build_arguments(&mut self, step: &ResolvedStep) {
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

    /// Checks the arguments without a value in the stages that the build needs.
    pub(super) fn check_unset_arguments(&mut self) {
        let resolution = self.resolution;
        for arg in resolution.stages.unset_args() {
            let Some(step) = resolution.steps.get(arg.origin) else { continue };
            let name = arg.name.escape_debug();
            // A source without a match has a warning that names its variables.
            let is_named = |(_, notice): &StepNotice| {
                notice.line == arg.used_at && notice.message.contains(&format!("`{name}`"))
            };
            if resolution.notices.iter().any(is_named) {
                continue;
            }
            let message = format!(
                "ARG `{name}` has no default, no build argument sets it, and the build uses it as an \
                empty text; give it a default, or set the build argument"
            );
            self.warn(WarningCode::UnsetBuildArg, message, step, Some(arg.line));
        }
    }

    /// Checks the secrets and SSH agents in the stages that the build needs.
    pub(super) fn check_client_mounts(&mut self) {
        let resolution = self.resolution;
        for mount in resolution.stages.client_mounts() {
            let Some(step) = resolution.steps.get(mount.origin) else { continue };
            let code = match mount.is_required {
                true => WarningCode::RequiredMount,
                false => WarningCode::UnavailableMount,
            };
            self.warn(code, client_mount(mount), step, Some(mount.line));
        }
    }

    /// Checks the command that Docker would run in a container of the image.
    pub(super) fn check_command(&mut self) {
        let resolution = self.resolution;
        // The server runs the misread text, which has a warning of its own.
        if resolution.misread_entrypoint.is_some() {
            return;
        }
        let stages = resolution.stages.inherited_instructions();
        let Some(cmd) = command::ignored(&stages) else { return };
        let has_it = |step: &&ResolvedStep| {
            let mut effective = step
                .instructions
                .iter()
                .map(|instruction| instruction.trigger.as_deref().unwrap_or(instruction));
            effective.any(|instruction| instruction == cmd)
        };
        let Some(step) = resolution.steps.iter().rfind(has_it) else { return };
        let message = "Daytona does not run CMD, and there is no ENTRYPOINT, so the sandbox runs \
            `sleep infinity`; set the entrypoint if the sandbox should run this command"
            .to_owned();
        self.warn(WarningCode::CmdWithoutEntrypoint, message, step, Some(cmd.line));
    }
}

/// Returns the warning about content that the client of a build would provide.
fn client_mount(mount: &ClientMount) -> String {
    let id = mount.id.escape_debug();
    let (content, effect) = match mount.kind {
        ClientMountKind::Ssh => (format!("the SSH agent `{id}`"), "has no access to one"),
        _ => (format!("the secret `{id}`"), "runs without it"),
    };
    match mount.is_required {
        true => format!(
            "RUN requires {content}, and Daytona gives none to a build, so the build will fail; do \
            without it in the build, and give secrets to the sandbox when it starts"
        ),
        false => format!(
            "RUN mounts {content}, and Daytona gives none to a build, so the command {effect}; make \
            sure that it can, and give secrets to the sandbox when it starts"
        ),
    }
}
