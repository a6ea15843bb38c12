//! How channels are doing, as it is kept.

use super::NoticeError;
use super::kept::{random, stored};
use crate::authority::Authority;
use claviger_core::id::ChannelId;
use claviger_core::notices::{Health, Mark};
use claviger_core::store::{RecordKind, RecordWrite};
use claviger_core::time::Timestamp;

/// Attempts in a row that fail before others are told.
pub(super) const TELL_AFTER: u32 = 5;

/// How a channel is doing, with its record.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mood {
    id: u64,
    revision: u64,
    pub(super) health: Health,
}

impl Mood {
    pub(super) async fn read(authority: &Authority, channel: ChannelId) -> Result<Self, NoticeError> {
        let handle = Health::handle(channel);
        let found = authority.read(move |store| store.record_by_handle(RecordKind::Cursor, &handle)).await?;
        match found {
            None => Ok(Mood { id: random()?, revision: 0, health: Health::FINE }),
            Some(record) => match Mark::try_from(&record)? {
                Mark::Health(_, health) => Ok(Mood { id: record.id, revision: record.revision, health }),
                _ => Ok(Mood { id: random()?, revision: 0, health: Health::FINE }),
            },
        }
    }

    /// The same with another health, and the write of it; none if nothing is different.
    pub(super) fn turned(
        self,
        channel: ChannelId,
        health: Health,
        now: Timestamp,
    ) -> Result<(Self, Option<RecordWrite>), NoticeError> {
        if health == self.health {
            return Ok((self, None));
        }
        let record = Mark::Health(channel, health).record(self.id, self.revision + 1, now)?;
        let write = stored(record, self.revision);
        Ok((Mood { revision: self.revision + 1, health, ..self }, Some(write)))
    }
}

/// After an attempt.
pub(super) const fn after(health: Health, taken: bool, now: Timestamp) -> Health {
    if taken {
        return Health { failing_since: None, failures: 0, told: false, ..health };
    }
    let since = match health.failing_since {
        Some(since) => since,
        None => now,
    };
    let failures = health.failures.saturating_add(1);
    Health { failing_since: Some(since), failures, told: health.told || failures >= TELL_AFTER, ..health }
}
