//! The venue: its state, and the indexes that are worked out from it.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    account::{Account, AccountNo},
    asset::Asset,
    funding::Delays,
    ids::Ids,
    limits::Tier,
    market::Market,
    micros::Micros,
    order::{Order, Side},
    pair::Pair,
};

/// What a venue is made from. Two venues of equal configuration and equal events are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VenueConfig {
    /// Decides prices, books, public trades and ids.
    pub seed: u64,
    /// When every price stands at its opening price.
    pub opened_at: Micros,
    /// Trading limits of every account.
    pub tier: Tier,
    /// Pace of deposits and withdrawals.
    pub delays: Delays,
    /// Deliberate faults, for tests of the tests.
    #[cfg(any(test, feature = "faults"))]
    #[serde(skip)]
    pub faults: Faults,
}

/// Deliberate faults: each must be caught by a test.
#[cfg(any(test, feature = "faults"))]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    /// Counts every fee twice.
    pub fee_twice: bool,
}

impl VenueConfig {
    /// A configuration with Kraken's middle tier and default delays.
    #[must_use]
    pub fn new(seed: u64, opened_at: Micros) -> Self {
        Self {
            seed,
            opened_at,
            tier: Tier::default(),
            delays: Delays::default(),
            #[cfg(any(test, feature = "faults"))]
            faults: Faults::default(),
        }
    }
}

/// The paper exchange.
#[derive(Clone, Debug, PartialEq)]
pub struct Venue {
    pub(crate) config: VenueConfig,
    pub(crate) market: Market,
    pub(crate) ids: Ids,
    pub(crate) state: State,
    pub(crate) index: Index,
}

/// What a snapshot holds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct State {
    /// Time of the latest event.
    pub(crate) clock: Micros,
    /// Resting orders have been compared with the price path up to here.
    pub(crate) checked_to: Micros,
    pub(crate) next: Counters,
    pub(crate) accounts: BTreeMap<AccountNo, Account>,
    /// By asset; absent until touched.
    pub(crate) house: BTreeMap<Asset, House>,
}

/// Counters behind the ids.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Counters {
    pub(crate) order: u64,
    pub(crate) trade: u64,
    pub(crate) ledger: u64,
    pub(crate) funding: u64,
    pub(crate) amend: u64,
}

/// The other side of every ledger entry, in one asset.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct House {
    /// The synthetic market maker and the outside world; usually negative.
    pub(crate) world: Decimal,
    /// Fees taken.
    pub(crate) fees: Decimal,
}

/// What [`Venue::due`] looks at, worked out from the state and never stored.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Index {
    pub(crate) resting: BTreeMap<Pair, Resting>,
    /// Deposits and withdrawals by the instant of their next step.
    pub(crate) waiting: BTreeSet<Waiting>,
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

/// Resting orders of one market by (limit in ticks, counter inside the order id).
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Resting {
    pub(crate) buys: BTreeMap<(i64, u64), AccountNo>,
    pub(crate) sells: BTreeMap<(i64, u64), AccountNo>,
}

impl Index {
    fn side(&mut self, order: &Order) -> &mut BTreeMap<(i64, u64), AccountNo> {
        let resting = self.resting.entry(order.pair).or_default();
        match order.side {
            Side::Buy => &mut resting.buys,
            Side::Sell => &mut resting.sells,
        }
    }

    /// Adds an open limit order; others are ignored.
    pub(crate) fn insert(&mut self, ids: Ids, account: AccountNo, order: &Order) {
        if let Some(key) = key(ids, order) {
            self.side(order).insert(key, account);
        }
    }

    /// Takes an order out again.
    pub(crate) fn remove(&mut self, ids: Ids, order: &Order) {
        if let Some(key) = key(ids, order) {
            self.side(order).remove(&key);
        }
        if self
            .resting
            .get(&order.pair)
            .is_some_and(|resting| resting.buys.is_empty() && resting.sells.is_empty())
        {
            self.resting.remove(&order.pair);
        }
    }
}

fn key(ids: Ids, order: &Order) -> Option<(i64, u64)> {
    Some((order.pair.ticks(order.kind.price()?)?, order.id.seq(ids)))
}

impl Venue {
    /// A venue without accounts.
    #[must_use]
    pub fn new(config: VenueConfig) -> Self {
        Self {
            config,
            market: Market::new(config.seed, config.opened_at),
            ids: Ids::new(config.seed),
            state: State { clock: config.opened_at, checked_to: config.opened_at, ..State::default() },
            index: Index::default(),
        }
    }

    /// The configuration.
    #[must_use]
    pub const fn config(&self) -> &VenueConfig {
        &self.config
    }

    /// The public market; it may be copied out and used on its own.
    #[must_use]
    pub const fn market(&self) -> &Market {
        &self.market
    }

    /// Time of the latest event. Nothing the venue does is earlier.
    #[must_use]
    pub const fn clock(&self) -> Micros {
        self.state.clock
    }

    pub(crate) const fn seed(&self) -> u64 {
        self.config.seed
    }
}
