//! Results about the stages that a build needs.

use super::Stages;
use crate::{ClientMount, Instruction, SyntaxError, UnsetArg};

/// A name that `from` has, and that no earlier stage has. A later stage can have it.
#[derive(Clone, Debug)]
pub(super) struct LaterStage {
    pub(super) name: String,
    pub(super) instruction: Instruction,
    pub(super) origin: usize,
}

impl Stages {
    /// Checks what only the whole text decides: ports, modes, mounts, and stages to copy from. The
    /// builder refuses them when it runs the stage, so that only [needed](Self::needed) stages are
    /// checked.
    ///
    /// ```
    /// use daytona_dockerfile::{Stages, parse_fragment};
    ///
    /// let mut stages = Stages::new('\\');
    /// for instruction in &parse_fragment("FROM alpine\nEXPOSE web\n", '\\')? {
    ///     stages.add(instruction, 7)?;
    /// }
    /// let (origin, error) = stages.check().unwrap_err();
    /// assert_eq!((origin, error.line()), (7, 2));
    /// # Ok::<(), daytona_dockerfile::SyntaxError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the builder refuses an instruction. The error comes with the origin of the instruction,
    /// as given to [`add`](Self::add).
    pub fn check(&self) -> Result<(), (usize, SyntaxError)> {
        for number in self.needed() {
            let stage = &self.stages[number];
            if let Some(refusal) = stage.refusals.first() {
                return Err(refusal.clone());
            }
            let later = stage
                .later_stages
                .iter()
                .find(|later| self.position(&later.name).is_some_and(|position| position > number));
            if let Some(LaterStage { name, instruction, origin }) = later {
                return Err((*origin, instruction.error(format!(
                    "{} takes files from the stage `{}`, which comes later; move that stage before \
                    this one",
                    instruction.keyword,
                    name.escape_debug()
                ))));
            }
        }
        Ok(())
    }

    /// Returns the secrets and SSH agents that the [needed](Self::needed) stages mount.
    ///
    /// ```
    /// use daytona_dockerfile::{ClientMountKind, Dockerfile};
    ///
    /// let text = "FROM alpine\nRUN --mount=type=secret,id=npm,required npm ci\n";
    /// let stages = Dockerfile::parse(text)?.stages()?;
    /// let mount = stages.client_mounts().next().expect("RUN mounts a secret");
    /// assert_eq!((mount.kind, mount.id.as_str()), (ClientMountKind::Secret, "npm"));
    /// assert!(mount.is_required);
    /// # Ok::<(), daytona_dockerfile::SyntaxError>(())
    /// ```
    pub fn client_mounts(&self) -> impl Iterator<Item = &ClientMount> {
        self.needed().into_iter().flat_map(|number| &self.stages[number].client_mounts)
    }

    /// Returns the arguments without a value that the [needed](Self::needed) stages use, each once
    /// for its ARG.
    ///
    /// An argument that a command tests, such as with `[ -n "$NAME" ]`, is optional and not part of
    /// the result. Neither is one that each use gives a default, as `${NAME:-default}` does.
    ///
    /// ```
    /// use daytona_dockerfile::Dockerfile;
    ///
    /// let text = "FROM alpine\nARG A\nARG B\nARG C=1\nRUN echo $A ${B:-b} $C\n";
    /// let stages = Dockerfile::parse(text)?.stages()?;
    /// let found: Vec<_> = stages.unset_args().into_iter().map(|arg| (arg.name, arg.line)).collect();
    /// assert_eq!(found, [("A".to_owned(), 2)]);
    /// # Ok::<(), daytona_dockerfile::SyntaxError>(())
    /// ```
    #[must_use]
    pub fn unset_args(&self) -> Vec<UnsetArg> {
        let mut found: Vec<UnsetArg> = Vec::new();
        for number in self.needed() {
            for arg in self.stages[number].unset_args.used() {
                let is_same = |known: &&mut UnsetArg| {
                    (&known.name, known.line, known.origin) == (&arg.name, arg.line, arg.origin)
                };
                match found.iter_mut().find(is_same) {
                    Some(known) => known.used_at = known.used_at.min(arg.used_at),
                    None => found.push(arg),
                }
            }
        }
        found
    }
}
