//! Python requirements, such as `requests[socks]>=2; python_version < "3.13"`.

/// A parsed requirement.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Requirement<'t> {
    pub(super) name: &'t str,
    pub(super) extras: Vec<&'t str>,
    /// Versions, URL and marker, unparsed.
    pub(super) rest: &'t str,
}

impl<'t> Requirement<'t> {
    /// Parses a requirement. Returns `None` if it does not name a package.
    pub(super) fn parse(text: &'t str) -> Option<Self> {
        let text = text.trim();
        let in_name = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        let end = text.find(|c| !in_name(c)).unwrap_or(text.len());
        let (name, rest) = text.split_at(end);
        let is_edge = |c: char| c.is_ascii_alphanumeric();
        if !name.starts_with(is_edge) || !name.ends_with(is_edge) {
            return None;
        }
        let (extras, rest) = match rest.trim_start().strip_prefix('[') {
            Some(inside) => inside.split_once(']')?,
            None => ("", rest),
        };
        let extras = extras.split(',').map(str::trim).filter(|extra| !extra.is_empty()).collect();
        let rest = rest.trim();
        let is_valid_rest =
            rest.is_empty() || rest.starts_with(['(', '<', '>', '=', '!', '~', ';', '@']);
        is_valid_rest.then_some(Self { name, extras, rest })
    }
}

/// Normalizes a name as Python's packaging does: lower case, with `-` for each run of `-`, `_` and `.`.
pub(super) fn normalized(name: &str) -> String {
    let mut written = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '-' | '_' | '.' if written.ends_with('-') => {}
            '-' | '_' | '.' => written.push('-'),
            other => written.extend(other.to_lowercase()),
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requirement_is_parsed() {
        let cases: [(&str, &str, &[&str], &str); 8] = [
            ("numpy", "numpy", &[], ""),
            (" a.b_c-d ", "a.b_c-d", &[], ""),
            ("requests[socks, http2]>=2", "requests", &["socks", "http2"], ">=2"),
            ("a [x]", "a", &["x"], ""),
            ("a[]", "a", &[], ""),
            ("a (>=1)", "a", &[], "(>=1)"),
            ("a; python_version < '3'", "a", &[], "; python_version < '3'"),
            ("a @ https://example.com/a.whl", "a", &[], "@ https://example.com/a.whl"),
        ];
        for (text, name, extras, rest) in cases {
            let extras = extras.to_vec();
            assert_eq!(
                Requirement::parse(text),
                Some(Requirement { name, extras, rest }),
                "{text}"
            );
        }
    }

    #[test]
    fn text_that_names_no_package_is_rejected() {
        for text in ["", " ", "-e .", "./a", "-r x.txt", "a b", "_a", "a-", "a[x", "https://x/y"] {
            assert_eq!(Requirement::parse(text), None, "{text}");
        }
    }

    #[test]
    fn names_are_normalized() {
        for name in ["Friendly-Bard", "friendly.bard", "FRIENDLY__bard", "friendly-._bard"] {
            assert_eq!(normalized(name), "friendly-bard");
        }
    }
}
