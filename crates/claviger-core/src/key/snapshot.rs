//! What a node keeps of a key to verify and decide calls: the record's narrow part and the
//! opened secrets. Never serialised, never printed.

use super::{KeyKind, KeyRecord, KeyState, Revision};
use crate::allowlist::Allowlist;
use crate::credential::{ApiKey, PrivateKey};
use crate::id::{AccountId, KeyId};
use crate::otp::SecondFactor;
use crate::permission::PermissionSet;
use crate::signature::Signer;
use crate::time::Timestamp;
use std::net::IpAddr;
use std::sync::OnceLock;

/// A key as decisions see it. About 170 bytes, so that a million fit a small machine.
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
    /// Refuses every call until it is readmitted ([`KeyRecord::held`]).
    pub held: bool,
    /// Not valid at or after this instant.
    pub expires_at: Option<Timestamp>,
    /// The opened private key; none for public keys.
    pub secret: Option<PrivateKey>,
    /// The same, ready to verify, once [`KeySnapshot::make_ready`] was asked for it.
    signer: OnceLock<Box<Signer>>,
    /// What most keys do not have.
    rare: Option<Box<Rare>>,
}

/// Kept apart, since a million keys without it shall not pay for it.
struct Rare {
    not_before: Option<Timestamp>,
    revoked_at: Option<Timestamp>,
    retires_at: Option<Timestamp>,
    query_range: (Option<Timestamp>, Option<Timestamp>),
    allowlist: Allowlist,
    second_factor: Option<SecondFactor>,
}

impl KeySnapshot {
    /// From the record and what the seal opened.
    #[must_use]
    pub fn new(record: &KeyRecord, secret: Option<PrivateKey>, second_factor: Option<SecondFactor>) -> Self {
        let limits = &record.restrictions;
        let rare = Rare {
            not_before: limits.not_before,
            revoked_at: record.revoked_at,
            retires_at: record.retires_at,
            query_range: (limits.query_from, limits.query_to),
            allowlist: limits.allowlist.clone(),
            second_factor,
        };
        KeySnapshot {
            api_key: record.api_key,
            id: record.id,
            account: record.account,
            revision: record.revision,
            permissions: record.permissions,
            kind: record.kind,
            state: record.state,
            held: record.held,
            expires_at: limits.expires_at,
            secret,
            signer: OnceLock::new(),
            rare: (!rare.is_empty()).then(|| Box::new(rare)),
        }
    }

    /// Makes it ready to verify: half of the work of each signature is done once, for some 300 bytes
    /// of memory. For keys in use, as long as there are not too many of them.
    pub fn make_ready(&self) {
        let Some(secret) = self.secret.as_ref().filter(|_| self.signer.get().is_none()) else { return };
        if let Some(signer) = Signer::new(secret.expose()) {
            let _ = self.signer.set(Box::new(signer));
        }
    }

    /// What verifies its calls, if it was made ready.
    #[must_use]
    pub fn signer(&self) -> Option<&Signer> {
        self.signer.get().map(AsRef::as_ref)
    }

    /// Not valid before this instant.
    #[must_use]
    pub fn not_before(&self) -> Option<Timestamp> {
        self.rare.as_ref()?.not_before
    }

    /// When it was revoked.
    #[must_use]
    pub fn revoked_at(&self) -> Option<Timestamp> {
        self.rare.as_ref()?.revoked_at
    }

    /// Not valid at or after this instant: the end of the overlap with its successor.
    #[must_use]
    pub fn retires_at(&self) -> Option<Timestamp> {
        self.rare.as_ref()?.retires_at
    }

    /// The earliest and the latest history it may read.
    #[must_use]
    pub fn query_range(&self) -> (Option<Timestamp>, Option<Timestamp>) {
        self.rare.as_ref().map_or((None, None), |rare| rare.query_range)
    }

    /// Whether it may be used from `source`.
    #[must_use]
    pub fn allows(&self, source: IpAddr) -> bool {
        self.rare.as_ref().is_none_or(|rare| rare.allowlist.allows(source))
    }

    /// The opened second factor.
    #[must_use]
    pub fn second_factor(&self) -> Option<&SecondFactor> {
        self.rare.as_ref()?.second_factor.as_ref()
    }
}

impl Rare {
    fn is_empty(&self) -> bool {
        self.not_before.is_none()
            && self.revoked_at.is_none()
            && self.retires_at.is_none()
            && self.query_range == (None, None)
            && self.allowlist.is_anywhere()
            && self.second_factor.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A million keys are to fit half a gigabyte with everything else of the server.
    #[test]
    fn a_snapshot_is_small() {
        assert!(size_of::<KeySnapshot>() <= 176, "{} bytes", size_of::<KeySnapshot>());
    }
}
