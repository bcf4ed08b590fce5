//! Snapshots as a table, for people.

use daytona_core::Snapshot;
use jiff::Timestamp;

use super::terminal_text::TerminalText;
use super::{colours, units};

const HEADINGS: [&str; 9] = ["NAME", "STATE", "SIZE", "CPU", "MEMORY", "DISK", "GPU", "AGE", "ID"];

/// The cell of an absent value, so that every row has every column.
const NOTHING: &str = "-";

/// The columns that a narrow terminal omits, in this order.
const OMITTED: [&str; 7] = ["GPU", "CPU", "DISK", "MEMORY", "ID", "AGE", "SIZE"];

/// The position of the state in a row.
const STATE: usize = 1;

/// The properties of the output that a table depends on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layout {
    /// The width of the terminal. `None` for all columns.
    pub(super) width: Option<usize>,
    pub(super) has_colours: bool,
}

/// Returns the table of these snapshots. Ages are relative to `now`.
pub(super) fn of(snapshots: &[Snapshot], now: Timestamp, layout: Layout) -> String {
    let mut rows = vec![HEADINGS.map(TerminalText::line)];
    rows.extend(snapshots.iter().map(|snapshot| row(snapshot, now)));
    let widths = widths(&rows, layout.width);
    let mut text = String::new();
    for (index, row) in rows.iter().enumerate() {
        let mut cells = Vec::new();
        for (column, cell) in row.iter().enumerate() {
            let Some(width) = widths[column] else { continue };
            let cell = format!("{:<width$}", cell.as_str());
            let snapshot = index.checked_sub(1).and_then(|index| snapshots.get(index));
            cells.push(match snapshot {
                Some(snapshot) if column == STATE && layout.has_colours => {
                    let style = colours::of_state(&snapshot.state);
                    format!("{style}{cell}{style:#}")
                }
                _ => cell,
            });
        }
        text.push_str(cells.join("  ").trim_end());
        text.push('\n');
    }
    text
}

/// Returns the width of each column, or `None` for a column that is omitted.
fn widths(rows: &[[TerminalText; 9]], limit: Option<usize>) -> [Option<usize>; 9] {
    let width = |column: usize| rows.iter().map(|row| row[column].width()).max();
    let mut widths: [Option<usize>; 9] = std::array::from_fn(width);
    let Some(limit) = limit else { return widths };
    for heading in OMITTED {
        let shown = widths.iter().flatten();
        if shown.clone().sum::<usize>() + 2 * (shown.count().saturating_sub(1)) <= limit {
            break;
        }
        for (width, known) in widths.iter_mut().zip(HEADINGS) {
            if known == heading {
                *width = None;
            }
        }
    }
    widths
}

fn row(snapshot: &Snapshot, now: Timestamp) -> [TerminalText; 9] {
    let size = snapshot.size.map_or_else(|| NOTHING.to_owned(), units::gib);
    let cells = [
        snapshot.name.as_str(),
        snapshot.state.as_str(),
        &size,
        &snapshot.cpu.to_string(),
        &units::gib(snapshot.mem),
        &units::gib(snapshot.disk),
        &gpu(snapshot),
        &units::age(snapshot.created_at, now),
        &snapshot.id,
    ];
    cells.map(TerminalText::line)
}

fn gpu(snapshot: &Snapshot) -> String {
    match &snapshot.gpu_type {
        _ if snapshot.gpu == 0.0 => NOTHING.to_owned(),
        Some(kind) => format!("{} {}", snapshot.gpu, kind.as_str()),
        None => snapshot.gpu.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use daytona_core::SnapshotState;
    use jiff::SignedDuration;

    use super::*;

    const ALL: Layout = Layout { width: None, has_colours: false };

    #[test]
    fn narrow_terminal_omits_columns_and_colours_end_with_the_state() {
        let snapshot = Snapshot::fake("21b5ee18-5c04", "demo", SnapshotState::Active);
        let lines = |width, has_colours| {
            let layout = Layout { width: Some(width), has_colours };
            of(std::slice::from_ref(&snapshot), Timestamp::UNIX_EPOCH, layout)
        };
        assert_eq!(
            lines(80, false),
            of(std::slice::from_ref(&snapshot), Timestamp::UNIX_EPOCH, ALL)
        );
        assert_eq!(lines(30, false), "NAME  STATE   SIZE  AGE\ndemo  active  -     0s\n");
        assert_eq!(lines(5, false), "NAME  STATE\ndemo  active\n");
        let coloured = lines(30, true);
        assert!(coloured.contains("demo  \u{1b}[32mactive\u{1b}[0m  -"), "{coloured:?}");
    }

    #[test]
    fn columns_are_aligned_and_none_is_empty() {
        let mut first = Snapshot::fake("id-1", "a", SnapshotState::Active);
        first.size = Some(0.5);
        first.gpu = 1.0;
        first.gpu_type = Some("H100".into());
        let second = Snapshot::fake("id-2", "longer-name", "hatching".into());
        let now = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(2);
        assert_eq!(
            of(&[first, second], now, ALL),
            "NAME         STATE     SIZE      CPU  MEMORY  DISK   GPU     AGE  ID\n\
             a            active    0.50 GiB  0    0 GiB   0 GiB  1 H100  2h   id-1\n\
             longer-name  hatching  -         0    0 GiB   0 GiB  -       2h   id-2\n"
        );
    }

    #[test]
    fn columns_are_as_wide_as_their_escaped_cells() {
        let first = Snapshot::fake("id-1", "a\u{1b}[2J\n", SnapshotState::Active);
        let second = Snapshot::fake("id-2", "b", "x\u{202e}y".into());
        let table = of(&[first, second], Timestamp::UNIX_EPOCH, ALL);
        let mut lines = table.lines().map(|line| (line.find("0 GiB"), line));
        assert_eq!(lines.next().unwrap().0, None);
        let (first, second) = (lines.next().unwrap(), lines.next().unwrap());
        assert!(first.1.starts_with(r"a\u{1b}[2J\n  active"), "{table}");
        assert_eq!((first.0, lines.next()), (second.0, None), "{table}");
    }
}
