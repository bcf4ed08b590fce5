//! One TCP connection, which a fault can end badly.

use std::{
    io::{self, IoSlice},
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, ready},
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    sync::Notify,
};

/// The hold that a request has on the connection it came by.
#[derive(Debug, Clone, Default)]
pub(crate) struct Connection(Arc<Ending>);

#[derive(Debug, Default)]
struct Ending {
    resets: AtomicBool,
    once_flushed: AtomicBool,
    now: Notify,
}

impl Connection {
    /// Ends the connection with RST; what has not been sent yet is lost.
    pub(crate) fn reset(&self) {
        self.0.resets.store(true, Ordering::Release);
        self.0.now.notify_one();
    }

    /// Closes the connection as soon as everything that was written so far has been sent.
    pub(crate) fn close_once_flushed(&self) {
        self.0.once_flushed.store(true, Ordering::Release);
    }

    /// Waits until the connection is to be dropped.
    pub(crate) async fn ended(&self) {
        self.0.now.notified().await;
    }

    /// Puts the stream of the connection under its hold.
    pub(crate) fn wire(&self, stream: TcpStream) -> Wire {
        Wire { stream, connection: self.clone() }
    }
}

/// A TCP stream that closes as its [`Connection`] says.
#[derive(Debug)]
pub(crate) struct Wire {
    stream: TcpStream,
    connection: Connection,
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Wire {
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

    /// Is called by the HTTP server once its own buffer is empty, which is when a cut may happen.
    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(Pin::new(&mut self.stream).poll_flush(cx))?;
        let ending = &self.connection.0;
        if ending.once_flushed.load(Ordering::Acquire) {
            ending.now.notify_one();
        }
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        if self.connection.0.resets.load(Ordering::Acquire)
            && let Err(error) = self.stream.set_zero_linger()
        {
            tracing::warn!(%error, "a connection is closed instead of reset");
        }
    }
}
