//! Time in a cell: hours of waiting pass in no time.

use std::{thread, time::Duration};

use tokio::{sync::mpsc, task::JoinHandle};

const TICK: Duration = Duration::from_millis(1);
/// How much faster than real time a fast clock goes.
const FACTOR: u32 = 40;

/// Lets the paused clock of the runtime go at a multiple of real time, until this is stopped or dropped, instead of
/// jumping ahead whenever the runtime is idle.
///
/// Contexts are read and archived by threads that the runtime does not know of. It would take itself for idle, and
/// time out what is still being worked on.
#[derive(Debug)]
pub(crate) struct FastClock(JoinHandle<()>);

impl FastClock {
    pub(crate) fn start() -> Self {
        let (ticks, mut ticking) = mpsc::channel(1);
        // As long as a blocking task runs, the clock does not jump.
        tokio::task::spawn_blocking(move || {
            while ticks.blocking_send(()).is_ok() {
                thread::sleep(TICK);
            }
        });
        Self(tokio::spawn(async move {
            while ticking.recv().await.is_some() {
                tokio::time::advance(TICK * FACTOR).await;
            }
        }))
    }

    pub(crate) fn stop(&self) {
        self.0.abort();
    }
}

impl Drop for FastClock {
    fn drop(&mut self) {
        self.stop();
    }
}
