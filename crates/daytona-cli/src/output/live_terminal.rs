//! The terminal that the live display draws to: standard error, through the queue of all output.
//!
//! indicatif fills each line with spaces, and lets the terminal wrap it into the next one. A terminal
//! that reflows its content after a resize would mix such lines. So this file takes only the lines
//! from indicatif. It separates them itself, and removes them by the width that the terminal has then.

use std::io;
use std::sync::{Mutex, PoisonError};

use console::Term;
use indicatif::TermLike;

use super::streams::{STREAMS, Target};
use super::terminal_text::TerminalText;

/// Collects the lines of a frame, and queues each frame as one text.
#[derive(Debug, Default)]
pub(super) struct LiveTerminal {
    frame: Mutex<Frame>,
}

#[derive(Debug, Default)]
struct Frame {
    lines: Vec<String>,
    /// Set after a line. The next text is the space that fills it.
    has_space_next: bool,
    /// The widths of the lines on the screen.
    shown: Vec<usize>,
}

/// The size of the terminal, in columns and rows.
pub(super) fn size() -> (usize, usize) {
    let (rows, columns) = Term::stderr().size();
    (usize::from(columns), usize::from(rows))
}

impl Frame {
    /// Returns the text that removes the earlier frame and shows this one.
    fn take_text(&mut self, columns: usize) -> String {
        let lines = std::mem::take(&mut self.lines);
        let text = format!("{}{}", removal(&self.shown, columns), lines.join("\n"));
        self.shown = lines.iter().map(|line| console::measure_text_width(line)).collect();
        self.has_space_next = false;
        text
    }
}

/// Returns the sequence that removes lines of these widths. The cursor is in the last one.
fn removal(widths: &[usize], columns: usize) -> String {
    // Most terminals wrap the lines again when they become narrower.
    let rows = widths.iter().map(|width| width.div_ceil(columns.max(1)).max(1)).sum();
    match rows {
        0 => String::new(),
        1 => "\r\u{1b}[J".to_owned(),
        rows => format!("\r\u{1b}[{}A\u{1b}[J", rows - 1),
    }
}

impl TermLike for LiveTerminal {
    fn width(&self) -> u16 {
        Term::stderr().size().1
    }

    fn height(&self) -> u16 {
        Term::stderr().size().0
    }

    fn move_cursor_up(&self, _rows: usize) -> io::Result<()> {
        Ok(())
    }

    fn move_cursor_down(&self, _rows: usize) -> io::Result<()> {
        Ok(())
    }

    fn move_cursor_right(&self, _columns: usize) -> io::Result<()> {
        Ok(())
    }

    fn move_cursor_left(&self, _columns: usize) -> io::Result<()> {
        Ok(())
    }

    fn write_line(&self, _line: &str) -> io::Result<()> {
        Ok(())
    }

    fn write_str(&self, text: &str) -> io::Result<()> {
        let mut frame = self.frame.lock().unwrap_or_else(PoisonError::into_inner);
        if !std::mem::replace(&mut frame.has_space_next, false) {
            frame.lines.push(text.to_owned());
            frame.has_space_next = true;
        }
        Ok(())
    }

    fn clear_line(&self) -> io::Result<()> {
        Ok(())
    }

    fn flush(&self) -> io::Result<()> {
        let mut frame = self.frame.lock().unwrap_or_else(PoisonError::into_inner);
        let text = frame.take_text(size().0);
        if !text.is_empty() {
            STREAMS.write(Target::Err, TerminalText::unchecked(&text));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frame_removes_the_rows_of_the_earlier_one() {
        let mut frame = Frame::default();
        let mut next = |lines: &[&str], columns| {
            frame.lines = lines.iter().map(|&line| line.to_owned()).collect();
            frame.take_text(columns)
        };
        assert_eq!(next(&["a", "\u{1b}[1mlonger\u{1b}[0m"], 80), "a\n\u{1b}[1mlonger\u{1b}[0m");
        assert_eq!(next(&["b"], 80), "\r\u{1b}[1A\u{1b}[Jb");
        assert_eq!(next(&["1234567"], 80), "\r\u{1b}[J1234567");
        // The terminal has become narrower, and shows the line in three rows.
        assert_eq!(next(&[], 3), "\r\u{1b}[2A\u{1b}[J");
        assert_eq!(next(&[], 3), "");
    }
}
