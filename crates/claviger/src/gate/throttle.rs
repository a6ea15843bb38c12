//! Tries to sign in: who fails waits, ever longer, and nobody else does.
//!
//! A source that fails for a login waits before it may try that login again; one that fails for many logins
//! waits for all of them. Wrong tries from many sources at one login make each *new* source wait sooner, and
//! never the sources that the person signed in from before. So nobody can be locked out by others: a source
//! below its own budget, or known for the login, is served whatever the others do.
//!
//! A right password that waits for its second factor is counted apart: whoever knows one and has not the factor would
//! else be served without end. The factor takes those counts back, and is itself never made to wait for them.
//!
//! A try is counted when it begins, and taken back if it was right, so that a thousand at once are not a
//! thousand free ones. Logins that do not exist count like any other.

use super::lockout::network;
use claviger_core::time::{MICROS_PER_SEC, Timestamp};
use parking_lot::Mutex;
use std::collections::HashMap;
use std::hash::Hash;
use std::net::{IpAddr, Ipv4Addr};

/// The longest wait, in seconds.
const MAX_WAIT_SECS: u32 = 15 * 60;
/// Failures are forgotten after so long without another.
const FORGOTTEN_SECS: i64 = 24 * 3600;
/// A source may fail so many times as often with all logins together as with one.
const LOGINS_PER_SOURCE: u32 = 4;
/// A login that failed so many times as often as one source may is under attack.
const SOURCES_UNDER_ATTACK: u32 = 4;
/// Wrong time-based codes, each behind the right password, before new sources have to wait for each other.
/// A code has a million values and three of them are right, so these are what must be few.
const FREE_CODES: u32 = 30;

/// Who tries: the network of the source, and a digest of the login.
type Pair = (IpAddr, [u8; 32]);

#[derive(Debug, Clone, Copy)]
struct Count {
    failed: u32,
    last: Timestamp,
}

/// Failures by what they have in common; bounded.
struct Counts<K> {
    held: HashMap<K, Count>,
    capacity: usize,
}

impl<K: Hash + Eq + Copy> Counts<K> {
    fn new(capacity: usize) -> Self {
        Counts { held: HashMap::new(), capacity }
    }

    fn failed(&self, key: &K, now: Timestamp) -> u32 {
        let count = self.held.get(key).filter(|count| is_fresh(count, now));
        count.map_or(0, |count| count.failed)
    }

    /// How long to wait, if `free` failures cost nothing: a second after the next, then twice as long each.
    fn wait(&self, key: &K, free: u32, now: Timestamp) -> u32 {
        let Some(count) = self.held.get(key).filter(|count| is_fresh(count, now)) else { return 0 };
        let Some(over) = count.failed.checked_sub(free) else { return 0 };
        let whole = 1u32.checked_shl(over.min(31)).map_or(MAX_WAIT_SECS, |secs| secs.min(MAX_WAIT_SECS));
        let left = i64::from(whole) * MICROS_PER_SEC - now.since(count.last).max(0);
        let secs = u32::try_from(left.max(0).div_euclid(MICROS_PER_SEC)).unwrap_or(MAX_WAIT_SECS);
        // What is left of a second is waited for, too.
        if left > 0 { secs.saturating_add(1).min(whole) } else { 0 }
    }

    fn add(&mut self, key: K, now: Timestamp) {
        if self.held.len() >= self.capacity && !self.held.contains_key(&key) {
            self.make_room(now);
        }
        let count = self.held.entry(key).or_insert(Count { failed: 0, last: now });
        if !is_fresh(count, now) {
            count.failed = 0;
        }
        count.failed = count.failed.saturating_add(1);
        count.last = count.last.max(now);
    }

    fn take_back(&mut self, key: &K) {
        if let Some(count) = self.held.get_mut(key) {
            count.failed = count.failed.saturating_sub(1);
            if count.failed == 0 {
                self.held.remove(key);
            }
        }
    }

    /// What is forgotten goes; then whoever failed least, so that a flood of new ones pushes out itself.
    fn make_room(&mut self, now: Timestamp) {
        self.held.retain(|_, count| is_fresh(count, now));
        if self.held.len() >= self.capacity {
            let mut failed: Vec<u32> = self.held.values().map(|count| count.failed).collect();
            let middle = failed.len() / 2;
            let (_, median, _) = failed.select_nth_unstable(middle);
            let median = *median;
            self.held.retain(|_, count| count.failed > median);
        }
    }
}

fn is_fresh(count: &Count, now: Timestamp) -> bool {
    now.since(count.last) < FORGOTTEN_SECS * MICROS_PER_SEC
}

struct Held {
    pairs: Counts<Pair>,
    sources: Counts<IpAddr>,
    logins: Counts<[u8; 32]>,
    codes: Counts<[u8; 32]>,
    /// Right passwords without their second factor.
    halfway: Counts<Pair>,
    /// Where people signed in, and when last.
    known: HashMap<Pair, Timestamp>,
}

/// Counts tries; memory of this process.
pub struct Throttle {
    held: Mutex<Held>,
    free: u32,
    capacity: usize,
}

/// A try under way.
#[derive(Debug, Clone, Copy)]
pub struct Try {
    pair: Pair,
    is_code: bool,
}

impl Throttle {
    /// Lets a source fail `free` times for a login before it waits; remembers `capacity` of each kind.
    #[must_use]
    pub fn new(free: u32, capacity: usize) -> Self {
        let held = Held {
            pairs: Counts::new(capacity),
            sources: Counts::new(capacity),
            logins: Counts::new(capacity),
            codes: Counts::new(capacity),
            halfway: Counts::new(capacity),
            known: HashMap::new(),
        };
        Throttle { held: Mutex::new(held), free, capacity }
    }

    /// Begins a try and counts it; `is_code` is one with a time-based code.
    ///
    /// # Errors
    /// How many seconds to wait, if it has to; then nothing is counted.
    pub fn begin(
        &self,
        source: Option<IpAddr>,
        login: [u8; 32],
        is_code: bool,
        now: Timestamp,
    ) -> Result<Try, u32> {
        let pair = pair(source, login);
        let mut held = self.held.lock();
        let wait = self.wait(&held, &pair, is_code, now);
        if wait > 0 {
            return Err(wait);
        }
        held.pairs.add(pair, now);
        held.sources.add(pair.0, now);
        held.logins.add(login, now);
        if is_code {
            held.codes.add(login, now);
        }
        Ok(Try { pair, is_code })
    }

    /// How long to wait before another password may be tried, by those that were right and had no second factor; `Ok` is
    /// not at all.
    ///
    /// # Errors
    /// How many seconds to wait.
    pub fn may_begin(&self, source: Option<IpAddr>, login: [u8; 32], now: Timestamp) -> Result<(), u32> {
        match self.held.lock().halfway.wait(&pair(source, login), self.free, now) {
            0 => Ok(()),
            wait => Err(wait),
        }
    }

    /// The try was a right password, and the second factor is to come: it was not wrong, and is counted apart.
    pub fn stop_halfway(&self, tried: Try, now: Timestamp) {
        self.take_back(tried);
        self.held.lock().halfway.add(tried.pair, now);
    }

    fn wait(&self, held: &Held, pair: &Pair, is_code: bool, now: Timestamp) -> u32 {
        if held.known.contains_key(pair) {
            return held.pairs.wait(pair, self.free, now);
        }
        let attacked = held.logins.failed(&pair.1, now) >= self.free.saturating_mul(SOURCES_UNDER_ATTACK);
        let free = if attacked { 1 } else { self.free };
        let own = held.pairs.wait(pair, free, now);
        let all = held.sources.wait(&pair.0, self.free.saturating_mul(LOGINS_PER_SOURCE), now);
        let codes = if is_code { held.codes.wait(&pair.1, FREE_CODES, now) } else { 0 };
        own.max(all).max(codes)
    }

    /// The try was right and the person is in: the source is known for the login from here on.
    pub fn succeed(&self, tried: Try, now: Timestamp) {
        self.take_back(tried);
        let mut held = self.held.lock();
        held.pairs.held.remove(&tried.pair);
        held.halfway.held.remove(&tried.pair);
        if held.known.len() >= self.capacity && !held.known.contains_key(&tried.pair) {
            let mut times: Vec<Timestamp> = held.known.values().copied().collect();
            let middle = times.len() / 2;
            let (_, median, _) = times.select_nth_unstable(middle);
            let median = *median;
            held.known.retain(|_, at| *at > median);
        }
        held.known.insert(tried.pair, now);
    }

    /// The try was not wrong, or nobody knows: it does not count.
    pub fn take_back(&self, tried: Try) {
        let mut held = self.held.lock();
        held.pairs.take_back(&tried.pair);
        held.sources.take_back(&tried.pair.0);
        held.logins.take_back(&tried.pair.1);
        if tried.is_code {
            held.codes.take_back(&tried.pair.1);
        }
    }
}

fn pair(source: Option<IpAddr>, login: [u8; 32]) -> Pair {
    (source.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), network), login)
}

#[cfg(test)]
mod tests;
