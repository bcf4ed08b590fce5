//! The clock of a cell, on which hours of waiting take seconds.

use std::{thread, time::Duration};

use tokio::{sync::mpsc, task::JoinHandle};

const TICK: Duration = Duration::from_millis(1);
/// The speed of the fast clock, relative to real time.
const FACTOR: u32 = 40;

/// Advances the paused clock of the runtime at a multiple of real time, until it is stopped or dropped.
///
/// A paused clock jumps ahead when the runtime is idle. Threads outside of the runtime read and archive contexts, so
/// that the runtime would seem idle and time out their work.
#[derive(Debug)]
pub(crate) struct FastClock(JoinHandle<()>);

impl FastClock {
    /// Starts to advance the clock.
    pub(crate) fn start() -> Self {
        let (ticks, mut receiver) = mpsc::channel(1);
        // The clock does not jump while a blocking task runs.
        tokio::task::spawn_blocking(move || {
            while ticks.blocking_send(()).is_ok() {
                thread::sleep(TICK);
            }
        });
        Self(tokio::spawn(async move {
            while receiver.recv().await.is_some() {
                tokio::time::advance(TICK * FACTOR).await;
            }
        }))
    }

    /// Lets the clock jump again.
    pub(crate) fn stop(&self) {
        self.0.abort();
    }
}

impl Drop for FastClock {
    fn drop(&mut self) {
        self.stop();
    }
}
