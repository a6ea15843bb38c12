//! `TradesHistory`: fills, fifty a page, the latest first.

use super::View;
use super::rows::TradeInfo;
use crate::envelope::success;
use crate::error::KrakenError;
use crate::methods::Answer;
use crate::parse::Params;
use crate::read;
use crate::shape::object;
use claviger_venue::{Trade, TradeFilter};
use serde::Serialize;

#[derive(Serialize)]
struct History<T> {
    trades: T,
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<usize>,
}

pub(super) fn answer(params: &Params<'_>, view: &View<'_>) -> Answer {
    let ledgers = read::flag(params, "ledgers")?;
    let without_count = read::flag(params, "without_count")?;
    let made = |id: &str| view.venue.trade(view.account, id.parse().ok()?).map(|trade| trade.at);
    let window = view.asked(params, made)?;
    let offset = read::integer(params, "ofs")?.unwrap_or(0);
    let (items, total) = if is_spot(params)? {
        let page = view.venue.trades(view.account, &TradeFilter { window, offset });
        (page.items, page.total)
    } else {
        (Vec::new(), 0)
    };
    let row = |trade: &Trade| (trade.id, TradeInfo::of(view, trade, ledgers));
    let count = (!without_count).then_some(total);
    success(&History { trades: object(items.into_iter().map(row)), count })
}

/// Whether trades without a position are asked for; there are no others.
fn is_spot(params: &Params<'_>) -> Result<bool, KrakenError> {
    match params.one("type")? {
        None | Some("all" | "no position") => Ok(true),
        Some("any position" | "closed position" | "closing position") => Ok(false),
        Some(_) => Err(KrakenError::InvalidArgument("type")),
    }
}
