//! What a key is and may do, as small marks: never by colour alone.

use claviger::core::key::{KeyKind, KeyRecord, KeyState};
use claviger::core::permission::{Permission, PermissionSet, Reach};

/// Chips of a line; what is beyond is counted.
const MAX_CHIPS: usize = 5;

/// A permission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) struct Chip {
    pub(in super::super) label: &'static str,
    /// The same where there is little room.
    pub(in super::super) short: &'static str,
    /// The class of the style sheet.
    pub(in super::super) reach: &'static str,
}

/// A permission as a chip.
pub(in super::super) const fn chip(permission: Permission) -> Chip {
    Chip { label: permission.label(), short: permission.short(), reach: reach(permission.reach()) }
}

pub(super) const fn reach(reach: Reach) -> &'static str {
    match reach {
        Reach::Sees => "sees",
        Reach::Trades => "trades",
        Reach::Moves => "moves",
    }
}

/// The chips of a line, the most dangerous first, and the names of those left out.
pub(super) fn chips(set: PermissionSet) -> (Vec<Chip>, Vec<&'static str>) {
    let mut all: Vec<Permission> = set.iter().collect();
    all.sort_by_key(|permission| std::cmp::Reverse(permission.reach()));
    let most = if all.len() == MAX_CHIPS + 1 { MAX_CHIPS + 1 } else { MAX_CHIPS };
    let left_out = all.iter().skip(most).map(|permission| permission.label()).collect();
    (all.into_iter().take(most).map(chip).collect(), left_out)
}

/// The state of a key, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) struct Badge {
    pub(in super::super) label: &'static str,
    /// The class of the style sheet.
    pub(in super::super) class: &'static str,
}

/// The state as a badge; a key that is held says so first.
pub(super) fn badge(key: &KeyRecord) -> Badge {
    if key.held && key.state != KeyState::Revoked {
        return Badge { label: "Held", class: "held" };
    }
    state_badge(key.state)
}

/// A state as a badge.
pub(in super::super) const fn state_badge(state: KeyState) -> Badge {
    let (label, class) = match state {
        KeyState::Active => ("Active", "active"),
        KeyState::ReadOnly => ("Read-only", "read-only"),
        KeyState::CancelOnly => ("Cancel-only", "cancel-only"),
        KeyState::Frozen => ("Frozen", "frozen"),
        KeyState::Revoked => ("Revoked", "revoked"),
    };
    Badge { label, class }
}

/// Public or private, as a word with a capital.
pub(super) const fn kind(kind: KeyKind) -> &'static str {
    match kind {
        KeyKind::Public => "Public",
        KeyKind::Private => "Private",
    }
}
