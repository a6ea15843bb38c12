//! The states of a key, and which class of call each still lets through.

use crate::action::Class;
use crate::reason::Reason;
use std::fmt;
use std::str::FromStr;

/// The state of a key. A key steps down and up between the first four; `Revoked` is for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum KeyState {
    /// Everything its permissions allow.
    Active = 1,
    /// Only reads, reports included; nothing is placed, changed, cancelled or moved.
    ReadOnly = 2,
    /// Only cancels, and the reads one needs to cancel (open orders, orders by id, the key itself).
    CancelOnly = 3,
    /// Nothing, but the key keeps its nonces and can be stepped up again.
    Frozen = 4,
    /// Nothing, for ever.
    Revoked = 5,
}

/// Not a state a key can be stepped to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a key's state is `active`, `read-only`, `cancel-only` or `frozen`; revoking is an act of its own")]
pub struct UnknownState;

impl KeyState {
    /// All states.
    pub const ALL: [KeyState; 5] =
        [KeyState::Active, KeyState::ReadOnly, KeyState::CancelOnly, KeyState::Frozen, KeyState::Revoked];

    /// The name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            KeyState::Active => "active",
            KeyState::ReadOnly => "read-only",
            KeyState::CancelOnly => "cancel-only",
            KeyState::Frozen => "frozen",
            KeyState::Revoked => "revoked",
        }
    }

    /// From the stored number.
    #[must_use]
    pub fn from_u8(code: u8) -> Option<Self> {
        KeyState::ALL.into_iter().find(|state| *state as u8 == code)
    }

    /// What the state means, in one sentence.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            KeyState::Active => "does everything its permissions allow",
            KeyState::ReadOnly => "reads, and nothing else",
            KeyState::CancelOnly => "cancels and sees open orders, and nothing else",
            KeyState::Frozen => "refuses every call until it is stepped up again",
            KeyState::Revoked => "refuses every call for ever",
        }
    }

    /// Why a call of `class` is refused in this state; `None` if the state lets it through.
    #[must_use]
    pub const fn refuses(self, class: Class) -> Option<Reason> {
        match (self, class) {
            (KeyState::Revoked, _) => Some(Reason::Revoked),
            (KeyState::Frozen, _) => Some(Reason::Frozen),
            (KeyState::Active, _)
            | (KeyState::ReadOnly, Class::Introspect | Class::ReadOrders | Class::Read)
            | (KeyState::CancelOnly, Class::Introspect | Class::ReadOrders | Class::Cancel) => None,
            (KeyState::ReadOnly, _) => Some(Reason::ReadOnly),
            (KeyState::CancelOnly, _) => Some(Reason::CancelOnly),
        }
    }

    /// Whether this state lets nothing through that `other` does not, too.
    #[must_use]
    pub fn within(self, other: KeyState) -> bool {
        self == other || other == KeyState::Active || self >= KeyState::Frozen && self >= other
    }
}

impl FromStr for KeyState {
    type Err = UnknownState;
    fn from_str(text: &str) -> Result<Self, UnknownState> {
        KeyState::ALL
            .into_iter()
            .find(|state| state.name() == text && *state != KeyState::Revoked)
            .ok_or(UnknownState)
    }
}

impl fmt::Display for KeyState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
