//! Snapshots as a table, for people.

use daytona_core::Snapshot;
use jiff::Timestamp;

use super::terminal_text::TerminalText;
use super::units;

const HEADINGS: [&str; 9] = ["NAME", "STATE", "SIZE", "CPU", "MEMORY", "DISK", "GPU", "AGE", "ID"];

/// The cell of an absent value, so that every row has every column.
const NOTHING: &str = "-";

/// Returns the table of these snapshots. Ages are relative to `now`.
pub(super) fn of(snapshots: &[Snapshot], now: Timestamp) -> String {
    let mut rows = vec![HEADINGS.map(TerminalText::line)];
    rows.extend(snapshots.iter().map(|snapshot| row(snapshot, now)));
    aligned(&rows)
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

/// Aligns the columns of rows, two spaces apart.
fn aligned<const N: usize>(rows: &[[TerminalText; N]]) -> String {
    let width =
        |column: usize| rows.iter().map(|row| row[column].width()).max().unwrap_or_default();
    let widths: [usize; N] = std::array::from_fn(width);
    let mut text = String::new();
    for row in rows {
        let cells =
            row.iter().zip(widths).map(|(cell, width)| format!("{:<width$}", cell.as_str()));
        text.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use daytona_core::SnapshotState;
    use jiff::SignedDuration;

    use super::*;

    #[test]
    fn columns_are_aligned_and_none_is_empty() {
        let mut first = Snapshot::fake("id-1", "a", SnapshotState::Active);
        first.size = Some(0.5);
        first.gpu = 1.0;
        first.gpu_type = Some("H100".into());
        let second = Snapshot::fake("id-2", "longer-name", "hatching".into());
        let now = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(2);
        assert_eq!(
            of(&[first, second], now),
            "NAME         STATE     SIZE      CPU  MEMORY  DISK   GPU     AGE  ID\n\
             a            active    0.50 GiB  0    0 GiB   0 GiB  1 H100  2h   id-1\n\
             longer-name  hatching  -         0    0 GiB   0 GiB  -       2h   id-2\n"
        );
    }

    #[test]
    fn columns_are_as_wide_as_their_escaped_cells() {
        let first = Snapshot::fake("id-1", "a\u{1b}[2J\n", SnapshotState::Active);
        let second = Snapshot::fake("id-2", "b", "x\u{202e}y".into());
        let table = of(&[first, second], Timestamp::UNIX_EPOCH);
        let mut lines = table.lines().map(|line| (line.find("0 GiB"), line));
        assert_eq!(lines.next().unwrap().0, None);
        let (first, second) = (lines.next().unwrap(), lines.next().unwrap());
        assert!(first.1.starts_with(r"a\u{1b}[2J\n  active"), "{table}");
        assert_eq!((first.0, lines.next()), (second.0, None), "{table}");
    }
}
