//! A person's place in an account.

use super::body::{self, RecordError};
use crate::id::{AccountId, MemberId, UserId};
use crate::role::Role;
use crate::store::{Record, RecordKind};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// A member on record. A change of it raises the revision, and what was begun before that is not
/// written any more ([`Standing`](crate::store::Standing)).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    /// The id.
    pub id: MemberId,
    /// The person.
    pub user: UserId,
    /// The account.
    pub account: AccountId,
    /// What the person may do in it.
    pub role: Role,
    /// The person may do nothing any more: their keys are being frozen, then this record goes.
    pub leaving: bool,
    /// While the person is leaving: whose their keys become; none if they are frozen.
    pub heir: Option<UserId>,
    /// Rises with every change, from 1.
    pub revision: u64,
    /// Since when.
    pub created_at: Timestamp,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    role: String,
    leaving: bool,
    heir: Option<u64>,
}

impl Member {
    /// What the place of a person in an account is found by; so there is one.
    #[must_use]
    pub fn handle(user: UserId, account: AccountId) -> Box<[u8]> {
        [user.as_u64().to_be_bytes(), account.as_u64().to_be_bytes()].concat().into()
    }

    /// The record it is kept as.
    ///
    /// # Errors
    /// [`RecordError`] if it cannot be written down.
    pub fn record(&self) -> Result<Record, RecordError> {
        let (kind, id) = (RecordKind::Member, self.id.as_u64());
        let body = Body {
            role: self.role.name().to_owned(),
            leaving: self.leaving,
            heir: self.heir.map(UserId::as_u64),
        };
        Ok(Record {
            kind,
            id,
            account: Some(self.account),
            owner: self.user.as_u64(),
            handle: Some(Member::handle(self.user, self.account)),
            revision: self.revision,
            created_at: self.created_at,
            expires_at: None,
            body: body::write(kind, id, body)?,
        })
    }
}

impl TryFrom<&Record> for Member {
    type Error = RecordError;

    fn try_from(record: &Record) -> Result<Self, RecordError> {
        let body: Body = body::read(record, RecordKind::Member)?;
        Ok(Member {
            id: MemberId::from_u64(record.id),
            user: UserId::from_u64(record.owner),
            account: body::wanted(record, record.account, "account")?,
            role: body::parsed(record, &body.role, Role::of_member)?,
            leaving: body.leaving,
            heir: body.heir.map(UserId::from_u64),
            revision: record.revision,
            created_at: record.created_at,
        })
    }
}
