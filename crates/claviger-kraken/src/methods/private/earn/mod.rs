//! `Earn/...`: strategies, and what is allocated to them. Moves are done when they are answered, so none is ever pending.

pub(super) mod allocate;
pub(super) mod allocations;
pub(super) mod deallocate;
pub(super) mod status;
pub(super) mod strategies;

use crate::error::KrakenError;
use crate::parse::Params;
use claviger_venue::Strategy;

/// The strategy of `strategy_id`. Unknown: `EGeneral:Invalid arguments:Invalid strategy ID`.
fn strategy(params: &Params<'_>) -> Result<Strategy, KrakenError> {
    let id = params.need("strategy_id")?.parse().ok();
    id.and_then(Strategy::find).ok_or(KrakenError::UnknownStrategy)
}

/// Puts strategies, or what stands for each, in the order of their assets' names; against it unless `ascending` is set, as
/// on the exchange.
fn sort<T>(rows: &mut [T], ascending: bool, strategy: impl Fn(&T) -> Strategy) {
    rows.sort_by_key(|row| strategy(row).asset().altname());
    if !ascending {
        rows.reverse();
    }
}
