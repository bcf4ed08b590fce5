//! Random numbers for jitter: fast, seedable, not cryptographic.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// The increment of SplitMix64: 2^64 divided by the golden ratio, rounded to an odd number.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

/// A SplitMix64 generator, seeded at random or by the caller.
#[derive(Debug)]
pub(super) struct Random(AtomicU64);

impl Random {
    pub(super) fn new() -> Self {
        Self::seeded(RandomState::new().build_hasher().finish())
    }

    pub(super) fn seeded(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }

    /// Returns a number from 0 up to, but not including, 1.
    pub(super) fn unit(&self) -> f64 {
        let state = self.0.fetch_add(STEP, Ordering::Relaxed).wrapping_add(STEP);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        let bits = u32::try_from((mixed ^ (mixed >> 31)) >> 32).unwrap_or_default();
        f64::from(bits) / (f64::from(u32::MAX) + 1.0)
    }
}

/// Returns `duration * factor`, at most [`Duration::MAX`].
pub(super) fn times(duration: Duration, factor: f64) -> Duration {
    Duration::try_from_secs_f64(duration.as_secs_f64() * factor).unwrap_or(Duration::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_depend_on_the_seed_and_cover_the_unit_interval() {
        let numbers = |seed| {
            let random = Random::seeded(seed);
            (0..1000).map(|_| random.unit()).collect::<Vec<_>>()
        };
        assert_eq!(numbers(7), numbers(7));
        assert_ne!(numbers(7), numbers(8));
        let mean = numbers(7).iter().sum::<f64>() / 1000.0;
        assert!(numbers(7).iter().all(|number| (0.0..1.0).contains(number)));
        assert!((0.45..0.55).contains(&mean), "{mean}");
    }
}
