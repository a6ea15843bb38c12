//! Changes of accounts, keys, data keys and the clock (records: `record`). Conditions are judged in the order
//! exists → name → limit for what is new, missing → revision → name for what is changed.

use super::Group;
use crate::memory::image::Key;
use claviger_core::account::AccountRecord;
use claviger_core::key::{KeyRecord, KeyState, Revision};
use claviger_core::nonce::{Nonce, NonceState};
use claviger_core::store::{Change, Conflict, KeyRow, RecordWrite};

type Done = Result<(), Conflict>;

impl Group<'_> {
    pub(super) fn change(&mut self, change: &Change) -> Done {
        match change {
            Change::CreateAccount { record, limit } => self.create_account(record, *limit),
            Change::CreateKey { row, limit } => self.create_key(row, *limit),
            Change::UpdateKey { row, from } => self.update_key(row, *from),
            Change::UpdateKeyWith { row, from, records } => self.update_key_with(row, *from, records),
            Change::ReadmitKey { row, from, floor } => self.readmit_key(row, *from, *floor),
            Change::RotateKey { row, from, successor, limit } => self.pair(row, |group| {
                group.update_key(row, *from)?;
                group.create_key(successor, *limit)
            }),
            Change::RollBackKey { row, from, successor, successor_from } => self.pair(successor, |group| {
                group.update_key(successor, *successor_from)?;
                group.update_key(row, *from)
            }),
            Change::Hold => {
                self.hold();
                Ok(())
            }
            Change::CreateToken { record, limit } => self.create_token(record, *limit),
            Change::UpdateToken { record, from } => self.update_token(record, *from),
            Change::Records(writes) => self.records(writes),
            Change::DataKeys { wrapped, from } => self.replace_data_keys(wrapped, *from),
            Change::ResetClock => {
                self.set_latest(self.now);
                Ok(())
            }
            Change::Journal(_) => Ok(()),
        }
    }

    fn create_account(&mut self, record: &AccountRecord, limit: u32) -> Done {
        let accounts = &mut self.image.accounts;
        if accounts.contains(record.id) {
            return Err(Conflict::Exists);
        }
        let name = record.name.folded();
        if accounts.iter().any(|other| other.name.folded() == name) {
            return Err(Conflict::NameTaken);
        }
        if accounts.len() >= limit as usize {
            return Err(Conflict::LimitReached(limit));
        }
        accounts.insert(record.id, record.clone());
        Ok(())
    }

    fn create_key(&mut self, row: &KeyRow, limit: u32) -> Done {
        let record = &row.record;
        if !self.image.accounts.contains(record.account) {
            return Err(Conflict::Missing);
        }
        if self.image.keys.contains(record.id) || self.image.by_api_key.contains_key(&record.api_key) {
            return Err(Conflict::Exists);
        }
        if self.key_name_taken(record) {
            return Err(Conflict::NameTaken);
        }
        let live = self.image.keys.iter().filter(|key| is_rival(&key.row.record, record)).count();
        if live >= limit as usize {
            return Err(Conflict::LimitReached(limit));
        }
        self.image.by_api_key.insert(record.api_key, record.id);
        let key = Key { row: row.clone(), nonces: NonceState::default(), otp_step: None };
        self.image.keys.insert(record.id, key);
        Ok(())
    }

    fn update_key(&mut self, row: &KeyRow, from: Revision) -> Done {
        let record = &row.record;
        let stored = self.image.keys.get(record.id).ok_or(Conflict::Missing)?;
        if stored.row.record.revision != from || record.revision <= from {
            return Err(Conflict::Revision);
        }
        let was = stored.row.record.api_key;
        let owner = self.image.by_api_key.get(&record.api_key);
        if owner.is_some_and(|owner| *owner != record.id) {
            return Err(Conflict::Exists);
        }
        if record.state != KeyState::Revoked && self.key_name_taken(record) {
            return Err(Conflict::NameTaken);
        }
        self.image.by_api_key.remove(&was);
        self.image.by_api_key.insert(record.api_key, record.id);
        if let Some(stored) = self.image.keys.get_mut(record.id) {
            if stored.row.record.restrictions.nonce_window != record.restrictions.nonce_window {
                stored.nonces.window_changed();
            }
            stored.row = row.clone();
        }
        Ok(())
    }

    fn update_key_with(&mut self, row: &KeyRow, from: Revision, records: &[RecordWrite]) -> Done {
        let before = self.image.records.clone();
        self.records(records)?;
        let done = self.update_key(row, from);
        if done.is_err() {
            self.image.records = before;
        }
        done
    }

    fn readmit_key(&mut self, row: &KeyRow, from: Revision, floor: Option<Nonce>) -> Done {
        self.update_key(row, from)?;
        if let (Some(stored), Some(floor)) = (self.image.keys.get_mut(row.record.id), floor) {
            stored.nonces.raise_floor(floor);
        }
        Ok(())
    }

    /// Two writes of which the first, of `row`, is taken back if the second conflicts.
    fn pair(&mut self, row: &KeyRow, write: impl FnOnce(&mut Self) -> Done) -> Done {
        let before = self.image.keys.get(row.record.id).cloned();
        let done = write(self);
        if let (Err(_), Some(before)) = (done, before)
            && let Some(stored) = self.image.keys.get_mut(row.record.id)
        {
            self.image.by_api_key.remove(&stored.row.record.api_key);
            self.image.by_api_key.insert(before.row.record.api_key, row.record.id);
            *stored = before;
        }
        done
    }

    fn hold(&mut self) {
        let time = self.time();
        self.image.keys.values_mut().for_each(|key| key.row.record.held = true);
        for token in self.image.tokens.values_mut().filter(|token| token.revoked_at.is_none()) {
            token.revoked_at = Some(time);
            token.revision += 1;
        }
        self.image.records.retain(|record| !record.kind.ends_with_a_rollback());
    }

    fn key_name_taken(&self, record: &KeyRecord) -> bool {
        let name = record.name.folded();
        let mut rivals = self.image.keys.iter().map(|key| &key.row.record).filter(|r| is_rival(r, record));
        rivals.any(|rival| rival.name.folded() == name)
    }

    fn replace_data_keys(&mut self, wrapped: &[(u32, Vec<u8>)], from: u64) -> Done {
        let stored = &mut self.image.data_keys;
        if stored.generation != from {
            return Err(Conflict::Revision);
        }
        stored.generation = from + 1;
        stored.keys = wrapped.to_vec();
        Ok(())
    }
}

/// Whether `other` is another live key of the same account.
fn is_rival(other: &KeyRecord, record: &KeyRecord) -> bool {
    other.account == record.account && other.id != record.id && other.state != KeyState::Revoked
}
