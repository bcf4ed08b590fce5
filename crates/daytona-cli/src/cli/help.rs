//! Help texts that show the global options once, in lines of the terminal's width.

use clap::Command;

/// The reference to the global options under each verb.
const REFERENCE: &str = "Global options, such as --format and --local: daytona-snapshot --help";

/// Hides the global options under each verb, and refers to the help of the program.
pub(super) fn with_global_options_once(mut command: Command) -> Command {
    // Only then the verbs have the global options.
    command.build();
    let end = command.get_after_long_help().map(|text| unwrapped(&text.to_string()));
    command.after_long_help(end.unwrap_or_default()).mut_subcommands(without_global_options)
}

/// Joins the lines of each paragraph, so that the parser can wrap them for the terminal. Headings and
/// the items of lists keep their lines.
fn unwrapped(text: &str) -> String {
    let mut joined = String::new();
    let mut previous = "";
    for line in text.lines() {
        let continues = !previous.is_empty()
            && !previous.ends_with(':')
            && !line.is_empty()
            && !line.starts_with("- ");
        if !joined.is_empty() {
            joined.push(if continues { ' ' } else { '\n' });
        }
        joined.push_str(line);
        previous = line;
    }
    joined
}

fn without_global_options(verb: Command) -> Command {
    let examples = verb.get_after_long_help().map(|text| format!("{text}\n\n"));
    verb.mut_args(|argument| match argument.is_global_set() {
        true => argument.hide(true),
        false => argument,
    })
    .after_long_help(format!("{}{REFERENCE}", examples.unwrap_or_default()))
    .after_help(REFERENCE)
    .mut_subcommands(without_global_options)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_paragraph_are_joined() {
        let text = "Codes:\n- 0: success\n- 1: other\n\nOne\nparagraph.\n\nAnother.\n";
        let joined = "Codes:\n- 0: success\n- 1: other\n\nOne paragraph.\n\nAnother.";
        assert_eq!(unwrapped(text), joined);
    }
}
