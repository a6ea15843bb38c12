//! Ledger entries of an account.

use super::{Page, Window};
use crate::{
    account::AccountNo,
    ids::LedgerId,
    ledger::{BalanceName, LedgerKind, LedgerRow},
    venue::Venue,
};

/// Which ledger entries are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LedgerFilter {
    /// Only of these balances; all when empty.
    pub balances: Vec<BalanceName>,
    /// Only of this kind.
    pub kind: Option<LedgerKind>,
    /// Window of time.
    pub window: Window,
    /// Results to skip.
    pub offset: usize,
    /// Do not count what is beyond the page.
    pub without_count: bool,
}

impl LedgerFilter {
    fn admits(&self, row: &LedgerRow) -> bool {
        let of_balance = self.balances.is_empty() || self.balances.contains(&row.name());
        of_balance && self.kind.is_none_or(|kind| row.source.kind() == kind) && self.window.contains(row.at)
    }
}

impl Venue {
    /// A ledger entry of an account.
    #[must_use]
    pub fn ledger_row(&self, account: AccountNo, id: LedgerId) -> Option<&LedgerRow> {
        let ledger = &self.records(account)?.ledger;
        let place = ledger.binary_search_by_key(&id.seq(self.ids), |row| row.id.seq(self.ids)).ok()?;
        ledger.get(place)
    }

    /// Ledger entries of an account, newest first.
    #[must_use]
    pub fn ledger(&self, account: AccountNo, filter: &LedgerFilter) -> Page<&LedgerRow> {
        let ledger = self.records(account).map_or(&[][..], |records| &records.ledger);
        Page::of(ledger.iter().rev().filter(|row| filter.admits(row)), filter.offset, !filter.without_count)
    }
}
