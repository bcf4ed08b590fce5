//! The memory that all uploads of a store share.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// What one permit stands for. Bytes would not do: permits are taken in 32 bits.
const UNIT_BYTES: u64 = 1024;

/// Bounds the payloads that are held at once.
#[derive(Debug, Clone)]
pub(super) struct Memory {
    units: Arc<Semaphore>,
    all: u32,
}

/// A share of the memory, given back when it is dropped.
pub(super) type Share = OwnedSemaphorePermit;

impl Memory {
    pub(super) fn new(bytes: u64) -> Self {
        let all = u32::try_from(bytes / UNIT_BYTES).unwrap_or(u32::MAX).max(1);
        // On machines of 32 bits a semaphore holds less than that.
        let all = all.min(u32::try_from(Semaphore::MAX_PERMITS).unwrap_or(u32::MAX));
        Self { units: Arc::new(Semaphore::new(all as usize)), all }
    }

    /// Waits until there is room for a payload. One that is larger than everything gets everything,
    /// and so goes alone.
    pub(super) async fn share(&self, bytes: u64) -> Option<Share> {
        let wanted = u32::try_from(bytes.div_ceil(UNIT_BYTES)).unwrap_or(u32::MAX);
        // Nobody closes the semaphore, so that there is always a permit to come.
        Arc::clone(&self.units).acquire_many_owned(wanted.min(self.all)).await.ok()
    }

    #[cfg(test)]
    pub(super) fn is_all_free(&self) -> bool {
        self.units.available_permits() == self.all as usize
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[tokio::test]
    async fn payloads_wait_until_there_is_room() {
        let memory = Memory::new(10 * 1024);
        let first = memory.share(6 * 1024).await;
        let mut second = Box::pin(memory.share(4 * 1024 + 1));
        assert!((&mut second).now_or_never().is_none());
        drop(first);
        assert!((&mut second).now_or_never().is_some());
    }

    #[tokio::test]
    async fn payload_larger_than_the_budget_goes_alone() {
        let memory = Memory::new(10 * 1024);
        let huge = memory.share(u64::MAX).await;
        assert!(memory.share(1).now_or_never().is_none());
        drop(huge);
        assert!(memory.share(1).now_or_never().is_some());
    }
}
