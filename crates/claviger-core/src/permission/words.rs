//! Permissions as people read them: grouped as on the exchange, and by what a thief could do with them.

use super::Permission;

/// A group of permissions, as on the exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Balances, deposits, withdrawals, earn.
    Funds,
    /// The saved addresses of withdrawals.
    Addresses,
    /// Orders and trades.
    Orders,
    /// Ledger and exports.
    Data,
    /// The socket interface.
    Socket,
}

impl Group {
    /// All of them, in the order they are shown.
    pub const ALL: [Group; 5] = [Group::Funds, Group::Addresses, Group::Orders, Group::Data, Group::Socket];

    /// What it is called.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Group::Funds => "Funds",
            Group::Addresses => "Withdrawal addresses",
            Group::Orders => "Orders and trades",
            Group::Data => "Data",
            Group::Socket => "WebSocket",
        }
    }
}

/// How far a permission reaches, the most dangerous last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reach {
    /// It shows things.
    Sees,
    /// It trades, or stops others from trading.
    Trades,
    /// It moves money, or prepares that.
    Moves,
}

impl Permission {
    /// What it is called, in a few words.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Permission::QueryFunds => "Query funds",
            Permission::AddFunds => "Deposit",
            Permission::WithdrawFunds => "Withdraw",
            Permission::EarnFunds => "Earn",
            Permission::AddWithdrawAddress => "Add addresses",
            Permission::UpdateWithdrawAddress => "Change addresses",
            Permission::QueryOpenTrades => "Query open orders",
            Permission::QueryClosedTrades => "Query closed orders",
            Permission::ModifyTrades => "Trade",
            Permission::CloseTrades => "Cancel orders",
            Permission::QueryLedger => "Query ledger",
            Permission::ExportData => "Export data",
            Permission::CreateWsToken => "WebSocket token",
        }
    }

    /// What it is called where there is little room; it needs [`Permission::label`] at hand.
    #[must_use]
    pub const fn short(self) -> &'static str {
        match self {
            Permission::QueryFunds => "Funds",
            Permission::QueryOpenTrades => "Open orders",
            Permission::QueryClosedTrades => "Closed orders",
            Permission::QueryLedger => "Ledger",
            Permission::ExportData => "Export",
            Permission::CreateWsToken => "WebSocket",
            Permission::CloseTrades => "Cancel",
            _ => self.label(),
        }
    }

    /// What its holder does with it, in one sentence.
    #[must_use]
    pub const fn does(self) -> &'static str {
        match self {
            Permission::QueryFunds => "See balances and the state of deposits and withdrawals",
            Permission::AddFunds => "Make deposit addresses",
            Permission::WithdrawFunds => "Withdraw to saved and confirmed addresses",
            Permission::EarnFunds => "Move funds into and out of earn strategies",
            Permission::AddWithdrawAddress => "Save withdrawal addresses, which a member confirms",
            Permission::UpdateWithdrawAddress => "Rename and remove saved withdrawal addresses",
            Permission::QueryOpenTrades => "See open orders",
            Permission::QueryClosedTrades => "See closed orders and trades",
            Permission::ModifyTrades => "Place and change orders",
            Permission::CloseTrades => "Cancel orders",
            Permission::QueryLedger => "See ledger entries",
            Permission::ExportData => "Make and fetch exports of the whole history",
            Permission::CreateWsToken => "Get a token for the socket interface",
        }
    }

    /// The group it is shown in.
    #[must_use]
    pub const fn group(self) -> Group {
        match self {
            Permission::QueryFunds
            | Permission::AddFunds
            | Permission::WithdrawFunds
            | Permission::EarnFunds => Group::Funds,
            Permission::AddWithdrawAddress | Permission::UpdateWithdrawAddress => Group::Addresses,
            Permission::QueryOpenTrades
            | Permission::QueryClosedTrades
            | Permission::ModifyTrades
            | Permission::CloseTrades => Group::Orders,
            Permission::QueryLedger | Permission::ExportData => Group::Data,
            Permission::CreateWsToken => Group::Socket,
        }
    }

    /// How far it reaches.
    #[must_use]
    pub const fn reach(self) -> Reach {
        match self {
            Permission::WithdrawFunds
            | Permission::EarnFunds
            | Permission::AddWithdrawAddress
            | Permission::UpdateWithdrawAddress => Reach::Moves,
            Permission::ModifyTrades | Permission::CloseTrades => Reach::Trades,
            Permission::QueryFunds
            | Permission::AddFunds
            | Permission::QueryOpenTrades
            | Permission::QueryClosedTrades
            | Permission::QueryLedger
            | Permission::ExportData
            | Permission::CreateWsToken => Reach::Sees,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_permission_is_in_a_group_that_is_shown_and_labels_differ() {
        let mut labels: Vec<&str> = Permission::ALL.map(Permission::label).to_vec();
        labels.sort_unstable();
        labels.dedup();
        assert_eq!(labels.len(), Permission::ALL.len());
        assert!(Permission::ALL.iter().all(|permission| Group::ALL.contains(&permission.group())));
    }
}
