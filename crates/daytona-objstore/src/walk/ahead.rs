//! Work that is done ahead of the walk, on several threads.
//!
//! Asking for the metadata of each file is most of what a scan of an unchanged tree costs. The walk
//! itself stays one thread that meets everything in a fixed order, so that of several things wrong
//! it always reports the same one.

use std::num::NonZero;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use crate::threads::lock;

/// How many threads work at most; beyond that they wait for each other in the kernel.
const MAX_THREADS: usize = 8;

/// How many outcomes may wait for the walk, which bounds what they hold in memory.
const MAX_AHEAD: usize = 64;

/// Something to be done, on any thread, with what that thread keeps for it.
pub(super) trait Task: Send {
    type Tools: Default;
    type Outcome: Send;

    fn run(self, tools: &mut Self::Tools) -> Self::Outcome;
}

/// Names a task that was ordered.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Ticket(usize);

/// Does tasks in the order in which their outcomes will most likely be asked for.
pub(super) struct Ahead<T: Task> {
    state: Mutex<State<T>>,
    /// There may be something to do for threads that have nothing.
    ordered: Condvar,
    /// There may be the outcome that the walk waits for.
    done: Condvar,
}

struct State<T: Task> {
    orders: Vec<Order<T>>,
    /// The last one is begun first: the walk goes deep before it goes wide.
    waiting: Vec<usize>,
    ahead: usize,
    is_closed: bool,
}

enum Order<T: Task> {
    Waiting(T),
    Begun,
    Done(T::Outcome),
    /// It was taken, or its thread has panicked.
    Gone,
}

/// Does something with threads beside it, which end with it.
pub(super) fn with_threads<T: Task, R>(action: impl FnOnce(&Ahead<T>) -> R) -> R {
    let state = State { orders: Vec::new(), waiting: Vec::new(), ahead: 0, is_closed: false };
    let ahead = Ahead { state: Mutex::new(state), ordered: Condvar::new(), done: Condvar::new() };
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(MAX_THREADS);
    thread::scope(|scope| {
        for _ in 1..threads {
            // What no other thread does is done when it is asked for.
            let _ = thread::Builder::new().spawn_scoped(scope, || ahead.work());
        }
        let _closing = Closing(&ahead);
        action(&ahead)
    })
}

/// Ends the threads however the action ends.
struct Closing<'a, T: Task>(&'a Ahead<T>);

impl<T: Task> Drop for Closing<'_, T> {
    fn drop(&mut self) {
        self.0.lock().is_closed = true;
        self.0.ordered.notify_all();
    }
}

impl<T: Task> Ahead<T> {
    /// Orders tasks, the one that will be needed first in front.
    pub(super) fn order(&self, tasks: impl Iterator<Item = T>) -> Vec<Ticket> {
        let mut state = self.lock();
        let first = state.orders.len();
        state.orders.extend(tasks.map(Order::Waiting));
        let tickets = first..state.orders.len();
        state.waiting.extend(tickets.clone().rev());
        drop(state);
        self.ordered.notify_all();
        tickets.map(Ticket).collect()
    }

    /// Returns the outcome of a task, or nothing when it was lost with a thread that panicked.
    ///
    /// While another thread is at it, this one does what is next.
    pub(super) fn take(&self, Ticket(ticket): Ticket, tools: &mut T::Tools) -> Option<T::Outcome> {
        let mut state = self.lock();
        loop {
            match std::mem::replace(&mut state.orders[ticket], Order::Gone) {
                Order::Waiting(task) => {
                    drop(state);
                    return Some(task.run(tools));
                }
                Order::Done(outcome) => {
                    let was_full = state.ahead == MAX_AHEAD;
                    state.ahead -= 1;
                    drop(state);
                    if was_full {
                        self.ordered.notify_one();
                    }
                    return Some(outcome);
                }
                Order::Gone => return None,
                Order::Begun => state.orders[ticket] = Order::Begun,
            }
            state = match state.begin() {
                Some((other, task)) => {
                    drop(state);
                    self.run(other, task, tools)
                }
                None => self.done.wait(state).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }

    fn work(&self) {
        let mut tools = T::Tools::default();
        let mut state = self.lock();
        while !state.is_closed {
            state = match state.begin() {
                Some((ticket, task)) => {
                    drop(state);
                    self.run(ticket, task, &mut tools)
                }
                None => self.ordered.wait(state).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }

    fn run(&self, ticket: usize, task: T, tools: &mut T::Tools) -> MutexGuard<'_, State<T>> {
        let lost = Lost { ahead: self, ticket };
        let outcome = task.run(tools);
        std::mem::forget(lost);
        let mut state = self.lock();
        state.orders[ticket] = Order::Done(outcome);
        self.done.notify_one();
        state
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        lock(&self.state)
    }
}

/// Lets the walk know when a task panics, which would otherwise wait for it.
struct Lost<'a, T: Task> {
    ahead: &'a Ahead<T>,
    ticket: usize,
}

impl<T: Task> Drop for Lost<'_, T> {
    fn drop(&mut self) {
        self.ahead.lock().orders[self.ticket] = Order::Gone;
        self.ahead.done.notify_one();
    }
}

impl<T: Task> State<T> {
    fn begin(&mut self) -> Option<(usize, T)> {
        if self.ahead >= MAX_AHEAD {
            return None;
        }
        while let Some(ticket) = self.waiting.pop() {
            let order = &mut self.orders[ticket];
            match std::mem::replace(order, Order::Begun) {
                Order::Waiting(task) => {
                    self.ahead += 1;
                    return Some((ticket, task));
                }
                // The walk was faster.
                other => *order = other,
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// Adds one to a number, and counts how often it was done.
    struct AddOne<'a>(usize, &'a AtomicUsize);

    impl Task for AddOne<'_> {
        type Tools = ();
        type Outcome = usize;

        fn run(self, (): &mut ()) -> usize {
            self.1.fetch_add(1, Ordering::Relaxed);
            self.0 + 1
        }
    }

    #[test]
    fn outcomes_are_those_ordered_whoever_makes_them() {
        let done = AtomicUsize::new(0);
        let count = 20 * MAX_AHEAD;
        with_threads(|ahead| {
            let tickets = ahead.order((0..count).map(|number| AddOne(number, &done)));
            // Neither the order in which they are made, nor its reverse.
            let (odd, even): (Vec<_>, Vec<_>) =
                tickets.into_iter().enumerate().partition(|(number, _)| number % 2 == 1);
            for (number, ticket) in odd.into_iter().chain(even.into_iter().rev()) {
                assert_eq!(ahead.take(ticket, &mut ()), Some(number + 1));
            }
        });
        assert_eq!(done.into_inner(), count);
    }

    #[test]
    fn threads_end_with_orders_that_nobody_asked_for() {
        let done = AtomicUsize::new(0);
        with_threads(|ahead| {
            ahead.order((0..3 * MAX_AHEAD).map(|number| AddOne(number, &done)));
        });
        assert!(done.into_inner() <= MAX_AHEAD);
    }

    struct Panic;

    impl Task for Panic {
        type Tools = ();
        type Outcome = ();

        fn run(self, (): &mut ()) {
            panic!("as it must");
        }
    }

    #[test]
    fn nobody_waits_for_a_task_that_has_panicked() {
        let ended = std::panic::catch_unwind(|| {
            with_threads(|ahead| {
                for ticket in ahead.order([Panic, Panic].into_iter()) {
                    assert_eq!(ahead.take(ticket, &mut ()), None);
                }
            });
        });
        assert!(ended.is_err());
    }
}
