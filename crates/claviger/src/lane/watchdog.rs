//! Takes the tickets of a commit that stalls, so that their callers are answered within two
//! seconds, whatever the disk does.

use super::queue::Shared;
use super::ticket::Ticket;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};

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
        let lapsed = lapse(shared);
        if lapsed > 0 {
            tracing::warn!(
                items = lapsed,
                "commits are slow; what had waited too long is answered as not done"
            );
        }
    }
}

/// If the group in flight has been there too long: breaks the lane and drops every ticket.
fn stalled(shared: &Arc<Shared>) -> Option<usize> {
    let mut state = shared.state.lock();
    let too_long = |since: &Instant| since.elapsed() >= shared.limits.commit_stall;
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

/// Answers *not done* whoever has waited too long, though no commit has stalled by itself: in the
/// queue behind a slow commit, then in a slow one. What had not begun is never written.
fn lapse(shared: &Arc<Shared>) -> usize {
    let (now, limit) = (Instant::now(), shared.limits.commit_stall);
    let lapses = |ticket: &Ticket| ticket.may_lapse() && ticket.is_late(now, limit);
    let mut state = shared.state.lock();
    let mut lapsed = 0;
    if let Some((_, tickets)) = &mut state.in_flight {
        for ticket in tickets.iter_mut().filter(|ticket| lapses(ticket)) {
            ticket.lapse();
            lapsed += 1;
        }
    }
    let waited = state.queue.len();
    state.queue.retain(|work| !lapses(&work.ticket));
    lapsed + waited - state.queue.len()
}
