//! Waiting for the output: its end, its errors, and its reader.

use std::future::poll_fn;
use std::io;
use std::pin::pin;
use std::task::Poll;

use super::streams::STREAMS;

/// Waits until all output is written.
///
/// # Errors
///
/// Returns the operating system's error if standard output cannot be written.
pub(crate) async fn written() -> io::Result<()> {
    poll_fn(|context| STREAMS.poll_written(context)).await;
    poll_fn(|context| match STREAMS.poll_error(context) {
        Poll::Ready(error) => Poll::Ready(Err(error)),
        Poll::Pending => Poll::Ready(Ok(())),
    })
    .await
}

/// Blocks until all output is written.
pub(crate) fn wait_until_written() {
    STREAMS.wait_until_written();
}

/// Waits for an error of writing to standard output.
pub(crate) async fn write_error() -> io::Error {
    poll_fn(|context| STREAMS.poll_error(context)).await
}

/// Begins the end of the program: standard error no longer waits for a blocked standard output.
pub(crate) fn begin_shutdown() {
    STREAMS.begin_shutdown();
}

/// Returns `true` after [`begin_shutdown`].
pub(crate) fn is_shutting_down() -> bool {
    STREAMS.is_shutting_down()
}

/// Runs a verb, and pauses it while too much output is queued. `deadline` ends the pause.
pub(crate) async fn with_backpressure<T>(
    verb: impl Future<Output = T>,
    deadline: impl Future,
) -> T {
    let mut verb = pin!(verb);
    let mut deadline = pin!(deadline);
    let mut has_passed = false;
    poll_fn(|context| {
        has_passed = has_passed || deadline.as_mut().poll(context).is_ready();
        match STREAMS.poll_capacity(context) {
            Poll::Pending if !has_passed => Poll::Pending,
            _ => verb.as_mut().poll(context),
        }
    })
    .await
}
