//! Trades of an account.

use super::{Page, Window};
use crate::{account::AccountNo, ids::TradeId, trade::Trade, venue::Venue};

/// Which trades are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TradeFilter {
    /// Window of time.
    pub window: Window,
    /// Results to skip.
    pub offset: usize,
}

impl Venue {
    /// A trade of an account.
    #[must_use]
    pub fn trade(&self, account: AccountNo, id: TradeId) -> Option<&Trade> {
        let trades = &self.records(account)?.trades;
        let place = trades.binary_search_by_key(&id.seq(self.ids), |trade| trade.id.seq(self.ids)).ok()?;
        trades.get(place)
    }

    /// Trades of an account before another one, newest first; all of them without one.
    pub fn trades_before(
        &self,
        account: AccountNo,
        before: Option<TradeId>,
    ) -> impl Iterator<Item = &Trade> + '_ {
        let before = before.map(|id| id.seq(self.ids));
        let all = self.records(account).into_iter().flat_map(|records| records.trades.iter().rev());
        all.skip_while(move |trade| before.is_some_and(|before| trade.id.seq(self.ids) >= before))
    }

    /// Trades of an account, newest first.
    #[must_use]
    pub fn trades(&self, account: AccountNo, filter: &TradeFilter) -> Page<&Trade> {
        let trades = self.records(account).map_or(&[][..], |records| &records.trades);
        Page::of(trades.iter().rev().filter(|trade| filter.window.contains(trade.at)), filter.offset, true)
    }
}
