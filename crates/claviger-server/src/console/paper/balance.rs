//! Balances.

use super::money;
use crate::api::paper::{HeldAsset, Holdings};

/// What the account has of an asset.
pub(in super::super) struct Balance {
    pub(in super::super) code: &'static str,
    pub(in super::super) name: &'static str,
    pub(in super::super) available: String,
    /// What is held; empty if nothing is.
    pub(in super::super) held: String,
    /// What is allocated; empty if nothing is.
    pub(in super::super) allocated: String,
    pub(in super::super) total: String,
    pub(in super::super) worth: String,
}

/// The balances, what is worth most first.
pub(super) fn balances(holdings: &Holdings) -> Vec<Balance> {
    let mut held: Vec<&HeldAsset> = holdings.items.iter().collect();
    held.sort_by_key(|one| std::cmp::Reverse(one.usd));
    held.into_iter().map(of).collect()
}

fn of(held: &HeldAsset) -> Balance {
    let (asset, holding) = (held.asset, held.holding);
    let some = |amount: rust_decimal::Decimal| {
        if amount.is_zero() { String::new() } else { money::amount(asset, amount) }
    };
    Balance {
        code: asset.code(),
        name: asset.name(),
        available: money::amount(asset, holding.available()),
        held: some(holding.held),
        allocated: some(held.allocated),
        total: money::amount(asset, holding.total.saturating_add(held.allocated)),
        worth: money::worth(held.usd),
    }
}
