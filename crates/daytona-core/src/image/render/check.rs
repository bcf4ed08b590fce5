//! Checks of the arguments of steps, before they become text of the Dockerfile.

use crate::{Error, Result};

/// Refuses a list with a value that is empty or does not fit on a line.
pub(in crate::image) fn check_values(what: &str, values: &[String]) -> Result<()> {
    values.iter().try_for_each(|value| check_value(what, value))
}

/// Refuses a value that is empty or does not fit on a line.
pub(in crate::image) fn check_value(what: &str, value: &str) -> Result<()> {
    if value.trim().is_empty() {
        return Err(Error::invalid_input(format!("{what} is empty"))
            .with_hint("give it a value, or leave it out"));
    }
    check_line(what, value)
}

/// Refuses an empty path. A path in JSON form can contain line breaks.
pub(in crate::image) fn check_json_path(what: &str, path: &str) -> Result<()> {
    check_value(what, &path.replace(['\n', '\r'], "_"))
}

/// Refuses line breaks, and control characters other than tabs.
pub(in crate::image) fn check_line(what: &str, value: &str) -> Result<()> {
    let message = match value.chars().find(|c| c.is_control() && *c != '\t') {
        None => return Ok(()),
        Some('\n' | '\r') => {
            format!("{what} has a line break in it, which no Dockerfile can hold there")
        }
        Some(c) => format!("{what} has {} in it", control_character(c)),
    };
    Err(invalid_text(message))
}

/// Returns the name of a control character for an error message.
pub(in crate::image) fn control_character(c: char) -> String {
    match c {
        '\0' => "a zero byte".to_owned(),
        c => format!("the control character U+{:04X}", u32::from(c)),
    }
}

/// Returns an error about text that a Dockerfile cannot contain.
pub(in crate::image) fn invalid_text(message: String) -> Error {
    Error::invalid_input(message)
        .with_hint("leave it out, or bring the text along in a file with add_local_file")
}

/// Refuses a name of a variable or label that would be read differently.
pub(super) fn check_name(name: &str) -> Result<()> {
    let is_special = |c: char| c.is_whitespace() || c.is_control() || "='\"`$\\".contains(c);
    if name.is_empty() || name.starts_with("--") || name.contains(is_special) {
        return Err(Error::invalid_input(format!("`{}` cannot be a name", name.escape_debug()))
            .with_hint(
                "a name is not empty, does not begin with `--`, and has no white space, quotes, \
                `=`, `$` or `\\`",
            ));
    }
    Ok(())
}

/// Refuses characters that are special in the options of a mount, which cannot be quoted.
pub(super) fn check_mount_value(what: &str, value: &str) -> Result<()> {
    let is_special = |c: char| c.is_whitespace() || c.is_control() || ",\"'$\\`".contains(c);
    if value.is_empty() || value.contains(is_special) {
        let value = value.escape_debug();
        return Err(Error::invalid_input(format!("{what}, `{value}`, cannot be used"))
            .with_hint("it is not empty, and has no white space, quotes, commas, `$` or `\\`"));
    }
    Ok(())
}

/// Refuses a name of a stage that the builder would read differently.
pub(in crate::image) fn check_stage_name(name: &str) -> Result<()> {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_.".contains(c);
    let is_well_formed =
        name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(is_plain);
    if !is_well_formed {
        let message = format!("`{}` cannot be the name of a stage", name.escape_debug());
        return Err(Error::invalid_input(message).with_hint(
            "begin it with a small letter, and go on with small letters, digits, `-`, `_` and `.`",
        ));
    }
    if ["context", "scratch"].contains(&name) {
        let message = format!("`{name}` means something else to the builder than a stage");
        return Err(Error::invalid_input(message).with_hint("give the stage another name"));
    }
    Ok(())
}
