//! Output of the program: results go to standard output, the rest to standard error.
//!
//! No function here blocks, except [`wait_until_written`]. Threads in the background write the
//! texts in order. [`written`] waits for them, and [`with_backpressure`] pauses a verb while a slow
//! reader falls behind.

mod fields;
mod format;
mod notes;
mod parser;
mod progress;
mod results;
mod streams;
mod table;
mod terminal_text;
mod units;
mod writing;

pub(crate) use format::Format;
pub(crate) use notes::{failure, note, warnings};
pub(crate) use parser::parser_message;
pub(crate) use progress::{Progress, ProgressStyle};
pub(crate) use results::{acknowledgement, document, file, log_line, page, snapshot, text};
pub(crate) use writing::{
    begin_shutdown, is_shutting_down, wait_until_written, with_backpressure, write_error, written,
};
