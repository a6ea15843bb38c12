//! The tally of all keys and accounts.

use super::counted::Counted;
use super::hours::{Fading, Hour, Hours};
use super::key::KeyUse;
use super::news::{Newest, News, Noticed};
use claviger_core::id::{AccountId, KeyId};
use claviger_core::time::{MICROS_PER_SEC, Timestamp};
use foldhash::fast::RandomState;
use parking_lot::Mutex;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

const SHARDS: u64 = 16;
/// A full table is looked through for what makes room this often at most: on a server with more keys than are counted
/// every call of one more would pay for it.
const SWEEP_SECS: i64 = 60;

struct Table<K, V> {
    known: HashMap<K, Box<V>, RandomState>,
    /// When it was looked through last.
    swept_at: Option<Timestamp>,
}

impl<K, V> Default for Table<K, V> {
    fn default() -> Self {
        Table { known: HashMap::default(), swept_at: None }
    }
}

impl<K: Eq + Hash, V: Fading> Table<K, V> {
    /// What is known under `id`, or the beginning of it, if there is room.
    fn entry(&mut self, id: K, now: Timestamp, most: usize) -> Option<&mut V> {
        if !self.known.contains_key(&id) && self.known.len() >= most {
            self.sweep(now);
            if self.known.len() >= most {
                return None;
            }
        }
        Some(self.known.entry(id).or_default())
    }

    /// Makes room, if it is time to look for some.
    fn sweep(&mut self, now: Timestamp) {
        let lately = |at| (0..SWEEP_SECS * MICROS_PER_SEC).contains(&now.since(at));
        if !self.swept_at.is_some_and(lately) {
            self.swept_at = Some(now);
            self.known.retain(|_, old| !old.is_stale(now));
        }
    }
}

/// What is known of the use of every key, and the calls of every account: bounded; beyond `most` keys, those that were not
/// used for two days make room, and if there are none, a new one is not counted. Likewise with accounts.
pub struct Usage {
    shards: Box<[Mutex<Table<KeyId, KeyUse>>]>,
    accounts: Mutex<Table<AccountId, Hours>>,
    most: usize,
    since: AtomicI64,
    newest: Newest,
}

impl Usage {
    /// Counts at most so many keys, and accounts.
    #[must_use]
    pub fn new(most: usize) -> Self {
        Usage {
            shards: (0..SHARDS).map(|_| Mutex::default()).collect(),
            accounts: Mutex::default(),
            most,
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

    /// The calls of all keys of an account in the last `N` hours, the oldest first.
    pub(crate) fn hours_of<const N: usize>(&self, account: AccountId, now: Timestamp) -> [Hour; N] {
        let accounts = self.accounts.lock();
        accounts.known.get(&account).map_or([Hour::default(); N], |hours| hours.last(now))
    }

    /// Counts a call.
    pub(crate) fn count(&self, call: &Counted) {
        let mut noticed = Noticed::default();
        self.change(call.key, call.at, |known| noticed = known.count(call));
        self.newest.add(call.key, call.at, &noticed);
        if let Some(hours) = self.accounts.lock().entry(call.account, call.at, self.most) {
            hours.count(call);
        }
    }

    /// Takes what is new in the use of some keys; each is given once.
    pub(crate) fn take_news(&self, most: usize) -> Vec<(KeyId, News)> {
        self.newest.take(most)
    }

    /// Changes what is known of a key, if there is room for it.
    pub(crate) fn change(&self, key: KeyId, now: Timestamp, make: impl FnOnce(&mut KeyUse)) {
        let per_shard = (self.most / SHARDS as usize).max(1);
        if let Some(known) = self.shard(key).map(|shard| shard.lock()).as_mut() {
            known.entry(key, now, per_shard).map(make);
        }
    }

    fn shard(&self, key: KeyId) -> Option<&Mutex<Table<KeyId, KeyUse>>> {
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
        let key = KeyId::from_u64(key);
        usage.count(&Counted {
            account: AccountId::from_u64(7),
            key,
            at,
            source: None,
            client: 0,
            action: Action::Balance,
            reason: Reason::None,
            count: 1,
        });
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
        let hours = |account| usage.hours_of::<2>(AccountId::from_u64(account), late.plus_secs(SWEEP_SECS));
        let calls = |account| hours(account).iter().map(|hour| hour.allowed).sum::<u32>();
        assert_eq!((calls(7), calls(8)), (3, 0), "calls of the account, of the key without room, too");
    }
}
