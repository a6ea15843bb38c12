//! Searching the price path for the second at which an order is reached.
//!
//! A walk is a sum of pieces that are monotone between their lattice points, so a span of seconds has cheap bounds. Spans
//! whose bounds do not reach the level are skipped whole; the answer is exact to the second, however long the span.

use std::{collections::BTreeMap, ops::Bound};

use super::{Market, price};
use crate::{alert::Direction, order::Side, pair::Pair};

/// A price that is watched, and the way it comes to a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Watch {
    /// The best offer to sell falls to the limit of a resting buy order.
    AskFalls,
    /// The best offer to buy rises to the limit of a resting sell order.
    BidRises,
    /// The last price falls to a trigger.
    LastFalls,
    /// The last price rises to a trigger.
    LastRises,
    /// The change of the last price in 24 hours shrinks to a level, in hundredths of a percent.
    ChangeFalls(Direction),
    /// The change of the last price in 24 hours grows to a level, in hundredths of a percent.
    ChangeRises(Direction),
}

impl Watch {
    /// What a resting order of a side waits for.
    pub(crate) const fn resting(side: Side) -> Self {
        match side {
            Side::Buy => Self::AskFalls,
            Side::Sell => Self::BidRises,
        }
    }

    pub(crate) const fn is_falling(self) -> bool {
        matches!(self, Self::AskFalls | Self::LastFalls | Self::ChangeFalls(_))
    }

    /// What to watch, and to which level, for this to cease to hold once the level was reached; `None` for what orders rest
    /// on, which ends when it is reached.
    pub(crate) const fn ceasing(self, level: i64) -> Option<(Self, i64)> {
        match self {
            Self::AskFalls | Self::BidRises => None,
            Self::LastFalls => Some((Self::LastRises, level.saturating_add(1))),
            Self::LastRises => Some((Self::LastFalls, level.saturating_sub(1))),
            Self::ChangeFalls(way) => Some((Self::ChangeRises(way), level.saturating_add(1))),
            Self::ChangeRises(way) => Some((Self::ChangeFalls(way), level.saturating_sub(1))),
        }
    }

    /// Whether a price has come to a level.
    pub(crate) const fn is_reached(self, price: i64, level: i64) -> bool {
        if self.is_falling() { price <= level } else { price >= level }
    }

    /// The one of two prices that is further on the way.
    pub(crate) fn further(self, a: i64, b: i64) -> i64 {
        if self.is_falling() { a.min(b) } else { a.max(b) }
    }
}

impl Market {
    /// The furthest a watched price comes over a span. A bound; exact for a single second.
    pub(crate) fn bound(&self, watch: Watch, pair: Pair, from: i64, to: i64) -> i64 {
        let (low, high) = self.mid_bounds(pair, from, to);
        match watch {
            Watch::AskFalls => price::ask_ticks(pair, low),
            Watch::BidRises => price::bid_ticks(pair, high),
            Watch::LastFalls => price::last_ticks(pair, low),
            Watch::LastRises => price::last_ticks(pair, high),
            Watch::ChangeFalls(way) => self.change_bounds(way, pair, (from, to)).0,
            Watch::ChangeRises(way) => self.change_bounds(way, pair, (from, to)).1,
        }
    }

    /// The last price at a second, in ticks.
    pub(crate) fn last_ticks(&self, pair: Pair, sec: i64) -> i64 {
        price::last_ticks(pair, self.mid(pair, sec))
    }

    /// Whether a watched price may have come to a level during a span; no false negatives, and cheap.
    pub(crate) fn may_reach(&self, watch: Watch, pair: Pair, level: i64, (from, to): (i64, i64)) -> bool {
        watch.is_reached(self.bound(watch, pair, from, to), level)
    }

    /// The furthest a watched price comes during a span of seconds, both ends included.
    pub(crate) fn extreme(&self, watch: Watch, pair: Pair, (from, to): (i64, i64)) -> i64 {
        let start = self.bound(watch, pair, to, to);
        self.improve(watch, pair, (from, to), start)
    }

    /// The furthest of `best` and what a watched price comes to during a span.
    pub(crate) fn improve(&self, watch: Watch, pair: Pair, (from, to): (i64, i64), best: i64) -> i64 {
        if from > to {
            return best;
        }
        let bound = self.bound(watch, pair, from, to);
        if watch.is_reached(best, bound) {
            return best;
        }
        if from == to {
            return bound;
        }
        let middle = from + (to - from) / 2;
        let best = self.improve(watch, pair, (from, middle), best);
        self.improve(watch, pair, (middle + 1, to), best)
    }

    /// Those of some levels to which a watched price comes during a span of seconds, both ends included; nothing is looked
    /// at closely unless it may have come to the nearest.
    pub(crate) fn reached<'l, T>(
        &self,
        watch: Watch,
        pair: Pair,
        levels: &'l BTreeMap<(i64, u64), T>,
        span: (i64, i64),
    ) -> impl Iterator<Item = (&'l (i64, u64), &'l T)> + use<'l, T> {
        let nearest = if watch.is_falling() { levels.last_key_value() } else { levels.first_key_value() };
        let nearest = nearest.map(|((level, _), _)| *level);
        let extreme = nearest
            .filter(|nearest| self.may_reach(watch, pair, *nearest, span))
            .map(|_| self.extreme(watch, pair, span));
        let range = extreme.map(|extreme| {
            if watch.is_falling() {
                levels.range((Bound::Included((extreme, 0)), Bound::Unbounded))
            } else {
                levels.range((Bound::Unbounded, Bound::Included((extreme, u64::MAX))))
            }
        });
        range.into_iter().flatten()
    }

    /// First second of a span (both ends included) at which a watched price comes to a level.
    pub(crate) fn first_reach(
        &self,
        watch: Watch,
        pair: Pair,
        level: i64,
        (from, to): (i64, i64),
    ) -> Option<i64> {
        if from > to || !self.may_reach(watch, pair, level, (from, to)) {
            return None;
        }
        if from == to {
            return Some(from);
        }
        let middle = from + (to - from) / 2;
        self.first_reach(watch, pair, level, (from, middle))
            .or_else(|| self.first_reach(watch, pair, level, (middle + 1, to)))
    }
}
