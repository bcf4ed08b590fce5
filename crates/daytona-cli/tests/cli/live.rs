//! The live display, in a pseudo-terminal.

use std::fs::File;
use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use daytona_testkit::{
    BuildLog, BuildOutcome, Emulator, EmulatorBuilder, Fault, Route, SeedSnapshot,
};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

use crate::home::Home;

/// The longest wait for a text on the screen.
const LIMIT: Duration = Duration::from_secs(60);

/// A program whose standard streams are a terminal.
struct Terminal {
    child: Child,
    output: Receiver<Vec<u8>>,
    seen: String,
    keyboard: File,
    columns: usize,
}

impl Terminal {
    fn start(mut command: Command, columns: u16) -> Self {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        let size = Winsize { ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&master, size).unwrap();
        let name = ptsname(&master, Vec::new()).unwrap().into_string().unwrap();
        let open = || File::options().read(true).write(true).open(&name).unwrap();
        if !command.get_envs().any(|(name, _)| name == "TERM") {
            command.env("TERM", "xterm");
        }
        command.stdin(open()).stdout(open()).stderr(Stdio::from(open()));
        let child = command.spawn().unwrap();
        let (sender, output) = channel();
        let mut reader = File::from(master);
        let keyboard = reader.try_clone().unwrap();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            // Linux reports the end of a terminal as an error.
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if sender.send(buffer[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        Self { child, output, seen: String::new(), keyboard, columns: columns.into() }
    }

    /// Reads until the output contains a text.
    #[track_caller]
    fn until(&mut self, text: &str) {
        let end = Instant::now() + LIMIT;
        while !self.seen.contains(text) {
            let left = end.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(bytes) => self.seen.push_str(&String::from_utf8_lossy(&bytes)),
                Err(_) => panic!("no {text:?} in {:?}", self.seen),
            }
        }
    }

    fn interrupt(&self) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    }

    /// Waits for the end, and returns the exit code and the lines of the screen that are not empty.
    fn end(mut self) -> (Option<i32>, Vec<String>) {
        let code = self.child.wait().unwrap().code();
        while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(200)) {
            self.seen.push_str(&String::from_utf8_lossy(&bytes));
        }
        (code, screen(&self.seen, self.columns))
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // The process may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Interprets the sequences that the display uses. Returns the lines that are not empty, without
/// colours.
fn screen(output: &str, columns: usize) -> Vec<String> {
    let (mut lines, mut row, mut column) = (vec![Vec::<char>::new()], 0_usize, 0_usize);
    let mut characters = output.chars();
    while let Some(character) = characters.next() {
        match character {
            '\r' => column = 0,
            '\n' => (row, column) = (row + 1, 0),
            '\u{1b}' => {
                let mut amount = String::new();
                let command = loop {
                    match characters.next() {
                        Some(c) if c.is_ascii_alphabetic() => break c,
                        Some('[') => {}
                        Some(c) => amount.push(c),
                        None => break ' ',
                    }
                };
                let amount = amount.parse().unwrap_or(1);
                match command {
                    'A' => row = row.saturating_sub(amount),
                    'B' => row += amount,
                    'K' => lines[row].clear(),
                    _ => {}
                }
            }
            character => {
                // A terminal wraps once a character follows a full line.
                if column == columns {
                    (row, column) = (row + 1, 0);
                }
                lines.resize(lines.len().max(row + 1), Vec::new());
                let line = &mut lines[row];
                line.resize(line.len().max(column + 1), ' ');
                line[column] = character;
                column += 1;
            }
        }
        lines.resize(lines.len().max(row + 1), Vec::new());
    }
    let texts = lines.into_iter().map(|line| line.into_iter().collect::<String>());
    texts.map(|line| line.trim_end().to_owned()).filter(|line| !line.is_empty()).collect()
}

/// Returns `true` if a line begins with a spinner.
fn has_status(screen: &[String]) -> bool {
    let is_status = |line: &String| ["- ", "\\ ", "| ", "/ "].iter().any(|s| line.starts_with(s));
    screen.iter().any(is_status)
}

async fn start(builder: EmulatorBuilder) -> (Home, Emulator) {
    let home = Home::new();
    home.write_app();
    (home, builder.start().await.unwrap())
}

fn command(home: &Home, server: &Emulator, line: &str) -> Command {
    home.command_against(server.api_url(), server.api_key(), line)
}

#[tokio::test(flavor = "multi_thread")]
async fn finished_display_leaves_steps_and_one_line_at_every_width() {
    for columns in [40, 80, 200] {
        let log = BuildLog::new(
            "#1 [1/2] FROM alpine:3.20\n#1 CACHED\n#2 [2/2] RUN make\n#2 0.1 compiling\n#2 DONE 0.2s\n",
        );
        let builder = Emulator::builder().build_time(Duration::from_millis(1500));
        let (home, server) = start(builder.build_log("demo", log)).await;
        let mut terminal = Terminal::start(command(&home, &server, "create demo ."), columns);
        terminal.until("demo: ");
        let (code, screen) = terminal.end();
        assert_eq!(code, Some(0), "{screen:#?}");
        let text = screen.join("\n");
        for wanted in ["=> [1/2] FROM alpine:3.20  cached", "=> [2/2] RUN make", "): active"] {
            assert!(text.contains(wanted), "{columns}: no {wanted:?} in\n{text}");
        }
        assert!(!text.contains("compiling"), "output of a finished step is folded:\n{text}");
        assert!(!has_status(&screen), "the status is removed:\n{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn traces_stay_above_the_live_display() {
    let builder = Emulator::builder().build_time(Duration::from_millis(500));
    let (home, server) = start(builder).await;
    let line = "create demo . --verbose";
    let mut terminal = Terminal::start(command(&home, &server, line), 200);
    terminal.until("demo: ");
    let (code, screen) = terminal.end();
    let text = screen.join("\n");
    assert_eq!(code, Some(0), "{text}");
    assert!(text.contains("DEBUG") && text.contains("daytona_api"), "{text}");
    assert!(text.contains("): active") && !has_status(&screen), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn interruption_at_each_stage_removes_the_display() {
    let upload = Fault::on(Route::PutObject).delay(Duration::from_secs(3600));
    let create = Fault::on(Route::CreateSnapshot).delay(Duration::from_secs(3600));
    for (fault, until, message) in [
        (Some(upload), "uploading: ", "no snapshot was created"),
        (Some(create), "build context: 2 files", "is unknown"),
        (None, "demo: ", "the server continues its work"),
    ] {
        let builder = Emulator::builder().build_outcome("demo", BuildOutcome::Endless);
        let (home, server) = start(builder).await;
        if let Some(fault) = fault {
            server.inject(fault);
        }
        let mut terminal = Terminal::start(command(&home, &server, "create demo ."), 80);
        terminal.until(until);
        terminal.interrupt();
        let (code, screen) = terminal.end();
        assert_eq!(code, Some(130), "{screen:#?}");
        let text = screen.join("\n");
        assert!(text.contains(message), "{text}");
        assert!(!has_status(&screen) && !text.contains("uploading: "), "{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn deletion_asks_on_a_terminal() {
    use std::io::Write;

    let seed = SeedSnapshot::new("demo", "alpine:3.20");
    let (home, server) = start(Emulator::builder().seed(seed)).await;
    for (answer, code) in [("n\n", 1), ("y\n", 0)] {
        let mut terminal = Terminal::start(command(&home, &server, "delete demo"), 80);
        terminal.until("delete snapshot `demo`? [y/N] ");
        terminal.keyboard.write_all(answer.as_bytes()).unwrap();
        let (found, screen) = terminal.end();
        assert_eq!(found, Some(code), "{screen:#?}");
    }
    let terminal = Terminal::start(command(&home, &server, "delete demo --yes"), 80);
    assert!(!terminal.end().1.join("\n").contains("[y/N]"));
}

#[tokio::test(flavor = "multi_thread")]
async fn dumb_terminals_and_ci_get_lines() {
    for (name, value) in [("TERM", "dumb"), ("CI", "true")] {
        let (home, server) = start(Emulator::builder()).await;
        let mut command = command(&home, &server, "create demo . --format json");
        command.env(name, value);
        let mut terminal = Terminal::start(command, 80);
        terminal.until("\"state\": \"active\"");
        assert!(!terminal.seen.contains("\u{1b}[2K"), "{name}: {:?}", terminal.seen);
        assert!(terminal.seen.contains("build context: 2 files"), "{:?}", terminal.seen);
    }
}
