//! One key.

use super::super::read::read;
use super::super::{Caller, ManageError, Operation, guarded};
use super::change::own;
use super::concern::{Concern, concerns};
use super::stepped::stepped_from;
use super::wants::wants_of;
use crate::authority::Authority;
use crate::usage::accepted_calls;
use claviger_core::entry::Target;
use claviger_core::id::KeyId;
use claviger_core::key::{KeyRecord, KeyState};
use claviger_core::time::Timestamp;
use std::sync::atomic::Ordering::Relaxed;

/// A key, with when it was last used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownKey {
    /// What is on record.
    pub record: KeyRecord,
    /// Its last accepted call, as far as the kept history and this process know (for a public
    /// key, to about a minute).
    pub last_used: Option<Timestamp>,
    /// The state it had before it was stepped down, to which one step puts it back.
    pub stepped_from: Option<KeyState>,
    /// When it is to be rotated; none if never.
    pub due_at: Option<Timestamp>,
    /// What deserves attention, most pressing first; nothing is said of its use.
    pub concerns: Vec<Concern>,
}

/// Shows a key.
///
/// # Errors
/// [`ManageError`].
pub async fn show(authority: &Authority, caller: &Caller, id: KeyId) -> Result<ShownKey, ManageError> {
    let work = async {
        let record = own(authority, caller, id).await?.record;
        let (query, key) = (accepted_calls(&record), record.clone());
        let (account, now) = (record.account, authority.now());
        let found = read(authority, move |store| {
            Ok((store.history(&query)?, wants_of(store, account, now)?, stepped_from(store, &key)?))
        });
        let (page, wants, stepped_from) = found.await?;
        let written = page.entries.first().map(|entry| entry.place.time);
        let cached = authority.cache.get(&record.api_key).map_or(0, |key| key.last_used.load(Relaxed));
        let seen = (cached > 0).then(|| Timestamp::from_micros(cached));
        let concerns = concerns(&record, None, wants, now);
        let due_at = wants.max_age.due_at(&record);
        Ok(ShownKey { record, last_used: written.max(seen), stepped_from, due_at, concerns })
    };
    guarded(authority, caller, Operation::KeyShow, Target::Key(id), work).await
}
