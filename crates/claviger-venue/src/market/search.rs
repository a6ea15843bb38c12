//! Searching the price path for the second at which a resting order is reached.
//!
//! A walk is a sum of pieces that are monotone between their lattice points, so a span of seconds has cheap bounds. Spans
//! whose bounds do not reach the level are skipped whole; the answer is exact to the second, however long the span.

use super::{Market, price};
use crate::{order::Side, pair::Pair};

impl Market {
    /// The price a taker of `side` meets at best over a span: lowest ask for a resting buy order, highest bid for a sell
    /// order. A bound; exact for a single second.
    fn reach_bound(&self, pair: Pair, side: Side, from: i64, to: i64) -> i64 {
        let (low, high) = self.mid_bounds(pair, from, to);
        match side {
            Side::Buy => price::ask_ticks(pair, low),
            Side::Sell => price::bid_ticks(pair, high),
        }
    }

    /// Whether the market may have come to a level during a span; no false negatives, and cheap.
    pub(crate) fn may_reach(&self, pair: Pair, side: Side, level: i64, from: i64, to: i64) -> bool {
        side.is_reached(self.reach_bound(pair, side, from, to), level)
    }

    /// The most favourable price for resting orders of a side during a span of seconds, in ticks, both ends included.
    pub(crate) fn extreme(&self, pair: Pair, side: Side, from: i64, to: i64) -> i64 {
        let start = self.reach_bound(pair, side, to, to);
        self.improve(pair, side, (from, to), start)
    }

    fn improve(&self, pair: Pair, side: Side, (from, to): (i64, i64), best: i64) -> i64 {
        if from > to {
            return best;
        }
        let bound = self.reach_bound(pair, side, from, to);
        if side.is_reached(best, bound) {
            return best;
        }
        if from == to {
            return bound;
        }
        let middle = from + (to - from) / 2;
        let best = self.improve(pair, side, (from, middle), best);
        self.improve(pair, side, (middle + 1, to), best)
    }

    /// First second of a span (both ends included) at which the market comes to a level: the ask at or below it for a
    /// resting buy order, the bid at or above it for a sell order.
    pub(crate) fn first_reach(&self, pair: Pair, side: Side, level: i64, from: i64, to: i64) -> Option<i64> {
        if from > to || !self.may_reach(pair, side, level, from, to) {
            return None;
        }
        if from == to {
            return Some(from);
        }
        let middle = from + (to - from) / 2;
        self.first_reach(pair, side, level, from, middle)
            .or_else(|| self.first_reach(pair, side, level, middle + 1, to))
    }
}
