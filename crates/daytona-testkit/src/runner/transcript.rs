//! The lines of a build's log, in the manner of BuildKit's plain progress.

use std::io;

use daytona_dockerfile::{Arguments, ContextUse, Dockerfile, Instruction, Keyword, Source, Stages};
use tokio::time::Instant;

use crate::logs::LogWriter;

/// The vertex in which BuildKit parses the Dockerfile.
pub(super) const LOAD_DEFINITION: &str = "[internal] load build definition from Dockerfile";

/// A step of a build.
#[derive(Debug)]
pub(super) struct Step<'s> {
    /// The name in the log, such as `[2/3] COPY src /app`.
    pub(super) label: String,
    /// The line of the instruction in the Dockerfile.
    pub(super) line: usize,
    context_use: Option<&'s ContextUse>,
}

impl Step<'_> {
    /// Returns what the step reads from the build context.
    pub(super) fn sources(&self) -> impl Iterator<Item = &Source> {
        self.context_use.into_iter().flat_map(|used| &used.sources)
    }
}

/// Parses a Dockerfile.
pub(super) fn stages(dockerfile: &str) -> Result<Stages, Failure> {
    let failure = |line: usize, reason: &str| Failure {
        message: format!("dockerfile parse error on line {line}: {reason}"),
        place: Some((LOAD_DEFINITION.to_owned(), line)),
    };
    let stages = Dockerfile::parse(dockerfile).and_then(|file| file.stages());
    let stages = stages.map_err(|error| failure(error.line(), error.message()))?;
    if stages.is_empty() { Err(failure(1, "file with no instructions")) } else { Ok(stages) }
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
            label: format!("[{name}{}/{total}] {}", index + 1, written(instruction)),
            line: instruction.line,
            context_use: stage.context_uses().iter().find(|used| used.line == instruction.line),
        });
        Some(steps)
    };
    needed.into_iter().filter_map(stage_steps).flatten().collect()
}

/// Returns `true` for the instructions that BuildKit counts as steps.
fn is_step(keyword: Keyword) -> bool {
    use Keyword::{Add, Copy, From, Run, Workdir};
    matches!(keyword, From | Run | Copy | Add | Workdir)
}

/// Returns an instruction on one line, as BuildKit shows it.
fn written(instruction: &Instruction) -> String {
    let arguments = match &instruction.arguments {
        Arguments::Json(words) => words.join(" "),
        Arguments::Text(text) => text.clone(),
    };
    let words = instruction.flags.iter().map(String::as_str).chain([arguments.as_str()]);
    words.fold(instruction.keyword.to_string(), |line, word| line + " " + word)
}

/// Writes the numbered vertices of one build attempt.
pub(super) struct Transcript {
    log: LogWriter,
    vertex: usize,
    since: Instant,
}

impl Transcript {
    pub(super) fn new(log: LogWriter) -> Self {
        Self { log, vertex: 0, since: Instant::now() }
    }

    /// Begins a vertex.
    pub(super) async fn begin(&mut self, label: &str) -> io::Result<()> {
        if self.vertex > 0 {
            self.log.line("").await?;
        }
        self.vertex += 1;
        self.since = Instant::now();
        self.line(label).await
    }

    /// Adds a line to the current vertex.
    pub(super) async fn line(&mut self, text: &str) -> io::Result<()> {
        self.log.line(&format!("#{} {text}", self.vertex)).await
    }

    /// Ends the current vertex well.
    pub(super) async fn done(&mut self) -> io::Result<()> {
        let seconds = self.since.elapsed().as_secs_f64();
        self.line(&format!("DONE {seconds:.1}s")).await
    }

    /// Ends the current vertex, and the build, with an error and the place that caused it.
    pub(super) async fn fail(&mut self, failure: &Failure, dockerfile: &str) -> io::Result<()> {
        self.line(&format!("ERROR: {}", failure.message)).await?;
        if let Some((label, line)) = &failure.place {
            for text in excerpt(label, *line, dockerfile) {
                self.log.line(&text).await?;
            }
        }
        self.log.line(&format!("ERROR: {}", failure.reason())).await
    }

    /// Gives the log back at the end of a good build.
    pub(super) fn into_log(self) -> LogWriter {
        self.log
    }
}

/// Why a build failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Failure {
    pub(super) message: String,
    /// The label of the step and its line in the Dockerfile.
    pub(super) place: Option<(String, usize)>,
}

impl Failure {
    /// Returns what the snapshot's `errorReason` says.
    pub(super) fn reason(&self) -> String {
        match self.place {
            Some((_, line)) => {
                format!("failed to solve: {} (Dockerfile line {line})", self.message)
            }
            None => self.message.clone(),
        }
    }
}

fn excerpt(label: &str, line: usize, dockerfile: &str) -> Vec<String> {
    let text = dockerfile.lines().nth(line - 1).unwrap_or_default();
    vec![
        "------".to_owned(),
        format!(" > {label}:"),
        "------".to_owned(),
        format!("Dockerfile:{line}"),
        "--------------------".to_owned(),
        format!("{line:4} | >>> {text}"),
        "--------------------".to_owned(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(text: &str) -> Vec<String> {
        steps(&stages(text).unwrap()).into_iter().map(|step| step.label).collect()
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
    fn what_is_no_dockerfile_is_refused_with_its_line() {
        let error = |text| stages(text).unwrap_err().reason();
        assert!(error("FROM a:1\nFRMO b\n").contains("on line 2: `FRMO`"));
        assert!(error("RUN x\n").contains("on line 1: RUN comes before the first FROM"));
        assert!(error("# nothing\n").contains("on line 1: file with no instructions"));
        assert!(error("FROM a:1\nRUN <<EOF\nx\n").contains("on line 2: no line `EOF` ends"));
    }
}
