//! What a node keeps of a key to verify and decide calls: the record's narrow part and the
//! opened secrets. Never serialised, never printed.

use super::{KeyKind, KeyRecord, KeyState, Revision};
use crate::allowlist::Allowlist;
use crate::credential::{ApiKey, PrivateKey};
use crate::id::{AccountId, KeyId};
use crate::otp::SecondFactor;
use crate::permission::PermissionSet;
use crate::time::Timestamp;

/// A key as decisions see it. About 250 bytes, so that a million fit a small machine.
pub struct KeySnapshot {
    /// Its public half.
    pub api_key: ApiKey,
    /// Its id.
    pub id: KeyId,
    /// The account it belongs to.
    pub account: AccountId,
    /// The revision this was read at.
    pub revision: Revision,
    /// What it may do.
    pub permissions: PermissionSet,
    /// Public or private.
    pub kind: KeyKind,
    /// Its state.
    pub state: KeyState,
    /// Not valid before this instant.
    pub not_before: Option<Timestamp>,
    /// Not valid at or after this instant.
    pub expires_at: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
    /// The earliest and latest history it may read; boxed since few keys have it.
    pub query_range: Option<Box<(Option<Timestamp>, Option<Timestamp>)>>,
    /// Where it may be used from.
    pub allowlist: Allowlist,
    /// The opened private key; none for public keys.
    pub secret: Option<PrivateKey>,
    /// The opened second factor.
    pub second_factor: Option<Box<SecondFactor>>,
}

impl KeySnapshot {
    /// From the record and what the seal opened.
    #[must_use]
    pub fn new(record: &KeyRecord, secret: Option<PrivateKey>, second_factor: Option<SecondFactor>) -> Self {
        let limits = &record.restrictions;
        let range = (limits.query_from, limits.query_to);
        KeySnapshot {
            api_key: record.api_key,
            id: record.id,
            account: record.account,
            revision: record.revision,
            permissions: record.permissions,
            kind: record.kind,
            state: record.state,
            not_before: limits.not_before,
            expires_at: limits.expires_at,
            revoked_at: record.revoked_at,
            query_range: (range != (None, None)).then(|| Box::new(range)),
            allowlist: limits.allowlist.clone(),
            secret,
            second_factor: second_factor.map(Box::new),
        }
    }
}
