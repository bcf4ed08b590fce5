//! What directories contain, found out ahead of the walk and on several threads.
//!
//! Asking for the metadata of each file is most of what a scan of an unchanged tree costs. The walk
//! itself stays one thread that meets everything in a fixed order, so that of several things wrong
//! it always reports the same one.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use crate::stamp::Seen;

/// How many threads list directories at most; beyond that they wait for each other in the kernel.
const MAX_THREADS: usize = 8;

/// How many listings may wait for the walk, which bounds what they hold in memory.
const MAX_AHEAD: usize = 64;

/// What stands in a directory under one name.
pub(crate) struct Member {
    pub(crate) name: OsString,
    /// The member itself, also when it is a link.
    pub(crate) seen: io::Result<Seen>,
}

pub(crate) type Listing = io::Result<Vec<Member>>;

/// Names a listing that was ordered.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ticket(usize);

/// Lists directories in the order in which they will most likely be asked for.
#[derive(Default)]
pub(crate) struct Lister {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    orders: Vec<Order>,
    /// The last one is begun first: the walk goes deep before it goes wide.
    waiting: Vec<Ticket>,
    ahead: usize,
    is_closed: bool,
}

enum Order {
    Waiting(PathBuf),
    Begun,
    Done(Listing),
    Taken,
}

/// Does something with a lister, whose threads end with it.
pub(crate) fn with_lister<T>(action: impl FnOnce(&Lister) -> T) -> T {
    let lister = Lister::default();
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(MAX_THREADS);
    thread::scope(|scope| {
        for _ in 1..threads {
            // What no other thread lists is listed when it is asked for.
            let _ = thread::Builder::new().spawn_scoped(scope, || lister.list_ahead());
        }
        let _closing = Closing(&lister);
        action(&lister)
    })
}

/// Ends the threads however the action ends.
struct Closing<'a>(&'a Lister);

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        self.0.lock().is_closed = true;
        self.0.changed.notify_all();
    }
}

impl Lister {
    /// Orders a listing that will be asked for later.
    pub(crate) fn order(&self, directory: &Path) -> Ticket {
        let mut state = self.lock();
        let ticket = Ticket(state.orders.len());
        state.orders.push(Order::Waiting(directory.to_owned()));
        state.waiting.push(ticket);
        drop(state);
        self.changed.notify_one();
        ticket
    }

    /// Returns an ordered listing, sorted by the bytes of the names. It can be had once.
    pub(crate) fn take(&self, ticket: Ticket) -> Listing {
        let mut state = self.lock();
        loop {
            match std::mem::replace(&mut state.orders[ticket.0], Order::Taken) {
                Order::Waiting(directory) => {
                    drop(state);
                    return list(&directory);
                }
                Order::Done(listing) => {
                    state.ahead -= 1;
                    drop(state);
                    self.changed.notify_all();
                    return listing;
                }
                Order::Taken => return Ok(Vec::new()),
                Order::Begun => state.orders[ticket.0] = Order::Begun,
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn list_ahead(&self) {
        let mut state = self.lock();
        while !state.is_closed {
            let Some((ticket, directory)) = state.begin() else {
                state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            drop(state);
            let listing = list(&directory);
            state = self.lock();
            state.orders[ticket.0] = Order::Done(listing);
            self.changed.notify_all();
        }
    }

    /// Locks what no thread can leave half-changed, so that a poisoned lock says nothing.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn begin(&mut self) -> Option<(Ticket, PathBuf)> {
        if self.ahead >= MAX_AHEAD {
            return None;
        }
        while let Some(ticket) = self.waiting.pop() {
            let order = &mut self.orders[ticket.0];
            match std::mem::replace(order, Order::Begun) {
                Order::Waiting(directory) => {
                    self.ahead += 1;
                    return Some((ticket, directory));
                }
                // The walk was faster.
                other => *order = other,
            }
        }
        None
    }
}

fn list(directory: &Path) -> Listing {
    let members = fs::read_dir(directory)?.map(|member| {
        let member = member?;
        Ok(Member { name: member.file_name(), seen: member.metadata().map(|it| Seen::of(&it)) })
    });
    let mut members = members.collect::<io::Result<Vec<_>>>()?;
    members.sort_unstable_by(|one, other| one.name.cmp(&other.name));
    Ok(members)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(listing: Listing) -> Vec<OsString> {
        listing.unwrap().into_iter().map(|member| member.name).collect()
    }

    #[test]
    fn listings_are_those_ordered_whoever_makes_them() {
        let tree = tempfile::tempdir().unwrap();
        let folders: Vec<_> =
            (0..3 * MAX_AHEAD).map(|index| tree.path().join(index.to_string())).collect();
        for folder in &folders {
            fs::create_dir(folder).unwrap();
            for name in ["b", "a-", "a"] {
                fs::write(folder.join(format!("{name}{}", folders.len())), "").unwrap();
            }
            fs::write(folder.join(folder.file_name().unwrap()), "").unwrap();
        }
        with_lister(|lister| {
            let tickets: Vec<_> = folders.iter().map(|folder| lister.order(folder)).collect();
            // Neither the order in which they were made, nor its reverse.
            let (odd, even): (Vec<_>, Vec<_>) =
                folders.iter().zip(tickets).enumerate().partition(|(index, _)| index % 2 == 1);
            for (_, (folder, ticket)) in odd.into_iter().chain(even.into_iter().rev()) {
                let names = names(lister.take(ticket));
                assert_eq!(names.len(), 4);
                assert!(names.is_sorted());
                assert!(names.iter().any(|name| *name == *folder.file_name().unwrap()));
            }
        });
    }

    #[test]
    fn lister_ends_with_orders_that_nobody_asked_for() {
        let tree = tempfile::tempdir().unwrap();
        with_lister(|lister| {
            for _ in 0..3 * MAX_AHEAD {
                lister.order(tree.path());
            }
        });
    }

    #[test]
    fn directory_that_cannot_be_listed_is_an_error_when_it_is_asked_for() {
        with_lister(|lister| {
            let ticket = lister.order(Path::new("/no/such/directory"));
            assert!(lister.take(ticket).is_err());
        });
    }
}
