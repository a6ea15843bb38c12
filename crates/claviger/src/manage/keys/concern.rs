//! What deserves attention about a key: judged from its record and its use, purely.

use super::wants::Wants;
use crate::usage::KeyUse;
use claviger_core::key::age::WITHDRAWING;
use claviger_core::key::{KeyRecord, KeyState};
use claviger_core::reason::Reason;
use claviger_core::time::Timestamp;

/// An expiry this near is told.
const SOON_SECS: i64 = 14 * 86_400;
/// A key that was never used is told after this.
const GRACE_SECS: i64 = 7 * 86_400;
/// A key that was replaced and ends within this is told, if it is in use.
const DAY_SECS: i64 = 86_400;
/// Used within this is in use.
const HOUR_SECS: i64 = 3_600;
/// A revoked key that was tried within this is told.
const TRIED_SECS: i64 = 7 * 86_400;

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
    /// It is being replaced, ends within a day, and was used within the last hour.
    EndsInUse(Timestamp),
    /// It is older than the account wants keys to grow.
    RotationDue(Timestamp),
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
            Concern::EndsInUse(_) => "ends-in-use",
            Concern::RotationDue(_) => "rotation-due",
            Concern::NeverUsed => "never-used",
            Concern::Idle(_) => "idle",
        }
    }

    /// How pressing it is.
    #[must_use]
    pub const fn severity(self) -> Severity {
        match self {
            Concern::RevokedStillTried(_) | Concern::WithdrawsFromAnywhere => Severity::Danger,
            Concern::Held | Concern::Expired(_) | Concern::Expiring(_) | Concern::EndsInUse(_) => {
                Severity::Warning
            }
            Concern::RotationDue(_) | Concern::NeverUsed | Concern::Idle(_) => Severity::Hint,
        }
    }

    /// Whether the key is one that nobody seems to need any more.
    #[must_use]
    pub const fn is_disuse(self) -> bool {
        matches!(self, Concern::Expired(_) | Concern::NeverUsed | Concern::Idle(_))
    }
}

/// What deserves attention about a key, most pressing first. Without `known`, nothing is said of its use; a key is dormant
/// after so many days without an accepted call as its account wants.
#[must_use]
pub(super) fn concerns(
    key: &KeyRecord,
    known: Option<&KeyUse>,
    wants: Wants,
    now: Timestamp,
) -> Vec<Concern> {
    if key.state == KeyState::Revoked {
        return known.and_then(|known| tried(known, now)).into_iter().collect();
    }
    let due = wants.max_age.due_at(key).filter(|at| *at <= now).map(Concern::RotationDue);
    let (in_use, disuse) = (
        known.and_then(|known| ends_in_use(key, known, now)),
        known.and_then(|known| disuse(key, known, wants.dormant_days, now)),
    );
    let found = [from_anywhere(key), held(key), expiry(key, now), in_use, due, disuse];
    let mut found: Vec<Concern> = found.into_iter().flatten().collect();
    found.sort_unstable();
    found
}

fn tried(known: &KeyUse, now: Timestamp) -> Option<Concern> {
    let refused =
        known.refused.filter(|refused| matches!(refused.reason, Reason::Revoked | Reason::Retired))?;
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
    // Its successor takes over in any case.
    let at = key.restrictions.expires_at.filter(|_| key.successor.is_none())?;
    if at <= now {
        return Some(Concern::Expired(at));
    }
    (at.since(now) < SOON_SECS * 1_000_000).then_some(Concern::Expiring(at))
}

fn ends_in_use(key: &KeyRecord, known: &KeyUse, now: Timestamp) -> Option<Concern> {
    let at = key.retires_at.filter(|at| (1..=DAY_SECS * 1_000_000).contains(&at.since(now)))?;
    known.last.filter(|last| now.since(last.at) < HOUR_SECS * 1_000_000).map(|_| Concern::EndsInUse(at))
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
