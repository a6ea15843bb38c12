//! Administration tokens are made and changed.

use super::Group;
use claviger_core::store::Conflict;
use claviger_core::token::TokenRecord;

impl Group<'_> {
    pub(super) fn create_token(&mut self, record: &TokenRecord, limit: u32) -> Result<(), Conflict> {
        if !self.image.accounts.contains(record.account) {
            return Err(Conflict::Missing);
        }
        let tokens = &self.image.tokens;
        let same_digest = tokens.iter().any(|other| other.digest.same(&record.digest));
        if tokens.contains(record.id) || same_digest {
            return Err(Conflict::Exists);
        }
        if self.token_name_taken(record) {
            return Err(Conflict::NameTaken);
        }
        let live = self.image.tokens.iter().filter(|other| is_rival(other, record)).count();
        if live >= limit as usize {
            return Err(Conflict::LimitReached(limit));
        }
        self.image.tokens.insert(record.id, record.clone());
        Ok(())
    }

    pub(super) fn update_token(&mut self, record: &TokenRecord, from: u64) -> Result<(), Conflict> {
        let stored = self.image.tokens.get(record.id).ok_or(Conflict::Missing)?;
        if stored.revision != from || record.revision <= from {
            return Err(Conflict::Revision);
        }
        let same_digest = |other: &TokenRecord| other.id != record.id && other.digest.same(&record.digest);
        if self.image.tokens.iter().any(same_digest) {
            return Err(Conflict::Exists);
        }
        if record.revoked_at.is_none() && self.token_name_taken(record) {
            return Err(Conflict::NameTaken);
        }
        if let Some(stored) = self.image.tokens.get_mut(record.id) {
            *stored = record.clone();
        }
        Ok(())
    }

    fn token_name_taken(&self, record: &TokenRecord) -> bool {
        let name = record.name.folded();
        self.image.tokens.iter().any(|other| is_rival(other, record) && other.name.folded() == name)
    }
}

/// Whether `other` is another live token of the same account.
fn is_rival(other: &TokenRecord, record: &TokenRecord) -> bool {
    other.account == record.account && other.id != record.id && other.revoked_at.is_none()
}
