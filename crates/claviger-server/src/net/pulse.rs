//! Where a connection stands, and since when: one word, written by the connection, read by the watch.
//!
//! ```text
//!  Greeting ──TLS is set up──▶ Idle
//!     │
//!   Idle ──first byte──▶ Head ──headers whole──▶ Busy ──answer made──▶ Writing ──answer sent──▶ Idle
//!     └────────────────────┴─────too long────▶ Closing ◀──too long──────┘
//! ```
//!
//! This is HTTP/1, where one request follows the other; HTTP/2 has `http2::Streams`. The watch asks
//! both through [`Timed`]. It closes a connection only after it has moved the word to `Closing` itself, and a
//! request is begun only if it has not: so none that was begun is ever cut for a timeout.

use crate::config::NetLimits;
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
    /// TLS is being set up.
    Greeting = 5,
}

impl Phase {
    const fn of(word: u64) -> Phase {
        match word >> 32 {
            0 => Phase::Idle,
            1 => Phase::Head,
            2 => Phase::Busy,
            3 => Phase::Writing,
            5 => Phase::Greeting,
            _ => Phase::Closing,
        }
    }
}

/// What the watch is to do with a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Nothing.
    Stay,
    /// Let it end what it has begun, and begin nothing more.
    Leave,
    /// End it now: nothing that was begun is lost.
    Cut,
}

/// Whatever knows where a connection stands.
pub(super) trait Timed: Send + Sync {
    /// For the watch, at `now`.
    fn judge(&self, now: Tick, patience: &Patience) -> Verdict;

    /// It was told to end after what it is at.
    fn leave(&self);
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

    /// TLS is to be set up first.
    pub(super) fn greet(&self) {
        self.step(Phase::Idle, Phase::Greeting);
    }

    /// TLS is set up.
    pub(super) fn greeted(&self) {
        self.step(Phase::Greeting, Phase::Idle);
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

    /// A part of a streamed answer was made, which is asked for when the one before it was taken.
    pub(super) fn goes_on(&self) {
        self.step(Phase::Idle, Phase::Writing);
        self.step(Phase::Writing, Phase::Writing);
    }

    /// Everything written was taken by the system.
    pub(super) fn flushed(&self) {
        self.step(Phase::Writing, Phase::Idle);
    }

    /// Closes the connection if it has been where it is for too long.
    fn close_if_late(&self, now: Tick, limits: &Patience) -> bool {
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

impl Timed for Pulse {
    fn judge(&self, now: Tick, patience: &Patience) -> Verdict {
        if self.close_if_late(now, patience) { Verdict::Cut } else { Verdict::Stay }
    }

    /// Nothing is to be noted: what is idle ends at once.
    fn leave(&self) {}
}

/// How long a connection may stay where it is, in ticks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patience {
    pub(super) idle: Tick,
    pub(super) head: Tick,
    pub(super) greeting: Tick,
}

impl Patience {
    pub(super) fn new(limits: &NetLimits) -> Self {
        let ticks = |time: Duration| Tick::try_from(time.as_millis()).unwrap_or(Tick::MAX / 2);
        Patience {
            idle: ticks(limits.idle_timeout),
            head: ticks(limits.header_timeout),
            greeting: ticks(limits.tls_handshake_timeout),
        }
    }

    const fn of(&self, phase: Phase) -> Option<Tick> {
        match phase {
            Phase::Idle | Phase::Writing => Some(self.idle),
            Phase::Head => Some(self.head),
            Phase::Greeting => Some(self.greeting),
            Phase::Busy | Phase::Closing => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pulse() -> (Pulse, Arc<AtomicU32>, Patience) {
        let clock = Arc::new(AtomicU32::new(0));
        let patience = Patience { idle: 100, head: 10, greeting: 20 };
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
    fn tls_has_a_deadline_of_its_own_and_then_the_connection_is_idle() {
        let (pulse, clock, patience) = pulse();
        pulse.greet();
        pulse.read();
        assert!(!pulse.close_if_late(19, &patience), "bytes of a handshake are not those of a request");
        clock.store(19, Ordering::Relaxed);
        pulse.greeted();
        assert!(!pulse.close_if_late(118, &patience));
        assert!(pulse.close_if_late(119, &patience));
        let slow = Pulse::new(clock);
        slow.greet();
        assert!(slow.close_if_late(39, &patience));
    }

    #[test]
    fn a_streamed_answer_is_late_only_if_it_stands_still() {
        let (pulse, clock, patience) = pulse();
        assert!(pulse.begin());
        pulse.answered();
        for now in [90, 180, 270] {
            clock.store(now, Ordering::Relaxed);
            pulse.goes_on();
            pulse.flushed();
            assert!(!pulse.close_if_late(now + 99, &patience));
        }
        pulse.goes_on();
        assert!(pulse.close_if_late(370, &patience));
        pulse.goes_on();
        assert!(!pulse.begin(), "what is being closed stays closed");
    }

    #[test]
    fn an_answer_that_is_not_taken_is_late() {
        let (pulse, _, patience) = pulse();
        assert!(pulse.begin());
        pulse.answered();
        assert!(pulse.close_if_late(100, &patience));
    }
}
