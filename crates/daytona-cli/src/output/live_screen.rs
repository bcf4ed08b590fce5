//! The content of the live display: the lines below the finished ones.

use std::time::{Duration, Instant};

use daytona_core::{SnapshotState, StateSource, UploadProgress};

use super::build_steps::BuildSteps;
use super::terminal_text::TerminalText;
use super::units;

/// The last lines of a running step that are shown.
const STEP_LINES: usize = 4;
/// The running steps that are shown.
const MAX_STEPS: usize = 3;
/// The columns of the bar of an upload.
const BAR_COLUMNS: usize = 20;
const SPINNER: [char; 4] = ['-', '\\', '|', '/'];
/// The time between two frames of the spinner.
const SPINNER_INTERVAL: Duration = Duration::from_millis(200);

/// Everything that the display shows.
pub(super) struct LiveScreen {
    pub(super) began: Instant,
    pub(super) upload: Option<UploadMeter>,
    pub(super) waiting: Option<Waiting>,
    pub(super) source: Option<StateSource>,
    pub(super) steps: BuildSteps,
    pub(super) pause: Option<Pause>,
}

/// The counters of a running upload, and when its sending began.
#[derive(Clone, Copy)]
pub(super) struct UploadMeter {
    progress: UploadProgress,
    sending_since: Option<Instant>,
}

/// A snapshot that is waited for.
pub(super) struct Waiting {
    pub(super) name: String,
    pub(super) state: SnapshotState,
    pub(super) since: Instant,
}

/// A pause before a request.
pub(super) struct Pause {
    pub(super) reason: String,
    pub(super) until: Instant,
}

impl LiveScreen {
    pub(super) fn new(now: Instant) -> Self {
        Self {
            began: now,
            upload: None,
            waiting: None,
            source: None,
            steps: BuildSteps::default(),
            pause: None,
        }
    }

    /// Returns the lines for a terminal of this size. Each fits into the width.
    pub(super) fn lines(&self, columns: usize, rows: usize, now: Instant) -> Vec<String> {
        let mut lines = Vec::new();
        if let Some(upload) = &self.upload {
            lines.push(upload.line(columns, now));
        }
        for step in self.steps.running().iter().rev().take(MAX_STEPS).rev() {
            lines.push(step_line(&step.name, &units::seconds(now - step.since), columns));
        }
        if let Some(step) = self.steps.running().last() {
            let skipped = step.lines.len().saturating_sub(STEP_LINES);
            let output = step.lines.iter().skip(skipped);
            lines.extend(output.map(|line| format!("   {}", TerminalText::line(line).as_str())));
        }
        if let Some(pause) = self.pause.as_ref().filter(|pause| pause.until > now) {
            let left = units::seconds(pause.until - now);
            let reason = TerminalText::line(&pause.reason);
            lines.push(format!("retry in {left}: {}", reason.as_str()));
        }
        lines.push(self.status(now));
        // The last row stays free for the cursor.
        let rows = rows.saturating_sub(1).max(1);
        let skipped = lines.len().saturating_sub(rows);
        lines.drain(..skipped);
        // A line as wide as the terminal would wrap on some.
        let columns = columns.saturating_sub(1).max(1);
        lines.iter().map(|line| console::truncate_str(line, columns, "…").into_owned()).collect()
    }

    fn status(&self, now: Instant) -> String {
        let frame = (now - self.began).as_millis() / SPINNER_INTERVAL.as_millis();
        let spinner = SPINNER[usize::try_from(frame).unwrap_or_default() % SPINNER.len()];
        let Some(Waiting { name, state, since }) = &self.waiting else {
            return format!("{spinner} {}", units::seconds(now - self.began));
        };
        let (name, state) = (TerminalText::line(name), TerminalText::line(state.as_str()));
        let time = units::seconds(now - *since);
        let source = match self.source {
            Some(StateSource::Polling) => ", polling",
            _ => "",
        };
        format!("{spinner} {}: {} for {time}{source}", name.as_str(), state.as_str())
    }
}

/// Returns the line of a step. Only its name is shortened for the width.
pub(super) fn step_line(name: &str, end: &str, columns: usize) -> String {
    let name = TerminalText::line(name);
    // The last column stays free: a full line would wrap on some terminals.
    let space = columns.saturating_sub("=>   ".len() + end.len() + 1);
    format!("=> {}  {end}", console::truncate_str(name.as_str(), space, "…"))
}

impl UploadMeter {
    /// Creates a meter, or updates one.
    pub(super) fn updated(earlier: Option<Self>, progress: UploadProgress, now: Instant) -> Self {
        let sending_since = earlier.and_then(|meter| meter.sending_since);
        let sends = progress.bytes_to_upload > 0;
        Self { progress, sending_since: sending_since.or(sends.then_some(now)) }
    }

    /// Describes the progress in the parts that matter most first.
    pub(super) fn parts(&self, now: Instant) -> Vec<String> {
        let now_is = &self.progress;
        if now_is.archives == 0 {
            let files = now_is.files_scanned + now_is.files_from_cache;
            return vec![
                format!("scanning: {}", units::count(files, "file")),
                units::bytes(now_is.bytes_scanned),
            ];
        }
        // Bytes of repeated requests count again.
        let sent = now_is.bytes_sent.min(now_is.bytes_to_upload);
        let (total, sent_text) = (now_is.bytes_to_upload, units::bytes(sent));
        let mut parts = vec![format!("uploading: {sent_text} of {}", units::bytes(total))];
        let elapsed = self.sending_since.map(|since| now - since).unwrap_or_default();
        if elapsed >= Duration::from_secs(1) && sent > 0 {
            let rate = sent as f64 / elapsed.as_secs_f64();
            parts.push(format!("{}/s", units::bytes(rate as u64)));
            let left = Duration::try_from_secs_f64((total - sent) as f64 / rate);
            parts.push(format!("{} left", units::seconds(left.unwrap_or_default())));
        }
        if now_is.archives_present > 0 {
            let (present, all) = (now_is.archives_present, now_is.archives);
            parts.push(format!("{present} of {all} archives uploaded before"));
        }
        parts
    }

    /// Returns the line for a terminal of this width, with as many parts as fit.
    fn line(&self, columns: usize, now: Instant) -> String {
        let mut parts = self.parts(now).into_iter();
        let mut line = parts.next().unwrap_or_default();
        let fits =
            |line: &str, more: &str| line.chars().count() + more.chars().count() + 2 < columns;
        for part in parts {
            if fits(&line, &part) {
                line = format!("{line}, {part}");
            }
        }
        match self.bar() {
            Some(bar) if fits(&line, &bar) => format!("{bar} {line}"),
            _ => line,
        }
    }

    fn bar(&self) -> Option<String> {
        let UploadProgress { bytes_to_upload, bytes_sent, .. } = self.progress;
        let sent = bytes_sent.min(bytes_to_upload);
        let filled = (sent as u128 * BAR_COLUMNS as u128).checked_div(bytes_to_upload.into())?;
        let filled = usize::try_from(filled).unwrap_or(BAR_COLUMNS);
        Some(format!("[{}{}]", "#".repeat(filled), " ".repeat(BAR_COLUMNS - filled)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn progress(json: serde_json::Value) -> UploadProgress {
        let mut all = serde_json::to_value(UploadProgress::default()).unwrap();
        for (key, value) in json.as_object().unwrap() {
            all[key] = value.clone();
        }
        serde_json::from_value(all).unwrap()
    }

    fn screen(now: Instant) -> LiveScreen {
        let mut screen = LiveScreen::new(now);
        let sending = progress(serde_json::json!({
            "archives": 40, "archives_present": 3, "bytes_to_upload": 300 << 20
        }));
        let first = UploadMeter::updated(None, sending, now);
        let half = progress(serde_json::json!({
            "archives": 40, "archives_present": 3, "bytes_to_upload": 300 << 20,
            "bytes_sent": 150 << 20
        }));
        screen.upload = Some(UploadMeter::updated(Some(first), half, now));
        screen.waiting = Some(Waiting {
            name: "demo\u{1b}[2J".to_owned(),
            state: SnapshotState::Building,
            since: now,
        });
        screen.steps.take("#5 [2/4] RUN pip install numpy pandas scikit-learn", now);
        for number in 0..9 {
            screen.steps.take(&format!("#5 0.{number} line {number}"), now);
        }
        screen
    }

    #[test]
    fn lines_fit_into_terminals_of_every_width() {
        let began = Instant::now();
        let (screen, now) = (screen(began), began + Duration::from_secs(15));
        for columns in [1, 20, 40, 80, 200] {
            for line in screen.lines(columns, 24, now) {
                assert!(line.chars().count() < columns.max(2), "{columns}: {line}");
            }
        }
        let wide = screen.lines(200, 24, now);
        assert_eq!(
            wide,
            [
                "[##########          ] uploading: 150.0 MiB of 300.0 MiB, 10.0 MiB/s, 15 s left, 3 of 40 archives uploaded before",
                "=> [2/4] RUN pip install numpy pandas scikit-learn  15 s",
                "   line 5",
                "   line 6",
                "   line 7",
                "   line 8",
                r"/ demo\u{1b}[2J: building for 15 s",
            ]
        );
        assert_eq!(screen.lines(40, 24, now)[0], "uploading: 150.0 MiB of 300.0 MiB");
        assert_eq!(screen.lines(40, 24, now)[1], "=> [2/4] RUN pip install numpy p…  15 s");
        assert_eq!(screen.lines(80, 4, now).len(), 3);
    }

    #[test]
    fn scan_and_pauses_are_shown() {
        let now = Instant::now();
        let mut screen = LiveScreen::new(now);
        let scanned = serde_json::json!({ "files_scanned": 1, "bytes_scanned": 2048 });
        screen.upload = Some(UploadMeter::updated(None, progress(scanned), now));
        let until = now + Duration::from_secs(3);
        screen.pause = Some(Pause { reason: "busy".to_owned(), until });
        assert_eq!(
            screen.lines(80, 24, now),
            ["scanning: 1 file, 2.0 KiB", "retry in 3 s: busy", "- 0 s"]
        );
        assert_eq!(screen.lines(80, 24, until).len(), 2);
    }
}
