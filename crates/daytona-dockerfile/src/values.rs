//! Values that BuildKit checks when it runs an instruction, with their variables expanded.
//!
//! A value with a variable that the Dockerfile does not set is not checked, because the base image
//! can set the variable.

use crate::error::SyntaxError;
use crate::instruction::Instruction;
use crate::sources::Expand;
use crate::{mode, ports, words};

/// Returns the reason why the builder refuses a port of EXPOSE.
pub(crate) fn check_ports(
    expose: &Instruction,
    expand: Expand<'_>,
) -> Result<Option<String>, SyntaxError> {
    for written in words::fields(expose.text()) {
        let word = expand(&written)?;
        if !word.unset.is_empty() {
            continue;
        }
        for port in word.text.split_whitespace() {
            if let Err(why) = ports::check(port) {
                let port = port.escape_debug();
                return Ok(Some(format!("EXPOSE has the port `{port}`, which {why}")));
            }
        }
    }
    Ok(None)
}

/// Returns the reason why the builder refuses the value of `--chmod`.
pub(crate) fn check_mode(
    copy: &Instruction,
    expand: Expand<'_>,
) -> Result<Option<String>, SyntaxError> {
    let Some(written) = copy.flag("chmod") else { return Ok(None) };
    let word = expand(written)?;
    let refusal = mode::check(&word.text).err().filter(|_| word.unset.is_empty());
    Ok(refusal.map(|why| {
        format!("{} has `--chmod={}`, which {why}", copy.keyword, word.text.escape_debug())
    }))
}
