//! Where a level stands in the synthetic book.

use super::{BOOK_LEVELS, book::REFRESH_SECS};
use crate::{
    ids::{Ids, OrderId},
    micros::Micros,
    order::Side,
    pair::Pair,
};

/// A level's place in one refresh of the book.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) pair: Pair,
    /// Who takes it: buyers take asks.
    pub(super) taker: Side,
    /// Which refresh of the book.
    pub(super) bucket: i64,
    /// Counted from the best.
    pub(super) level: u64,
}

impl Place {
    /// The places of a side at an instant, best first.
    pub(super) fn first(pair: Pair, taker: Side, now: Micros) -> impl Iterator<Item = Self> {
        let bucket = now.secs().div_euclid(REFRESH_SECS);
        (0..BOOK_LEVELS as u64).map(move |level| Self { pair, taker, bucket, level })
    }

    /// When it came to be.
    pub(super) const fn at(self) -> Micros {
        Micros::from_secs(self.bucket.saturating_mul(REFRESH_SECS))
    }

    /// The id of the nth order on it. There are four at most, 512 levels, two sides, and room for 64 markets.
    pub(super) fn order_id(self, ids: Ids, nth: u64) -> OrderId {
        let side = u64::from(self.taker == Side::Buy);
        let within = ((self.pair.index() as u64) << 12) | (side << 11) | (self.level << 2) | nth;
        OrderId::of_market(ids, (self.bucket.cast_unsigned() << 18) | within)
    }
}
