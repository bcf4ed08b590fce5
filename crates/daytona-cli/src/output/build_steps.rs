//! The steps of a build, as far as its log shows them.
//!
//! The runner of Daytona writes `#N NAME` when a step starts, `#N CACHED NAME` if it is cached, and the
//! output of the step without a number. It does not write when a step ends: the next one starts. BuildKit
//! itself starts each line with a number, runs steps at the same time, and writes `#N DONE 0.1s`.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// The number of lines that are kept of a running step, for the case that it fails.
const KEPT_LINES: usize = 50;

/// The running steps of a build.
#[derive(Default)]
pub(super) struct BuildSteps {
    running: Vec<Step>,
    /// The number of the latest step.
    latest: Option<u32>,
    /// Set once a step has written a line with its number, as those of BuildKit do.
    has_numbered_output: bool,
}

/// A running step.
pub(super) struct Step {
    number: u32,
    pub(super) name: String,
    pub(super) since: Instant,
    pub(super) lines: VecDeque<String>,
}

/// A change that a line of the log makes.
pub(super) enum StepChange {
    /// A step runs, or has written a line.
    Running,
    /// Steps have ended.
    Ended(Vec<EndedStep>),
    /// The line belongs to no step.
    Other,
}

/// A step that has ended.
pub(super) struct EndedStep {
    pub(super) name: String,
    pub(super) outcome: Outcome,
    pub(super) time: Duration,
}

/// The end of a step.
pub(super) enum Outcome {
    Done,
    Cached,
    /// Holds the error and the last lines of the step.
    Failed {
        error: String,
        lines: VecDeque<String>,
    },
}

impl BuildSteps {
    /// Takes a line of the log.
    pub(super) fn take(&mut self, line: &str, now: Instant) -> StepChange {
        let Some((number, text)) = numbered(line) else { return self.take_output(line, now) };
        self.has_numbered_output |= self.latest == Some(number);
        let Some(index) = self.running.iter().position(|step| step.number == number) else {
            return self.take_start(number, text, now);
        };
        if let Some(end) = outcome(text) {
            let step = self.running.remove(index);
            return StepChange::Ended(vec![step.ended(end, now)]);
        }
        self.running[index].add(without_time(text));
        StepChange::Running
    }

    /// Takes the first line of a step.
    fn take_start(&mut self, number: u32, text: &str, now: Instant) -> StepChange {
        if outcome(text).is_some() {
            return StepChange::Running;
        }
        self.latest = Some(number);
        let mut ended = match self.has_numbered_output {
            true => Vec::new(),
            false => self.end(now),
        };
        match text.strip_prefix("CACHED ") {
            Some(name) => ended.push(EndedStep {
                name: name.to_owned(),
                outcome: Outcome::Cached,
                time: Duration::ZERO,
            }),
            None => {
                let (name, lines) = (text.to_owned(), VecDeque::new());
                self.running.push(Step { number, name, since: now, lines });
            }
        }
        if ended.is_empty() { StepChange::Running } else { StepChange::Ended(ended) }
    }

    /// Takes a line without a number: the output of the running step, or its error.
    fn take_output(&mut self, line: &str, now: Instant) -> StepChange {
        if self.has_numbered_output {
            return StepChange::Other;
        }
        match (self.running.last_mut(), line.strip_prefix("ERROR: ")) {
            (None, _) => StepChange::Other,
            (Some(step), None) => {
                step.add(line);
                StepChange::Running
            }
            (Some(_), Some(error)) => {
                let steps = self.running.drain(..);
                StepChange::Ended(steps.map(|step| step.ended(End::Failed(error), now)).collect())
            }
        }
    }

    /// Returns the running steps, the oldest first.
    pub(super) fn running(&self) -> &[Step] {
        &self.running
    }

    /// Ends the running steps.
    pub(super) fn end(&mut self, now: Instant) -> Vec<EndedStep> {
        self.running.drain(..).map(|step| step.ended(End::Done, now)).collect()
    }
}

impl Step {
    fn add(&mut self, line: &str) {
        if self.lines.len() == KEPT_LINES {
            self.lines.pop_front();
        }
        self.lines.push_back(line.to_owned());
    }

    fn ended(self, end: End<'_>, now: Instant) -> EndedStep {
        let outcome = match end {
            End::Done => Outcome::Done,
            End::Cached => Outcome::Cached,
            End::Failed(error) => Outcome::Failed { error: error.to_owned(), lines: self.lines },
        };
        EndedStep { name: self.name, outcome, time: now - self.since }
    }
}

enum End<'l> {
    Done,
    Cached,
    Failed(&'l str),
}

/// Returns the end of a step that a line reports.
fn outcome(text: &str) -> Option<End<'_>> {
    if text == "CACHED" {
        return Some(End::Cached);
    }
    if let Some(error) = text.strip_prefix("ERROR: ") {
        return Some(End::Failed(error));
    }
    let time = text.strip_prefix("DONE ")?;
    time.strip_suffix('s')?.parse::<f64>().ok()?;
    Some(End::Done)
}

/// Splits a line into the number of its step and the rest.
fn numbered(line: &str) -> Option<(u32, &str)> {
    let (number, text) = line.strip_prefix('#')?.split_once(' ')?;
    Some((number.parse().ok()?, text))
}

/// Removes the time that the builder writes before the output of a step.
fn without_time(text: &str) -> &str {
    match text.split_once(' ') {
        Some((time, output)) if time.contains('.') && time.parse::<f64>().is_ok() => output,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ended(change: StepChange) -> Vec<(String, &'static str, usize)> {
        let StepChange::Ended(steps) = change else { panic!("no step has ended") };
        let described = steps.into_iter().map(|step| match step.outcome {
            Outcome::Done => (step.name, "done", 0),
            Outcome::Cached => (step.name, "cached", 0),
            Outcome::Failed { lines, .. } => (step.name, "failed", lines.len()),
        });
        described.collect()
    }

    fn one(name: &str, outcome: &'static str, lines: usize) -> Vec<(String, &'static str, usize)> {
        vec![(name.to_owned(), outcome, lines)]
    }

    #[test]
    fn steps_of_buildkit_run_at_the_same_time_and_end() {
        let (mut steps, now) = (BuildSteps::default(), Instant::now());
        steps.take("#1 [internal] load build definition", now);
        assert_eq!(
            ended(steps.take("#1 DONE 0.0s", now)),
            one("[internal] load build definition", "done", 0)
        );
        for line in ["#2 [1/3] FROM alpine", "#3 [2/3] RUN make", "#3 0.312 cc main.c", "#3 1.0 ld"]
        {
            assert!(matches!(steps.take(line, now), StepChange::Running), "{line}");
        }
        let names: Vec<_> = steps.running().iter().map(|step| step.name.as_str()).collect();
        assert_eq!(names, ["[1/3] FROM alpine", "[2/3] RUN make"]);
        assert_eq!(steps.running()[1].lines, ["cc main.c", "ld"]);
        assert_eq!(ended(steps.take("#2 CACHED", now)), one("[1/3] FROM alpine", "cached", 0));
        let failed = ended(steps.take("#3 ERROR: exit code: 2", now));
        assert_eq!(failed, one("[2/3] RUN make", "failed", 2));
        assert!(steps.running().is_empty());
        assert!(matches!(steps.take("ERROR: failed to solve", now), StepChange::Other));
    }

    #[test]
    fn step_of_the_runner_ends_when_the_next_one_starts() {
        let (mut steps, now) = (BuildSteps::default(), Instant::now());
        steps.take("#1 [internal] load build context", now);
        let cached = ended(steps.take("#2 CACHED [1/3] FROM alpine", now));
        assert_eq!(
            cached,
            [
                one("[internal] load build context", "done", 0),
                one("[1/3] FROM alpine", "cached", 0)
            ]
            .concat()
        );
        assert!(matches!(steps.take("#3 [2/3] RUN make", now), StepChange::Running));
        for line in ["cc main.c", "#include", "ld"] {
            assert!(matches!(steps.take(line, now), StepChange::Running), "{line}");
        }
        assert_eq!(steps.running()[0].lines, ["cc main.c", "#include", "ld"]);
        assert_eq!(ended(steps.take("#4 [3/3] RUN test", now)), one("[2/3] RUN make", "done", 0));
        steps.take("1 failure", now);
        assert_eq!(
            ended(steps.take("ERROR: exit code: 1", now)),
            one("[3/3] RUN test", "failed", 1)
        );
        steps.take("#5 exporting to image", now);
        let last = steps.end(now);
        assert_eq!(ended(StepChange::Ended(last)), one("exporting to image", "done", 0));
    }

    #[test]
    fn other_lines_belong_to_no_step() {
        let (mut steps, now) = (BuildSteps::default(), Instant::now());
        for line in ["", "plain", "#x y", "#", "------", "ERROR: failed to solve"] {
            assert!(matches!(steps.take(line, now), StepChange::Other), "{line}");
        }
        steps.take("#3 [1/1] RUN x", now);
        for _ in 0..2 * KEPT_LINES {
            steps.take("#3 0.1 DONE soon", now);
        }
        assert_eq!(steps.running()[0].lines.len(), KEPT_LINES);
        assert_eq!(ended(steps.take("#3 DONE 0.4s", now)), one("[1/1] RUN x", "done", 0));
    }
}
