//! What the API and the console need of the trading side of the paper exchange.

use super::desk::{Boxed, PaperError};
use claviger::core::id::{AccountId, KeyId};
use claviger::core::store::Mutation;
use claviger::core::time::Timestamp;
pub use claviger_kraken::paper::Placed;
use claviger_venue::{
    AccountNo, AddOrder, Asked, Asset, Command, Estimate, FundingId, Holding, Micros, Order, OrderId,
    OrderRef, Trade, TradeId, Venue, Withdrawal,
};
use rust_decimal::Decimal;

/// Makes the change of an order that is placed, once it is known.
pub type OfOrder = Box<dyn FnOnce(Option<Placed>) -> Mutation + Send>;

/// Makes the change of orders that are cancelled, once it is known how many they are.
pub type OfCancelled = Box<dyn FnOnce(usize) -> Mutation + Send>;

/// Which open orders are cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cancel {
    /// One.
    One(OrderId),
    /// All.
    All,
}

impl From<Cancel> for Command {
    fn from(cancel: Cancel) -> Self {
        match cancel {
            Cancel::One(id) => Command::CancelOrder(OrderRef::Id(id)),
            Cancel::All => Command::CancelAll,
        }
    }
}

/// What an account has of an asset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldAsset {
    /// The asset.
    pub asset: Asset,
    /// Balance and hold.
    pub holding: Holding,
    /// What is allocated to its strategy, beside the balance.
    pub allocated: Decimal,
    /// What one unit is worth in dollars, at the market's price.
    pub price: Decimal,
    /// What all of it is worth in dollars, with four decimals; none if that is beyond all numbers.
    pub usd: Option<Decimal>,
}

/// What an account has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holdings {
    /// By asset, in the order of the exchange; those of which there is nothing left out.
    pub items: Vec<HeldAsset>,
    /// What all of it is worth in dollars, what is allocated included; none if that is beyond all numbers.
    pub usd: Option<Decimal>,
}

impl Holdings {
    /// As the exchange has them.
    #[must_use]
    pub fn of(venue: &Venue, account: AccountNo, now: Micros) -> Self {
        let allocated = |asset| {
            let known = venue.allocations(account).find(|(known, _)| *known == asset);
            known.map_or(Decimal::ZERO, |(_, allocation)| allocation.total)
        };
        let held = Asset::all().map(|asset| {
            let (holding, allocated) = (venue.holding(account, asset), allocated(asset));
            let all = holding.total.checked_add(allocated);
            HeldAsset {
                asset,
                holding,
                allocated,
                price: venue.market().usd_price(asset, now),
                usd: all.and_then(|all| venue.dollars(asset, all, now).ok()),
            }
        });
        let items: Vec<_> =
            held.filter(|one| !one.holding.total.is_zero() || !one.allocated.is_zero()).collect();
        let usd = items.iter().try_fold(Decimal::ZERO, |sum, one| sum.checked_add(one.usd?));
        Holdings { items, usd }
    }
}

/// An order with the prices it has now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenOrder {
    /// The order.
    pub order: Order,
    /// Its limit; that of a trailing stop follows the market.
    pub limit: Option<Decimal>,
    /// Where its trigger fired, or would fire.
    pub trigger: Option<Decimal>,
}

impl SeenOrder {
    /// As it stands at an instant.
    #[must_use]
    pub fn of(venue: &Venue, order: &Order, now: Micros) -> Self {
        let (limit, trigger) = (venue.limit_price(order, now), venue.trigger_price(order, now));
        SeenOrder { order: order.clone(), limit, trigger }
    }
}

/// Trading by hand at the paper exchange, and what an account has there. Whoever asks was authorised before; what changes
/// something is ordered like everything else at the [`PaperDesk`](super::PaperDesk). Lists are newest first.
pub trait TradeDesk: Send + Sync {
    /// Places an order.
    fn place(
        &self,
        account: AccountId,
        order: AddOrder,
        mutation: OfOrder,
    ) -> Boxed<'_, Result<Placed, PaperError>>;

    /// Cancels open orders; gives how many they were.
    fn cancel(
        &self,
        account: AccountId,
        orders: Cancel,
        mutation: OfCancelled,
    ) -> Boxed<'_, Result<usize, PaperError>>;

    /// What an order would come to if it were placed now.
    fn estimate(&self, account: AccountId, order: AddOrder) -> Boxed<'_, Result<Estimate, PaperError>>;

    /// What the account has.
    fn holdings(&self, account: AccountId) -> Boxed<'_, Result<Holdings, PaperError>>;

    /// An order of the account, open or ended.
    fn order(&self, account: AccountId, id: OrderId) -> Boxed<'_, Result<Option<SeenOrder>, PaperError>>;

    /// Its open orders that were placed before another one.
    fn open_orders(
        &self,
        account: AccountId,
        before: Option<OrderId>,
        limit: usize,
    ) -> Boxed<'_, Result<Vec<SeenOrder>, PaperError>>;

    /// Its fills before another one.
    fn fills(
        &self,
        account: AccountId,
        before: Option<TradeId>,
        limit: usize,
    ) -> Boxed<'_, Result<Vec<Trade>, PaperError>>;

    /// Its withdrawals that began before another one.
    fn withdrawals(
        &self,
        account: AccountId,
        before: Option<FundingId>,
        limit: usize,
    ) -> Boxed<'_, Result<Vec<Withdrawal>, PaperError>>;

    /// What was asked for since an instant: withdrawals and addresses of the account, and the orders of one of its keys.
    fn asked_since(
        &self,
        account: AccountId,
        from: Timestamp,
        by: KeyId,
    ) -> Boxed<'_, Result<Asked, PaperError>>;
}
