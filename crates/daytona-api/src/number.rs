//! Reads and writes numbers.
//!
//! Most numbers of type `number` in the description have no fraction, and some servers write them as text.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer, Serializer,
    de::{self, DeserializeOwned, IntoDeserializer, Unexpected, Visitor},
};
use serde_json::Number;

/// The integers that a floating-point number represents exactly.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Writes a number as an integer if it has no fraction. Servers that expect an integer refuse `1.0`.
pub(crate) fn whole<S: Serializer>(number: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    match integer(*number) {
        Some(integer) => serializer.serialize_i64(integer),
        None => serializer.serialize_f64(*number),
    }
}

/// Writes an optional number like [`whole`].
pub(crate) fn whole_if_any<S: Serializer>(
    number: &Option<f64>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match number {
        Some(number) => whole(number, serializer),
        None => serializer.serialize_none(),
    }
}

/// Returns a number without a fraction as an integer.
pub(crate) fn integer(number: f64) -> Option<i64> {
    let whole = number.fract() == 0.0 && number.abs() <= EXACT;
    // The cast is exact, as checked above.
    whole.then_some(number as i64)
}

/// Reads a number that can be written as text.
pub(crate) fn read<'de, D, N>(deserializer: D) -> Result<N, D::Error>
where
    D: Deserializer<'de>,
    N: DeserializeOwned,
{
    deserializer.deserialize_any(NumberVisitor(PhantomData))
}

/// Reads a number that can be missing or `null`.
pub(crate) fn read_if_any<'de, D, N>(deserializer: D) -> Result<Option<N>, D::Error>
where
    D: Deserializer<'de>,
    N: DeserializeOwned,
{
    struct Read<N>(N);
    impl<'de, N: DeserializeOwned> Deserialize<'de> for Read<N> {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            read(deserializer).map(Self)
        }
    }
    Ok(Option::<Read<N>>::deserialize(deserializer)?.map(|Read(number)| number))
}

struct NumberVisitor<N>(PhantomData<N>);

impl<N: DeserializeOwned> Visitor<'_> for NumberVisitor<N> {
    type Value = N;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<N, E> {
        N::deserialize(number.into_deserializer())
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<N, E> {
        N::deserialize(number.into_deserializer())
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<N, E> {
        match integer(number) {
            Some(integer) => N::deserialize(integer.into_deserializer()),
            None => N::deserialize(number.into_deserializer()),
        }
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<N, E> {
        // The grammar of JSON excludes `NaN`, `inf` and numbers that are too large.
        let number = serde_json::from_str::<Number>(text)
            .map_err(|_| E::invalid_type(Unexpected::Str(text), &self))?;
        match (number.as_u64(), number.as_i64(), number.as_f64()) {
            (Some(number), ..) => self.visit_u64(number),
            (_, Some(number), _) => self.visit_i64(number),
            (.., number) => self.visit_f64(number.unwrap_or(f64::NAN)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_also_read_from_text() {
        let float = |json: &str| read::<_, f64>(&mut serde_json::Deserializer::from_str(json));
        for (json, number) in
            [("0.5", 0.5), ("2", 2.0), (r#""2""#, 2.0), (r#"" 0.50 ""#, 0.5), (r#""-1e2""#, -100.0)]
        {
            assert_eq!(float(json).unwrap(), number, "{json}");
        }
        let whole = |json: &str| read::<_, u64>(&mut serde_json::Deserializer::from_str(json));
        for json in ["2", "2.0", r#""2""#, r#""2.0""#] {
            assert_eq!(whole(json).unwrap(), 2, "{json}");
        }
        for json in
            [r#""""#, r#""NaN""#, r#""inf""#, r#""1e999""#, r#""0x2""#, r#""2 GiB""#, "true", "[2]"]
        {
            let reason = float(json).unwrap_err().to_string();
            assert!(reason.contains("a number"), "{json}: {reason}");
        }
        assert!(whole("-1").is_err() && whole(r#""0.5""#).is_err());
    }

    #[test]
    fn missing_number_is_none() {
        let read = |json| read_if_any::<_, f64>(&mut serde_json::Deserializer::from_str(json));
        assert_eq!(read("null").unwrap(), None);
        assert_eq!(read(r#""0.1""#).unwrap(), Some(0.1));
        assert!(read(r#""much""#).is_err());
    }

    #[test]
    fn only_numbers_without_a_fraction_are_integers() {
        assert_eq!(integer(100.0), Some(100));
        assert_eq!(integer(-3.0), Some(-3));
        for number in [0.5, f64::NAN, f64::INFINITY, 1e300] {
            assert_eq!(integer(number), None);
        }
    }
}
