//! The program while it runs.

use std::fs::{self, OpenOptions};
use std::io::{self, BufRead, BufReader, PipeReader, PipeWriter, Read, Write};
use std::os::fd::AsFd;
use std::process::{Child, Command};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use crate::home::Run;

/// A process whose output the test reads as it comes. Killed when dropped, so that a failed test
/// leaves nothing behind.
pub(crate) struct Running {
    child: Child,
    pub(crate) stdout: BufReader<PipeReader>,
    pub(crate) stderr: BufReader<PipeReader>,
}

impl Running {
    pub(crate) fn start(mut command: Command) -> Self {
        let (stdout, out) = io::pipe().unwrap();
        let (stderr, err) = io::pipe().unwrap();
        let child = command.stdout(out).stderr(err).spawn().unwrap();
        Self { child, stdout: BufReader::new(stdout), stderr: BufReader::new(stderr) }
    }

    /// Starts with both streams in one pipe, which is read as standard output.
    pub(crate) fn start_with_one_pipe(mut command: Command) -> Self {
        let (stdout, both) = io::pipe().unwrap();
        let (stderr, _) = io::pipe().unwrap();
        let child = command.stdout(both.try_clone().unwrap()).stderr(both).spawn().unwrap();
        Self { child, stdout: BufReader::new(stdout), stderr: BufReader::new(stderr) }
    }

    /// Starts with full pipes as these descriptors, and waits until the program writes.
    pub(crate) fn start_blocked(mut command: Command, descriptors: &[u32]) -> Self {
        let (stdout, out) = io::pipe().unwrap();
        let (stderr, err) = io::pipe().unwrap();
        for (descriptor, pipe) in [(1, &out), (2, &err)] {
            if descriptors.contains(&descriptor) {
                fill(pipe);
            }
        }
        let child = command.stdout(out).stderr(err).spawn().unwrap();
        let running =
            Self { child, stdout: BufReader::new(stdout), stderr: BufReader::new(stderr) };
        let end = Instant::now() + Duration::from_secs(60);
        while !running.has_output_thread() {
            assert!(Instant::now() < end, "nothing is written");
            thread::yield_now();
        }
        running
    }

    fn has_output_thread(&self) -> bool {
        let tasks = fs::read_dir(format!("/proc/{}/task", self.id())).unwrap();
        // A thread may end while the folder is read.
        let mut names =
            tasks.flatten().filter_map(|task| fs::read_to_string(task.path().join("comm")).ok());
        names.any(|name| name == "output\n")
    }

    /// Reads the next line of standard output.
    pub(crate) fn stdout_line(&mut self) -> String {
        let mut line = String::new();
        self.stdout.read_line(&mut line).unwrap();
        line
    }

    /// Reads standard error up to a line that contains this.
    #[track_caller]
    pub(crate) fn stderr_until(&mut self, text: &str) {
        let mut read = String::new();
        while self.stderr.read_line(&mut read).unwrap() > 0 {
            if read.contains(text) {
                return;
            }
        }
        panic!("ended without {text:?}: {read}");
    }

    /// Waits until the pipe of standard output is so full that a write to it blocks.
    pub(crate) fn wait_until_stdout_blocks(&self) {
        self.wait_until_blocked(1);
    }

    /// Waits until the pipe of standard error is so full that a write to it blocks.
    pub(crate) fn wait_until_stderr_blocks(&self) {
        self.wait_until_blocked(2);
    }

    fn wait_until_blocked(&self, descriptor: u32) {
        // How many bytes a pipe holds depends on the sizes of the writes: the system is asked.
        let pipe = format!("/proc/{}/fd/{descriptor}", self.id());
        let pipe = OpenOptions::new().write(true).open(pipe).unwrap();
        let end = Instant::now() + Duration::from_secs(60);
        while is_writable(&pipe) {
            assert!(Instant::now() < end, "the pipe is not filled");
            thread::yield_now();
        }
    }

    /// Returns the id of the process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends a signal, by its name without `SIG`.
    pub(crate) fn send(&self, signal: &str) {
        let arguments = [format!("-{signal}"), self.child.id().to_string()];
        assert!(Command::new("kill").args(arguments).status().unwrap().success());
    }

    /// Waits for the end without reading anything more, and then returns what is left to read. A
    /// process that does not end is killed after a minute.
    pub(crate) fn end_unread(mut self) -> Run {
        let id = self.child.id().to_string();
        let (ended, end) = mpsc::channel::<()>();
        let killer = thread::spawn(move || {
            if end.recv_timeout(Duration::from_secs(60)) == Err(RecvTimeoutError::Timeout) {
                let _ = Command::new("kill").args(["-KILL", &id]).status();
            }
        });
        self.child.wait().unwrap();
        drop(ended);
        killer.join().unwrap();
        self.end()
    }

    /// Waits for the end, and returns what has not been read yet.
    pub(crate) fn end(mut self) -> Run {
        let (mut stdout, mut stderr) = (String::new(), String::new());
        self.stdout.read_to_string(&mut stdout).unwrap();
        self.stderr.read_to_string(&mut stderr).unwrap();
        Run { code: self.child.wait().unwrap().code(), stdout, stderr }
    }
}

fn is_writable(pipe: impl AsFd) -> bool {
    let mut polled = [PollFd::new(&pipe, PollFlags::OUT)];
    poll(&mut polled, Some(&Timespec::default())).unwrap() > 0
}

/// Writes to a pipe until a write would block.
fn fill(mut pipe: &PipeWriter) {
    while is_writable(pipe) {
        // A pipe that is writable takes a page without blocking.
        pipe.write_all(&[b'\n'; 4096]).unwrap();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
