//! Encodes values as segments of a path.

/// Encodes a value as one segment of a path.
///
/// An empty segment and the dot segments are refused. URL parsers remove them, and the request would reach another
/// endpoint.
pub(crate) fn segment(name: &str, value: &str) -> Result<String, String> {
    match value {
        "" => return Err(format!("the {name} is empty")),
        "." | ".." => {
            return Err(format!("`{value}` is no {name}: it would name another part of the API"));
        }
        _ => {}
    }
    // URL parsers read a backslash as a slash, and `encode_path` does not encode it.
    Ok(progenitor_client::encode_path(value).replace('\\', "%5C"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn value_stays_one_segment() {
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
    fn segments_that_url_parsers_remove_are_refused() {
        for value in ["", ".", ".."] {
            assert!(segment("id", value).is_err(), "{value:?} was accepted");
        }
    }
}
