//! Takes the tickets of a commit that stalls, so that their callers are answered within two
//! seconds, whatever the disk does.

use super::queue::Shared;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

/// How often the watchdog looks.
const LOOK: Duration = Duration::from_millis(50);

/// Runs until the lane has ended.
pub(super) fn watch(shared: &Arc<Shared>) {
    let (lock, bell) = (parking_lot::Mutex::new(()), parking_lot::Condvar::new());
    while !shared.ended.load(Relaxed) {
        bell.wait_for(&mut lock.lock(), LOOK);
        if let Some(refused) = stalled(shared) {
            tracing::error!(items = refused, "a commit stalls; what waited is answered as not done");
        }
    }
}

/// If the group in flight has been there too long: breaks the lane and drops every ticket.
fn stalled(shared: &Arc<Shared>) -> Option<usize> {
    let mut state = shared.state.lock();
    let too_long = |since: &std::time::Instant| since.elapsed() >= shared.limits.commit_stall;
    if !state.in_flight.as_ref().is_some_and(|(since, _)| too_long(since)) {
        return None;
    }
    state.broken = true;
    shared.generation.fetch_add(1, Relaxed);
    let refused = state.in_flight.as_ref().map_or(0, |(_, tickets)| tickets.len()) + state.queue.len();
    // Dropping a sender answers its caller with `Unanswered`. It happens under the lock, so that
    // nobody of a later generation can see a lost item as one that is still waiting.
    state.in_flight = None;
    state.queue.clear();
    Some(refused)
}
