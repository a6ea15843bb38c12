//! What is on record of a key; no secret is in it.

use super::{KeyKind, KeyState};
use crate::credential::ApiKey;
use crate::id::{AccountId, KeyId, UserId};
use crate::permission::PermissionSet;
use crate::restriction::Restrictions;
use crate::text::{Application, Description, Holder, Name};
use crate::time::Timestamp;

/// Rises by one with every change of a key, its holder, its owner or its account. A decision
/// names the revision it was made from; the commit checks that it is still the one.
pub type Revision = u64;

/// A key on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRecord {
    /// Its id.
    pub id: KeyId,
    /// The account it belongs to.
    pub account: AccountId,
    /// Its public half.
    pub api_key: ApiKey,
    /// Public or private.
    pub kind: KeyKind,
    /// Its name, unique among the account's keys that are not revoked.
    pub name: Name,
    /// Who holds it.
    pub holder: Holder,
    /// What program it is for, by a tag that several keys may share; empty for none.
    pub application: Application,
    /// The person it belongs to, who may reach it though no other key; none for a key of the
    /// account alone.
    pub member: Option<UserId>,
    /// What it is for.
    pub description: Description,
    /// What it may do.
    pub permissions: PermissionSet,
    /// What narrows it.
    pub restrictions: Restrictions,
    /// Its state.
    pub state: KeyState,
    /// Its revision, from 1.
    pub revision: Revision,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub modified_at: Timestamp,
    /// The store it was read from was rolled back since it was last admitted, by a restore as a
    /// rule: every call is refused until the key is readmitted.
    pub held: bool,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
    /// The key it took over from.
    pub predecessor: Option<KeyId>,
    /// The key that takes over from it.
    pub successor: Option<KeyId>,
    /// Not valid at or after this instant, since its successor has taken over by then: the end of the
    /// overlap, told once and the same for every node, whatever its clock says.
    pub retires_at: Option<Timestamp>,
}
