//! Values that BuildKit checks when it runs an instruction, with their variables expanded.
//!
//! A value with a variable that the Dockerfile does not set is not checked, because the base image
//! can set the variable.

use crate::error::SyntaxError;
use crate::expand::{ExpandedWord, check_body};
use crate::instruction::{Arguments, Instruction};
use crate::keyword::Keyword;
use crate::sources::Expand;
use crate::{mode, ports, signal, words};

/// Returns the reason why the builder refuses a value of an instruction.
///
/// # Errors
///
/// If a word cannot be expanded.
pub(crate) fn check(
    instruction: &Instruction,
    escape: char,
    expand: Expand<'_>,
) -> Result<Option<String>, SyntaxError> {
    match instruction.keyword {
        Keyword::Expose => check_ports(instruction, expand),
        Keyword::Copy | Keyword::Add => check_copy(instruction, expand),
        Keyword::Volume => check_volumes(instruction, expand),
        Keyword::Stopsignal => check_signal(instruction, expand),
        Keyword::User | Keyword::Workdir => expand(instruction.text()).map(|_| None),
        Keyword::Label => {
            for (name, value) in instruction.pairs(escape)? {
                expand(&name)?;
                expand(&value)?;
            }
            Ok(None)
        }
        Keyword::Run => {
            if instruction.flag("network") == Some("host") {
                return Ok(Some(
                    "RUN has `--network=host`, which the builder does not allow".to_owned(),
                ));
            }
            let is_empty =
                matches!(&instruction.arguments, Arguments::Json(words) if words.is_empty());
            Ok(is_empty.then(|| "RUN has an empty list, which names no program".to_owned()))
        }
        _ => Ok(None),
    }
}

/// Returns the reason why the builder cannot expand the body of a heredoc.
pub(crate) fn check_heredocs<'v>(
    instruction: &Instruction,
    escape: char,
    value_of: &dyn Fn(&str) -> Option<&'v str>,
) -> Result<(), String> {
    // The shell of RUN expands the body.
    if !matches!(instruction.keyword, Keyword::Copy | Keyword::Add) {
        return Ok(());
    }
    let mut bodies = instruction.heredocs.iter().filter(|heredoc| heredoc.expands);
    bodies.try_for_each(|heredoc| {
        check_body(&heredoc.body, escape, value_of).map_err(|why| {
            let (keyword, name) = (instruction.keyword, heredoc.name.escape_debug());
            format!("{keyword} has the heredoc `{name}`, in which {why}; quote the name to keep the `$` in it")
        })
    })
}

fn check_ports(expose: &Instruction, expand: Expand<'_>) -> Result<Option<String>, SyntaxError> {
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

fn check_copy(copy: &Instruction, expand: Expand<'_>) -> Result<Option<String>, SyntaxError> {
    if let Some(destination) = copy.paths().last() {
        expand(destination)?;
    }
    if let Some(owner) = copy.flag("chown") {
        expand(owner)?;
    }
    let Some(written) = copy.flag("chmod") else { return Ok(None) };
    let word = expand(written)?;
    let refusal = mode::check(&word.text).err().filter(|_| word.unset.is_empty());
    Ok(refusal.map(|why| {
        format!("{} has `--chmod={}`, which {why}", copy.keyword, word.text.escape_debug())
    }))
}

fn check_volumes(volume: &Instruction, expand: Expand<'_>) -> Result<Option<String>, SyntaxError> {
    for path in volume.paths() {
        let ExpandedWord { text, unset } = expand(&path)?;
        if text.is_empty() && unset.is_empty() {
            let path = path.escape_debug();
            return Ok(Some(format!("VOLUME has the path `{path}`, which is empty")));
        }
    }
    Ok(None)
}

fn check_signal(stop: &Instruction, expand: Expand<'_>) -> Result<Option<String>, SyntaxError> {
    let word = expand(stop.text())?;
    let refusal = signal::check(&word.text).err().filter(|_| word.unset.is_empty());
    Ok(refusal.map(|why| format!("STOPSIGNAL has `{}`, which {why}", word.text.escape_debug())))
}
