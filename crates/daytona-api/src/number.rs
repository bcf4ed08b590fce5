//! Numbers that the description calls `number`, and that mostly have no fraction.

use serde::Serializer;

/// The integers that a floating-point number can tell apart.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Writes a number as an integer if it is one: servers that take an integer refuse `1.0`.
pub(crate) fn whole<S: Serializer>(number: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    match integer(*number) {
        Some(integer) => serializer.serialize_i64(integer),
        None => serializer.serialize_f64(*number),
    }
}

/// The same for a number that may be missing.
pub(crate) fn whole_if_any<S: Serializer>(
    number: &Option<f64>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match number {
        Some(number) => whole(number, serializer),
        None => serializer.serialize_none(),
    }
}

/// The integer that a number is, if it has no fraction.
pub(crate) fn integer(number: f64) -> Option<i64> {
    let whole = number.fract() == 0.0 && number.abs() <= EXACT;
    // Nothing is cut off: that was just looked at.
    whole.then_some(number as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_without_a_fraction_are_integers() {
        assert_eq!(integer(100.0), Some(100));
        assert_eq!(integer(-3.0), Some(-3));
        for number in [0.5, f64::NAN, f64::INFINITY, 1e300] {
            assert_eq!(integer(number), None);
        }
    }
}
