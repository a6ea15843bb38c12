//! The tally of all keys.

use super::KeyUse;
use super::counted::Counted;
use super::news::{Newest, News, Noticed};
use claviger_core::id::KeyId;
use claviger_core::time::{MICROS_PER_SEC, Timestamp};
use foldhash::fast::RandomState;
use parking_lot::Mutex;
use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

const SHARDS: u64 = 16;
/// A full shard is looked through for keys that make room this often at most: on a server with more keys than are counted
/// every call of one more would pay for it.
const SWEEP_SECS: i64 = 60;

#[derive(Default)]
struct Shard {
    known: HashMap<KeyId, Box<KeyUse>, RandomState>,
    /// When it was looked through last.
    swept_at: Option<Timestamp>,
}

impl Shard {
    /// Makes room, if it is time to look for some.
    fn sweep(&mut self, now: Timestamp) {
        let lately = |at| (0..SWEEP_SECS * MICROS_PER_SEC).contains(&now.since(at));
        if !self.swept_at.is_some_and(lately) {
            self.swept_at = Some(now);
            self.known.retain(|_, old| !old.is_stale(now));
        }
    }
}

/// What is known of the use of every key: bounded; beyond `most` keys, those that were not used for two days make room, and
/// if there are none, a new one is not counted.
pub struct Usage {
    shards: Box<[Mutex<Shard>]>,
    per_shard: usize,
    since: AtomicI64,
    newest: Newest,
}

impl Usage {
    /// Counts at most so many keys.
    #[must_use]
    pub fn new(most: usize) -> Self {
        Usage {
            shards: (0..SHARDS).map(|_| Mutex::default()).collect(),
            per_shard: (most / SHARDS as usize).max(1),
            since: AtomicI64::new(i64::MAX),
            newest: Newest::default(),
        }
    }

    /// From when on the counts are whole; none before anything was read back.
    #[must_use]
    pub fn since(&self) -> Option<Timestamp> {
        let micros = self.since.load(Relaxed);
        (micros != i64::MAX).then(|| Timestamp::from_micros(micros))
    }

    /// The counts are whole from here on.
    pub(crate) fn is_whole_from(&self, at: Timestamp) {
        self.since.fetch_min(at.micros(), Relaxed);
    }

    /// What is known of a key.
    #[must_use]
    pub fn of(&self, key: KeyId) -> Option<KeyUse> {
        self.shard(key)?.lock().known.get(&key).map(|known| (**known).clone())
    }

    /// Looks at what is known of a key, or at that nothing is. Keys that share a part of the tally wait meanwhile.
    pub(crate) fn look<T>(&self, key: KeyId, look: impl FnOnce(Option<&KeyUse>) -> T) -> T {
        match self.shard(key) {
            Some(shard) => look(shard.lock().known.get(&key).map(|known| &**known)),
            None => look(None),
        }
    }

    /// Counts a call.
    pub(crate) fn count(&self, call: &Counted) {
        let mut noticed = Noticed::default();
        self.change(call.key, call.at, |known| noticed = known.count(call));
        self.newest.add(call.key, call.at, &noticed);
    }

    /// Takes what is new in the use of some keys; each is given once.
    pub(crate) fn take_news(&self, most: usize) -> Vec<(KeyId, News)> {
        self.newest.take(most)
    }

    /// Changes what is known of a key, if there is room for it.
    pub(crate) fn change(&self, key: KeyId, now: Timestamp, make: impl FnOnce(&mut KeyUse)) {
        let Some(shard) = self.shard(key) else { return };
        let mut shard = shard.lock();
        if !shard.known.contains_key(&key) && shard.known.len() >= self.per_shard {
            shard.sweep(now);
            if shard.known.len() >= self.per_shard {
                return;
            }
        }
        make(shard.known.entry(key).or_default());
    }

    fn shard(&self, key: KeyId) -> Option<&Mutex<Shard>> {
        self.shards.get((key.as_u64() % SHARDS) as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use claviger_core::action::Action;
    use claviger_core::reason::Reason;

    const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);

    fn call(usage: &Usage, key: u64, at: Timestamp) -> bool {
        let (key, action) = (KeyId::from_u64(key), Action::Balance);
        usage.count(&Counted { key, at, source: None, client: 0, action, reason: Reason::None, count: 1 });
        usage.of(key).is_some()
    }

    /// Tooth: a full shard that is looked through at every call of a key it has no room for.
    #[test]
    fn keys_out_of_use_make_room_and_are_looked_for_now_and_then() {
        let usage = Usage::new(2 * SHARDS as usize);
        let (one, two, three) = (SHARDS, 2 * SHARDS, 3 * SHARDS);
        assert!(call(&usage, one, NOW) && call(&usage, two, NOW), "they share a shard, and fill it");
        // In the last hour before they are out of use for two days.
        let late = NOW.plus_secs(49 * 3_600 - 10);
        assert!(!call(&usage, three, late), "nothing makes room yet");
        assert!(!call(&usage, three, late.plus_secs(20)), "it was looked for room a moment ago");
        assert!(call(&usage, three, late.plus_secs(SWEEP_SECS)));
        assert!(usage.of(KeyId::from_u64(one)).is_none());
    }
}
