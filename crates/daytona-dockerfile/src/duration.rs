//! Durations, such as the value of `HEALTHCHECK --interval`.

/// Returns the nanoseconds of a duration as Go reads it, such as `1h30m`, `1.5s` and `-5ms`.
pub(crate) fn nanoseconds(text: &str) -> Option<i128> {
    let (sign, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    if rest.is_empty() || rest == "0" {
        return (rest == "0").then_some(0);
    }
    let mut total = 0;
    while !rest.is_empty() {
        let (part, next) = leading_part(rest)?;
        total += part;
        rest = next;
    }
    (total <= i128::from(i64::MAX)).then_some(sign * total)
}

/// Returns the nanoseconds of the first number with its unit, and the text after them.
fn leading_part(text: &str) -> Option<(i128, &str)> {
    let (whole, after) = leading_digits(text);
    let (fraction, after) = match after.strip_prefix('.') {
        Some(after) => leading_digits(after),
        None => ("", after),
    };
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let end = after.find(|c: char| c == '.' || c.is_ascii_digit()).unwrap_or(after.len());
    let (unit, next) = after.split_at(end);
    let unit: i128 = match unit {
        "ns" => 1,
        "us" | "\u{b5}s" | "\u{3bc}s" => 1_000,
        "ms" => 1_000_000,
        "s" => 1_000_000_000,
        "m" => 60_000_000_000,
        "h" => 3_600_000_000_000,
        _ => return None,
    };
    let number = |digits: &str| match digits {
        "" => Some(0),
        digits => digits.parse::<i64>().ok().map(i128::from),
    };
    // The shortest unit that a fraction can change has 15 digits after the point.
    let fraction = &fraction[..fraction.len().min(15)];
    let scale = 10_i128.pow(u32::try_from(fraction.len()).ok()?);
    Some((number(whole)? * unit + number(fraction)? * unit / scale, next))
}

fn leading_digits(text: &str) -> (&str, &str) {
    text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_the_grammar_of_go() {
        for (text, expected) in [
            ("5s", 5_000_000_000),
            ("1h30m", 5_400_000_000_000),
            (".5s", 500_000_000),
            ("1.s", 1_000_000_000),
            ("+1.25ms", 1_250_000),
            ("-5s", -5_000_000_000),
            ("0", 0),
            ("999us", 999_000),
        ] {
            assert_eq!(nanoseconds(text), Some(expected), "{text}");
        }
        for text in ["", "5", "s", ".", "x", "1d", "5S", "1e3s", "1_0s", "1s2", "$V", "2562048h"] {
            assert_eq!(nanoseconds(text), None, "{text}");
        }
    }
}
