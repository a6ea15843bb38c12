//! The rate counter of a key (KRAKEN-WIRE.md §5): each call adds its weight, the counter falls
//! with time, and a call that would lift it above the maximum is refused and adds nothing.

use claviger_core::time::Timestamp;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Microseconds of a tick: 32 bits of ticks last for 497 days.
const TICK_MICROS: u64 = 10_000;
/// The longest step back of the clock that is seen as one: a day, in ticks.
const MAX_STEP_BACK: u64 = 24 * 3600 * 1_000_000 / TICK_MICROS;

/// A counter in one word: the level in thousandths above, the tick it was read at below.
#[derive(Debug, Default)]
pub struct RateCounter(AtomicU64);

impl RateCounter {
    /// Adds `weight` if there is room.
    ///
    /// Returns false, and adds nothing, if the counter would rise above `max`.
    pub fn take(&self, weight: u32, max: u32, decay_milli: u32, now: Timestamp) -> bool {
        let now = tick(now);
        let mut allowed = false;
        // The closure may run several times; the last run decides.
        let _ = self.0.fetch_update(Relaxed, Relaxed, |word| {
            let level = decayed(word, now, decay_milli).saturating_add(weight.saturating_mul(1000));
            allowed = level <= max.saturating_mul(1000);
            allowed.then_some((u64::from(level) << 32) | now)
        });
        allowed
    }

    /// Adds `milli` thousandths afterwards, also beyond the maximum (at most to twice that): calls
    /// that weigh nothing in themselves are then refused until the counter has fallen below it.
    pub fn charge(&self, milli: u32, max: u32, decay_milli: u32, now: Timestamp) {
        let now = tick(now);
        let most = max.saturating_mul(2000);
        let _ = self.0.fetch_update(Relaxed, Relaxed, |word| {
            let level = decayed(word, now, decay_milli).saturating_add(milli).min(most);
            Some((u64::from(level) << 32) | now)
        });
    }

    /// How many calls of weight 1 there is room for.
    pub fn left(&self, max: u32, decay_milli: u32, now: Timestamp) -> u32 {
        let level = decayed(self.0.load(Relaxed), tick(now), decay_milli);
        max.saturating_mul(1000).saturating_sub(level) / 1000
    }

    /// Takes over the level of another counter: the key was read anew.
    pub fn adopt(&self, other: &RateCounter) {
        self.0.store(other.0.load(Relaxed), Relaxed);
    }
}

const fn tick(now: Timestamp) -> u64 {
    (now.micros().unsigned_abs() / TICK_MICROS) & 0xffff_ffff
}

fn decayed(word: u64, now: u64, decay_milli: u32) -> u32 {
    let (level, then) = ((word >> 32) as u32, word & 0xffff_ffff);
    // The ticks wrap after 497 days. What looks like the last day before that is a clock that
    // stepped back: no time has passed. Everything else is time.
    let passed = now.wrapping_sub(then) & 0xffff_ffff;
    let passed = if passed > 0xffff_ffff - MAX_STEP_BACK { 0 } else { passed };
    let fallen = (passed * TICK_MICROS).saturating_mul(u64::from(decay_milli)) / 1_000_000;
    level.saturating_sub(u32::try_from(fallen).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_up_and_falls() {
        let counter = RateCounter::default();
        let at = |secs: i64| Timestamp::from_secs(1_700_000_000 + secs);
        assert!((0..15).all(|_| counter.take(1, 15, 330, at(0))));
        assert!(!counter.take(1, 15, 330, at(0)));
        assert!(!counter.take(1, 15, 330, at(3)));
        assert!(counter.take(1, 15, 330, at(4)));
        assert!(counter.take(2, 15, 330, at(60)));
        assert!(counter.take(0, 15, 330, at(60)));
        assert_eq!(counter.left(15, 330, at(60)), 13);
    }

    #[test]
    fn what_weighs_nothing_is_refused_above_the_maximum_only() {
        let counter = RateCounter::default();
        let now = Timestamp::from_secs(1_700_000_000);
        assert!(counter.take(20, 20, 500, now) && counter.take(0, 20, 500, now));
        counter.charge(250, 20, 500, now);
        assert!(!counter.take(0, 20, 500, now));
        assert!(counter.take(0, 20, 500, now.plus_secs(1)));
        (0..1000).for_each(|_| counter.charge(250, 20, 500, now.plus_secs(1)));
        assert!(!counter.take(0, 20, 500, now.plus_secs(40)), "at twice the maximum");
        assert!(counter.take(0, 20, 500, now.plus_secs(42)));
    }

    #[test]
    fn a_clock_that_steps_back_gives_no_room() {
        let counter = RateCounter::default();
        let now = Timestamp::from_secs(1_700_000_000);
        assert!(counter.take(15, 15, 1000, now));
        assert!(!counter.take(1, 15, 1000, now.plus_secs(-1000)));
    }

    #[test]
    fn a_full_counter_is_empty_after_any_rest() {
        for days in [1, 10, 24, 25, 30, 48, 49, 60, 400, 495] {
            let counter = RateCounter::default();
            let now = Timestamp::from_secs(1_700_000_000);
            assert!(counter.take(15, 15, 330, now));
            assert!(!counter.take(1, 15, 330, now), "full");
            assert!(counter.take(1, 15, 330, now.plus_secs(days * 86_400)), "after {days} days");
        }
    }

    #[test]
    fn never_more_than_the_maximum_when_raced() {
        let counter = RateCounter::default();
        let now = Timestamp::from_secs(1_700_000_000);
        let passed: usize = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8)
                .map(|_| scope.spawn(|| (0..100).filter(|_| counter.take(1, 50, 0, now)).count()))
                .collect();
            threads.into_iter().map(|t| t.join().unwrap()).sum()
        });
        assert_eq!(passed, 50);
    }
}
