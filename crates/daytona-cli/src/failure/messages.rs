//! Messages of the library, reworded for the command line.

use daytona_core::{Advice, Error};

/// Parts of hints that name methods of the library, and their replacements.
const REPLACEMENTS: [(&str, &str); 9] = [
    (
        ", add it with add_local_file or add_local_dir, or allow such links with ContextOptions",
        ", or give `--allow-links-outside`",
    ),
    ("name its directory with ContextOptions::context_dir", "name the CONTEXT, such as `.`"),
    (", or add it with add_local_file or add_local_dir", ""),
    (", or add it with add_local_file", ""),
    (", or bring the text along in a file with add_local_file", ""),
    ("update this library", "update `daytona-snapshot`"),
    ("is set by the parameters", "is set by `--region`"),
    ("name one that the organization can use", "`regions` lists those that you can use"),
    ("activate it, then wait again", "`activate` it, then `wait` again"),
];

/// Returns the message of an error without its hint, which the command shows on its own line.
pub(super) fn message(error: &Error) -> String {
    let text = error.to_string();
    let hint = error.hint().map(|hint| format!("; {hint}"));
    let short = hint.and_then(|hint| text.strip_suffix(&hint)).unwrap_or(&text);
    with_option(short).replace("failed to ensure snapshot", "failed to create snapshot")
}

/// Replaces the failed step of an image by the option that it comes from. Step 1 is the
/// Dockerfile, step 2 the entrypoint.
fn with_option(text: &str) -> String {
    const START: &str = "resolve step ";
    let Some((before, (number, call))) = text
        .split_once(START)
        .and_then(|(before, rest)| Some((before, rest.split_once(" of the image, ")?)))
    else {
        return text.to_owned();
    };
    let Some((_, cause)) = call.split_once("): ") else { return text.to_owned() };
    let option = match number {
        _ if cause.contains(" of the target, ") => "--target",
        "1" => "--dockerfile",
        _ => "--entrypoint",
    };
    format!("{before}use `{option}`: {cause}")
}

/// Returns the advice of an error.
pub(super) fn hint(error: &Error) -> Option<String> {
    let Some(hint) = error.hint() else { return not_found_hint(error).map(str::to_owned) };
    if let Some((correct, _)) = hint.split_once("; delete the failed snapshot (") {
        return Some(format!(
            "{correct}; `create --if-exists adopt` deletes the failed snapshot first"
        ));
    }
    // The line `resume` has the command.
    if let Some((goes_on, _)) = hint.split_once(": wait for it by its id, ") {
        return Some(goes_on.to_owned());
    }
    Some(match error.advice() {
        Some(Advice::CheckBeforeRetry) => {
            "the create may have succeeded: check with `get` before you retry, or retry with \
             `--if-exists adopt`"
                .to_owned()
        }
        Some(Advice::FreeName) => {
            "choose another name, or see `--if-exists`, or delete that snapshot with \
             `delete --wait`"
                .to_owned()
        }
        Some(Advice::Replace) => {
            "choose another name, or give `--if-exists replace`, which deletes that snapshot"
                .to_owned()
        }
        _ if error.is_config() && error.to_string().starts_with("there are no credentials") => {
            format!("{hint}; `--local` needs no account")
        }
        _ => without_library_methods(hint),
    })
}

/// Returns the advice about a missing snapshot or log.
fn not_found_hint(error: &Error) -> Option<&'static str> {
    if !error.is_not_found() {
        return None;
    }
    Some(match error.to_string().starts_with("failed to open the build log") {
        true => "a snapshot of a registry image has no build log",
        false => "`list` shows the names of all snapshots",
    })
}

fn without_library_methods(hint: &str) -> String {
    REPLACEMENTS
        .iter()
        .fold(hint.to_owned(), |hint, (library, command)| hint.replace(library, command))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failed_step_is_named_by_its_option() {
        for (library, command) in [
            (
                r#"failed to resolve step 1 of the image, from_dockerfile("D"): D:2: no"#,
                "failed to use `--dockerfile`: D:2: no",
            ),
            (
                r#"failed to create snapshot `x`: cannot resolve step 2 of the image, entrypoint(["a"]): no"#,
                "failed to create snapshot `x`: cannot use `--entrypoint`: no",
            ),
            (
                r#"cannot resolve step 1 of the image, from_dockerfile("D"): no stage has the name of the target, `x`"#,
                "cannot use `--target`: no stage has the name of the target, `x`",
            ),
            ("failed to get snapshot `x`: no", "failed to get snapshot `x`: no"),
        ] {
            assert_eq!(with_option(library), command);
        }
    }

    #[test]
    fn methods_of_the_library_are_removed() {
        for (library, command) in [
            (
                "move it into the context, or add it with add_local_file or add_local_dir",
                "move it into the context",
            ),
            (
                "copy what it points to into the context, add it with add_local_file or add_local_dir, or allow such links with ContextOptions",
                "copy what it points to into the context, or give `--allow-links-outside`",
            ),
            ("set DAYTONA_API_URL", "set DAYTONA_API_URL"),
        ] {
            assert_eq!(without_library_methods(library), command);
        }
    }
}
