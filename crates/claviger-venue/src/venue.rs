//! The venue: its state, and the indexes that are worked out from it.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    account::{Account, AccountNo},
    asset::Asset,
    funding::Delays,
    ids::Ids,
    index::Index,
    limits::Tier,
    market::Market,
    micros::Micros,
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
    /// Goes on past a step that sends an order on, as if nothing depended on it.
    pub rush: bool,
    /// Forgets since when an iceberg shows its peak.
    pub forget_peaks: bool,
    /// Leaves what an order did that a batch then refused.
    pub keep_refused: bool,
    /// Makes rewards out of nothing.
    pub free_rewards: bool,
    /// Pays one day, however many are over.
    pub forget_days: bool,
    /// Leaves an alert on that fires once.
    pub keep_alerts_on: bool,
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
    /// Resting orders and alerts have been compared with the price path up to here.
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
    /// The last number of a withdrawal address; the first is 1.
    #[serde(default)]
    pub(crate) address: u64,
    /// Moves into and out of strategies, and rewards.
    #[serde(default, skip_serializing_if = "is_none_yet")]
    pub(crate) earn: u64,
    #[serde(default, skip_serializing_if = "is_none_yet")]
    pub(crate) alert: u64,
    #[serde(default, skip_serializing_if = "is_none_yet")]
    pub(crate) firing: u64,
    #[serde(default, skip_serializing_if = "is_none_yet")]
    pub(crate) export: u64,
}

/// Whether a counter that older releases did not keep has not been used.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "the shape that serde calls")]
const fn is_none_yet(counter: &u64) -> bool {
    *counter == 0
}

/// The other side of every ledger entry, in one asset.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct House {
    /// The synthetic market maker and the outside world; usually negative.
    pub(crate) world: Decimal,
    /// Fees taken.
    pub(crate) fees: Decimal,
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
