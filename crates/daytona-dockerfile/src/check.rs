//! Checks of single instructions: BuildKit's second step, after it has parsed the text.
//!
//! The trigger of ONBUILD is checked when a stage runs it.

use crate::directives::Frontend;
use crate::duration::nanoseconds;
use crate::error::SyntaxError;
use crate::heredoc::is_heredoc;
use crate::instruction::{Arguments, Instruction};
use crate::keyword::Keyword;
use crate::words;

/// Returns an error for flags or arguments that BuildKit refuses.
pub(crate) fn check(
    instruction: &Instruction,
    frontend: Frontend,
    escape: char,
) -> Result<(), SyntaxError> {
    let refuse = |why: String| instruction.error(format!("{} {why}", instruction.keyword));
    check_flags(instruction, frontend).map_err(refuse)?;
    check_arguments(instruction, escape).map_err(refuse)
}

/// Returns an error for a trigger of ONBUILD that a stage cannot run.
pub(crate) fn check_trigger(
    onbuild: &Instruction,
    trigger: &Instruction,
    frontend: Frontend,
    escape: char,
) -> Result<(), SyntaxError> {
    let name = onbuild.text().split(words::is_blank).next().unwrap_or_default();
    if trigger.keyword == Keyword::Unknown && frontend != Frontend::Foreign {
        return Err(onbuild.error(not_an_instruction(name)));
    }
    if !trigger.keyword.can_be_bare()
        && matches!(&trigger.arguments, Arguments::Text(text) if text.is_empty())
    {
        return Err(onbuild.error(no_arguments(trigger.keyword, &trigger.flags)));
    }
    check(trigger, frontend, escape)
}

/// Returns the error for an unknown keyword.
pub(crate) fn not_an_instruction(name: &str) -> String {
    format!("`{}` is not a Dockerfile instruction", name.escape_debug())
}

/// Returns the error for an instruction without arguments.
pub(crate) fn no_arguments(keyword: Keyword, flags: &[String]) -> String {
    let place = if flags.is_empty() { "" } else { " after its flags" };
    format!("{keyword} has no arguments{place}")
}

fn check_arguments(instruction: &Instruction, escape: char) -> Result<(), String> {
    match (instruction.keyword, &instruction.arguments) {
        (Keyword::Arg, Arguments::Text(text)) => {
            let words = words::quoted_words(text, escape);
            check_names(words.iter().all(|word| !word.starts_with('=')))
        }
        (Keyword::Env | Keyword::Label, Arguments::Text(text)) => {
            let pairs = words::pairs(text, escape)?;
            check_names(pairs.iter().all(|(name, _)| !name.is_empty()))
        }
        (Keyword::From, Arguments::Text(text)) => match words::fields(text).as_slice() {
            [_, _, name] => check_stage_name(name),
            _ => Ok(()),
        },
        (Keyword::Copy | Keyword::Add, Arguments::Text(text)) => {
            match words::fields(text).last().is_some_and(|path| is_heredoc(path)) {
                true => Err("has a heredoc where its destination should be".to_owned()),
                false => Ok(()),
            }
        }
        (Keyword::Healthcheck, arguments) => check_health_check(arguments),
        (Keyword::Shell, Arguments::Text(_)) => {
            Err("takes the JSON form alone, such as `[\"/bin/bash\", \"-c\"]`".to_owned())
        }
        (Keyword::Shell, Arguments::Json(words)) if words.is_empty() => {
            Err("names no shell".to_owned())
        }
        (Keyword::Volume, Arguments::Json(paths))
            if paths.is_empty() || paths.iter().any(|path| path.trim().is_empty()) =>
        {
            Err("has no path or an empty one".to_owned())
        }
        _ => Ok(()),
    }
}

fn check_names(all_named: bool) -> Result<(), String> {
    if all_named { Ok(()) } else { Err("has a value without a name".to_owned()) }
}

fn check_stage_name(name: &str) -> Result<(), String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    match name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(plain) {
        true => Ok(()),
        false => Err(format!(
            "names the stage `{}`, but such a name begins with a letter and goes on with letters, \
            digits, `-`, `_` and `.`",
            name.escape_debug()
        )),
    }
}

fn check_health_check(arguments: &Arguments) -> Result<(), String> {
    let (kind, has_command) = match arguments {
        Arguments::Json(words) => (words.first().map_or("", String::as_str), words.len() > 1),
        Arguments::Text(text) => match text.split_once(char::is_whitespace) {
            Some((kind, _)) => (kind, true),
            None => (text.as_str(), false),
        },
    };
    match (kind.to_ascii_uppercase().as_str(), has_command) {
        ("NONE", false) | ("CMD", true) => Ok(()),
        ("NONE", true) => Err("has arguments after `NONE`".to_owned()),
        ("CMD", false) => Err("has no command after `CMD`".to_owned()),
        _ => Err(format!("begins with `{}`, not with `CMD` or `NONE`", kind.escape_debug())),
    }
}

/// The value that a flag takes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Flag {
    /// No value, `true` or `false`.
    Switch,
    Value,
    /// A value; the flag can be repeated.
    Values,
}

/// Returns the flags that the Dockerfile reference lists.
fn known_flags(keyword: Keyword) -> &'static [(&'static str, Flag)] {
    use Flag::{Switch, Value, Values};
    match keyword {
        Keyword::From => &[("platform", Value)],
        Keyword::Copy => &[
            ("from", Value),
            ("chown", Value),
            ("chmod", Value),
            ("link", Switch),
            ("parents", Switch),
            ("exclude", Values),
        ],
        Keyword::Add => &[
            ("chown", Value),
            ("chmod", Value),
            ("link", Switch),
            ("checksum", Value),
            ("keep-git-dir", Switch),
            ("unpack", Switch),
            ("exclude", Values),
        ],
        Keyword::Run => &[("mount", Values), ("network", Value)],
        Keyword::Healthcheck => &[
            ("interval", Value),
            ("timeout", Value),
            ("start-period", Value),
            ("start-interval", Value),
            ("retries", Value),
        ],
        _ => &[],
    }
}

fn check_flags(instruction: &Instruction, frontend: Frontend) -> Result<(), String> {
    // BuildKit ignores the flags of ARG, STOPSIGNAL and `HEALTHCHECK NONE`.
    if matches!(instruction.keyword, Keyword::Arg | Keyword::Stopsignal | Keyword::Unknown)
        || is_health_check_without_command(instruction)
    {
        return Ok(());
    }
    let known = known_flags(instruction.keyword);
    let mut seen = Vec::new();
    for flag in &instruction.flags {
        let (name, value) = match flag.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (flag.as_str(), None),
        };
        let found = known.iter().find(|(known, _)| name.strip_prefix("--") == Some(known));
        let shown = name.escape_debug();
        match (found.map(|&(_, kind)| kind), value) {
            // A frontend image can be newer than this crate.
            (None, _) if frontend != Frontend::BuiltIn && !known.is_empty() => {}
            (None, _) => return Err(format!("has no flag `{shown}`")),
            (Some(Flag::Switch), Some(value))
                if !["true", "false"].contains(&value.to_ascii_lowercase().as_str()) =>
            {
                return Err(format!("has the flag `{shown}` with neither `true` nor `false`"));
            }
            (Some(Flag::Value | Flag::Values), None) => {
                return Err(format!("has the flag `{shown}` without a value"));
            }
            (Some(kind), _) if kind != Flag::Values && seen.contains(&name) => {
                return Err(format!("has the flag `{shown}` twice"));
            }
            _ => seen.push(name),
        }
        check_flag_value(instruction.keyword, name, value.unwrap_or_default())?;
    }
    Ok(())
}

fn is_health_check_without_command(instruction: &Instruction) -> bool {
    instruction.keyword == Keyword::Healthcheck
        && matches!(&instruction.arguments, Arguments::Text(text) if text.eq_ignore_ascii_case("none"))
}

/// Checks a value in which the builder expands no variables.
fn check_flag_value(keyword: Keyword, name: &str, value: &str) -> Result<(), String> {
    let shown = value.escape_debug();
    match (keyword, name) {
        (Keyword::Run, "--network") if !["default", "none", "host"].contains(&value) => {
            Err(format!("has `--network={shown}`; the networks are default and none"))
        }
        (Keyword::Healthcheck, _) if value.is_empty() => Ok(()),
        (Keyword::Healthcheck, "--retries") => match value.parse::<i32>() {
            Ok(0..) => Ok(()),
            _ => Err(format!("has `--retries={shown}`, which is not a number from 0 on")),
        },
        (Keyword::Healthcheck, _) => match nanoseconds(value) {
            Some(0 | 1_000_000..) => Ok(()),
            Some(_) => Err(format!("has `{name}={shown}`, which is less than 1 ms")),
            None => Err(format!("has `{name}={shown}`, which is not a duration such as `30s`")),
        },
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use crate::dockerfile::Dockerfile;

    #[test]
    fn instructions_that_the_builder_refuses_are_refused_here() {
        let refused = [
            ("FROM a AS 1b", "FROM names the stage `1b`, but such a name begins with a letter"),
            ("FROM --platform a", "FROM has the flag `--platform` without a value"),
            ("ENV =b", "ENV has a value without a name"),
            ("ARG =b", "ARG has a value without a name"),
            ("CMD --version", "CMD has no flag `--version`"),
            ("CMD --version x", "CMD has no flag `--version`"),
            ("COPY --form=a b c", "COPY has no flag `--form`"),
            ("COPY --from=a --from=b c d", "COPY has the flag `--from` twice"),
            ("COPY --link=1 a b", "COPY has the flag `--link` with neither `true` nor `false`"),
            ("COPY a <<E\nE", "COPY has a heredoc where its destination should be"),
            ("HEALTHCHECK NONE x", "HEALTHCHECK has arguments after `NONE`"),
            ("HEALTHCHECK CMD", "HEALTHCHECK has no command after `CMD`"),
            ("HEALTHCHECK CMD []", "HEALTHCHECK has no command after `CMD`"),
            ("HEALTHCHECK curl x", "HEALTHCHECK begins with `curl`, not with `CMD` or `NONE`"),
            ("HEALTHCHECK --interval=5 CMD a", "HEALTHCHECK has `--interval=5`, which is not a"),
            ("HEALTHCHECK --timeout=$T CMD a", "HEALTHCHECK has `--timeout=$T`, which is not a"),
            (
                "HEALTHCHECK --start-period=9us CMD a",
                "HEALTHCHECK has `--start-period=9us`, which is",
            ),
            ("HEALTHCHECK --retries=-1 CMD a", "HEALTHCHECK has `--retries=-1`, which is not a"),
            ("RUN --network=NONE a", "RUN has `--network=NONE`; the networks are"),
            ("RUN --security=sandbox a", "RUN has no flag `--security`"),
            ("RUN --device=a/b=c a", "RUN has no flag `--device`"),
            ("SHELL bash", "SHELL takes the JSON form alone, such as `[\"/bin/bash\", \"-c\"]`"),
            ("SHELL []", "SHELL names no shell"),
            ("VOLUME []", "VOLUME has no path or an empty one"),
            ("VOLUME [\"/a\", \" \"]", "VOLUME has no path or an empty one"),
        ];
        for (text, expected) in refused {
            let error = Dockerfile::parse(&format!("FROM a\n{text}\n")).unwrap_err();
            assert_eq!(error.line(), 2, "{text}");
            assert!(error.message().starts_with(expected), "{text}: {error}");
        }
    }

    #[test]
    fn flags_of_the_reference_pass() {
        let text = "FROM --platform=linux/amd64 a AS b-1_x.Y\n\
            RUN --mount=type=cache,target=/c --mount=type=tmpfs,target=/t --network=none x\n\
            COPY --from=a --chown=1:1 --chmod=755 --link --parents=TRUE --exclude=a --exclude=b c d\n\
            ADD --checksum=sha256:0 --keep-git-dir=false --unpack --link a b\n\
            HEALTHCHECK --interval=5s --timeout=1s --start-period=0s --retries=3 CMD a\n\
            HEALTHCHECK --interval= --retries=0 CMD a\n\
            HEALTHCHECK none\nHEALTHCHECK --what none\nARG --what a\n";
        Dockerfile::parse(text).unwrap();
    }

    #[test]
    fn newer_frontend_may_know_more_flags() {
        let text = "FROM a\nCOPY --new=1 b c\n";
        assert!(Dockerfile::parse(text).is_err());
        assert!(Dockerfile::parse(&format!("# syntax=docker/dockerfile:2\n{text}")).is_ok());
        assert!(Dockerfile::parse("# syntax=docker/dockerfile:2\nFROM a\nCMD --new\n").is_err());
    }
}
