//! The lines of a build's log, in the manner of BuildKit's plain progress.

use std::io;

use tokio::time::Instant;

use super::dockerfile::Instruction;
use crate::logs::LogWriter;

/// The instructions that BuildKit counts as steps.
const STEPS: [&str; 5] = ["FROM", "RUN", "COPY", "ADD", "WORKDIR"];

/// A step of a build, and what it is called in the log.
#[derive(Debug)]
pub(super) struct Step<'a> {
    /// For example `[2/3] COPY src /app`.
    pub(super) label: String,
    pub(super) instruction: &'a Instruction,
}

/// Names the steps of a Dockerfile.
pub(super) fn steps(instructions: &[Instruction]) -> Vec<Step<'_>> {
    let counted: Vec<_> = instructions
        .iter()
        .filter(|instruction| STEPS.contains(&instruction.keyword.as_str()))
        .collect();
    let stages: Vec<_> = counted.chunk_by(|_, next| next.keyword != "FROM").enumerate().collect();
    let is_multi_stage = stages.len() > 1;
    let mut steps = Vec::new();
    for (index, stage) in stages {
        let name = if is_multi_stage { stage_name(stage, index) } else { String::new() };
        for (position, instruction) in stage.iter().enumerate() {
            let label = format!(
                "[{name}{}/{}] {} {}",
                position + 1,
                stage.len(),
                instruction.keyword,
                instruction.arguments
            );
            steps.push(Step { label, instruction });
        }
    }
    steps
}

fn stage_name(stage: &[&Instruction], index: usize) -> String {
    let from = stage.first().map(|from| from.operands()).unwrap_or_default();
    let words: Vec<_> = from.split_whitespace().collect();
    match words.as_slice() {
        [_, keyword, name] if keyword.eq_ignore_ascii_case("as") => format!("{name} "),
        _ => format!("stage-{index} "),
    }
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
    use crate::build::dockerfile;

    fn labels(text: &str) -> Vec<String> {
        let instructions = dockerfile::parse(text).unwrap();
        steps(&instructions).into_iter().map(|step| step.label).collect()
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
}
