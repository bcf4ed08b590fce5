//! The steps of a build, as far as its log shows them.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// The number of lines that are kept of a running step, for the case that it fails.
const KEPT_LINES: usize = 50;

/// The running steps of a build.
#[derive(Default)]
pub(super) struct BuildSteps {
    running: Vec<Step>,
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
    /// A step has ended.
    Ended { name: String, outcome: Outcome, time: Duration },
    /// The line belongs to no step.
    Other,
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
        let Some((number, text)) = numbered(line) else { return StepChange::Other };
        let Some(index) = self.running.iter().position(|step| step.number == number) else {
            if outcome(text).is_some() {
                return StepChange::Running;
            }
            let (name, lines) = (text.to_owned(), VecDeque::new());
            self.running.push(Step { number, name, since: now, lines });
            return StepChange::Running;
        };
        if let Some(end) = outcome(text) {
            let step = self.running.remove(index);
            let outcome = match end {
                End::Done => Outcome::Done,
                End::Cached => Outcome::Cached,
                End::Failed(error) => {
                    Outcome::Failed { error: error.to_owned(), lines: step.lines }
                }
            };
            return StepChange::Ended { name: step.name, outcome, time: now - step.since };
        }
        let lines = &mut self.running[index].lines;
        if lines.len() == KEPT_LINES {
            lines.pop_front();
        }
        lines.push_back(without_time(text).to_owned());
        StepChange::Running
    }

    /// Returns the running steps, the oldest first.
    pub(super) fn running(&self) -> &[Step] {
        &self.running
    }

    /// Forgets the running steps.
    pub(super) fn clear(&mut self) {
        self.running.clear();
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

    fn ended(change: StepChange) -> (String, &'static str, usize) {
        match change {
            StepChange::Ended { name, outcome, .. } => match outcome {
                Outcome::Done => (name, "done", 0),
                Outcome::Cached => (name, "cached", 0),
                Outcome::Failed { lines, .. } => (name, "failed", lines.len()),
            },
            _ => panic!("no step has ended"),
        }
    }

    #[test]
    fn steps_run_at_the_same_time_and_end() {
        let (mut steps, now) = (BuildSteps::default(), Instant::now());
        for line in ["#1 [1/3] FROM alpine", "#2 [2/3] RUN make", "#2 0.312 cc main.c", "#2 1.0 ld"]
        {
            assert!(matches!(steps.take(line, now), StepChange::Running), "{line}");
        }
        let names: Vec<_> = steps.running().iter().map(|step| step.name.as_str()).collect();
        assert_eq!(names, ["[1/3] FROM alpine", "[2/3] RUN make"]);
        assert_eq!(steps.running()[1].lines, ["cc main.c", "ld"]);
        let cached = ended(steps.take("#1 CACHED", now));
        assert_eq!(cached, ("[1/3] FROM alpine".to_owned(), "cached", 0));
        let failed = ended(steps.take("#2 ERROR: exit code: 2", now));
        assert_eq!(failed, ("[2/3] RUN make".to_owned(), "failed", 2));
        assert!(steps.running().is_empty());
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
        assert_eq!(ended(steps.take("#3 DONE 0.4s", now)).1, "done");
    }
}
