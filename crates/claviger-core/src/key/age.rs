//! How old keys may grow before they are to be rotated.

use super::{KeyKind, KeyRecord, KeyState};
use crate::permission::{Permission, PermissionSet};
use crate::time::Timestamp;

/// What moves money out, or prepares it.
pub const WITHDRAWING: PermissionSet =
    PermissionSet::of(&[Permission::WithdrawFunds, Permission::AddWithdrawAddress]);

/// How old keys of an account may grow, in days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaxAge {
    /// Any key; 0 if it may grow as old as it likes.
    pub days: u16,
    /// One that withdraws, or saves addresses to withdraw to; 0 as for any other.
    pub withdrawing_days: u16,
}

/// Most days that can be asked for: ten years.
pub const MAX_DAYS: u16 = 3_650;

impl Default for MaxAge {
    fn default() -> Self {
        MaxAge { days: 90, withdrawing_days: 30 }
    }
}

impl MaxAge {
    /// When a key is to be rotated; none if never: revoked, being replaced, or without a secret.
    #[must_use]
    pub fn due_at(self, key: &KeyRecord) -> Option<Timestamp> {
        let secret = key.kind == KeyKind::Private;
        if !secret || key.state == KeyState::Revoked || key.successor.is_some() {
            return None;
        }
        let days = self.days_of(key.permissions);
        (days > 0).then(|| key.created_at.plus_secs(i64::from(days) * 86_400))
    }

    /// How old a key with these permissions may grow.
    #[must_use]
    pub fn days_of(self, permissions: PermissionSet) -> u16 {
        let withdraws = WITHDRAWING.iter().any(|permission| permissions.contains(permission));
        match (withdraws, self.withdrawing_days, self.days) {
            (false, _, days) | (true, 0, days) => days,
            (true, withdrawing, 0) => withdrawing,
            (true, withdrawing, days) => withdrawing.min(days),
        }
    }
}
