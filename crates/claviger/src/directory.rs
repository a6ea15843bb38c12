//! The keys of accounts that people are looking at, in memory: so that they can be searched and sorted in any way within a
//! few milliseconds, whatever engine keeps them.
//!
//! An account's keys are read when somebody first looks at them, and follow every change that is committed here before it
//! is answered. Nothing is decided from this.

use crate::authority::Authority;
use crate::manage::{Caller, Reach};
use claviger_core::id::{AccountId, KeyId};
use claviger_core::key::KeyRecord;
use claviger_core::store::{Change, KeyFilter, StoreError};
use parking_lot::Mutex;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use tokio::sync::OnceCell;

/// Keys read at once.
const BATCH: usize = 500;

/// A key, with what lists compare.
#[derive(Debug)]
pub(crate) struct Listed {
    pub(crate) record: KeyRecord,
    /// Its name in the form names are compared.
    pub(crate) folded_name: String,
    /// Everything a text is looked for in, in small letters.
    pub(crate) folded_text: String,
}

impl Listed {
    fn new(record: KeyRecord) -> Self {
        let folded_name = record.name.folded();
        let text = [record.holder.as_str(), record.application.as_str(), record.description.as_str()];
        let text = text.map(str::to_lowercase).join("\n");
        let folded_text = format!("{folded_name}\n{text}\n{}\n{}", record.id, record.api_key);
        Listed { record, folded_name, folded_text }
    }
}

/// The keys of one account.
#[derive(Default)]
pub(crate) struct AccountKeys {
    keys: Mutex<Held>,
    /// Set once they were read: whether that was all of them.
    whole: OnceCell<bool>,
    /// When somebody last looked, in the order of looks.
    looked: AtomicU64,
}

/// Keys in no particular order. Shared, since there may be very many.
pub(crate) type Keys = Arc<Vec<Arc<Listed>>>;

#[derive(Default)]
struct Held {
    order: Keys,
    places: HashMap<KeyId, usize>,
}

impl AccountKeys {
    /// All of them, in no particular order: for nobody in particular.
    fn all(&self) -> Keys {
        self.keys.lock().order.clone()
    }

    /// Those that are in the caller's reach, in no particular order.
    pub(crate) fn within(&self, caller: &Caller) -> Keys {
        let all = self.all();
        match caller.reach {
            Reach::All => all,
            Reach::Own(_) => {
                Arc::new(all.iter().filter(|key| caller.reaches(&key.record)).cloned().collect())
            }
        }
    }

    /// One of them.
    pub(crate) fn get(&self, key: KeyId) -> Option<Arc<Listed>> {
        let held = self.keys.lock();
        held.places.get(&key).and_then(|place| held.order.get(*place)).cloned()
    }

    /// Whether there are more than are held.
    pub(crate) fn is_cut(&self) -> bool {
        self.whole.get() == Some(&false)
    }

    fn len(&self) -> usize {
        self.keys.lock().order.len()
    }

    /// Takes a record, unless a later one is there.
    fn put(&self, record: KeyRecord) {
        let mut held = self.keys.lock();
        let Held { order, places } = &mut *held;
        let place = places.get(&record.id).copied();
        let present = place.and_then(|place| order.get(place));
        if present.is_some_and(|present| present.record.revision >= record.revision) {
            return;
        }
        let place = place.unwrap_or(order.len());
        places.insert(record.id, place);
        let listed = Arc::new(Listed::new(record));
        // Whoever looks at them meanwhile goes on looking at them as they were.
        let order = Arc::make_mut(order);
        match order.get_mut(place) {
            Some(present) => *present = listed,
            None => order.push(listed),
        }
    }
}

/// The accounts that are looked at.
pub(crate) struct Directory {
    accounts: Mutex<HashMap<AccountId, Arc<AccountKeys>>>,
    looks: AtomicU64,
    most: usize,
}

impl Directory {
    /// Holds at most so many keys.
    pub(crate) fn new(most: usize) -> Self {
        Directory { accounts: Mutex::default(), looks: AtomicU64::new(0), most }
    }

    /// All keys that are held.
    pub(crate) fn held(&self) -> Vec<Arc<Listed>> {
        let accounts: Vec<Arc<AccountKeys>> = self.accounts.lock().values().cloned().collect();
        accounts.iter().flat_map(|keys| keys.all().to_vec()).collect()
    }

    /// Follows a committed change.
    pub(crate) fn follow(&self, change: &Change) {
        match change {
            Change::CreateKey { row, .. }
            | Change::UpdateKey { row, .. }
            | Change::UpdateKeyWith { row, .. }
            | Change::ReadmitKey { row, .. } => self.follow_key(&row.record),
            Change::RotateKey { row, successor, .. } | Change::RollBackKey { row, successor, .. } => {
                self.follow_key(&row.record);
                self.follow_key(&successor.record);
            }
            Change::Hold => self.accounts.lock().clear(),
            _ => {}
        }
    }

    fn follow_key(&self, record: &KeyRecord) {
        let keys = self.accounts.lock().get(&record.account).cloned();
        if let Some(keys) = keys {
            keys.put(record.clone());
        }
    }

    /// The account's keys, read if nobody has looked at them before.
    pub(crate) async fn of(
        &self,
        authority: &Authority,
        account: AccountId,
    ) -> Result<Arc<AccountKeys>, StoreError> {
        let keys = self.begin(account);
        let read = keys.whole.get_or_try_init(|| self.read(authority, account, &keys)).await;
        if let Err(error) = read {
            self.accounts.lock().remove(&account);
            return Err(error);
        }
        Ok(keys)
    }

    /// The account's place. From here on changes are followed, so none is missed while the rest is read.
    fn begin(&self, account: AccountId) -> Arc<AccountKeys> {
        let mut accounts = self.accounts.lock();
        let keys = accounts.entry(account).or_default().clone();
        keys.looked.store(self.looks.fetch_add(1, Relaxed), Relaxed);
        let mut held: usize = accounts.values().map(|keys| keys.len()).sum();
        while held > self.most && accounts.len() > 1 {
            let oldest = accounts.iter().min_by_key(|(_, keys)| keys.looked.load(Relaxed));
            let Some(oldest) = oldest.map(|(account, _)| *account).filter(|oldest| *oldest != account) else {
                break;
            };
            held -= accounts.remove(&oldest).map_or(0, |gone| gone.len());
        }
        keys
    }

    async fn read(
        &self,
        authority: &Authority,
        account: AccountId,
        keys: &AccountKeys,
    ) -> Result<bool, StoreError> {
        let mut after = None;
        loop {
            let filter = KeyFilter::default();
            let batch = authority.read(move |store| store.keys(account, &filter, after, BATCH)).await?;
            let full = batch.len() == BATCH;
            after = batch.last().map(|row| row.record.id).or(after);
            batch.into_iter().for_each(|row| keys.put(row.record));
            if !full {
                return Ok(true);
            }
            if keys.len() >= self.most {
                return Ok(false);
            }
        }
    }
}
