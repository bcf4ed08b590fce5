//! The two standard streams. Each has its own thread, so that a reader that stops reading blocks
//! only that thread.

use std::collections::VecDeque;
use std::io::{self, Write};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::thread;

use super::terminal_text::TerminalText;

/// The size of the queue from which on a verb is paused.
const MAX_QUEUED_BYTES: usize = 256 * 1024;

/// The streams of this process.
pub(super) static STREAMS: Streams = Streams {
    queue: Mutex::new(Queue {
        texts: VecDeque::new(),
        bytes: 0,
        out: Stream::IDLE,
        err: Stream::IDLE,
        is_shutting_down: false,
        error: None,
        task: None,
    }),
    changed: Condvar::new(),
};

/// One of the two standard streams.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Out,
    Err,
}

/// The queue of texts to write, and its threads.
pub(super) struct Streams {
    queue: Mutex<Queue>,
    /// Notified when a text is added, and when one is written.
    changed: Condvar,
}

struct Queue {
    texts: VecDeque<(Target, TerminalText)>,
    /// The total size of `texts`.
    bytes: usize,
    out: Stream,
    err: Stream,
    /// If set, the streams no longer wait for each other.
    is_shutting_down: bool,
    /// The error of standard output, until it is taken.
    error: Option<io::Error>,
    /// The task to wake when the queue changes.
    task: Option<Waker>,
}

#[derive(Clone, Copy)]
struct Stream {
    has_thread: bool,
    is_writing: bool,
    has_failed: bool,
}

impl Stream {
    const IDLE: Self = Self { has_thread: false, is_writing: false, has_failed: false };
}

impl Streams {
    /// Adds a text. It is written after all earlier ones.
    pub(super) fn write(&'static self, target: Target, text: TerminalText) {
        let mut queue = self.lock();
        if queue.stream(target).has_failed {
            return;
        }
        queue.bytes += text.as_str().len();
        queue.texts.push_back((target, text));
        if !queue.stream(target).has_thread {
            queue.stream(target).has_thread = true;
            let thread = thread::Builder::new().name("output".to_owned());
            if let Err(error) = thread.spawn(move || self.run_writer(target)) {
                queue.fail(target, error);
            }
        }
        self.changed.notify_all();
    }

    /// Lets each stream write on its own: if standard output is blocked, standard error can still
    /// report why the program ends.
    pub(super) fn begin_shutdown(&self) {
        self.lock().is_shutting_down = true;
        self.changed.notify_all();
    }

    /// Returns `true` after [`begin_shutdown`](Self::begin_shutdown).
    pub(super) fn is_shutting_down(&self) -> bool {
        self.lock().is_shutting_down
    }

    /// Returns ready if the queue is small enough for more output.
    pub(super) fn poll_capacity(&self, context: &Context<'_>) -> Poll<()> {
        self.poll(context, |queue| (queue.bytes < MAX_QUEUED_BYTES).then_some(()))
    }

    /// Returns the error of writing to standard output.
    pub(super) fn poll_error(&self, context: &Context<'_>) -> Poll<io::Error> {
        self.poll(context, |queue| queue.error.take())
    }

    /// Returns ready if everything is written.
    pub(super) fn poll_written(&self, context: &Context<'_>) -> Poll<()> {
        self.poll(context, |queue| queue.is_empty().then_some(()))
    }

    /// Returns `true` if everything is written.
    pub(super) fn is_written(&self) -> bool {
        self.lock().is_empty()
    }

    /// Blocks until everything is written.
    pub(super) fn wait_until_written(&self) {
        let mut queue = self.lock();
        while !queue.is_empty() {
            queue = self.changed.wait(queue).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn poll<T>(
        &self,
        context: &Context<'_>,
        ready: impl FnOnce(&mut Queue) -> Option<T>,
    ) -> Poll<T> {
        let mut queue = self.lock();
        match ready(&mut queue) {
            Some(value) => Poll::Ready(value),
            None => {
                queue.task = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }

    /// Writes the texts of one stream until the process ends.
    fn run_writer(&self, target: Target) {
        let mut queue = self.lock();
        loop {
            let Some(text) = queue.next(target) else {
                queue = self.changed.wait(queue).unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            queue.stream(target).is_writing = true;
            drop(queue);
            let outcome = target.write(&text);
            queue = self.lock();
            queue.stream(target).is_writing = false;
            if let Err(error) = outcome {
                queue.fail(target, error);
            }
            if let Some(task) = queue.task.take() {
                task.wake();
            }
            self.changed.notify_all();
        }
    }

    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Queue {
    /// Takes the next text of a stream, if its turn has come.
    fn next(&mut self, target: Target) -> Option<TerminalText> {
        let position = if self.is_shutting_down {
            self.texts.iter().position(|(of, _)| *of == target)?
        } else {
            let is_first = self.texts.front()?.0 == target;
            (is_first && !self.out.is_writing && !self.err.is_writing).then_some(0)?
        };
        let (_, text) = self.texts.remove(position)?;
        self.bytes -= text.as_str().len();
        Some(text)
    }

    /// Marks a stream as failed, and drops its texts.
    fn fail(&mut self, target: Target, error: io::Error) {
        self.stream(target).has_failed = true;
        if target == Target::Out {
            self.error = Some(error);
        }
        self.texts.retain(|(of, _)| *of != target);
        self.bytes = self.texts.iter().map(|(_, text)| text.as_str().len()).sum();
    }

    fn is_empty(&self) -> bool {
        self.texts.is_empty() && !self.out.is_writing && !self.err.is_writing
    }

    fn stream(&mut self, target: Target) -> &mut Stream {
        match target {
            Target::Out => &mut self.out,
            Target::Err => &mut self.err,
        }
    }
}

impl Target {
    fn write(self, text: &TerminalText) -> io::Result<()> {
        fn all(mut stream: impl Write, text: &TerminalText) -> io::Result<()> {
            stream.write_all(text.as_str().as_bytes())?;
            stream.flush()
        }
        match self {
            Self::Out => all(io::stdout().lock(), text),
            Self::Err => all(io::stderr().lock(), text),
        }
    }
}
