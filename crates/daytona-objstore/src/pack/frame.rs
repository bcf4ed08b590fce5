//! A zstd frame of an archive.
//!
//! A frame is compressed, unless a sample of its input does not compress. Then it has raw blocks,
//! which take less time. The choice depends on the input only, so equal archives have equal frames.
//!
//! # Raw frames
//!
//! RFC 8878 defines the format. Integers are little-endian.
//!
//! | bytes | field |
//! |---|---|
//! | 4 | the magic number |
//! | 1 | the descriptor: a single segment, and a content size of four bytes |
//! | 4 | the content size |
//! | for each block: | |
//! | 3 | bit 0: the last block; bits 1 and 2: the type, 0 for raw; the other bits: the size |
//! | n | the bytes |

use std::io;

use zstd::bulk::Compressor;
use zstd::zstd_safe::compress_bound;

/// The compression level. For build outputs, level 3 takes twice as long and saves 8 % of the bytes.
/// On a fast network, that would make an upload slower than without compression.
const LEVEL: i32 = 1;

/// The maximum length of the input of a frame.
pub(super) const FRAME_BYTES: usize = 1 << 20;

/// The number and the length of the pieces of a sample.
const PIECES: usize = 8;
const PIECE_BYTES: usize = 8 * 1024;

/// The minimum ratio, in percent, of the compressed length of a sample that does not compress.
const MIN_RAW_PERCENT: usize = 97;

const MAGIC: [u8; 4] = 0xFD2F_B528_u32.to_le_bytes();
const DESCRIPTOR: u8 = 0b1010_0000;

/// The maximum length of a block.
const BLOCK_BYTES: usize = 128 * 1024;

/// Encodes frames, one after the other.
pub(super) struct FrameEncoder {
    compressor: Compressor<'static>,
    sample: Vec<u8>,
    frame: Vec<u8>,
}

impl FrameEncoder {
    pub(super) fn new() -> io::Result<Self> {
        let (sample, frame) = (Vec::new(), Vec::with_capacity(compress_bound(FRAME_BYTES)));
        Ok(Self { compressor: Compressor::new(LEVEL)?, sample, frame })
    }

    /// Returns the frame of at most [`FRAME_BYTES`] bytes.
    pub(super) fn encode(&mut self, input: &[u8]) -> io::Result<&[u8]> {
        if self.is_raw(input)? {
            self.frame.clear();
            encode_raw(input, &mut self.frame);
        } else {
            self.compressor.compress_to_buffer(input, &mut self.frame)?;
        }
        Ok(&self.frame)
    }

    /// Returns `true` if a sample of the input does not compress. A short input has no sample.
    fn is_raw(&mut self, input: &[u8]) -> io::Result<bool> {
        let distance = input.len() / PIECES;
        if distance < 2 * PIECE_BYTES {
            return Ok(false);
        }
        self.sample.clear();
        for piece in input.chunks_exact(distance) {
            self.sample.extend(&piece[..PIECE_BYTES]);
        }
        self.compressor.compress_to_buffer(&self.sample, &mut self.frame)?;
        Ok(self.frame.len() * 100 > self.sample.len() * MIN_RAW_PERCENT)
    }
}

fn encode_raw(input: &[u8], frame: &mut Vec<u8>) {
    frame.extend(MAGIC);
    frame.push(DESCRIPTOR);
    frame.extend((input.len() as u32).to_le_bytes());
    let mut blocks = input.chunks(BLOCK_BYTES).peekable();
    while let Some(block) = blocks.next() {
        let is_last = u32::from(blocks.peek().is_none());
        let [a, b, c, _] = ((block.len() as u32) << 3 | is_last).to_le_bytes();
        frame.extend([a, b, c]);
        frame.extend(block);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noise(len: usize) -> Vec<u8> {
        let mut bytes = vec![0; len];
        blake3::Hasher::new().finalize_xof().fill(&mut bytes);
        bytes
    }

    #[test]
    fn every_frame_decodes_to_its_input() {
        let mut encoder = FrameEncoder::new().unwrap();
        let text = b"some text that compresses ".repeat(FRAME_BYTES / 26);
        for input in [noise(FRAME_BYTES), text, noise(300_000), vec![7], vec![0; FRAME_BYTES]] {
            let frame = encoder.encode(&input).unwrap();
            assert!(frame.len() <= input.len() + 64, "{} of {}", frame.len(), input.len());
            assert!(zstd::decode_all(frame).unwrap() == input);
        }
    }

    #[test]
    fn input_that_does_not_compress_is_stored() {
        let mut encoder = FrameEncoder::new().unwrap();
        let input = noise(FRAME_BYTES);
        let frame = encoder.encode(&input).unwrap();
        let blocks = FRAME_BYTES / BLOCK_BYTES;
        assert_eq!(frame.len(), FRAME_BYTES + 9 + 3 * blocks);
        assert!(frame[12..][..BLOCK_BYTES] == input[..BLOCK_BYTES]);
    }

    #[test]
    fn input_that_compresses_in_part_is_compressed() {
        let mut encoder = FrameEncoder::new().unwrap();
        let mut input = noise(FRAME_BYTES);
        input[..FRAME_BYTES / 2].fill(b'x');
        assert!(encoder.encode(&input).unwrap().len() < FRAME_BYTES * 6 / 10);
    }

    #[test]
    fn several_raw_frames_are_one_stream() {
        let mut stream = Vec::new();
        let inputs = [noise(FRAME_BYTES), noise(200_001)];
        for input in &inputs {
            encode_raw(input, &mut stream);
        }
        assert!(zstd::decode_all(&stream[..]).unwrap() == inputs.concat());
    }
}
