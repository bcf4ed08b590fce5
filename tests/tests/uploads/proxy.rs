//! A network between client and store, on real sockets, that goes wrong where a script says.

use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

/// What happens to a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    None,
    /// What goes one way ends after so many bytes.
    At(Way, u64, Ending),
}

/// Which way bytes go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    ToStore,
    ToClient,
}

/// How it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// The connection is reset, for both sides.
    Reset,
    /// The connection is closed, for both sides.
    Close,
    /// This way is closed; the other one stays open.
    HalfClose,
    /// Nothing passes any more, and nobody is told.
    Stall,
    /// One byte arrives as another one, and the connection goes on.
    Corrupt,
}

/// Passes connections on to a store, each by its number with the trouble it is to meet.
pub(crate) struct Proxy {
    address: SocketAddr,
    connections: Arc<Mutex<Vec<Arc<Counts>>>>,
    /// Ends with the proxy.
    _tasks: JoinSet<()>,
}

/// How many bytes a connection has passed on.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    to_store: AtomicUsize,
    to_client: AtomicUsize,
}

impl Counts {
    fn of(&self, way: Way) -> &AtomicUsize {
        match way {
            Way::ToStore => &self.to_store,
            Way::ToClient => &self.to_client,
        }
    }
}

impl Proxy {
    /// Starts a proxy to `store`. Connections are numbered from 0.
    pub(crate) async fn start(
        store: SocketAddr,
        script: impl Fn(usize) -> Trouble + Send + 'static,
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
                open.spawn(pass_on(client, store, script(number), counts));
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

    /// Returns how many bytes a connection has passed on one way.
    pub(crate) fn passed(&self, connection: usize, way: Way) -> u64 {
        self.connections.lock().unwrap()[connection].of(way).load(Ordering::Relaxed) as u64
    }
}

async fn pass_on(client: TcpStream, store: SocketAddr, trouble: Trouble, counts: Arc<Counts>) {
    let Ok(store) = TcpStream::connect(store).await else { return };
    let (from_client, to_client) = client.into_split();
    let (from_store, to_store) = store.into_split();
    let of = |way| match trouble {
        Trouble::At(at, bytes, ending) if at == way => Some((bytes, ending)),
        _ => None,
    };
    let there = pump(from_client, to_store, of(Way::ToStore), counts.of(Way::ToStore));
    let back = pump(from_store, to_client, of(Way::ToClient), counts.of(Way::ToClient));
    let (mut there, mut back) = (Box::pin(there), Box::pin(back));
    // A way that comes to its natural end does not take the other one with it.
    let (first, is_there) = tokio::select! {
        end = &mut there => (end, true),
        end = &mut back => (end, false),
    };
    let second = match first.fate {
        Fate::GoesOn if is_there => Some(back.await),
        Fate::GoesOn => Some(there.await),
        Fate::Reset | Fate::Closed => None,
    };
    if first.fate == Fate::Reset || second.as_ref().is_some_and(|end| end.fate == Fate::Reset) {
        // Without what is still to be sent, the kernel ends a connection with RST.
        let _ = first.reader.as_ref().set_zero_linger();
        let _ = first.writer.as_ref().set_zero_linger();
    }
}

/// What is left when a way has ended.
struct End {
    reader: OwnedReadHalf,
    writer: OwnedWriteHalf,
    fate: Fate,
}

/// What the end of one way means for the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    GoesOn,
    Closed,
    Reset,
}

async fn pump(
    mut reader: OwnedReadHalf,
    mut writer: OwnedWriteHalf,
    trouble: Option<(u64, Ending)>,
    passed: &AtomicUsize,
) -> End {
    let fate = match pass(&mut reader, &mut writer, trouble, passed).await {
        Ok(fate) => fate,
        // One of the two has gone; the other one is to notice.
        Err(_) => Fate::Closed,
    };
    End { reader, writer, fate }
}

async fn pass(
    reader: &mut OwnedReadHalf,
    writer: &mut OwnedWriteHalf,
    mut trouble: Option<(u64, Ending)>,
    passed: &AtomicUsize,
) -> io::Result<Fate> {
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let count = reader.read(&mut buffer).await?;
        if count == 0 {
            writer.shutdown().await?;
            return Ok(Fate::GoesOn);
        }
        let before = passed.load(Ordering::Relaxed) as u64;
        let until =
            trouble.map(|(at, _)| at.saturating_sub(before)).filter(|at| *at < count as u64);
        let (Some(until), Some((_, ending))) = (until, trouble) else {
            writer.write_all(&buffer[..count]).await?;
            passed.fetch_add(count, Ordering::Relaxed);
            continue;
        };
        let until = until as usize;
        if ending == Ending::Corrupt {
            buffer[until] ^= 0x20;
            writer.write_all(&buffer[..count]).await?;
            passed.fetch_add(count, Ordering::Relaxed);
            trouble = None;
            continue;
        }
        writer.write_all(&buffer[..until]).await?;
        passed.fetch_add(until, Ordering::Relaxed);
        match ending {
            Ending::Reset => return Ok(Fate::Reset),
            Ending::Close => return Ok(Fate::Closed),
            Ending::HalfClose => {
                writer.shutdown().await?;
                return Ok(Fate::GoesOn);
            }
            Ending::Stall | Ending::Corrupt => std::future::pending().await,
        }
    }
}
