//! The memory limit of all uploads of a store.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The size of a permit. The number of permits has 32 bits, which are too few for single bytes.
const UNIT_BYTES: u64 = 1024;

/// Limits the memory of payloads.
#[derive(Debug, Clone)]
pub(super) struct MemoryBudget {
    units: Arc<Semaphore>,
    total: u32,
}

/// The memory of a payload, released when it is dropped.
pub(super) type MemoryPermit = OwnedSemaphorePermit;

impl MemoryBudget {
    pub(super) fn new(bytes: u64) -> Self {
        let total = u32::try_from(bytes / UNIT_BYTES).unwrap_or(u32::MAX).max(1);
        // On 32-bit systems a semaphore has fewer permits.
        let total = total.min(u32::try_from(Semaphore::MAX_PERMITS).unwrap_or(u32::MAX));
        Self { units: Arc::new(Semaphore::new(total as usize)), total }
    }

    /// Waits until there is memory for a payload. A payload above the budget waits for all of it.
    pub(super) async fn acquire(&self, bytes: u64) -> Option<MemoryPermit> {
        let wanted = u32::try_from(bytes.div_ceil(UNIT_BYTES)).unwrap_or(u32::MAX);
        // The semaphore is never closed, so the result is never `None`.
        Arc::clone(&self.units).acquire_many_owned(wanted.min(self.total)).await.ok()
    }

    /// Releases the memory of a permit, except for `bytes`.
    pub(super) fn shrink(permit: &mut MemoryPermit, bytes: u64) {
        let wanted = usize::try_from(bytes.div_ceil(UNIT_BYTES)).unwrap_or(usize::MAX);
        drop(permit.split(permit.num_permits().saturating_sub(wanted)));
    }

    #[cfg(test)]
    pub(super) fn is_unused(&self) -> bool {
        self.units.available_permits() == self.total as usize
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[tokio::test]
    async fn payload_waits_for_memory() {
        let memory = MemoryBudget::new(10 * 1024);
        let first = memory.acquire(6 * 1024).await;
        let mut second = Box::pin(memory.acquire(4 * 1024 + 1));
        assert!((&mut second).now_or_never().is_none());
        drop(first);
        assert!((&mut second).now_or_never().is_some());
    }

    #[tokio::test]
    async fn unused_memory_of_a_permit_is_released() {
        let memory = MemoryBudget::new(10 * 1024);
        let mut permit = memory.acquire(10 * 1024).await.unwrap();
        MemoryBudget::shrink(&mut permit, 20 * 1024);
        assert!(memory.acquire(1).now_or_never().is_none());
        MemoryBudget::shrink(&mut permit, 4 * 1024);
        assert!(memory.acquire(6 * 1024).now_or_never().is_some());
        assert!(memory.acquire(6 * 1024 + 1).now_or_never().is_none());
    }

    #[tokio::test]
    async fn payload_above_the_budget_is_sent_alone() {
        let memory = MemoryBudget::new(10 * 1024);
        let huge = memory.acquire(u64::MAX).await;
        assert!(memory.acquire(1).now_or_never().is_none());
        drop(huge);
        assert!(memory.acquire(1).now_or_never().is_some());
    }
}
