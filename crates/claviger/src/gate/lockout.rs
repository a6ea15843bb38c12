//! Lock-outs of (source, key) pairs. They change only what a *bad* signature is told; a valid one
//! always passes, so nobody can lock a key out by sending rubbish under its public half
//! (SECURITY-CASES 26). IPv6 sources count by /64.

use claviger_core::time::Timestamp;
use parking_lot::Mutex;
use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};

/// The network a source counts as: itself for IPv4, its /64 for IPv6.
#[must_use]
pub fn network(source: IpAddr) -> IpAddr {
    match source.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from(u128::from(address) & (!0u128 << 64))),
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[derive(Debug, Clone, Copy)]
struct Failures {
    count: u32,
    last: Timestamp,
}

/// Counts failures per pair, within bounds.
pub struct Lockouts {
    pairs: Mutex<HashMap<(IpAddr, [u8; 32]), Failures>>,
    failures: u32,
    secs: i64,
    capacity: usize,
}

impl Lockouts {
    /// Locks a pair out after `failures`, until `secs` after its last try; remembers `capacity` pairs.
    #[must_use]
    pub fn new(failures: u32, secs: u32, capacity: usize) -> Self {
        Lockouts { pairs: Mutex::default(), failures, secs: i64::from(secs), capacity }
    }

    /// Counts a failure; says whether the pair is locked out. Each try restarts the clock.
    pub fn fail(&self, source: IpAddr, key: &[u8; 32], now: Timestamp) -> bool {
        let mut pairs = self.pairs.lock();
        let pair = (network(source), *key);
        if pairs.len() >= self.capacity && !pairs.contains_key(&pair) {
            self.make_room(&mut pairs, now);
        }
        let failures = pairs.entry(pair).or_insert(Failures { count: 0, last: now });
        if now.since(failures.last) > self.secs * 1_000_000 {
            failures.count = 0;
        }
        failures.count = failures.count.saturating_add(1);
        failures.last = failures.last.max(now);
        failures.count > self.failures
    }

    /// A good signature clears the pair.
    pub fn succeed(&self, source: IpAddr, key: &[u8; 32]) {
        let mut pairs = self.pairs.lock();
        if !pairs.is_empty() {
            pairs.remove(&(network(source), *key));
        }
    }

    fn make_room(&self, pairs: &mut HashMap<(IpAddr, [u8; 32]), Failures>, now: Timestamp) {
        pairs.retain(|_, failures| now.since(failures.last) <= self.secs * 1_000_000);
        if pairs.len() >= self.capacity {
            // A flood of distinct pairs: whoever failed least goes first, half of the room is made.
            let mut counts: Vec<u32> = pairs.values().map(|failures| failures.count).collect();
            let middle = counts.len() / 2;
            let (_, median, _) = counts.select_nth_unstable(middle);
            let median = *median;
            pairs.retain(|_, failures| failures.count > median);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_is_locked_out_alone_and_each_try_restarts_the_clock() {
        let lockouts = Lockouts::new(3, 900, 100);
        let (bad, good): (IpAddr, IpAddr) = ("192.0.2.1".parse().unwrap(), "192.0.2.2".parse().unwrap());
        let now = Timestamp::from_secs(1_700_000_000);
        assert_eq!(
            (0..5).map(|_| lockouts.fail(bad, &[1; 32], now)).collect::<Vec<_>>(),
            [false, false, false, true, true]
        );
        assert!(!lockouts.fail(good, &[1; 32], now), "another source is not affected");
        assert!(!lockouts.fail(bad, &[2; 32], now), "another key is not affected");
        assert!(lockouts.fail(bad, &[1; 32], now.plus_secs(899)));
        assert!(lockouts.fail(bad, &[1; 32], now.plus_secs(1798)));
        assert!(!lockouts.fail(bad, &[1; 32], now.plus_secs(2699)));
        lockouts.succeed(bad, &[1; 32]);
        assert!(!lockouts.fail(bad, &[1; 32], now.plus_secs(2699)));
    }

    #[test]
    fn ipv6_counts_by_64() {
        let lockouts = Lockouts::new(1, 900, 100);
        let now = Timestamp::from_secs(0);
        assert!(!lockouts.fail("2001:db8::1".parse().unwrap(), &[1; 32], now));
        assert!(lockouts.fail("2001:db8::2".parse().unwrap(), &[1; 32], now));
        assert!(!lockouts.fail("2001:db8:0:1::2".parse().unwrap(), &[1; 32], now));
    }

    #[test]
    fn a_flood_of_pairs_stays_within_bounds() {
        let lockouts = Lockouts::new(3, 900, 64);
        let now = Timestamp::from_secs(0);
        for n in 0u32..10_000 {
            let mut key = [0u8; 32];
            key[..4].copy_from_slice(&n.to_le_bytes());
            lockouts.fail("192.0.2.1".parse().unwrap(), &key, now);
        }
        assert!(lockouts.pairs.lock().len() <= 64);
    }
}
