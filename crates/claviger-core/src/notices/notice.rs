//! An event as it stands in the inbox.

use super::event::{Event, EventBody};
use crate::id::NoticeId;
use crate::people::{RecordError, body};
use crate::store::{Record, RecordKind};
use crate::time::Timestamp;

/// An event on record, for everybody of the account who may know of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The id.
    pub id: NoticeId,
    /// What happened.
    pub event: Event,
    /// When it was put on record.
    pub created_at: Timestamp,
    /// When it goes.
    pub expires_at: Timestamp,
}

impl Notice {
    /// The record it is kept as.
    ///
    /// # Errors
    /// [`RecordError`] if it cannot be written down.
    pub fn record(&self) -> Result<Record, RecordError> {
        let (kind, id) = (RecordKind::Notice, self.id.as_u64());
        Ok(Record {
            kind,
            id,
            account: Some(self.event.account),
            owner: 0,
            handle: None,
            revision: 1,
            created_at: self.created_at,
            expires_at: Some(self.expires_at),
            body: body::write(kind, id, self.event.body())?,
        })
    }
}

impl TryFrom<&Record> for Notice {
    type Error = RecordError;

    fn try_from(record: &Record) -> Result<Self, RecordError> {
        let body: EventBody = body::read(record, RecordKind::Notice)?;
        Ok(Notice {
            id: NoticeId::from_u64(record.id),
            event: Event::read(record, body)?,
            created_at: record.created_at,
            expires_at: body::wanted(record, record.expires_at, "expiry")?,
        })
    }
}
