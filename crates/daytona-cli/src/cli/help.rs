//! Help texts that show the global options once.

use clap::Command;

/// The reference to the global options under each verb.
const REFERENCE: &str = "Global options, such as --format and --local: daytona-snapshot --help";

/// Hides the global options under each verb, and refers to the help of the program.
pub(super) fn with_global_options_once(mut command: Command) -> Command {
    // Only then the verbs have the global options.
    command.build();
    command.mut_subcommands(without_global_options)
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
