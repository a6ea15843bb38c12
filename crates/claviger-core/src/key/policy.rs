//! What an account wants of rotations.

use super::age::MaxAge;
use crate::id::AccountId;
use crate::people::RecordError;
use crate::people::body::{read, write};
use crate::store::{Record, RecordKind};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What an account wants of rotations; the default until it says otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RotationPolicy {
    /// Whose.
    pub account: AccountId,
    /// Rises with every change; 0 until the account said something.
    pub revision: u64,
    /// When that was said first.
    pub created_at: Timestamp,
    /// How old keys may grow.
    pub max_age: MaxAge,
    /// The age recipient (`age1…`) that private keys of successors are encrypted to, unless a rotation names another.
    pub recipient: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    max_age: MaxAge,
    recipient: Option<String>,
}

impl RotationPolicy {
    /// That of an account that has said nothing.
    #[must_use]
    pub fn unsaid(account: AccountId, now: Timestamp) -> Self {
        RotationPolicy { account, revision: 0, created_at: now, max_age: MaxAge::default(), recipient: None }
    }

    /// As the store keeps it.
    ///
    /// # Errors
    /// [`RecordError`] if it cannot be written.
    pub fn record(&self) -> Result<Record, RecordError> {
        let id = self.account.as_u64();
        let body = Body { max_age: self.max_age, recipient: self.recipient.clone() };
        Ok(Record {
            kind: RecordKind::RotationPolicy,
            id,
            account: Some(self.account),
            owner: 0,
            handle: None,
            revision: self.revision,
            created_at: self.created_at,
            expires_at: None,
            body: write(RecordKind::RotationPolicy, id, body)?,
        })
    }
}

impl TryFrom<&Record> for RotationPolicy {
    type Error = RecordError;

    fn try_from(record: &Record) -> Result<Self, RecordError> {
        let Body { max_age, recipient } = read(record, RecordKind::RotationPolicy)?;
        let account = record.account.ok_or_else(|| RecordError::new(record, "it belongs to no account"))?;
        let Record { revision, created_at, .. } = *record;
        Ok(RotationPolicy { account, revision, created_at, max_age, recipient })
    }
}
