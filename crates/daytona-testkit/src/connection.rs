//! TCP connections that a fault can reset or close.

use std::{
    io::{self, IoSlice},
    pin::Pin,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, ready},
};

use futures_util::future::BoxFuture;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    sync::Notify,
};

/// A handle with which a request ends or upgrades its own connection.
#[derive(Clone, Default)]
pub(crate) struct Connection(Arc<Ending>);

#[derive(Default)]
struct Ending {
    reset: AtomicBool,
    after_flush: AtomicBool,
    notify: Notify,
    continuation: Mutex<Option<BoxFuture<'static, ()>>>,
}

impl Connection {
    /// Resets the connection (RST). Bytes that are not sent yet are lost.
    pub(crate) fn reset(&self) {
        self.0.reset.store(true, Ordering::Release);
        self.0.notify.notify_one();
    }

    /// Closes the connection after all written bytes are sent.
    pub(crate) fn close_after_flush(&self) {
        self.0.after_flush.store(true, Ordering::Release);
    }

    /// Waits until the connection must be dropped.
    pub(crate) async fn ended(&self) {
        self.0.notify.notified().await;
    }

    /// Sets the work on an upgraded connection. The connection ends with it.
    pub(crate) fn continue_with(&self, work: impl Future<Output = ()> + Send + 'static) {
        *self.continuation() = Some(Box::pin(work));
    }

    /// Runs the work on an upgraded connection. Returns at once for other connections.
    pub(crate) async fn run_continuation(&self) {
        let work = self.continuation().take();
        if let Some(work) = work {
            work.await;
        }
    }

    fn continuation(&self) -> MutexGuard<'_, Option<BoxFuture<'static, ()>>> {
        self.0.continuation.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Wraps the stream of the connection.
    pub(crate) fn wrap(&self, stream: TcpStream) -> ControlledStream {
        ControlledStream { stream, connection: self.clone() }
    }
}

/// A TCP stream that its [`Connection`] can reset or close.
pub(crate) struct ControlledStream {
    stream: TcpStream,
    connection: Connection,
}

impl AsyncRead for ControlledStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl AsyncWrite for ControlledStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    /// Flushes the stream. The HTTP server calls this when its own buffer is empty, so a close loses no bytes.
    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(Pin::new(&mut self.stream).poll_flush(cx))?;
        let ending = &self.connection.0;
        if ending.after_flush.load(Ordering::Acquire) {
            ending.notify.notify_one();
        }
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

impl Drop for ControlledStream {
    fn drop(&mut self) {
        if self.connection.0.reset.load(Ordering::Acquire)
            && let Err(error) = self.stream.set_zero_linger()
        {
            tracing::warn!(%error, "failed to reset a connection, which is closed instead");
        }
    }
}
