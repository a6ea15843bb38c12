//! What a history is of.

use claviger_core::action::{Action, Class};

/// A key, by its slot, or the management acts of an account, by the account's slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Subject(u32);

/// Accounts have this bit, keys do not; slots are below it.
const ACCOUNT: u32 = 1 << 31;

impl Subject {
    pub(crate) const fn key(slot: u32) -> Self {
        Subject(slot & !ACCOUNT)
    }

    pub(crate) const fn account(slot: u32) -> Self {
        Subject(slot | ACCOUNT)
    }

    pub(crate) const fn from_u32(raw: u32) -> Self {
        Subject(raw)
    }

    pub(crate) const fn as_u32(self) -> u32 {
        self.0
    }
}

/// Whether an action is an act of management, as `Which::Acts` means it.
pub(crate) fn is_act(action: Action) -> bool {
    action.class() == Class::Manage && action != Action::PublicData
}
