//! The option `--timeout`.

use std::time::Duration;

use clap::Args;
use jiff::SignedDuration;

/// The timeout of a verb.
#[derive(Args, Debug)]
pub(crate) struct TimeoutArgs {
    /// Stop after this time: 600, 600s, 10m, 1h30m
    ///
    /// The time covers all steps and the output. Default: no timeout, as with 0. A request that the
    /// server does not answer fails after 93 s.
    #[arg(long = "timeout", value_name = "TIME", value_parser = parse)]
    value: Option<Duration>,
}

impl TimeoutArgs {
    /// Returns the timeout. [`Duration::ZERO`] means no timeout.
    pub(crate) fn get(&self) -> Duration {
        self.value.unwrap_or_default()
    }
}

/// Parses `600` (seconds), `600s`, `10m` or `1h30m`.
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
    fn times_are_parsed_with_and_without_units() {
        for text in ["600", "600s", "10m", "9m60s", "9m 60s", "PT10M"] {
            assert_eq!(parse(text), Ok(Duration::from_secs(600)), "{text}");
        }
        assert_eq!(parse("250ms"), Ok(Duration::from_millis(250)));
        for text in ["0", "0s", "0m"] {
            assert_eq!(parse(text), Ok(Duration::ZERO), "{text}");
        }
    }

    #[test]
    fn invalid_times_are_refused() {
        for text in ["", "-5", "-5m", "soon", "10 x", "99999999999999999999"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
