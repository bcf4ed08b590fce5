//! The screen of a terminal as SVG, with fixed ids and times.

use anstyle::{Color, RgbColor};
use anstyle_svg::{Term, WIN10_CONSOLE};
use avt::{Cell, Line, Pen};

/// A dark window. Its text is readable on light and on dark pages.
const BACKGROUND: Color = Color::Rgb(RgbColor(0x1b, 0x1f, 0x24));
const FOREGROUND: Color = Color::Rgb(RgbColor(0xe6, 0xe6, 0xe6));
/// The id that replaces each id of a run.
const ID: &str = "4be8a3f1-52c7-4d09-9e6b-1f0c8d2a7e35";
/// The seconds that replace those of a step and of the whole run.
const STEP_SECONDS: &str = "0.4";
const TOTAL_SECONDS: &str = "3.2";

/// Draws a prompt, and the screen after it.
pub(super) fn svg(prompt: &str, terminal: &avt::Terminal) -> String {
    let rows = terminal.screen().visible_lines().map(styled);
    let mut lines: Vec<String> =
        rows.map(|row| with_fixed_time(&with_fixed_ids(row.trim_end()))).collect();
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines.insert(0, format!("\u{1b}[1m{prompt}\u{1b}[0m"));
    Term::new()
        .palette(WIN10_CONSOLE)
        .bg_color(BACKGROUND)
        .fg_color(FOREGROUND)
        .render_svg(&lines.join("\n"))
}

/// Returns the text of a row, with the sequences of its colours.
fn styled(row: &Line) -> String {
    let has_same_pen = |before: &Cell, cell: &Cell| before.pen() == cell.pen();
    let pieces = row.chunks(move |before, cell| !has_same_pen(before, cell));
    pieces
        .map(|cells| {
            let text: String = cells.iter().map(Cell::char).collect();
            match cells.first().map(|cell| sequence(cell.pen())) {
                Some(sequence) if !sequence.is_empty() => format!("{sequence}{text}\u{1b}[0m"),
                _ => text,
            }
        })
        .collect()
}

/// Returns the sequence that selects a pen. The command uses bold and the 16 colours.
fn sequence(pen: &Pen) -> String {
    let bold = if pen.is_bold() { "\u{1b}[1m" } else { "" };
    match pen.foreground() {
        Some(avt::Color::Indexed(colour @ 0..8)) => format!("{bold}\u{1b}[{}m", 30 + colour),
        Some(avt::Color::Indexed(colour @ 8..16)) => format!("{bold}\u{1b}[{}m", 82 + colour),
        _ => bold.to_owned(),
    }
}

/// Replaces each id by a fixed one.
fn with_fixed_ids(line: &str) -> String {
    let mut fixed = String::new();
    let mut rest = line;
    while let Some(character) = rest.chars().next() {
        if rest.get(..ID.len()).is_some_and(is_id) {
            fixed.push_str(ID);
            rest = &rest[ID.len()..];
        } else {
            fixed.push(character);
            rest = &rest[character.len_utf8()..];
        }
    }
    fixed
}

fn is_id(text: &str) -> bool {
    text.bytes().zip(ID.bytes()).all(|(byte, of_id)| match of_id {
        b'-' => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    })
}

/// Replaces the time at the end of a line by a fixed one.
fn with_fixed_time(line: &str) -> String {
    let seconds = if line.starts_with("=> ") { STEP_SECONDS } else { TOTAL_SECONDS };
    line.strip_suffix(" s")
        .and_then(|line| line.rsplit_once(' '))
        .filter(|(_, time)| time.parse::<f64>().is_ok())
        .map_or_else(|| line.to_owned(), |(before, _)| format!("{before} {seconds} s"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn picture_has_the_screen_with_fixed_ids_and_times() {
        let mut terminal = avt::Terminal::new(80, 5).unwrap();
        terminal.feed("=> RUN make  1.7 s\r\n");
        terminal.feed(
            "demo (0a1b2c3d-0000-4000-8000-00112233aabb): \u{1b}[32mactive\u{1b}[0m, in 12 s",
        );
        let picture = svg("$ create", &terminal);
        for wanted in [
            "$ create".to_owned(),
            format!("=&gt; RUN make  {STEP_SECONDS} s"),
            format!("demo ({ID}): "),
            "class=\"fg-green\">active".to_owned(),
            format!(", in {TOTAL_SECONDS} s"),
        ] {
            assert!(picture.contains(&wanted), "no {wanted:?} in {picture}");
        }
    }

    #[test]
    fn other_text_is_unchanged() {
        for line in ["", "active in s", "4be8a3f1-52c7", "0644  21 B  ü s"] {
            assert_eq!(with_fixed_time(&with_fixed_ids(line)), line);
        }
    }
}
