//! The live display of a verb: lines that stay, and below them lines that change.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::thread;
use std::time::{Duration, Instant};

use daytona_core::CreateEvent;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::build_steps::{Outcome, StepChange};
use super::live_screen::{LiveScreen, Pause, UploadMeter, Waiting};
use super::live_terminal::{self, LiveTerminal};
use super::streams::STREAMS;
use super::terminal_text::TerminalText;
use super::{colours, units};

/// The time between two frames.
const FRAME_INTERVAL: Duration = Duration::from_millis(100);
const FRAMES_PER_SECOND: u8 = 10;

/// A live display. Draws frames until it is finished or dropped.
pub(super) struct LiveDisplay {
    bar: ProgressBar,
    screen: Arc<Mutex<LiveScreen>>,
    is_running: bool,
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
        let screen = Arc::new(Mutex::new(LiveScreen::new(Instant::now())));
        Self { bar, screen, is_running: false }
    }

    /// Starts to draw, unless the display draws already. A short verb draws nothing.
    fn start(&mut self) {
        if std::mem::replace(&mut self.is_running, true) {
            return;
        }
        let (bar, screen) = (self.bar.clone(), Arc::downgrade(&self.screen));
        let thread = thread::Builder::new().name("display".to_owned());
        // Without the thread, the lines that stay are still written.
        let _ = thread.spawn(move || draw(&bar, &screen));
    }

    /// Takes an event of a create.
    pub(super) fn event(&mut self, event: &CreateEvent) {
        self.start();
        let now = Instant::now();
        let mut screen = self.screen();
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
        self.screen().pause = Some(Pause { reason, until: Instant::now() + pause });
    }

    /// Takes a line of the build log. A step that has ended stays as one line, a failed one with its
    /// last lines.
    pub(super) fn log(&mut self, line: &str) {
        self.start();
        let change = self.screen().steps.take(line, Instant::now());
        match change {
            StepChange::Running => {}
            StepChange::Other if line.trim().is_empty() => {}
            StepChange::Other => self.print(&TerminalText::coloured_line(line)),
            StepChange::Ended { name, outcome, time } => {
                let name = TerminalText::line(&name);
                let (name, time) = (name.as_str(), units::seconds(time));
                match outcome {
                    Outcome::Done => self.print_line(&format!("=> {name}  {time}")),
                    Outcome::Cached => self.print_line(&format!("=> {name}  cached")),
                    Outcome::Failed { error, lines } => {
                        self.print_line(&format!("=> {name}  failed after {time}"));
                        for line in &lines {
                            self.print(&TerminalText::coloured_line(&format!("   {line}")));
                        }
                        self.print(&colours::labelled(
                            "   failed",
                            colours::ERROR,
                            &format!(" {error}"),
                        ));
                    }
                }
            }
        }
    }

    /// Writes a line that stays.
    pub(super) fn print(&self, line: &TerminalText) {
        self.bar.println(line.as_str());
    }

    fn print_line(&self, line: &str) {
        self.print(&TerminalText::line(line));
    }

    /// Removes the lines that change. Draws no further frame.
    pub(super) fn finish(&mut self) {
        self.screen().steps.clear();
        self.bar.finish_and_clear();
    }

    fn screen(&self) -> MutexGuard<'_, LiveScreen> {
        self.screen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Draws frames until the display is finished or dropped.
fn draw(bar: &ProgressBar, screen: &Weak<Mutex<LiveScreen>>) {
    while let Some(screen) = screen.upgrade() {
        if bar.is_finished() {
            return;
        }
        // A blocked terminal gets no frames that it would show later.
        if STREAMS.is_written() {
            let (columns, rows) = live_terminal::size();
            let screen = screen.lock().unwrap_or_else(PoisonError::into_inner);
            let lines = screen.lines(columns, rows, Instant::now());
            drop(screen);
            bar.set_message(lines.join("\n"));
        }
        thread::sleep(FRAME_INTERVAL);
    }
}
