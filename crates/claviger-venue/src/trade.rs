//! Trades of accounts.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    ids::{LedgerId, OrderId, TradeId},
    micros::Micros,
    order::Side,
    pair::Pair,
};

/// One fill of an order. Prices, cost and fee in the quote asset, volume in the base asset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trade {
    /// Its id.
    pub id: TradeId,
    /// The order that was filled.
    pub order: OrderId,
    /// The market.
    pub pair: Pair,
    /// Side of the order.
    pub side: Side,
    /// Whether the order was a market order; else a limit order.
    pub market: bool,
    /// Whether the order rested in the book: maker fee; else taker fee.
    pub maker: bool,
    /// When it happened.
    pub at: Micros,
    /// Price of a unit.
    pub price: Decimal,
    /// Volume traded.
    pub volume: Decimal,
    /// Price times volume.
    pub cost: Decimal,
    /// Value of the fee, whichever asset it was taken in.
    pub fee: Decimal,
    /// The two ledger entries: what was spent, what was received.
    pub ledgers: [LedgerId; 2],
}
