//! A blocking API: [`block`](Block::block) replaces `.await`, and
//! [`block_iter`](BlockIter::block_iter) turns a stream into an iterator.
//!
//! All other types and methods are the same as in async code.
//!
//! ```
//! use std::time::Duration;
//! use daytona_core::blocking::{Block, BlockIter};
//! use daytona_core::{CreateSnapshotParams, Daytona, Image};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let runtime = tokio::runtime::Runtime::new()?;
//! # let emulator = runtime.block_on(daytona_testkit::Emulator::start())?;
//! # let builder = Daytona::builder().api_key(emulator.api_key()).api_url(emulator.api_url());
//! # let snapshots = builder.build()?.snapshots();
//! # #[cfg(any())]
//! let snapshots = Daytona::from_env()?.snapshots();
//!
//! let image = Image::base("alpine:3.20").run_commands(["apk add git"]);
//! let snapshot = snapshots
//!     .create(CreateSnapshotParams::new("my-snapshot", image))
//!     .on_logs(|line| println!("{line}"))
//!     .timeout(Duration::from_secs(600))
//!     .block()?;
//! println!("{} is {}", snapshot.name, snapshot.state);
//!
//! for snapshot in snapshots.list_all().block_iter() {
//!     println!("{}", snapshot?.name);
//! }
//! snapshots.delete("my-snapshot").block()?;
//! # Ok(())
//! # }
//! ```
//!
//! # Threads
//!
//! The first call starts a background thread, which exists until the process ends. The thread drives
//! the connections. Callbacks such as `on_logs` run on the calling thread.
//!
//! In async code, use `.await`. `block` works there too, but it blocks the other tasks of its thread.
//! Use each [`Daytona`](crate::Daytona) in one of the two ways only, since its connections close with
//! the runtime that opened them.
//!
//! # Panics
//!
//! After a panic, a callback is not called again. The operation continues to its end. Then `block`
//! resumes the panic on the calling thread, as `.await` does.

use std::io;
use std::panic::resume_unwind;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use futures_core::Stream;
use futures_util::StreamExt;
use tokio::runtime::{self, Handle, Runtime};

use crate::error::Kind;
use crate::{Error, Result};

/// Blocking calls: see [the module](self).
pub trait Block<T: Send>: IntoFuture<Output = Result<T>, IntoFuture: Send> + Sized {
    /// Runs the operation and returns its result.
    ///
    /// It cannot be cancelled. Set a deadline with the `timeout` method of the operation.
    ///
    /// # Errors
    ///
    /// The errors of the operation, and [`is_connect`](Error::is_connect) if no thread can be
    /// started.
    fn block(self) -> Result<T> {
        wait_for(self.into_future())?
    }
}

impl<T: Send, C: IntoFuture<Output = Result<T>, IntoFuture: Send>> Block<T> for C {}

/// Blocking iteration over a stream: see [the module](self).
pub trait BlockIter<T: Send>: Stream<Item = Result<T>> + Send + Unpin + Sized {
    /// Returns an iterator that waits for each item.
    ///
    /// Its errors are those of the stream, and [`is_connect`](Error::is_connect) if no thread can be
    /// started.
    fn block_iter(self) -> Blocking<Self> {
        Blocking { stream: Some(self) }
    }
}

impl<T: Send, S: Stream<Item = Result<T>> + Send + Unpin> BlockIter<T> for S {}

/// An iterator over a stream, returned by [`BlockIter::block_iter`].
#[derive(Debug)]
#[must_use = "iterators are lazy"]
pub struct Blocking<S> {
    stream: Option<S>,
}

impl<T: Send, S: Stream<Item = Result<T>> + Send + Unpin> Iterator for Blocking<S> {
    type Item = Result<T>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = wait_for(self.stream.as_mut()?.next()).transpose();
        if !matches!(next, Some(Ok(_))) {
            // The stream has ended, or no thread can be started.
            self.stream = None;
        }
        next.map(Result::flatten)
    }
}

fn wait_for<F: Future<Output: Send> + Send>(future: F) -> Result<F::Output> {
    let runtime = runtime()?;
    match Handle::try_current() {
        Err(error) if error.is_missing_context() => Ok(runtime.block_on(future)),
        // A thread of an async runtime may not block on another runtime.
        _ => on_another_thread(|| runtime.block_on(future)),
    }
}

fn on_another_thread<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T> {
    thread::scope(|scope| {
        let other = thread::Builder::new().spawn_scoped(scope, work).map_err(no_thread)?;
        Ok(other.join().unwrap_or_else(|panic| resume_unwind(panic)))
    })
}

/// Returns the runtime of the process. The first call creates it.
fn runtime() -> Result<Arc<Runtime>> {
    static RUNTIME: Mutex<Option<Arc<Runtime>>> = Mutex::new(None);
    let mut slot = RUNTIME.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(runtime) = &*slot {
        return Ok(runtime.clone());
    }
    let mut builder = runtime::Builder::new_multi_thread();
    builder.worker_threads(1).thread_name("daytona-blocking").enable_all();
    let runtime = Arc::new(builder.build().map_err(no_thread)?);
    *slot = Some(runtime.clone());
    Ok(runtime)
}

fn no_thread(error: io::Error) -> Error {
    Error::new(Kind::Connect, format!("no thread could be started to wait on: {error}"))
        .with_source(error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Snapshot, SnapshotService, SnapshotState, stub};
    use futures_util::stream;

    struct OneSnapshot;

    #[async_trait::async_trait]
    impl stub::Snapshots for OneSnapshot {
        async fn get(&self, name: &str) -> Result<Snapshot> {
            // Needs a runtime, and exceeds the cooperative budget of a task.
            for _ in 0..1000 {
                tokio::task::yield_now().await;
            }
            tokio::time::timeout(std::time::Duration::from_secs(60), async {}).await.unwrap();
            Ok(Snapshot::fake("id-1", name, SnapshotState::Active))
        }
    }

    fn name() -> Result<String> {
        let snapshots = SnapshotService::from_stub(OneSnapshot);
        Ok(snapshots.get("demo").block()?.name)
    }

    #[test]
    fn block_works_without_a_runtime() {
        assert_eq!(name().unwrap(), "demo");
    }

    #[tokio::test]
    async fn block_works_in_async_code() {
        assert_eq!(name().unwrap(), "demo");
    }

    #[tokio::test]
    async fn block_works_on_a_thread_for_blocking_code() {
        let answer = tokio::task::spawn_blocking(name).await.unwrap();
        assert_eq!(answer.unwrap(), "demo");
    }

    #[test]
    fn errors_are_those_of_the_operation() {
        let snapshots = SnapshotService::from_stub(OneSnapshot);
        assert!(snapshots.delete("demo").block().unwrap_err().is_unsupported());
    }

    #[test]
    fn iterator_ends_after_the_first_error() {
        let items = [Ok(1), Err(Error::invalid_input("no")), Ok(2)];
        let mut items = stream::iter(items).block_iter();
        assert_eq!(items.next().unwrap().unwrap(), 1);
        assert!(items.next().unwrap().unwrap_err().is_invalid_input());
        assert_eq!(items.next().unwrap().unwrap(), 2);
        assert!(items.next().is_none());
        assert!(items.next().is_none());
    }

    #[tokio::test]
    async fn panic_of_a_callback_reaches_the_caller_from_any_thread() {
        async fn call() -> Result<()> {
            panic!("from the callback");
        }
        let panic = std::panic::catch_unwind(|| call().block()).unwrap_err();
        assert_eq!(panic.downcast_ref(), Some(&"from the callback"));
    }
}
