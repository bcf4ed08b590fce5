//! The live display of a verb: lines that stay, and below them lines that change.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::thread;
use std::time::{Duration, Instant};

use daytona_core::CreateEvent;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::build_steps::{EndedStep, Outcome, StepChange};
use super::live_screen::{LiveScreen, Pause, UploadMeter, Waiting, step_line};
use super::live_terminal::{self, LiveTerminal};
use super::streams::{STREAMS, Target};
use super::terminal_text::TerminalText;
use super::{colours, units};

/// The time between two frames.
const FRAME_INTERVAL: Duration = Duration::from_millis(100);
const FRAMES_PER_SECOND: u8 = 10;
/// The size of the lines that stay from which on they do not wait for the next frame.
const MAX_WAITING_BYTES: usize = 64 * 1024;

/// A live display. Draws frames until it is finished or dropped.
pub(super) struct LiveDisplay {
    bar: ProgressBar,
    content: Arc<Mutex<Content>>,
    is_running: bool,
}

/// Everything that is not drawn yet.
struct Content {
    screen: LiveScreen,
    /// The lines that stay, up to the next frame.
    lines: String,
}

impl LiveDisplay {
    pub(super) fn new() -> Self {
        let target = ProgressDrawTarget::term_like_with_hz(
            Box::new(LiveTerminal::default()),
            FRAMES_PER_SECOND,
        );
        let bar = ProgressBar::with_draw_target(None, target);
        if let Ok(style) = ProgressStyle::with_template("{msg}") {
            bar.set_style(style);
        }
        let content = Content { screen: LiveScreen::new(Instant::now()), lines: String::new() };
        Self { bar, content: Arc::new(Mutex::new(content)), is_running: false }
    }

    /// Starts to draw, unless the display draws already. A short verb draws nothing.
    fn start(&mut self) {
        if std::mem::replace(&mut self.is_running, true) {
            return;
        }
        let (bar, content) = (self.bar.clone(), Arc::downgrade(&self.content));
        let thread = thread::Builder::new().name("display".to_owned());
        // Without the thread, the lines that stay are written when the display finishes.
        let _ = thread.spawn(move || draw(&bar, &content));
    }

    /// Takes an event of a create.
    pub(super) fn event(&mut self, event: &CreateEvent) {
        self.start();
        let now = Instant::now();
        let screen = &mut self.content().screen;
        match event {
            CreateEvent::UploadProgress(progress) => {
                screen.upload = Some(UploadMeter::updated(screen.upload, *progress, now));
                screen.pause = None;
            }
            CreateEvent::ContextUploaded(_) => screen.upload = None,
            CreateEvent::RateLimited { pause } => {
                let reason = "the server asked to wait".to_owned();
                screen.pause = Some(Pause { reason, until: now + *pause });
            }
            CreateEvent::Watching(source) => screen.source = Some(*source),
            CreateEvent::Created(snapshot)
            | CreateEvent::Found(snapshot)
            | CreateEvent::AwaitingRemoval(snapshot)
            | CreateEvent::StateChanged(snapshot) => {
                let (name, state) = (snapshot.name.clone(), snapshot.state.clone());
                screen.waiting = Some(Waiting { name, state, since: now });
                screen.pause = None;
            }
            _ => {}
        }
    }

    /// Shows a pause before a request.
    pub(super) fn pause(&mut self, reason: String, pause: Duration) {
        self.start();
        self.content().screen.pause = Some(Pause { reason, until: Instant::now() + pause });
    }

    /// Takes a line of the build log. A step that has ended stays as one line, a failed one with its
    /// last lines.
    pub(super) fn log(&mut self, line: &str) {
        self.start();
        let change = self.content().screen.steps.take(line, Instant::now());
        match change {
            StepChange::Running => {}
            StepChange::Other if line.trim().is_empty() => {}
            StepChange::Other => self.print(&TerminalText::coloured_line(line)),
            StepChange::Ended(steps) => {
                steps.iter().flat_map(step_lines).for_each(|line| self.print(&line));
            }
        }
    }

    /// Writes a line that stays.
    pub(super) fn print(&self, line: &TerminalText) {
        let mut content = self.content();
        content.lines.push_str(line.as_str());
        content.lines.push('\n');
        if !self.is_running || self.bar.is_finished() || content.lines.len() > MAX_WAITING_BYTES {
            content.write_lines(&self.bar);
        }
    }

    /// Removes the lines that change. Draws no further frame. The last steps of a build have ended if
    /// its snapshot is active.
    pub(super) fn finish(&mut self) {
        let mut content = self.content();
        let Content { screen, lines } = &mut *content;
        let steps = screen.steps.end(Instant::now());
        if screen.waiting.as_ref().is_some_and(|waiting| waiting.state.is_active()) {
            for line in steps.iter().flat_map(step_lines) {
                lines.push_str(line.as_str());
                lines.push('\n');
            }
        }
        content.write_lines(&self.bar);
        self.bar.finish_and_clear();
    }

    fn content(&self) -> MutexGuard<'_, Content> {
        self.content.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Content {
    /// Writes the lines that stay above those that change.
    fn write_lines(&mut self, bar: &ProgressBar) {
        if !self.lines.is_empty() {
            let lines = TerminalText::unchecked(&std::mem::take(&mut self.lines));
            bar.suspend(|| STREAMS.write(Target::Err, lines));
        }
    }
}

/// Returns the lines of a step that has ended.
fn step_lines(step: &EndedStep) -> Vec<TerminalText> {
    let EndedStep { name, outcome, time } = step;
    let time = units::short_seconds(*time);
    let line = |end: &str| TerminalText::line(&step_line(name, end, live_terminal::size().0));
    match outcome {
        Outcome::Done => vec![line(&time)],
        Outcome::Cached => vec![line("cached")],
        Outcome::Failed { error, lines } => {
            let output =
                lines.iter().map(|line| TerminalText::coloured_line(&format!("   {line}")));
            let error = colours::labelled("   failed", colours::ERROR, &format!(" {error}"));
            std::iter::once(line(&format!("failed after {time}")))
                .chain(output)
                .chain([error])
                .collect()
        }
    }
}

/// Draws frames until the display is finished or dropped.
fn draw(bar: &ProgressBar, content: &Weak<Mutex<Content>>) {
    while let Some(content) = content.upgrade() {
        // A blocked terminal gets no frames that it would show later.
        if STREAMS.is_written() {
            let (columns, rows) = live_terminal::size();
            let mut content = content.lock().unwrap_or_else(PoisonError::into_inner);
            if bar.is_finished() {
                return;
            }
            content.write_lines(bar);
            bar.set_message(content.screen.lines(columns, rows, Instant::now()).join("\n"));
        }
        drop(content);
        thread::sleep(FRAME_INTERVAL);
    }
}
