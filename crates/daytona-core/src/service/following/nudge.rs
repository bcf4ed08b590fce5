//! When a line of the log is a reason to ask for the snapshot.
//!
//! Builders write as they finish a step, and say something before they stop for good. A question
//! soon after the last line of a burst therefore sees most ends at once. Lines that are about the
//! end of a build are worth more questions than others, and all have a budget: a chatty build takes
//! no more of them than a quiet one.

use std::time::Duration;

use tokio::time::Instant;

/// How long after a line to ask, unless another line follows.
const DELAY: Duration = Duration::from_millis(30);

/// How long to wait for the end of a burst.
const LONGEST_DELAY: Duration = Duration::from_millis(250);

/// When to ask again after a line about the end, which the server may learn of a little later: each
/// time counts from the question before.
const AFTERWARDS: [Duration; 4] = [
    Duration::from_millis(70),
    Duration::from_millis(150),
    Duration::from_millis(400),
    Duration::from_secs(1),
];

/// How many questions lines are worth at first, by whether they are about the end.
const ALLOWED_ORDINARY: u32 = 2;
const ALLOWED_TELLING: u32 = 12;

/// How long it takes until they are worth one more.
const REFILL: Duration = Duration::from_secs(120);

/// What builders and runners write when they are about to stop.
const TELLING: [&str; 7] = [
    "exporting to image",
    "naming to",
    "writing image",
    "pushing",
    "ERROR",
    "failed to",
    "exit code",
];

/// Decides when lines are a reason to ask.
pub(super) struct Nudges {
    began: Instant,
    spent: u32,
    pending: Option<Pending>,
}

#[derive(Clone, Copy)]
struct Pending {
    at: Instant,
    latest: Instant,
    is_telling: bool,
    /// How many questions have come of it.
    asked: usize,
}

impl Nudges {
    pub(super) fn new(now: Instant) -> Self {
        Self { began: now, spent: 0, pending: None }
    }

    /// Takes a line that has just come.
    pub(super) fn line(&mut self, line: &str, now: Instant) {
        let is_telling = TELLING.iter().any(|text| line.contains(text));
        let burst = self.pending.filter(|pending| pending.asked == 0);
        let latest = burst.map_or(now + LONGEST_DELAY, |pending| pending.latest);
        let is_telling = is_telling || self.pending.is_some_and(|pending| pending.is_telling);
        self.pending =
            Some(Pending { at: (now + DELAY).min(latest), latest, is_telling, asked: 0 });
    }

    /// Waits for the moment to ask, forever when there is none.
    pub(super) async fn due(&self) {
        match self.pending {
            Some(pending) => tokio::time::sleep_until(pending.at).await,
            None => std::future::pending().await,
        }
    }

    /// Takes note that the moment has come; tells whether a question may be asked.
    pub(super) fn spend(&mut self, now: Instant) -> bool {
        let Some(pending) = self.pending.take() else { return false };
        let after = AFTERWARDS.get(pending.asked).filter(|_| pending.is_telling);
        self.pending = after.map(|pause| Pending {
            at: now + *pause,
            latest: now + *pause,
            asked: pending.asked + 1,
            ..pending
        });
        let refilled = now.duration_since(self.began).as_secs() / REFILL.as_secs();
        let base = if pending.is_telling { ALLOWED_TELLING } else { ALLOWED_ORDINARY };
        let is_allowed = u64::from(self.spent) < u64::from(base) + refilled;
        self.spent += u32::from(is_allowed);
        is_allowed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The moments at which is asked, when lines come at these.
    async fn asked(lines: impl IntoIterator<Item = (u64, &'static str)>) -> Vec<u128> {
        let began = Instant::now();
        let mut nudges = Nudges::new(began);
        let mut asked = Vec::new();
        let mut lines = lines.into_iter();
        let mut next = lines.next();
        loop {
            let line_at = next.map(|(at, _)| began + Duration::from_millis(at));
            tokio::select! {
                () = nudges.due() => {
                    if nudges.spend(Instant::now()) {
                        asked.push(began.elapsed().as_millis());
                    }
                }
                () = tokio::time::sleep_until(line_at.unwrap_or(began)), if line_at.is_some() => {
                    nudges.line(next.unwrap().1, Instant::now());
                    next = lines.next();
                }
                () = tokio::time::sleep(Duration::from_secs(3600)) => return asked,
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn burst_is_followed_by_one_question() {
        assert_eq!(asked([(0, "a"), (10, "b"), (20, "c")]).await, [50]);
    }

    #[tokio::test(start_paused = true)]
    async fn line_about_the_end_is_followed_by_several() {
        assert_eq!(asked([(0, "#9 naming to registry/x done")]).await, [30, 100, 250, 650, 1650]);
    }

    #[tokio::test(start_paused = true)]
    async fn chatty_build_is_worth_few_questions() {
        let lines = (0..600).map(|second| (second * 1000, "Get:1 http://deb.debian.org"));
        assert!(asked(lines).await.len() <= 7);
        let lines = (0..600).map(|second| (second * 1000, "ERROR: ignored"));
        assert!(asked(lines).await.len() <= 17);
    }
}
