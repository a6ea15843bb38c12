//! The trailing stops of one side of a market.
//!
//! Each has the best price so far and, behind it, the level that cuts it. Both move only when the market makes a new best
//! price, and only for those it is new to: these are found by their best price. Those that a span of seconds may have cut
//! are found by their level and by their distance. So the cost is that of the stops which the market reaches, whatever the
//! number of others.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    account::AccountNo,
    market::{Market, Trail, Watch},
    order::Steps,
    pair::Pair,
};

/// One trailing stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Followed {
    pub(crate) account: AccountNo,
    pub(crate) trail: Trail,
    /// Followed from this second on.
    pub(crate) since: i64,
    /// The best price from there to the second up to which everything was checked, or at the former if that is later.
    pub(crate) best: i64,
}

/// Trailing stops by the counter inside the order id, and by what finds them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Trails {
    known: BTreeMap<u64, Followed>,
    by_level: BTreeSet<(i64, u64)>,
    by_best: BTreeSet<(i64, u64)>,
    by_ticks: BTreeSet<(i64, u64)>,
    by_millionths: BTreeSet<(i64, u64)>,
}

impl Trails {
    pub(super) fn insert(&mut self, seq: u64, followed: Followed) {
        self.by_level.insert((followed.trail.level(followed.best), seq));
        self.by_best.insert((followed.best, seq));
        match followed.trail.steps {
            Steps::Ticks(count) => self.by_ticks.insert((count, seq)),
            Steps::Millionths(count) => self.by_millionths.insert((count, seq)),
        };
        self.known.insert(seq, followed);
    }

    /// Takes one out; gives whether none is left.
    pub(super) fn remove(&mut self, seq: u64) -> bool {
        if let Some(followed) = self.known.remove(&seq) {
            self.by_level.remove(&(followed.trail.level(followed.best), seq));
            self.by_best.remove(&(followed.best, seq));
            match followed.trail.steps {
                Steps::Ticks(count) => self.by_ticks.remove(&(count, seq)),
                Steps::Millionths(count) => self.by_millionths.remove(&(count, seq)),
            };
        }
        self.known.is_empty()
    }

    pub(crate) fn get(&self, seq: u64) -> Option<&Followed> {
        self.known.get(&seq)
    }

    fn favour(&self) -> Option<Watch> {
        self.known.first_key_value().map(|(_, followed)| Trail::favour(followed.trail.side))
    }

    /// Moves best prices on, from one checked second to a later one.
    pub(super) fn follow(&mut self, market: &Market, pair: Pair, (from, to): (i64, i64)) {
        let Some(favour) = self.favour().filter(|_| from < to) else { return };
        let best = market.extreme(favour, pair, (from + 1, to));
        let behind: Vec<u64> = if favour.is_falling() {
            self.by_best.range((best + 1, 0)..).map(|(_, seq)| *seq).collect()
        } else {
            self.by_best.range(..(best, 0)).map(|(_, seq)| *seq).collect()
        };
        for seq in behind {
            let Some(followed) = self.known.get(&seq).copied() else { continue };
            // the market may have been there before the order was
            let own = (followed.since.max(from) + 1, to);
            let best =
                if followed.since <= from { best } else { market.improve(favour, pair, own, followed.best) };
            if best != followed.best {
                self.remove(seq);
                self.insert(seq, Followed { best, ..followed });
            }
        }
    }

    /// The stops that a span may have cut, given how far the price went in their favour and against them during it, by their
    /// counters. Every one that was cut is among them.
    pub(crate) fn candidates(&self, favour: Watch, best: i64, worst: i64) -> BTreeSet<u64> {
        let [Steps::Ticks(ticks), Steps::Millionths(millionths)] =
            Steps::limit_of(best.abs_diff(worst).cast_signed(), best)
        else {
            return BTreeSet::new();
        };
        let seq = |(_, seq): &(i64, u64)| *seq;
        let near = self.by_ticks.range(..=(ticks, u64::MAX)).map(seq);
        let near = near.chain(self.by_millionths.range(..=(millionths, u64::MAX)).map(seq));
        if favour.is_falling() {
            near.chain(self.by_level.range(..=(worst, u64::MAX)).map(seq)).collect()
        } else {
            near.chain(self.by_level.range((worst, 0)..).map(seq)).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Micros, order::Side};

    const OPENED: i64 = 1_760_000_000;

    /// Many trailing stops of one side, begun at different seconds before `to`.
    fn many(market: &Market, pair: Pair, side: Side, to: i64) -> Trails {
        let mut trails = Trails::default();
        for seq in 0..200_u64 {
            let size = (seq * seq % 977 + 1).cast_signed();
            let steps = if seq % 2 == 0 { Steps::Ticks(size * 40) } else { Steps::Millionths(size * 35) };
            let since = to - (seq * 131 % 3_000).cast_signed();
            let best = market.best(pair, side, (since, to));
            let trail = Trail { side, steps };
            // those that are cut already would have left
            if market.first_cut(pair, trail, best, (since, to)).is_none() {
                trails.insert(seq, Followed { account: AccountNo(seq), trail, since, best });
            }
        }
        trails
    }

    #[test]
    fn every_stop_that_is_cut_is_among_the_few_candidates() {
        let pair = Pair::find("XBTUSD").unwrap();
        let (mut all_cut, mut all_found, mut all) = (0, 0, 0);
        for seed in 0..4 {
            let market = Market::new(seed, Micros::from_secs(OPENED));
            for side in [Side::Buy, Side::Sell] {
                let to = OPENED + 20_000;
                let trails = many(&market, pair, side, to);
                for span in [(to + 1, to + 60), (to + 1, to + 2_000)] {
                    let (favour, turn) = (Trail::favour(side), Trail::turn(side));
                    let far = |watch| market.extreme(watch, pair, span);
                    let found = trails.candidates(favour, far(favour), far(turn));
                    let is_cut = |followed: &Followed| {
                        market.first_cut(pair, followed.trail, followed.best, span).is_some()
                    };
                    let cut: BTreeSet<u64> =
                        trails.known.iter().filter(|(_, known)| is_cut(known)).map(|(seq, _)| *seq).collect();
                    assert!(found.is_superset(&cut), "{seed} {side:?} {span:?}");
                    all_cut += cut.len();
                    all_found += found.len();
                    all += trails.known.len();
                }
            }
        }
        assert!(all_cut > 40, "{all_cut}");
        assert!(all_found < 2 * all_cut, "{all_found} of {all} for {all_cut}");
    }

    #[test]
    fn taking_out_leaves_nothing_behind() {
        let market = Market::new(3, Micros::from_secs(OPENED));
        let pair = Pair::find("ETHUSD").unwrap();
        let mut trails = many(&market, pair, Side::Sell, OPENED + 9_000);
        trails.follow(&market, pair, (OPENED + 9_000, OPENED + 30_000));
        let known: Vec<_> = trails.known.keys().copied().collect();
        for (place, seq) in known.iter().enumerate() {
            assert_eq!(trails.remove(*seq), place + 1 == known.len());
        }
        assert_eq!(trails, Trails::default());
    }
}
