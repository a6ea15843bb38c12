//! How many mutating calls of a key are between claim and outcome.

use claviger_core::id::KeyId;
use parking_lot::Mutex;
use std::collections::HashMap;
use std::time::Duration;
use tokio::sync::Notify;

/// Open claims by key, and a bell for whoever waits until there are none (`--drain`).
#[derive(Default)]
pub struct OpenCalls {
    counts: Mutex<HashMap<KeyId, u32>>,
    changed: Notify,
}

impl OpenCalls {
    pub(super) fn opened(&self, key: KeyId) {
        *self.counts.lock().entry(key).or_default() += 1;
    }

    pub(super) fn closed(&self, key: KeyId) {
        let mut counts = self.counts.lock();
        if let Some(count) = counts.get_mut(&key) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                counts.remove(&key);
                self.changed.notify_waiters();
            }
        }
    }

    pub(super) fn reset(&self) {
        self.counts.lock().clear();
        self.changed.notify_waiters();
    }

    /// How many calls of the key are open; none is older than two seconds when sent upstream.
    #[must_use]
    pub fn count(&self, key: KeyId) -> u32 {
        self.counts.lock().get(&key).copied().unwrap_or(0)
    }

    /// Waits until the key has no open call, or `limit` has passed; gives what is still open.
    pub async fn drain(&self, key: KeyId, limit: Duration) -> u32 {
        let until = tokio::time::Instant::now() + limit;
        loop {
            // The bell is armed before the count is read, so that no ring is missed.
            let bell = self.changed.notified();
            let open = self.count(key);
            if open == 0 || tokio::time::timeout_at(until, bell).await.is_err() {
                return self.count(key);
            }
        }
    }
}
