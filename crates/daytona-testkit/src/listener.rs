//! Listening ports that can refuse connections for a while.

use std::{io, net::SocketAddr, time::Duration};

use tokio::{
    net::{TcpListener, TcpSocket, TcpStream},
    sync::{mpsc, oneshot},
};

/// The length of the accept queue, as in tokio's own listeners.
const BACKLOG: u32 = 1024;
/// The pause after a failed accept. The usual cause is a lack of file descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(10);

/// A port that accepts or refuses connections.
#[derive(Debug)]
pub(crate) struct Listener {
    address: SocketAddr,
    socket: Socket,
}

#[derive(Debug)]
enum Socket {
    Listening(TcpListener),
    /// Bound, so that no other program gets the port. Connections are refused.
    Bound(TcpSocket),
    Lost,
}

impl Listener {
    pub(crate) fn new(listener: TcpListener, address: SocketAddr) -> Self {
        Self { address, socket: Socket::Listening(listener) }
    }

    /// Accepts the next connection. Waits forever while connections are refused.
    pub(crate) async fn accept(&self) -> TcpStream {
        let Socket::Listening(listener) = &self.socket else { return std::future::pending().await };
        loop {
            match listener.accept().await {
                Ok((stream, _)) => return stream,
                Err(error) => {
                    tracing::warn!(%error, "failed to accept a connection");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            }
        }
    }

    /// Refuses connections, and keeps the port.
    pub(crate) fn refuse(&mut self) -> io::Result<()> {
        if matches!(self.socket, Socket::Listening(_)) {
            // The port can only be bound again after the listener is closed.
            self.socket = Socket::Lost;
            self.socket = Socket::Bound(bind(self.address)?);
        }
        Ok(())
    }

    /// Accepts connections again.
    pub(crate) fn listen(&mut self) -> io::Result<()> {
        let socket = match std::mem::replace(&mut self.socket, Socket::Lost) {
            listening @ Socket::Listening(_) => {
                self.socket = listening;
                return Ok(());
            }
            Socket::Bound(socket) => socket,
            Socket::Lost => bind(self.address)?,
        };
        self.socket = Socket::Listening(socket.listen(BACKLOG)?);
        Ok(())
    }
}

fn bind(address: SocketAddr) -> io::Result<TcpSocket> {
    let socket = TcpSocket::new_v4()?;
    // Closed connections occupy the port for a minute.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    Ok(socket)
}

/// A command to the task that serves a listener.
#[derive(Debug)]
pub(crate) struct ListenerCommand {
    pub(crate) mode: ListenerMode,
    pub(crate) done: oneshot::Sender<io::Result<()>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ListenerMode {
    Refuse,
    Accept,
}

/// Sends commands to the task that serves a listener.
#[derive(Debug, Clone)]
pub(crate) struct ListenerControl(mpsc::Sender<ListenerCommand>);

impl ListenerControl {
    pub(crate) fn new() -> (Self, mpsc::Receiver<ListenerCommand>) {
        let (commands, receiver) = mpsc::channel(1);
        (Self(commands), receiver)
    }

    /// Sets the mode of the listener, and waits until it is in effect.
    pub(crate) async fn set_mode(&self, mode: ListenerMode) -> io::Result<()> {
        let stopped = || io::Error::other("the emulator has been stopped");
        let (done, outcome) = oneshot::channel();
        self.0.send(ListenerCommand { mode, done }).await.map_err(|_| stopped())?;
        outcome.await.map_err(|_| stopped())?
    }
}
