//! Log lines as hints when to poll the snapshot.
//!
//! Builders write a line when they finish a step, and before they stop. A poll soon after the last
//! line of a burst therefore sees most ends at once. A line about the end of a build causes several
//! polls. A budget limits them all: a chatty build causes no more polls than a quiet one.

use std::time::Duration;

use tokio::time::Instant;

/// The delay between a line and its poll, unless another line follows.
const DELAY: Duration = Duration::from_millis(30);

/// The longest delay within a burst of lines.
const LONGEST_DELAY: Duration = Duration::from_millis(250);

/// The pauses between the further polls after a line about the end, since the server may learn of
/// the end a little later.
const FURTHER_PAUSES: [Duration; 4] = [
    Duration::from_millis(70),
    Duration::from_millis(150),
    Duration::from_millis(400),
    Duration::from_secs(1),
];

/// The budget of polls after ordinary lines.
const ORDINARY_BUDGET: u32 = 2;

/// The budget of polls after lines about the end.
const END_BUDGET: u32 = 12;

/// The time after which both budgets grow by one poll.
const REFILL: Duration = Duration::from_secs(120);

/// Text that builders and runners write shortly before the end.
const END_TEXTS: [&str; 7] = [
    "exporting to image",
    "naming to",
    "writing image",
    "pushing",
    "ERROR",
    "failed to",
    "exit code",
];

/// Decides when log lines cause a poll.
pub(super) struct LogHints {
    began: Instant,
    polls: u32,
    scheduled: Option<ScheduledPoll>,
}

#[derive(Clone, Copy)]
struct ScheduledPoll {
    at: Instant,
    latest: Instant,
    is_about_end: bool,
    /// How many polls the same line has caused before.
    earlier_polls: usize,
}

impl LogHints {
    pub(super) fn new(now: Instant) -> Self {
        Self { began: now, polls: 0, scheduled: None }
    }

    /// Takes a new line.
    pub(super) fn line(&mut self, line: &str, now: Instant) {
        let burst = self.scheduled.filter(|scheduled| scheduled.earlier_polls == 0);
        let latest = burst.map_or(now + LONGEST_DELAY, |scheduled| scheduled.latest);
        let is_about_end = END_TEXTS.iter().any(|text| line.contains(text))
            || self.scheduled.is_some_and(|scheduled| scheduled.is_about_end);
        let at = (now + DELAY).min(latest);
        self.scheduled = Some(ScheduledPoll { at, latest, is_about_end, earlier_polls: 0 });
    }

    /// Waits for the time of the next poll. Without one, waits forever.
    pub(super) async fn due(&self) {
        match self.scheduled {
            Some(scheduled) => tokio::time::sleep_until(scheduled.at).await,
            None => std::future::pending().await,
        }
    }

    /// Takes the poll that is due and schedules the next one. Returns `true` if the budget allows the
    /// poll.
    pub(super) fn take_poll(&mut self, now: Instant) -> bool {
        let Some(scheduled) = self.scheduled.take() else { return false };
        let pause = FURTHER_PAUSES.get(scheduled.earlier_polls).filter(|_| scheduled.is_about_end);
        self.scheduled = pause.map(|pause| ScheduledPoll {
            at: now + *pause,
            latest: now + *pause,
            earlier_polls: scheduled.earlier_polls + 1,
            ..scheduled
        });
        let refilled = now.duration_since(self.began).as_secs() / REFILL.as_secs();
        let budget = if scheduled.is_about_end { END_BUDGET } else { ORDINARY_BUDGET };
        let is_allowed = u64::from(self.polls) < u64::from(budget) + refilled;
        self.polls += u32::from(is_allowed);
        is_allowed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the times of the polls, in milliseconds, for lines that arrive at the given times.
    async fn polls(lines: impl IntoIterator<Item = (u64, &'static str)>) -> Vec<u128> {
        let began = Instant::now();
        let mut hints = LogHints::new(began);
        let mut polls = Vec::new();
        let mut lines = lines.into_iter();
        let mut next = lines.next();
        loop {
            let line_at = next.map(|(at, _)| began + Duration::from_millis(at));
            tokio::select! {
                () = hints.due() => {
                    if hints.take_poll(Instant::now()) {
                        polls.push(began.elapsed().as_millis());
                    }
                }
                () = tokio::time::sleep_until(line_at.unwrap_or(began)), if line_at.is_some() => {
                    hints.line(next.unwrap().1, Instant::now());
                    next = lines.next();
                }
                () = tokio::time::sleep(Duration::from_secs(3600)) => return polls,
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn burst_of_lines_causes_one_poll() {
        assert_eq!(polls([(0, "a"), (10, "b"), (20, "c")]).await, [50]);
    }

    #[tokio::test(start_paused = true)]
    async fn line_about_the_end_causes_several_polls() {
        assert_eq!(polls([(0, "#9 naming to registry/x done")]).await, [30, 100, 250, 650, 1650]);
    }

    #[tokio::test(start_paused = true)]
    async fn chatty_build_causes_few_polls() {
        let lines = (0..600).map(|second| (second * 1000, "Get:1 http://deb.debian.org"));
        assert!(polls(lines).await.len() <= 7);
        let lines = (0..600).map(|second| (second * 1000, "ERROR: ignored"));
        assert!(polls(lines).await.len() <= 17);
    }
}
