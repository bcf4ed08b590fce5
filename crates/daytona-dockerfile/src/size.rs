//! Sizes, such as the option `size` of `RUN --mount=type=tmpfs`.

/// Returns `true` for a number of bytes with or without a unit: `64m`, `1.5 GiB`, `100`.
pub(crate) fn is_size(text: &str) -> bool {
    let Some(end) = text.rfind(|c: char| c.is_ascii_digit() || ". ".contains(c)) else {
        return false;
    };
    let (number, unit) = text.split_at(end + 1);
    let number = number.strip_suffix(' ').unwrap_or(number);
    let is_number = number.parse::<f64>().is_ok_and(|number| number >= 0.0);
    is_number && is_unit(&unit.to_ascii_lowercase())
}

fn is_unit(unit: &str) -> bool {
    let is_scaled = |unit: &str| {
        unit.strip_prefix(['k', 'm', 'g', 't', 'p'])
            .is_some_and(|rest| ["", "b", "ib"].contains(&rest))
    };
    unit.is_empty() || unit == "b" || is_scaled(unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_one_unit() {
        for size in ["0", "1", "64m", "1MiB", "1.5g", ".5m", "1 kb", "1e3", "1b", "2pb"] {
            assert!(is_size(size), "{size}");
        }
        for size in ["", "x", "m", "-1", "1x", "1eb", "1mibs", "1bb", "1  m"] {
            assert!(!is_size(size), "{size}");
        }
    }
}
