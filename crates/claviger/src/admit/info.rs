//! What a key may be told about itself.

use crate::authority::Authority;
use claviger_core::account::AccountRecord;
use claviger_core::id::KeyId;
use claviger_core::key::KeyRecord;
use claviger_core::store::StoreError;
use claviger_core::time::Timestamp;
use std::sync::atomic::Ordering::Relaxed;

/// A key's own record, with what changes from call to call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyInfo {
    /// What is on record.
    pub record: KeyRecord,
    /// The account it belongs to.
    pub account: AccountRecord,
    /// The highest nonce burnt so far.
    pub nonce: u64,
    /// Its last accepted call since the start of this process, the present one included.
    pub last_used: Option<Timestamp>,
}

impl Authority {
    /// The key's own record; `None` if it is gone. `burnt` is the nonce of the call that asks,
    /// which was let in: without a window it is the highest there is, and nothing of the log has
    /// to be read to know it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn key_info(&self, key: KeyId, burnt: u64) -> Result<Option<KeyInfo>, StoreError> {
        let read = self.read(move |store| {
            let Some(row) = store.key(key)? else { return Ok(None) };
            let Some(account) = store.account(row.record.account)? else { return Ok(None) };
            let nonce = match row.record.restrictions.nonce_window {
                0 => burnt,
                _ => store.nonces(key)?.map_or(burnt, |state| state.highest().max(burnt)),
            };
            Ok(Some((row.record, account, nonce)))
        });
        let found = read.await?;
        Ok(found.map(|(record, account, nonce)| {
            let cached = self.cache.get(&record.api_key);
            let last_used = cached.map_or(0, |cached| cached.last_used.load(Relaxed));
            KeyInfo {
                record,
                account,
                nonce,
                last_used: (last_used > 0).then(|| Timestamp::from_micros(last_used)),
            }
        }))
    }
}
