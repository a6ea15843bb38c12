//! What [`Venue::due`] looks at: what waits, by what it waits for. Worked out from the state and never stored.

mod alerts;
mod trails;

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    account::AccountNo,
    asset::Asset,
    ids::{AlertId, Ids},
    market::{Market, Trail, Watch},
    micros::Micros,
    order::{Mark, Order, OrderStatus, Side, price_ticks},
    pair::Pair,
    venue::Venue,
};
pub(crate) use alerts::{Alerts, Watched};
pub(crate) use trails::Trails;

/// Ten years: no trail is followed further back, so that a damaged snapshot cannot make the search endless.
const LONGEST_SECS: i64 = 10 * 366 * 86_400;

/// Orders that wait for a price to come to a level, by (level in ticks, counter inside the order id).
pub(crate) type Levels = BTreeMap<(i64, u64), AccountNo>;

/// What waits.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Index {
    /// Resting orders and fixed triggers; no entry is empty.
    pub(crate) levels: BTreeMap<(Pair, Watch), Levels>,
    /// Trailing stops; no entry is empty.
    pub(crate) trails: BTreeMap<(Pair, Side), Trails>,
    /// Orders that start or expire, by when and by the counter inside their id.
    pub(crate) timed: BTreeSet<(Micros, u64, AccountNo)>,
    /// Dead man's switches by when they go off.
    pub(crate) switches: BTreeSet<(Micros, AccountNo)>,
    /// Deposits and withdrawals by the instant of their next step.
    pub(crate) waiting: BTreeSet<Waiting>,
    /// Allocations by when they are paid next.
    pub(crate) rewards: BTreeSet<(Micros, AccountNo, Asset)>,
    /// Price alerts that are on.
    pub(crate) alerts: Alerts,
}

/// A funding record that will move by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Waiting {
    pub(crate) at: Micros,
    /// Counter inside the funding id.
    pub(crate) seq: u64,
    pub(crate) account: AccountNo,
    pub(crate) kind: FundingKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum FundingKind {
    Deposit,
    Withdrawal,
}

/// What an order waits for in the market.
enum Wait {
    Level(Watch, i64),
    Trail(Trail, i64),
}

/// An open order rests, or waits for its trigger. Nothing for scheduled and ended ones, and for terms that no order of
/// this venue has.
fn wait(order: &Order) -> Option<Wait> {
    if order.status != OrderStatus::Open {
        return None;
    }
    if let Some(stop) = order.stop.as_deref().filter(|stop| stop.fired.is_none()) {
        return stop.when.mark(order.pair, order.side).ok().map(|mark| match mark {
            Mark::Fixed(watch, level) => Wait::Level(watch, level),
            Mark::Trail(trail, since) => Wait::Trail(trail, since),
        });
    }
    let level = price_ticks(order.pair, order.kind.price()?).ok()?;
    Some(Wait::Level(Watch::resting(order.side), level))
}

/// When an order starts, if it is scheduled, else when it expires.
fn timed(order: &Order) -> Option<Micros> {
    match order.status {
        OrderStatus::Pending => order.starts_at,
        OrderStatus::Open => order.expires_at,
        _ => None,
    }
}

impl Index {
    /// Whether any order or alert waits for the market.
    pub(crate) fn watches(&self) -> bool {
        !self.levels.is_empty() || !self.trails.is_empty() || !self.alerts.is_empty()
    }

    /// Adds a live order. `checked` is the second up to which orders were compared with the price path.
    pub(crate) fn insert(
        &mut self,
        (market, checked, ids): (&Market, i64, Ids),
        account: AccountNo,
        order: &Order,
    ) {
        let seq = order.id.seq(ids);
        if let Some(at) = timed(order) {
            self.timed.insert((at, seq, account));
        }
        match wait(order) {
            None => {}
            Some(Wait::Level(watch, level)) => {
                self.levels.entry((order.pair, watch)).or_default().insert((level, seq), account);
            }
            Some(Wait::Trail(trail, since)) => {
                let since = since.max(checked.saturating_sub(LONGEST_SECS));
                let best = market.best(order.pair, order.side, (since, since.max(checked)));
                let trails = self.trails.entry((order.pair, order.side)).or_default();
                trails.insert(seq, trails::Followed { account, trail, since, best });
            }
        }
    }

    /// Takes an order out again, as it was when it was added.
    pub(crate) fn remove(&mut self, ids: Ids, account: AccountNo, order: &Order) {
        let seq = order.id.seq(ids);
        if let Some(at) = timed(order) {
            self.timed.remove(&(at, seq, account));
        }
        match wait(order) {
            None => {}
            Some(Wait::Level(watch, level)) => {
                let key = (order.pair, watch);
                if self.levels.get_mut(&key).is_some_and(|levels| {
                    levels.remove(&(level, seq));
                    levels.is_empty()
                }) {
                    self.levels.remove(&key);
                }
            }
            Some(Wait::Trail(..)) => {
                let key = (order.pair, order.side);
                if self.trails.get_mut(&key).is_some_and(|trails| trails.remove(seq)) {
                    self.trails.remove(&key);
                }
            }
        }
    }

    /// Moves the best prices of trailing stops on, and alerts, from one checked second to a later one.
    pub(crate) fn follow(&mut self, market: &Market, (from, to): (i64, i64)) {
        for ((pair, _), trails) in &mut self.trails {
            trails.follow(market, *pair, (from, to));
        }
        self.alerts.follow(market, (from, to));
    }
}

impl Venue {
    /// Adds an order to the index.
    pub(crate) fn watch(&mut self, account: AccountNo, order: &Order) {
        let place = (&self.market, self.state.checked_to.secs(), self.ids);
        self.index.insert(place, account, order);
    }

    /// Adds an alert to the index.
    pub(crate) fn watch_alert(&mut self, account: AccountNo, id: AlertId) {
        let watched = self.alert(account, id).and_then(|alert| Watched::of(account, alert));
        if let Some(watched) = watched {
            let place = (&self.market, self.state.checked_to.secs());
            self.index.alerts.insert(place, id.seq(self.ids), watched);
        }
    }

    /// The best last price for a trailing stop that is followed from a second on, up to another.
    pub(crate) fn best_so_far(&self, order: &Order, since: i64, until: i64) -> i64 {
        let trails = self.index.trails.get(&(order.pair, order.side));
        let known = trails.and_then(|trails| trails.get(order.id.seq(self.ids)));
        let checked = self.state.checked_to.secs();
        match known.filter(|known| known.since == since) {
            // most of the way has been gone already
            Some(known) => {
                let span = (since.max(checked) + 1, until);
                self.market.improve(Trail::favour(order.side), order.pair, span, known.best)
            }
            None => self.market.best(order.pair, order.side, (since, until.max(since))),
        }
    }

    /// Notes that orders and alerts were compared with the price path up to an instant.
    pub(crate) fn checked(&mut self, at: Micros) {
        if at > self.state.checked_to {
            self.index.follow(&self.market, (self.state.checked_to.secs(), at.secs()));
            self.state.checked_to = at;
        }
    }
}
