//! Lists for people that are not lists of snapshots.

use super::streams::{STREAMS, Target};
use super::terminal_text::TerminalText;
use super::units;

/// Writes a table with these headings.
pub(crate) fn table<'t, const N: usize>(
    headings: [&'t str; N],
    rows: impl IntoIterator<Item = [&'t str; N]>,
) {
    let mut cells = vec![headings.map(TerminalText::line)];
    cells.extend(rows.into_iter().map(|row| row.map(TerminalText::line)));
    let width = |column: usize| cells.iter().map(|row| row[column].width()).max();
    let widths: [usize; N] = std::array::from_fn(|column| width(column).unwrap_or_default());
    for row in &cells {
        let padded =
            row.iter().zip(widths).map(|(cell, width)| format!("{:<width$}", cell.as_str()));
        out(padded.collect::<Vec<_>>().join("  ").trim_end());
    }
}

/// Writes lines, one for each text.
pub(crate) fn lines<'t>(texts: impl IntoIterator<Item = &'t str>) {
    for text in texts {
        out(text);
    }
}

/// Writes the mode, the size and the path of files.
pub(crate) fn files<'f>(files: impl IntoIterator<Item = (u32, u64, &'f str)>) {
    for (mode, bytes, path) in files {
        out(&format!("  {mode:04o}  {:>10}  {path}", units::bytes(bytes)));
    }
}

/// Writes what an upload would send. `max_upload_bytes` is `None` if no storage was asked.
pub(crate) fn upload_summary(
    files: usize,
    bytes: u64,
    archives: usize,
    missing: usize,
    max_upload_bytes: Option<u64>,
) {
    let total = format!("{}, {}", units::count(files as u64, "file"), units::bytes(bytes));
    out(&match max_upload_bytes {
        None => format!("Upload: {total}"),
        Some(0) => format!("Upload: {total}, uploaded before: nothing would be sent"),
        Some(upload) => {
            let upload = units::bytes(upload);
            format!(
                "Upload: {total}: at most {upload} would be sent in {missing} of {archives} archives"
            )
        }
    });
}

fn out(line: &str) {
    STREAMS.write(Target::Out, TerminalText::line(line).with_newline());
}
