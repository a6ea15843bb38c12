//! How often an account's keys are reviewed, and what becomes of those nobody uses.

use super::SignedOff;
use crate::id::{AccountId, ReviewId};
use crate::key::{KeyRecord, KeyState};
use crate::people::RecordError;
use crate::people::body;
use crate::store::{Record, RecordKind};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Days between two reviews, unless told: a quarter.
pub const DEFAULT_EVERY_DAYS: u32 = 91;
/// A key that was not used for so many days is dormant, unless told.
pub const DEFAULT_DORMANT_DAYS: u32 = 90;
const MOST_DAYS: u32 = 3_660;
/// A key is not frozen for a week without calls: weekends, holidays and maintenance are no disuse.
const LEAST_FREEZE_DAYS: u32 = 7;

const DAY_SECS: i64 = 86_400;

/// What an account wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewPolicy {
    /// The id of the record; none while nothing was told.
    pub id: Option<ReviewId>,
    /// The account.
    pub account: AccountId,
    /// Days between two reviews of a key.
    pub every_days: u32,
    /// Days without a verified call after which a key is dormant: it is listed and warned of.
    pub dormant_days: u32,
    /// Days without a verified call after which a key is frozen; none: it never is.
    pub freeze_days: Option<u32>,
    /// Rises with every change, from 1; 0 while nothing was told.
    pub revision: u64,
    /// When it was told first.
    pub created_at: Timestamp,
}

/// Why settings were refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// Out of bounds.
    #[error("takes a number of days from 1 to {MOST_DAYS}")]
    Days,
    /// Frozen too soon.
    #[error("takes a number of days from {LEAST_FREEZE_DAYS} to {MOST_DAYS}: a quiet week is no disuse")]
    FreezeDays,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    every_days: u32,
    dormant_days: u32,
    freeze_days: Option<u32>,
}

impl ReviewPolicy {
    /// That of an account that told nothing.
    #[must_use]
    pub const fn untold(account: AccountId) -> Self {
        ReviewPolicy {
            id: None,
            account,
            every_days: DEFAULT_EVERY_DAYS,
            dormant_days: DEFAULT_DORMANT_DAYS,
            freeze_days: None,
            revision: 0,
            created_at: Timestamp::from_micros(0),
        }
    }

    /// Judges a number of days.
    ///
    /// # Errors
    /// [`PolicyError`].
    pub const fn days(days: u32) -> Result<u32, PolicyError> {
        if 1 <= days && days <= MOST_DAYS { Ok(days) } else { Err(PolicyError::Days) }
    }

    /// Judges a number of days after which keys are frozen.
    ///
    /// # Errors
    /// [`PolicyError`].
    pub const fn freeze_after(days: u32) -> Result<u32, PolicyError> {
        if LEAST_FREEZE_DAYS <= days && days <= MOST_DAYS { Ok(days) } else { Err(PolicyError::FreezeDays) }
    }

    /// What an account's settings are found by.
    #[must_use]
    pub fn handle(account: AccountId) -> Box<[u8]> {
        [b"policy".as_slice(), &account.as_u64().to_be_bytes()].concat().into()
    }

    /// When a key is to be reviewed: so long after its last review, or after it was made. None for one that is revoked.
    #[must_use]
    pub fn due_at(&self, key: &KeyRecord, last: Option<&SignedOff>) -> Option<Timestamp> {
        let from = last.map_or(key.created_at, |last| last.at);
        (key.state != KeyState::Revoked).then(|| from.plus_secs(i64::from(self.every_days) * DAY_SECS))
    }

    /// From when on a key is frozen if it is not used before, given its last verified call; none if it never is. Whoever
    /// changes a key, or steps it up again, gives it as long as a new one.
    #[must_use]
    pub fn freezes_at(&self, key: &KeyRecord, last: Option<Timestamp>) -> Option<Timestamp> {
        let days = self.freeze_days?;
        let valid = key.restrictions.not_before.unwrap_or(key.modified_at);
        let quiet_since = last.unwrap_or(key.created_at).max(key.modified_at).max(valid);
        let works = !matches!(key.state, KeyState::Frozen | KeyState::Revoked);
        works.then(|| quiet_since.plus_secs(i64::from(days) * DAY_SECS))
    }

    /// The record it is kept as, under this id.
    ///
    /// # Errors
    /// [`RecordError`] if it cannot be written down.
    pub fn record(&self, id: ReviewId) -> Result<Record, RecordError> {
        let (kind, id) = (RecordKind::Review, id.as_u64());
        let Self { every_days, dormant_days, freeze_days, .. } = *self;
        Ok(Record {
            kind,
            id,
            account: Some(self.account),
            owner: 0,
            handle: Some(ReviewPolicy::handle(self.account)),
            revision: self.revision,
            created_at: self.created_at,
            expires_at: None,
            body: body::write(kind, id, Body { every_days, dormant_days, freeze_days })?,
        })
    }
}

impl TryFrom<&Record> for ReviewPolicy {
    type Error = RecordError;

    fn try_from(record: &Record) -> Result<Self, RecordError> {
        let Body { every_days, dormant_days, freeze_days } = body::read(record, RecordKind::Review)?;
        let good =
            |judged: Result<u32, PolicyError>| body::wanted(record, judged.ok(), "good number of days");
        Ok(ReviewPolicy {
            id: Some(ReviewId::from_u64(record.id)),
            account: body::wanted(record, record.account, "account")?,
            every_days: good(ReviewPolicy::days(every_days))?,
            dormant_days: good(ReviewPolicy::days(dormant_days))?,
            freeze_days: freeze_days.map(ReviewPolicy::freeze_after).map(good).transpose()?,
            revision: record.revision,
            created_at: record.created_at,
        })
    }
}
