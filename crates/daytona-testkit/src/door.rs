//! A port that can stop listening for a while and be found again afterwards.

use std::{io, net::SocketAddr, time::Duration};

use tokio::{
    net::{TcpListener, TcpSocket, TcpStream},
    sync::{mpsc, oneshot},
};

/// How many connections may wait to be accepted, as tokio's own listeners have it.
const BACKLOG: u32 = 1024;
/// The pause after a failed accept: out of file descriptors, most likely.
const ACCEPT_PAUSE: Duration = Duration::from_millis(10);

/// A listening port, or one that is only held.
#[derive(Debug)]
pub(crate) struct Door {
    address: SocketAddr,
    place: Place,
}

#[derive(Debug)]
enum Place {
    Listening(TcpListener),
    /// Bound, so that nobody else gets the port, but not listening: connections are refused.
    Held(TcpSocket),
    Lost,
}

impl Door {
    pub(crate) fn new(listener: TcpListener, address: SocketAddr) -> Self {
        Self { address, place: Place::Listening(listener) }
    }

    /// Accepts the next connection; waits forever while shut.
    pub(crate) async fn accept(&self) -> TcpStream {
        let Place::Listening(listener) = &self.place else { return std::future::pending().await };
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

    pub(crate) fn shut(&mut self) -> io::Result<()> {
        if matches!(self.place, Place::Listening(_)) {
            // A port cannot be bound anew while it is listened on.
            self.place = Place::Lost;
            self.place = Place::Held(bind(self.address)?);
        }
        Ok(())
    }

    pub(crate) fn open(&mut self) -> io::Result<()> {
        let socket = match std::mem::replace(&mut self.place, Place::Lost) {
            listening @ Place::Listening(_) => {
                self.place = listening;
                return Ok(());
            }
            Place::Held(socket) => socket,
            Place::Lost => bind(self.address)?,
        };
        self.place = Place::Listening(socket.listen(BACKLOG)?);
        Ok(())
    }
}

fn bind(address: SocketAddr) -> io::Result<TcpSocket> {
    let socket = TcpSocket::new_v4()?;
    // Connections that were open until now keep the port in use for a minute.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    Ok(socket)
}

/// What a server is told about its door.
#[derive(Debug)]
pub(crate) struct Order {
    pub(crate) wish: Wish,
    pub(crate) done: oneshot::Sender<io::Result<()>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wish {
    Refuse,
    Accept,
}

/// The way to the server behind a door.
#[derive(Debug, Clone)]
pub(crate) struct DoorKeeper(mpsc::Sender<Order>);

impl DoorKeeper {
    pub(crate) fn new() -> (Self, mpsc::Receiver<Order>) {
        let (orders, receiver) = mpsc::channel(1);
        (Self(orders), receiver)
    }

    /// Has a wish fulfilled and returns when it is.
    pub(crate) async fn tell(&self, wish: Wish) -> io::Result<()> {
        let stopped = || io::Error::other("the emulator has been stopped");
        let (done, outcome) = oneshot::channel();
        self.0.send(Order { wish, done }).await.map_err(|_| stopped())?;
        outcome.await.map_err(|_| stopped())?
    }
}
