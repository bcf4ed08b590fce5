//! The prompt before a deletion.

use std::io::{self, BufRead, IsTerminal};

use crate::cli::Confirmation;
use crate::failure::{Exit, Failure};
use crate::output;

/// Asks on a terminal before snapshots are deleted. Without a terminal, nothing is asked.
pub(crate) async fn deletion(confirmation: Confirmation, names: &[&str]) -> Result<(), Failure> {
    if confirmation.yes || !is_terminal() {
        return Ok(());
    }
    ask(&prompt(&described(names))).await
}

/// Asks on a terminal before snapshots are deleted that the command line does not name. Without a
/// terminal, `--yes` is required.
pub(super) async fn bulk_deletion(
    confirmation: Confirmation,
    names: &[&str],
) -> Result<(), Failure> {
    if confirmation.yes || names.is_empty() {
        return Ok(());
    }
    ask_on_terminal(&described(names)).await
}

/// Asks on a terminal before the whole state of the emulator is deleted. Without a terminal, `--yes`
/// is required.
pub(super) async fn state_deletion(
    confirmation: Confirmation,
    described: &str,
) -> Result<(), Failure> {
    if confirmation.yes { Ok(()) } else { ask_on_terminal(described).await }
}

async fn ask_on_terminal(described: &str) -> Result<(), Failure> {
    if !is_terminal() {
        let message = format!("{described} would be deleted");
        return Err(
            Failure::usage(message).with_hint("give `--yes`: there is no terminal to ask on")
        );
    }
    ask(&prompt(described)).await
}

fn is_terminal() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

fn prompt(described: &str) -> String {
    format!("delete {described}? [y/N] ")
}

/// Names the first few snapshots.
fn described(names: &[&str]) -> String {
    const SHOWN: usize = 5;
    let shown = names.iter().take(SHOWN).map(|name| format!("`{name}`")).collect::<Vec<_>>();
    match names.len() {
        1 => format!("snapshot {}", shown[0]),
        count if count <= SHOWN => format!("{count} snapshots: {}", shown.join(", ")),
        count => format!("{count} snapshots: {} and {} more", shown.join(", "), count - SHOWN),
    }
}

async fn ask(prompt: &str) -> Result<(), Failure> {
    output::prompt(prompt);
    let read = || {
        let mut answer = String::new();
        io::stdin().lock().read_line(&mut answer).map(|_| answer)
    };
    let answer = tokio::task::spawn_blocking(read).await.ok().and_then(Result::ok);
    match answer.unwrap_or_default().trim().to_ascii_lowercase().as_str() {
        "y" | "yes" => Ok(()),
        _ => Err(Failure::new(Exit::Other, "declined", "nothing was deleted")
            .with_hint("answer `y`, or give `--yes`")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_names_are_shown() {
        assert_eq!(described(&["a"]), "snapshot `a`");
        assert_eq!(described(&["a", "b"]), "2 snapshots: `a`, `b`");
        let many = ["a", "b", "c", "d", "e", "f", "g"];
        assert_eq!(described(&many), "7 snapshots: `a`, `b`, `c`, `d`, `e` and 2 more");
    }
}
