//! A slow line to a store: a TCP proxy that delays and limits.

use std::{
    io::{self, Read, Write},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
    time::{Duration, Instant},
};

/// The rate of each direction, in bytes per second: 20 Mbit/s.
pub(super) const BYTES_PER_SECOND: f64 = 20e6 / 8.0;

/// The time of a packet to the other side and back.
pub(super) const ROUND_TRIP: Duration = Duration::from_millis(80);

/// The size of a piece of traffic, about that of a few packets.
const PIECE_BYTES: usize = 8 * 1024;

/// The number of pieces on the way in one direction of a connection.
const PIECES_QUEUED: usize = 64;

/// A running proxy. Its threads end with their connections, and the listener with the process.
pub(super) struct Line {
    address: SocketAddr,
}

/// The time at which one direction of the line is free. All connections share it.
#[derive(Default)]
struct Direction(Mutex<Option<Instant>>);

impl Direction {
    /// Returns when a piece of this size arrives at the other side.
    fn arrival(&self, bytes: usize) -> Instant {
        let mut free = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let start = free.map_or(now, |free| free.max(now));
        let sent = start + Duration::from_secs_f64(bytes as f64 / BYTES_PER_SECOND);
        *free = Some(sent);
        sent + ROUND_TRIP / 2
    }
}

impl Line {
    /// Starts a line to a store.
    pub(super) fn open(store: SocketAddr) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let address = listener.local_addr()?;
        let (up, down) = (Arc::<Direction>::default(), Arc::<Direction>::default());
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let (up, down) = (up.clone(), down.clone());
                // A connection that breaks is an error of the client.
                thread::spawn(move || connect(client, store, up, down));
            }
        });
        Ok(Self { address })
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }
}

fn connect(
    client: TcpStream,
    store: SocketAddr,
    up: Arc<Direction>,
    down: Arc<Direction>,
) -> io::Result<()> {
    // The handshake takes a round trip.
    thread::sleep(ROUND_TRIP);
    let server = TcpStream::connect(store)?;
    for stream in [&client, &server] {
        stream.set_nodelay(true)?;
    }
    carry(client.try_clone()?, server.try_clone()?, up);
    carry(server, client, down);
    Ok(())
}

/// Carries one direction of a connection.
fn carry(from: TcpStream, to: TcpStream, direction: Arc<Direction>) {
    let (sender, receiver) = sync_channel(PIECES_QUEUED);
    thread::spawn(move || read(from, &direction, &sender));
    thread::spawn(move || write(to, &receiver));
}

fn read(mut from: TcpStream, direction: &Direction, sender: &SyncSender<(Instant, Vec<u8>)>) {
    let mut piece = vec![0; PIECE_BYTES];
    while let Ok(count @ 1..) = from.read(&mut piece) {
        let arrival = direction.arrival(count);
        if sender.send((arrival, piece[..count].to_vec())).is_err() {
            break;
        }
    }
}

fn write(mut to: TcpStream, receiver: &Receiver<(Instant, Vec<u8>)>) {
    while let Ok((arrival, piece)) = receiver.recv() {
        thread::sleep(arrival.saturating_duration_since(Instant::now()));
        if to.write_all(&piece).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Write);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_arrive_after_the_delay_and_one_after_the_other() {
        let direction = Direction::default();
        let began = Instant::now();
        let second = usize::try_from(BYTES_PER_SECOND as u64).unwrap();
        let (first, later) = (direction.arrival(second), direction.arrival(second));
        assert!(first - began >= Duration::from_secs(1) + ROUND_TRIP / 2);
        assert_eq!(later - first, Duration::from_secs(1));
    }
}
