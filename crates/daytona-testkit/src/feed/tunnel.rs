//! The bytes of one connection to the feed, between the client and the Socket.IO server.

use std::{collections::VecDeque, future, io};

use axum::http::Uri;
use bytes::BytesMut;
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, DuplexStream, ReadHalf, WriteHalf},
    time::{Instant, sleep_until},
};

use super::{
    filter::{Action, FrameFilter},
    frame::Frame,
    server::Feed,
};
use crate::faults::FeedFault;

/// The number of bytes that the server can be ahead of the client.
const BUFFER_BYTES: usize = 64 * 1024;
/// The ping of a server.
const PING: &[u8] = b"2";
/// The packet with which a server ends a session.
const CLOSE: &[u8] = b"1";
/// The response to a ping: a text frame with a mask of zeros, as clients send it.
const PONG_FRAME: [u8; 7] = [0x81, 0x81, 0, 0, 0, 0, b'3'];

/// A connection to the feed, from the response to its request on.
pub(crate) enum Tunnel {
    /// Connects the client to the Socket.IO server.
    Session { feed: Feed, uri: Uri, fault: Option<FeedFault> },
    /// Sends the text and closes the connection.
    Refusal(String),
}

impl Tunnel {
    /// Runs the connection until one side closes it.
    pub(crate) async fn run(self, upgrade: OnUpgrade) {
        let ended = match upgrade.await {
            Ok(client) => self.run_on(TokioIo::new(client)).await,
            Err(error) => Err(io::Error::other(error)),
        };
        if let Err(error) = ended {
            tracing::debug!(%error, "a connection to the feed ended early");
        }
    }

    async fn run_on(self, mut client: TokioIo<Upgraded>) -> io::Result<()> {
        match self {
            Self::Refusal(text) => {
                client.write_all(text.as_bytes()).await?;
                client.shutdown().await
            }
            Self::Session { mut feed, uri, fault } => {
                let (server, stream) = tokio::io::duplex(BUFFER_BYTES);
                feed.open(stream, uri);
                let (server_reader, mut server_writer) = tokio::io::split(server);
                let mut frames = FrameReader::new(server_reader);
                frames.read_to_first_ping().await?;
                server_writer.write_all(&PONG_FRAME).await?;
                let (mut client_reader, client_writer) = tokio::io::split(client);
                let from_client = tokio::io::copy(&mut client_reader, &mut server_writer);
                tokio::select! {
                    sent = forward(frames, client_writer, FrameFilter::new(fault)) => sent,
                    received = from_client => received.map(drop),
                }
            }
        }
    }
}

/// Sends the frames of the server to the client, with the fault of the filter.
async fn forward(
    mut frames: FrameReader,
    mut client: WriteHalf<TokioIo<Upgraded>>,
    mut filter: FrameFilter,
) -> io::Result<()> {
    let mut delayed: VecDeque<(Instant, Frame)> = VecDeque::new();
    let mut action = filter.start();
    loop {
        match action {
            Action::Send(frames) => {
                for frame in &frames {
                    client.write_all(frame.bytes()).await?;
                }
                client.flush().await?;
            }
            Action::SendAfter(duration, frame) => {
                delayed.push_back((Instant::now() + duration, frame));
            }
            Action::Close(bytes) => {
                client.write_all(&bytes).await?;
                return client.shutdown().await;
            }
            Action::Silence => return future::pending().await,
        }
        let due = delayed.front().map(|(due, _)| *due);
        action = tokio::select! {
            frame = frames.next() => match frame? {
                Some(frame) => filter.apply(frame),
                None => return client.shutdown().await,
            },
            () = until(due) => {
                Action::Send(delayed.pop_front().into_iter().map(|(_, frame)| frame).collect())
            }
        };
    }
}

/// Waits until a time, or forever without one.
async fn until(due: Option<Instant>) {
    match due {
        Some(due) => sleep_until(due).await,
        None => future::pending().await,
    }
}

/// Reads the frames of the server.
struct FrameReader {
    server: ReadHalf<DuplexStream>,
    buffer: BytesMut,
    /// Frames that are read and not returned yet.
    read: VecDeque<Frame>,
}

impl FrameReader {
    fn new(server: ReadHalf<DuplexStream>) -> Self {
        Self { server, buffer: BytesMut::new(), read: VecDeque::new() }
    }

    /// Reads the frames before the first ping, and drops the ping.
    ///
    /// The Socket.IO server pings a new connection at once. The server of Daytona sends the first ping after the
    /// interval.
    async fn read_to_first_ping(&mut self) -> io::Result<()> {
        while let Some(frame) = self.receive().await? {
            if frame.content() == Some(PING) {
                break;
            }
            self.read.push_back(frame);
        }
        Ok(())
    }

    /// Returns the next frame, or `None` at the end of the connection. The caller can drop the future.
    async fn next(&mut self) -> io::Result<Option<Frame>> {
        match self.read.pop_front() {
            Some(frame) => Ok(Some(frame)),
            None => self.receive().await,
        }
    }

    async fn receive(&mut self) -> io::Result<Option<Frame>> {
        loop {
            if let Some(frame) = Frame::take(&mut self.buffer) {
                // The server of Daytona ends a session with the close frame of WebSocket alone.
                if frame.content() == Some(CLOSE) {
                    continue;
                }
                return Ok(Some(frame));
            }
            if self.server.read_buf(&mut self.buffer).await? == 0 {
                return Ok(None);
            }
        }
    }
}
