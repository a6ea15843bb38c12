//! Signed calls, after they were let in: reads see the paper exchange as it stands, acts change it.

mod act;
mod add_export;
mod add_order;
mod add_order_batch;
mod amend_order;
mod balance;
mod balance_ex;
mod cancel_all;
mod cancel_all_orders_after;
mod cancel_order;
mod cancel_order_batch;
mod closed_orders;
mod deposit_addresses;
mod deposit_methods;
mod deposit_status;
mod earn;
mod edit_order;
mod export_status;
mod exports;
pub(crate) mod get_api_key_info;
mod ledgers;
mod level3;
mod model;
mod open_orders;
mod open_positions;
mod order;
mod order_amends;
mod query_ledgers;
mod query_orders;
mod query_trades;
mod remove_export;
pub(crate) mod retrieve_export;
pub(crate) mod revoke_api_key;
mod rows;
mod schedule;
mod trade_balance;
mod trade_volume;
mod trades_history;
mod transfers;
pub(crate) mod who_am_i;
mod window;
mod withdraw;
mod withdraw_addresses;
mod withdraw_cancel;
mod withdraw_info;
mod withdraw_methods;
mod withdraw_status;

pub(crate) use act::Act;
pub use add_order::read as read_order;
pub(crate) use rows::order_type;

use super::{Answer, public};
use crate::error::KrakenError;
use crate::method::PrivateMethod;
use crate::parse::Params;
use claviger_core::action::OrderFacts;
use claviger_core::call::QueryDates;
use claviger_venue::{AccountNo, BalanceName, Holding, Micros, Venue, Wallet};

/// What a signed call sees.
pub(crate) struct View<'a> {
    /// The paper exchange.
    pub(crate) venue: &'a Venue,
    /// Whose call it is.
    pub(crate) account: AccountNo,
    /// The present.
    pub(crate) now: Micros,
    /// The history the call may reach into.
    pub(crate) dates: QueryDates,
}

impl View<'_> {
    /// What the account has, then what of it is allocated: nothing of that is held, and nothing can be traded.
    fn balances(&self) -> impl Iterator<Item = (BalanceName, Holding)> {
        let spot = self.venue.balances(self.account).map(|(asset, held)| (BalanceName::from(asset), held));
        let allocated = self.venue.allocations(self.account).map(|(asset, allocation)| {
            let name = BalanceName { asset, wallet: Wallet::Earn };
            (name, Holding { total: allocation.total, ..Holding::NONE })
        });
        spot.chain(allocated)
    }
}

/// What a method comes to.
pub(crate) enum Kind {
    /// Tells of the key itself, which the authority knows.
    KeyInfo,
    /// Tells where the key stands, which the authority knows, too.
    WhoAmI,
    /// Reads.
    Read(fn(&Params<'_>, &View<'_>) -> Answer),
    /// Reads the public market, for which nobody has to wait.
    Market(fn(&Params<'_>, &public::View<'_>) -> Answer),
    /// Reads a report, whose bytes are made elsewhere.
    Retrieve,
    /// Changes something.
    Act(fn(&Params<'_>) -> Result<Act, KrakenError>),
    /// Changes something, given the history the call may reach into and the present.
    ActWithin(fn(&Params<'_>, QueryDates, Micros) -> Result<Act, KrakenError>),
}

/// What a method comes to once its call was let in; none for [`PrivateMethod::RevokeApiKey`], which asks nobody to let it
/// in.
pub(crate) const fn kind(method: PrivateMethod) -> Option<Kind> {
    Some(match method {
        PrivateMethod::GetApiKeyInfo => Kind::KeyInfo,
        PrivateMethod::RevokeApiKey => return None,
        PrivateMethod::Balance => Kind::Read(balance::answer),
        PrivateMethod::BalanceEx => Kind::Read(balance_ex::answer),
        PrivateMethod::TradeBalance => Kind::Read(trade_balance::answer),
        PrivateMethod::TradeVolume => Kind::Read(trade_volume::answer),
        PrivateMethod::OpenOrders => Kind::Read(open_orders::answer),
        PrivateMethod::ClosedOrders => Kind::Read(closed_orders::answer),
        PrivateMethod::QueryOrders => Kind::Read(query_orders::answer),
        PrivateMethod::OrderAmends => Kind::Read(order_amends::answer),
        PrivateMethod::OpenPositions => Kind::Read(open_positions::answer),
        PrivateMethod::TradesHistory => Kind::Read(trades_history::answer),
        PrivateMethod::QueryTrades => Kind::Read(query_trades::answer),
        PrivateMethod::Ledgers => Kind::Read(ledgers::answer),
        PrivateMethod::QueryLedgers => Kind::Read(query_ledgers::answer),
        PrivateMethod::Level3 => Kind::Market(level3::answer),
        PrivateMethod::AddOrder => Kind::Act(add_order::act),
        PrivateMethod::AmendOrder => Kind::Act(amend_order::act),
        PrivateMethod::EditOrder => Kind::Act(edit_order::act),
        PrivateMethod::CancelOrder => Kind::Act(cancel_order::act),
        PrivateMethod::CancelAll => Kind::Act(cancel_all::act),
        PrivateMethod::CancelAllOrdersAfter => Kind::Act(cancel_all_orders_after::act),
        PrivateMethod::AddOrderBatch => Kind::Act(add_order_batch::act),
        PrivateMethod::CancelOrderBatch => Kind::Act(cancel_order_batch::act),
        PrivateMethod::DepositMethods => Kind::Read(deposit_methods::answer),
        PrivateMethod::DepositAddresses => Kind::Act(deposit_addresses::act),
        PrivateMethod::DepositStatus => Kind::Read(deposit_status::answer),
        PrivateMethod::WithdrawMethods => Kind::Read(withdraw_methods::answer),
        PrivateMethod::WithdrawAddresses => Kind::Read(withdraw_addresses::answer),
        PrivateMethod::WithdrawInfo => Kind::Read(withdraw_info::answer),
        PrivateMethod::Withdraw => Kind::Act(withdraw::act),
        PrivateMethod::WithdrawStatus => Kind::Read(withdraw_status::answer),
        PrivateMethod::WithdrawCancel => Kind::Act(withdraw_cancel::act),
        PrivateMethod::EarnAllocate => Kind::Act(earn::allocate::act),
        PrivateMethod::EarnDeallocate => Kind::Act(earn::deallocate::act),
        PrivateMethod::EarnAllocateStatus | PrivateMethod::EarnDeallocateStatus => {
            Kind::Read(earn::status::answer)
        }
        PrivateMethod::EarnStrategies => Kind::Read(earn::strategies::answer),
        PrivateMethod::EarnAllocations => Kind::Read(earn::allocations::answer),
        PrivateMethod::AddExport => Kind::ActWithin(add_export::act),
        PrivateMethod::ExportStatus => Kind::Read(export_status::answer),
        PrivateMethod::RetrieveExport => Kind::Retrieve,
        PrivateMethod::RemoveExport => Kind::Act(remove_export::act),
        PrivateMethod::WhoAmI => Kind::WhoAmI,
    })
}

/// The state of the orders or the report a call asks for, of the methods whose permission depends on it.
pub(crate) fn order_facts(
    method: PrivateMethod,
    params: &Params<'_>,
    venue: &Venue,
    account: AccountNo,
) -> OrderFacts {
    match method {
        PrivateMethod::QueryOrders => query_orders::facts(params, venue, account),
        PrivateMethod::OrderAmends => order_amends::facts(params, venue, account),
        PrivateMethod::AddExport => exports::facts_of_request(params),
        PrivateMethod::RetrieveExport => exports::facts_of_id(params, venue, account),
        _ => OrderFacts::default(),
    }
}
