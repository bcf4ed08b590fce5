//! Sizes and times for people.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// Formats a number of bytes in its largest unit.
pub(crate) fn bytes(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["KiB", "MiB", "GiB", "TiB"];
    if bytes < 1024 {
        return format!("{bytes} B");
    }
    let mut value = bytes as f64 / 1024.0;
    let mut unit = UNITS[0];
    for &larger in &UNITS[1..] {
        if value < 1024.0 {
            break;
        }
        value /= 1024.0;
        unit = larger;
    }
    format!("{value:.1} {unit}")
}

/// Formats a number of GiB, with decimals only if necessary.
pub(super) fn gib(gib: f64) -> String {
    if gib.fract() == 0.0 { format!("{gib:.0} GiB") } else { format!("{gib:.2} GiB") }
}

/// Formats a number with its noun.
pub(crate) fn count(number: u64, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// Formats an elapsed time: seconds, or minutes and seconds.
pub(super) fn seconds(time: Duration) -> String {
    match time.as_secs() {
        seconds @ 0..60 => format!("{seconds} s"),
        seconds => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}

/// Formats the time that something took: with a decimal below 10 s.
pub(super) fn short_seconds(time: Duration) -> String {
    match time.as_secs_f64() {
        short @ 0.0..10.0 => format!("{short:.1} s"),
        _ => seconds(time),
    }
}

/// Formats an age in its largest unit.
pub(super) fn age(since: Timestamp, now: Timestamp) -> String {
    let seconds = now.duration_since(since).max(SignedDuration::ZERO).as_secs();
    match seconds {
        0..60 => format!("{seconds}s"),
        60..3600 => format!("{}m", seconds / 60),
        3600..86_400 => format!("{}h", seconds / 3600),
        _ => format!("{}d", seconds / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_in_their_largest_unit() {
        for (size, text) in [
            (0, "0 B"),
            (1023, "1023 B"),
            (1024, "1.0 KiB"),
            (1_572_864, "1.5 MiB"),
            (1 << 40, "1.0 TiB"),
        ] {
            assert_eq!(bytes(size), text);
        }
        assert_eq!(gib(3.0), "3 GiB");
        assert_eq!(gib(0.126), "0.13 GiB");
    }

    #[test]
    fn elapsed_times_have_minutes_only_if_needed() {
        for (time, text) in [(0, "0 s"), (59, "59 s"), (60, "1 min 0 s"), (3725, "62 min 5 s")] {
            assert_eq!(seconds(Duration::from_secs(time)), text);
        }
        for (millis, text) in [(0, "0.0 s"), (9940, "9.9 s"), (12_900, "12 s")] {
            assert_eq!(short_seconds(Duration::from_millis(millis)), text);
        }
        assert_eq!([count(1, "file"), count(2, "file")], ["1 file", "2 files"]);
    }

    #[test]
    fn ages_are_in_their_largest_unit() {
        let born = Timestamp::UNIX_EPOCH;
        for (seconds, text) in
            [(0, "0s"), (59, "59s"), (60, "1m"), (7199, "1h"), (86_400, "1d"), (-5, "0s")]
        {
            let now = born + SignedDuration::from_secs(seconds);
            assert_eq!(age(born, now), text);
        }
    }
}
