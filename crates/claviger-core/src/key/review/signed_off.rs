//! That a key was reviewed, and what can be put back of what the review took.

use crate::allowlist::Allowlist;
use crate::id::{AccountId, KeyId, ReviewId, TokenId, UserId};
use crate::key::{KeyRecord, Revision};
use crate::people::RecordError;
use crate::people::body;
use crate::permission::PermissionSet;
use crate::principal::Principal;
use crate::store::{Record, RecordKind};
use crate::text::Description;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// How long a narrowing can be undone in one step, unless told.
pub const DEFAULT_UNDO_DAYS: u32 = 7;
/// The longest it can.
pub const MAX_UNDO_DAYS: u32 = 90;

/// What was decided about a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decided {
    /// It stays as it is.
    Keep,
    /// It may do less from now on.
    Narrow,
    /// It was revoked.
    Revoke,
}

impl Decided {
    /// All of them.
    pub const ALL: [Decided; 3] = [Decided::Keep, Decided::Narrow, Decided::Revoke];

    /// The stable machine-readable text.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Decided::Keep => "keep",
            Decided::Narrow => "narrow",
            Decided::Revoke => "revoke",
        }
    }

    /// From the stable text.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Decided::ALL.into_iter().find(|decided| decided.name() == name)
    }
}

/// What a review took, so that it can be put back in one step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undo {
    /// Until when.
    pub until: Timestamp,
    /// The revision of the key after it was narrowed: at any other one, somebody changed it since.
    pub revision: Revision,
    /// The permissions it had.
    pub permissions: PermissionSet,
    /// The allowlist it had.
    pub allowlist: Allowlist,
}

/// Why nothing is put back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UndoError {
    /// The last review took nothing, or it was put back.
    #[error("there is nothing to undo: the last review of this key narrowed nothing, or it was undone")]
    Nothing,
    /// The window has passed.
    #[error("the time to undo was over at {0}; change the key by hand if it needs more again")]
    Over(Timestamp),
    /// The key was changed since.
    #[error(
        "the key was changed since it was narrowed, so what was there before is not simply put back; change it by hand"
    )]
    ChangedSince,
}

/// The last sign-off of a key's review. There is one of each key; those before it are in the audit log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedOff {
    /// The id of the record.
    pub id: ReviewId,
    /// The account.
    pub account: AccountId,
    /// The key.
    pub key: KeyId,
    /// When.
    pub at: Timestamp,
    /// By whom; none for the host itself.
    pub by: Option<Principal>,
    /// What was decided.
    pub decided: Decided,
    /// Why, in the reviewer's words.
    pub note: Description,
    /// What can be put back.
    pub undo: Option<Undo>,
    /// Rises with every change, from 1.
    pub revision: u64,
    /// When the key was reviewed for the first time.
    pub created_at: Timestamp,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    key: u64,
    at: Timestamp,
    by: Option<BodyPrincipal>,
    decided: String,
    note: String,
    undo: Option<BodyUndo>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum BodyPrincipal {
    Token(u64),
    User(u64),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct BodyUndo {
    until: Timestamp,
    revision: u64,
    permissions: u16,
    allowlist: Vec<String>,
}

impl SignedOff {
    /// What the last sign-off of a key is found by.
    #[must_use]
    pub fn handle(key: KeyId) -> Box<[u8]> {
        [b"key".as_slice(), &key.as_u64().to_be_bytes()].concat().into()
    }

    /// Whether a record of the kind is one.
    #[must_use]
    pub fn is_one(record: &Record) -> bool {
        record.handle.as_deref().is_some_and(|handle| handle.starts_with(b"key"))
    }

    /// What is to be put back on the key as it is now.
    ///
    /// # Errors
    /// [`UndoError`].
    pub fn undoable(&self, key: &KeyRecord, now: Timestamp) -> Result<&Undo, UndoError> {
        let undo = self.undo.as_ref().ok_or(UndoError::Nothing)?;
        if now >= undo.until {
            return Err(UndoError::Over(undo.until));
        }
        if key.revision != undo.revision {
            return Err(UndoError::ChangedSince);
        }
        Ok(undo)
    }

    /// The record it is kept as.
    ///
    /// # Errors
    /// [`RecordError`] if it cannot be written down.
    pub fn record(&self) -> Result<Record, RecordError> {
        let (kind, id) = (RecordKind::Review, self.id.as_u64());
        let by = self.by.map(|by| match by {
            Principal::Token(token) => BodyPrincipal::Token(token.as_u64()),
            Principal::User(user) => BodyPrincipal::User(user.as_u64()),
        });
        let undo = self.undo.as_ref().map(|undo| BodyUndo {
            until: undo.until,
            revision: undo.revision,
            permissions: undo.permissions.bits(),
            allowlist: undo.allowlist.to_texts(),
        });
        let decided = self.decided.name().to_owned();
        let body =
            Body { key: self.key.as_u64(), at: self.at, by, decided, note: self.note.to_string(), undo };
        Ok(Record {
            kind,
            id,
            account: Some(self.account),
            owner: 0,
            handle: Some(SignedOff::handle(self.key)),
            revision: self.revision,
            created_at: self.created_at,
            expires_at: None,
            body: body::write(kind, id, body)?,
        })
    }
}

impl TryFrom<&Record> for SignedOff {
    type Error = RecordError;

    fn try_from(record: &Record) -> Result<Self, RecordError> {
        let body: Body = body::read(record, RecordKind::Review)?;
        let by = body.by.map(|by| match by {
            BodyPrincipal::Token(token) => Principal::Token(TokenId::from_u64(token)),
            BodyPrincipal::User(user) => Principal::User(UserId::from_u64(user)),
        });
        let undo = body.undo.map(|undo| read_undo(record, &undo)).transpose()?;
        Ok(SignedOff {
            id: ReviewId::from_u64(record.id),
            account: body::wanted(record, record.account, "account")?,
            key: KeyId::from_u64(body.key),
            at: body.at,
            by,
            decided: body::wanted(record, Decided::from_name(&body.decided), "decision")?,
            note: body::parsed(record, &body.note, Description::parse)?,
            undo,
            revision: record.revision,
            created_at: record.created_at,
        })
    }
}

fn read_undo(record: &Record, undo: &BodyUndo) -> Result<Undo, RecordError> {
    let list = Allowlist::parse(undo.allowlist.iter().map(String::as_str));
    Ok(Undo {
        until: undo.until,
        revision: undo.revision,
        permissions: body::wanted(record, PermissionSet::from_bits(undo.permissions), "permissions")?,
        allowlist: body::wanted(record, list.ok(), "allowlist")?,
    })
}
