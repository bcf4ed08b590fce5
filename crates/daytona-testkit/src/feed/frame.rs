//! WebSocket frames from a server to a client.

use bytes::{BufMut, Bytes, BytesMut};

/// The first byte of a text frame that is not a fragment.
const TEXT: u8 = 0x81;
/// The lengths in the second byte that announce a longer field.
const TWO_BYTES: u8 = 126;
const EIGHT_BYTES: u8 = 127;

/// A complete frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Frame {
    bytes: Bytes,
    header: usize,
}

impl Frame {
    /// Creates a text frame. The content is not checked, so that it can be invalid text.
    pub(super) fn text(content: &[u8]) -> Self {
        let mut bytes = BytesMut::with_capacity(content.len() + 10);
        bytes.put_u8(TEXT);
        match (u8::try_from(content.len()), u16::try_from(content.len())) {
            (Ok(length), _) if length < TWO_BYTES => bytes.put_u8(length),
            (_, Ok(length)) => {
                bytes.put_u8(TWO_BYTES);
                bytes.put_u16(length);
            }
            _ => {
                bytes.put_u8(EIGHT_BYTES);
                bytes.put_u64(content.len() as u64);
            }
        }
        let header = bytes.len();
        bytes.put_slice(content);
        Self { bytes: bytes.freeze(), header }
    }

    /// Removes the first frame from a buffer. Returns `None` if it is not complete.
    pub(super) fn take(buffer: &mut BytesMut) -> Option<Self> {
        let field = *buffer.get(1)?;
        let (header, length) = match field & 0x7F {
            TWO_BYTES => (4, u64::from(u16::from_be_bytes(buffer.get(2..4)?.try_into().ok()?))),
            EIGHT_BYTES => (10, u64::from_be_bytes(buffer.get(2..10)?.try_into().ok()?)),
            length => (2, u64::from(length)),
        };
        let end = usize::try_from(length).ok()?.checked_add(header)?;
        (buffer.len() >= end).then(|| Self { bytes: buffer.split_to(end).freeze(), header })
    }

    /// Returns the content of a text frame.
    pub(super) fn content(&self) -> Option<&[u8]> {
        (self.bytes.first() == Some(&TEXT)).then(|| &self.bytes[self.header..])
    }

    /// Returns the frame as it is on the wire.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Returns the first half of the frame.
    pub(super) fn first_half(&self) -> &[u8] {
        &self.bytes[..self.bytes.len().div_ceil(2)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_of_every_length_are_read_back() {
        for length in [0, 1, 125, 126, 65_535, 65_536] {
            let content = vec![b'x'; length];
            let mut buffer = BytesMut::from(Frame::text(&content).bytes());
            buffer.put_slice(Frame::text(b"next").bytes());
            assert_eq!(Frame::take(&mut buffer).unwrap().content(), Some(&content[..]), "{length}");
            assert_eq!(Frame::take(&mut buffer).unwrap().content(), Some(&b"next"[..]));
            assert_eq!(Frame::take(&mut buffer), None);
        }
    }

    #[test]
    fn incomplete_frame_stays_in_the_buffer() {
        let whole = Frame::text(&[b'x'; 300]);
        for length in 0..whole.bytes().len() {
            let mut buffer = BytesMut::from(&whole.bytes()[..length]);
            assert_eq!(Frame::take(&mut buffer), None);
            assert_eq!(buffer.len(), length);
        }
    }

    #[test]
    fn control_frames_have_no_text() {
        let mut buffer = BytesMut::from(&[0x88, 0x00][..]);
        assert_eq!(Frame::take(&mut buffer).unwrap().content(), None);
    }
}
