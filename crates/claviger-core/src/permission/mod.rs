//! The 13 permissions a key can carry (the source of the names: the exchange's `GetApiKeyInfo`).

mod rule;
mod set;
mod words;

pub use rule::Rule;
pub use set::PermissionSet;
pub use words::{Group, Reach};

use std::fmt;
use std::str::FromStr;

/// One permission. The discriminant is its bit in a [`PermissionSet`] and never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Permission {
    /// Read balances and funding status.
    QueryFunds = 0,
    /// Make deposit addresses.
    AddFunds = 1,
    /// Withdraw to saved addresses.
    WithdrawFunds = 2,
    /// Allocate to and deallocate from earn strategies.
    EarnFunds = 3,
    /// Add withdrawal addresses.
    AddWithdrawAddress = 4,
    /// Change withdrawal addresses.
    UpdateWithdrawAddress = 5,
    /// Read open orders and trades.
    QueryOpenTrades = 6,
    /// Read closed orders and trades.
    QueryClosedTrades = 7,
    /// Place and change orders.
    ModifyTrades = 8,
    /// Cancel and close orders.
    CloseTrades = 9,
    /// Read ledger entries.
    QueryLedger = 10,
    /// Ask for reports of what may be queried, fetch and remove them.
    ExportData = 11,
    /// Get a token for the socket interface.
    CreateWsToken = 12,
}

/// The text is not one of the 13 permissions.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown permission; the permissions are {}", Permission::ALL.map(Permission::name).join(", "))]
pub struct UnknownPermission;

impl Permission {
    /// All of them, in the order of the exchange's documentation.
    pub const ALL: [Permission; 13] = [
        Permission::QueryFunds,
        Permission::AddFunds,
        Permission::WithdrawFunds,
        Permission::EarnFunds,
        Permission::AddWithdrawAddress,
        Permission::UpdateWithdrawAddress,
        Permission::QueryOpenTrades,
        Permission::QueryClosedTrades,
        Permission::ModifyTrades,
        Permission::CloseTrades,
        Permission::QueryLedger,
        Permission::ExportData,
        Permission::CreateWsToken,
    ];

    /// The machine name, as on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Permission::QueryFunds => "query-funds",
            Permission::AddFunds => "add-funds",
            Permission::WithdrawFunds => "withdraw-funds",
            Permission::EarnFunds => "earn-funds",
            Permission::AddWithdrawAddress => "add-withdraw-address",
            Permission::UpdateWithdrawAddress => "update-withdraw-address",
            Permission::QueryOpenTrades => "query-open-trades",
            Permission::QueryClosedTrades => "query-closed-trades",
            Permission::ModifyTrades => "modify-trades",
            Permission::CloseTrades => "close-trades",
            Permission::QueryLedger => "query-ledger",
            Permission::ExportData => "export-data",
            Permission::CreateWsToken => "create-ws-token",
        }
    }

    /// What a thief could do with it, in one sentence.
    #[must_use]
    pub const fn risk(self) -> &'static str {
        match self {
            Permission::QueryFunds => "See every balance of the account.",
            Permission::AddFunds => "Make deposit addresses; harmless alone, useful for deceiving you.",
            Permission::WithdrawFunds => "Send funds to any saved address.",
            Permission::EarnFunds => "Move funds into and out of earn strategies.",
            Permission::AddWithdrawAddress => {
                "Save an address of their own; withdrawn to once a member confirms it, at once if the account says so."
            }
            Permission::UpdateWithdrawAddress => {
                "Rename and remove saved addresses, so that withdrawals fail."
            }
            Permission::QueryOpenTrades => "See what you are about to buy and sell.",
            Permission::QueryClosedTrades => "See everything you ever traded.",
            Permission::ModifyTrades => "Trade your balance away against their own orders.",
            Permission::CloseTrades => "Cancel your orders, leaving positions unprotected.",
            Permission::QueryLedger => "See every movement of money.",
            Permission::ExportData => {
                "Download at once the histories it may query, and delete the account's reports."
            }
            Permission::CreateWsToken => "Watch the account live over a socket.",
        }
    }

    /// The bit of this permission in a set.
    #[must_use]
    pub const fn bit(self) -> u16 {
        1 << (self as u8)
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Permission {
    type Err = UnknownPermission;
    fn from_str(text: &str) -> Result<Self, UnknownPermission> {
        Permission::ALL.into_iter().find(|known| known.name() == text).ok_or(UnknownPermission)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip_and_bits_differ() {
        let mut seen = 0u16;
        for permission in Permission::ALL {
            assert_eq!(permission.name().parse(), Ok(permission));
            assert_eq!(seen & permission.bit(), 0);
            seen |= permission.bit();
        }
        assert_eq!(seen, 0x1fff);
        assert!("Query-Funds".parse::<Permission>().is_err());
    }
}
