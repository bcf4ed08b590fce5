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

use bytes::Bytes;
use zstd::bulk::Compressor;

use crate::buffer_pool::{BUFFER_BYTES, Buffer};
use crate::chunk_writer::{ChunkWriter, WriteError};

/// The compression level. For build outputs, level 3 takes twice as long and saves 8 % of the bytes.
/// On a fast network, that would make an upload slower than without compression.
const LEVEL: i32 = 1;

/// The length of the input of most frames: one buffer of the pool, which fits into the cache of a core.
pub(super) const FRAME_BYTES: usize = BUFFER_BYTES;

/// The number of short frames at the beginning of an archive, and the length of their input.
///
/// The builder opens an archive twice: first it reads one entry. Docker 26 does not stop the decoder of
/// the first time, which reads ahead of its output, up to four blocks. If it still reads when the
/// archive is opened again, both take bytes of one buffer, and the build fails or the engine panics: in
/// 8 of 57 builds of a large archive, and in none of 80 with short frames. Four short frames are in the
/// buffer before the first entry is decoded. Docker 28 does not have this fault.
const SHORT_FRAMES: u64 = 8;
const SHORT_FRAME_BYTES: usize = 1024;

/// Returns the maximum length of the input of a frame.
pub(super) fn input_len(number: u64) -> usize {
    if number < SHORT_FRAMES { SHORT_FRAME_BYTES } else { FRAME_BYTES }
}

/// The number and the length of the pieces of a sample.
const PIECES: usize = 8;
const PIECE_BYTES: usize = 2 * 1024;

/// The minimum ratio, in percent, of the compressed length of a sample that does not compress.
const MIN_RAW_PERCENT: usize = 97;

const MAGIC: [u8; 4] = 0xFD2F_B528_u32.to_le_bytes();
const DESCRIPTOR: u8 = 0b1010_0000;

/// The maximum length of a block.
const BLOCK_BYTES: usize = 128 * 1024;

/// Creates frames, one after the other.
pub(super) struct FrameEncoder {
    compressor: Compressor<'static>,
    sample: Vec<u8>,
    compressed_sample: Vec<u8>,
}

/// A frame in buffers of the pool. The bytes are not copied if they fill most of a buffer.
pub(super) enum Frame {
    Compressed(Buffer),
    /// The input, as raw blocks.
    Raw(Buffer),
}

impl FrameEncoder {
    pub(super) fn new() -> io::Result<Self> {
        let (sample, compressed_sample) =
            (Vec::new(), Vec::with_capacity(zstd::zstd_safe::compress_bound(PIECES * PIECE_BYTES)));
        Ok(Self { compressor: Compressor::new(LEVEL)?, sample, compressed_sample })
    }

    /// Returns the frame of an input of at most [`FRAME_BYTES`] bytes. `output` is an empty buffer.
    pub(super) fn encode(&mut self, input: Buffer, mut output: Buffer) -> Frame {
        if self.is_raw(&input.bytes) {
            return Frame::Raw(input);
        }
        // Fails if the frame is longer than its input.
        match self.compressor.compress_to_buffer(&input.bytes, &mut output.bytes) {
            Ok(_) => Frame::Compressed(output),
            Err(_) => Frame::Raw(input),
        }
    }

    /// Returns `true` if a sample of the input does not compress. A short input has no sample.
    fn is_raw(&mut self, input: &[u8]) -> bool {
        let distance = input.len() / PIECES;
        if distance < 2 * PIECE_BYTES {
            return false;
        }
        self.sample.clear();
        for piece in input.chunks_exact(distance) {
            self.sample.extend(&piece[..PIECE_BYTES]);
        }
        let compressed =
            self.compressor.compress_to_buffer(&self.sample, &mut self.compressed_sample);
        compressed.is_ok_and(|len| len * 100 > self.sample.len() * MIN_RAW_PERCENT)
    }
}

impl Frame {
    /// Returns the length of the frame.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Compressed(frame) => frame.bytes.len(),
            Self::Raw(input) => {
                let blocks = input.bytes.len().div_ceil(BLOCK_BYTES);
                MAGIC.len() + 1 + 4 + 3 * blocks + input.bytes.len()
            }
        }
    }

    pub(super) fn write(self, writer: &mut ChunkWriter) -> Result<(), WriteError> {
        let input = match self {
            Self::Compressed(frame) => return writer.buffer(frame),
            Self::Raw(input) => Bytes::from_owner(input),
        };
        writer.bytes(&MAGIC)?;
        writer.bytes(&[DESCRIPTOR])?;
        writer.bytes(&(input.len() as u32).to_le_bytes())?;
        let mut rest = input;
        while !rest.is_empty() {
            let block = rest.split_to(BLOCK_BYTES.min(rest.len()));
            let is_last = u32::from(rest.is_empty());
            let header = ((block.len() as u32) << 3 | is_last).to_le_bytes();
            writer.bytes(&header[..3])?;
            writer.shared(block)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use futures_util::TryStreamExt;

    use super::*;
    use crate::buffer_pool::BufferPool;
    use crate::chunk_writer::chunks;

    fn noise(len: usize) -> Vec<u8> {
        let mut bytes = vec![0; len];
        blake3::Hasher::new().finalize_xof().fill(&mut bytes);
        bytes
    }

    /// Returns the bytes of the frame.
    async fn encode(input: &[u8]) -> Vec<u8> {
        let pool = Arc::<BufferPool>::default();
        let mut buffer = pool.take();
        buffer.bytes.extend(input);
        let frame = FrameEncoder::new().unwrap().encode(buffer, pool.take());
        let len = frame.len();
        let written = chunks(pool, move |writer| {
            frame.write(writer)?;
            writer.flush()
        });
        let bytes = written.try_collect::<Vec<_>>().await.unwrap().concat();
        assert_eq!(bytes.len(), len);
        bytes
    }

    #[tokio::test]
    async fn every_frame_decodes_to_its_input() {
        let text = b"some text that compresses ".repeat(FRAME_BYTES / 26);
        for input in [noise(FRAME_BYTES), text, noise(100_000), vec![7], vec![0; FRAME_BYTES]] {
            let frame = encode(&input).await;
            assert!(frame.len() <= input.len() + 64, "{} of {}", frame.len(), input.len());
            assert!(zstd::decode_all(&frame[..]).unwrap() == input);
        }
    }

    #[tokio::test]
    async fn input_that_does_not_compress_is_stored() {
        let input = noise(FRAME_BYTES);
        let frame = encode(&input).await;
        let blocks = FRAME_BYTES / BLOCK_BYTES;
        assert_eq!(frame.len(), FRAME_BYTES + 9 + 3 * blocks);
        assert!(frame[12..][..BLOCK_BYTES] == input[..BLOCK_BYTES]);
    }

    #[tokio::test]
    async fn input_that_compresses_in_part_is_compressed() {
        let mut input = noise(FRAME_BYTES);
        input[..FRAME_BYTES / 2].fill(b'x');
        assert!(encode(&input).await.len() < FRAME_BYTES * 6 / 10);
    }

    /// The pieces of the sample compress, and nothing else does. So the frame does not fit into the
    /// buffer for its output.
    #[tokio::test]
    async fn input_with_a_misleading_sample_is_stored() {
        let mut input = noise(FRAME_BYTES);
        for piece in input.chunks_exact_mut(FRAME_BYTES / PIECES) {
            piece[..128].fill(b'x');
        }
        let frame = encode(&input).await;
        assert!(frame.len() > FRAME_BYTES);
        assert!(zstd::decode_all(&frame[..]).unwrap() == input);
    }

    #[tokio::test]
    async fn several_raw_frames_are_one_stream() {
        let inputs = [noise(FRAME_BYTES), noise(200_001)];
        let mut stream = Vec::new();
        for input in &inputs {
            stream.extend(encode(input).await);
        }
        assert!(zstd::decode_all(&stream[..]).unwrap() == inputs.concat());
    }
}
