//! A file that is read again after the scan.

use std::fs::File;
use std::io::Read;
use std::path::PathBuf;

use crate::{Digest, Error, disk};

/// A file that must have the content of the scan.
pub(crate) struct CheckedFile {
    file: File,
    local: PathBuf,
    size: u64,
    digest: Digest,
    hasher: blake3::Hasher,
}

impl CheckedFile {
    pub(crate) fn open(local: PathBuf, size: u64, digest: Digest) -> Result<Self, Error> {
        let file = disk::open(&local)?;
        Ok(Self { file, local, size, digest, hasher: blake3::Hasher::new() })
    }

    /// Returns the number of bytes that are not read yet.
    pub(crate) fn remaining(&self) -> u64 {
        self.size - self.hasher.count()
    }

    /// Appends the next bytes to `chunk`, until it has `max_len` bytes or the file ends.
    pub(crate) fn append_to(&mut self, chunk: &mut Vec<u8>, max_len: usize) -> Result<(), Error> {
        let start = chunk.len();
        let wanted = (max_len.saturating_sub(start) as u64).min(self.remaining());
        if self.read(wanted, chunk)? < wanted {
            return Err(Error::changed(&self.local));
        }
        self.hasher.update(&chunk[start..]);
        Ok(())
    }

    /// Fails if the content differs from that of the scan, or if the file is longer.
    pub(crate) fn check_end(self) -> Result<(), Error> {
        if self.digest != self.hasher.finalize().into() {
            return Err(Error::changed(&self.local));
        }
        let beyond = self.read(1, &mut Vec::new())?;
        if beyond > 0 { Err(Error::changed(&self.local)) } else { Ok(()) }
    }

    /// Appends the next `wanted` bytes, or fewer at the end of the file. Returns their number.
    fn read(&self, wanted: u64, chunk: &mut Vec<u8>) -> Result<u64, Error> {
        let count = (&self.file).take(wanted).read_to_end(chunk);
        count.map(|count| count as u64).map_err(|error| Error::io("read", &self.local, error))
    }
}
