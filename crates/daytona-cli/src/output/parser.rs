//! Help texts and errors of the command line parser.

use clap::error::{ContextKind, ContextValue};

use super::colours;
use super::streams::{STREAMS, Target};
use super::terminal_text::TerminalText;

/// Writes a help text to standard output, or an error of the parser to standard error.
pub(crate) fn parser_message(message: &mut clap::Error) {
    let target = if message.use_stderr() { Target::Err } else { Target::Out };
    for (kind, value) in context_on_one_line(message) {
        message.insert(kind, value);
    }
    let text = message.render();
    let text = match colours::are_shown(target) {
        true => TerminalText::coloured_lines(&text.ansi().to_string()),
        false => TerminalText::lines(&text.to_string()),
    };
    STREAMS.write(target, text);
}

/// Returns the words of the command line that a message quotes, without line breaks.
fn context_on_one_line(message: &clap::Error) -> Vec<(ContextKind, ContextValue)> {
    let line = |word: &String| TerminalText::line(word).as_str().to_owned();
    let escaped = |value: &ContextValue| match value {
        ContextValue::String(word) => Some(ContextValue::String(line(word))),
        ContextValue::Strings(words) => {
            Some(ContextValue::Strings(words.iter().map(line).collect()))
        }
        _ => None,
    };
    message.context().filter_map(|(kind, value)| Some((kind, escaped(value)?))).collect()
}
