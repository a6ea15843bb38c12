//! Reports of an account, and the records they show.

use std::ops::Range;

use crate::{
    account::AccountNo, export::Export, ids::ExportId, ledger::LedgerRow, micros::Micros, trade::Trade,
    venue::Venue,
};

impl Venue {
    /// Reports of an account that are not over, newest first.
    pub fn exports(&self, account: AccountNo, now: Micros) -> impl Iterator<Item = &Export> + '_ {
        // a clock that was set back brings none to life
        let now = now.max(self.state.clock);
        let exports = self.records(account).into_iter().flat_map(|records| records.exports.iter().rev());
        exports.filter(move |export| export.is_live(now))
    }

    /// A report of an account, unless it is over.
    #[must_use]
    pub fn export(&self, account: AccountNo, id: ExportId, now: Micros) -> Option<&Export> {
        self.exports(account, now).find(|export| export.id == id)
    }

    /// The trades of these places in an account's history, oldest first; none if a place is not taken yet.
    #[must_use]
    pub fn trades_at(&self, account: AccountNo, places: Range<usize>) -> &[Trade] {
        self.records(account).and_then(|records| records.trades.get(places)).unwrap_or_default()
    }

    /// The ledger entries of these places in an account's history, oldest first; none if a place is not taken yet.
    #[must_use]
    pub fn ledger_at(&self, account: AccountNo, places: Range<usize>) -> &[LedgerRow] {
        self.records(account).and_then(|records| records.ledger.get(places)).unwrap_or_default()
    }
}
