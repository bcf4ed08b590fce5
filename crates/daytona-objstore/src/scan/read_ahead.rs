//! Tasks that threads run ahead of the walk.
//!
//! Reading metadata is most of the cost of a scan of an unchanged tree. The walk itself stays on one
//! thread and in a fixed order, so that it always reports the same one of several errors.

use std::num::NonZero;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use crate::threads::lock;

/// The maximum number of threads. More threads wait for each other in the kernel.
const MAX_THREADS: usize = 8;

/// The maximum number of outputs that the walk has not taken. It bounds their memory.
const MAX_OUTPUTS: usize = 64;

/// A task for any thread.
pub(super) trait Task: Send {
    /// A value that a thread reuses for all its tasks.
    type Scratch: Default;
    type Output: Send;

    fn run(self, scratch: &mut Self::Scratch) -> Self::Output;
}

/// The identity of a submitted task.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TaskId(usize);

/// Runs tasks in the order in which the walk will probably take their outputs.
pub(super) struct ReadAhead<T: Task> {
    state: Mutex<State<T>>,
    /// Notified when an idle thread may find a task.
    submitted: Condvar,
    /// Notified when the output that the walk waits for may exist.
    done: Condvar,
}

struct State<T: Task> {
    tasks: Vec<TaskState<T>>,
    /// A stack, because the walk is depth-first.
    queue: Vec<usize>,
    /// The number of tasks that are running or done.
    outputs: usize,
    is_closed: bool,
}

enum TaskState<T: Task> {
    Queued(T),
    Running,
    Done(T::Output),
    /// The output was taken, or the thread of the task has panicked.
    Finished,
}

/// Runs `action` with a set of threads, which end when it returns.
pub(super) fn with_threads<T: Task, R>(action: impl FnOnce(&ReadAhead<T>) -> R) -> R {
    let state = State { tasks: Vec::new(), queue: Vec::new(), outputs: 0, is_closed: false };
    let read_ahead =
        ReadAhead { state: Mutex::new(state), submitted: Condvar::new(), done: Condvar::new() };
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(MAX_THREADS);
    thread::scope(|scope| {
        for _ in 1..threads {
            // If no thread can be started, `take` runs the tasks.
            let _ = thread::Builder::new().spawn_scoped(scope, || read_ahead.work());
        }
        let _close = CloseOnDrop(&read_ahead);
        action(&read_ahead)
    })
}

/// Ends the threads, even if the action panics.
struct CloseOnDrop<'a, T: Task>(&'a ReadAhead<T>);

impl<T: Task> Drop for CloseOnDrop<'_, T> {
    fn drop(&mut self) {
        self.0.lock().is_closed = true;
        self.0.submitted.notify_all();
    }
}

impl<T: Task> ReadAhead<T> {
    /// Submits tasks. The output of the first one is needed first.
    pub(super) fn submit(&self, tasks: impl Iterator<Item = T>) -> Vec<TaskId> {
        let mut state = self.lock();
        let first = state.tasks.len();
        state.tasks.extend(tasks.map(TaskState::Queued));
        let ids = first..state.tasks.len();
        state.queue.extend(ids.clone().rev());
        drop(state);
        self.submitted.notify_all();
        ids.map(TaskId).collect()
    }

    /// Returns the output of a task, or `None` if its thread has panicked.
    ///
    /// Runs the task if no thread has started it. Runs other tasks while a thread runs this one.
    pub(super) fn take(&self, TaskId(id): TaskId, scratch: &mut T::Scratch) -> Option<T::Output> {
        let mut state = self.lock();
        loop {
            match std::mem::replace(&mut state.tasks[id], TaskState::Finished) {
                TaskState::Queued(task) => {
                    drop(state);
                    return Some(task.run(scratch));
                }
                TaskState::Done(output) => {
                    let was_full = state.outputs == MAX_OUTPUTS;
                    state.outputs -= 1;
                    drop(state);
                    if was_full {
                        self.submitted.notify_one();
                    }
                    return Some(output);
                }
                TaskState::Finished => return None,
                TaskState::Running => state.tasks[id] = TaskState::Running,
            }
            state = match state.start_next() {
                Some((other, task)) => {
                    drop(state);
                    self.run(other, task, scratch)
                }
                None => self.done.wait(state).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }

    fn work(&self) {
        let mut scratch = T::Scratch::default();
        let mut state = self.lock();
        while !state.is_closed {
            state = match state.start_next() {
                Some((id, task)) => {
                    drop(state);
                    self.run(id, task, &mut scratch)
                }
                None => self.submitted.wait(state).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }

    fn run(&self, id: usize, task: T, scratch: &mut T::Scratch) -> MutexGuard<'_, State<T>> {
        let on_panic = FinishOnPanic { read_ahead: self, id };
        let output = task.run(scratch);
        std::mem::forget(on_panic);
        let mut state = self.lock();
        state.tasks[id] = TaskState::Done(output);
        self.done.notify_one();
        state
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        lock(&self.state)
    }
}

/// Notifies the walk of a task that panics. Otherwise the walk would wait for its output.
struct FinishOnPanic<'a, T: Task> {
    read_ahead: &'a ReadAhead<T>,
    id: usize,
}

impl<T: Task> Drop for FinishOnPanic<'_, T> {
    fn drop(&mut self) {
        self.read_ahead.lock().tasks[self.id] = TaskState::Finished;
        self.read_ahead.done.notify_one();
    }
}

impl<T: Task> State<T> {
    fn start_next(&mut self) -> Option<(usize, T)> {
        if self.outputs >= MAX_OUTPUTS {
            return None;
        }
        while let Some(id) = self.queue.pop() {
            let task = &mut self.tasks[id];
            match std::mem::replace(task, TaskState::Running) {
                TaskState::Queued(task) => {
                    self.outputs += 1;
                    return Some((id, task));
                }
                // The walk has run it.
                other => *task = other,
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// Adds one to a number, and counts the runs.
    struct AddOne<'a>(usize, &'a AtomicUsize);

    impl Task for AddOne<'_> {
        type Scratch = ();
        type Output = usize;

        fn run(self, (): &mut ()) -> usize {
            self.1.fetch_add(1, Ordering::Relaxed);
            self.0 + 1
        }
    }

    #[test]
    fn each_task_runs_once_and_has_its_own_output() {
        let runs = AtomicUsize::new(0);
        let count = 20 * MAX_OUTPUTS;
        with_threads(|read_ahead| {
            let ids = read_ahead.submit((0..count).map(|number| AddOne(number, &runs)));
            // Neither in the order of submission nor in its reverse.
            let (odd, even): (Vec<_>, Vec<_>) =
                ids.into_iter().enumerate().partition(|(number, _)| number % 2 == 1);
            for (number, id) in odd.into_iter().chain(even.into_iter().rev()) {
                assert_eq!(read_ahead.take(id, &mut ()), Some(number + 1));
            }
        });
        assert_eq!(runs.into_inner(), count);
    }

    #[test]
    fn threads_end_although_outputs_are_not_taken() {
        let runs = AtomicUsize::new(0);
        with_threads(|read_ahead| {
            read_ahead.submit((0..3 * MAX_OUTPUTS).map(|number| AddOne(number, &runs)));
        });
        assert!(runs.into_inner() <= MAX_OUTPUTS);
    }

    struct Panic;

    impl Task for Panic {
        type Scratch = ();
        type Output = ();

        fn run(self, (): &mut ()) {
            panic!("expected by the test");
        }
    }

    #[test]
    fn task_that_panics_does_not_block_the_walk() {
        let ended = std::panic::catch_unwind(|| {
            with_threads(|read_ahead| {
                for id in read_ahead.submit([Panic, Panic].into_iter()) {
                    assert_eq!(read_ahead.take(id, &mut ()), None);
                }
            });
        });
        assert!(ended.is_err());
    }
}
