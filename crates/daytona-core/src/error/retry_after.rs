//! The pause that the headers of an answer request.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822;

/// The smallest number that is a Unix time, and not a number of seconds from now.
const MIN_UNIX_TIME: u64 = 1_000_000_000;

type Headers = BTreeMap<String, String>;

/// Returns the pause that the headers request.
///
/// `Retry-After` and `Retry-After-{throttler}` are read first, as seconds or as a date; the longest
/// one counts. Otherwise, the latest reset of an exhausted `X-RateLimit-*` counts.
pub(super) fn pause(headers: &Headers) -> Option<Duration> {
    let now = clock_of(headers);
    of_retry_after(headers, now).or_else(|| of_rate_limit(headers, now))
}

fn of_retry_after(headers: &Headers, now: Timestamp) -> Option<Duration> {
    let values = headers
        .iter()
        .filter(|(name, _)| *name == "retry-after" || name.starts_with("retry-after-"));
    values.filter_map(|(_, value)| seconds(value).or_else(|| until(value, now))).max()
}

fn of_rate_limit(headers: &Headers, now: Timestamp) -> Option<Duration> {
    const RESET: &str = "x-ratelimit-reset";
    let resets = headers.iter().filter_map(|(name, value)| {
        let throttler = name.strip_prefix(RESET)?;
        let remaining = headers.get(&format!("x-ratelimit-remaining{throttler}"))?;
        (remaining.trim() == "0").then_some(value)
    });
    resets.filter_map(|value| since(value, now)).max()
}

fn seconds(value: &str) -> Option<Duration> {
    value.trim().parse().ok().map(Duration::from_secs)
}

/// Parses seconds from now, or, as some gateways send it, Unix time.
fn since(value: &str, now: Timestamp) -> Option<Duration> {
    let number: u64 = value.trim().parse().ok()?;
    if number < MIN_UNIX_TIME {
        return Some(Duration::from_secs(number));
    }
    let at = Timestamp::from_second(i64::try_from(number).ok()?).ok()?;
    Some(Duration::try_from(at.duration_since(now)).unwrap_or_default())
}

fn until(date: &str, now: Timestamp) -> Option<Duration> {
    let at = parse_date(date)?;
    Some(Duration::try_from(at.duration_since(now)).unwrap_or_default())
}

/// Returns the time of the server's clock, to which the dates in the headers refer.
fn clock_of(headers: &Headers) -> Timestamp {
    headers.get("date").and_then(|date| parse_date(date)).unwrap_or_else(Timestamp::now)
}

fn parse_date(date: &str) -> Option<Timestamp> {
    rfc2822::DateTimeParser::new().parse_timestamp(date.trim()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pause_of(headers: &[(&str, &str)]) -> Option<u64> {
        let headers =
            headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        pause(&headers).map(|pause| pause.as_secs())
    }

    #[test]
    fn longest_retry_after_counts_with_and_without_throttler() {
        assert_eq!(pause_of(&[("retry-after", "3"), ("retry-after-create", "7")]), Some(7));
        assert_eq!(pause_of(&[("retry-after-create", "7"), ("x", "90")]), Some(7));
    }

    #[test]
    fn date_is_relative_to_the_servers_clock() {
        let date = ("date", "Tue, 24 Nov 2026 10:00:00 GMT");
        assert_eq!(pause_of(&[date, ("retry-after", "Tue, 24 Nov 2026 10:00:42 GMT")]), Some(42));
        assert_eq!(pause_of(&[date, ("retry-after", "Tue, 24 Nov 2026 09:00:00 GMT")]), Some(0));
    }

    #[test]
    fn exhausted_rate_limit_requests_its_reset() {
        let used_up = ("x-ratelimit-remaining", "0");
        assert_eq!(pause_of(&[used_up, ("x-ratelimit-reset", "5")]), Some(5));
        let date = ("date", "Tue, 24 Nov 2026 10:00:00 GMT");
        assert_eq!(pause_of(&[used_up, date, ("x-ratelimit-reset", "1795514430")]), Some(30));
        let left = ("x-ratelimit-remaining", "1");
        assert_eq!(pause_of(&[left, ("x-ratelimit-reset", "5")]), None);
        let named =
            [("x-ratelimit-remaining-create", "0"), ("x-ratelimit-reset-create", "9"), left];
        assert_eq!(pause_of(&named), Some(9));
    }

    #[test]
    fn malformed_headers_request_no_pause() {
        assert_eq!(pause_of(&[("retry-after", "soon"), ("x-ratelimit-reset", "-1")]), None);
    }
}
