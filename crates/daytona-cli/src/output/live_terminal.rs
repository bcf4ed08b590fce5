//! The terminal that the live display draws to: standard error, through the queue of all output.

use std::fmt::Write as _;
use std::io;
use std::sync::{Mutex, PoisonError};

use console::Term;
use indicatif::TermLike;

use super::streams::{STREAMS, Target};
use super::terminal_text::TerminalText;

/// Collects what is drawn, and queues each frame as one text.
#[derive(Debug, Default)]
pub(super) struct LiveTerminal {
    frame: Mutex<String>,
}

/// The size of the terminal, in columns and rows.
pub(super) fn size() -> (usize, usize) {
    let (rows, columns) = Term::stderr().size();
    (usize::from(columns), usize::from(rows))
}

impl LiveTerminal {
    fn push(&self, text: std::fmt::Arguments<'_>) -> io::Result<()> {
        let mut frame = self.frame.lock().unwrap_or_else(PoisonError::into_inner);
        frame.write_fmt(text).map_err(io::Error::other)
    }

    fn moved(&self, cells: usize, direction: char) -> io::Result<()> {
        match cells {
            0 => Ok(()),
            _ => self.push(format_args!("\u{1b}[{cells}{direction}")),
        }
    }
}

impl TermLike for LiveTerminal {
    fn width(&self) -> u16 {
        Term::stderr().size().1
    }

    fn height(&self) -> u16 {
        Term::stderr().size().0
    }

    fn move_cursor_up(&self, rows: usize) -> io::Result<()> {
        self.moved(rows, 'A')
    }

    fn move_cursor_down(&self, rows: usize) -> io::Result<()> {
        self.moved(rows, 'B')
    }

    fn move_cursor_right(&self, columns: usize) -> io::Result<()> {
        self.moved(columns, 'C')
    }

    fn move_cursor_left(&self, columns: usize) -> io::Result<()> {
        self.moved(columns, 'D')
    }

    fn write_line(&self, line: &str) -> io::Result<()> {
        self.push(format_args!("{line}\n"))
    }

    fn write_str(&self, text: &str) -> io::Result<()> {
        self.push(format_args!("{text}"))
    }

    fn clear_line(&self) -> io::Result<()> {
        self.push(format_args!("\r\u{1b}[2K"))
    }

    fn flush(&self) -> io::Result<()> {
        let mut frame = self.frame.lock().unwrap_or_else(PoisonError::into_inner);
        let frame = std::mem::take(&mut *frame);
        if !frame.is_empty() {
            STREAMS.write(Target::Err, TerminalText::unchecked(&frame));
        }
        Ok(())
    }
}
