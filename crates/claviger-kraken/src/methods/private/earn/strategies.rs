//! `Earn/Strategies`: what funds can be allocated to.

use super::super::View;
use crate::envelope::success;
use crate::error::KrakenError;
use crate::methods::Answer;
use crate::parse::Params;
use crate::read;
use crate::shape::Fixed;
use claviger_venue::{Asset, Strategy, StrategyId};
use rust_decimal::Decimal;
use serde::Serialize;

/// Kinds of lock the exchange has.
const LOCKS: [&str; 4] = ["flex", "bonded", "timed", INSTANT];
/// The one there is here: funds come back at once.
const INSTANT: &str = "instant";
/// Places of rates and fees, which are percentages.
const PERCENT_DECIMALS: u32 = 4;
const CURSOR: KrakenError = KrakenError::InvalidArgument("cursor");

/// A member with a type.
#[derive(Serialize)]
struct Type {
    r#type: &'static str,
}

#[derive(Serialize)]
struct Lock {
    r#type: &'static str,
    payout_frequency: i64,
}

#[derive(Serialize)]
struct Estimate {
    low: Fixed,
    high: Fixed,
}

#[derive(Serialize)]
struct Row {
    id: StrategyId,
    asset: &'static str,
    lock_type: Lock,
    apr_estimate: Estimate,
    user_min_allocation: Decimal,
    user_cap: Fixed,
    allocation_fee: Fixed,
    deallocation_fee: Fixed,
    auto_compound: Type,
    yield_source: Type,
    can_allocate: bool,
    can_deallocate: bool,
    allocation_restriction_info: [&'static str; 0],
}

impl From<Strategy> for Row {
    fn from(strategy: Strategy) -> Self {
        let (rate, none) = (Fixed(strategy.rate(), PERCENT_DECIMALS), Fixed(Decimal::ZERO, PERCENT_DECIMALS));
        Row {
            id: strategy.id(),
            asset: strategy.asset().altname(),
            lock_type: Lock { r#type: INSTANT, payout_frequency: Strategy::PAYOUT_SECS },
            // What is paid is known.
            apr_estimate: Estimate { low: rate, high: rate },
            user_min_allocation: strategy.minimum_usd(),
            user_cap: Fixed::amount(strategy.asset(), strategy.cap()),
            allocation_fee: none,
            deallocation_fee: none,
            auto_compound: Type { r#type: "enabled" },
            yield_source: Type { r#type: strategy.yield_source().as_str() },
            can_allocate: true,
            can_deallocate: true,
            allocation_restriction_info: [],
        }
    }
}

#[derive(Serialize)]
struct Page {
    items: Vec<Row>,
    next_cursor: Option<StrategyId>,
}

pub(crate) fn answer(params: &Params<'_>, _: &View<'_>) -> Answer {
    let asset = params.one("asset")?;
    let asset = asset.map(|name| Asset::find(name).ok_or(KrakenError::UnknownAsset)).transpose()?;
    let has_lock = has_lock(params)?;
    let asked = |strategy: &Strategy| has_lock && asset.is_none_or(|asset| strategy.asset() == asset);
    let mut strategies: Vec<Strategy> = Strategy::all().filter(asked).collect();
    super::sort(&mut strategies, read::flag(params, "ascending")?, |strategy| *strategy);
    success(&page(params, strategies)?)
}

/// Whether the lock of every strategy here is among those asked for.
fn has_lock(params: &Params<'_>) -> Result<bool, KrakenError> {
    let asked = params.elements("lock_type", LOCKS.len())?;
    // Some clients write the list as JSON into their form.
    let names: Vec<&str> = asked.iter().map(|name| name.trim_matches(['[', ']', '"', ' '])).collect();
    match names.iter().all(|name| LOCKS.contains(name)) {
        true => Ok(names.is_empty() || names.contains(&INSTANT)),
        false => Err(KrakenError::InvalidArgument("lock_type")),
    }
}

/// The page after the strategy of `cursor`, of `limit` strategies if that is given.
fn page(params: &Params<'_>, strategies: Vec<Strategy>) -> Result<Page, KrakenError> {
    let limit: Option<usize> = read::integer(params, "limit")?;
    if limit == Some(0) {
        return Err(KrakenError::InvalidArgument("limit"));
    }
    let first = match params.one("cursor")? {
        None | Some("true" | "True" | "1" | "false" | "False" | "0") => 0,
        Some(text) => {
            let id: StrategyId = text.parse().map_err(|_| CURSOR)?;
            strategies.iter().position(|strategy| strategy.id() == id).ok_or(CURSOR)? + 1
        }
    };
    let rest = strategies.get(first..).unwrap_or_default();
    let shown = rest.get(..limit.unwrap_or(usize::MAX)).unwrap_or(rest);
    let next_cursor = shown.last().filter(|_| shown.len() < rest.len()).map(|last| last.id());
    Ok(Page { items: shown.iter().copied().map(Row::from).collect(), next_cursor })
}
