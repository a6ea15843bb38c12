//! One account's records, each kind in the order in which the venue made it.

use std::collections::{BTreeMap, VecDeque};

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    alert::{Alert, Firing},
    asset::Asset,
    earn::Allocation,
    export::Export,
    funding::{Address, Deposit, Withdrawal},
    holding::Holding,
    ids::OrderId,
    ledger::LedgerRow,
    limits::RateCounter,
    micros::Micros,
    order::{Amendment, Order},
    pair::Pair,
    trade::Trade,
};

/// Number of an account; given by the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccountNo(pub u64);

/// Everything the venue keeps about an account. Vectors are in the order of the venue's counters, so a record is found by
/// binary search on the counter inside its id.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Account {
    pub(crate) opened_at: Micros,
    /// When its dead man's switch goes off, if it is set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) cancel_at: Option<Micros>,
    /// By asset, ascending; assets never touched are absent.
    pub(crate) holdings: Vec<(Asset, Holding)>,
    /// What is or was allocated to strategies.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) allocations: BTreeMap<Asset, Allocation>,
    pub(crate) orders: Vec<Order>,
    /// Places in `orders` of open ones, oldest first.
    pub(crate) open: Vec<u32>,
    /// Places in `orders` of closed ones, in the order of closing.
    pub(crate) closed: Vec<u32>,
    /// Of the orders that were ever amended: their terms, oldest first.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) amendments: BTreeMap<OrderId, Vec<Amendment>>,
    pub(crate) trades: Vec<Trade>,
    pub(crate) ledger: Vec<LedgerRow>,
    pub(crate) deposits: Vec<Deposit>,
    pub(crate) withdrawals: Vec<Withdrawal>,
    pub(crate) addresses: Vec<Address>,
    /// Whether addresses made by a key may be withdrawn to at once; otherwise a member confirms each.
    #[serde(default)]
    pub(crate) trust_new_addresses: bool,
    /// Reports, oldest first; those that are over are forgotten when another is asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) exports: Vec<Export>,
    /// Deposit addresses beyond the first, by asset.
    pub(crate) more_addresses: Vec<(Asset, u8)>,
    pub(crate) counters: Vec<(Pair, RateCounter)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) alerts: Vec<Alert>,
    /// The latest firings of its alerts, oldest first.
    #[serde(default, skip_serializing_if = "VecDeque::is_empty")]
    pub(crate) firings: VecDeque<Firing>,
}

impl Account {
    pub(crate) fn holding(&self, asset: Asset) -> Holding {
        let place = self.holdings.binary_search_by_key(&asset, |(known, _)| *known);
        place.ok().and_then(|place| self.holdings.get(place)).map_or(Holding::NONE, |(_, holding)| *holding)
    }

    pub(crate) fn set_holding(&mut self, asset: Asset, holding: Holding) {
        match self.holdings.binary_search_by_key(&asset, |(known, _)| *known) {
            Ok(place) => {
                if let Some(entry) = self.holdings.get_mut(place) {
                    entry.1 = holding;
                }
            }
            Err(place) => self.holdings.insert(place, (asset, holding)),
        }
    }

    /// What is or was allocated to the strategy of an asset.
    pub(crate) fn allocation(&self, asset: Asset) -> Option<&Allocation> {
        self.allocations.get(&asset)
    }

    /// How much of an asset is allocated.
    pub(crate) fn allocated(&self, asset: Asset) -> Decimal {
        self.allocation(asset).map_or(Decimal::ZERO, |allocation| allocation.total)
    }

    pub(crate) fn counter(&self, pair: Pair) -> RateCounter {
        self.counters
            .iter()
            .find(|(known, _)| *known == pair)
            .map_or(RateCounter::default(), |(_, counter)| *counter)
    }

    pub(crate) fn set_counter(&mut self, pair: Pair, counter: RateCounter) {
        match self.counters.iter_mut().find(|(known, _)| *known == pair) {
            Some(entry) => entry.1 = counter,
            None => self.counters.push((pair, counter)),
        }
    }

    /// Open orders, oldest first.
    pub(crate) fn open_orders(&self) -> impl DoubleEndedIterator<Item = &Order> {
        self.open.iter().filter_map(|place| self.orders.get(*place as usize))
    }

    /// How many deposit addresses the account has; one without asking.
    pub(crate) fn deposit_address_count(&self, asset: Asset) -> u8 {
        self.more_addresses
            .iter()
            .find(|(known, _)| *known == asset)
            .map_or(1, |(_, more)| more.saturating_add(1))
    }
}
