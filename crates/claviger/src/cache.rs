//! Opened keys in memory. The cache only guesses: the commit checks the revision of everything
//! that was decided from it.

use crate::gate::rate::RateCounter;
use claviger_core::credential::ApiKey;
use claviger_core::key::KeySnapshot;
use claviger_core::time::Timestamp;
use foldhash::fast::RandomState;
use hashbrown::HashTable;
use parking_lot::RwLock;
use std::hash::BuildHasher as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering::Relaxed};

const SHARDS: usize = 64;
/// Keys of a shard up to which those in use are kept ready to verify: 16 384 of them take 5 MB.
const READY_PER_SHARD: usize = 256;

/// An opened key with what this process remembers of its use.
pub(crate) struct CachedKey {
    pub(crate) snapshot: KeySnapshot,
    pub(crate) loaded_at: Timestamp,
    pub(crate) rate: RateCounter,
    /// Wrong second factors in a row, each behind a good signature.
    pub(crate) factor_failures: AtomicU32,
    pub(crate) factor_failed_at: AtomicI64,
    /// Microseconds of its last accepted call; 0 if not since start.
    pub(crate) last_used: AtomicI64,
}

impl CachedKey {
    pub(crate) fn new(snapshot: KeySnapshot, loaded_at: Timestamp) -> Self {
        CachedKey {
            snapshot,
            loaded_at,
            rate: RateCounter::default(),
            factor_failures: AtomicU32::new(0),
            factor_failed_at: AtomicI64::new(0),
            last_used: AtomicI64::new(0),
        }
    }

    fn adopt(&self, other: &CachedKey) {
        self.rate.adopt(&other.rate);
        self.factor_failures.store(other.factor_failures.load(Relaxed), Relaxed);
        self.factor_failed_at.store(other.factor_failed_at.load(Relaxed), Relaxed);
        self.last_used.store(other.last_used.load(Relaxed), Relaxed);
    }
}

/// A sharded table of opened keys, bounded.
pub(crate) struct KeyCache {
    shards: Box<[RwLock<HashTable<Arc<CachedKey>>>]>,
    hasher: RandomState,
    per_shard: usize,
}

impl KeyCache {
    pub(crate) fn new(capacity: usize) -> Self {
        KeyCache {
            shards: (0..SHARDS).map(|_| RwLock::default()).collect(),
            hasher: RandomState::default(),
            per_shard: (capacity / SHARDS).max(1),
        }
    }

    pub(crate) fn get(&self, key: &ApiKey) -> Option<Arc<CachedKey>> {
        let hash = self.hash(key);
        let table = self.shard(hash)?.read();
        let cached = table.find(hash, |cached| cached.snapshot.api_key == *key)?;
        if table.len() <= READY_PER_SHARD {
            cached.snapshot.make_ready();
        }
        Some(cached.clone())
    }

    /// Puts a freshly read key in, keeping the counters of the one it replaces. A snapshot older
    /// than what is there (a slow read that was overtaken) is not put in.
    pub(crate) fn put(&self, fresh: CachedKey) -> Arc<CachedKey> {
        let fresh = Arc::new(fresh);
        let key = fresh.snapshot.api_key;
        let hash = self.hash(&key);
        let Some(shard) = self.shard(hash) else { return fresh };
        let mut table = shard.write();
        if let Some(present) = table.find_mut(hash, |cached| cached.snapshot.api_key == key) {
            if present.snapshot.revision <= fresh.snapshot.revision {
                fresh.adopt(present);
                *present = fresh.clone();
            }
            return present.clone();
        }
        if table.len() >= self.per_shard {
            evict_some(&mut table, hash);
        }
        table.insert_unique(hash, fresh.clone(), |cached| self.hash(&cached.snapshot.api_key));
        fresh
    }

    /// Counts of keys held.
    pub(crate) fn len(&self) -> usize {
        self.shards.iter().map(|shard| shard.read().len()).sum()
    }

    fn hash(&self, key: &ApiKey) -> u64 {
        self.hasher.hash_one(key)
    }

    fn shard(&self, hash: u64) -> Option<&RwLock<HashTable<Arc<CachedKey>>>> {
        // The table uses the low and the top seven bits; the shard takes others.
        self.shards.get((hash >> 40) as usize % SHARDS)
    }
}

/// Drops about a sixteenth of the table, whichever the hash hits: no bookkeeping on the path of a
/// call, and a key that is in use comes back with its next call. The counters of a dropped key
/// start anew, which is the price of running beyond the limit.
fn evict_some(table: &mut HashTable<Arc<CachedKey>>, hash: u64) {
    let mut turn = hash;
    table.retain(|_| {
        turn = turn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        turn >> 60 != 0
    });
}
