//! Colours on terminals, and the environment that disables them.

use std::env;
use std::io::{self, IsTerminal};

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use daytona_core::SnapshotState;

use super::streams::Target;
use super::terminal_text::TerminalText;

pub(super) const ERROR: Style = AnsiColor::Red.on_default().bold();
pub(super) const WARNING: Style = AnsiColor::Yellow.on_default().bold();
pub(super) const HINT: Style = AnsiColor::Cyan.on_default();

/// Returns `true` if a stream is a terminal that shows colours. `NO_COLOR`, `CLICOLOR` and `TERM`
/// decide.
pub(super) fn are_shown(target: Target) -> bool {
    match target {
        Target::Out => {
            io::stdout().is_terminal() && AutoStream::choice(&io::stdout()) != ColorChoice::Never
        }
        Target::Err => {
            io::stderr().is_terminal() && AutoStream::choice(&io::stderr()) != ColorChoice::Never
        }
    }
}

/// Returns `true` if standard error is a terminal that can redraw lines.
pub(super) fn is_live_terminal() -> bool {
    let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    let is_dumb = env::var_os("TERM").is_none_or(|terminal| terminal == "dumb");
    io::stderr().is_terminal() && !is_set("CI") && (!is_dumb || cfg!(windows))
}

/// Returns the style of a state.
pub(super) fn of_state(state: &SnapshotState) -> Style {
    match state {
        SnapshotState::Active => AnsiColor::Green.on_default(),
        state if state.is_failed() => AnsiColor::Red.on_default(),
        SnapshotState::Inactive | SnapshotState::Removing => AnsiColor::BrightBlack.on_default(),
        _ => AnsiColor::Yellow.on_default(),
    }
}

/// Returns a text in a style, if the stream shows colours.
pub(super) fn styled(target: Target, style: Style, text: &TerminalText) -> TerminalText {
    match are_shown(target) {
        true => TerminalText::unchecked(&format!("{style}{}{style:#}", text.as_str())),
        false => text.clone(),
    }
}

/// Returns a line of standard error that begins with a label.
pub(super) fn labelled(label: &str, style: Style, rest: &str) -> TerminalText {
    let label = styled(Target::Err, style, &TerminalText::line(&format!("{label}:")));
    let rest = TerminalText::line(rest);
    TerminalText::unchecked(&format!("{}{}", label.as_str(), rest.as_str()))
}
