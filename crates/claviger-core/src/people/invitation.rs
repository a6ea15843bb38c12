//! A link that lets somebody in, once.

use super::body::{self, RecordError};
use crate::id::{AccountId, InvitationId, TokenId, UserId};
use crate::principal::Principal;
use crate::role::Role;
use crate::store::{Record, RecordKind};
use crate::text::Description;
use crate::time::Timestamp;
use crate::token::TokenDigest;
use serde::{Deserialize, Serialize};

/// An invitation on record; using it removes it.
#[derive(Debug, Clone)]
pub struct Invitation {
    /// The id.
    pub id: InvitationId,
    /// SHA-256 of its token.
    pub digest: TokenDigest,
    /// What it is for.
    pub purpose: Purpose,
    /// Whom it is meant for, in the words of whoever made it. May be empty.
    pub note: Description,
    /// Who made it; none for the host's own commands.
    pub made_by: Option<Principal>,
    /// Rises with every change, from 1.
    pub revision: u64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it stops working.
    pub expires_at: Timestamp,
}

/// What an invitation is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Whoever has it becomes a member.
    Join {
        /// Of this account.
        account: AccountId,
        /// With this role.
        role: Role,
    },
    /// Whoever has it becomes the first owner.
    FirstOwner {
        /// Of this account.
        account: AccountId,
    },
    /// Whoever has it may set the password of somebody who forgot it.
    Reset {
        /// Whose.
        user: UserId,
        /// The account it was made in; none for the host's own commands.
        account: Option<AccountId>,
        /// Whether the second factors go, too: only the host's own commands say so.
        without_factors: bool,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    purpose: BodyPurpose,
    note: String,
    made_by: Option<BodyPrincipal>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
enum BodyPurpose {
    Join { role: String },
    FirstOwner {},
    Reset { without_factors: bool },
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum BodyPrincipal {
    Token(u64),
    User(u64),
}

impl Invitation {
    /// The account it is about; none for a reset link made on the host.
    #[must_use]
    pub const fn account(&self) -> Option<AccountId> {
        match self.purpose {
            Purpose::Join { account, .. } | Purpose::FirstOwner { account } => Some(account),
            Purpose::Reset { account, .. } => account,
        }
    }

    /// The record it is kept as: its account is the one it is about, its owner whoever it lets back in.
    ///
    /// # Errors
    /// [`RecordError`] if it cannot be written down.
    pub fn record(&self) -> Result<Record, RecordError> {
        let (kind, id) = (RecordKind::Invitation, self.id.as_u64());
        let (account, owner, purpose) = match self.purpose {
            Purpose::Join { account, role } => {
                (Some(account), 0, BodyPurpose::Join { role: role.name().to_owned() })
            }
            Purpose::FirstOwner { account } => (Some(account), 0, BodyPurpose::FirstOwner {}),
            Purpose::Reset { user, account, without_factors } => {
                (account, user.as_u64(), BodyPurpose::Reset { without_factors })
            }
        };
        let made_by = self.made_by.map(|by| match by {
            Principal::Token(token) => BodyPrincipal::Token(token.as_u64()),
            Principal::User(user) => BodyPrincipal::User(user.as_u64()),
        });
        Ok(Record {
            kind,
            id,
            account,
            owner,
            handle: Some(self.digest.0.into()),
            revision: self.revision,
            created_at: self.created_at,
            expires_at: Some(self.expires_at),
            body: body::write(kind, id, Body { purpose, note: self.note.to_string(), made_by })?,
        })
    }
}

impl TryFrom<&Record> for Invitation {
    type Error = RecordError;

    fn try_from(record: &Record) -> Result<Self, RecordError> {
        let body: Body = body::read(record, RecordKind::Invitation)?;
        let account = || body::wanted(record, record.account, "account");
        let purpose = match body.purpose {
            BodyPurpose::Join { role } => {
                Purpose::Join { account: account()?, role: body::parsed(record, &role, Role::of_member)? }
            }
            BodyPurpose::FirstOwner {} => Purpose::FirstOwner { account: account()? },
            BodyPurpose::Reset { without_factors } => Purpose::Reset {
                user: UserId::from_u64(record.owner),
                account: record.account,
                without_factors,
            },
        };
        let made_by = body.made_by.map(|by| match by {
            BodyPrincipal::Token(token) => Principal::Token(TokenId::from_u64(token)),
            BodyPrincipal::User(user) => Principal::User(UserId::from_u64(user)),
        });
        Ok(Invitation {
            id: InvitationId::from_u64(record.id),
            digest: TokenDigest(body::digest(record)?),
            purpose,
            note: body::parsed(record, &body.note, Description::parse)?,
            made_by,
            revision: record.revision,
            created_at: record.created_at,
            expires_at: body::wanted(record, record.expires_at, "expiry")?,
        })
    }
}
