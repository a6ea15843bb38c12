//! A key comes into being.

use super::{LifeError, validate};
use crate::credential::ApiKey;
use crate::id::{AccountId, KeyId, UserId};
use crate::key::{KeyKind, KeyRecord, KeyState};
use crate::permission::PermissionSet;
use crate::restriction::Restrictions;
use crate::text::{Application, Description, Holder, Name};
use crate::time::Timestamp;

/// What the owner asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewKey {
    /// Public or private.
    pub kind: KeyKind,
    /// Its name.
    pub name: Name,
    /// Who will hold it.
    pub holder: Holder,
    /// What program it will be for.
    pub application: Application,
    /// The person it will belong to.
    pub member: Option<UserId>,
    /// What it is for.
    pub description: Description,
    /// What it may do.
    pub permissions: PermissionSet,
    /// What narrows it.
    pub restrictions: Restrictions,
}

/// The record of a new key at revision 1, active.
///
/// # Errors
/// [`LifeError`] if it would never be valid or is a public key with private parts.
pub fn create(
    asked: NewKey,
    account: AccountId,
    id: KeyId,
    api_key: ApiKey,
    now: Timestamp,
) -> Result<KeyRecord, LifeError> {
    let record = KeyRecord {
        id,
        account,
        api_key,
        kind: asked.kind,
        name: asked.name,
        holder: asked.holder,
        application: asked.application,
        member: asked.member,
        description: asked.description,
        permissions: asked.permissions,
        restrictions: asked.restrictions,
        state: KeyState::Active,
        revision: 1,
        created_at: now,
        modified_at: now,
        held: false,
        revoked_at: None,
        predecessor: None,
        successor: None,
        retires_at: None,
    };
    validate(&record)?;
    if record.restrictions.expires_at.is_some_and(|at| at <= now) {
        return Err(LifeError::AlreadyExpired);
    }
    Ok(record)
}
