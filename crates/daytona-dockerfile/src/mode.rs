//! The value of `--chmod`.

/// Returns an error for a value that BuildKit refuses. The error continues after the value.
///
/// A value is octal up to 7777, or symbolic as for chmod: `u=rwX,go=rX`.
pub(crate) fn check(mode: &str) -> Result<(), String> {
    if !mode.is_empty() && mode.bytes().all(|c| c.is_ascii_digit()) {
        let octal = u32::from_str_radix(mode, 8).is_ok_and(|mode| mode <= 0o7777);
        return if octal { Ok(()) } else { Err(refusal()) };
    }
    match mode.is_empty() || mode.split(',').all(is_clause) {
        true => Ok(()),
        false => Err(refusal()),
    }
}

/// Returns `true` for `[ugoa]*`, and then one or more of `[-+=]` with permissions.
fn is_clause(clause: &str) -> bool {
    let actions = clause.trim_start_matches(['u', 'g', 'o', 'a']);
    actions.starts_with(['-', '+', '='])
        && actions
            .split(['-', '+', '='])
            .all(|permissions| permissions.chars().all(|c| "rwxXstugo".contains(c)))
}

fn refusal() -> String {
    "is not a mode; write up to four octal digits such as `755`, or symbols such as `u=rwX,go=rX`"
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modes_are_octal_or_symbolic() {
        for mode in
            ["755", "0644", "4755", "00755", "u=rwX,go=rX", "+x", "a+r-w", "g=u", "o=", "g=uo", ""]
        {
            assert_eq!(check(mode), Ok(()), "{mode}");
        }
        for mode in ["888", "10000", "rwx", "u", "x+r", "u=rwz", "755,", "0o755", "-755"] {
            assert!(check(mode).is_err(), "{mode}");
        }
    }
}
