//! The durations of the parts of a build or a pull.

use std::time::Duration;

/// The durations of the parts of a build or a pull, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct WorkTimes {
    /// The delay until the log opens.
    pub(crate) open_log: Duration,
    /// The steps of the build, or the pull.
    pub(crate) steps: Duration,
    pub(crate) export: Duration,
    /// The delay between the tag of the image and the end of the log.
    pub(crate) close_log: Duration,
    pub(crate) push: Duration,
}

impl WorkTimes {
    /// Returns the duration of all parts.
    pub(crate) fn total(&self) -> Duration {
        [self.open_log, self.steps, self.export, self.close_log, self.push]
            .into_iter()
            .fold(Duration::ZERO, Duration::saturating_add)
    }

    /// Returns the rest of the parts when `left` is left of the total.
    pub(crate) fn rest(&self, left: Duration) -> Self {
        let mut left = left;
        let mut keep = |part: Duration| {
            let kept = part.min(left);
            left -= kept;
            kept
        };
        // The last part is the last one to become shorter.
        let push = keep(self.push);
        let close_log = keep(self.close_log);
        let export = keep(self.export);
        let steps = keep(self.steps);
        Self { open_log: keep(self.open_log), steps, export, close_log, push }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rest_of_the_work_is_its_end() {
        let [second, none] = [Duration::from_secs(1), Duration::ZERO];
        let whole = WorkTimes {
            open_log: second,
            steps: second * 10,
            export: second,
            close_log: second,
            push: second * 3,
        };
        assert_eq!(whole.rest(whole.total()), whole);
        assert_eq!(whole.rest(whole.total() * 2), whole);
        let pushing = WorkTimes { push: second * 2, ..whole.rest(none) };
        assert_eq!(whole.rest(second * 2), pushing);
        let stepping = WorkTimes { open_log: none, steps: second * 4, ..whole };
        assert_eq!(whole.rest(second * 9), stepping);
        assert_eq!(whole.rest(none).total(), none);
    }
}
