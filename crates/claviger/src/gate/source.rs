//! What one source may ask of the open market data. A request without a key has no counter but
//! this one, and some cost as much as a thousand signed calls.

use super::lockout::network;
use super::rate::RateCounter;
use claviger_core::time::Timestamp;
use foldhash::fast::RandomState;
use std::hash::BuildHasher as _;
use std::net::IpAddr;

/// Counters in the table: half a megabyte, whatever comes. Two sources that meet in one counter
/// share its budget; which ones do is decided anew at each start.
const COUNTERS: usize = 1 << 16;
/// Seconds' worth of units a source may ask for at once.
const BURST_SECS: u32 = 5;

/// A counter of units for each source.
pub struct SourceMeter {
    counters: Box<[RateCounter]>,
    hasher: RandomState,
    per_sec: u32,
}

impl SourceMeter {
    /// Allows each source `per_sec` units a second.
    #[must_use]
    pub fn new(per_sec: u32) -> Self {
        let counters = (0..COUNTERS).map(|_| RateCounter::default()).collect();
        SourceMeter { counters, hasher: RandomState::default(), per_sec }
    }

    /// Takes so many units; false, and none taken, if there are not as many left.
    pub fn take(&self, source: IpAddr, units: u32, now: Timestamp) -> bool {
        let at = self.hasher.hash_one(network(source)) >> (u64::BITS - COUNTERS.trailing_zeros());
        let counter = usize::try_from(at).ok().and_then(|at| self.counters.get(at));
        let most = self.per_sec.saturating_mul(BURST_SECS);
        counter.is_none_or(|counter| counter.take(units, most, self.per_sec.saturating_mul(1000), now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_source_has_its_own_budget_that_comes_back() {
        let meter = SourceMeter::new(10);
        let now = Timestamp::from_secs(1_700_000_000);
        let (greedy, other): (IpAddr, IpAddr) =
            ("192.0.2.1".parse().unwrap(), "2001:db8::1".parse().unwrap());
        assert_eq!((0..100).filter(|_| meter.take(greedy, 1, now)).count(), 50);
        assert!(meter.take(greedy, 0, now), "what costs nothing is not counted");
        assert!(meter.take(other, 50, now));
        assert!(!meter.take("2001:db8::2".parse().unwrap(), 1, now), "its neighbour in the /64");
        assert!(!meter.take(greedy, 11, now.plus_secs(1)));
        assert!(meter.take(greedy, 10, now.plus_secs(1)));
    }
}
