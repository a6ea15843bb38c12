//! Look-ups of keys that are not in memory: one budget for all, and a short memory of keys that
//! do not exist, so that rubbish cannot make the store work.

use claviger_core::credential::ApiKey;
use claviger_core::time::Timestamp;
use parking_lot::Mutex;
use std::collections::HashMap;

/// How long an unknown key is remembered as unknown.
const UNKNOWN_MICROS: i64 = 1_000_000;

/// Budget and negative cache.
pub struct Lookups {
    state: Mutex<State>,
    per_sec: u32,
    capacity: usize,
}

#[derive(Default)]
struct State {
    second: i64,
    used: u32,
    unknown: HashMap<ApiKey, Timestamp>,
}

/// What to do about a key that is not in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lookup {
    /// Ask the store.
    Ask,
    /// It did not exist a moment ago.
    Unknown,
    /// Too many look-ups this second.
    Exhausted,
}

impl Lookups {
    /// At most `per_sec` look-ups a second; remembers `capacity` unknown keys.
    #[must_use]
    pub fn new(per_sec: u32, capacity: usize) -> Self {
        Lookups { state: Mutex::default(), per_sec, capacity }
    }

    /// Judges one look-up, and counts it if it is to be made.
    pub fn judge(&self, key: &ApiKey, now: Timestamp) -> Lookup {
        let mut state = self.state.lock();
        if state.unknown.get(key).is_some_and(|at| now.since(*at).abs() < UNKNOWN_MICROS) {
            return Lookup::Unknown;
        }
        if state.second != now.secs() {
            state.second = now.secs();
            state.used = 0;
        }
        if state.used >= self.per_sec {
            return Lookup::Exhausted;
        }
        state.used += 1;
        Lookup::Ask
    }

    /// The store does not know the key.
    pub fn remember_unknown(&self, key: ApiKey, now: Timestamp) {
        let mut state = self.state.lock();
        if state.unknown.len() >= self.capacity {
            state.unknown.clear();
        }
        state.unknown.insert(key, now);
    }

    /// The key was created.
    pub fn forget(&self, key: &ApiKey) {
        self.state.lock().unknown.remove(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_keys_are_remembered_for_a_second_and_the_budget_is_shared() {
        let lookups = Lookups::new(2, 10);
        let now = Timestamp::from_secs(10);
        let key = |n| ApiKey::from_bytes([n; 32]);
        assert_eq!(lookups.judge(&key(1), now), Lookup::Ask);
        lookups.remember_unknown(key(1), now);
        assert_eq!(lookups.judge(&key(1), now), Lookup::Unknown);
        assert_eq!(lookups.judge(&key(2), now), Lookup::Ask);
        assert_eq!(lookups.judge(&key(3), now), Lookup::Exhausted);
        assert_eq!(lookups.judge(&key(1), now.plus_secs(1)), Lookup::Ask);
        lookups.remember_unknown(key(4), now.plus_secs(1));
        lookups.forget(&key(4));
        assert_eq!(lookups.judge(&key(4), now.plus_secs(1)), Lookup::Ask);
    }
}
