//! A sequence of commands, and what a person sees of them.

use std::fs::File;
use std::path::Path;

use daytona_testkit::Emulator;
use regex::Regex;
use snapbox::assert::DEFAULT_ACTION_ENV;
use snapbox::{Assert, Data, Redactions};

use crate::home::Home;
use crate::running_command::RunningCommand;

/// The folder of the recorded screens.
pub(super) const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cli/screens");
/// The start of each line that shows a command.
pub(super) const PROMPT: &str = "$ daytona-snapshot";

/// Commands in one home directory. Standard output and standard error are shown as they interleave.
pub(super) struct Session {
    home: Home,
    /// The options before each verb.
    options: &'static str,
    /// The URL and the key of the API.
    server: Option<(String, String)>,
    screen: String,
}

impl Session {
    /// Creates a session without a server and without credentials.
    pub(super) fn offline() -> Self {
        let home = Home::new();
        home.write_app();
        Self { home, options: "", server: None, screen: String::new() }
    }

    /// Creates a session with `--local`, in a new state folder.
    pub(super) fn local() -> Self {
        Self { options: "--local ", ..Self::offline() }
    }

    /// Creates a session with the credentials of an emulator.
    pub(super) fn against(server: &Emulator) -> Self {
        Self::with_credentials(server.api_url(), server.api_key())
    }

    /// Creates a session with these credentials.
    pub(super) fn with_credentials(api_url: &str, api_key: &str) -> Self {
        Self { server: Some((api_url.to_owned(), api_key.to_owned())), ..Self::offline() }
    }

    /// Writes a file in the home directory.
    pub(super) fn write(&self, path: &str, content: &str) {
        self.home.write(path, content);
    }

    /// Returns the home directory.
    pub(super) fn home(&self) -> &Path {
        self.home.path()
    }

    /// Runs a command to its end. `< FILE` at the end of the line is its standard input.
    pub(super) fn run(&mut self, line: &str) {
        let running = self.start(line);
        self.show(line, running.end());
    }

    /// Runs lines one after the other.
    pub(super) fn run_all<'l>(&mut self, lines: impl IntoIterator<Item = &'l str>) {
        for line in lines {
            self.run(line);
        }
    }

    /// Runs a command without showing it.
    pub(super) fn prepare(&mut self, line: &str) {
        let run = self.start(line).end();
        assert_eq!(run.code, Some(0), "{line}: {run:?}");
    }

    /// Runs a command until it has written `text`, sends it a signal, and waits for its end.
    pub(super) fn interrupt(&mut self, line: &str, text: &str, signal: &str) {
        let mut running = self.start(line);
        let mut seen = String::new();
        while !seen.contains(text) {
            let next = running.stdout_line();
            assert!(!next.is_empty(), "{line}: no {text:?} in {seen}");
            seen.push_str(&next);
        }
        running.send(signal);
        let mut run = running.end();
        run.stdout.insert_str(0, &seen);
        self.show(line, run);
    }

    fn start(&self, line: &str) -> RunningCommand {
        let (line, input) = match line.split_once(" < ") {
            Some((line, file)) => (line, Some(file)),
            None => (line, None),
        };
        let words = shlex::split(&format!("{}{line}", self.options)).unwrap();
        let mut command = match &self.server {
            Some((api_url, api_key)) => self.home.command_against(api_url, api_key, ""),
            None => self.home.command(""),
        };
        command.args(words).env("COLUMNS", "80");
        if let Some(file) = input {
            command.stdin(File::open(self.home.path().join(file)).unwrap());
        }
        RunningCommand::start_with_one_pipe(command)
    }

    fn show(&mut self, line: &str, run: crate::home::Run) {
        if !self.screen.is_empty() {
            self.screen.push('\n');
        }
        let line = format!("{PROMPT} {}{line}", self.options);
        self.screen.push_str(&format!("{}\n", line.trim_end()));
        // The feed opens before or after other events.
        let is_timed = |line: &&str| line.starts_with(r#"{"event":"watching""#);
        self.screen.extend(run.stdout.split_inclusive('\n').filter(|line| !is_timed(line)));
        if !self.screen.ends_with('\n') {
            self.screen.push('\n');
        }
        match run.code {
            Some(0) => {}
            Some(code) => self.screen.push_str(&format!("(exit code {code})\n")),
            None => panic!("{line}: no exit code: {}", run.stdout),
        }
    }

    /// Asserts that the screen is the recorded one. `SNAPSHOTS=overwrite` records it.
    #[track_caller]
    pub(super) fn matches(self, name: &str) {
        let file = Path::new(FOLDER).join(format!("{name}.txt"));
        Assert::new()
            .action_env(DEFAULT_ACTION_ENV)
            .normalize_paths(false)
            .redact_with(redactions(self.home.path()))
            .eq(self.screen, Data::read_from(&file, Some(snapbox::data::DataFormat::Text)));
    }
}

/// Returns the parts of a screen that differ from run to run, with their names.
fn redactions(home: &Path) -> Redactions {
    let mut redactions = Redactions::new();
    redactions.insert("[HOME]", home.to_path_buf()).unwrap();
    for (name, pattern) in [
        ("[ID]", "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"),
        ("[HASH]", "[^0-9a-f](?<redacted>[0-9a-f]{32}|[0-9a-f]{64})[^0-9a-f]"),
        ("[KEY]", "dtn_(?<redacted>[0-9a-f]{8,})"),
        ("[PORT]", "127\\.0\\.0\\.1:(?<redacted>[0-9]+)"),
        ("[TIMESTAMP]", "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z"),
        ("[TIME]", "(, in|is in) (?<redacted>([0-9]+ min )?[0-9.]+ s)"),
        ("[AGE]", " (?<redacted>[0-9]+s) +(\\[ID\\]|[0-9a-f]{8}-)"),
        ("[PAUSE]", "\"pause_seconds\":(?<redacted>[0-9.]+)"),
        ("[VERSION]", "daytona-snapshot (?<redacted>[0-9]+\\.[0-9]+\\.[0-9]+)"),
    ] {
        redactions.insert(name, Regex::new(pattern).unwrap()).unwrap();
    }
    redactions
}
