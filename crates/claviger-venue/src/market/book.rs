//! The synthetic order book.

use rust_decimal::Decimal;

use super::{BOOK_LEVELS, Market, Place, Tag, price};
use crate::{micros::Micros, money, order::Side, pair::Pair};

/// Seconds for which the sizes in the book stay as they are.
pub(super) const REFRESH_SECS: i64 = 3;

/// One level of the book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level {
    /// Price in the quote asset.
    pub price: Decimal,
    /// Volume in the base asset.
    pub volume: Decimal,
    /// How many orders make it up.
    pub orders: u32,
    /// When the level last changed.
    pub at: Micros,
}

/// Both sides of the book, best price first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Depth {
    /// Offers to sell, lowest first.
    pub asks: Vec<Level>,
    /// Offers to buy, highest first.
    pub bids: Vec<Level>,
}

impl Market {
    /// The best `count` levels of each side, at most [`BOOK_LEVELS`].
    #[must_use]
    pub fn depth(&self, pair: Pair, count: usize, now: Micros) -> Depth {
        let side = |taker| {
            let level = |((ticks, volume), place): (_, Place)| {
                let (price, orders) = (pair.price(ticks), self.order_count(place, volume));
                Level { price, volume, orders, at: place.at() }
            };
            let levels = self.levels(pair, taker, now.secs()).take(count);
            levels.zip(Place::first(pair, taker, now)).map(level).collect()
        };
        Depth { asks: side(Side::Buy), bids: side(Side::Sell) }
    }

    /// What a taker of `side` meets, best first: price in ticks and volume.
    pub(crate) fn levels(
        &self,
        pair: Pair,
        side: Side,
        sec: i64,
    ) -> impl Iterator<Item = (i64, Decimal)> + '_ {
        let mid = self.mid(pair, sec);
        let (best, direction, step_tag, size_tag) = match side {
            Side::Buy => (price::ask_ticks(pair, mid), 1, Tag::AskStep, Tag::AskSize),
            Side::Sell => (price::bid_ticks(pair, mid), -1, Tag::BidStep, Tag::BidSize),
        };
        let widest = (best / 33_000).max(1).cast_unsigned();
        let bucket = sec.div_euclid(REFRESH_SECS);
        let usd = self.usd(pair.base(), sec);
        (0..BOOK_LEVELS as u64)
            .scan(best, move |ticks, place| {
                let here = *ticks;
                let step = 1 + self.hash(pair, step_tag, bucket, place) % widest;
                *ticks = here.saturating_add(direction * step.cast_signed());
                Some((here, level_size(pair, usd, place, self.hash(pair, size_tag, bucket, place))))
            })
            .take_while(|(ticks, _)| *ticks > 0)
    }
}

/// Volume of a level: more dollars further out, three to seventeen tenths of the usual by chance.
fn level_size(pair: Pair, usd: i128, place: u64, chance: u64) -> Decimal {
    let dollars = i128::from(price::row(pair.base()).level_usd);
    let notional =
        dollars * price::UNIT * (20 + i128::from(place)) / 20 * (300 + i128::from(chance % 1_401)) / 1_000;
    let lots = notional * 10_i128.pow(pair.lot_decimals()) / usd;
    money::scaled(lots.max(1), pair.lot_decimals())
}
