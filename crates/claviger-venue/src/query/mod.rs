//! What an account may ask. An account that was never opened has nothing; asking is no error.

mod alerts;
mod asked;
mod balances;
mod earn;
mod estimate;
mod exports;
mod funding;
mod ledger;
mod orders;
mod page;
mod switch;
mod trades;

pub use asked::{Asked, MOST_ASKED, MOST_LOOKED_AT, OrderSum};
pub use estimate::Estimate;
pub use ledger::LedgerFilter;
pub use orders::{CloseTime, ClosedFilter};
pub use page::{PAGE, Page, Window};
pub use trades::TradeFilter;

use crate::{
    account::{Account, AccountNo},
    venue::Venue,
};

impl Venue {
    /// Whether an account is open.
    #[must_use]
    pub fn is_open(&self, account: AccountNo) -> bool {
        self.state.accounts.contains_key(&account)
    }

    fn records(&self, account: AccountNo) -> Option<&Account> {
        self.state.accounts.get(&account)
    }
}
