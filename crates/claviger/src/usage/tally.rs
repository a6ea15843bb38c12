//! The tally of all keys.

use super::KeyUse;
use super::counted::Counted;
use claviger_core::id::KeyId;
use claviger_core::time::Timestamp;
use foldhash::fast::RandomState;
use parking_lot::Mutex;
use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

const SHARDS: u64 = 16;

type Shard = Mutex<HashMap<KeyId, Box<KeyUse>, RandomState>>;

/// What is known of the use of every key: bounded; beyond `most` keys, those that were not used for two days make room, and
/// if there are none, a new one is not counted.
pub struct Usage {
    shards: Box<[Shard]>,
    per_shard: usize,
    since: AtomicI64,
}

impl Usage {
    /// Counts at most so many keys.
    #[must_use]
    pub fn new(most: usize) -> Self {
        Usage {
            shards: (0..SHARDS).map(|_| Shard::default()).collect(),
            per_shard: (most / SHARDS as usize).max(1),
            since: AtomicI64::new(i64::MAX),
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
        self.shard(key)?.lock().get(&key).map(|known| (**known).clone())
    }

    /// Looks at what is known of a key, or at that nothing is. Keys that share a part of the tally wait meanwhile.
    pub(crate) fn look<T>(&self, key: KeyId, look: impl FnOnce(Option<&KeyUse>) -> T) -> T {
        match self.shard(key) {
            Some(shard) => look(shard.lock().get(&key).map(|known| &**known)),
            None => look(None),
        }
    }

    /// Counts a call.
    pub(crate) fn count(&self, call: &Counted) {
        self.change(call.key, call.at, |known| known.count(call));
    }

    /// Changes what is known of a key, if there is room for it.
    pub(crate) fn change(&self, key: KeyId, now: Timestamp, make: impl FnOnce(&mut KeyUse)) {
        let Some(shard) = self.shard(key) else { return };
        let mut known = shard.lock();
        if !known.contains_key(&key) && known.len() >= self.per_shard {
            known.retain(|_, old| !old.is_stale(now));
            if known.len() >= self.per_shard {
                return;
            }
        }
        make(known.entry(key).or_default());
    }

    fn shard(&self, key: KeyId) -> Option<&Shard> {
        self.shards.get((key.as_u64() % SHARDS) as usize)
    }
}
