//! `Earn/Allocations`: what is allocated, what it earned, and what the present day will pay.

use super::super::View;
use crate::envelope::success;
use crate::error::KrakenError;
use crate::methods::Answer;
use crate::parse::Params;
use crate::read;
use crate::shape::{Fixed, rfc3339};
use claviger_venue::{Allocation, Asset, Payout, Strategy, StrategyId, VenueError};
use rust_decimal::Decimal;
use serde::Serialize;

/// An amount in its own asset, and what it is worth in the one asked for.
#[derive(Serialize)]
struct Amount {
    native: Fixed,
    converted: Fixed,
}

#[derive(Serialize)]
struct Allocated {
    total: Amount,
}

#[derive(Serialize)]
struct NextPayout {
    period_start: String,
    period_end: String,
    accumulated_reward: Amount,
    estimated_reward: Amount,
}

#[derive(Serialize)]
struct Row {
    strategy_id: StrategyId,
    native_asset: &'static str,
    amount_allocated: Allocated,
    total_rewarded: Amount,
    #[serde(skip_serializing_if = "Option::is_none")]
    payout: Option<NextPayout>,
}

#[derive(Serialize)]
struct Page {
    converted_asset: &'static str,
    total_allocated: Fixed,
    total_rewarded: Fixed,
    next_cursor: Option<StrategyId>,
    items: Vec<Row>,
}

pub(crate) fn answer(params: &Params<'_>, view: &View<'_>) -> Answer {
    let into = match params.one("converted_asset")? {
        None => Asset::USD,
        Some(name) => Asset::find(name).ok_or(KrakenError::UnknownAsset)?,
    };
    let hide_zero = read::flag(params, "hide_zero_allocations")?;
    let known = view.venue.allocations(view.account);
    let known = known.filter(|(_, allocation)| !(hide_zero && allocation.total.is_zero()));
    let mut known: Vec<_> = known.filter_map(|(asset, known)| Some((Strategy::of(asset)?, known))).collect();
    super::sort(&mut known, read::flag(params, "ascending")?, |(strategy, _)| *strategy);
    success(&page(&Converter { view, into }, &known)?)
}

fn page(converter: &Converter<'_>, known: &[(Strategy, &Allocation)]) -> Result<Page, KrakenError> {
    let (mut allocated, mut rewarded) = (Decimal::ZERO, Decimal::ZERO);
    let mut items = Vec::with_capacity(known.len());
    for (strategy, allocation) in known {
        let row = converter.row(*strategy, allocation)?;
        allocated = add(allocated, row.amount_allocated.total.converted.0)?;
        rewarded = add(rewarded, row.total_rewarded.converted.0)?;
        items.push(row);
    }
    let fixed = |amount| Fixed::amount(converter.into, amount);
    Ok(Page {
        converted_asset: converter.into.altname(),
        total_allocated: fixed(allocated),
        total_rewarded: fixed(rewarded),
        // There are few enough for one page, as on the exchange.
        next_cursor: None,
        items,
    })
}

fn add(sum: Decimal, amount: Decimal) -> Result<Decimal, KrakenError> {
    sum.checked_add(amount).ok_or(KrakenError::InvalidArguments)
}

/// Amounts at the market's prices of the present.
struct Converter<'a> {
    view: &'a View<'a>,
    into: Asset,
}

impl Converter<'_> {
    fn amount(&self, asset: Asset, amount: Decimal) -> Result<Amount, VenueError> {
        let converted = self.view.venue.convert((amount, asset), self.into, self.view.now)?;
        Ok(Amount { native: Fixed::amount(asset, amount), converted: Fixed::amount(self.into, converted) })
    }

    fn row(&self, strategy: Strategy, allocation: &Allocation) -> Result<Row, KrakenError> {
        let asset = strategy.asset();
        let payout = self.view.venue.payout(self.view.account, strategy, self.view.now);
        Ok(Row {
            strategy_id: strategy.id(),
            native_asset: asset.altname(),
            amount_allocated: Allocated { total: self.amount(asset, allocation.total)? },
            total_rewarded: self.amount(asset, allocation.rewarded)?,
            payout: payout.map(|payout| self.payout(asset, payout)).transpose()?,
        })
    }

    fn payout(&self, asset: Asset, payout: Payout) -> Result<NextPayout, KrakenError> {
        Ok(NextPayout {
            period_start: rfc3339(payout.from)?,
            period_end: rfc3339(payout.to)?,
            accumulated_reward: self.amount(asset, payout.accumulated)?,
            estimated_reward: self.amount(asset, payout.estimated)?,
        })
    }
}
