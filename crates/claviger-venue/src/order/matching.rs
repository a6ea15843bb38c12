//! Meeting the synthetic book.

use rust_decimal::Decimal;

use super::{CloseReason, Order, OrderKind, Side, price_ticks};
use crate::{VenueError, market::Market, micros::Micros, money, money::Overflow, pair::Pair};

/// 0.40 %: the fee of an order that takes, Kraken's lowest tier.
pub const TAKER_FEE: (i64, u32) = (40, 4);
/// 0.25 %: the fee of an order that rested.
pub const MAKER_FEE: (i64, u32) = (25, 4);

/// One fill, worked out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fill {
    pub(crate) price: Decimal,
    pub(crate) volume: Decimal,
    pub(crate) cost: Decimal,
    /// Value of the fee in the quote asset.
    pub(crate) fee: Decimal,
    /// The fee as taken: base asset with `fcib`, else quote asset.
    pub(crate) charged: Decimal,
    /// What leaves the asset that the order holds.
    pub(crate) debit: Decimal,
}

impl Fill {
    pub(crate) fn new(
        order: &Order,
        price: Decimal,
        volume: Decimal,
        rate: (i64, u32),
    ) -> Result<Self, Overflow> {
        let (pair, rate) = (order.pair, money::constant(rate));
        let cost = money::mul(price, volume, pair.cost_decimals())?;
        let fee = money::mul(cost, rate, pair.cost_decimals())?;
        let charged = if order.flags.fcib { money::mul(volume, rate, pair.base().decimals())? } else { fee };
        let spent = match order.side {
            Side::Buy => cost,
            Side::Sell => volume,
        };
        let debit = if fee_is_spent(order) { money::add(spent, charged)? } else { spent };
        Ok(Self { price, volume, cost, fee, charged, debit })
    }

    /// What a resting order shows, filled at its limit, and what is then left of it, as it would be filled at once. Cost
    /// and fee of a peak are those of the rest before less those of the rest after, so that all peaks together cost what
    /// is held for them: rounded one by one they might come to more, and there need be no more.
    pub(crate) fn peak(order: &Order, limit: Decimal) -> Result<(Self, Self), Overflow> {
        let whole = Self::new(order, limit, order.rest(), MAKER_FEE)?;
        let left = Self::new(order, limit, money::sub(order.rest(), order.shown())?, MAKER_FEE)?;
        let peak = Self {
            price: limit,
            volume: order.shown(),
            cost: money::sub(whole.cost, left.cost)?,
            fee: money::sub(whole.fee, left.fee)?,
            charged: money::sub(whole.charged, left.charged)?,
            debit: money::sub(whole.debit, left.debit)?,
        };
        Ok((peak, left))
    }
}

/// Whether the fee comes on top of what is spent; otherwise it is taken off what is received.
pub(crate) fn fee_is_spent(order: &Order) -> bool {
    (order.side == Side::Buy) != order.flags.fcib
}

/// What becomes of an order when it meets the book.
pub(crate) struct Matching {
    pub(crate) fills: Vec<Fill>,
    /// Why the order ends with something left, unless that rests.
    pub(crate) ends: Option<CloseReason>,
    /// To be held: the fills, and the rest at its limit with the maker's fee.
    pub(crate) held: Decimal,
}

impl Matching {
    /// Matches the open rest of an order.
    pub(crate) fn of(market: &Market, order: &Order, at: Micros) -> Result<Self, VenueError> {
        let limit = limit_ticks(order.pair, order.kind)?;
        let mut left = order.rest();
        let (mut fills, mut held) = (Vec::new(), Decimal::ZERO);
        for (ticks, offered) in market.levels(order.pair, order.side, at.secs()) {
            if left.is_zero() || limit.is_some_and(|limit| !order.side.is_reached(ticks, limit)) {
                break;
            }
            let fill = Fill::new(order, order.pair.price(ticks), left.min(offered), TAKER_FEE)?;
            left = money::sub(left, fill.volume)?;
            held = money::add(held, fill.debit)?;
            fills.push(fill);
        }
        let ends = match order.kind {
            _ if left.is_zero() => None,
            OrderKind::Market => Some(CloseReason::NoLiquidity),
            OrderKind::Limit(_) if order.immediate => Some(CloseReason::ImmediateOrCancel),
            OrderKind::Limit(price) => {
                held = money::add(held, Fill::new(order, price, left, MAKER_FEE)?.debit)?;
                None
            }
        };
        Ok(Self { fills, ends, held })
    }

    /// The open rest of an order that goes on resting at its limit.
    pub(crate) fn resting(order: &Order, limit: Decimal) -> Result<Self, Overflow> {
        let held = Fill::new(order, limit, order.rest(), MAKER_FEE)?.debit;
        Ok(Self { fills: Vec::new(), ends: None, held })
    }
}

/// The limit in ticks; none for market orders.
pub(crate) fn limit_ticks(pair: Pair, kind: OrderKind) -> Result<Option<i64>, VenueError> {
    kind.price().map(|price| price_ticks(pair, price)).transpose()
}
