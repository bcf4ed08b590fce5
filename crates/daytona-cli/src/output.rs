//! Output of the program: results go to standard output, the rest to standard error.
//!
//! No function here blocks, except [`wait_until_written`]. Threads in the background write the
//! texts in order. [`written`] waits for them, and [`with_backpressure`] pauses a verb while a slow
//! reader falls behind.

mod build_steps;
mod colours;
mod fields;
mod format;
mod listing;
mod live_display;
mod live_screen;
mod live_terminal;
mod notes;
mod parser;
mod progress;
mod results;
mod snapshot_table;
mod streams;
mod terminal_text;
mod traces;
mod units;
mod writing;

pub(crate) use format::Format;
pub(crate) use listing::{files, lines, table, upload_summary};
pub(crate) use notes::{failure, note, prompt, warnings};
pub(crate) use parser::parser_message;
pub(crate) use progress::{Progress, ProgressStyle};
pub(crate) use results::{
    acknowledgement, changed, created, document, file, log_line, page, snapshot, text,
};
pub(crate) use traces::start_traces;
pub(crate) use units::{bytes, count};
pub(crate) use writing::{
    begin_shutdown, is_shutting_down, wait_until_written, with_backpressure, write_error, written,
};
