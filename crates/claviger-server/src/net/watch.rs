//! The one task that keeps time for all connections.

use super::pulse::{Patience, Tick};
use super::registry::Registry;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

/// How often it looks.
const LOOK: Duration = Duration::from_millis(100);

/// Runs until it is aborted.
pub(super) async fn watch(
    registry: Arc<Registry>,
    clock: Arc<AtomicU32>,
    patience: Patience,
    late: Arc<AtomicU64>,
) {
    let started = Instant::now();
    let mut look = tokio::time::interval(LOOK);
    loop {
        look.tick().await;
        // Wraps after seven weeks; only differences are used.
        let now = started.elapsed().as_millis() as Tick;
        clock.store(now, Relaxed);
        late.fetch_add(registry.close_late(now, &patience) as u64, Relaxed);
    }
}
