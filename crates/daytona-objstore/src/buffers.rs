//! Buffers that are used again.
//!
//! Fresh memory costs a page fault for each 4 KiB, which shows beside everything else that is done
//! to the bytes of an archive.

use std::sync::{Arc, Mutex, Weak};

use crate::threads::lock;

/// How much a buffer holds.
pub(crate) const BUFFER_BYTES: usize = 256 * 1024;

/// Buffers that nobody uses for the moment: as many as were in use at once.
#[derive(Debug, Default)]
pub(crate) struct Buffers(Mutex<Vec<Vec<u8>>>);

impl Buffers {
    /// Returns an empty buffer, which comes back when it is dropped.
    pub(crate) fn take(self: &Arc<Self>) -> Buffer {
        let spare = lock(&self.0).pop();
        let bytes = spare.unwrap_or_else(|| Vec::with_capacity(BUFFER_BYTES));
        Buffer { bytes, home: Arc::downgrade(self) }
    }
}

/// A buffer on loan.
#[derive(Debug)]
pub(crate) struct Buffer {
    pub(crate) bytes: Vec<u8>,
    home: Weak<Buffers>,
}

impl AsRef<[u8]> for Buffer {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        if let Some(home) = self.home.upgrade() {
            let mut bytes = std::mem::take(&mut self.bytes);
            bytes.clear();
            lock(&home.0).push(bytes);
        }
    }
}

/// The buffers of all who work at the same time; they are gone when nobody does.
#[derive(Debug, Default)]
pub(crate) struct SharedBuffers(Mutex<Weak<Buffers>>);

impl SharedBuffers {
    /// Returns the buffers that others use, or new ones.
    pub(crate) fn join(&self) -> Arc<Buffers> {
        let mut shared = lock(&self.0);
        shared.upgrade().unwrap_or_else(|| {
            let buffers = Arc::default();
            *shared = Arc::downgrade(&buffers);
            buffers
        })
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    #[test]
    fn buffer_is_used_again_and_empty() {
        let buffers = Arc::<Buffers>::default();
        let mut buffer = buffers.take();
        buffer.bytes.extend(b"one");
        let place = buffer.bytes.as_ptr();
        let bytes = Bytes::from_owner(buffer);
        let part = bytes.slice(1..);
        drop(bytes);
        assert_ne!(buffers.take().bytes.as_ptr(), place, "a part of it is still in use");
        assert_eq!(part, "ne");
        drop(part);
        let again = buffers.take();
        assert!(again.bytes.as_ptr() == place && again.bytes.is_empty());
    }

    #[test]
    fn buffers_are_shared_while_anybody_works_and_gone_afterwards() {
        let shared = SharedBuffers::default();
        let (one, other) = (shared.join(), shared.join());
        assert!(Arc::ptr_eq(&one, &other));
        let late = one.take();
        drop((one.take(), one, other));
        assert!(shared.0.lock().unwrap().upgrade().is_none());
        drop(late);
        assert!(shared.join().0.lock().unwrap().is_empty());
    }
}
