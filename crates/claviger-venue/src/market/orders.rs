//! The orders that make up the synthetic book.
//!
//! A level of the book is one to four orders. Which they are is decided once in a refresh of the book, so an order keeps its
//! id as long as it is there; while the market moves, price and volume of an order follow it, as if it were amended.

use rust_decimal::Decimal;

use super::{Market, Place, Tag};
use crate::{
    ids::{Ids, OrderId},
    micros::Micros,
    money,
    order::Side,
    pair::Pair,
};

/// Most orders on one level.
const MOST: u64 = 4;

/// One order of the synthetic book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BookOrder {
    /// Its id, of no order of an account.
    pub id: OrderId,
    /// Price in the quote asset.
    pub price: Decimal,
    /// Volume in the base asset.
    pub volume: Decimal,
    /// When it came to where it is.
    pub at: Micros,
}

/// Both sides of the book order by order: best price first, and in the order in which they would be filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookOrders {
    /// Offers to sell, lowest first.
    pub asks: Vec<BookOrder>,
    /// Offers to buy, highest first.
    pub bids: Vec<BookOrder>,
}

impl Market {
    /// The orders on the best `count` levels of each side, at most [`super::BOOK_LEVELS`]. Those of a level add up to what
    /// [`Market::depth`] shows there.
    #[must_use]
    pub fn orders(&self, pair: Pair, count: usize, now: Micros) -> BookOrders {
        let ids = Ids::new(self.seed);
        let side = |taker| {
            let levels = self.levels(pair, taker, now.secs()).take(count).zip(Place::first(pair, taker, now));
            let orders = levels.flat_map(|((ticks, volume), place)| {
                let (price, at) = (pair.price(ticks), place.at());
                let order =
                    move |(volume, nth)| BookOrder { id: place.order_id(ids, nth), price, volume, at };
                self.volumes(place, volume).zip(0..).map(order)
            });
            orders.collect()
        };
        BookOrders { asks: side(Side::Buy), bids: side(Side::Sell) }
    }

    /// How many orders make up a level of this volume.
    pub(super) fn order_count(&self, place: Place, volume: Decimal) -> u32 {
        let (count, lots) = (1 + self.chance(place) % MOST, lots(place.pair, volume));
        u32::try_from(count.min(lots)).unwrap_or(1)
    }

    /// The volumes of the orders on a level of this one.
    fn volumes(&self, place: Place, volume: Decimal) -> impl Iterator<Item = Decimal> + use<> {
        let decimals = place.pair.lot_decimals();
        let count = self.order_count(place, volume);
        let shares = shares(lots(place.pair, volume), count, self.chance(place) >> 8);
        shares.map(move |lots| money::scaled(i128::from(lots), decimals))
    }

    fn chance(&self, place: Place) -> u64 {
        let tag = if place.taker == Side::Buy { Tag::AskOrders } else { Tag::BidOrders };
        self.hash(place.pair, tag, place.bucket, place.level)
    }
}

/// A volume in lots, at least one.
fn lots(pair: Pair, volume: Decimal) -> u64 {
    money::units(volume, pair.lot_decimals()).map_or(1, i64::cast_unsigned).max(1)
}

/// Parts of a number of lots, each at least one: from half of an even share to one and a half by chance, and what is left.
fn shares(lots: u64, count: u32, chance: u64) -> impl Iterator<Item = u64> {
    let mut left = lots;
    (0..u64::from(count)).rev().map(move |behind| {
        let even = left / (behind + 1);
        let part = chance >> (8 * behind) & 0xff;
        let share = if behind == 0 { left } else { (even / 2 + even / 256 * part).clamp(1, left - behind) };
        left -= share;
        share
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_add_up_and_none_is_nothing() {
        for lots in [1, 2, 3, 4, 5, 1_000, 777_777_777_777_777, u64::MAX] {
            for count in 1..=MOST.min(lots) as u32 {
                for chance in [0, 0x00ff_ff00, 0xffff_ffff, 0x1234_5678_9abc] {
                    let shares: Vec<_> = shares(lots, count, chance).collect();
                    assert_eq!(shares.len(), count as usize);
                    assert!(shares.iter().all(|share| *share > 0), "{lots} {shares:?}");
                    assert_eq!(shares.iter().sum::<u64>(), lots);
                }
            }
        }
    }
}
