//! A program in a pseudo-terminal, and the screen that a person sees.

use std::fs::File;
use std::io::Read;
use std::process::{Child, Command};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, Instant};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

use crate::running_command::peak_memory_kib;

/// The longest wait for a text on the screen.
const LIMIT: Duration = Duration::from_secs(60);
const ROWS: u16 = 24;
/// The lines above the screen that are kept.
const KEPT_LINES: usize = 1000;

/// A program whose standard streams are a terminal. Dropping it kills the process.
pub(crate) struct Terminal {
    child: Child,
    /// Writing to it types.
    pub(crate) keyboard: File,
    shown: Arc<Shared>,
}

struct Shared {
    shown: Mutex<Shown>,
    changed: Condvar,
}

struct Shown {
    terminal: avt::Terminal,
    /// Everything that the program has written.
    output: String,
    has_ended: bool,
}

impl Terminal {
    /// Starts a program on a terminal with this many columns and 24 rows.
    pub(crate) fn start(command: Command, columns: u16) -> Self {
        Self::start_with(command, columns, None)
    }

    /// Starts a program on a terminal, and writes its standard output to a file.
    pub(crate) fn start_with_stdout(command: Command, columns: u16, file: File) -> Self {
        Self::start_with(command, columns, Some(file))
    }

    fn start_with(mut command: Command, columns: u16, stdout: Option<File>) -> Self {
        let device = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&device).unwrap();
        unlockpt(&device).unwrap();
        let name = ptsname(&device, Vec::new()).unwrap().into_string().unwrap();
        let open = || File::options().read(true).write(true).open(&name).unwrap();
        if !command.get_envs().any(|(name, _)| name == "TERM") {
            command.env("TERM", "xterm");
        }
        command.stdin(open()).stdout(stdout.unwrap_or_else(open)).stderr(open());
        set_size(&device, columns);
        let child = command.spawn().unwrap();
        let columns = usize::from(columns);
        let mut terminal =
            avt::Terminal::with_scrollback(columns, usize::from(ROWS), Some(KEPT_LINES)).unwrap();
        // In a terminal that is in use, the cursor is in the last row.
        terminal.feed("\n".repeat(usize::from(ROWS)).as_str());
        let shown = Shown { terminal, output: String::new(), has_ended: false };
        let shown = Arc::new(Shared { shown: Mutex::new(shown), changed: Condvar::new() });
        let device = File::from(device);
        thread::spawn({
            let (device, shown) = (device.try_clone().unwrap(), shown.clone());
            move || read(device, &shown)
        });
        Self { child, keyboard: device, shown }
    }

    /// Waits until the output contains a text.
    #[track_caller]
    pub(crate) fn until(&self, text: &str) {
        self.until_shown(text, |shown| shown.output.contains(text));
    }

    /// Waits until a row of the screen is accepted.
    #[track_caller]
    pub(crate) fn until_row(&self, is_wanted: impl Fn(&str) -> bool) {
        self.until_shown("row", |shown| shown.rows().iter().any(|row| is_wanted(row)));
    }

    /// Waits until the program writes again.
    #[track_caller]
    pub(crate) fn until_written(&self) {
        let before = self.shown().output.len();
        self.until_shown("output", |shown| shown.output.len() > before);
    }

    #[track_caller]
    fn until_shown(&self, wanted: &str, is_shown: impl Fn(&Shown) -> bool) {
        let end = Instant::now() + LIMIT;
        let mut shown = self.shown();
        while !is_shown(&shown) {
            let left = end.saturating_duration_since(Instant::now());
            assert!(!left.is_zero() && !shown.has_ended, "no {wanted:?} in {:#?}", shown.rows());
            shown = self.shown.changed.wait_timeout(shown, left).unwrap().0;
        }
    }

    /// Waits until the program has closed the terminal.
    pub(crate) fn until_end(&self) {
        drop(self.shown.changed.wait_while(self.shown(), |shown| !shown.has_ended).unwrap());
    }

    /// Returns everything that the program has written so far.
    pub(crate) fn output(&self) -> String {
        self.shown().output.clone()
    }

    /// Returns the rows that are not empty, without colours.
    pub(crate) fn rows(&self) -> Vec<String> {
        self.shown().rows()
    }

    /// Changes the width, as a person who drags the edge of the window does.
    pub(crate) fn resize(&self, columns: u16) {
        let mut shown = self.shown();
        set_size(&self.keyboard, columns);
        shown.terminal.resize(columns.into(), ROWS.into());
        drop(shown);
        // The kernel sends it only to the processes of a session that the terminal controls.
        self.send("WINCH");
    }

    /// Sends a signal, named without `SIG`.
    pub(crate) fn send(&self, signal: &str) {
        let arguments = [format!("-{signal}"), self.child.id().to_string()];
        assert!(Command::new("kill").args(arguments).status().unwrap().success());
    }

    /// Waits for the last output, and returns the most memory that the program has used, in KiB.
    pub(crate) fn peak_memory_kib(&self) -> u64 {
        let (mut peak, mut shown) = (0, self.shown());
        while !shown.has_ended {
            shown = self.shown.changed.wait(shown).unwrap();
            peak = peak.max(peak_memory_kib(self.child.id()).unwrap_or_default());
        }
        peak
    }

    /// Waits for the end, and returns the exit code and the rows that are not empty.
    pub(crate) fn end(mut self) -> (Option<i32>, Vec<String>) {
        let code = self.child.wait().unwrap().code();
        self.until_end();
        (code, self.rows())
    }

    fn shown(&self) -> MutexGuard<'_, Shown> {
        self.shown.shown.lock().unwrap()
    }
}

impl Shown {
    fn rows(&self) -> Vec<String> {
        let rows = self.terminal.screen().all_lines().map(|row| row.text().trim_end().to_owned());
        rows.filter(|row| !row.is_empty()).collect()
    }
}

fn set_size(device: impl std::os::fd::AsFd, columns: u16) {
    let size = Winsize { ws_row: ROWS, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
    tcsetwinsize(device, size).unwrap();
}

/// Shows the output of the program until its end.
fn read(mut device: File, shared: &Shared) {
    let (mut buffer, mut pending) = ([0; 4096], Vec::new());
    // Linux reports the end of a terminal as an error.
    while let Ok(count @ 1..) = device.read(&mut buffer) {
        pending.extend_from_slice(&buffer[..count]);
        let complete = match str::from_utf8(&pending) {
            Ok(text) => text.len(),
            // A character goes on in the next piece.
            Err(error) => error.valid_up_to(),
        };
        let text: Vec<u8> = pending.drain(..complete).collect();
        let text = String::from_utf8(text).unwrap();
        let mut shown = shared.shown.lock().unwrap();
        shown.terminal.feed(text.as_str());
        shown.output.push_str(&text);
        shared.changed.notify_all();
    }
    shared.shown.lock().unwrap().has_ended = true;
    shared.changed.notify_all();
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // The process may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
