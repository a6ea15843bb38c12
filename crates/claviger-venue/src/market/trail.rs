//! Following the last price and finding where it turns back.

use std::ops::ControlFlow;

use super::{Market, Watch};
use crate::{
    order::{Side, Steps},
    pair::Pair,
};

/// What a trailing stop follows: a sell order the highest last price, a buy order the lowest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Trail {
    pub(crate) side: Side,
    pub(crate) steps: Steps,
}

impl Trail {
    /// The last price moving in favour of the order that trails it.
    pub(crate) const fn favour(side: Side) -> Watch {
        match side {
            Side::Buy => Watch::LastFalls,
            Side::Sell => Watch::LastRises,
        }
    }

    /// The last price turning back.
    pub(crate) const fn turn(side: Side) -> Watch {
        match side {
            Side::Buy => Watch::LastRises,
            Side::Sell => Watch::LastFalls,
        }
    }

    /// The trigger price behind the best price so far, in ticks.
    pub(crate) fn level(self, best: i64) -> i64 {
        self.steps.shift(best, self.side == Side::Buy)
    }
}

impl Market {
    /// The best last price for a trail of a side over a span of seconds, both ends included.
    pub(crate) fn best(&self, pair: Pair, side: Side, span: (i64, i64)) -> i64 {
        self.extreme(Trail::favour(side), pair, span)
    }

    /// First second of a span (both ends included) at which a trail is cut, and the best price by then; `best` is the best
    /// price before the span.
    pub(crate) fn first_cut(
        &self,
        pair: Pair,
        trail: Trail,
        best: i64,
        (from, to): (i64, i64),
    ) -> Option<(i64, i64)> {
        match self.follow(pair, trail, best, (from, to)) {
            ControlFlow::Break(cut) => Some(cut),
            ControlFlow::Continue(_) => None,
        }
    }

    /// Follows a span: either it is cut, or the best price afterwards. A span in which no second can cut the trail, were
    /// its best price there from the start, is not looked into for cuts.
    fn follow(
        &self,
        pair: Pair,
        trail: Trail,
        best: i64,
        (from, to): (i64, i64),
    ) -> ControlFlow<(i64, i64), i64> {
        if from > to {
            return ControlFlow::Continue(best);
        }
        let (favour, turn) = (Trail::favour(trail.side), Trail::turn(trail.side));
        let top = favour.further(best, self.bound(favour, pair, from, to));
        if !turn.is_reached(self.bound(turn, pair, from, to), trail.level(top)) {
            let is_new = top != best;
            return ControlFlow::Continue(if is_new {
                self.improve(favour, pair, (from, to), best)
            } else {
                best
            });
        }
        if from == to {
            return ControlFlow::Break((from, top));
        }
        let middle = from + (to - from) / 2;
        let best = self.follow(pair, trail, best, (from, middle))?;
        self.follow(pair, trail, best, (middle + 1, to))
    }
}
