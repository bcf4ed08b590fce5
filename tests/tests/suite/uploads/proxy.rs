//! A proxy between client and store that lets connections fail as scripted.

use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

/// The failure of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failure {
    None,
    /// One direction fails after this many bytes.
    At(Direction, u64, Ending),
}

/// The direction of bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    ToStore,
    ToClient,
}

/// The kind of failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// Both sides of the connection are reset.
    Reset,
    /// Both sides of the connection are closed.
    Close,
    /// This direction is closed; the other one stays open.
    HalfClose,
    /// Bytes stop, and the connection stays open.
    Stall,
    /// One byte is changed, and the connection continues.
    Corrupt,
}

/// Forwards connections to a store, each with its scripted failure.
pub(crate) struct Proxy {
    address: SocketAddr,
    connections: Arc<Mutex<Vec<Arc<Counts>>>>,
    /// Aborted when the proxy is dropped.
    _tasks: JoinSet<()>,
}

/// The number of bytes that a connection has forwarded.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    to_store: AtomicUsize,
    to_client: AtomicUsize,
}

impl Counts {
    fn of(&self, way: Direction) -> &AtomicUsize {
        match way {
            Direction::ToStore => &self.to_store,
            Direction::ToClient => &self.to_client,
        }
    }
}

impl Proxy {
    /// Starts a proxy to `store`. `script` gets the number of the connection, from 0.
    pub(crate) async fn start(
        store: SocketAddr,
        script: impl Fn(usize) -> Failure + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let connections = Arc::<Mutex<Vec<Arc<Counts>>>>::default();
        let known = Arc::clone(&connections);
        let mut tasks = JoinSet::new();
        tasks.spawn(async move {
            let mut open = JoinSet::new();
            loop {
                let (client, _) = listener.accept().await.unwrap();
                let counts = Arc::<Counts>::default();
                let number = {
                    let mut known = known.lock().unwrap();
                    known.push(Arc::clone(&counts));
                    known.len() - 1
                };
                open.spawn(forward(client, store, script(number), counts));
            }
        });
        Self { address, connections, _tasks: tasks }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn connections(&self) -> usize {
        self.connections.lock().unwrap().len()
    }

    /// Returns the number of bytes that a connection has forwarded in one direction.
    pub(crate) fn passed(&self, connection: usize, way: Direction) -> u64 {
        self.connections.lock().unwrap()[connection].of(way).load(Ordering::Relaxed) as u64
    }
}

async fn forward(client: TcpStream, store: SocketAddr, failure: Failure, counts: Arc<Counts>) {
    let Ok(store) = TcpStream::connect(store).await else { return };
    let (from_client, to_client) = client.into_split();
    let (from_store, to_store) = store.into_split();
    let of = |way| match failure {
        Failure::At(at, bytes, ending) if at == way => Some((bytes, ending)),
        _ => None,
    };
    let there = pump(from_client, to_store, of(Direction::ToStore), counts.of(Direction::ToStore));
    let back = pump(from_store, to_client, of(Direction::ToClient), counts.of(Direction::ToClient));
    let (mut there, mut back) = (Box::pin(there), Box::pin(back));
    // A direction that ends normally does not end the other one.
    let (first, is_there) = tokio::select! {
        end = &mut there => (end, true),
        end = &mut back => (end, false),
    };
    let second = match first.effect {
        Effect::Continues if is_there => Some(back.await),
        Effect::Continues => Some(there.await),
        Effect::Reset | Effect::Closed => None,
    };
    if first.effect == Effect::Reset
        || second.as_ref().is_some_and(|end| end.effect == Effect::Reset)
    {
        // With zero linger, the kernel drops unsent bytes and closes with RST.
        let _ = first.reader.as_ref().set_zero_linger();
        let _ = first.writer.as_ref().set_zero_linger();
    }
}

/// The sockets of a direction that has ended, and the effect on the connection.
struct End {
    reader: OwnedReadHalf,
    writer: OwnedWriteHalf,
    effect: Effect,
}

/// The effect of the end of one direction on the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Effect {
    Continues,
    Closed,
    Reset,
}

async fn pump(
    mut reader: OwnedReadHalf,
    mut writer: OwnedWriteHalf,
    failure: Option<(u64, Ending)>,
    passed: &AtomicUsize,
) -> End {
    let effect = match pass(&mut reader, &mut writer, failure, passed).await {
        Ok(effect) => effect,
        // One side is closed. Close the other one, too.
        Err(_) => Effect::Closed,
    };
    End { reader, writer, effect }
}

async fn pass(
    reader: &mut OwnedReadHalf,
    writer: &mut OwnedWriteHalf,
    mut failure: Option<(u64, Ending)>,
    passed: &AtomicUsize,
) -> io::Result<Effect> {
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let count = reader.read(&mut buffer).await?;
        if count == 0 {
            writer.shutdown().await?;
            return Ok(Effect::Continues);
        }
        let before = passed.load(Ordering::Relaxed) as u64;
        let until =
            failure.map(|(at, _)| at.saturating_sub(before)).filter(|at| *at < count as u64);
        let (Some(until), Some((_, ending))) = (until, failure) else {
            writer.write_all(&buffer[..count]).await?;
            passed.fetch_add(count, Ordering::Relaxed);
            continue;
        };
        let until = until as usize;
        if ending == Ending::Corrupt {
            buffer[until] ^= 0x20;
            writer.write_all(&buffer[..count]).await?;
            passed.fetch_add(count, Ordering::Relaxed);
            failure = None;
            continue;
        }
        writer.write_all(&buffer[..until]).await?;
        passed.fetch_add(until, Ordering::Relaxed);
        match ending {
            Ending::Reset => return Ok(Effect::Reset),
            Ending::Close => return Ok(Effect::Closed),
            Ending::HalfClose => {
                writer.shutdown().await?;
                return Ok(Effect::Continues);
            }
            Ending::Stall | Ending::Corrupt => std::future::pending().await,
        }
    }
}
