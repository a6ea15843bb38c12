//! Where a connection stands, and since when: one word, written by the connection, read by the watch.
//!
//! ```text
//!   Idle ──first byte──▶ Head ──headers whole──▶ Busy ──answer made──▶ Writing ──answer sent──▶ Idle
//!     └────────────────────┴─────too long────▶ Closing ◀──too long──────┘
//! ```
//!
//! The watch closes a connection only after it has moved the word to `Closing` itself, and a
//! request is begun only if it has not: so none that was begun is ever cut for a timeout.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

/// Milliseconds since the listener started, as of the last look of the watch.
pub(super) type Tick = u32;

/// Where a connection stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// Nothing of the next request has come.
    Idle = 0,
    /// Headers are coming.
    Head = 1,
    /// A request is being answered; whoever answers keeps time.
    Busy = 2,
    /// The answer waits to be taken.
    Writing = 3,
    /// Over.
    Closing = 4,
}

impl Phase {
    const fn of(word: u64) -> Phase {
        match word >> 32 {
            0 => Phase::Idle,
            1 => Phase::Head,
            2 => Phase::Busy,
            3 => Phase::Writing,
            _ => Phase::Closing,
        }
    }
}

/// The state of one connection.
pub(super) struct Pulse {
    word: AtomicU64,
    clock: Arc<AtomicU32>,
}

impl Pulse {
    pub(super) fn new(clock: Arc<AtomicU32>) -> Self {
        let pulse = Pulse { word: AtomicU64::new(0), clock };
        pulse.word.store(pulse.at(Phase::Idle), Ordering::Relaxed);
        pulse
    }

    /// Bytes came.
    pub(super) fn read(&self) {
        self.step(Phase::Idle, Phase::Head);
    }

    /// The headers are whole. False if the connection is being closed: nothing may be begun.
    pub(super) fn begin(&self) -> bool {
        let before = self.word.swap(self.at(Phase::Busy), Ordering::AcqRel);
        let open = Phase::of(before) != Phase::Closing;
        if !open {
            self.word.store(before, Ordering::Release);
        }
        open
    }

    /// The answer was made.
    pub(super) fn answered(&self) {
        self.word.store(self.at(Phase::Writing), Ordering::Release);
    }

    /// Everything written was taken by the system.
    pub(super) fn flushed(&self) {
        self.step(Phase::Writing, Phase::Idle);
    }

    /// For the watch: closes the connection if it has been where it is for too long.
    pub(super) fn close_if_late(&self, now: Tick, limits: &Patience) -> bool {
        let word = self.word.load(Ordering::Acquire);
        let Some(limit) = limits.of(Phase::of(word)) else { return false };
        let since = (word & u64::from(u32::MAX)) as Tick;
        let closing = (Phase::Closing as u64) << 32;
        now.wrapping_sub(since) >= limit
            && self.word.compare_exchange(word, closing, Ordering::AcqRel, Ordering::Relaxed).is_ok()
    }

    fn step(&self, from: Phase, to: Phase) {
        let word = self.word.load(Ordering::Relaxed);
        if Phase::of(word) == from {
            // Lost only against the watch, which closes.
            let _ = self.word.compare_exchange(word, self.at(to), Ordering::AcqRel, Ordering::Relaxed);
        }
    }

    fn at(&self, phase: Phase) -> u64 {
        (phase as u64) << 32 | u64::from(self.clock.load(Ordering::Relaxed))
    }
}

/// How long a connection may stay where it is, in ticks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patience {
    idle: Tick,
    head: Tick,
}

impl Patience {
    pub(super) fn new(idle: Duration, head: Duration) -> Self {
        let ticks = |time: Duration| Tick::try_from(time.as_millis()).unwrap_or(Tick::MAX / 2);
        Patience { idle: ticks(idle), head: ticks(head) }
    }

    const fn of(&self, phase: Phase) -> Option<Tick> {
        match phase {
            Phase::Idle | Phase::Writing => Some(self.idle),
            Phase::Head => Some(self.head),
            Phase::Busy | Phase::Closing => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pulse() -> (Pulse, Arc<AtomicU32>, Patience) {
        let clock = Arc::new(AtomicU32::new(0));
        let patience = Patience::new(Duration::from_millis(100), Duration::from_millis(10));
        (Pulse::new(clock.clone()), clock, patience)
    }

    #[test]
    fn each_phase_has_its_own_patience() {
        let (pulse, clock, patience) = pulse();
        assert!(!pulse.close_if_late(99, &patience));
        clock.store(99, Ordering::Relaxed);
        pulse.read();
        clock.store(105, Ordering::Relaxed);
        pulse.read();
        assert!(
            !pulse.close_if_late(108, &patience),
            "more bytes do not start the clock again, nor does it run out"
        );
        assert!(pulse.close_if_late(109, &patience));
        assert!(!pulse.begin(), "what is being closed begins nothing");
        assert!(!pulse.begin());
    }

    #[test]
    fn a_request_that_was_begun_is_never_late() {
        let (pulse, clock, patience) = pulse();
        pulse.read();
        assert!(pulse.begin());
        assert!(!pulse.close_if_late(1_000_000, &patience));
        clock.store(1_000_000, Ordering::Relaxed);
        pulse.answered();
        assert!(!pulse.close_if_late(1_000_099, &patience));
        pulse.flushed();
        clock.store(1_000_050, Ordering::Relaxed);
        assert!(!pulse.close_if_late(1_000_099, &patience));
        assert!(pulse.close_if_late(1_000_100, &patience));
    }

    #[test]
    fn an_answer_that_is_not_taken_is_late() {
        let (pulse, _, patience) = pulse();
        assert!(pulse.begin());
        pulse.answered();
        assert!(pulse.close_if_late(100, &patience));
    }
}
