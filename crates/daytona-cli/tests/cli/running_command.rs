//! A run of the program that the test observes and signals.

use std::fs::{self, OpenOptions};
use std::io::{self, BufRead, BufReader, PipeReader, PipeWriter, Read, Write};
use std::os::fd::AsFd;
use std::process::{Child, Command};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use crate::home::Run;

/// A running program. The test reads its output incrementally. Dropping it kills the process, so
/// that a failed test leaves no process behind.
pub(crate) struct RunningCommand {
    child: Child,
    pub(crate) stdout: BufReader<PipeReader>,
    pub(crate) stderr: BufReader<PipeReader>,
}

impl RunningCommand {
    /// Starts the program.
    pub(crate) fn start(mut command: Command) -> Self {
        let (stdout, out) = io::pipe().unwrap();
        let (stderr, err) = io::pipe().unwrap();
        let child = command.stdout(out).stderr(err).spawn().unwrap();
        Self { child, stdout: BufReader::new(stdout), stderr: BufReader::new(stderr) }
    }

    /// Starts the program with both streams in one pipe, read as standard output.
    pub(crate) fn start_with_one_pipe(mut command: Command) -> Self {
        let (stdout, both) = io::pipe().unwrap();
        let (stderr, _) = io::pipe().unwrap();
        let child = command.stdout(both.try_clone().unwrap()).stderr(both).spawn().unwrap();
        Self { child, stdout: BufReader::new(stdout), stderr: BufReader::new(stderr) }
    }

    /// Starts the program with full pipes as these descriptors, and waits until it writes.
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
            assert!(Instant::now() < end, "the program does not write");
            thread::yield_now();
        }
        running
    }

    fn has_output_thread(&self) -> bool {
        let tasks = fs::read_dir(format!("/proc/{}/task", self.id())).unwrap();
        // A thread may end while the folder is read, so that its name cannot be read.
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

    /// Reads standard error up to a line that contains `text`.
    #[track_caller]
    pub(crate) fn stderr_until(&mut self, text: &str) {
        let mut read = String::new();
        while self.stderr.read_line(&mut read).unwrap() > 0 {
            if read.contains(text) {
                return;
            }
        }
        panic!("standard error ended without {text:?}: {read}");
    }

    /// Waits until a write to standard output blocks.
    pub(crate) fn wait_until_stdout_blocks(&self) {
        self.wait_until_blocked(1);
    }

    /// Waits until a write to standard error blocks.
    pub(crate) fn wait_until_stderr_blocks(&self) {
        self.wait_until_blocked(2);
    }

    fn wait_until_blocked(&self, descriptor: u32) {
        // The capacity of a pipe depends on the sizes of the writes, so ask the kernel.
        let pipe = format!("/proc/{}/fd/{descriptor}", self.id());
        let pipe = OpenOptions::new().write(true).open(pipe).unwrap();
        let end = Instant::now() + Duration::from_secs(60);
        while is_writable(&pipe) {
            assert!(Instant::now() < end, "the pipe does not fill");
            thread::yield_now();
        }
    }

    /// Returns the id of the process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends a signal, named without `SIG`.
    pub(crate) fn send(&self, signal: &str) {
        let arguments = [format!("-{signal}"), self.child.id().to_string()];
        assert!(Command::new("kill").args(arguments).status().unwrap().success());
    }

    /// Waits for the end of the process without reading, then returns the unread output. Kills the
    /// process after a minute.
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

    /// Waits for the end of the process, and returns the unread output.
    pub(crate) fn end(mut self) -> Run {
        let (mut stdout, mut stderr) = (String::new(), String::new());
        self.stdout.read_to_string(&mut stdout).unwrap();
        self.stderr.read_to_string(&mut stderr).unwrap();
        Run { code: self.child.wait().unwrap().code(), stdout, stderr }
    }
}

/// Returns the most memory that a process has used so far, in KiB. A process that has ended has none.
pub(crate) fn peak_memory_kib(id: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}

fn is_writable(pipe: impl AsFd) -> bool {
    let mut polled = [PollFd::new(&pipe, PollFlags::OUT)];
    poll(&mut polled, Some(&Timespec::default())).unwrap() > 0
}

/// Writes to a pipe until a write would block.
fn fill(mut pipe: &PipeWriter) {
    while is_writable(pipe) {
        // A writable pipe accepts a page without blocking.
        pipe.write_all(&[b'\n'; 4096]).unwrap();
    }
}

impl Drop for RunningCommand {
    fn drop(&mut self) {
        // The process may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
