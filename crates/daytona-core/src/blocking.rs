//! The same calls in code that is not async: [`block`](Block::block) stands where `.await` would,
//! and [`block_iter`](BlockIter::block_iter) makes an iterator of a stream.
//!
//! There are no other types and no other methods to learn: whatever the service has can be waited
//! for in both ways.
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
//! A callback that panics is not called again. The operation goes on to its end, and then `block`
//! resumes the panic on the thread that called it, as `.await` would.
//!
//! What happens meanwhile happens on one thread, which the first call starts, and which stays for
//! the life of the process with the connections it has opened. Callbacks such as `on_logs` are
//! called on the thread that waits. Async code should `.await`: a call from there is answered too,
//! but holds up whatever else its thread has to do. Use one [`Daytona`](crate::Daytona) in one of
//! the two ways, since its connections end with the runtime that opened them.

use std::io;
use std::panic::resume_unwind;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use futures_core::Stream;
use futures_util::StreamExt;
use tokio::runtime::{self, Handle, Runtime};

use crate::error::Kind;
use crate::{Error, Result};

/// Waits for what others `.await`: see [the module](self).
pub trait Block<T: Send>: IntoFuture<Output = Result<T>, IntoFuture: Send> + Sized {
    /// Does everything, and returns what comes of it.
    ///
    /// It cannot be cancelled from outside; a deadline is set with `timeout` where there is such a
    /// method.
    ///
    /// # Errors
    ///
    /// Those of the call, and [`is_connect`](Error::is_connect) when the system has no thread left.
    fn block(self) -> Result<T> {
        wait_for(self.into_future())?
    }
}

impl<T: Send, C: IntoFuture<Output = Result<T>, IntoFuture: Send>> Block<T> for C {}

/// Makes an iterator of what others read as a stream: see [the module](self).
pub trait BlockIter<T: Send>: Stream<Item = Result<T>> + Send + Unpin + Sized {
    /// Returns the items one by one, each when it is there.
    ///
    /// The errors are those of the stream, and [`is_connect`](Error::is_connect) when the system
    /// has no thread left.
    fn block_iter(self) -> Blocking<Self> {
        Blocking { stream: Some(self) }
    }
}

impl<T: Send, S: Stream<Item = Result<T>> + Send + Unpin> BlockIter<T> for S {}

/// Iterates over a stream: returned by [`BlockIter::block_iter`].
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
            // It has ended, or there is no thread to wait on.
            self.stream = None;
        }
        next.map(Result::flatten)
    }
}

fn wait_for<F: Future<Output: Send> + Send>(future: F) -> Result<F::Output> {
    let runtime = runtime()?;
    match Handle::try_current() {
        Err(error) if error.is_missing_context() => Ok(runtime.block_on(future)),
        // A thread that async code runs on may not wait inside a runtime, so another one does.
        _ => on_another_thread(|| runtime.block_on(future)),
    }
}

fn on_another_thread<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T> {
    thread::scope(|scope| {
        let other = thread::Builder::new().spawn_scoped(scope, work).map_err(no_thread)?;
        Ok(other.join().unwrap_or_else(|panic| resume_unwind(panic)))
    })
}

/// Returns the runtime of this process, made when it is needed first.
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
            // It needs a runtime, and more turns than async code gives to one task.
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
    fn call_is_answered_where_nothing_is_async() {
        assert_eq!(name().unwrap(), "demo");
    }

    #[tokio::test]
    async fn call_is_answered_in_async_code() {
        assert_eq!(name().unwrap(), "demo");
    }

    #[tokio::test]
    async fn call_is_answered_on_a_thread_for_what_waits() {
        let answer = tokio::task::spawn_blocking(name).await.unwrap();
        assert_eq!(answer.unwrap(), "demo");
    }

    #[test]
    fn errors_are_those_of_the_call() {
        let snapshots = SnapshotService::from_stub(OneSnapshot);
        assert!(snapshots.delete("demo").block().unwrap_err().is_unsupported());
    }

    #[test]
    fn iterator_ends_with_its_stream() {
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
            panic!("as it must");
        }
        let panic = std::panic::catch_unwind(|| call().block()).unwrap_err();
        assert_eq!(panic.downcast_ref(), Some(&"as it must"));
    }
}
