//! Checks of the files that reach the build.

use std::path::{Path, PathBuf};

use daytona_dockerfile::Instruction;

use super::dockerfile::copied_dockerfile;
use super::walk::{Findings, walk, walk_members};
use super::{Linter, size};
use crate::image::context::build_context::{BuildContext, DOCKERFILE};
use crate::image::context::file::ContextFile;
use crate::image::context::reserved::is_reserved;
use crate::image::resolve::ResolvedStep;
use crate::{Warning, WarningCode};

/// The maximum number of paths in a message.
const MAX_LISTED: usize = 5;

/// The advice for an instruction that is not packed.
const PACKABLE: &str = "COPY and ADD can keep them, if --chown has no names, --chmod has no symbols, and \
    links out of the context are not followed";

/// The bytes above the limit that are accepted in a context with an ignore file.
const SLACK_BYTES: u64 = 1024 * 1024;

impl Linter<'_> {
    /// Checks the files of a step with this index, and of the build context of its text.
    pub(super) fn check_files(&mut self, index: usize, step: &ResolvedStep) {
        let context = match &step.origin {
            None => None,
            Some(origin) => match &origin.context {
                Some(context) => Some(context),
                None => return,
            },
        };
        let copied: Vec<&ContextFile> = match context {
            None => step.files.iter().collect(),
            Some(context) => files_of(&self.resolution.image.context, context.dir()),
        };
        let mut findings = walk(&copied);
        // Packed directories reach the build as they are.
        let plain = &self.resolution.image.packed.plain;
        let plain: Vec<&ContextFile> = match context {
            None => {
                let is_plain = |file: &&&ContextFile| {
                    plain.iter().any(|plain| plain.archive_path == file.archive_path)
                };
                copied.iter().filter(is_plain).copied().collect()
            }
            Some(context) => files_of(plain, context.dir()),
        };
        findings.empty.retain(|path| plain.iter().any(|file| path.starts_with(&file.local)));
        // The builder also takes the target of a source, and gives it the same mode.
        let is_below =
            |path: &Path, file: &ContextFile| path != file.local && path.starts_with(&file.local);
        for lost in [&mut findings.links, &mut findings.broken_links, &mut findings.modes] {
            lost.retain(|path| plain.iter().any(|file| is_below(path, file)));
        }
        if context.is_none() {
            // The upload refuses them.
            findings.broken_links.clear();
        }
        for whole in self.resolution.whole_contexts.iter().filter(|whole| whole.step == index) {
            let is_packed = self.resolution.packed_lines.contains(&(index, whole.line));
            findings.add_members(walk_members(&whole.dir), is_packed);
        }
        self.warn_of_losses(&findings, step);
        if let Some(listed) = listed(&findings.special) {
            let message = format!(
                "only files reach the build, and FIFOs, sockets and devices are left out: {listed}"
            );
            self.warn(WarningCode::SpecialFile, message, step, None);
        }
        for (kind, paths) in &findings.secrets {
            let Some(listed) = listed(paths) else { continue };
            let message = format!(
                "the build context has {}: {listed}; anybody who has the image can read what it \
                copies, so leave them out, and give secrets to the sandbox when it starts",
                kind.noun()
            );
            self.warn(WarningCode::SecretInContext, message, step, None);
        }
        let copies_all = |found: &&Instruction| found.copies_whole_context();
        if let Some(context) = context
            && let Some(copy) = step.instructions.iter().find(copies_all)
        {
            self.check_size(step, context, copy, findings.size);
        }
    }

    /// Warns of what is lost where directories are copied as plain files.
    fn warn_of_losses(&mut self, findings: &Findings, step: &ResolvedStep) {
        if let Some(listed) = listed(&findings.empty) {
            let message = format!(
                "only files reach the build, and there are none in {listed}; make such directories \
                with RUN mkdir"
            );
            self.warn(WarningCode::EmptyDirectory, message, step, None);
        }
        if let Some(listed) = listed(&findings.links) {
            let message = format!(
                "plain files reach the build, and links become copies of their targets: {listed}; \
                {PACKABLE}"
            );
            self.warn(WarningCode::CopiedLink, message, step, None);
        }
        if let Some(listed) = listed(&findings.broken_links) {
            let message = format!(
                "plain files reach the build, and links that lead nowhere, in a circle or out of the \
                context are left out: {listed}; {PACKABLE}"
            );
            self.warn(WarningCode::CopiedLink, message, step, None);
        }
        if let Some(listed) = listed(&findings.modes) {
            let message = format!(
                "plain files reach the build, and these directories get the mode 755: {listed}; \
                {PACKABLE}"
            );
            self.warn(WarningCode::LostMode, message, step, None);
        }
    }

    /// Checks the size of a context that an instruction copies as a whole.
    fn check_size(
        &mut self,
        step: &ResolvedStep,
        context: &BuildContext,
        copy: &Instruction,
        size: size::Size,
    ) {
        let (keyword, dir) = (copy.keyword.as_str(), context.dir());
        let limit = Warning::LARGE_CONTEXT_BYTES;
        let own = dir.join(DOCKERFILE);
        let own_bytes = own.metadata().map_or(0, |metadata| metadata.len());
        // Who has an ignore file does not need a warning about a few bytes.
        let slack = if context.has_ignore_file() { SLACK_BYTES } else { 0 };
        if size.bytes + own_bytes <= limit + slack {
            return;
        }
        let largest = match size.largest(dir, MAX_LISTED).as_slice() {
            [] => "it has many small files".to_owned(),
            [one] => format!("its largest part is {one}"),
            more => format!("its largest parts are {}", more.join(", ")),
        };
        let (dir, mib) = (dir.display(), limit / 1024 / 1024);
        let (code, message) = match context.has_ignore_file() {
            false => (
                WarningCode::NoDockerignore,
                format!(
                    "{keyword} takes all of `{dir}`, more than {mib} MiB, and no `.dockerignore` \
                    leaves anything out; {largest}"
                ),
            ),
            true => (
                WarningCode::LargeContext,
                format!(
                    "{keyword} takes more than {mib} MiB of `{dir}`, and {largest}; leave out in \
                    the ignore file what the image does not need"
                ),
            ),
        };
        self.warn(code, message, step, Some(copy.line));
    }

    /// Checks each instruction that copies the Dockerfile of the build. Each step has at most one
    /// warning of a kind.
    pub(super) fn check_copied_dockerfiles(&mut self) {
        let resolution = self.resolution;
        let mut known = Vec::new();
        for instruction in resolution.stages.context_uses() {
            let Some(step) = resolution.steps.get(instruction.origin) else { continue };
            // The archives of a packed instruction have what `docker build` copies.
            if resolution.packed_lines.contains(&(instruction.origin, instruction.line)) {
                continue;
            }
            let context = step.origin.as_ref().and_then(|origin| origin.context.as_ref());
            let text = &resolution.image.dockerfile;
            let found = context.and_then(|context| copied_dockerfile(context, instruction, text));
            let Some((code, message)) = found else { continue };
            if !known.contains(&(instruction.origin, code)) {
                known.push((instruction.origin, code));
                self.warn(code, message, step, Some(instruction.line));
            }
        }
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

/// Returns the first paths of a list, and the number of the others. Returns `None` for no path.
fn listed(paths: &[PathBuf]) -> Option<String> {
    let named: Vec<String> =
        paths.iter().take(MAX_LISTED).map(|path| format!("`{}`", path.display())).collect();
    let more = match paths.len().saturating_sub(MAX_LISTED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    (!named.is_empty()).then(|| format!("{}{more}", named.join(", ")))
}
