//! The tar archive of a shard before compression.

use std::collections::VecDeque;

use bytes::Bytes;

use super::entry::{EntryKind, PackEntry};
use super::manifest::PackShard;
use crate::checked_file::CheckedFile;
use crate::content::Content;
use crate::tar_entry::{self, TRAILER};
use crate::{Digest, Error, disk};

/// Reads the tar archive of a shard in blocks.
pub(super) struct TarReader {
    shard: PackShard,
    /// The position of the next entry.
    next: usize,
    /// The next bytes, at most those of one entry.
    pieces: VecDeque<Piece>,
    is_trailer_taken: bool,
}

/// A piece of the archive.
enum Piece {
    Memory(Bytes),
    File(Box<CheckedFile>),
}

impl TarReader {
    pub(super) fn new(shard: PackShard) -> Self {
        let mut pieces = VecDeque::new();
        if shard.len() == 0 {
            pieces.push_back(Piece::Memory(tar_entry::global_header().into()));
        }
        Self { shard, next: 0, pieces, is_trailer_taken: false }
    }

    /// Appends the next bytes to `block`, until it has `max_len` bytes or the archive ends.
    ///
    /// Fails if an entry has changed since the scan.
    pub(super) fn read(&mut self, block: &mut Vec<u8>, max_len: usize) -> Result<(), Error> {
        while block.len() < max_len {
            match self.pieces.pop_front() {
                Some(Piece::Memory(mut bytes)) => {
                    let count = bytes.len().min(max_len - block.len());
                    block.extend(bytes.split_to(count));
                    if !bytes.is_empty() {
                        self.pieces.push_front(Piece::Memory(bytes));
                    }
                }
                Some(Piece::File(mut file)) if file.remaining() > 0 => {
                    file.append_to(block, max_len)?;
                    self.pieces.push_front(Piece::File(file));
                }
                Some(Piece::File(file)) => file.check_end()?,
                None if self.add_pieces()? => {}
                None => return Ok(()),
            }
        }
        Ok(())
    }

    /// Adds the pieces of the next entry, or the trailer. Returns `false` at the end.
    fn add_pieces(&mut self) -> Result<bool, Error> {
        let Some(entry) = self.shard.entry(self.next) else {
            let is_trailer = !self.is_trailer_taken;
            self.is_trailer_taken = true;
            self.pieces.extend(is_trailer.then_some(Piece::Memory(Bytes::from_static(&TRAILER))));
            return Ok(is_trailer);
        };
        self.next += 1;
        let head = self.shard.head();
        self.pieces.push_back(Piece::Memory(entry.tar_head(head.uid, head.gid).into()));
        match &entry.kind {
            EntryKind::Directory => {}
            EntryKind::Link { target } => check_link(entry, target)?,
            EntryKind::File { size, digest } => {
                self.pieces.push_back(content(entry, *size, *digest)?);
                let padding = vec![0; tar_entry::padding(*size) as usize];
                self.pieces.push_back(Piece::Memory(padding.into()));
            }
        }
        Ok(true)
    }
}

fn content(entry: &PackEntry, size: u64, digest: Digest) -> Result<Piece, Error> {
    if let Content::InMemory(bytes) = &*entry.content {
        return Ok(Piece::Memory(bytes.clone()));
    }
    CheckedFile::open(entry.display_path(), size, digest).map(|file| Piece::File(Box::new(file)))
}

/// Fails if a link has another target than in the scan.
fn check_link(entry: &PackEntry, target: &[u8]) -> Result<(), Error> {
    let local = entry.display_path();
    if *disk::read_link(&local)? == *target { Ok(()) } else { Err(Error::changed(&local)) }
}
