//! What was asked for since an instant: what somebody who holds a leaked key may have had done.

use rust_decimal::Decimal;

use crate::{
    account::AccountNo,
    funding::{Address, Withdrawal},
    micros::Micros,
    money,
    order::{Order, OrderStatus, Side},
    pair::Pair,
    venue::Venue,
};

/// Most orders, and most withdrawals, that are looked at.
pub const MOST_LOOKED_AT: usize = 50_000;
/// Most withdrawals that are given.
pub const MOST_ASKED: usize = 500;

/// Orders of one pair and side. Volumes in the base asset, costs in the quote asset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrderSum {
    /// The market.
    pub pair: Pair,
    /// Buy or sell.
    pub side: Side,
    /// How many.
    pub orders: u64,
    /// Those of them that have not ended.
    pub open: u64,
    /// Volume ordered.
    pub volume: Decimal,
    /// Volume filled.
    pub filled: Decimal,
    /// Cost of what was filled.
    pub cost: Decimal,
    /// The first of them.
    pub first: Micros,
    /// The last of them.
    pub last: Micros,
}

/// What was asked for since an instant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The withdrawals of the account, whoever asked for them, newest first; at most [`MOST_ASKED`].
    pub withdrawals: Vec<Withdrawal>,
    /// The addresses that were saved, whoever saved them, and are there still; oldest first.
    pub addresses: Vec<Address>,
    /// The orders that were asked for by whom is meant, by pair and side.
    pub orders: Vec<OrderSum>,
    /// There is more than is looked at or given: what is latest is there.
    pub is_cut: bool,
}

impl Venue {
    /// What an account had done since `from`: its withdrawals and addresses, and the orders that `by` asked for.
    #[must_use]
    pub fn asked_since(&self, account: AccountNo, from: Micros, by: u64) -> Asked {
        let Some(records) = self.records(account) else { return Asked::default() };
        let orders = records.orders.iter().rev().take_while(|order| order.opened_at >= from);
        let withdrawals = || records.withdrawals.iter().rev().take_while(|one| one.at >= from);
        let addresses = records.addresses.iter().filter(|address| address.added_at >= from);
        let mut asked = Asked {
            withdrawals: withdrawals().take(MOST_ASKED).cloned().collect(),
            addresses: addresses.cloned().collect(),
            orders: Vec::new(),
            is_cut: withdrawals().nth(MOST_ASKED).is_some(),
        };
        for (at, order) in orders.enumerate() {
            if at >= MOST_LOOKED_AT {
                asked.is_cut = true;
                break;
            }
            if order.asked_by == Some(by) {
                add(&mut asked.orders, order);
            }
        }
        asked
    }
}

fn add(sums: &mut Vec<OrderSum>, order: &Order) {
    let Order { pair, side, volume, filled, cost, opened_at: at, .. } = *order;
    let open = u64::from(matches!(order.status, OrderStatus::Open | OrderStatus::Pending));
    match sums.iter_mut().find(|sum| (sum.pair, sum.side) == (pair, side)) {
        None => {
            sums.push(OrderSum { pair, side, orders: 1, open, volume, filled, cost, first: at, last: at })
        }
        Some(sum) => {
            sum.orders += 1;
            sum.open += open;
            // Sums beyond all numbers stay at the last that was one.
            sum.volume = money::add(sum.volume, volume).unwrap_or(sum.volume);
            sum.filled = money::add(sum.filled, filled).unwrap_or(sum.filled);
            sum.cost = money::add(sum.cost, cost).unwrap_or(sum.cost);
            (sum.first, sum.last) = (sum.first.min(at), sum.last.max(at));
        }
    }
}
