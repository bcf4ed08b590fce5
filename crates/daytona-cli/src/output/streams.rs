//! The two standard streams, each written by a thread of its own: where a reader stops reading, a
//! thread blocks that nothing else waits for.

use std::collections::VecDeque;
use std::io::{self, Write};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::thread;

use super::shown::Shown;

/// No more than this many bytes wait to be written before the work that writes more is paused.
const ROOM_BYTES: usize = 256 * 1024;

/// The streams of this process.
pub(super) static STREAMS: Streams = Streams {
    queue: Mutex::new(Queue {
        texts: VecDeque::new(),
        bytes: 0,
        out: Stream::IDLE,
        err: Stream::IDLE,
        urgent: false,
        failure: None,
        task: None,
    }),
    changed: Condvar::new(),
};

/// Which stream a text is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Out,
    Err,
}

/// What waits to be written, in the order in which it was given.
pub(super) struct Streams {
    queue: Mutex<Queue>,
    /// Notified when there is something to write, and when it is written.
    changed: Condvar,
}

struct Queue {
    texts: VecDeque<(Target, Shown)>,
    /// The size of `texts`.
    bytes: usize,
    out: Stream,
    err: Stream,
    /// The streams no longer wait for each other.
    urgent: bool,
    /// Why standard output cannot be written, until somebody takes it.
    failure: Option<io::Error>,
    /// The task that looks at the queue.
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
    /// Adds a text, which is written as soon as all before it is.
    pub(super) fn write(&'static self, target: Target, text: Shown) {
        let mut queue = self.lock();
        if queue.stream(target).has_failed {
            return;
        }
        queue.bytes += text.as_str().len();
        queue.texts.push_back((target, text));
        if !queue.stream(target).has_thread {
            queue.stream(target).has_thread = true;
            let thread = thread::Builder::new().name("output".to_owned());
            if let Err(error) = thread.spawn(move || self.serve(target)) {
                queue.fail(target, error);
            }
        }
        self.changed.notify_all();
    }

    /// Lets each stream go on by itself: where one is blocked, the other still says why the
    /// program ends.
    pub(super) fn hurry(&self) {
        self.lock().urgent = true;
        self.changed.notify_all();
    }

    /// Returns `true` once [`hurry`](Self::hurry) was called.
    pub(super) fn is_hurried(&self) -> bool {
        self.lock().urgent
    }

    /// Becomes ready once so little waits to be written that more may be added.
    pub(super) fn poll_room(&self, context: &Context<'_>) -> Poll<()> {
        self.poll(context, |queue| (queue.bytes < ROOM_BYTES).then_some(()))
    }

    /// Becomes ready when standard output cannot be written.
    pub(super) fn poll_failure(&self, context: &Context<'_>) -> Poll<io::Error> {
        self.poll(context, |queue| queue.failure.take())
    }

    /// Becomes ready once everything is written.
    pub(super) fn poll_written(&self, context: &Context<'_>) -> Poll<()> {
        self.poll(context, |queue| queue.is_empty().then_some(()))
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

    /// Writes the texts of one stream as long as the process lives.
    fn serve(&self, target: Target) {
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
    /// Takes the next text of a stream, if it is its turn.
    fn next(&mut self, target: Target) -> Option<Shown> {
        let position = if self.urgent {
            self.texts.iter().position(|(of, _)| *of == target)?
        } else {
            let is_first = self.texts.front()?.0 == target;
            (is_first && !self.out.is_writing && !self.err.is_writing).then_some(0)?
        };
        let (_, text) = self.texts.remove(position)?;
        self.bytes -= text.as_str().len();
        Some(text)
    }

    /// Gives a stream up that cannot be written.
    fn fail(&mut self, target: Target, error: io::Error) {
        self.stream(target).has_failed = true;
        if target == Target::Out {
            self.failure = Some(error);
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
    fn write(self, text: &Shown) -> io::Result<()> {
        fn all(mut stream: impl Write, text: &Shown) -> io::Result<()> {
            stream.write_all(text.as_str().as_bytes())?;
            stream.flush()
        }
        match self {
            Self::Out => all(io::stdout().lock(), text),
            Self::Err => all(io::stderr().lock(), text),
        }
    }
}
