//! Synthetic public trades: none to three in every five seconds.

use rust_decimal::Decimal;

use super::{Market, Tag, price};
use crate::{
    ids::{Ids, TradeId},
    micros::Micros,
    money,
    order::Side,
    pair::Pair,
};

/// Most trades in one answer.
const MOST: usize = 1_000;
/// Length of a bucket in microseconds; it holds up to three trades, each in its own quarter.
const BUCKET: i64 = 5_000_000;
const SLOT: i64 = BUCKET / 4;
/// How far the public history reaches back from the opening.
const HISTORY: Micros = Micros::from_secs(30 * 86_400);

/// One public trade.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicTrade {
    /// Number in its market; grows with time, with gaps.
    pub id: i64,
    /// When it happened; unique in its market.
    pub at: Micros,
    /// Price in the quote asset.
    pub price: Decimal,
    /// Volume in the base asset.
    pub volume: Decimal,
    /// Side of the taker.
    pub side: Side,
    /// Whether the taker's order was a market order.
    pub market: bool,
}

/// Public trades, oldest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicTrades {
    /// At most 1 000.
    pub rows: Vec<PublicTrade>,
    /// Time of the last one, or the query's `since`: the `since` of the next query.
    pub last: Micros,
}

impl Market {
    /// With `since`, the first `count` trades after it; without, the latest `count`. The history begins thirty days before
    /// the venue's opening.
    #[must_use]
    pub fn trades(&self, pair: Pair, since: Option<Micros>, count: usize, now: Micros) -> PublicTrades {
        let rows: Vec<_> =
            self.tape(&[pair], since, count, now).into_iter().map(|(_, trade)| trade).collect();
        let last = rows.last().map_or(since.unwrap_or(now), |trade| trade.at);
        PublicTrades { rows, last }
    }

    /// The same of several markets together, oldest first, each with its market: those up to `until`, which is not after
    /// the present.
    #[must_use]
    pub fn tape(
        &self,
        pairs: &[Pair],
        since: Option<Micros>,
        count: usize,
        until: Micros,
    ) -> Vec<(Pair, PublicTrade)> {
        let count = count.min(MOST);
        let oldest = self.opened_at.minus(HISTORY);
        let newest_bucket = until.0.div_euclid(BUCKET);
        match since {
            Some(since) => (since.max(oldest).0.div_euclid(BUCKET)..=newest_bucket)
                .flat_map(|bucket| self.bucket_of(pairs, bucket))
                .filter(|(_, trade)| trade.at > since && trade.at <= until)
                .take(count)
                .collect(),
            None => {
                let latest = (oldest.0.div_euclid(BUCKET)..=newest_bucket).rev();
                let newest_first = latest.flat_map(|bucket| self.bucket_of(pairs, bucket).into_iter().rev());
                let mut rows: Vec<_> =
                    newest_first.filter(|(_, trade)| trade.at <= until).take(count).collect();
                rows.reverse();
                rows
            }
        }
    }

    /// The id of a trade of a market.
    #[must_use]
    pub fn trade_id(&self, pair: Pair, trade: &PublicTrade) -> TradeId {
        let place = (trade.id.cast_unsigned() << 6) | pair.index() as u64;
        TradeId::of_market(Ids::new(self.seed), place)
    }

    /// The trades of a bucket in several markets, by time; those of one instant in the order of their markets.
    fn bucket_of(&self, pairs: &[Pair], bucket: i64) -> Vec<(Pair, PublicTrade)> {
        let of_pair = |pair: &Pair| {
            let pair = *pair;
            self.bucket(pair, bucket).map(move |trade| (pair, trade))
        };
        let mut rows: Vec<_> = pairs.iter().flat_map(of_pair).collect();
        rows.sort_by_key(|(pair, trade)| (trade.at, *pair));
        rows
    }

    /// The latest trade at an instant.
    pub(super) fn last_trade(&self, pair: Pair, now: Micros) -> Option<PublicTrade> {
        let newest = now.0.div_euclid(BUCKET);
        (newest - 40..=newest)
            .rev()
            .flat_map(|bucket| self.bucket(pair, bucket).rev())
            .find(|trade| trade.at <= now)
    }

    fn bucket(&self, pair: Pair, bucket: i64) -> impl DoubleEndedIterator<Item = PublicTrade> + '_ {
        let count = (self.hash(pair, Tag::TradeCount, bucket, 0) % 4).cast_signed();
        (0..count).map(move |place| self.public_trade(pair, bucket, place))
    }

    fn public_trade(&self, pair: Pair, bucket: i64, place: i64) -> PublicTrade {
        let chance = self.hash(pair, Tag::Trade, bucket, place.cast_unsigned());
        let at = Micros(bucket * BUCKET + place * SLOT + (chance % SLOT.cast_unsigned()).cast_signed());
        let side = if chance & (1 << 40) == 0 { Side::Buy } else { Side::Sell };
        let mid = self.mid(pair, at.secs());
        let ticks = match side {
            Side::Buy => price::ask_ticks(pair, mid),
            Side::Sell => price::bid_ticks(pair, mid),
        };
        // most trades are small: the square of a uniform number
        let part = i128::from(chance >> 48 & 0x3ff) + 1;
        let lots = self.usual_lots(pair, 10) * part * part / (1 << 20);
        PublicTrade {
            id: bucket * 4 + place,
            at,
            price: pair.price(ticks),
            volume: money::scaled(lots.max(1), pair.lot_decimals()),
            side,
            market: chance & (1 << 41) != 0,
        }
    }
}
