//! The steps of a build.

use daytona_dockerfile::{Arguments, ContextUse, Dockerfile, Instruction, Keyword, Source, Stages};

/// The label of the step in which BuildKit parses the Dockerfile.
pub(super) const LOAD_DEFINITION: &str = "[internal] load build definition from Dockerfile";

/// A step of a build.
#[derive(Debug)]
pub(super) struct Step<'s> {
    /// The label in the log, for example `[2/3] COPY src /app`.
    pub(super) label: String,
    /// The line of the instruction in the Dockerfile.
    pub(super) line: usize,
    /// `true` for `RUN`.
    pub(super) is_run: bool,
    context_use: Option<&'s ContextUse>,
}

impl Step<'_> {
    /// Returns the sources in the build context.
    pub(super) fn sources(&self) -> impl Iterator<Item = &Source> {
        self.context_use.into_iter().flat_map(|used| &used.sources)
    }
}

/// The cause of a failed build.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct BuildError {
    pub(super) message: String,
    /// The line in the Dockerfile.
    pub(super) line: Option<usize>,
}

impl BuildError {
    /// Returns the `errorReason` of the snapshot.
    pub(super) fn reason(&self) -> String {
        match self.line {
            Some(line) => {
                format!("failed to solve: {} (Dockerfile line {line})", self.message)
            }
            None => self.message.clone(),
        }
    }
}

/// Parses a Dockerfile.
pub(super) fn parse(dockerfile: &str) -> Result<Stages, BuildError> {
    let error = |line: usize, reason: &str| BuildError {
        message: format!("dockerfile parse error on line {line}: {reason}"),
        line: Some(line),
    };
    let stages = Dockerfile::parse(dockerfile).and_then(|file| file.stages());
    let stages = stages.map_err(|cause| error(cause.line(), cause.message()))?;
    if stages.is_empty() { Err(error(1, "file with no instructions")) } else { Ok(stages) }
}

/// Returns the steps of the stages that the build needs.
pub(super) fn steps(stages: &Stages) -> Vec<Step<'_>> {
    let needed = stages.needed();
    let stage_steps = |number: usize| {
        let stage = stages.get(number)?;
        let name = match stage.name() {
            _ if stages.len() == 1 => String::new(),
            Some(name) => format!("{name} "),
            None => format!("stage-{number} "),
        };
        let instructions = stage.instructions().iter();
        let counted: Vec<_> = instructions.filter(|found| is_step(found.keyword)).collect();
        let total = counted.len();
        let steps = counted.into_iter().enumerate().map(move |(index, instruction)| Step {
            label: format!("[{name}{}/{total}] {}", index + 1, on_one_line(instruction)),
            line: instruction.line,
            is_run: instruction.keyword == Keyword::Run,
            context_use: stage.context_uses().iter().find(|used| used.line == instruction.line),
        });
        Some(steps)
    };
    needed.into_iter().filter_map(stage_steps).flatten().collect()
}

/// Returns `true` if BuildKit counts the instruction as a step.
fn is_step(keyword: Keyword) -> bool {
    use Keyword::{Add, Copy, From, Run, Workdir};
    matches!(keyword, From | Run | Copy | Add | Workdir)
}

/// Returns an instruction in BuildKit's format, on one line.
fn on_one_line(instruction: &Instruction) -> String {
    let arguments = match &instruction.arguments {
        Arguments::Json(words) => words.join(" "),
        Arguments::Text(text) => text.clone(),
    };
    let words = instruction.flags.iter().map(String::as_str).chain([arguments.as_str()]);
    words.fold(instruction.keyword.to_string(), |line, word| line + " " + word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(text: &str) -> Vec<String> {
        steps(&parse(text).unwrap()).into_iter().map(|step| step.label).collect()
    }

    #[test]
    fn steps_are_counted_within_their_stage() {
        assert_eq!(labels("FROM a:1\nENV A=1\nRUN x\n"), ["[1/2] FROM a:1", "[2/2] RUN x"]);
        assert_eq!(
            labels("FROM a:1 AS deps\nRUN x\nFROM b:1\nCOPY --from=deps /x /x\n"),
            [
                "[deps 1/2] FROM a:1 AS deps",
                "[deps 2/2] RUN x",
                "[stage-1 1/2] FROM b:1",
                "[stage-1 2/2] COPY --from=deps /x /x",
            ]
        );
    }

    #[test]
    fn steps_are_those_of_needed_stages_with_inherited_triggers() {
        assert_eq!(
            labels(
                "FROM a:1 AS Deps\nONBUILD COPY [\"x y\", \"/d\"]\nFROM b AS unused\nRUN x\n\
                FROM deps\nWORKDIR /w\nCOPY --link \\\n <<E /e\nE\nUSER u\n"
            ),
            [
                "[deps 1/1] FROM a:1 AS Deps",
                "[stage-2 1/4] FROM deps",
                "[stage-2 2/4] COPY x y /d",
                "[stage-2 3/4] WORKDIR /w",
                "[stage-2 4/4] COPY --link <<E /e",
            ]
        );
    }

    #[test]
    fn invalid_dockerfile_is_refused_with_its_line() {
        let error = |text| parse(text).unwrap_err().reason();
        assert!(error("FROM a:1\nFRMO b\n").contains("on line 2: `FRMO`"));
        assert!(error("RUN x\n").contains("on line 1: RUN comes before the first FROM"));
        assert!(error("# nothing\n").contains("on line 1: file with no instructions"));
        assert!(error("FROM a:1\nRUN <<EOF\nx\n").contains("on line 2: no line `EOF` ends"));
    }
}
