//! A pool of buffers for archives.
//!
//! New memory costs a page fault for each 4 KiB. Compared with the other work on the bytes of an
//! archive, that is a measurable share.

use std::sync::{Arc, Mutex, Weak};

use crate::threads::lock;

/// The capacity of a buffer.
pub(crate) const BUFFER_BYTES: usize = 256 * 1024;

/// The unused buffers. There are never more than were in use at the same time.
#[derive(Debug, Default)]
pub(crate) struct BufferPool(Mutex<Vec<Vec<u8>>>);

impl BufferPool {
    /// Returns an empty buffer, which returns to the pool when it is dropped.
    pub(crate) fn take(self: &Arc<Self>) -> Buffer {
        let unused = lock(&self.0).pop();
        let bytes = unused.unwrap_or_else(|| Vec::with_capacity(BUFFER_BYTES));
        Buffer { bytes, pool: Arc::downgrade(self) }
    }
}

/// A buffer from a pool.
#[derive(Debug)]
pub(crate) struct Buffer {
    pub(crate) bytes: Vec<u8>,
    pool: Weak<BufferPool>,
}

impl AsRef<[u8]> for Buffer {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        if let Some(pool) = self.pool.upgrade() {
            let mut bytes = std::mem::take(&mut self.bytes);
            bytes.clear();
            lock(&pool.0).push(bytes);
        }
    }
}

/// The pool of all uploads of a store. It is freed when the last upload drops it.
#[derive(Debug, Default)]
pub(crate) struct SharedPool(Mutex<Weak<BufferPool>>);

impl SharedPool {
    /// Returns the pool in use, or a new one.
    pub(crate) fn get(&self) -> Arc<BufferPool> {
        let mut shared = lock(&self.0);
        shared.upgrade().unwrap_or_else(|| {
            let pool = Arc::default();
            *shared = Arc::downgrade(&pool);
            pool
        })
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    #[test]
    fn returned_buffer_is_reused_empty() {
        let pool = Arc::<BufferPool>::default();
        let mut buffer = pool.take();
        buffer.bytes.extend(b"one");
        let address = buffer.bytes.as_ptr();
        let bytes = Bytes::from_owner(buffer);
        let part = bytes.slice(1..);
        drop(bytes);
        assert_ne!(pool.take().bytes.as_ptr(), address, "a part of it is still in use");
        assert_eq!(part, "ne");
        drop(part);
        let reused = pool.take();
        assert!(reused.bytes.as_ptr() == address && reused.bytes.is_empty());
    }

    #[test]
    fn pool_is_shared_while_in_use_and_freed_afterwards() {
        let shared = SharedPool::default();
        let (one, other) = (shared.get(), shared.get());
        assert!(Arc::ptr_eq(&one, &other));
        let late = one.take();
        drop((one.take(), one, other));
        assert!(shared.0.lock().unwrap().upgrade().is_none());
        drop(late);
        assert!(shared.get().0.lock().unwrap().is_empty());
    }
}
