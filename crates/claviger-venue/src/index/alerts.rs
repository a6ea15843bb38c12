//! The alerts that are on, by what they wait for.
//!
//! Armed ones are found by the level at which their condition comes to hold, waiting ones by the level at which it ceases to.
//! Both move only when the market comes to their level, so the cost is that of the alerts it comes to, whatever the number of
//! others.

use std::collections::{BTreeMap, BTreeSet};

use super::{LONGEST_SECS, Levels};
use crate::{
    account::AccountNo,
    alert::Alert,
    market::{Market, Watch},
    micros::Micros,
    pair::Pair,
};

/// What an alert that is on is judged by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Watched {
    account: AccountNo,
    pair: Pair,
    /// What comes to hold.
    holds: (Watch, i64),
    /// What ceases to.
    ceases: (Watch, i64),
    /// Watched from this second on.
    since: i64,
    /// Its last second.
    until: i64,
    /// Whether it did not hold at some second, from `since` to the one up to which everything was checked.
    armed: bool,
}

impl Watched {
    /// How an alert is watched; nothing if it is off, or is none that this venue makes.
    pub(crate) fn of(account: AccountNo, alert: &Alert) -> Option<Self> {
        let holds = alert.condition.mark(alert.pair).ok().filter(|_| alert.enabled)?;
        let ceases = holds.0.ceasing(holds.1)?;
        let until = alert.expires_at.map_or(i64::MAX, |at| at.minus(Micros(1)).secs());
        let since = alert.since.secs();
        Some(Self { account, pair: alert.pair, holds, ceases, since, until, armed: false })
    }

    /// First second of a span (both ends included) at which its condition does not hold.
    pub(crate) fn ceases(&self, market: &Market, (from, to): (i64, i64)) -> Option<i64> {
        let (watch, level) = self.ceases;
        market.first_reach(watch, self.pair, level, (from.max(self.since), to))
    }

    /// First second of a span (both ends included) at which it fires, the span being what was not checked yet.
    pub(crate) fn fires(&self, market: &Market, (from, to): (i64, i64)) -> Option<i64> {
        let to = to.min(self.until);
        let from = if self.armed { from } else { self.ceases(market, (from, to))? + 1 };
        let (watch, level) = self.holds;
        market.first_reach(watch, self.pair, level, (from, to))
    }

    const fn mark(&self) -> (Watch, i64) {
        if self.armed { self.holds } else { self.ceases }
    }
}

/// Alerts by the counter inside their id, and by what finds them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Alerts {
    known: BTreeMap<u64, Watched>,
    /// No entry is empty.
    armed: BTreeMap<(Pair, Watch), Levels>,
    /// No entry is empty.
    waiting: BTreeMap<(Pair, Watch), Levels>,
    /// By their last second.
    ends: BTreeSet<(i64, u64)>,
}

impl Alerts {
    pub(crate) fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// Adds an alert. `checked` is the second up to which everything was checked.
    pub(crate) fn insert(&mut self, (market, checked): (&Market, i64), seq: u64, watched: Watched) {
        if watched.until <= checked {
            return;
        }
        // no alert is followed further back, so that a damaged snapshot cannot make the search endless
        let from = checked.saturating_sub(LONGEST_SECS);
        let armed = watched.ceases(market, (from, checked)).is_some();
        self.put(seq, Watched { armed, ..watched });
    }

    fn put(&mut self, seq: u64, watched: Watched) {
        let (watch, level) = watched.mark();
        let all = if watched.armed { &mut self.armed } else { &mut self.waiting };
        all.entry((watched.pair, watch)).or_default().insert((level, seq), watched.account);
        if watched.until < i64::MAX {
            self.ends.insert((watched.until, seq));
        }
        self.known.insert(seq, watched);
    }

    /// Takes an alert out, if it is in.
    pub(crate) fn remove(&mut self, seq: u64) -> Option<Watched> {
        let watched = self.known.remove(&seq)?;
        let (watch, level) = watched.mark();
        let (all, key) =
            (if watched.armed { &mut self.armed } else { &mut self.waiting }, (watched.pair, watch));
        if all.get_mut(&key).is_some_and(|levels| {
            levels.remove(&(level, seq));
            levels.is_empty()
        }) {
            all.remove(&key);
        }
        self.ends.remove(&(watched.until, seq));
        Some(watched)
    }

    /// Whether one is armed, if it is watched.
    pub(crate) fn is_armed(&self, seq: u64) -> bool {
        self.known.get(&seq).is_some_and(|watched| watched.armed)
    }

    /// The alerts to whose level the market comes during a span.
    fn reached<'a>(
        &'a self,
        all: &'a BTreeMap<(Pair, Watch), Levels>,
        market: &'a Market,
        span: (i64, i64),
    ) -> impl Iterator<Item = (u64, &'a Watched)> {
        let reached =
            all.iter().flat_map(move |((pair, watch), levels)| market.reached(*watch, *pair, levels, span));
        reached.filter_map(|((_, seq), _)| Some((*seq, self.known.get(seq)?)))
    }

    /// What fires during a span that was not checked yet: the first second of each, its counter and whose it is.
    pub(crate) fn due(&self, market: &Market, span: (i64, i64)) -> BTreeSet<(i64, u64, AccountNo)> {
        let reached = self.reached(&self.armed, market, span);
        let reached = reached.chain(self.reached(&self.waiting, market, span));
        reached.filter_map(|(seq, one)| Some((one.fires(market, span)?, seq, one.account))).collect()
    }

    /// Moves on from one checked second to a later one, with nothing that fires in between.
    pub(crate) fn follow(&mut self, market: &Market, (from, to): (i64, i64)) {
        let span = (from.saturating_add(1), to);
        let ceased = self.reached(&self.waiting, market, span);
        let ceased: Vec<u64> =
            ceased.filter(|(_, one)| one.ceases(market, span).is_some()).map(|(seq, _)| seq).collect();
        for seq in ceased {
            if let Some(watched) = self.remove(seq) {
                self.put(seq, Watched { armed: true, ..watched });
            }
        }
        while let Some((_, seq)) = self.ends.first().copied().filter(|(until, _)| *until <= to) {
            self.remove(seq);
        }
    }
}
