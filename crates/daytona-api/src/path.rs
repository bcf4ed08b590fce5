//! Values that become a part of a path.

/// Encodes a value as one segment of a path.
///
/// An empty segment and the dot segments are refused: URL parsers drop them, and the request would go to another
/// endpoint than the one called.
pub(crate) fn segment(name: &str, value: &str) -> Result<String, String> {
    match value {
        "" => return Err(format!("the {name} is empty")),
        "." | ".." => {
            return Err(format!("`{value}` is no {name}: it would name another part of the API"));
        }
        _ => {}
    }
    // URL parsers take a backslash for a slash, which `encode_path` leaves to them.
    Ok(progenitor_client::encode_path(value).replace('\\', "%5C"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_stays_one_segment() {
        for (value, encoded) in [
            ("numpy:1.0", "numpy:1.0"),
            ("team/numpy", "team%2Fnumpy"),
            ("%2e%2e", "%252e%252e"),
            (r"..\..\config", "..%5C..%5Cconfig"),
            ("a?b#c", "a%3Fb%23c"),
        ] {
            assert_eq!(segment("id", value).unwrap(), encoded);
        }
    }

    #[test]
    fn segments_that_url_parsers_drop_are_refused() {
        for value in ["", ".", ".."] {
            assert!(segment("id", value).is_err(), "{value:?} was accepted");
        }
    }
}
