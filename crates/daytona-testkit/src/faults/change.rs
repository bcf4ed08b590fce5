//! Changes of responses.

use std::{fmt, future, io, time::Duration};

use axum::{
    body::{Body, HttpBody},
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use bytes::Bytes;
use futures_util::{Stream, StreamExt, TryStreamExt, stream};
use tokio::time::Instant;

use crate::connection::Connection;

/// The distance between two inverted bytes.
const CORRUPTION_STRIDE: usize = 8;

/// A change of a response.
#[derive(Debug, Clone)]
pub(super) enum Change {
    Delay(Duration),
    Cut(CutPoint),
    ResetAfter(Duration),
    Truncate(u64),
    NeverEnd,
    Corrupt,
    ContentType(String),
    Trickle { piece_bytes: usize, pause: Duration },
}

/// A position in a body.
#[derive(Debug, Clone, Copy)]
pub(super) enum CutPoint {
    Bytes(u64),
    /// The first line is 1.
    Line(u64),
    Character,
}

impl Change {
    /// Returns the changed response.
    pub(super) async fn apply(&self, response: Response, connection: &Connection) -> Response {
        let is_upgrade = response.status() == StatusCode::SWITCHING_PROTOCOLS;
        match self {
            Self::Delay(duration) => {
                tokio::time::sleep(*duration).await;
                response
            }
            _ if is_upgrade => response,
            Self::ContentType(content_type) => with_content_type(response, content_type),
            Self::Cut(point) => {
                let (point, connection) = (*point, connection.clone());
                let response = with_content_length(response);
                response.map(|body| Body::from_stream(cut(body, Cutter::new(point), connection)))
            }
            Self::ResetAfter(duration) => {
                let (deadline, connection) = (Instant::now() + *duration, connection.clone());
                let response = with_content_length(response);
                response.map(|body| Body::from_stream(reset_at(deadline, body, connection)))
            }
            Self::Truncate(bytes) => {
                let cutter = Cutter::new(CutPoint::Bytes(*bytes));
                with_body(response, |body| Body::from_stream(truncate(body, cutter)))
            }
            Self::NeverEnd => {
                with_body(response, |body| Body::from_stream(chunks(body).chain(stream::pending())))
            }
            Self::Corrupt => with_body(response, |body| Body::from_stream(corrupt(body))),
            Self::Trickle { piece_bytes, pause } => {
                with_body(response, |body| Body::from_stream(trickle(body, *piece_bytes, *pause)))
            }
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Delay(duration) => write!(f, "delayed by {duration:?}"),
            Self::Cut(CutPoint::Bytes(bytes)) => write!(f, "cut after {bytes} bytes"),
            Self::Cut(CutPoint::Line(line)) => write!(f, "cut in line {line}"),
            Self::Cut(CutPoint::Character) => f.write_str("cut in a character"),
            Self::Truncate(bytes) => write!(f, "ended after {bytes} bytes"),
            Self::ResetAfter(duration) => write!(f, "reset after {duration:?}"),
            Self::NeverEnd => f.write_str("never ended"),
            Self::Corrupt => f.write_str("corrupted"),
            Self::ContentType(content_type) => write!(f, "content type {content_type}"),
            Self::Trickle { piece_bytes, pause } => {
                write!(f, "slowed to {piece_bytes} bytes every {pause:?}")
            }
        }
    }
}

fn with_content_type(mut response: Response, content_type: &str) -> Response {
    // Text that is not valid in a header results in a response without a content type.
    match HeaderValue::from_str(content_type) {
        Ok(value) => response.headers_mut().insert(header::CONTENT_TYPE, value),
        Err(_) => response.headers_mut().remove(header::CONTENT_TYPE),
    };
    response
}

/// Sets the length of the whole body, so that the client detects the missing part.
fn with_content_length(mut response: Response) -> Response {
    if let Some(length) = response.body().size_hint().exact() {
        response.headers_mut().insert(header::CONTENT_LENGTH, length.into());
    }
    response
}

/// Replaces the body, and removes its length.
fn with_body(mut response: Response, change: impl FnOnce(Body) -> Body) -> Response {
    response.headers_mut().remove(header::CONTENT_LENGTH);
    response.map(change)
}

fn chunks(body: Body) -> impl Stream<Item = io::Result<Bytes>> + Send {
    body.into_data_stream().map_err(io::Error::other)
}

/// Returns the body up to a position, where the connection is closed.
fn cut(
    body: Body,
    cutter: Cutter,
    connection: Connection,
) -> impl Stream<Item = io::Result<Bytes>> + Send {
    let state = (Box::pin(chunks(body)), cutter, connection);
    stream::try_unfold(state, |(mut chunks, mut cutter, connection)| async move {
        if cutter.is_done() {
            connection.close_after_flush();
            return future::pending().await;
        }
        let Some(chunk) = chunks.try_next().await? else { return Ok(None) };
        let kept = cutter.keep(chunk);
        Ok(Some((kept, (chunks, cutter, connection))))
    })
}

/// Returns the body up to a deadline, when the connection is reset.
fn reset_at(
    deadline: Instant,
    body: Body,
    connection: Connection,
) -> impl Stream<Item = io::Result<Bytes>> + Send {
    let state = (Box::pin(chunks(body)), connection);
    stream::try_unfold(state, move |(mut chunks, connection)| async move {
        tokio::select! {
            chunk = chunks.try_next() => Ok(chunk?.map(|chunk| (chunk, (chunks, connection)))),
            () = tokio::time::sleep_until(deadline) => {
                connection.reset();
                future::pending().await
            }
        }
    })
}

/// Returns the body up to a position, where it ends.
fn truncate(body: Body, cutter: Cutter) -> impl Stream<Item = io::Result<Bytes>> + Send {
    let state = (Box::pin(chunks(body)), cutter);
    stream::try_unfold(state, |(mut chunks, mut cutter)| async move {
        if cutter.is_done() {
            return Ok(None);
        }
        let Some(chunk) = chunks.try_next().await? else { return Ok(None) };
        let kept = cutter.keep(chunk);
        Ok(Some((kept, (chunks, cutter))))
    })
}

fn corrupt(body: Body) -> impl Stream<Item = io::Result<Bytes>> + Send {
    let mut position = 0_usize;
    chunks(body).map_ok(move |chunk| {
        let mut bytes = chunk.to_vec();
        for byte in &mut bytes {
            if position.is_multiple_of(CORRUPTION_STRIDE) {
                *byte = !*byte;
            }
            position = position.wrapping_add(1);
        }
        Bytes::from(bytes)
    })
}

fn trickle(
    body: Body,
    piece_bytes: usize,
    pause: Duration,
) -> impl Stream<Item = io::Result<Bytes>> + Send {
    let state = (Box::pin(chunks(body)), Bytes::new());
    stream::try_unfold(state, move |(mut chunks, mut rest)| async move {
        while rest.is_empty() {
            match chunks.try_next().await? {
                Some(chunk) => rest = chunk,
                None => return Ok(None),
            }
        }
        tokio::time::sleep(pause).await;
        let piece = rest.split_to(piece_bytes.min(rest.len()));
        Ok(Some((piece, (chunks, rest))))
    })
}

/// Finds a position in the chunks of a body.
#[derive(Debug)]
struct Cutter {
    point: CutPoint,
    bytes: u64,
    /// The line of the next byte. The first line is 1.
    line: u64,
    done: bool,
}

impl Cutter {
    fn new(point: CutPoint) -> Self {
        Self { point, bytes: 0, line: 1, done: matches!(point, CutPoint::Bytes(0)) }
    }

    fn is_done(&self) -> bool {
        self.done
    }

    /// Returns the part of a chunk before the position.
    fn keep(&mut self, mut chunk: Bytes) -> Bytes {
        if let Some(length) = self.position_in(&chunk) {
            self.done = true;
            chunk.truncate(length);
        }
        chunk
    }

    fn position_in(&mut self, chunk: &[u8]) -> Option<usize> {
        for (index, byte) in chunk.iter().enumerate() {
            self.bytes += 1;
            let is_here = match self.point {
                CutPoint::Bytes(bytes) => self.bytes >= bytes,
                CutPoint::Line(line) => self.line >= line && *byte != b'\n',
                CutPoint::Character => *byte >= 0xC0,
            };
            if is_here {
                return Some(index + 1);
            }
            self.line += u64::from(*byte == b'\n');
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(point: CutPoint, chunks: &[&str]) -> (String, bool) {
        let mut cutter = Cutter::new(point);
        let mut kept = Vec::new();
        for chunk in chunks {
            if !cutter.is_done() {
                kept.extend(cutter.keep(Bytes::copy_from_slice(chunk.as_bytes())));
            }
        }
        (String::from_utf8_lossy(&kept).into_owned(), cutter.is_done())
    }

    #[test]
    fn cut_after_bytes_spans_chunks() {
        assert_eq!(kept(CutPoint::Bytes(4), &["abc", "def"]), ("abcd".to_owned(), true));
        assert_eq!(kept(CutPoint::Bytes(0), &["abc"]), (String::new(), true));
        assert_eq!(kept(CutPoint::Bytes(9), &["abc"]), ("abc".to_owned(), false));
    }

    #[test]
    fn cut_in_a_line_keeps_its_start() {
        assert_eq!(kept(CutPoint::Line(2), &["one\n", "two\n"]), ("one\nt".to_owned(), true));
        assert_eq!(kept(CutPoint::Line(2), &["one\n\nthree"]), ("one\n\nt".to_owned(), true));
    }

    #[test]
    fn cut_in_a_character_keeps_its_first_byte() {
        let mut cutter = Cutter::new(CutPoint::Character);
        assert_eq!(cutter.keep(Bytes::from("aä")), &b"a\xC3"[..]);
        assert!(cutter.is_done());
    }
}
