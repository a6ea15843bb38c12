//! What deserves attention about a key: judged from its record and its use, purely.

use crate::usage::KeyUse;
use claviger_core::key::{KeyRecord, KeyState};
use claviger_core::permission::{Permission, PermissionSet};
use claviger_core::reason::Reason;
use claviger_core::time::Timestamp;

/// An expiry this near is told.
const SOON_SECS: i64 = 14 * 86_400;
/// A key that was never used is told after this.
const GRACE_SECS: i64 = 7 * 86_400;
/// A revoked key that was tried within this is told.
const TRIED_SECS: i64 = 7 * 86_400;

/// What moves money out, or prepares it.
const WITHDRAWING: PermissionSet =
    PermissionSet::of(&[Permission::WithdrawFunds, Permission::AddWithdrawAddress]);

/// Something about a key that deserves attention, most pressing first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Concern {
    /// It is revoked, and somebody still signs with it: a bot that was forgotten, or a thief.
    RevokedStillTried(Timestamp),
    /// Whoever has it may withdraw from anywhere.
    WithdrawsFromAnywhere,
    /// The store was rolled back; it refuses every call until it is readmitted.
    Held,
    /// It has expired and was not revoked.
    Expired(Timestamp),
    /// It expires soon.
    Expiring(Timestamp),
    /// It was never used, and is not new.
    NeverUsed,
    /// It was last used long ago.
    Idle(Timestamp),
}

/// How pressing it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// Money or trust is at stake.
    Danger,
    /// Something stops working, or will.
    Warning,
    /// It can be tidied up.
    Hint,
}

impl Concern {
    /// The stable machine-readable text.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Concern::RevokedStillTried(_) => "revoked-still-tried",
            Concern::WithdrawsFromAnywhere => "withdraws-from-anywhere",
            Concern::Held => "held",
            Concern::Expired(_) => "expired",
            Concern::Expiring(_) => "expiring",
            Concern::NeverUsed => "never-used",
            Concern::Idle(_) => "idle",
        }
    }

    /// How pressing it is.
    #[must_use]
    pub const fn severity(self) -> Severity {
        match self {
            Concern::RevokedStillTried(_) | Concern::WithdrawsFromAnywhere => Severity::Danger,
            Concern::Held | Concern::Expired(_) | Concern::Expiring(_) => Severity::Warning,
            Concern::NeverUsed | Concern::Idle(_) => Severity::Hint,
        }
    }

    /// Whether the key is one that nobody seems to need any more.
    #[must_use]
    pub const fn is_disuse(self) -> bool {
        matches!(self, Concern::Expired(_) | Concern::NeverUsed | Concern::Idle(_))
    }
}

/// What deserves attention about a key, most pressing first. Without `known`, nothing is said of its use; a key is dormant
/// after `dormant_days` without an accepted call.
#[must_use]
pub fn concerns(key: &KeyRecord, known: Option<&KeyUse>, dormant_days: u32, now: Timestamp) -> Vec<Concern> {
    if key.state == KeyState::Revoked {
        return known.and_then(|known| tried(known, now)).into_iter().collect();
    }
    let found = [
        from_anywhere(key),
        held(key),
        expiry(key, now),
        known.and_then(|known| disuse(key, known, dormant_days, now)),
    ];
    let mut found: Vec<Concern> = found.into_iter().flatten().collect();
    found.sort_unstable();
    found
}

fn tried(known: &KeyUse, now: Timestamp) -> Option<Concern> {
    let refused = known.refused.filter(|refused| refused.reason == Reason::Revoked)?;
    (now.since(refused.at) < TRIED_SECS * 1_000_000).then_some(Concern::RevokedStillTried(refused.at))
}

fn from_anywhere(key: &KeyRecord) -> Option<Concern> {
    let withdraws = WITHDRAWING.iter().any(|permission| key.permissions.contains(permission));
    let open = key.restrictions.allowlist.is_anywhere() && key.state == KeyState::Active;
    (withdraws && open).then_some(Concern::WithdrawsFromAnywhere)
}

fn held(key: &KeyRecord) -> Option<Concern> {
    key.held.then_some(Concern::Held)
}

fn expiry(key: &KeyRecord, now: Timestamp) -> Option<Concern> {
    let at = key.restrictions.expires_at?;
    if at <= now {
        return Some(Concern::Expired(at));
    }
    (at.since(now) < SOON_SECS * 1_000_000).then_some(Concern::Expiring(at))
}

/// A key that is looked at for the first time is not accused: its history may not have been looked through yet.
fn disuse(key: &KeyRecord, known: &KeyUse, dormant_days: u32, now: Timestamp) -> Option<Concern> {
    let age = now.since(key.created_at);
    match known.last {
        Some(last) => (now.since(last.at) > i64::from(dormant_days) * 86_400 * 1_000_000)
            .then_some(Concern::Idle(last.at)),
        None => {
            let waits = key.restrictions.not_before.is_some_and(|from| from > now);
            let quiet = known.is_looked_up() && age > GRACE_SECS * 1_000_000 && !waits;
            quiet.then_some(Concern::NeverUsed)
        }
    }
}
