//! Times as people write them.

use std::time::Duration;

use jiff::SignedDuration;

/// Reads `600` (seconds), `600s`, `10m` or `1h30m`.
pub(super) fn parse(text: &str) -> Result<Duration, String> {
    match text.parse() {
        Ok(seconds) => Ok(Duration::from_secs(seconds)),
        Err(_) => text
            .parse::<SignedDuration>()
            .ok()
            .and_then(|time| Duration::try_from(time).ok())
            .ok_or_else(|| "write it as `600`, `600s`, `10m` or `1h30m`".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_with_and_without_unit() {
        for text in ["600", "600s", "10m", "9m60s", "9m 60s", "PT10M"] {
            assert_eq!(parse(text), Ok(Duration::from_secs(600)), "{text}");
        }
        assert_eq!(parse("250ms"), Ok(Duration::from_millis(250)));
        for text in ["0", "0s", "0m"] {
            assert_eq!(parse(text), Ok(Duration::ZERO), "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in ["", "-5", "-5m", "soon", "10 x", "99999999999999999999"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
